// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateDocuments
import Testing

@testable import KeyRateCommand

@Suite("Exit statuses")
struct ExitStatusTests {
  @Test("A rate of zero is a result with its reason")
  func zero() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    let run = try folder.keyrate("rate", "link.toml", "--set", "link.distance_km=400")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("key rate                                 0 bit/pulse\n"))
    #expect(run.output.contains("no key because                           phase error bound >= 1/2\n"))
  }

  /// What is wrong, the arguments, and the message, whole.
  static let badInput: [(what: String, arguments: [String], message: String)] = [
    ("a missing file", ["rate", "missing.toml"], "missing.toml: cannot be read: does not exist"),
    (
      "a file in a missing folder", ["analyse", "no/counts.toml"],
      "no/counts.toml: cannot be read: does not exist"
    ),
    ("a directory", ["rate", "folder"], "folder: cannot be read: is a directory"),
    (
      "bytes that are no text", ["rate", "bytes.toml"], "bytes.toml:2: is not UTF-8 at byte 19; save the file as UTF-8"
    ),
    (
      "a syntax error", ["rate", "syntax.toml"],
      "syntax.toml:2:6: expected ']' after the table's name, found the end of the line"
    ),
    (
      "an unknown key", ["parameters", "check", "unknown.toml"],
      "unknown.toml:4:1: link.distnce_km: is not a known key; did you mean link.distance_km?"
    ),
    (
      "an empty file", ["rate", "empty.toml"],
      "empty.toml: protocol: must be given: \(ProtocolFamily.all.map(\.name).joined(separator: ", ")); "
        + "a parameter file begins with protocol = \"bb84\""
    ),
    (
      "an unknown published set", ["rate", "gys-2040"],
      "gys-2040: is neither a file nor a published set; did you mean gys-2004?"
    ),
    (
      "a name like no other", ["explain", "nothing-like-it"],
      "nothing-like-it: is neither a file nor a published set; keyrate parameters list shows the sets"
    ),
    (
      "counts for rate", ["rate", "counts.toml"],
      "counts.toml:10:1: counts: this file holds the counts of a run; use `keyrate analyse` to turn counts into a key length"
    ),
    (
      "counts for optimise", ["optimise", "counts.toml"],
      "counts.toml:10:1: counts: this file holds the counts of a run; use `keyrate analyse` to turn counts into a key length"
    ),
    (
      "counts for sweep", ["sweep", "counts.toml"],
      "counts.toml: counts: this file holds the counts of a run; use `keyrate analyse` to turn counts into a key length"
    ),
    (
      "parameters for analyse", ["analyse", "link.toml"],
      "link.toml: counts: the file has no [counts]; `keyrate rate` evaluates a parameter file; `keyrate analyse` needs the counts of a run"
    ),
    (
      "nothing to sweep", ["sweep", "link.toml"],
      "link.toml: sweep: the file has no [sweep]; give [sweep] with variable, from, to and points, or --set sweep.values=[10,50,100]"
    ),
    (
      "--set without a value", ["rate", "link.toml", "--set", "link.distance_km"],
      "--set link.distance_km: has no value; write --set key=value, for example --set link.distance_km=80"
    ),
    (
      "--set with a word for a number", ["rate", "link.toml", "--set", "link.distance_km=far"],
      "--set link.distance_km = far: must be a number, found text"
    ),
    (
      "--set out of range", ["rate", "link.toml", "--set", "link.distance_km=-3"],
      "--set link.distance_km = -3: must be at least 0 (km); a length is counted positive"
    ),
    (
      "--set of an unknown key", ["rate", "link.toml", "--set", "link.distnce_km=3"],
      "--set link.distnce_km: is not a known key; did you mean link.distance_km?"
    ),
    ("a missing table", ["selftest", "missing.csv"], "missing.csv: cannot be read: does not exist"),
    (
      "an unknown family", ["parameters", "keys", "bb48"],
      "family = bb48: must be one of \(ProtocolFamily.all.map(\.name).joined(separator: ", "))"
    ),
    (
      "an unknown set to show", ["parameters", "show", "gys-2040"],
      "gys-2040: is neither a file nor a published set; did you mean gys-2004?"
    ),
  ]

  static func folder() throws -> TestFolder {
    let folder = try TestFolder([
      "link.toml": Fixtures.asymptotic, "counts.toml": Fixtures.twoDecoyCounts, "folder/file": "",
      "syntax.toml": "protocol = \"bb84\"\n[link\n", "empty.toml": "",
      "unknown.toml": "protocol = \"bb84\"\n[link]\ndistance_km = 10\ndistnce_km = 3\n",
    ])
    try folder.write(Data("protocol = \"bb84\"\n#".utf8) + [0xC3, 0x28], to: "bytes.toml")
    return folder
  }

  @Test("Bad input ends with status 2, a message and nothing on standard output")
  func badInput() throws {
    let folder = try Self.folder()
    for (what, arguments, message) in Self.badInput {
      let run = try folder.keyrate(arguments)
      #expect(run.status == 2, "\(what)")
      #expect(run.errors == "keyrate: \(message)\n", "\(what)")
      #expect(run.output == "", "\(what)")
    }
  }

  @Test("Everything that is wrong with a file is said at once, each with its line")
  func severalErrors() throws {
    let text = Fixtures.finite.replacing("distance_km = 50", with: "distance_km = -50")
      .replacing("efficiency = 0.1", with: "efficiency = 10").replacing("decoys = 2", with: "decoys = \"two\"")
    let run = try TestFolder(["link.toml": text]).keyrate("rate", "link.toml", "--json")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(
      run.errors == """
        keyrate: link.toml:5:1: link.distance_km = -50: must be at least 0 (km); a length is counted positive
        keyrate: link.toml:8:1: source.decoys = "two": must be a whole number, found text
        keyrate: link.toml:12:1: detector.efficiency = 10: must be greater than 0 and at most 1; a fraction, not percent

        """)
  }

  @Test(
    "Wrong usage ends with status 64 and says how to use the command",
    arguments: [
      ["rate"], ["nonsense"], ["rate", "a.toml", "b.toml"], ["rate", "a.toml", "--sett", "a=b"],
      ["rate", "a.toml", "--seed", "-1"], ["sweep", "a.toml", "--jobs", "0"], ["sweep", "a.toml", "--jobs", "many"],
      ["sweep", "a.toml", "--output", ""], ["sweep", "a.toml", "--output", "folder/"], ["parameters", "show"],
      ["analyse", "a.toml", "--seed", "1"],
    ])
  func usage(arguments: [String]) throws {
    let run = try TestFolder().keyrate(arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.errors.contains("\nUsage: keyrate"))
  }

  @Test("A subcommand is asked for where there is none", arguments: [[], ["parameters"]])
  func noSubcommand(arguments: [String]) throws {
    let run = try TestFolder().keyrate(arguments)
    #expect((run.output + run.errors).contains("SUBCOMMANDS:"))
  }

  /// The status with which the program ends after an error.
  static func status(_ error: any Error) async -> Int32 {
    do {
      try await CommandFailure.reporting { throw error }
      return 0
    } catch {
      return KeyRateCommand.exitCode(for: error).rawValue
    }
  }

  @Test("Each kind of failure has its status")
  func mapping() async {
    #expect(await Self.status(InvariantViolation(statement: "a = 2 exceeds b = 1", inputs: "made up for a test")) == 3)
    #expect(await Self.status(CancellationError()) == 130)
    #expect(await Self.status(InputError("mu", 3, allowed: "must be at most 1")) == 2)
    #expect(await Self.status(DocumentErrors([DocumentError(problem: "made up for a test")])) == 2)
    #expect(await Self.status(OptimisationError.invalidStart(index: 0, reason: "made up for a test")) == 2)
  }
}
