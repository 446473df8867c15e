// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Sweeps")
struct SweepTests {
  static let written = ["s.csv", "s.gp", "s.json", "s.svg"]

  static func folder(_ text: String = Fixtures.sweep) throws -> TestFolder { try TestFolder(["link.toml": text]) }

  /// The four files of a sweep.
  static func files(_ arguments: String..., text: String = Fixtures.sweep) throws -> [String] {
    let folder = try folder(text)
    let run = try folder.keyrate(["sweep", "link.toml", "--output", "s"] + arguments)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "wrote s.csv\nwrote s.svg\nwrote s.json\nwrote s.gp\n")
    // Nobody looks at a file: no progress, no control characters.
    #expect(run.errors == "")
    #expect(try folder.names == ["link.toml"] + written)
    return try written.map(folder.read)
  }

  /// The files of the sweep as it stands, made once for the tests that only read them.
  private static let sampleFiles = Result { try files() }

  @Test("The same bytes whatever the number of jobs, and every time")
  func deterministic() throws {
    let first = try Self.files("--jobs", "1")
    for jobs in ["1", "2", "3"] { #expect(try Self.files("--jobs", jobs) == first, "\(jobs) jobs") }
    #expect(try Self.sampleFiles.get() == first)
  }

  @Test("Another seed finds the same rates")
  func seeds() throws {
    let first = try SweepCSV(Self.sampleFiles.get()[0])
    let second = try SweepCSV(Self.files("--seed", "5")[0])
    for (a, b) in zip(try first.numbers("rate_per_pulse"), try second.numbers("rate_per_pulse")) {
      #expect(abs(a - b) <= 1e-6 * max(a, b), "\(a) and \(b)")
    }
  }

  @Test("Curves of several analyses fill one column, each with its own quantity")
  func mixedAnalyses() throws {
    let text = """
      protocol = "twin-field"
      [link]
      loss_db = 30
      [source]
      key_intensity = 0.03
      test_intensities = [0.4, 0.1, 0.001]
      [detector]
      dark_count_probability = 1e-8
      misalignment = 0.02
      [security]
      analysis = "asymptotic"
      [sweep]
      variable = "link.loss_db"
      from = 20
      to = 30
      points = 2
      [[curve]]
      label = "asymptotic"
      [[curve]]
      label = "finite"
      security.analysis = "finite"
      security.pulses = 1e11
      source.test_probabilities = [0.3, 0.3, 0.4]
      source.key_mode_probability = 0.8
      """
    let csv = try SweepCSV(Self.files(text: text)[0])
    for column in ["error_rate", "phase_error"] {
      #expect(try csv.numbers(column).allSatisfy { $0 > 0 && $0 <= 0.5 }, "\(column)")
    }
  }

  @Test("The table: documented columns, a row for every point, zeros with their reason")
  func table() throws {
    let csv = try SweepCSV(Self.sampleFiles.get()[0])
    #expect(csv.header.first == "keyrate \(KeyRateProgram.version)")
    #expect(csv.header.contains("Finite keys"))
    #expect(csv.header.contains { $0.hasPrefix("parameters fnv1a64:") })
    // Each column is explained above the table, in the order of the table.
    let explained = csv.header.compactMap { line -> String? in
      guard line.hasPrefix("column ") else { return nil }
      return line.dropFirst("column ".count).prefix { $0 != " " && $0 != ":" }.description
    }
    #expect(explained == csv.columns)
    for name in [
      "curve", "distance_km", "loss_db", "rate_per_pulse", "bits_per_second", "length_bits", "pulses", "plob",
      "intensity_1", "intensity_2", "intensity_3", "probability_1", "probability_2", "probability_3",
      "key_basis_probability", "error_rate", "phase_error", "status", "reason", "evaluations", "starts", "spread",
      "active_bounds", "verdict",
    ] { #expect(csv.columns.contains(name), "no column \(name)") }
    #expect(csv.rows.count == 10)
    let labels = Array(repeating: "two decoys", count: 5) + Array(repeating: "one decoy, f < 1.2 & \"good\"", count: 5)
    #expect(try csv.texts("curve") == labels)
    #expect(try csv.numbers("distance_km") == [0, 50, 100, 150, 200, 0, 50, 100, 150, 200])
    #expect(try csv.texts("bits_per_second").allSatisfy { !$0.isEmpty })
    for row in csv.rows.indices {
      let rate = try csv.numbers("rate_per_pulse")[row]
      #expect(try csv.texts("status")[row] == (rate > 0 ? "key" : "zero"))
      #expect(try csv.texts("reason")[row].isEmpty == (rate > 0))
      #expect(rate <= (try csv.numbers("plob")[row]))
      #expect(abs(try csv.numbers("bits_per_second")[row] - 1e9 * rate) <= 1e-6 * rate * 1e9)
    }
    #expect(try csv.texts("status").filter { $0 == "zero" }.count >= 2)
    // One decoy has no third intensity: the cells are empty, not zero.
    #expect(try csv.texts("intensity_3").suffix(5).allSatisfy { $0.isEmpty })
  }

  @Test("The JSON document has the numbers of the table")
  func sameNumbers() throws {
    let files = try Self.sampleFiles.get()
    let csv = try SweepCSV(files[0])
    let document = try JSONDecoder().decode(JSON.self, from: Data(files[2].utf8))
    let points = try #require(document["curves"]).list.flatMap { $0["points"]?.list ?? [] }
    #expect(points.map { $0["rate_per_pulse"]?.number } == (try csv.numbers("rate_per_pulse")))
    #expect(points.map { $0["length_bits"]?.number } == (try csv.numbers("length_bits")))
    #expect(points.map { $0["loss_db"]?.number } == (try csv.numbers("loss_db")))
    #expect(document["variable"]?.text == "link.distance_km")
  }

  @Test("The figure is well-formed and names every curve and the bound")
  func figure() throws {
    let text = try SVGWords.read(Self.sampleFiles.get()[3])
    for label in ["two decoys", "one decoy, f < 1.2 & \"good\"", "Finite keys", "Fibre length", "PLOB"] {
      #expect(text.contains(label), "no \(label) in \(text)")
    }
  }

  @Test("The gnuplot script draws the table beside it")
  func script() throws {
    let script = try Self.sampleFiles.get()[1]
    #expect(script.contains("'s.csv'"))
    #expect(script.contains("set output 's-gnuplot.svg'"))
  }

  @Test("Settings can be drawn instead of rates, and bits instead of rates per pulse")
  func otherFigures() throws {
    let settings = try SVGWords.read(Self.files(text: Fixtures.sweep + "[plot]\nquantity = \"settings\"\n")[3])
    #expect(settings.contains("signal intensity"))
    let bits = try SVGWords.read(Self.files(text: Fixtures.sweep + "[plot]\nunit = \"per-second\"\n")[3])
    #expect(bits.contains("bits per second"))
  }

  @Test("Any number of the link can be swept", arguments: ["security.pulses", "detector.misalignment", "link.loss_db"])
  func variables(variable: String) throws {
    let range = variable == "security.pulses" ? "[1e8, 1e10]" : variable == "link.loss_db" ? "[5, 10]" : "[0.01, 0.02]"
    let text = Fixtures.finite + "[sweep]\nvariable = \"\(variable)\"\nvalues = \(range)\n"
    let csv = try SweepCSV(Self.files(text: text)[0])
    let rates = try csv.numbers("rate_per_pulse")
    #expect(rates.count == 2)
    #expect(variable == "security.pulses" ? rates[0] < rates[1] : rates[0] > rates[1])
  }

  @Test("Without --output the table is printed")
  func overview() throws {
    let run = try Self.folder().keyrate("sweep", "link.toml")
    let lines = run.output.components(separatedBy: "\n")
    #expect(lines.count == 3 + 10 + 1)
    #expect(lines.last == "")
    #expect(lines[0].hasPrefix("curve"))
    #expect(run.errors == "")
  }

  @Test("An extension of ours is not doubled", arguments: ["s.csv", "s.svg", "s.json", "s.gp"])
  func extensions(name: String) throws {
    let folder = try Self.folder(Fixtures.asymptotic + "[sweep]\nvalues = [1, 2]\n")
    #expect(try folder.keyrate("sweep", "link.toml", "-o", name).status == 0)
    #expect(try folder.names == ["link.toml"] + Self.written)
  }

  @Test("A name with a dot keeps it; a folder is kept too")
  func otherNames() throws {
    let folder = try Self.folder(Fixtures.asymptotic + "[sweep]\nvalues = [1, 2]\n")
    try folder.write("", to: "figures/other")
    #expect(try folder.keyrate("sweep", "link.toml", "-o", "figures/v1.2").status == 0)
    #expect(try folder.read("figures/v1.2.gp").contains("'v1.2.csv'"))
  }

  // MARK: Nothing half

  @Test("Nothing is written when something is wrong, and the message says what")
  func nothingWritten() throws {
    let overlay = "[[overlay]]\nfile = \"points.csv\"\nlabel = \"measured\"\n"
    let cases: [(what: String, text: String, output: String, points: String?, message: String)] = [
      ("a missing folder", Fixtures.sweep, "no/s", nil, "no/s: cannot be written: the directory no does not exist"),
      (
        "a file for a folder", Fixtures.sweep, "link.toml/s", nil,
        "link.toml/s: cannot be written: the directory link.toml does not exist"
      ),
      (
        "a missing overlay", Fixtures.sweep + overlay, "s", nil,
        "link.toml:31:1: overlay.file = points.csv: cannot be read: does not exist"
      ),
      (
        "an overlay without its column", Fixtures.sweep + overlay, "s", "x,rate\n1,2\n",
        "points.csv: has no column y, only x, rate"
      ),
      (
        "a word in an overlay", Fixtures.sweep + overlay, "s", "x,y\n1,2\n3,none\n",
        "points.csv:3:3: y = none: must be a number"
      ),
      (
        "a later curve", Fixtures.sweep + "[[curve]]\nlabel = \"third\"\ndetector.efficiency = 2\n", "s", nil,
        "link.toml:32:1: curve[3].detector.efficiency = 2: must be greater than 0 and at most 1; a fraction, not percent"
      ),
      (
        "a later point",
        Fixtures.finite + "[sweep]\nvariable = \"detector.efficiency\"\nfrom = 0.5\nto = 2\npoints = 4\n", "s",
        nil, "detector.efficiency = 2"
      ),
    ]
    for (what, text, output, points, message) in cases {
      let folder = try Self.folder(text)
      if let points { try folder.write(points, to: "points.csv") }
      let before = try folder.names
      let run = try folder.keyrate("sweep", "link.toml", "--output", output)
      #expect(run.status == 2, "\(what)")
      #expect(run.output == "", "\(what)")
      #expect(run.errors.contains(message), "\(what): \(run.errors)")
      #expect(try folder.names == before, "\(what)")
    }
  }

  @Test("A figure is as wide as a screen's, or a journal's column of 86 or 140 mm")
  func size() throws {
    let widths = ["screen": "720", "column": "325.04", "one-and-a-half-columns": "529.13"]
    for (size, width) in widths {
      let folder = try TestFolder(["link.toml": Fixtures.sweep + "[plot]\nsize = \"\(size)\"\n"])
      let run = try folder.keyrate("sweep", "link.toml", "--set", "sweep.points=2", "--output", "s")
      #expect(run.status == 0, "\(run.errors)")
      #expect(try folder.read("s.svg").contains("width=\"\(width)\""))
    }
    // Two panels one above the other stay as tall as they were.
    let folder = try TestFolder(["link.toml": Fixtures.sweep + "[plot]\nquantity = \"settings\"\n"])
    let run = try folder.keyrate("sweep", "link.toml", "--set", "sweep.points=2", "--output", "s")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.read("s.svg").contains("height=\"640\""))
  }

  @Test("Measured points are drawn over the curves")
  func overlay() throws {
    let text =
      Fixtures.sweep + "[[overlay]]\nfile = \"data/points.csv\"\nlabel = \"measured in 2024\"\ny_error = \"sd\"\n"
    let folder = try TestFolder(["in/link.toml": text, "in/data/points.csv": "x,y,sd\n10,1e-3,1e-4\n60,1e-4,2e-5\n"])
    let run = try folder.keyrate("sweep", "in/link.toml", "--output", "s")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try SVGWords.read(folder.read("s.svg")).contains("measured in 2024"))
  }

  @Test("Existing files are replaced as a whole: who has one open keeps it, and no temporary file stays")
  func replaced() throws {
    let folder = try Self.folder(Fixtures.asymptotic + "[sweep]\nvalues = [1, 2]\n")
    #expect(try folder.keyrate("sweep", "link.toml", "-o", "s").status == 0)
    let old = try folder.read("s.csv")
    // A second name for the old file: writing into the file would change it, taking its place does not.
    try FileManager.default.linkItem(
      at: folder.url.appendingPathComponent("s.csv"), to: folder.url.appendingPathComponent("kept.csv"))
    #expect(try folder.keyrate("sweep", "link.toml", "-o", "s", "--set", "sweep.values=[3]").status == 0)
    #expect(try folder.read("kept.csv") == old)
    #expect(try folder.read("s.csv") != old)
    #expect(try folder.names == ["kept.csv", "link.toml"] + Self.written)
  }

  @Test("If one file cannot be written the others stay as they were, and nothing is computed")
  func allOrNone() throws {
    let folder = try Self.folder(Fixtures.asymptotic + "[sweep]\nvalues = [1, 2]\n")
    try folder.write("old", to: "s.csv")
    try folder.write("", to: "s.json/file")
    let run = try folder.keyrate("sweep", "link.toml", "-o", "s")
    #expect(run.status == 2)
    #expect(run.errors == "keyrate: s.json: cannot be written: is a directory\n")
    #expect(try folder.read("s.csv") == "old")
    #expect(try folder.names == ["link.toml", "s.csv", "s.json"])
  }

  #if os(Linux)
    @Test("A full disk is told, and costs no searches")
    func fullDisk() throws {
      let folder = try Self.folder(Fixtures.asymptotic + "[sweep]\nvalues = [1, 2]\n")
      let link = folder.url.appendingPathComponent("s.json")
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/dev/full")
      let run = try folder.keyrate("sweep", "link.toml", "-o", "s")
      #expect(run.status == 2)
      #expect(
        run.errors == """
          keyrate: note: all points are kept in s.resume; to write the files again: keyrate sweep link.toml -o s --resume
          keyrate: s.json: cannot be written: the disk is full

          """)
      try FileManager.default.removeItem(at: link)
      #expect(try folder.keyrate("sweep", "link.toml", "-o", "s", "--resume").status == 0)
      #expect(try folder.names == ["link.toml"] + Self.written)
    }
  #endif

  @Test("Ctrl-C ends a long sweep at once, also while its links are read, and leaves nothing behind")
  func interrupted() throws {
    let text = Fixtures.sweep.replacing("points = 5", with: "points = 100000")
    // A busy machine may need longer to come as far as catching the signal.
    for wait in [1.0, 3, 9] {
      let folder = try Self.folder(text)
      let program = try folder.start(["sweep", "link.toml", "--jobs", "2", "--output", "s"])
      Thread.sleep(forTimeInterval: wait)
      #expect(program.process.isRunning, "the sweep is too short for this test")
      let clock = ContinuousClock()
      let start = clock.now
      program.process.interrupt()
      let run = try program.finish()
      let duration = clock.now - start
      #expect(try folder.names == ["link.toml"])
      if run.wasKilled { continue }
      #expect(run.status == 130)
      #expect(run.errors == "interrupted; nothing was written\n")
      #expect(run.output == "")
      #expect(duration < .seconds(2), "took \(duration)")
      return
    }
    Issue.record("the program never came as far as catching the signal")
  }
}

/// A CSV file of a sweep, read by rules of its own: `#` lines, then a header and rows with quotes.
struct SweepCSV {
  let header: [String]
  let columns: [String]
  let rows: [[String]]

  init(_ text: String) throws {
    let lines = text.split(separator: "\n")
    header = lines.prefix { $0.hasPrefix("#") }.map { $0.dropFirst(2).description }
    let table = lines.drop { $0.hasPrefix("#") }.map(Self.cells)
    columns = try #require(table.first)
    rows = Array(table.dropFirst())
    #expect(rows.allSatisfy { $0.count == columns.count })
  }

  static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for (index, part) in line.components(separatedBy: "\"").enumerated() {
      isQuoted = index % 2 == 1
      if isQuoted {
        cells[cells.count - 1] += part
      } else {
        let pieces = part.components(separatedBy: ",")
        // Two quotes in a row inside a cell stand for one.
        if part.isEmpty && index > 0 && index < line.components(separatedBy: "\"").count - 1 {
          cells[cells.count - 1] += "\""
        }
        cells[cells.count - 1] += pieces[0]
        cells += pieces.dropFirst()
      }
    }
    return cells
  }

  func texts(_ column: String) throws -> [String] {
    let index = try #require(columns.firstIndex(of: column), "no column \(column)")
    return rows.map { $0[index] }
  }

  func numbers(_ column: String) throws -> [Double] {
    try texts(column).map { try #require(Double($0), "\($0) is not a number") }
  }
}

/// The words of an SVG document, read by an XML parser.
final class SVGWords: NSObject, XMLParserDelegate {
  private var words = ""

  static func read(_ text: String) throws -> String {
    let parser = XMLParser(data: Data(text.utf8))
    let reader = SVGWords()
    parser.delegate = reader
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(String(describing: parser.parserError))")
    return reader.words
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { words += string }
}
