// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("Comparisons")
struct CompareTests {
  /// A twin-field link that is quick: nothing is estimated from decoys.
  static let twinField = """
    title = "Twin-field"
    protocol = "twin-field"

    [link]
    distance_km = 100

    [detector]
    dark_count_probability = 1e-8
    misalignment = 0.02

    [security]
    analysis = "infinite-decoys"

    """

  /// A comparison of both, with paths beside it and a published set.
  static let comparison = """
    title = "Three of a kind"
    notes = ["made up for a test"]

    [comparison]
    files = ["links/bb84.toml", "links/tf.toml", "gys-2004"]
    labels = ["ours", "twins", "GYS"]
    axis = "loss_db"
    from = 10
    to = 70
    points = 4
    with_asymptotic = true

    """

  static func folder() throws -> TestFolder {
    try TestFolder([
      "c.toml": comparison, "links/bb84.toml": Fixtures.finite, "links/tf.toml": twinField,
      "bb84.toml": Fixtures.finite, "tf.toml": twinField,
    ])
  }

  private static let files = Result { () -> [String] in
    let folder = try CompareTests.folder()
    let run = try folder.keyrate("compare", "c.toml", "--output", "out", "--jobs", "2")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "wrote out.csv\nwrote out.svg\nwrote out.json\nwrote out.gp\n")
    #expect(run.errors == "")
    return try ["out.csv", "out.svg", "out.json", "out.gp"].map(folder.read)
  }

  @Test("The table has a row for each curve and value, and says which analysis each is")
  func table() throws {
    let csv = try SweepCSV(Self.files.get()[0])
    #expect(csv.header.prefix(2) == ["keyrate \(KeyRateProgram.version)", "Three of a kind"])
    #expect(csv.header.contains("note: made up for a test"))
    #expect(try csv.texts("curve") == ["ours", "ours", "twins", "GYS"].flatMap { Array(repeating: $0, count: 4) })
    #expect(try csv.numbers("loss_db") == Array(repeating: [10, 30, 50, 70], count: 4).flatMap(\.self))
    #expect(try csv.texts("infinite_data") == [0, 1, 0, 0].flatMap { Array(repeating: "\($0)", count: 4) })
    #expect(Set(try csv.texts("protocol")) == ["bb84", "twin-field"])
    #expect(try csv.texts("analysis")[0] == "Decoy BB84, two decoys, finite key")
    #expect(Set(try csv.texts("analysis_status")) == ["planning"])
    #expect(
      csv.columns.suffix(7) == [
        "status", "reason", "evaluations", "starts", "spread", "active_bounds", "verdict",
      ])
    // A finite key never exceeds the same link with infinite data, and no curve the bound of one repeater.
    let rates = try csv.numbers("rate_per_pulse")
    for point in 0..<4 { #expect(rates[point] <= rates[4 + point]) }
    let repeater = try csv.texts("single_repeater").map(Double.init)
    for (rate, bound) in zip(rates, repeater) { if let bound { #expect(rate <= bound) } }
    #expect(repeater.count { $0 != nil } == 4)
    // Settings of families that have none of the kind are empty.
    let (intensity, keyIntensity) = (try csv.texts("intensity_1"), try csv.texts("key_intensity"))
    for row in 0..<16 {
      #expect(intensity[row].isEmpty == (8..<12).contains(row))
      #expect(keyIntensity[row].isEmpty != (8..<12).contains(row))
    }
    // The twin-field curve rises above PLOB.
    #expect(csv.header.contains { $0.hasPrefix("  crossing: rises above plob at link.loss_db = 3") })
  }

  @Test("Each curve has the numbers of its own sweep")
  func sameAsSweep() throws {
    let folder = try Self.folder()
    let sweep = ["sweep", "bb84.toml", "--output", "s"]
    let values = ["--set", "sweep.variable=link.loss_db", "--set", "sweep.values=[10,30,50,70]"]
    #expect(try folder.keyrate(sweep + values).status == 0)
    let alone = try SweepCSV(folder.read("s.csv")).texts("rate_per_pulse")
    #expect(try Array(SweepCSV(Self.files.get()[0]).texts("rate_per_pulse").prefix(4)) == alone)
  }

  @Test("The figure names protocol, analysis and status, and each bound once")
  func figure() throws {
    let words = try SVGWords.read(Self.files.get()[1])
    for text in [
      "ours: Decoy BB84, two decoys, finite key (planning)", "ours: Decoy BB84, two decoys, limit of infinite blocks",
      "twins: Twin-field", "GYS: Decoy BB84, vacuum and weak decoy, asymptotic (planning)", "PLOB: no repeater",
      "one ideal repeater in the middle", "crosses the repeaterless bound", "Solid: finite blocks; dashed: infinite",
    ] { #expect(words.contains(text), "no \(text) in \(words)") }
    let drawing = try Self.files.get()[1].components(separatedBy: "<title>PLOB: no repeater</title>").count - 1
    #expect(drawing == 1)
    let script = try Self.files.get()[3]
    #expect(script.contains("'out.csv'") && script.contains("set output 'out-gnuplot.svg'"))
  }

  @Test("The JSON document has the numbers of the table, and the crossings")
  func json() throws {
    let document = try JSONDecoder().decode(JSON.self, from: Data(Self.files.get()[2].utf8))
    let csv = try SweepCSV(Self.files.get()[0])
    let curves = try #require(document["curves"]).list
    let points: [JSON] = curves.flatMap { $0["points"]?.list ?? [] }
    let rates: [Double] = points.compactMap { $0["rate_per_pulse"]?.number }
    let expected = try csv.numbers("rate_per_pulse")
    #expect(rates == expected)
    #expect(curves.map { $0["label"]?.text } == ["ours", "ours", "twins", "GYS"])
    #expect(curves[2]["crossings"]?.list.first?["direction"]?.text == "rises above")
    #expect(document["variable"]?.text == "link.loss_db")
  }

  @Test("The same bytes whatever the number of jobs", arguments: ["1", "3"])
  func deterministic(jobs: String) throws {
    let folder = try Self.folder()
    #expect(try folder.keyrate("compare", "c.toml", "--output", "out", "--jobs", jobs).status == 0)
    #expect(try ["out.csv", "out.svg", "out.json", "out.gp"].map(folder.read) == Self.files.get())
  }

  @Test("Without ends the axis covers the files' own sweeps; their titles are the labels")
  func union() throws {
    let folder = try TestFolder([
      "a.toml": Fixtures.asymptotic + "[sweep]\nfrom = 20\nto = 60\npoints = 3\n",
      "b.toml": Fixtures.asymptotic + "[sweep]\nfrom = 0\nto = 40\npoints = 2\n",
    ])
    let run = try folder.keyrate("compare", "a.toml", "b.toml", "--output", "out")
    #expect(run.status == 0, "\(run.errors)")
    let csv = try SweepCSV(folder.read("out.csv"))
    #expect(try csv.numbers("distance_km") == [0, 30, 60, 0, 30, 60])
    #expect(Set(try csv.texts("curve")) == ["Asymptotic link", "Asymptotic link (b.toml)"])
    #expect(Set(try csv.texts("file")) == ["a.toml", "b.toml"])
  }

  @Test("Curves of a file are drawn on demand")
  func curves() throws {
    let folder = try TestFolder(["link.toml": Fixtures.sweep])
    let run = try folder.keyrate("compare", "link.toml", "--curves", "--points", "2", "--to", "50", "--output", "out")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      Set(try SweepCSV(folder.read("out.csv")).texts("curve"))
        == ["Finite keys, two decoys", "Finite keys, one decoy, f < 1.2 & \"good\""])
  }

  @Test("Per second needs every pulse rate, and says which file lacks it")
  func perSecond() throws {
    let folder = try Self.folder()
    let axis = ["--axis", "loss_db", "--from", "10", "--to", "20", "--points", "2", "--unit", "per-second"]
    let refused = try folder.keyrate(["compare", "bb84.toml", "tf.toml"] + axis)
    #expect(refused.status == 2)
    #expect(
      refused.errors
        == "keyrate: tf.toml: source.repetition_rate_hz: must be given for rates per second; or compare rates per pulse\n"
    )
    let rate = ["--set", "source.repetition_rate_hz=1e8", "--output", "out"]
    let run = try folder.keyrate(["compare", "bb84.toml", "tf.toml"] + axis + rate)
    #expect(run.status == 0, "\(run.errors)")
    let csv = try SweepCSV(folder.read("out.csv"))
    for (a, b) in zip(try csv.numbers("bits_per_second"), try csv.numbers("rate_per_pulse")) {
      #expect(abs(a - 1e8 * b) <= 1e-12 * a)
    }
    #expect(csv.columns.contains("plob_per_second"))
    #expect(try SVGWords.read(folder.read("out.svg")).contains("bits per second"))
  }

  @Test("Fibres that differ are named, and each has its bound")
  func fibres() throws {
    let folder = try Self.folder()
    try folder.write(
      Fixtures.asymptotic.replacing("distance_km = 60", with: "distance_km = 60\nattenuation_db_per_km = 0.16"),
      to: "low.toml")
    try folder.write(Fixtures.asymptotic, to: "high.toml")
    let axis = ["--from", "10", "--to", "60", "--points", "2", "--output", "out"]
    let labels = ["--label", "low", "--label", "high"]
    #expect(try folder.keyrate(["compare", "low.toml", "high.toml"] + labels + axis).status == 0)
    let words = try SVGWords.read(folder.read("out.svg"))
    for text in [
      "The fibres differ: low 0.16 dB/km, high 0.2 dB/km.", "PLOB: no repeater, 0.16 dB/km",
      "PLOB: no repeater, 0.2 dB/km",
    ] { #expect(words.contains(text), "no \(text) in \(words)") }
    #expect(!words.contains("Channel loss"))
    // Over the loss they are one curve.
    let loss = ["--axis", "loss_db"] + axis
    #expect(try folder.keyrate(["compare", "low.toml", "high.toml"] + labels + loss).status == 0)
    let one = try SVGWords.read(folder.read("out.svg"))
    #expect(!one.contains("differ") && one.contains("PLOB: no repeater") && !one.contains("dB/km"))
  }

  /// What is wrong, and the message.
  static let refusals: [(arguments: [String], message: String)] = [
    (
      ["loss.toml", "tf.toml", "--axis", "distance_km", "--from", "0", "--to", "9", "--points", "2"],
      "keyrate: loss.toml:4:1: link.distance_km: must be given for a distance axis; the file gives link.loss_db; give link.distance_km with link.attenuation_db_per_km, or compare over loss: --axis loss_db\n"
    ),
    (
      ["arms.toml", "tf.toml", "--from", "0", "--to", "9", "--points", "2"],
      "keyrate: arms.toml:6:1: link.alice_distance_km = 10: describes one arm, but a comparison moves the whole link; give link.loss_db and link.alice_share instead of the arms\n"
    ),
    (
      ["bb84.toml", "tf.toml"],
      "keyrate: link.distance_km: is swept by none of the files, so the ends of the axis are not known; give --from, --to and --points\n"
    ),
    (
      ["swept.toml", "--from", "300"],
      "keyrate: link.distance_km: the axis must rise, but goes from 300 to 200\n"
    ),
    (
      ["bb84.toml", "counts.toml", "--from", "0", "--to", "9", "--points", "2"],
      "keyrate: counts.toml: counts: this file holds the counts of a run; a comparison draws models of links; keyrate analyse turns counts into a key length\n"
    ),
    (
      ["bb84.toml", "c.toml"],
      "keyrate: c.toml: comparison: describes a comparison of its own; give it alone\n"
    ),
    (
      ["c.toml", "--label", "one"], "keyrate: --label: give one for each of the 3 files, found 1\n"
    ),
    (
      ["missing.toml"], "keyrate: missing.toml: cannot be read: does not exist\n"
    ),
    (
      ["gys-2005"], "keyrate: gys-2005: is neither a file nor a published set; did you mean gys-2004?\n"
    ),
    (
      ["broken.toml"], "keyrate: nowhere.toml: cannot be read: does not exist\n"
    ),
  ]

  @Test("Bad input is refused before anything runs", arguments: refusals)
  func refused(arguments: [String], message: String) throws {
    let folder = try Self.folder()
    try folder.write(
      "title = \"by loss\"\nprotocol = \"twin-field\"\n[link]\nloss_db = 20\n[security]\nanalysis = \"infinite-decoys\"\n",
      to: "loss.toml")
    try folder.write(
      "title = \"arms\"\nprotocol = \"twin-field\"\n[security]\nanalysis = \"infinite-decoys\"\n[link]\nalice_distance_km = 10\nbob_distance_km = 20\n",
      to: "arms.toml")
    try folder.write(Fixtures.sweep, to: "swept.toml")
    try folder.write(Fixtures.twoDecoyCounts, to: "counts.toml")
    try folder.write("[comparison]\nfiles = [\"nowhere.toml\"]\n", to: "broken.toml")
    let before = try folder.names
    let run = try folder.keyrate(["compare"] + arguments + ["--output", "out"])
    #expect(run.status == 2)
    #expect(run.errors == message)
    #expect(run.output == "")
    #expect(try folder.names == before)
  }

  @Test(
    "Wrong options are wrong usage",
    arguments: [
      (["--points", "1"], "--points 1: must be between 2 and 10000"),
      (["--from", "5", "--to", "5"], "--to 5.0: must be above --from 5.0"),
      (["--from", "nan"], "--from nan: must be a number, 0 or more"),
      (["--from", "-5"], "--from -5.0: must be a number, 0 or more"),
      (["--jobs", "0"], "--jobs 0: must be between 1 and 4096"),
      (["--axis", "time"], "The value 'time' is invalid for '--axis <axis>'"),
      (["tf.toml", "--label", "a"], "--label: give one for each of the 2 files, found 1"),
    ])
  func usage(arguments: [String], message: String) throws {
    let run = try Self.folder().keyrate(["compare", "bb84.toml"] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains("Error: \(message)"), "\(run.errors)")
  }

  @Test("A key that one of the files does not know names that file")
  func unknownSetting() throws {
    let run = try Self.folder().keyrate(
      "compare", "bb84.toml", "tf.toml", "--set", "security.proof=sound", "--points", "2")
    #expect(run.status == 2)
    #expect(run.errors.contains("--set security.proof") && run.errors.contains("(in tf.toml)"), "\(run.errors)")
  }
}
