// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import Testing

@testable import KeyRateEvidence

@Suite("What a claim leaves out")
struct MissingTests {
  /// What is taken out of the worked claim, and the key that the report must ask for.
  static let omissions: [(change: [(String, String)], key: String)] = [
    ([("error_correction = \"one-way\"\n", "")], "claim.error_correction"),
    ([("authentication_bits = 2048\n", "")], "claim.authentication_bits"),
    ([("modes_per_pulse = 2  ", "#")], "link.modes_per_pulse"),
    ([("secrecy = 1e-10\n", "")], "security.secrecy"), ([("correctness = 1e-15\n", "")], "security.correctness"),
    ([("length_bits = 2.6e8\n", "")], "claim.rate_per_pulse"),
    ([("length_bits = 2.6e8", "bits_per_second = 2.5e6"), ("duty_cycle = 1\n", "")], "claim.duty_cycle"),
    ([("length_bits = 2.6e8", "rate_per_pulse = 2.5e-3")], "claim.sifting"),
    ([("length_bits = 2.6e8", "rate_per_pulse = 2.5e-3\nsifting = \"excluded\"")], "claim.sifting_factor"),
    (
      [
        ("misalignment = 0.01\n", ""),
        (
          "[[evidence]]\nkey = \"detector.misalignment\"\nuncertainty = 0.001\ncoverage_factor = 2\nsource = \"measured\"\nreference = \"run sheet\"\n",
          ""
        ),
      ], "detector.misalignment"
    ),
    (
      [
        (
          "[[evidence]]\nkey = \"detector.misalignment\"\nuncertainty = 0.001\ncoverage_factor = 2\nsource = \"measured\"\nreference = \"run sheet\"\n",
          ""
        )
      ], "[[evidence]] with key = \"detector.misalignment\""
    ),
    (
      [("distance_km = 50\nattenuation_db_per_km = 0.2\n", ""), ("\"link.distance_km\"", "\"detector.efficiency\"")], ""
    ),
  ]

  @Test("Nothing is supported against something missing, and the report asks for it", arguments: 0..<11)
  func omission(index: Int) throws {
    let (changes, key) = Self.omissions[index]
    let examination = try ClaimFixtures.examine(ClaimFixtures.changed("bb84-run", changes))
    #expect(examination.verdict.outcome == .notDecidable, "\(key): \(examination.verdict)")
    #expect(examination.missing.contains { $0.keys.contains(key) }, "\(key): \(examination.missing)")
  }

  @Test("Without a link the report says which loss would allow the claim")
  func noLink() throws {
    let text = """
      protocol = "bb84"
      [claim]
      rate_per_pulse = 1e-3
      sifting = "included"
      [link]
      modes_per_pulse = 1
      [detector]
      efficiency = 0.2
      """
    let examination = try ClaimFixtures.examine(text)
    #expect(examination.verdict.outcome == .notDecidable)
    let need = try #require(examination.missing.first { $0.keys.contains("link.loss_db") })
    // η = 1 − 2^(−0.001) is a loss of 31.59 dB.
    #expect(need.requirement?.hasPrefix("less than 31.5") == true, "\(need)")
  }

  @Test("A sifting factor that shrinks the claim is found out")
  func siftingFactor() throws {
    func verdict(_ factor: String) throws -> Verdict {
      let text = ClaimFixtures.small.replacing(
        "sifting = \"included\"", with: "sifting = \"excluded\"\nsifting_factor = \(factor)")
      return try ClaimFixtures.examine(text).verdict
    }
    // The settings that sifting follows from are not in the file.
    #expect(try verdict("0.5").outcome == .notDecidable)
    let stated = ClaimFixtures.small.replacing(
      "error_correction_efficiency", with: "sifting_factor = 0.5\nerror_correction_efficiency"
    )
    .replacing("sifting = \"included\"", with: "sifting = \"excluded\"\nsifting_factor = 0.005")
    let found = try ClaimFixtures.examine(stated)
    #expect(found.verdict.outcome == .notSupported)
    #expect(found.verdict.binding == "sifting_factor")
  }

  @Test("A length is not supported by an analysis of unlimited blocks, nor counts that cannot be judged by a model")
  func scope() throws {
    let length = ClaimFixtures.small.replacing(
      "rate_per_pulse = 1e-4\nsifting = \"included\"",
      with: "length_bits = 1e5\nacquisition_time_s = 10\nduty_cycle = 1\nclock_hz = 1e9")
    #expect(try ClaimFixtures.examine(length).verdict.outcome == .notDecidable)
    // A rate may be supported by such an analysis, and the headline says so.
    let rate = try ClaimFixtures.examine(ClaimFixtures.small).verdict
    #expect(rate.outcome == .supported && rate.remark?.contains("with infinite data, not a run") == true)
    let noPulses = try ClaimFixtures.changed(
      "bb84-run",
      [
        ("pulses = 1e11\n", ""), ("length_bits = 2.6e8", "rate_per_pulse = 1e-4\nsifting = \"included\""),
        ("acquisition_time_s = 100\n", ""),
      ])
    #expect(try ClaimFixtures.examine(noPulses).verdict.outcome == .notDecidable)
  }

  @Test("An analysis that leaves a cost unpaid is no support")
  func unpaidCost() throws {
    let verdict = try ClaimFixtures.examine(ClaimFixtures.text("jain-2022-20km")).verdict
    #expect(verdict.outcome == .notDecidable && verdict.binding == "stated_settings")
    #expect(verdict.reasons.contains { $0.contains("leaves a cost unpaid") })
  }

  @Test("Nor is a rate that forgets how often an honest run aborts")
  func unpaidAborts() throws {
    let finite = [
      (
        "intensities = [0.48, 0.05, 0]",
        "intensities = [0.48, 0.05, 0]\nintensity_probabilities = [0.7, 0.2, 0.1]\nkey_basis_probability = 0.9"
      ),
      ("analysis = \"asymptotic\"", "pulses = 1e10"), ("rate_per_pulse = 1e-4", "rate_per_pulse = 1e-5"),
    ]
    func stated(margin: String) throws -> Argument? {
      let text = finite.reduce(ClaimFixtures.small) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
        .replacingOccurrences(of: "[link]", with: "[acceptance]\nmargin_sigma = \(margin)\n[link]")
      return try ClaimFixtures.examine(text).settings?.stated
    }
    #expect(try stated(margin: "5")?.conclusion == .supports)
    let careless = try #require(try stated(margin: "0"))
    #expect(careless.conclusion == .open)
    #expect(careless.explanation.contains { $0.contains("leaves a cost unpaid: the rate is that of a run that") })
  }

  @Test("A violated assumption is not decidable, however good the numbers are")
  func violatedAssumption() throws {
    let text = try ClaimFixtures.changed(
      "bb84-run", [("status = \"measured\"\nreference = \"run sheet, signed before the run\"", "status = \"violated\"")]
    )
    let verdict = try ClaimFixtures.examine(text).verdict
    #expect(verdict.outcome == .notDecidable)
    #expect(verdict.binding == "assumption")
  }

  @Test("A claim between worst and best case is not decidable")
  func borderline() throws {
    let small = ClaimFixtures.small
    let nominal = try #require(try ClaimFixtures.examine(small).settings?.box)
    #expect(nominal.worst < nominal.nominal && nominal.nominal < nominal.best)
    let between = small.replacing("rate_per_pulse = 1e-4", with: "rate_per_pulse = \(nominal.nominal)")
    #expect(try ClaimFixtures.examine(between).verdict.outcome == .notDecidable)
    let below = small.replacing("rate_per_pulse = 1e-4", with: "rate_per_pulse = \(nominal.worst * 0.999)")
    #expect(try ClaimFixtures.examine(below).verdict.outcome == .supported)
    let above = small.replacing("rate_per_pulse = 1e-4", with: "rate_per_pulse = \(nominal.best * 1.02)")
    #expect(try ClaimFixtures.examine(above).verdict.outcome != .supported)
  }
}
