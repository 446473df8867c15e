// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateDocuments
import Testing

/// Data that cannot be: every example once made more key than the true data, or key where there was none.
@Suite("Data that cannot be")
struct ImpossibleDataTests {
  private func example(_ name: String) throws -> String {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: package.appendingPathComponent("Parameters/examples/" + name), encoding: .utf8)
  }

  private func analyse(_ text: String, _ settings: [String] = [], table: (String, String)? = nil) throws -> Outcome {
    var files = ["run.toml": text]
    if let table { files[table.0] = table.1 }
    return try TestFolder(files).keyrate(["analyse", "run.toml", "--json"] + settings.flatMap { ["--set", $0] })
  }

  private func expectRefusal(_ run: Outcome, _ name: String, _ reason: String = "counts contradict the settings") throws
  {
    #expect(run.status == 0, "\(name): \(run.errors)")
    let result = try run.json()
    #expect(result["length_bits"]?.number == 0, "\(name)")
    #expect(result["reason_for_zero"]?.text?.hasPrefix(reason) == true, "\(name)")
    #expect(result["status"]?.text == "planning", "\(name)")
    #expect(result["status_reasons"]?.list.contains { $0.text?.contains("contradict the settings") == true } == true)
  }

  @Test("One decoy with its lists weakest first, two decoys with two columns exchanged (was: certified)")
  func columns() throws {
    let one = Fixtures.oneDecoyCounts.replacing("[2521034, 324345]", with: "[324345, 2521034]")
      .replacing("[27731, 4752]", with: "[4752, 27731]").replacing("[48012, 6177]", with: "[6177, 48012]")
      .replacing("[529, 92]", with: "[92, 529]")
    try expectRefusal(analyse(one, ["counts.error_correction_leak_bits=300000"]), "one decoy")
    let two = Fixtures.twoDecoyCounts.replacing("[2521034, 216230,", with: "[216230, 2521034,")
      .replacing("[27731, 3168,", with: "[3168, 27731,").replacing("[28012, 2402,", with: "[2402, 28012,")
      .replacing("[309, 36,", with: "[36, 309,")
    try expectRefusal(analyse(two, [AnalyseTests.leak]), "two decoys")
    let last = Fixtures.twoDecoyCounts.replacing("216230, 2003", with: "2003, 216230")
      .replacing("3168, 1001", with: "1001, 3168").replacing("2402, 22", with: "22, 2402")
      .replacing("36, 11", with: "11, 36")
    try expectRefusal(analyse(last, [AnalyseTests.leak]), "two decoys, the last two")
  }

  @Test("MDI: yy is zero, too small or missing, in the file and in a table (was: 27 Gbit for 10.6)")
  func pairs() throws {
    let text = try example("mdi-counts.toml")
    for value in ["0", "61948240"] { try expectRefusal(analyse(text, ["counts.yy=\(value)"]), "yy = \(value)") }
    let honest = try analyse(text).json()
    #expect(honest["length_bits"]?.number == 10_555_856_237 && honest["status"]?.text == "certified")
    // What is missing is asked for, and never 0.
    for key in ["zz", "zz_errors", "xx", "xx_errors", "yy", "xo", "ox", "yo", "oy", "oo"] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix(key + " = ") }
      let run = try analyse(lines.joined(separator: "\n"))
      #expect(run.status == 2 && run.errors.contains("counts.\(key): must be given"), "\(key): \(run.errors)")
    }
    let table = try example("mdi-counts.csv")
    let withTable = try example("mdi-counts-from-csv.toml")
    for row in table.split(separator: "\n") where !row.hasPrefix("#") && !row.hasPrefix("alice") {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      guard !cells[3].isEmpty else { continue }
      let pair = "\(cells[0]) and \(cells[1])"
      let without = try analyse(withTable, table: ("mdi-counts.csv", table.replacing(row + "\n", with: "")))
      #expect(without.status == 2 && without.errors.contains("no row for the settings \(pair)"), "\(without.errors)")
      for column in 3..<(cells[4].isEmpty ? 4 : 5) {
        var emptied = cells
        emptied[column] = ""
        let run = try analyse(
          withTable, table: ("mdi-counts.csv", table.replacing(row, with: emptied.joined(separator: ","))))
        #expect(run.status == 2 && run.errors.contains("(empty): must be a number"), "\(pair): \(run.errors)")
      }
    }
    let three = try example("mdi-three-intensity-counts.toml")
    let short = three.replacing("[13113665, 8075027, 4747741]", with: "[13113665, 8075027]")
    let run = try analyse(short)
    #expect(three != short && run.status == 2, "\(run.errors)")
  }

  @Test("Twin-field: a test matrix diag(1, 1, 1), or only its diagonal (was: 64 Mbit for 25)")
  func matrix() throws {
    let text = try example("twin-field-counts.toml")
    let ones = ["counts.test_mode_successes=[[1,0,0],[0,1,0],[0,0,1]]", "counts.test_mode_total=3"]
    try expectRefusal(analyse(text, ones), "diag(1, 1, 1)")
    let diagonal = [
      "counts.test_mode_successes=[[27281536,0,0],[0,15375714,0],[0,0,43614]]", "counts.test_mode_total=42700864",
    ]
    try expectRefusal(analyse(text, diagonal), "the diagonal", "inconsistent test-basis data")
  }

  @Test(
    "A leakage of 17 bits, or none, certifies nothing and is raised to Shannon's limit (was: certified, in silence)",
    arguments: [
      "counts.toml", "mdi-counts.toml", "mdi-three-intensity-counts.toml", "twin-field-counts.toml",
      "quadrature-counts.toml", "aopp-counts.toml", "entangled-pairs-counts.toml", "single-photon-counts.toml",
    ])
  func leakage(name: String) throws {
    let text = try example(name).split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("error_correction_efficiency") }.joined(separator: "\n")
    var lengths: [Double?] = []
    for bits in ["17", "0"] {
      let result = try analyse(text, ["counts.error_correction_leak_bits=\(bits)"]).json()
      #expect(result["status"]?.text == "planning", "\(name)")
      let warnings = result["warnings"]?.list.compactMap(\.text) ?? []
      let warning = warnings.first { $0.contains("Shannon's limit") }
      #expect(warning != nil, "\(name): \(warnings)")
      #expect(warning?.contains(".0 bits") == false, "\(name): \(warnings)")
      lengths.append(result["length_bits"]?.number)
    }
    #expect(lengths[0] == lengths[1] && lengths[0] != nil)
  }

  /// Whether a file holds counts, and its name.
  static let files = [
    "counts.toml", "mdi-counts.toml", "twin-field-counts.toml", "quadrature-counts.toml", "aopp-counts.toml",
    "entangled-pairs-counts.toml", "single-photon-counts.toml", "quickstart.toml", "mdi-quickstart.toml",
    "twin-field.toml", "aopp.toml", "entangled-pairs.toml", "single-photon.toml",
  ]

  @Test("Failure probabilities that sum to one or more promise nothing, in every family", arguments: files)
  func promises(name: String) throws {
    let folder = try TestFolder(["run.toml": example(name)])
    let command = name.contains("counts") ? "analyse" : "rate"
    for (secrecy, correctness) in [("0.6", "0.5"), ("0.5", "0.5"), ("1", "1e-10"), ("1.5", "1e-10")] {
      let run = try folder.keyrate(
        command, "run.toml", "--set", "security.secrecy=\(secrecy)", "--set", "security.correctness=\(correctness)")
      #expect(run.status == 2 && run.errors.contains("security.secrecy = \(secrecy)"), "\(name): \(run.output)")
    }
  }

  @Test("Half a pulse and half a bit are refused, in every family", arguments: files.filter { $0.contains("counts") })
  func fractions(name: String) throws {
    let text = try example(name)
    let leak = try analyse(text, ["counts.error_correction_leak_bits=200000000000.5"])
    #expect(leak.status == 2 && leak.errors.contains("must be a whole number"), "\(name): \(leak.output)")
    guard name != "quadrature-counts.toml" else { return }
    let pulses = try analyse(text, ["counts.pulses=1000000000000.5"])
    #expect(pulses.status == 2 && pulses.errors.contains("must be a whole number"), "\(name): \(pulses.output)")
  }

  @Test("Probabilities that miss one by more than 1e-12 are refused; by less they are not")
  func probabilities() throws {
    for (name, key, list) in [
      ("counts.toml", "source.intensity_probabilities", [0.7, 0.2, 0.1]),
      ("mdi-three-intensity-counts.toml", "source.intensity_probabilities", [0.613, 0.183, 0.204]),
      ("twin-field-counts.toml", "source.test_probabilities", [0.2, 0.3, 0.5]),
    ] {
      let text = try example(name)
      for (excess, isRefused) in [(5e-12, true), (-5e-12, true), (2e-13, false), (0.01, true)] {
        let run = try analyse(text, ["\(key)=[\(list[0]), \(list[1]), \(list[2] + excess)]"])
        #expect((run.status == 2) == isRefused, "\(name) \(excess): \(run.errors)")
        #expect(!isRefused || run.errors.contains("must sum to 1"), "\(name) \(excess): \(run.errors)")
      }
    }
  }

  @Test("A probability written as a rate, and a gate longer than the clock period, are caught")
  func darkCounts() throws {
    for name in ["quickstart.toml", "mdi-quickstart.toml", "twin-field.toml", "aopp.toml", "single-photon.toml"] {
      let text = try example(name).split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("dark_count_probability") }.joined(separator: "\n")
      let folder = try TestFolder(["link.toml": text])
      let clock = ["--set", "source.repetition_rate_hz=1e9"]
      let slip = try folder.keyrate(["rate", "link.toml", "--set", "detector.dark_count_rate_hz=1e-8"] + clock)
      #expect(slip.status == 2 && slip.errors.contains("is this a probability per gate?"), "\(name): \(slip.errors)")
      let gate = try folder.keyrate(
        ["rate", "link.toml", "--set", "detector.dark_count_rate_hz=10", "--set", "detector.gate_s=1e-7"] + clock)
      #expect(
        gate.status == 2 && gate.errors.contains("cannot be longer than the clock period of 1e-09 s"),
        "\(name): \(gate.errors)")
    }
    let pairs = try TestFolder(["link.toml": example("entangled-pairs-continuous.toml")]).keyrate(
      "rate", "link.toml", "--set", "detector.user_dark_rate_hz=1e-8")
    #expect(pairs.status == 2 && pairs.errors.contains("is this a probability per gate?"), "\(pairs.errors)")
  }
}
