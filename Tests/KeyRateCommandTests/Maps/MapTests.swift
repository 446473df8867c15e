// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("Maps")
struct MapTests {
  /// Rates with every setting given, over two numbers of the link.
  static let file =
    Fixtures.asymptotic + """
      [map.x]
      variable = "link.distance_km"
      from = 0
      to = 200
      points = 6

      [map.y]
      variable = "detector.dark_count_probability"
      from = 1e-7
      to = 1e-4
      points = 4
      scale = "logarithmic"

      """

  /// An optimised finite key.
  static let optimised =
    Fixtures.finite + """
      [map.x]
      from = 0
      to = 180
      points = 6

      [map.y]
      variable = "detector.misalignment"
      from = 0.005
      to = 0.08
      points = 6

      [plot]
      caption = "small print"

      """

  static let names = ["m.csv", "m.svg", "m.json", "m.gp"]

  static func files(_ text: String, _ arguments: String...) throws -> [String] {
    let folder = try TestFolder(["link.toml": text])
    let run = try folder.keyrate(["map", "link.toml", "--output", "m"] + arguments)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "wrote m.csv\nwrote m.svg\nwrote m.json\nwrote m.gp\n")
    #expect(run.errors == "")
    return try names.map(folder.read)
  }

  private static let optimisedFiles = Result { try files(optimised, "--jobs", "2") }

  @Test("One row for each place, row by row, with the rate of a single link")
  func table() throws {
    let csv = try SweepCSV(Self.files(Self.file)[0])
    #expect(csv.header.contains("Asymptotic link"))
    #expect(try csv.numbers("distance_km") == (0..<4).flatMap { _ in [0, 40, 80, 120, 160, 200] })
    let dark = try csv.numbers("dark_count_probability")
    #expect(dark == [1e-7, 1e-6, 1e-5, 1e-4].flatMap { Array(repeating: $0, count: 6) })
    #expect(csv.rows.count == 24)
    let rates = try csv.numbers("rate_per_pulse")
    for (rate, status) in zip(rates, try csv.texts("status")) { #expect(status == (rate > 0 ? "key" : "zero")) }
    #expect(rates.contains(0) && rates.contains { $0 > 0 })
    for (row, reason) in try csv.texts("reason").enumerated() { #expect(reason.isEmpty == (rates[row] > 0)) }
    let folder = try TestFolder(["link.toml": Self.file])
    for place in [0, 8, 13] {
      let distance = try csv.texts("distance_km")[place]
      let run = try folder.keyrate(
        "rate", "link.toml", "--set", "link.distance_km=\(distance)", "--set",
        "detector.dark_count_probability=\(dark[place])", "--json")
      #expect(try run.number("rate_per_pulse") == rates[place])
    }
  }

  @Test("Optimised places reach what a sweep reaches")
  func optima() throws {
    let csv = try SweepCSV(Self.optimisedFiles.get()[0])
    let folder = try TestFolder(["link.toml": Fixtures.finite])
    let rates = try csv.numbers("rate_per_pulse")
    let statuses = try csv.texts("status")
    for row in [0, 2, 4] {
      let misalignment = try csv.texts("misalignment")[6 * row]
      let run = try folder.keyrate(
        "sweep", "link.toml", "--set", "detector.misalignment=\(misalignment)", "--set",
        "sweep.values=[0,36,72,108,144,180]", "--output", "s")
      #expect(run.status == 0, "\(run.errors)")
      let sweep = try SweepCSV(folder.read("s.csv"))
      for (column, rate) in try sweep.numbers("rate_per_pulse").enumerated() {
        let place = 6 * row + column
        #expect(abs(rates[place] - rate) <= 1e-6 * rate, "row \(row), column \(column): \(rates[place]) and \(rate)")
      }
      #expect(try sweep.texts("status") == Array(statuses[(6 * row)..<(6 * row + 6)]))
    }
    // Key falls with distance and with misalignment.
    for row in 0..<6 {
      for column in 0..<5 { #expect(rates[6 * row + column] >= rates[6 * row + column + 1]) }
      if row < 5 { for column in 0..<6 { #expect(rates[6 * row + column] >= rates[6 * row + column + 6]) } }
    }
    #expect(Set(try csv.texts("search")) == ["global", "local"])
  }

  @Test("Every optimised place says how far it can be trusted")
  func verdicts() throws {
    let csv = try SweepCSV(Self.optimisedFiles.get()[0])
    for (verdict, search) in zip(try csv.texts("verdict"), try csv.texts("search")) {
      #expect(verdict.contains("polished starts") && verdict.hasSuffix("(seed 20140203)."), "\(verdict)")
      #expect(!search.isEmpty)
    }
    let places = try JSONDecoder().decode(JSON.self, from: Data(Self.optimisedFiles.get()[2].utf8))["places"]?.list
    #expect(places?.map { $0["verdict"]?.text ?? "" } == (try csv.texts("verdict")))
    #expect(try SweepCSV(Self.files(Self.file)[0]).texts("verdict").allSatisfy(\.isEmpty))
  }

  @Test("A place at which an unsound form claims more than the link can give is labelled")
  func excess() throws {
    let text = """
      title = "Too much"
      protocol = "bb84"
      [link]
      loss_db = 60
      [source]
      intensities = [0.5, 0.05, 2e-4]
      intensity_probabilities = [0.9, 1e-6, 0.099999]
      key_basis_probability = 0.5
      [detector]
      model = "satquma2022"
      efficiency = 0.1
      dark_count_probability = 6e-7
      misalignment = 0.005
      afterpulse_probability = 0.04
      [security]
      proof = "satquma2022"
      pulses = 1e10
      [map.x]
      variable = "link.loss_db"
      from = 20
      to = 60
      points = 2
      [map.y]
      variable = "detector.misalignment"
      from = 0.005
      to = 0.01
      points = 2

      """
    let csv = try SweepCSV(Self.files(text)[0])
    let (rates, bounds) = (try csv.numbers("rate_per_pulse"), try csv.numbers("plob"))
    let verdicts = try csv.texts("verdict")
    #expect(zip(rates, bounds).contains { $0 > $1 })
    for place in rates.indices {
      #expect(verdicts[place].hasPrefix("not a possible rate: ") == (rates[place] > bounds[place]))
    }
  }

  @Test("The same bytes whatever the number of jobs", arguments: ["1", "3"])
  func deterministic(jobs: String) throws {
    #expect(try Self.files(Self.optimised, "--jobs", jobs) == Self.optimisedFiles.get())
  }

  @Test("The figure has a key, names of lines, a place without key and the caption")
  func figure() throws {
    let svg = try Self.optimisedFiles.get()[1]
    let words = try SVGWords.read(svg)
    for text in [
      "no key", "Fibre length", "Misalignment", "Secret-key rate (bits per pulse)",
      "finite key (planning). small print",
    ] {
      #expect(words.contains(text), "no \(text) in \(words)")
    }
    #expect(svg.utf8.count < 300_000)
    let script = try Self.optimisedFiles.get()[3]
    #expect(script.contains("'m.csv'") && script.contains("boxxyerror"))
  }

  @Test("The JSON document has the numbers of the table")
  func json() throws {
    let document = try JSONDecoder().decode(JSON.self, from: Data(Self.optimisedFiles.get()[2].utf8))
    let csv = try SweepCSV(Self.optimisedFiles.get()[0])
    let places = try #require(document["places"]).list
    #expect(places.map { $0["rate_per_pulse"]?.number } == (try csv.numbers("rate_per_pulse")))
    #expect(document["x"]?["variable"]?.text == "link.distance_km")
    #expect(document["y"]?["values"]?.list.count == 6)
  }

  @Test("The command line can say what is varied, over what the file says")
  func options() throws {
    let folder = try TestFolder(["link.toml": Self.file])
    let run = try folder.keyrate(
      "map", "link.toml", "--x", "link.loss_db=0:20:3", "--y", "detector.efficiency=0.1:0.9:2:log", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let document = try run.json()
    #expect(document["x"]?["values"]?.list.map(\.number) == [0, 10, 20])
    #expect(document["y"]?["values"]?.list.map(\.number) == [0.1, 0.9])
    #expect(document["y"]?["scale"]?.text == "logarithmic")
    let printed = try folder.keyrate("map", "link.toml")
    #expect(printed.output.split(separator: "\n").count == 3 + 24 + 1)
  }

  @Test("A place that cannot be evaluated stays in the table with its reason")
  func failures() throws {
    // A decoy above the signal is no setting.
    let text = Fixtures.asymptotic.replacing(
      "intensities = [0.5, 0.1, 0]", with: "intensities = [0.5, \"optimise\", 0]")
    let folder = try TestFolder(["link.toml": text])
    let run = try folder.keyrate(
      "map", "link.toml", "--x", "link.loss_db=0:20:3", "--y", "detector.efficiency=0.1:0.9:2", "-o", "m")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try SweepCSV(folder.read("m.csv")).texts("status").allSatisfy { $0 == "key" })
  }

  @Test(
    "Bad input is refused before anything runs",
    arguments: [
      (
        ["--y", "detector.efficiency=0.1:0.9:3"],
        "keyrate: link.toml: map.x.from: must be given (or map.x.values)\nkeyrate: link.toml: map.x.to: must be given (or map.x.values)\nkeyrate: link.toml: map.x.points: must be given (or map.x.values)\n"
      ),
      (
        ["--x", "link.loss_db=0:20:3"],
        "keyrate: link.toml: map.y.variable: must be given: the key along the vertical axis; for example detector.misalignment, or --y detector.misalignment=0.005:0.05:31\n"
      ),
      (
        ["--x", "link.loss_db=0:20:3", "--y", "link.distance_km=0:9:3"],
        "keyrate: --set map.y.variable = link.distance_km: cannot be varied together with link.loss_db: they say the same in two ways\n"
      ),
      (
        ["--x", "link.loss_db=20:0:3", "--y", "detector.efficiency=0.1:0.9:3"],
        "keyrate: --set map.x.to = 0: must be above map.x.from = 20\n"
      ),
      (
        ["--x", "link.loss_db=0:20:3", "--y", "detector.efficiency=0.1:1.9:3"],
        "keyrate: map: detector.efficiency = 1.9: must be greater than 0 and at most 1; a fraction, not percent\n"
      ),
      (
        ["--x", "link.loss_db=0:20:1000", "--y", "detector.efficiency=0.1:0.9:1000"],
        "keyrate: --set map.y.points = 1000: makes 1000 × 1000 places, more than the 250000 of a map\n"
      ),
      (
        ["--x", "link.loss=0:20:3", "--y", "detector.efficiency=0.1:0.9:3"],
        "keyrate: --set map.x.variable = link.loss: is not a key that can be varied; did you mean link.loss_db?\n"
      ),
    ])
  func refused(arguments: [String], message: String) throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    let run = try folder.keyrate(["map", "link.toml", "-o", "m"] + arguments)
    #expect(run.status == 2)
    #expect(run.errors == message)
    #expect(try folder.names == ["link.toml"])
  }

  @Test(
    "A direction that cannot be read is wrong usage",
    arguments: [
      "link.loss_db", "link.loss_db=0:20", "=0:20:3", "link.loss_db=0:20:3:even", "link.loss_db=0::3",
    ])
  func usage(text: String) throws {
    let run = try TestFolder(["link.toml": Fixtures.asymptotic]).keyrate("map", "link.toml", "--x", text)
    #expect(run.status == 64)
    #expect(
      run.errors.contains(
        "Error: --x \(text): write KEY=FROM:TO:POINTS, with :log after it for even ratios, for example --x link.loss_db=0:40:21"
      ), "\(run.errors)")
  }
}
