// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("The common jobs as commands")
struct JobCommandTests {
  /// The shipped file of a job.
  private func file(_ letter: String) -> String {
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
      + "/Parameters/benchmarks/job-\(letter).toml"
  }

  @Test("optimise gives the raw length of job A as length_raw, labelled as comparison only")
  func jobA() throws {
    let folder = try TestFolder([:])
    let document = try folder.keyrate("optimise", file("a"), "--set", "link.loss_db=20", "--json").json()
    let raw = try #require(document["length_raw"]?.number)
    #expect(abs(raw / 527_756.02388 - 1) < 1e-6)
    #expect(document["length_bits"]?.number == 527_756)
    #expect(document["status"]?.text == "as published, comparison only")
    #expect(document["optimisation"]?["verdict"]?.text?.contains("polished starts") == true)
    let text = try folder.keyrate("optimise", file("a")).output
    #expect(text.contains("as published, comparison only"))
  }

  @Test("A sweep says in a column how far each optimum can be trusted")
  func verdicts() throws {
    let folder = try TestFolder([:])
    let run = try folder.keyrate("sweep", file("b"), "--set", "sweep.points=3", "--output", "b")
    #expect(run.output.contains("wrote b.csv"))
    let csv = try SweepCSV(folder.read("b.csv"))
    #expect(try csv.texts("verdict").allSatisfy { $0.contains("polished starts") && $0.hasSuffix(").") })
  }
}
