// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("Help")
struct HelpTests {
  /// Every subcommand by the words that call it.
  static let subcommands = [
    "", "rate", "optimise", "sweep", "compare", "map", "analyse", "explain", "equation", "selftest", "parameters",
    "parameters list", "parameters show", "parameters check", "parameters keys", "reach", "sensitivity", "merge",
    "validate", "verify",
  ]

  static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  static func snapshot(_ subcommand: String) -> URL {
    let name = (["keyrate"] + words(subcommand)).joined(separator: "-")
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots/\(name).txt")
  }

  /// With KEYRATE_WRITE_SNAPSHOTS=1 the files are written anew, for reading them through; the test fails all the same.
  @Test("The help of a subcommand is its snapshot", arguments: subcommands)
  func snapshots(subcommand: String) throws {
    let run = try TestFolder().keyrate(Self.words(subcommand) + ["--help"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let file = Self.snapshot(subcommand)
    if ProcessInfo.processInfo.environment["KEYRATE_WRITE_SNAPSHOTS"] == "1" {
      try run.output.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("wrote \(file.lastPathComponent)")
    }
    #expect(run.output == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("No snapshot is left over from a subcommand that is gone")
  func leftovers() throws {
    let folder = Self.snapshot("").deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == Set(Self.subcommands.map { Self.snapshot($0).lastPathComponent }))
  }

  @Test("Every subcommand that the program lists has its help tested")
  func complete() throws {
    for subcommand in ["", "parameters"] {
      let help = try TestFolder().keyrate(Self.words(subcommand) + ["--help"]).output
      let list = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
      let names = list.split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("  "), !line.hasPrefix("   "), let word = line.split(separator: " ").first else {
          return nil
        }
        return word.hasSuffix(",") ? String(word.dropLast()) : String(word)
      }.filter { $0 != "See" }
      #expect(names.count > 3)
      for name in names {
        #expect(Self.subcommands.contains((Self.words(subcommand) + [name]).joined(separator: " ")))
      }
    }
  }

  /// The lines of a help text that can be typed.
  static func examples(_ help: String) -> [String] {
    let discussion = help.components(separatedBy: "\nUSAGE:").first ?? help
    return discussion.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix("keyrate ") }
  }

  @Test("Every example of a help text runs", arguments: subcommands)
  func examples(subcommand: String) throws {
    let help = try TestFolder().keyrate(Self.words(subcommand) + ["--help"]).output
    let examples = Self.examples(help)
    #expect(!examples.isEmpty, "no example")
    let selfTest = try #require(EmbeddedFiles.checkpoints.first { $0.name == "bounds.csv" })
    // The files that the examples take for the user's own. Some examples go on from what those before them wrote.
    let folder = try TestFolder([
      "link.toml": Fixtures.sweep, "counts.toml": Fixtures.twoDecoyCounts, "our-checkpoints.csv": selfTest.text,
      "figures/about.txt": "", "claim.toml": Fixtures.claim, "map.toml": MapTests.file,
    ])
    if subcommand == "verify" {
      _ = try folder.keyrate("validate", "claim.toml", "--output", "report", "--skip-selftest")
    }
    for example in examples {
      var piped = ""
      for command in example.components(separatedBy: " | ") {
        let (words, target) = Self.shellWords(command)
        #expect(words.first == "keyrate")
        let run = try folder.keyrate(Array(words.dropFirst()), input: piped)
        #expect(run.status == 0, "\(command)\n\(run.errors)")
        #expect(run.errors == "", "\(command)")
        #expect(!run.output.isEmpty, "\(command)")
        piped = run.output
        if let target {
          try folder.write(run.output, to: target)
          #expect(try folder.keyrate("parameters", "check", target).status == 0, "\(command)")
        }
      }
    }
  }

  /// The words of a command line with single quotes, and the file its output goes to.
  static func shellWords(_ line: String) -> (words: [String], target: String?) {
    var words: [String] = []
    for (index, part) in line.components(separatedBy: "'").enumerated() {
      words += index % 2 == 1 ? [part] : part.split(separator: " ").map(String.init)
    }
    guard let arrow = words.firstIndex(of: ">") else { return (words, nil) }
    return (Array(words[..<arrow]), words[(arrow + 1)...].first)
  }

  @Test("The counts file that the help of analyse shows can be analysed")
  func countsFile() throws {
    let help = try TestFolder().keyrate("analyse", "--help").output
    let lines = help.components(separatedBy: "\n").filter { $0.hasPrefix("  ") && !$0.contains("keyrate") }
    let file = lines.drop { !$0.contains("protocol") }.prefix { !$0.hasPrefix("  <") && !$0.hasPrefix("   ") }
    let folder = try TestFolder(["counts.toml": file.joined(separator: "\n") + "\n"])
    let run = try folder.keyrate("analyse", "counts.toml", "--json")
    #expect(try run.json()["status"]?.text == "certified", "\(run.errors)")
  }

  @Test("The sweep that the help of sweep shows can be swept")
  func sweepTables() throws {
    let help = try TestFolder().keyrate("sweep", "--help").output
    let lines = help.components(separatedBy: "\n").drop { !$0.contains("[sweep]") }.prefix { !$0.contains("Open") }
    let tables = lines.joined(separator: "\n").replacing("points = 41", with: "points = 3")
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic + tables])
    let run = try folder.keyrate("sweep", "link.toml", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json()["curves"]?.list.map { $0["label"]?.text } == ["twice the misalignment"])
  }

  @Test("The version")
  func version() throws {
    let run = try TestFolder().keyrate("--version")
    #expect(run.status == 0)
    #expect(run.output == "keyrate \(KeyRateProgram.version)\n")
    #expect(run.errors == "")
  }

  @Test("Completions for each shell name every subcommand", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let run = try TestFolder().keyrate("--generate-completion-script", shell)
    #expect(run.status == 0)
    for name in ["rate", "optimise", "sweep", "merge", "analyse", "explain", "equation", "selftest", "parameters"] {
      #expect(run.output.contains(name))
    }
  }

  @Test("American spelling is understood", arguments: ["analyze", "optimize"])
  func aliases(name: String) throws {
    #expect(try TestFolder().keyrate(name, "--help").status == 0)
  }
}
