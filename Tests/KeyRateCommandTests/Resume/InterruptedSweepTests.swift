// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing
import KeyRateDocuments

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A sweep that is long enough to be interrupted, and what it writes if nobody does.
enum InterruptedSweep {
  static let text = Fixtures.sweep.replacing("points = 5", with: "points = 9")
  static let points = 18

  /// The four files of the sweep when it runs from beginning to end.
  static let uninterrupted = Result {
    let folder = try TestFolder(["link.toml": text])
    let run = try folder.keyrate("sweep", "link.toml", "--output", "s")
    try #require(run.status == 0, "\(run.errors)")
    return try SweepTests.written.map(folder.read)
  }

  /// The lines of a journal after its head.
  static func findings(_ name: String, in folder: TestFolder) -> Int {
    let lines = (try? folder.read(name))?.split(separator: "\n", omittingEmptySubsequences: false).count ?? 0
    return max(0, lines - 2)
  }

  /// Runs a sweep and sends it a signal as soon as it has found some points, however slow the machine.
  static func stop(
    _ folder: TestFolder, _ arguments: [String], by signal: Int32, journal: String = "s.resume", after least: Int = 3
  ) throws -> Outcome {
    let before = try folder.names.map { ($0, try folder.read($0)) }
    for _ in 0..<5 {
      let program = try folder.start(arguments)
      while program.process.isRunning, findings(journal, in: folder) < least { Thread.sleep(forTimeInterval: 0.005) }
      if program.process.isRunning {
        kill(program.process.processIdentifier, signal)
        let run = try program.finish()
        if run.status != 0 { return run }
      }
      // A busy machine may look too late: once more, from the same files.
      for name in try folder.names { try FileManager.default.removeItem(at: folder.url.appendingPathComponent(name)) }
      for (name, text) in before { try folder.write(text, to: name) }
    }
    throw TooFast()
  }

  struct TooFast: Error, CustomStringConvertible {
    let description = "the sweep ended five times before it could be interrupted"
  }

  /// The number of points that a message says were searched.
  static func count(_ errors: String) throws -> Int {
    let words = errors.split(separator: " ")
    let after = try #require(words.firstIndex(of: "after"), "\(errors)")
    return try #require(Int(words[after + 1]), "\(errors)")
  }
}

@Suite("Interrupted sweeps")
struct InterruptedSweepTests {
  static let sweep = ["sweep", "link.toml", "--jobs", "2", "--output", "s"]

  static func folder() throws -> TestFolder { try TestFolder(["link.toml": InterruptedSweep.text]) }

  @Test(
    "A signal leaves the finished points in a valid table; --resume ends with the same bytes",
    arguments: [SIGINT, SIGTERM])
  func signals(signal: Int32) throws {
    let folder = try Self.folder()
    let run = try InterruptedSweep.stop(folder, Self.sweep, by: signal)
    #expect(!run.wasKilled)
    #expect(run.status == (signal == SIGINT ? 130 : 143))
    #expect(run.output == "")
    let count = try InterruptedSweep.count(run.errors)
    #expect(count >= 3 && count < InterruptedSweep.points)
    let command = "sweep link.toml --jobs 2 --output s --resume"
    #expect(
      run.errors == """
        interrupted after \(count) of 18 points; they are in s.csv
        to continue: keyrate \(command)

        """)
    #expect(try folder.names == ["link.toml", "s.csv", "s.resume"])
    let csv = try SweepCSV(folder.read("s.csv"))
    #expect(
      csv.header.contains("incomplete: \(count) of 18 points, as found so far; neighbours may still improve them"))
    #expect(csv.header.contains("continue with: keyrate \(command)"))
    #expect(csv.rows.count == count)
    try Self.checkRows(csv)

    let resumed = try folder.keyrate(command.split(separator: " ").map(String.init))
    #expect(resumed.status == 0)
    #expect(resumed.output == "wrote s.csv\nwrote s.svg\nwrote s.json\nwrote s.gp\n")
    #expect(resumed.errors == "keyrate: note: \(count) of 18 points are taken from s.resume\n")
    #expect(try folder.names == ["link.toml"] + SweepTests.written)
    #expect(try SweepTests.written.map(folder.read) == InterruptedSweep.uninterrupted.get())
  }

  /// Every row of an incomplete table is a row of the complete one, except for what refining changes.
  static func checkRows(_ csv: SweepCSV) throws {
    let whole = try SweepCSV(InterruptedSweep.uninterrupted.get()[0])
    #expect(Set(csv.columns).isSubset(of: whole.columns))
    let places = Array(zip(try whole.texts("curve"), try whole.numbers("distance_km")))
    let plob = try whole.numbers("plob")
    let rates = try whole.numbers("rate_per_pulse")
    for row in csv.rows.indices {
      let curve = try csv.texts("curve")[row]
      let distance = try csv.numbers("distance_km")[row]
      let index = try #require(places.firstIndex { $0 == (curve, distance) })
      #expect(try csv.numbers("plob")[row] == plob[index])
      let rate = try csv.numbers("rate_per_pulse")[row]
      #expect(rate <= rates[index] && rate >= 0.99 * rates[index])
      #expect(["key", "zero"].contains(try csv.texts("status")[row]))
    }
  }

  @Test("A run that is killed loses nothing that it had found")
  func killed() throws {
    let folder = try Self.folder()
    let run = try InterruptedSweep.stop(folder, Self.sweep, by: SIGKILL)
    #expect(run.wasKilled)
    let kept = InterruptedSweep.findings("s.resume", in: folder)
    #expect(kept >= 3)
    // Killed once more, later.
    let again = try InterruptedSweep.stop(folder, Self.sweep + ["--resume"], by: SIGKILL, after: kept + 3)
    #expect(again.errors == "keyrate: note: \(kept) of 18 points are taken from s.resume\n")
    let resumed = try folder.keyrate(Self.sweep + ["--resume", "--jobs", "1"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try folder.names == ["link.toml"] + SweepTests.written)
    #expect(try SweepTests.written.map(folder.read) == InterruptedSweep.uninterrupted.get())
  }

  @Test("--resume begins where there is nothing to continue, without a word")
  func nothingToResume() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic + "[sweep]\nvalues = [1, 2]\n"])
    let run = try folder.keyrate("sweep", "link.toml", "--output", "s", "--resume")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(try folder.names == ["link.toml"] + SweepTests.written)
  }

  @Test("Without --resume the points of an interrupted run are not used, and that is said")
  func replaced() throws {
    let folder = try Self.folder()
    let name = "s.resume"
    try folder.write("nothing of worth\n", to: name)
    let small = ["--set", "sweep.points=2"]
    let run = try folder.keyrate(Self.sweep + small)
    #expect(run.status == 0)
    #expect(
      run.errors
        == "keyrate: note: s.resume of an interrupted run is not used and will be replaced (--resume would use it)\n")
    #expect(try folder.names == ["link.toml"] + SweepTests.written)
  }

  @Test("What was interrupted with other parameters, seed or shard is not continued, and the difference is named")
  func otherSweeps() throws {
    let folder = try Self.folder()
    _ = try InterruptedSweep.stop(folder, Self.sweep, by: SIGINT)
    let kept = try folder.read("s.resume")
    let way = "; to continue give what it was made with, to begin anew leave out --resume\n"
    let here = try fingerprint()
    func refused(_ arguments: [String], _ message: String) throws {
      let run = try folder.keyrate(Self.sweep + ["--resume"] + arguments)
      #expect(run.status == 2)
      #expect(run.errors == "keyrate: s.resume: " + message + way)
      #expect(run.output == "")
      #expect(try folder.read("s.resume") == kept)
    }
    let now = try fingerprint(("detector.efficiency", "0.2"))
    try refused(
      ["--set", "detector.efficiency=0.2"],
      "has other parameters: \(here) here, \(now) now; they differ in detector.efficiency (0.1 here, 0.2 now)")
    try refused(["--seed", "5"], "was searched with other options: seed 20140203 here, 5 now")
    // What only a later curve says counts as well.
    let changed = InterruptedSweep.text.replacing(
      "security.error_correction_efficiency = 1.1", with: "security.error_correction_efficiency = 1.2")
    try folder.write(changed, to: "link.toml")
    let run = try folder.keyrate(Self.sweep + ["--resume"])
    #expect(run.status == 2)
    #expect(run.errors.contains("they differ in curve[2].security.error_correction_efficiency (1.1 here, 1.2 now)"))
    // Comments do not count.
    try folder.write("# A remark.\n" + InterruptedSweep.text, to: "link.toml")
    let resumed = try folder.keyrate(Self.sweep + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try SweepTests.written.map(folder.read) == InterruptedSweep.uninterrupted.get())
  }

  private func fingerprint(_ settings: (key: String, value: String)...) throws -> String {
    try ParameterFile(text: InterruptedSweep.text, fileName: "link.toml", settings: settings).fingerprint
  }

  @Test(
    "Wrong usage",
    arguments: [
      (["sweep", "a", "--resume"], "Error: --resume: give the --output of the run to continue"),
      (["sweep", "a", "--shard", "1/2"], "Error: --shard: needs --output, where the shards are to meet"),
      (
        ["sweep", "a", "--shard", "0/2", "-o", "s"],
        "Error: --shard 0/2: must be a part and the number of parts, from 1/n to n/n with n up to 100000"
      ),
      (
        ["sweep", "a", "--shard", "1/2", "-o", "s", "--json"],
        "Error: --json: a shard has no result yet; give --json to keyrate merge"
      ),
      (["merge", "a.shard", "--jobs", "0"], "Error: --jobs 0: must be between 1 and 4096"),
      (["merge"], "Error: Missing expected argument '<shard> ...'"),
    ])
  func usage(arguments: [String], message: String) throws {
    let run = try TestFolder().keyrate(arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.components(separatedBy: "\n").first == message)
  }
}
