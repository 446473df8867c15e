// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

/// The twin-field family from end to end, on the examples of Parameters.
@Suite("Twin-field files from the command line")
struct TwinFieldCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A folder in which the examples are to be found under their names.
  private static func folder(_ files: [String: String] = [:]) throws -> TestFolder {
    let folder = try TestFolder(files)
    for name in [
      "twin-field", "twin-field-asymmetric", "twin-field-counts", "twin-field-counts-from-csv",
      "twin-field-counts-with-plan", "twin-field-plan",
    ] { try copy(name + ".toml", into: folder) }
    try copy("twin-field-counts.csv", into: folder)
    return folder
  }

  private static func copy(_ name: String, into folder: TestFolder) throws {
    let file = root.appendingPathComponent("Parameters/examples/" + name)
    try folder.write(String(contentsOf: file, encoding: .utf8), to: name)
  }

  private static let infinite = ["--set", "security.analysis=infinite-decoys"]

  @Test("rate: above the repeaterless bound, below that of one repeater")
  func rate() throws {
    let run = try Self.folder().keyrate(["rate", "twin-field.toml", "--json"] + Self.infinite)
    #expect(run.status == 0 && run.errors == "")
    let document = try run.json()
    let rate = try #require(document["rate_per_pulse"]?.number)
    let bounds = try #require(document["bounds"])
    #expect(bounds.names == ["plob", "plob_with_receiver", "single_repeater"])
    #expect(rate > (bounds["plob"]?.number ?? 1))
    #expect(rate < (bounds["single_repeater"]?.number ?? 0))
    // The efficiency of 0.5 counts once for each arm.
    let relative = try #require(bounds["plob_with_receiver"]?.number)
    #expect(abs(relative / (-log2(1 - 1e-6 / 4)) - 1) < 1e-6)
    #expect(document["loss_db"]?.number == 60)
    #expect(document["status"]?.text == "planning")
    #expect(abs((document["bits_per_second"]?.number ?? 0) / (1e9 * rate) - 1) < 1e-12)
  }

  @Test("explain: every equation it names stands in the sheet of the documentation")
  func explain() throws {
    let sheet = try String(
      contentsOf: Self.root.appendingPathComponent("Sources/TwinField/TwinField.docc/FormulaSheet.md"), encoding: .utf8)
    let folder = try Self.folder()
    var named: Set<String> = []
    for arguments in [
      ["explain", "twin-field.toml"] + Self.infinite, ["explain", "twin-field-plan.toml"],
      ["analyse", "twin-field-counts-with-plan.toml"], ["explain", "lucamarini-2018"],
      ["explain", "ma-zeng-zhou-2018"], ["explain", "zhou-2023-mode-pairing"],
    ] {
      let run = try folder.keyrate(arguments)
      #expect(run.status == 0 && run.errors == "", "\(arguments)")
      let found = run.output.matches(of: /TF-[0-9]+/).map { String($0.output) }
      #expect(!found.isEmpty, "\(arguments)")
      named.formUnion(found)
    }
    #expect(named.count >= 15)
    for id in named { #expect(sheet.contains(id), "\(id)") }
  }

  @Test("optimise: each user's own intensity over unequal arms, the weaker arm the brighter pulses")
  func optimise() throws {
    let folder = try Self.folder()
    let run = try folder.keyrate("optimise", "twin-field-asymmetric.toml", "--json")
    #expect(run.status == 0 && run.errors == "")
    let settings = try run.json()["settings"]?.list ?? []
    let values = settings.compactMap { $0["value"]?.number }
    #expect(settings.map { $0["name"]?.text } == ["key_intensity", "bob_key_intensity"])
    // The arms differ by 9.5 dB; equal light arrives if the intensities differ by as much.
    try #require(values.count == 2)
    #expect(abs(10 * log10(values[1] / values[0]) - 9.5) < 1)
    let alike = try folder.keyrate(
      "optimise", "twin-field-asymmetric.toml", "--json", "--set", "source.users_alike=true")
    #expect(try alike.number("rate_per_pulse") < run.number("rate_per_pulse"))
  }

  @Test("analyse: the lengths of the examples, and certified only with the leak")
  func analyse() throws {
    let folder = try Self.folder()
    for (name, bits, status) in [
      ("twin-field-counts", 31_092_417.0, "certified"), ("twin-field-counts-from-csv", 31_127_435, "planning"),
      ("twin-field-counts-with-plan", 31_083_769, "certified"),
    ] {
      let run = try folder.keyrate("analyse", name + ".toml", "--json")
      #expect(run.status == 0 && run.errors == "", "\(name)")
      let result = try run.json()
      // The last bits depend on the last digits of linear programs; the first six figures do not.
      #expect(abs((result["length_bits"]?.number ?? 0) / bits - 1) < 1e-6, "\(name)")
      #expect(result["status"]?.text == status, "\(name)")
      #expect(try folder.keyrate("analyse", name + ".toml", "--json").output == run.output, "\(name)")
    }
    let planned = try folder.keyrate("rate", "twin-field-plan.toml", "--json").json()
    #expect(planned["status"]?.text == "planning")
    #expect((planned["length_bits"]?.number ?? 0) > 3e7)
  }

  @Test("Data that cannot be: no key, its reason, and no failure of the program")
  func inconsistent() throws {
    let folder = try Self.folder()
    let text = try folder.read("twin-field-counts.toml").replacing("43614]", with: "43614000]")
      .replacing("test_mode_total = 187835613", with: "test_mode_total = 231405999")
    try folder.write(text, to: "wrong.toml")
    let run = try folder.keyrate("analyse", "wrong.toml")
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.contains("\n  key length      0 bit from 1e12 pulses\n"))
    #expect(run.output.contains("\n  no key because  inconsistent test-basis data\n"))
  }

  @Test("Wrong files end with status 2, the message on the error stream, nothing on the other")
  func refused() throws {
    let folder = try Self.folder()
    for (arguments, message) in [
      (
        ["analyse", "twin-field-counts.toml", "--set", "counts.test_mode_total=200000000"],
        "--set counts.test_mode_total = 200000000: is not the sum 187835613 of counts.test_mode_successes"
      ),
      (
        ["analyse", "twin-field-counts-with-plan.toml", "--set", "counts.predictions_fixed_before_run=false"],
        "counts.plan = \"twin-field-plan.toml\": needs counts.predictions_fixed_before_run = true"
      ),
      (
        ["analyse", "twin-field-counts-with-plan.toml", "--set", "counts.plan=\"missing.toml\""],
        "missing.toml: cannot be read: does not exist"
      ),
      (["rate", "twin-field-counts.toml"], "this file holds the counts of a run"),
      (["analyse", "twin-field-plan.toml"], "the file has no [counts]"),
      (
        ["rate", "twin-field-plan.toml", "--set", "source.key_intensity=0.5"],
        "--set source.key_intensity = 0.5: must be below the strongest test intensity 0.4"
      ),
      (
        ["rate", "lucamarini-2018", "--set", "link.alice_share=0.4"],
        "source.scheme = \"lucamarini-2018\": needs arms of equal loss, but Alice's has 24 dB and Bob's 36 dB"
      ),
    ] {
      let run = try folder.keyrate(arguments)
      #expect(run.status == 2, "\(arguments)")
      #expect(run.output == "", "\(arguments)")
      #expect(run.errors.hasPrefix("keyrate: ") && run.errors.contains(message), "\(arguments): \(run.errors)")
    }
  }

  // MARK: Sweeps

  static let sweep = """
    title = "Crossings"
    protocol = "twin-field"
    link.loss_db = 50
    detector.misalignment = 0.02
    detector.dark_count_probability = 1e-7
    security.analysis = "infinite-decoys"
    [sweep]
    variable = "link.loss_db"
    values = [30, 40, 70, 90]
    [[curve]]
    label = "dark counts 10^{-7}"
    [[curve]]
    label = "dark counts 10^{-5}"
    detector.dark_count_probability = 1e-5

    """

  @Test("sweep: the same bytes with one job and with two; both crossings of the bound stand above the table")
  func crossings() throws {
    func files(_ jobs: String) throws -> [String] {
      let folder = try TestFolder(["link.toml": Self.sweep])
      let run = try folder.keyrate("sweep", "link.toml", "--output", "s", "--jobs", jobs)
      #expect(run.status == 0 && run.errors == "", "\(run.errors)")
      return try SweepTests.written.map(folder.read)
    }
    let first = try files("1")
    #expect(try files("2") == first)
    let csv = try SweepCSV(first[0])
    let crossings = csv.header.filter { $0.hasPrefix("crossing ") }
    try #require(crossings.count == 2)
    // Section 4 of the tf sheet: 35.81 dB and 80.69 dB; with 1e-5 the curve never gets there.
    for (line, direction, place) in [
      (crossings[0], "rises above plob", 35.81), (crossings[1], "falls below plob", 80.69),
    ] {
      #expect(line.contains("10^−7") && line.contains(direction), "\(line)")
      let found = line.split(separator: " ").last.flatMap { Double($0) } ?? 0
      #expect(abs(found - place) < 0.02, "\(line)")
    }
    #expect(csv.columns.contains("single_repeater"))
    for (rate, limit) in zip(try csv.numbers("rate_per_pulse"), try csv.numbers("single_repeater")) {
      #expect(rate < limit)
    }
  }

  @Test(
    "sweep: over one arm, over the block, over a setting",
    arguments: [
      ("link.alice_excess_loss_db", "[0, 3]"), ("security.pulses", "[1e11, 1e12]"),
      ("source.key_intensity", "[0.01, 0.02]"),
    ])
  func variables(variable: String, values: String) throws {
    let folder = try Self.folder()
    let run = try folder.keyrate(
      "sweep", "twin-field-plan.toml", "--output", "s", "--set", "sweep.variable=\"\(variable)\"", "--set",
      "sweep.values=\(values)", "--set", "sweep.scale=\"linear\"")
    #expect(run.status == 0, "\(run.errors)")
    let csv = try SweepCSV(folder.read("s.csv"))
    let rates = try csv.numbers("rate_per_pulse")
    try #require(rates.count == 2)
    #expect(variable == "security.pulses" ? rates[0] < rates[1] : rates[0] != rates[1])
    #expect(rates.allSatisfy { $0 > 0 })
    if variable == "link.alice_excess_loss_db" { #expect(try csv.numbers("loss_db") == [45, 48]) }
  }

  @Test("parameters check says which settings an optimiser would choose")
  func check() throws {
    let folder = try Self.folder()
    let open = try folder.keyrate("parameters", "check", "twin-field.toml").output
    #expect(open.contains("test intensity 1") && open.contains("key mode probability"))
    #expect(open.hasSuffix("\n  nothing is wrong\n"))
    let given = try folder.keyrate("parameters", "check", "twin-field-plan.toml").output
    #expect(given.contains("  every setting is given\n"))
    let counts = try folder.keyrate("parameters", "check", "twin-field-counts-with-plan.toml").output
    #expect(counts.contains("  the counts of a run: Twin-field (Curty-Azuma-Lo), three decoys, finite key"))
    let keys = try folder.keyrate("parameters", "keys", "twin-field").output
    for key in ["link.alice_share", "source.test_intensities", "counts.plan"] { #expect(keys.contains("| `\(key)` |")) }
  }
}
