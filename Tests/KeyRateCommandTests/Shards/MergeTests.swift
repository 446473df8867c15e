// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Shards and their merging")
struct MergeTests {
  /// What a sweep writes without shards.
  static func whole(_ files: [String: String], _ arguments: [String]) throws -> [String] {
    let folder = try TestFolder(files)
    let run = try folder.keyrate(["sweep"] + arguments + ["--output", "s"])
    #expect(run.status == 0, "\(run.errors)")
    return try SweepTests.written.map(folder.read)
  }

  static func names(_ count: Int) -> [String] { (1...count).map { "s.\($0)-of-\(count).shard" } }

  /// Writes all shards into a folder.
  static func shard(_ count: Int, in folder: TestFolder, _ arguments: [String]) throws {
    for number in 1...count {
      let jobs = "\(1 + number % 3)"
      let run = try folder.keyrate(
        ["sweep"] + arguments + ["--output", "s", "--shard", "\(number)/\(count)", "--jobs", jobs])
      #expect(run.status == 0)
      #expect(run.errors == "")
      #expect(run.output == "wrote s.\(number)-of-\(count).shard\n")
    }
  }

  private static let sample = Result { try whole(["link.toml": Fixtures.sweep], ["link.toml"]) }

  @Test("The same bytes as without shards, for any number of them and in any order", arguments: [1, 3, 13])
  func sameBytes(count: Int) throws {
    let folder = try TestFolder(["link.toml": Fixtures.sweep])
    try Self.shard(count, in: folder, ["link.toml"])
    let shards = Self.names(count)
    #expect(try folder.names == (["link.toml"] + shards).sorted())
    var generator = SplitMix64(seed: UInt64(count))
    let run = try folder.keyrate(
      ["merge"] + shards.shuffled(using: &generator) + ["--output", "s", "--jobs", "\(1 + count % 2)"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output == "wrote s.csv\nwrote s.svg\nwrote s.json\nwrote s.gp\n")
    #expect(try SweepTests.written.map(folder.read) == Self.sample.get())
    // The shards stay: whoever made them on a cluster may want them again.
    #expect(try folder.names == (["link.toml"] + shards + SweepTests.written).sorted())
  }

  @Test("A shard is the same file whatever the number of jobs, and when it is made again")
  func sameShard() throws {
    let folder = try TestFolder(["link.toml": Fixtures.sweep])
    func shard(_ jobs: String, _ more: String...) throws -> String {
      let run = try folder.keyrate(
        ["sweep", "link.toml", "--output", "s", "--shard", "2/3", "--jobs", jobs] + more)
      #expect(run.status == 0)
      return try folder.read("s.2-of-3.shard")
    }
    let first = try shard("1")
    #expect(try shard("3") == first)
    #expect(try shard("1", "--resume") == first)
  }

  @Test("Merge needs nothing but the shards: settings, overlays and constellations come along")
  func carried() throws {
    let overlay = "[[overlay]]\nfile = \"data/points.csv\"\nlabel = \"measured\"\n"
    let files = [
      "in/link.toml": Fixtures.sweep + overlay, "in/data/points.csv": "x,y\n10,1e-3\n60,1e-4\n",
    ]
    let arguments = ["in/link.toml", "--set", "sweep.points=3", "--set", "title=Shards & 'quotes'", "--seed", "7"]
    let whole = try Self.whole(files, arguments)
    #expect(whole[3].contains("measured"))
    let folder = try TestFolder(files)
    try Self.shard(2, in: folder, arguments)
    let elsewhere = try TestFolder()
    for name in Self.names(2) { try elsewhere.write(folder.read(name), to: name) }
    let run = try elsewhere.keyrate(["merge"] + Self.names(2) + ["-o", "s.csv"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try SweepTests.written.map(elsewhere.read) == whole)
    #expect(try elsewhere.keyrate(["merge"] + Self.names(2) + ["--json"]).output == whole[2])
    let printed = try elsewhere.keyrate(["merge"] + Self.names(2))
    #expect(printed.output == (try folder.keyrate(["sweep"] + arguments).output))
    // The overlay has changed between two shards.
    try folder.write("x,y\n10,1e-3\n60,2e-4\n", to: "in/data/points.csv")
    #expect(try folder.keyrate(["sweep"] + arguments + ["-o", "s", "--shard", "2/2"]).status == 0)
    let mixed = try folder.keyrate(["merge"] + Self.names(2))
    #expect(mixed.status == 2)
    #expect(
      mixed.errors
        == "keyrate: s.2-of-2.shard: was made with another in/data/points.csv than the one in s.1-of-2.shard\n")
  }

  @Test(
    "Sets with all settings given, published sets, other families, crossings and constellations",
    arguments: [
      ["gys-2004", "--set", "sweep.points=4"],
      ["link.toml", "--set", "sweep.values=[20, 40, 400]"],
      ["twin.toml"], ["cv.toml", "--set", "sweep.points=3"],
    ])
  func kinds(arguments: [String]) throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Parameters/examples")
    func example(_ name: String) throws -> String {
      try String(contentsOf: package.appendingPathComponent(name), encoding: .utf8)
    }
    let files = [
      "link.toml": Fixtures.asymptotic,
      "twin.toml": TwinFieldCommandTests.sweep,
      "cv.toml": try example("constellation.toml"),
      "constellation.csv": try example("constellation.csv"),
    ]
    let whole = try Self.whole(files, arguments)
    if arguments == ["twin.toml"] { #expect(whole[0].contains("# crossing ")) }
    let folder = try TestFolder(files)
    try Self.shard(3, in: folder, arguments)
    for name in files.keys { try FileManager.default.removeItem(at: folder.url.appendingPathComponent(name)) }
    let run = try folder.keyrate(["merge"] + Self.names(3) + ["--output", "s"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors == "")
    #expect(try SweepTests.written.map(folder.read) == whole)
  }

  @Test("A shard that was interrupted is unfinished, and can be continued")
  func interrupted() throws {
    let folder = try TestFolder(["link.toml": InterruptedSweep.text])
    try Self.shard(2, in: folder, ["link.toml"])
    let finished = try folder.read("s.1-of-2.shard")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("s.1-of-2.shard"))
    let sweep = ["sweep", "link.toml", "--output", "s", "--shard", "1/2", "--jobs", "1"]
    let run = try InterruptedSweep.stop(folder, sweep, by: 2, journal: "s.1-of-2.shard", after: 2)
    #expect(run.status == 130)
    let count = try InterruptedSweep.count(run.errors)
    #expect(
      run.errors == """
        interrupted after \(count) of 9 points of shard 1 of 2; they are in s.1-of-2.shard
        to continue: keyrate \(sweep.joined(separator: " ")) --resume

        """)
    #expect(try folder.names == (["link.toml"] + Self.names(2)).sorted())
    let early = try folder.keyrate(["merge"] + Self.names(2))
    #expect(early.status == 2)
    #expect(
      early.errors
        == "keyrate: s.1-of-2.shard: is unfinished: \(count) of 9 points; continue it with `keyrate sweep … --shard 1/2 --resume`\n"
    )
    let resumed = try folder.keyrate(sweep + ["--resume"])
    #expect(resumed.status == 0)
    #expect(resumed.errors == "keyrate: note: \(count) of 9 points are taken from s.1-of-2.shard\n")
    #expect(try folder.read("s.1-of-2.shard") == finished)
    #expect(try folder.keyrate(["merge"] + Self.names(2) + ["-o", "s"]).status == 0)
    #expect(try SweepTests.written.map(folder.read) == InterruptedSweep.uninterrupted.get())
  }

  @Test("Shards that do not belong together are refused, and the message says which")
  func refused() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic + "[sweep]\nvalues = [1, 2, 3, 4]\n", "folder/a": ""])
    func make(_ shard: String, to path: String, _ more: String...) throws {
      let run = try folder.keyrate(["sweep", "link.toml", "--shard", shard, "--output", path] + more)
      #expect(run.status == 0, "\(run.errors)")
    }
    try Self.shard(3, in: folder, ["link.toml"])
    try make("2/4", to: "four")
    try make("2/3", to: "seed", "--seed", "5")
    try make("2/3", to: "far", "--set", "link.attenuation_db_per_km=0.3")
    try make("2/3", to: "long", "--set", "sweep.values=[1, 2, 3, 4, 5]")
    try folder.write(folder.read("s.1-of-3.shard"), to: "copy.shard")
    let (one, two, three) = ("s.1-of-3.shard", "s.2-of-3.shard", "s.3-of-3.shard")
    try folder.write(String(folder.read(three).dropLast(4)), to: "torn.shard")
    try folder.write(folder.read(three).replacing("\"pass\":1", with: "\"pass\":2"), to: "damaged.shard")
    func fingerprint(_ name: String) throws -> String {
      try #require(folder.read(name).firstMatch(of: /"parameters":"(fnv1a64:[0-9a-f]+)"/)).output.1.description
    }
    let cases: [(shards: [String], errors: [String])] = [
      ([one, three], ["shard 2 of 3 is missing"]),
      ([one], ["shards 2 and 3 of 3 are missing"]),
      ([one, two, three, "copy.shard"], ["copy.shard: is shard 1 of 3, and so is s.1-of-3.shard"]),
      (
        [two, "copy.shard", one], ["shard 3 of 3 is missing", "s.1-of-3.shard: is shard 1 of 3, and so is copy.shard"]
      ),
      ([one, "four.2-of-4.shard"], ["four.2-of-4.shard: is shard 2 of 4, but s.1-of-3.shard is shard 1 of 3"]),
      (
        [one, "seed.2-of-3.shard", three],
        ["seed.2-of-3.shard: was searched with other options: seed 5 here, 20140203 in s.1-of-3.shard"]
      ),
      (
        [one, "far.2-of-3.shard", three],
        [
          "far.2-of-3.shard: has other parameters: \(try fingerprint("far.2-of-3.shard")) here, \(try fingerprint(one)) in s.1-of-3.shard; they differ in link.attenuation_db_per_km (0.3 here, not given in s.1-of-3.shard)"
        ]
      ),
      (
        [one, "long.2-of-3.shard", three],
        [
          "long.2-of-3.shard: has other parameters: \(try fingerprint("long.2-of-3.shard")) here, \(try fingerprint(one)) in s.1-of-3.shard; they differ in sweep.values (a list of 5 here, a list of 4 in s.1-of-3.shard), sweep.values[5] (5 here, not given in s.1-of-3.shard)"
        ]
      ),
      (
        [one, two, "torn.shard"],
        ["torn.shard: is unfinished: 1 of 1 points; continue it with `keyrate sweep … --shard 3/3 --resume`"]
      ),
      (
        [one, two, "damaged.shard"],
        ["damaged.shard:2: is damaged: the line does not agree with its checksum; remove the file and begin anew"]
      ),
      (
        [one, "link.toml"],
        ["link.toml: does not hold points of a sweep; keyrate sweep --shard and interrupted sweeps write such files"]
      ),
      ([one, "missing.shard"], ["missing.shard: cannot be read: does not exist"]),
      ([one, "folder"], ["folder: cannot be read: is a directory"]),
    ]
    for (shards, errors) in cases {
      let run = try folder.keyrate(["merge"] + shards + ["--output", "merged"])
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors == errors.map { "keyrate: \($0)\n" }.joined())
    }
    let nowhere = try folder.keyrate("merge", one, two, three, "--output", "no/merged")
    #expect(nowhere.errors == "keyrate: no/merged: cannot be written: the directory no does not exist\n")
    #expect(try !folder.names.contains { $0.hasPrefix("merged") })
  }
}
