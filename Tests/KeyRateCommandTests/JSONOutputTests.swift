// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing
import KeyRateDocuments

@Suite("JSON output")
struct JSONOutputTests {
  static let head = ["program", "file_title", "reference", "notes", "parameters"]

  static func folder() throws -> TestFolder {
    try TestFolder([
      "link.toml": Fixtures.finite, "given.toml": Fixtures.given, "sweep.toml": Fixtures.sweep,
      "asymptotic.toml": Fixtures.asymptotic, "counts.toml": Fixtures.twoDecoyCounts,
    ])
  }

  @Test(
    "One document, nothing else, the same bytes every time",
    arguments: [
      ["rate", "link.toml"], ["rate", "asymptotic.toml"], ["optimise", "link.toml"], ["optimise", "given.toml"],
      ["sweep", "sweep.toml"], ["analyse", "counts.toml"], ["explain", "link.toml"], ["explain", "counts.toml"],
      ["rate", "link.toml", "--set", "link.distance_km=400"],
    ])
  func oneDocument(arguments: [String]) throws {
    let folder = try Self.folder()
    let run = try folder.keyrate(arguments + ["--json"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let document = try run.json()
    for key in Self.head { #expect(document[key] != nil, "no \(key)") }
    #expect(document["program"] == .object(["name": .text("keyrate"), "version": .text(KeyRateProgram.version)]))
    #expect(try folder.keyrate(arguments + ["--json"]).output == run.output)
    #expect(!run.output.contains("nan"))
  }

  @Test("The text and the numbers of rate are those of the library")
  func rate() throws {
    let folder = try Self.folder()
    for name in ["link.toml", "given.toml", "asymptotic.toml"] {
      let file = try ParameterFile(text: folder.read(name), fileName: name)
      let evaluation = try LinkEvaluation.of(file.link())
      #expect(try folder.keyrate("rate", name).output == ResultText.summary(file, evaluation) + "\n")
      let document = try folder.keyrate("rate", name, "--json").json()
      #expect(document["rate_per_pulse"]?.number == evaluation.result.ratePerPulse)
      #expect(document["rate_per_pulse_raw"]?.number == evaluation.result.rawRatePerPulse)
      #expect(document["bits_per_second"]?.number == evaluation.bitsPerSecond)
      #expect(document["loss_db"]?.number == evaluation.link.lossDecibel)
      #expect(document["bounds"]?["plob"]?.number == evaluation.link.bounds.first?.ratePerPulse)
      #expect(document["settings"]?.list.map { $0["value"]?.number } == evaluation.settings.map { $0.value })
      #expect(document["trace"]?.list.map { $0["symbol"]?.text } == evaluation.result.trace.map { $0.symbol })
      #expect(document["trace"]?.list.map { $0["value"]?.number } == evaluation.result.trace.map { $0.value })
      #expect(document["parameters"]?.text == file.fingerprint)
    }
  }

  @Test("The text and the numbers of explain are those of the library, to the last digit")
  func explain() throws {
    let folder = try Self.folder()
    let file = try ParameterFile(text: folder.read("given.toml"), fileName: "given.toml")
    let evaluation = try LinkEvaluation.of(file.link())
    let text = try folder.keyrate("explain", "given.toml").output
    #expect(text == ResultText.explanation(file, evaluation.result) + "\n")
    // Every number of the trace can be read back from its line.
    let lines = text.split(separator: "\n")
    for entry in evaluation.result.trace {
      let found = lines.contains { line in
        line.hasPrefix("  \(entry.symbol) ") && line.split(separator: " ").contains { Double($0) == entry.value }
      }
      #expect(found, "\(entry.symbol) = \(entry.value)")
    }
    for assumption in evaluation.result.assumptions { #expect(text.contains("  - " + assumption)) }
    let budget = try #require(evaluation.result.failureBudget)
    #expect(budget.total <= budget.secrecy * (1 + 1e-12))
    let json = try folder.keyrate("explain", "given.toml", "--json")
    #expect(json.output == (try folder.keyrate("rate", "given.toml", "--json").output))
    #expect(try json.json()["failure_budget"]?["total"]?.number == budget.total)
  }

  @Test("The numbers of analyse are those of the library")
  func analyse() throws {
    let folder = try Self.folder()
    let file = try ParameterFile(text: folder.read("counts.toml"), fileName: "counts.toml")
    let measured = try file.run(reading: .beside("counts.toml"))
    #expect(try folder.keyrate("analyse", "counts.toml").output == ResultText.summary(file, measured) + "\n")
    let document = try folder.keyrate("analyse", "counts.toml", "--json").json()
    #expect(document["length_bits"]?.number == measured.result.lengthBits)
    #expect(document["length_bits_raw"]?.number == measured.result.rawLengthBits)
  }

  @Test("The sweep's document has every curve and point")
  func sweep() throws {
    let folder = try Self.folder()
    let document = try folder.keyrate("sweep", "sweep.toml", "--json").json()
    let curves = try #require(document["curves"]).list
    #expect(curves.map { $0["label"]?.text } == ["two decoys", "one decoy, f < 1.2 & \"good\""])
    for curve in curves {
      let points = try #require(curve["points"]).list
      #expect(points.map { $0["value"]?.number } == [0, 50, 100, 150, 200])
      #expect(points.last?["rate_per_pulse"]?.number == 0)
      #expect(points.last?["reason_for_zero"]?.text != nil)
    }
  }

  @Test("With --output and --json the document is printed and written")
  func sweepWritten() throws {
    let folder = try Self.folder()
    let run = try folder.keyrate("sweep", "sweep.toml", "--output", "s", "--json")
    #expect(run.output == (try folder.read("s.json")))
    _ = try run.json()
  }

  @Test("The self-test's document")
  func selfTest() throws {
    let run = try TestFolder().keyrate("selftest", "--json")
    #expect(run.status == 0)
    let document = try run.json()
    #expect(document.names == ["program", "total", "passed", "failed", "unknown", "skipped"])
    #expect(document["total"] == document["passed"])
    #expect(try #require(document["total"]?.number) > 500)
  }
}
