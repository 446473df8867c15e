// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("analyse")
struct AnalyseTests {
  static let leak = "counts.error_correction_leak_bits=290791"

  static func analyse(_ text: String, _ settings: String...) throws -> JSON {
    let folder = try TestFolder(["counts.toml": text])
    let run = try folder.keyrate(["analyse", "counts.toml", "--json"] + settings.flatMap { ["--set", $0] })
    #expect(run.status == 0, "\(settings): \(run.errors)")
    return try run.json()
  }

  static func near(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= 1e-9 * abs(expected)
  }

  // The numbers of these two tests are those of section 11 of the bb84 sheet.

  @Test("The worked example with two decoys")
  func twoDecoys() throws {
    let result = try Self.analyse(Fixtures.twoDecoyCounts)
    for (symbol, expected) in [
      ("sX0", 11834.2265001), ("sX1", 1543400.45363), ("sZ0", 19.8765541607), ("sZ1", 12074.1481739),
      ("vZ1", 353.155501653),
      ("phiX", 0.0477199143616), ("qberX", 0.0116454511371), ("leak_EC", 290790.438298), ("penalty", 123.267483321),
    ] {
      let value = try result.traced(symbol)
      #expect(Self.near(value, expected), "\(symbol) = \(value)")
    }
    #expect(result["length_bits"]?.number == 837368)
    #expect(Self.near(result["length_bits_raw"]?.number, 837368.247466))
    #expect(Self.near(result["rate_per_pulse"]?.number, 837368e-10))
    for (setting, bits) in [
      ("security.composition=tup24", 745737.0), ("security.penalty=lim", 837215), ("security.statistics=hoeffding", 0),
    ] {
      #expect(try Self.analyse(Fixtures.twoDecoyCounts, setting)["length_bits"]?.number == bits, "\(setting)")
    }
    let none = try Self.analyse(Fixtures.twoDecoyCounts, "security.statistics=hoeffding")
    #expect(none["reason_for_zero"]?.text == "no single-photon events certified (Z)")
    #expect(Self.near(none["length_bits_raw"]?.number, -290913.705782))
    let published = try Self.analyse(Fixtures.twoDecoyCounts, "security.proof=lim2014")
    #expect(Self.near(published["length_bits_raw"]?.number, -291066.93681))
    #expect(published["status"]?.text == "as published, comparison only")
  }

  @Test("The worked example with one decoy")
  func oneDecoy() throws {
    let result = try Self.analyse(Fixtures.oneDecoyCounts)
    for (symbol, expected) in [
      ("sX1", 1596140.87164), ("sZ1", 24244.2960513), ("phiX", 0.0374393539487), ("leak_EC", 297192.685203),
    ] {
      let value = try result.traced(symbol)
      #expect(Self.near(value, expected), "\(symbol) = \(value)")
    }
    #expect(result["length_bits"]?.number == 930992)
    #expect(Self.near(result["length_bits_raw"]?.number, 930992.030745))
    for (setting, bits) in [
      ("security.composition=tup24", 877956.0), ("security.penalty=lim", 930838), ("security.proof=rusca2018", 606769),
      ("security.proof=rusca2018-clipped", 779795),
    ] {
      #expect(try Self.analyse(Fixtures.oneDecoyCounts, setting)["length_bits"]?.number == bits, "\(setting)")
    }
  }

  @Test("Counts in a CSV file beside the document give the same result")
  func table() throws {
    let head = Fixtures.twoDecoyCounts.components(separatedBy: "key_basis_detections")[0]
    let expected = try Self.analyse(Fixtures.twoDecoyCounts)
    let folder = try TestFolder([
      "run/counts.toml": head + "file = \"data/counts.csv\"\n", "run/data/counts.csv": Fixtures.countsTable,
    ])
    let run = try folder.keyrate("analyse", "run/counts.toml", "--json")
    #expect(run.status == 0, "\(run.errors)")
    for name in ["length_bits", "length_bits_raw", "trace", "failure_budget", "status"] {
      #expect(try run.json()[name] == expected[name], "\(name)")
    }
  }

  @Test("Wrong tables are refused at their place")
  func wrongTables() throws {
    let head = Fixtures.twoDecoyCounts.components(separatedBy: "key_basis_detections")[0] + "file = \"counts.csv\"\n"
    for (old, new, message) in [
      ("test,0,22,11\n", "", "counts.csv: no row for the test basis and intensity 0.0"),
      ("key,0.5,", "key,0.6,", "counts.csv:3:5: intensity = 0.6: is not one of source.intensities = [0.5, 0.15, 0.0]"),
      ("key,0.5,", "wrong,0.5,", "counts.csv:3:1: basis = wrong: must be key or test"),
      ("2521034", "2521034.5", "counts.csv:3:9: detections = 2521034.5: must be a whole number"),
      ("key,0.15,", "key,0.5,", "counts.csv:4:1: a second row for the key basis and intensity 0.5"),
      ("27731", "-1", "counts.csv:3:17: errors = -1: must be at least 0"),
      (
        "detections,errors", "detections,mistakes",
        "counts.csv: has no column errors, only basis, intensity, detections, mistakes"
      ),
    ] {
      let folder = try TestFolder([
        "counts.toml": head, "counts.csv": Fixtures.countsTable.replacing(old, with: new),
      ])
      let run = try folder.keyrate("analyse", "counts.toml")
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("keyrate: " + message), "\(run.errors)")
    }
    let missing = try TestFolder(["counts.toml": head]).keyrate("analyse", "counts.toml")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("counts.csv: cannot be read: does not exist"))
  }

  @Test("A length is certified only with the measured leakage and the number of pulses")
  func certified() throws {
    let full = try Self.analyse(Fixtures.twoDecoyCounts, Self.leak)
    #expect(full["status"]?.text == "certified")
    // 290790.438 bits were estimated, 290791 measured.
    #expect(full["length_bits"]?.number == 837367)
    let estimated = try Self.analyse(Fixtures.twoDecoyCounts)
    #expect(estimated["status"]?.text == "planning")
    #expect(estimated["status_reasons"]?.list == [.text("the leakage of error correction is estimated, not measured")])
    let uncounted = try Self.analyse(Fixtures.twoDecoyCounts.replacing("pulses = 1e10\n", with: ""), Self.leak)
    #expect(uncounted["status"]?.text == "planning")
    #expect(uncounted["rate_per_pulse"] == .null)
    #expect(uncounted["length_bits"]?.number == 837367)
    for option in ["security.sampling=hyper", "security.proof=lim2014"] {
      #expect(try Self.analyse(Fixtures.twoDecoyCounts, Self.leak, option)["status"]?.text != "certified", "\(option)")
    }
  }

  @Test("A leakage of zero is warned about")
  func warnings() throws {
    let clean = Fixtures.twoDecoyCounts.replacing("[27731, 3168, 1001]", with: "[0, 0, 0]")
    let result = try Self.analyse(clean)
    #expect(
      result["warnings"]?.list
        == [.text("no errors in the key basis: the estimated leakage is 0; give the measured leakage")])
    let text = try TestFolder(["counts.toml": clean]).keyrate("analyse", "counts.toml").output
    #expect(
      text.hasSuffix("\nwarning: no errors in the key basis: the estimated leakage is 0; give the measured leakage\n"))
  }

  @Test("A fixed length is all or nothing")
  func acceptance() throws {
    func thresholds(_ vacuum: Int, _ single: Int, _ phase: Double, _ leak: Int) -> String {
      """
      error_correction_leak_bits = 290791
      [acceptance]
      vacuum = \(vacuum)
      single_photons = \(single)
      phase_error = \(phase)
      leak_bits = \(leak)

      """
    }
    let free = try Self.analyse(Fixtures.twoDecoyCounts, Self.leak)
    let passed = try Self.analyse(Fixtures.twoDecoyCounts + thresholds(10_000, 1_500_000, 0.05, 300_000))
    let bits = try #require(passed["length_bits"]?.number)
    #expect(passed["acceptance"]?["accepted"]?.bool == true)
    #expect(passed["acceptance"]?["fixed_length_bits"]?.number == bits)
    #expect(bits > 0)
    #expect(bits < (try #require(free["length_bits"]?.number)))
    // One threshold too high or too low at a time.
    for (which, file) in [
      thresholds(12_000, 1_500_000, 0.05, 300_000), thresholds(10_000, 1_600_000, 0.05, 300_000),
      thresholds(10_000, 1_500_000, 0.04, 300_000), thresholds(10_000, 1_500_000, 0.05, 290_000),
    ].enumerated() {
      let failed = try Self.analyse(Fixtures.twoDecoyCounts + file)
      #expect(failed["acceptance"]?["accepted"]?.bool == false)
      #expect(failed["acceptance"]?["criteria"]?.list.map { $0["met"]?.bool } == (0..<4).map { $0 != which })
      #expect(failed["length_bits"]?.number == 0)
      #expect(failed["reason_for_zero"]?.text?.hasPrefix("acceptance test failed (") == true)
    }
    let folder = try TestFolder(["counts.toml": Fixtures.twoDecoyCounts + thresholds(12_000, 1_500_000, 0.05, 300_000)])
    let run = try folder.keyrate("analyse", "counts.toml")
    #expect(run.status == 0)
    #expect(run.output.contains("\nacceptance test: failed\n  sX0      11834.2 against 12000: missed\n"))
  }

  @Test("Keys that describe an expected run are refused beside counts")
  func planningKeys() throws {
    let folder = try TestFolder(["counts.toml": Fixtures.twoDecoyCounts])
    for setting in [
      "link.distance_km=50", "detector.efficiency=0.1", "security.pulses=1e9", "acceptance.margin_sigma=5",
      "sweep.points=3", "security.sifting_factor=0.5",
    ] {
      let key = setting.split(separator: "=")[0]
      let run = try folder.keyrate("analyse", "counts.toml", "--set", setting)
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("keyrate: --set \(key)"), "\(run.errors)")
      #expect(run.errors.contains("has no meaning beside measured counts"), "\(run.errors)")
    }
  }

  @Test("Counts that cannot be are refused with their line")
  func impossibleCounts() throws {
    for (old, new, line) in [
      ("[27731, 3168, 1001]", "[27731, 3168, 2004]", 11), ("[28012, 2402, 22]", "[28012, 2402]", 12),
      ("[309, 36, 11]", "[309, 36, 11.5]", 13), ("[2521034, 216230, 2003]", "[2521034, 216230, -1]", 10),
      ("pulses = 1e10", "pulses = 1000", 9), ("[0.7, 0.2, 0.1]", "[0.7, 0.2, 0.2]", 6),
      ("[0.5, 0.15, 0]", "[0.15, 0.5, 0]", 5),
    ] {
      let folder = try TestFolder(["counts.toml": Fixtures.twoDecoyCounts.replacing(old, with: new)])
      let run = try folder.keyrate("analyse", "counts.toml")
      #expect(run.status == 2, "\(new)")
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("keyrate: counts.toml:\(line):"), "\(new): \(run.errors)")
    }
  }
}
