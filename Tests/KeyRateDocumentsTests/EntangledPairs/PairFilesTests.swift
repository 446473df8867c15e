// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReading
import KeyRateSecurity
import Testing

@Suite("Files of entangled pairs")
struct PairFilesTests {
  private func run(_ text: String) throws -> SecretKeyRate {
    try ParameterFile(text: text, fileName: "f.toml").run(reading: .beside("f.toml")).result
  }

  private static func pooled(_ n: Int, _ m: Int, _ k: Int, _ v: Int, _ epsilon: String, _ sampling: String) -> String {
    """
    protocol = "bbm92"
    source.key_basis_probability = 0.5
    counts = { duration_s = 3100, key_rounds = \(n), key_round_errors = \(m), test_rounds = \(k), test_round_errors = \(v) }
    security = { key_mode = "pooled", sampling = "\(sampling)", secrecy = \(epsilon), correctness = \(epsilon) }
    """
  }

  @Test("The Micius block gives 249 bits at 1e-6 and 63 at 1e-10, and none with Serfling's tail")
  func micius() throws {
    #expect(try run(Self.pooled(1950, 88, 1150, 52, "1e-6", "exact")).lengthBits == 249)
    let file = try ParameterFolder.file("examples/micius-2020-counts.toml")
    let result = try file.run(reading: .beside("f.toml")).result
    #expect(result.lengthBits == 63)
    // Its leakage is an estimate.
    #expect(result.analysis.status == .planning)
    let serfling = try run(Self.pooled(1550, 70, 1550, 70, "1e-6", "serfling"))
    #expect(serfling.lengthBits == 0)
    #expect(serfling.reasonForZero != nil)
  }

  @Test("The worked run of the sheet is certified, by intervals, for every sampling bound")
  func worked() throws {
    let name = "examples/entangled-pairs-counts.toml"
    let text = try ParameterFolder.text(name)
    for (sampling, bits) in [("kl", 174367.0), ("klt", 175238), ("exact", 175644)] {
      let result = try run(text.replacing("\"klt\"", with: "\"\(sampling)\""))
      #expect(result.lengthBits == bits, "\(sampling)")
      #expect(result.analysis.status == .certified, "\(sampling)")
      #expect(result.value("length_raw_lower") != nil || result.trace.contains { $0.source.contains("intervals") })
    }
    // A dead time that blocks only the detector that fired leaves it for planning, with the same number.
    let blocked = try run(text.replacing("events-after-silence", with: "blocks-fired-detector"))
    #expect(blocked.lengthBits == 175238 && blocked.analysis.status == .planning)
    // So does a receiver of which something is unsaid: no default certifies.
    for line in ["double_clicks", "dead_time_rule", "basis_choice"] {
      let unsaid = text.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix(line) }.joined(separator: "\n")
      let result = try run(unsaid)
      #expect(result.lengthBits == 175238 && result.analysis.status == .planning, "\(line)")
      #expect(result.analysis.statusReasons.contains { $0.contains("detector.\(line)") }, "\(line)")
    }
  }

  @Test("Both bases give key where each tests the other")
  func both() throws {
    let result = try run(
      """
      protocol = "bbm92"
      [counts]
      duration_s = 100
      key_basis_detections = 100000
      key_basis_errors = 1500
      test_basis_detections = 90000
      test_basis_errors = 1400
      key_basis_disclosed = 20000
      key_basis_disclosed_errors = 310
      test_basis_disclosed = 18000
      test_basis_disclosed_errors = 270
      error_correction_leak_bits = 26000
      [detector]
      double_clicks = "random-bit"
      dead_time_rule = "blocks-all-detectors"
      basis_choice = "active"
      [security]
      key_mode = "both"
      """)
    #expect((result.lengthBits ?? 0) > 100_000)
    #expect(result[.siftedBits] == 190_000)
    #expect(result.analysis.status == .certified)
    #expect(result.value("phi_X") != nil && result.value("phi_Z") != nil)
  }

  @Test("A continuous pump gives rates per slot and the same bits per second as per duration")
  func continuousPump() throws {
    let file = try ParameterFolder.file("examples/entangled-pairs-continuous.toml")
    let link = try file.link()
    let search = try #require(link.search)
    let best = try Optimiser.maximise(search)
    let rate = try link.evaluate(best.point)
    let perSecond = try #require(rate.value("rate_per_s"))
    let perSlot = try #require(rate.ratePerPulse)
    #expect(perSecond > 100)
    #expect(abs(perSlot * 1e9 - perSecond) < 1e-9 * perSecond)
    #expect(link.repetitionRateHz == 1e9)
    let columns = link.settings(best.point).map(\.column)
    #expect(columns == ["coincidence_window_s", "pair_rate_hz", "key_basis_probability", "test_fraction"])
  }

  @Test("The source at one end gives less than in the middle at great loss, and the ceiling is the weaker arm's")
  func ends() throws {
    func rate(_ share: Double) throws -> (Double, Double) {
      let text = """
        protocol = "bbm92"
        link = { loss_db = 30, alice_share = \(share) }
        detector.dark_count_probability = 1e-6
        security.analysis = "asymptotic"
        """
      let link = try ParameterFile(text: text, fileName: "f.toml").link()
      let best = try Optimiser.maximise(try #require(link.search))
      return (
        try #require(link.evaluate(best.point).ratePerPulse), try #require(link.ceilingPerMode?.ratePerPulse)
      )
    }
    let (middle, arm) = try rate(0.5)
    let (end, whole) = try rate(0)
    #expect(middle > 0 && end > 0 && middle <= arm && end <= whole)
    #expect(arm > 10 * whole)
  }

  @Test("Ranges of one's own hold the optimum")
  func ranges() throws {
    let text = """
      protocol = "bbm92"
      link.loss_db = 20
      security.pulses = 1e12
      search = { mean_pairs = [0.2, 0.3], key_basis_probability = [0.6, 0.7] }
      """
    let link = try ParameterFile(text: text, fileName: "f.toml").link()
    let best = try Optimiser.maximise(try #require(link.search))
    let values = Dictionary(uniqueKeysWithValues: link.settings(best.point).map { ($0.column, $0.value) })
    #expect(abs((values["mean_pairs"] ?? 0) - 0.2) < 1e-6)
    #expect(abs((values["key_basis_probability"] ?? 0) - 0.7) < 1e-6)
  }

  @Test("A run has all of the length that was agreed, or nothing (PH-17)")
  func fixedLength() throws {
    let text =
      try ParameterFolder.text("examples/entangled-pairs-counts.toml") + """

        [acceptance]
        key_basis_detections = 240000
        test_basis_detections = 58000
        test_basis_errors = 1100
        leak_bits = 34000
        """
    func run(_ text: String) throws -> MeasuredRun {
      try ParameterFile(text: text, fileName: "f.toml").run(reading: .beside("f.toml"))
    }
    let accepted = try run(text)
    let agreed = try #require(accepted.acceptance)
    #expect(agreed.isAccepted && agreed.lines.map(\.symbol) == ["nX", "nZ", "mZ", "leak_EC"])
    #expect(accepted.result.lengthBits == agreed.fixedLengthBits && agreed.fixedLengthBits > 150_000)
    #expect(agreed.fixedLengthBits < 175_238)
    #expect(accepted.result.analysis.status == .certified)
    #expect(accepted.result.value("l_fix") == agreed.fixedLengthBits)
    for change in [
      ("key_basis_detections = 240000", "key_basis_detections = 250001"),
      ("test_basis_detections = 58000", "test_basis_detections = 60001"),
      ("test_basis_errors = 1100", "test_basis_errors = 1079"), ("leak_bits = 34000", "leak_bits = 32999"),
    ] {
      let refused = try run(text.replacing(change.0, with: change.1))
      #expect(refused.acceptance?.isAccepted == false && refused.result.lengthBits == 0, "\(change)")
      #expect(refused.result.reasonForZero?.kind == .acceptanceTestFailed)
    }
    // A leakage that no error correction reaches is counted as the least that one needs.
    let little = try run(
      text.replacing("error_correction_leak_bits = 33000", with: "error_correction_leak_bits = 1")
        .replacing("leak_bits = 34000", with: "leak_bits = 100"))
    #expect(little.result.lengthBits == 0 && little.result.analysis.status != .certified)
  }

  @Test("The agreed length is known before the run; an expected run that misses a tolerance has none")
  func plannedLength() throws {
    let link = """
      protocol = "bbm92"
      link.loss_db = 20
      source = { mean_pairs = 0.05, key_basis_probability = 0.7 }
      detector = { efficiency = 0.8, misalignment = 0.01, dark_count_probability = 1e-7 }
      security.pulses = 1e10

      """
    func rate(_ text: String) throws -> SecretKeyRate {
      try ParameterFile(text: text, fileName: "f.toml").link().evaluate([])
    }
    let free = try rate(link)
    let (n, k) = (try #require(free.value("nX")), try #require(free.value("nZ")))
    let (v, leak) = (try #require(free.value("mZ")), try #require(free.value("leak_EC")))
    func tolerances(_ n: Double, _ k: Double, _ v: Double, _ leak: Double) -> String {
      let all = [n.rounded(.down), k.rounded(.down), v.rounded(.up), leak.rounded(.up)].map { $0.plain }
      return link
        + "acceptance = { key_basis_detections = \(all[0]), test_basis_detections = \(all[1]), "
        + "test_basis_errors = \(all[2]), leak_bits = \(all[3]) }"
    }
    let tight = try rate(tolerances(n, k, v, leak))
    let wide = try rate(tolerances(0.98 * n, 0.95 * k, 1.1 * v, 1.02 * leak))
    let bits = try #require(free.lengthBits)
    #expect(try #require(tight.lengthBits) <= bits && (tight.lengthBits ?? 0) > bits - 20)
    #expect(try #require(wide.lengthBits) < (tight.lengthBits ?? 0) && (wide.lengthBits ?? 0) > 0)
    let missed = try rate(tolerances(1.01 * n, k, v, leak))
    #expect(missed.lengthBits == 0 && missed.reasonForZero?.kind == .acceptanceTestFailed)
  }
}
