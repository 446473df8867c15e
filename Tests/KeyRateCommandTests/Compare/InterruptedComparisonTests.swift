// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Comparisons that are interrupted")
struct InterruptedComparisonTests {
  static let names = ["c.csv", "c.svg", "c.json", "c.gp"]
  static let arguments = [
    "compare", "bb84.toml", "tf.toml", "--from", "0", "--to", "160", "--points", "9", "--with-asymptotic", "--output",
    "c",
  ]

  static func folder() throws -> TestFolder {
    try TestFolder(["bb84.toml": Fixtures.finite, "tf.toml": CompareTests.twinField])
  }

  private static let whole = Result {
    let folder = try InterruptedComparisonTests.folder()
    let run = try folder.keyrate(arguments)
    try #require(run.status == 0, "\(run.errors)")
    #expect(try folder.names.sorted() == (["bb84.toml", "tf.toml"] + names).sorted())
    return try names.map(folder.read)
  }

  @Test("What was found stays in a valid table, and --resume ends with the same bytes", arguments: [SIGINT, SIGTERM])
  func continued(signal: Int32) throws {
    let folder = try Self.folder()
    let stopped = try InterruptedSweep.stop(
      folder, Self.arguments + ["--jobs", "1"], by: signal, journal: "c.1.resume")
    #expect(stopped.status == (signal == SIGINT ? 130 : 143))
    #expect(stopped.output == "")
    let found = try InterruptedSweep.count(stopped.errors)
    #expect(
      stopped.errors.hasPrefix("interrupted after \(found) of 27 points; they are in c.csv\nto continue: keyrate "))
    #expect(stopped.errors.hasSuffix(" --jobs 1 --resume\n"))
    #expect(try folder.names.filter { $0.hasPrefix("c.") && !$0.hasSuffix(".resume") } == ["c.csv"])
    let csv = try SweepCSV(folder.read("c.csv"))
    #expect(csv.rows.count == found)
    #expect(
      csv.header.contains(
        "incomplete: \(found) of 27 points, as found so far; neighbours may still improve them"))
    let final = try SweepCSV(Self.whole.get()[0])
    #expect(csv.columns.filter { $0 != "single_repeater" }.allSatisfy(final.columns.contains))

    let again = try folder.keyrate(Self.arguments + ["--resume", "--jobs", "2"])
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("of 27 points are taken from c.1.resume"))
    #expect(try Self.names.map(folder.read) == Self.whole.get())
    #expect(try folder.names.filter { $0.hasSuffix(".resume") }.isEmpty)
  }

  @Test("Findings of other parameters are refused, and stay")
  func otherParameters() throws {
    let folder = try Self.folder()
    _ = try InterruptedSweep.stop(folder, Self.arguments + ["--jobs", "1"], by: SIGINT, journal: "c.1.resume")
    let kept = try folder.read("c.1.resume")
    for change in [["--set", "detector.misalignment=0.03"], ["--seed", "7"], ["--to", "170"]] {
      let run = try folder.keyrate(Self.arguments + change + ["--resume"])
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("keyrate: c.1.resume: "), "\(run.errors)")
      #expect(run.errors.contains("to continue give what it was made with"))
      #expect(try folder.read("c.1.resume") == kept)
    }
    let cut = String(kept.dropLast(kept.count / 3)) + "\n"
    try folder.write(cut, to: "c.1.resume")
    let damaged = try folder.keyrate(Self.arguments + ["--resume"])
    #expect(damaged.status == 2)
    #expect(damaged.errors.contains("is damaged"), "\(damaged.errors)")
    // Without --resume they are replaced, which is said.
    let anew = try folder.keyrate(Self.arguments)
    #expect(anew.status == 0)
    #expect(anew.errors.contains("c.1.resume of an interrupted run will not be used"))
    #expect(try Self.names.map(folder.read) == Self.whole.get())
  }

  @Test("--resume begins where there is nothing to go on from, and needs an output")
  func nothingThere() throws {
    let folder = try Self.folder()
    #expect(try folder.keyrate(Self.arguments + ["--resume"]).status == 0)
    #expect(try Self.names.map(folder.read) == Self.whole.get())
    let run = try folder.keyrate("compare", "bb84.toml", "--resume")
    #expect(run.status == 64)
    #expect(run.errors.contains("--resume: give the --output of the comparison to continue"))
  }
}
