// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateNumerics
import KeyRateTestSupport
import KeyRateDocuments
import KeyRateReading
import KeyRateReports
import KeyRateText
import Testing

/// Hostile strings in every text of a file, through every output: whatever they say, they stay text.
@Suite("Hostile texts in every output")
struct HostileOutputTests {
  /// A text as TOML, every character but letters and digits as an escape.
  static func toml(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> String in
      if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil { return "\(scalar)" }
      let digits = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
    return "\"" + scalars.joined() + "\""
  }

  static func sweep(_ texts: [String]) -> String {
    func text(_ index: Int) -> String { toml(texts[index % texts.count]) }
    return """
      title = \(text(0))
      protocol = "bb84"
      reference = \(text(1))
      notes = [\(text(2)), \(text(3))]
      [link]
      distance_km = 10
      [source]
      intensities = [0.5, 0.1, 2e-4]
      repetition_rate_hz = 1e9
      [detector]
      efficiency = 0.1
      dark_count_probability = 6e-7
      misalignment = 0.005
      [security]
      analysis = "asymptotic"
      [sweep]
      from = 0
      to = 40
      points = 2
      [plot]
      x_label = \(text(4))
      caption = \(text(5))
      [[curve]]
      label = \(text(6))
      [[curve]]
      label = \(text(7))
      detector.misalignment = 0.01
      [[overlay]]
      file = "own.csv"
      label = \(text(8))
      x = "x"
      y = "y"
      [map.x]
      variable = "link.distance_km"
      from = 0
      to = 10
      points = 2
      label = \(text(9))
      [map.y]
      variable = "detector.misalignment"
      from = 0.005
      to = 0.05
      points = 2

      """
  }

  static let harmless = (0..<10).map { "harmless\($0)" }

  /// Texts for a round: single attacks first, then mixtures. The null character cannot be written in TOML.
  static func texts(_ round: Int, using generator: inout SplitMix64) -> [String] {
    (0..<10).map { index in
      let attacks = HostileText.attacks
      let text =
        round * 10 < attacks.count
        ? attacks[(round * 10 + index) % attacks.count] : HostileText.random(using: &generator)
      return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }))
    }
  }

  struct Outputs {
    var files: [String: String] = [:]
    var words: [String: String] = [:]

    init(_ text: String) async throws {
      let source = DocumentSource(name: "f.toml", text: text)
      let file = try source.parameters(files: NamedFiles([.init(path: "own.csv", text: "x,y\n1,1e-3\n2,1e-4\n")]))
      let run = try await SweepRun.carryOut(file, jobs: 1)
      for written in try run.files(at: "out", documentPath: "f.toml") { files[written.path] = try written.text }
      let map = try await MapRun.carryOut(file, jobs: 1)
      for written in try map.files(at: "map") { files[written.path] = try written.text }
      words["sweep"] = try run.overview()
      words["map"] = try map.overview()
      let evaluation = try LinkEvaluation.of(file.link())
      words["rate"] = ResultText.summary(file, evaluation)
      words["explain"] = ResultText.explanation(file, evaluation.result)
      words["check"] = try FileMeaning.text(file, countsFrom: .beside("f.toml"))
      files["rate.json"] = ResultJSON.document(file, evaluation).text
    }
  }

  /// A gnuplot script without what stands between its quotes.
  static func skeleton(gnuplot script: String) -> String {
    var result = String.UnicodeScalarView()
    var isInside = false
    for scalar in script.unicodeScalars {
      if scalar == "'" { isInside.toggle() } else if !isInside { result.append(scalar) }
    }
    return isInside ? "a string is not closed" : String(result)
  }

  @Test("40 rounds of hostile texts change nothing but texts")
  func everything() async throws {
    let expected = try await Outputs(Self.sweep(Self.harmless))
    var generator = SplitMix64(seed: 99)
    for round in 0..<40 {
      let texts = Self.texts(round, using: &generator)
      let found = try await Outputs(Self.sweep(texts))
      for (name, text) in found.files {
        let harmless = try #require(expected.files[name])
        switch name.suffix(4) {
        case ".svg":
          let (own, other) = (try MarkupTokens(text), try MarkupTokens(harmless))
          // Long titles break into more lines of text, and nothing else.
          let shapes = { (tokens: MarkupTokens) in
            Set(tokens.skeleton).subtracting(tokens.skeleton.filter { $0.hasPrefix("t") || $0.hasPrefix("/t") })
          }
          #expect(shapes(own).isSubset(of: shapes(other)), "\(name) round \(round)")
        case ".csv":
          let rows = CSVReader.rows(text)
          for row in rows {
            for cell in row { #expect(!CSVReader.isFormula(cell.text), "\(name) round \(round): \(cell.text)") }
          }
          let data = { (text: String) in
            CSVReader.rows(text).filter { $0.first?.text.hasPrefix("#") != true }.map(\.count)
          }
          #expect(data(text) == data(harmless), "\(name) round \(round)")
          #expect(TerminalModel(showing: text).effects.allSatisfy { $0.hasPrefix("unseen") })
        case "json":
          let document = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
          #expect(document["file_title"]?.text.map { Array($0.utf8) } == Array(texts[0].utf8), "\(name) round \(round)")
          #expect(TerminalModel(showing: text).effects.allSatisfy { $0.hasPrefix("unseen") })
        default:
          #expect(name.hasSuffix(".gp"))
          #expect(Self.skeleton(gnuplot: text) != "a string is not closed", "\(name) round \(round)")
          #expect(text.split(separator: "\n").count == harmless.split(separator: "\n").count, "\(name) round \(round)")
          #expect(TerminalModel(showing: text).effects.allSatisfy { $0.hasPrefix("unseen") })
        }
      }
      for (name, text) in found.words {
        let shown = TerminalModel(showing: text.terminalText)
        #expect(shown.effects.isEmpty, "\(name) round \(round): \(shown.effects)")
        let harmless = try #require(expected.words[name])
        #expect(
          shown.lines.count == TerminalModel(showing: harmless.terminalText).lines.count,
          "\(name) round \(round): \(text)")
      }
    }
  }

  @Test("The program itself hands no control character to a terminal, in results and in messages")
  func program() throws {
    let evil = "\u{1B}[2J\u{9B}31m\u{202E}\rverdict: supported"
    let folder = try TestFolder([
      "f.toml": Self.sweep([evil]), "own.csv": "x,y\n1,1e-3\n",
      "wrong.toml": "protocol = \"bb84\"\n[link]\nloss_db = 1\n\(Self.toml(evil)) = 1\n[\(Self.toml(evil))]\nx = 1\n",
      "value.toml": "protocol = \(Self.toml(evil))\n",
      "\(evil.replacing("/", with: "")).toml": "protocol = 1\n",
    ])
    for arguments in [
      ["rate", "f.toml"], ["explain", "f.toml"], ["sweep", "f.toml"], ["parameters", "check", "f.toml"],
      ["map", "f.toml"], ["reach", "f.toml"], ["sensitivity", "f.toml"], ["rate", "wrong.toml"],
      ["rate", "value.toml"],
      ["rate", "\(evil).toml"], ["rate", "missing\(evil)"], ["rate", "f.toml", "--set", "\(evil)=1"],
      ["rate", "f.toml", "--set", "link.distance_km=\(evil)"], ["optimise", "f.toml"],
    ] {
      let outcome = try folder.keyrate(arguments)
      for text in [outcome.output, outcome.errors] {
        let effects = TerminalModel(showing: text).effects
        #expect(effects.isEmpty, "\(arguments): \(effects)")
        #expect(!text.split(separator: "\n").contains("verdict: supported"), "\(arguments)")
      }
    }
  }
}
