// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

enum Analysis: String, CaseIterable {
  case finite, asymptotic
}

/// A few keys in the manner of real ones.
enum Sample {
  static let title = Key<String>("title", default: "untitled", "The name of the calculation.")
  static let distanceKm = Key<Double>(
    "link.distance_km", unit: "km", range: .nonNegative, "The length of the fibre.",
    aliases: ["distance", "length_km"])
  static let lossDb = Key<Double>("link.loss_db", unit: "dB", range: .nonNegative, "The loss of the channel.")
  static let efficiency = Key<Double>(
    "detector.efficiency", range: .above(0, upTo: 1), "The probability that a photon clicks.",
    slips: [.within(1...100, "did you give per cent? divide by 100")])
  static let darkCountProbability = Key<Double>(
    "detector.dark_count_probability", unit: "per detector per gate", range: .probability, "Dark counts.",
    slips: [.above(1, "did you give counts per second? divide by the gate rate")], aliases: ["dcr"])
  static let misalignment = Key<Double>(
    "detector.misalignment", range: .probability, default: 0.01, "The optical error.")
  static let decoys = Key<Int>(
    "source.decoys", range: AllowedRange(1...2), default: 2, "How many decoy intensities.")
  static let intensities = Key<[SettingValue]>(
    "source.intensities", unit: "photons per pulse", range: .positive, absent: "optimised", "Mean photon numbers.",
    aliases: ["mu"])
  static let keyBasisProbability = Key<SettingValue>(
    "source.key_basis_probability", range: .between(0, 1), absent: "optimised", "Basis bias.")
  static let analysis = WordKey<Analysis>("security.analysis", default: .finite, "Which proof | bound.")
  static let pulses = Key<Int>("security.pulses", unit: "pulses", range: .atLeast(1), "The block size.")
  static let verbose = Key<Bool>("security.verbose", default: false, "Says more.")
  static let values = Key<[Double]>("output.values", absent: "none", "Numbers.")
  static let names = Key<[String]>("output.names", absent: "none", "Texts.")
  static let label = Key<String>("label", "The name of the curve.")
}

/// A small vocabulary.
let sampleVocabulary = KeyVocabulary([
  Sample.title, Sample.distanceKm, Sample.lossDb, Sample.efficiency, Sample.darkCountProbability, Sample.misalignment,
  Sample.decoys, Sample.intensities, Sample.keyBasisProbability, Sample.analysis, Sample.pulses, Sample.verbose,
  Sample.values, Sample.names,
  KeyDefinition("curve", .tables(KeyVocabulary([Sample.label])), "One curve each."),
])

/// The message of reading a text.
func readError(_ text: String, _ body: (DocumentReader) throws -> Void = { _ in }) -> String {
  do {
    let table = try DocumentTable(parsing: text, fileName: "f.toml")
    try DocumentReader.read(table, with: sampleVocabulary, body)
    return "accepted"
  } catch {
    return "\(error)"
  }
}

@Suite("Reading with a vocabulary")
struct DocumentReaderTests {
  @Test("A sound document gives its values and the vocabulary's defaults")
  func values() throws {
    let text = """
      [link]
      distance_km = 100
      [detector]
      efficiency = 1e-1
      [source]
      intensities = [0.5, "optimise", 2e-4, "optimize"]
      [security]
      pulses = 1e10
      verbose = true
      [output]
      values = [1, 2.5]
      names = ["a"]
      [[curve]]
      label = "one"
      [[curve]]
      label = "two"
      """
    let table = try DocumentTable(parsing: text, fileName: "f.toml")
    try DocumentReader.read(table, with: sampleVocabulary) { reader in
      #expect(reader[Sample.distanceKm] == 100)
      #expect(reader.ifGiven(Sample.lossDb) == nil)
      #expect(reader[Sample.lossDb, default: 3] == 3)
      #expect(reader.exactlyOne(of: [Sample.lossDb, Sample.distanceKm])?.path == "link.distance_km")
      #expect(reader[Sample.efficiency] == 0.1)
      #expect(reader[Sample.misalignment] == 0.01)
      #expect(reader[Sample.title] == "untitled")
      #expect(reader.ifGiven(Sample.title) == nil)
      #expect(reader[Sample.decoys] == 2)
      #expect(reader[Sample.pulses] == 10_000_000_000)
      #expect(reader[Sample.decoys, default: 1] == 1)
      #expect(reader.ifGiven(Sample.decoys) == nil)
      #expect(reader[Sample.verbose])
      #expect(reader[Sample.analysis] == .finite)
      #expect(reader[Sample.analysis, default: Analysis.asymptotic] == .asymptotic)
      #expect(reader.ifGiven(Sample.analysis) == nil)
      #expect(reader[Sample.keyBasisProbability] == .free)
      let settings = try #require(reader.ifGiven(Sample.intensities, count: 4))
      #expect(settings.map(\.number) == [0.5, nil, 2e-4, nil])
      #expect(settings[0] == .given(0.5, SourcePosition(file: "f.toml", line: 6, column: 16)))
      #expect(reader.list(Sample.values, count: 2) == [1, 2.5])
      #expect(reader.ifGiven(Sample.names) == ["a"])
      #expect(reader.tables("curve") { $0[Sample.label] } == ["one", "two"])
    }
  }

  @Test("All errors of a document come together, in the order of its lines")
  func collected() {
    let text = """
      [detector]
      dark_count_probability = 600
      efficiency = 20
      misalignment = "0.02"
      [link]
      distance_km = "100km"
      [security]
      analysis = "finit"
      pulses = 1.5
      verbose = 1
      [source]
      intensities = [0.5, -1, "optimse", true]
      key_basis_probability = 1
      decoys = 3
      mue = 4
      [output]
      values = 3
      names = [1]
      [[curve]]
      labl = "one"
      """
    let message = readError(text) { reader in
      _ = reader[Sample.efficiency]
      _ = reader[Sample.darkCountProbability]
      _ = reader[Sample.misalignment]
      _ = reader[Sample.distanceKm]
      _ = reader[Sample.analysis]
      _ = reader[Sample.pulses]
      _ = reader[Sample.verbose]
      _ = reader.ifGiven(Sample.intensities)
      _ = reader[Sample.keyBasisProbability]
      _ = reader[Sample.decoys]
      _ = reader.ifGiven(Sample.values)
      _ = reader.ifGiven(Sample.names)
      _ = reader.tables("curve") { $0[Sample.label] }
    }
    let hint = "did you give counts per second? divide by the gate rate"
    let expected = [
      "f.toml:2:1: detector.dark_count_probability = 600: must be between 0 and 1 (per detector per gate); \(hint)",
      "f.toml:3:1: detector.efficiency = 20: must be greater than 0 and at most 1; did you give per cent? divide by 100",
      "f.toml:4:1: detector.misalignment = \"0.02\": must be a number, found text; write the number without quotes",
      "f.toml:6:1: link.distance_km = \"100km\": must be a number, found text; "
        + "units are part of the key's name, write the number alone",
      "f.toml:8:1: security.analysis = \"finit\": must be one of finite, asymptotic; did you mean \"finite\"?",
      "f.toml:9:1: security.pulses = 1.5: must be a whole number",
      "f.toml:10:1: security.verbose = 1: must be true or false, found a number",
      "f.toml:12:21: source.intensities[2] = -1: must be greater than 0 (photons per pulse)",
      "f.toml:12:25: source.intensities[3] = \"optimse\": must be a number or the word \"optimise\"; "
        + "did you mean \"optimise\"?",
      "f.toml:12:36: source.intensities[4] = true: must be a number, found true or false",
      "f.toml:13:1: source.key_basis_probability = 1: must be greater than 0 and less than 1",
      "f.toml:14:1: source.decoys = 3: must be between 1 and 2",
      "f.toml:15:1: source.mue: is not a known key",
      "f.toml:17:1: output.values = 3: must be a list of numbers, found a number; a list of one is written [3]",
      "f.toml:18:10: output.names[1] = 1: must be text, found a number",
      "f.toml:20:1: curve[1].labl: is not a known key; did you mean curve[1].label?",
    ]
    #expect(message.split(separator: "\n").map(String.init) == expected)
  }

  @Test("What is missing is reported at its table, unless a misspelt key explains it")
  func missing() {
    let body: (DocumentReader) -> Void = { reader in
      _ = reader[Sample.efficiency]
      _ = reader[Sample.pulses]
    }
    #expect(
      readError("title = \"x\"\n[detector]\n", body) == """
        f.toml: security.pulses: must be given: a whole number, at least 1 (pulses)
        f.toml:2:1: detector.efficiency: must be given: greater than 0 and at most 1
        """)
    #expect(
      readError("[detector]\neffciency = 0.1\n[security]\npulses = 1", body)
        == "f.toml:2:1: detector.effciency: is not a known key; did you mean detector.efficiency?")
    #expect(
      readError("[detectors]\nefficiency = 0.1\n[security]\npulses = 1", body)
        == "f.toml:1:1: [detectors]: is not a known table; did you mean [detector]?")
    #expect(
      readError("[[curve]]\n", { reader in _ = reader.tables("curve") { $0[Sample.label] } })
        == "f.toml:1:1: curve[1].label: must be given: text")
    #expect(
      readError("", { _ = $0.list(Sample.values) }) == "f.toml: output.values: must be given: a list of numbers")
  }

  @Test("Keys that exclude one another")
  func exclusive() {
    let keys = [Sample.distanceKm, Sample.lossDb]
    #expect(
      readError("[link]", { _ = $0.exactlyOne(of: keys) })
        == "f.toml:1:1: link.distance_km: one of link.distance_km, link.loss_db must be given")
    #expect(
      readError("[link]\ndistance_km = 1\nloss_db = 2", { _ = $0.exactlyOne(of: keys) })
        == "f.toml:3:1: link.loss_db = 2: cannot be given together with link.distance_km")
    #expect(
      readError("[link]\nlength_km = 1", { _ = $0.exactlyOne(of: keys) }).hasSuffix("did you mean link.distance_km?"))
  }

  @Test("Errors that the closure throws join the collected ones")
  func thrown() {
    struct Consequence: Error {}
    let wrong = "[detector]\nefficiency = 2"
    let first =
      "f.toml:2:1: detector.efficiency = 2: must be greater than 0 and at most 1; "
      + "did you give per cent? divide by 100"
    let message = readError(wrong) { reader in
      _ = reader[Sample.efficiency]
      throw Consequence()
    }
    #expect(message == first)
    #expect(throws: Consequence.self) {
      try DocumentReader.read(DocumentTable(emptyNamed: "f"), with: sampleVocabulary) { _ in throw Consequence() }
    }
    let both = readError(wrong) { reader in
      _ = reader[Sample.efficiency]
      throw DocumentError(position: SourcePosition(file: "g", line: 1), problem: "other")
    }
    #expect(both == first + "\ng:1: other")
    #expect(readError("", { $0.refuse("title", "is dull") }) == "f.toml: title: is dull")
  }

  @Test("A key or a kind that the vocabulary does not have is reported, not trapped")
  func misuse() {
    let problem = "internal error: this key is not in the vocabulary with this kind"
    #expect(readError("", { _ = $0[Key<Double>(path: "no.such")] }) == "no.such: \(problem)")
    #expect(readError("", { _ = $0.tables("title") { _ in 0 } }) == "title: \(problem)")
    #expect(
      readError("curve = 3", { _ = $0.tables("curve") { $0[Sample.label] } })
        == "f.toml:1:1: curve = 3: must be a list of tables, found a number; write [[curve]] above each")
    #expect(
      readError("curve = [3]", { _ = $0.tables("curve") { $0[Sample.label] } })
        == "f.toml:1:10: curve[1] = 3: must be a table, found a number")
    #expect(
      readError("[security]\npulses = 1e30", { _ = $0[Sample.pulses] })
        == "f.toml:2:1: security.pulses = 1e30: is too large for a whole number")
    #expect(
      readError("[detector.efficiency]\nx = 1", { _ = $0[Sample.efficiency] }) == """
        f.toml:1:1: detector.efficiency: must be a number, found a table
        f.toml:2:1: detector.efficiency.x: is not a known key
        """)
  }
}
