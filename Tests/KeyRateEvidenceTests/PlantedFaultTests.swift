// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import Testing

@testable import KeyRateEvidence

@Suite("Planted faults")
struct PlantedFaultTests {
  /// A fault, and the name under which it must be found.
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    var claim = "bb84-run"
    let changes: [(String, String)]
    /// The test that must be violated, or the line of argument that must refute.
    let found: String

    var testDescription: String { name }
  }

  static let detections = "key_basis_detections = [564250312, 48541020, 42251]"
  static let keyErrors = "key_basis_errors = [5677902, 494512, 5240]"
  static let leak = "error_correction_leak_bits = 57900000"

  static let faults: [Fault] = [
    Fault(
      name: "f_EC below 1",
      changes: [(leak, ""), ("correctness = 1e-15", "correctness = 1e-15\nerror_correction_efficiency = 0.95")],
      found: "error_correction_efficiency"),
    Fault(
      name: "more key errors than detections", changes: [("494512, 5240]", "494512, 52400]")],
      found: "parts_of_key_basis_detections"),
    Fault(
      name: "more test errors than detections", changes: [("6062, 66]", "6062, 660]")],
      found: "parts_of_test_basis_detections"),
    Fault(
      name: "more detections than pulses", changes: [("pulses = 1e11", "pulses = 1e8")], found: "pulses_of_counts"),
    Fault(name: "counts that do not add up", changes: [("[564250312,", "[504250312,")], found: "sifted_bits"),
    Fault(name: "another error rate", changes: [("error_rate = 0.01008", "error_rate = 0.0075")], found: "error_rate"),
    Fault(
      name: "time that does not give the pulses", changes: [("acquisition_time_s = 100", "acquisition_time_s = 60")],
      found: "pulses"),
    Fault(
      name: "duty cycle forgotten", changes: [("duty_cycle = 1", "duty_cycle = 0.5")], found: "pulses"),
    Fault(
      name: "another clock", changes: [("duty_cycle = 1", "duty_cycle = 1\nclock_hz = 1.25e9")], found: "clock"),
    Fault(
      name: "another block", changes: [("secrecy = 1e-10", "pulses = 2e11\nsecrecy = 1e-10")], found: "block"),
    Fault(
      name: "failure budget that does not sum", changes: [("count = 12", "count = 21")], found: "failure_budget"),
    Fault(
      name: "total below its parts",
      changes: [("total_failure_probability = 1.1e-10", "total_failure_probability = 1e-11")], found: "total_failure"),
    Fault(
      name: "dark counts in the wrong unit",
      changes: [
        ("dark_count_probability = 6e-7", "dark_count_probability = 6e-10"),
        ("uncertainty = 1e-7", "uncertainty = 1e-10"),
      ],
      found: "source_of_detector.dark_count_probability"),
    Fault(
      name: "efficiency other than certified", changes: [("efficiency = 0.2", "efficiency = 0.25")],
      found: "source_of_detector.efficiency"),
    Fault(
      name: "attenuation other than certified",
      changes: [("attenuation_db_per_km = 0.2", "attenuation_db_per_km = 0.17")],
      found: "source_of_link.attenuation_db_per_km"),
    Fault(
      name: "key longer than detections", changes: [("length_bits = 2.6e8", "length_bits = 6.5e8")], found: "length"),
    Fault(
      name: "more than the counts certify", changes: [("length_bits = 2.6e8", "length_bits = 2.8e8")], found: "counts"),
    Fault(
      name: "decoy columns exchanged",
      changes: [
        (detections, "key_basis_detections = [48541020, 564250312, 42251]"),
        (keyErrors, "key_basis_errors = [494512, 5677902, 5240]"),
      ], found: "decoys_nX"),
    Fault(
      name: "counts of a shorter link",
      changes: [
        (detections, "key_basis_detections = [894250312, 76941020, 67001]"),
        (keyErrors, "key_basis_errors = [8997902, 783512, 8240]"), (leak, "error_correction_leak_bits = 92000000"),
        ("sifted_bits = 612833583\n", ""),
      ], found: "model_nX[1]"),
    Fault(
      name: "rate above what any settings give",
      changes: [("length_bits = 2.6e8", "bits_per_second = 4e6")], found: "counts"),
  ]

  @Test("Every planted fault is found and named", arguments: faults)
  func found(fault: Fault) throws {
    let examination = try ClaimFixtures.examine(ClaimFixtures.changed(fault.claim, fault.changes))
    #expect(examination.verdict.outcome == .notSupported, "\(examination.verdict)")
    let violated = examination.findings.filter { $0.outcome == .violated }.map(\.id)
    #expect(
      violated.contains(fault.found) || examination.verdict.binding == fault.found,
      "\(violated), \(examination.verdict)")
  }

  @Test("Faults of twin-field and MDI counts are found before anything is computed from them")
  func otherFamilies() throws {
    func violated(_ claim: String, _ changes: [(String, String)]) throws -> [String] {
      let text = try ClaimFixtures.changed(claim, changes)
      return ClaimConsistency.findings(try ClaimFile(text: text, fileName: "claim.toml"))
        .filter { $0.outcome == .violated }.map(\.id)
    }
    #expect(try violated("twin-field-run", []) == [])
    #expect(
      try violated("twin-field-run", [("test_mode_total = 187835613", "test_mode_total = 187835614")])
        == ["test_mode_total"])
    #expect(
      try violated("twin-field-run", [("key_mode_errors = 1275105", "key_mode_errors = 127510500")])
        == ["parts_of_key_mode_successes"])
    #expect(try violated("twin-field-run", [("rate_per_pulse = 2.4e-5", "rate_per_pulse = 8e-5")]) == ["length"])
    #expect(try violated("mdi-run", []) == [])
    #expect(try violated("mdi-run", [("length_bits = 1e10", "length_bits = 4e10")]) == ["length"])
  }

  @Test(
    "A leakage below Shannon's limit makes a claim doubtful, no contradiction (R9)",
    arguments: [
      ("bb84-run", leak, "error_correction_leak_bits = 30000000"),
      ("twin-field-run", "leak_bits = 10900000", "leak_bits = 9000000"),
      ("mdi-run", "leak_bits = 6.4e9", "leak_bits = 4e9"),
    ])
  func leakage(claim: String, old: String, new: String) throws {
    let text = try ClaimFixtures.changed(claim, [(old, new)])
    let findings = ClaimConsistency.findings(try ClaimFile(text: text, fileName: "claim.toml"))
    #expect(findings.first { $0.id == "leakage" }?.outcome == .doubtful)
    #expect(!findings.contains { $0.outcome == .violated })
    guard claim == "bb84-run" else { return }
    let verdict = try ClaimFixtures.examine(text).verdict
    #expect(verdict.outcome == .notDecidable && verdict.binding == "leakage", "\(verdict)")
  }

  @Test("A claim above the ceiling is impossible, whatever else is wrong with it")
  func aboveCeiling() throws {
    let verdict = try ClaimFixtures.examine(ClaimFixtures.text("doctored-above-plob")).verdict
    #expect(verdict.outcome == .notSupported)
    #expect(verdict.isImpossible)
    #expect(verdict.binding == "ceiling")
  }

  @Test("More than the counts certify, and counts of other devices, are found for relays and quadratures too")
  func otherExaminations() throws {
    func verdict(_ claim: String, _ change: (String, String)) throws -> Verdict {
      try ClaimFixtures.examine(ClaimFixtures.changed(claim, [change])).verdict
    }
    let long = try verdict("mdi-run", ("length_bits = 1e10", "length_bits = 1.1e10"))
    #expect(long.outcome == .notSupported && long.binding == "counts")
    // A little above what the counts certify is open within the statements, never supported.
    #expect(try verdict("mdi-run", ("length_bits = 1e10", "length_bits = 1.06e10")).outcome != .supported)
    let far = try verdict("mdi-run", ("loss_db = 13.34 ", "loss_db = 14.34 "))
    #expect(far.outcome == .notSupported && far.binding.hasPrefix("model_"))
    let longer = try verdict("cv-run", ("length_bits = 9e8", "length_bits = 1.3e9"))
    #expect(longer.outcome == .notSupported && longer.binding == "counts")
    let lossy = try verdict("cv-run", ("loss_db = 5\n", "loss_db = 6\n"))
    #expect(lossy.outcome != .supported && (lossy.binding == "loss" || lossy.binding.hasPrefix("model_")))
    // Moments of another modulation than the stated one are refused when the file is read.
    #expect(throws: (any Error).self) { try verdict("cv-run", ("sum_x2 = 1.00002e10", "sum_x2 = 1.002e10")) }
  }

  @Test("The same claim without its fault is supported by its counts", arguments: ["bb84-run", "mdi-run", "cv-run"])
  func sound(claim: String) throws {
    let examination = try ClaimFixtures.examine(ClaimFixtures.text(claim))
    #expect(examination.verdict.outcome == .supported, "\(examination.verdict)")
    #expect(examination.findings.allSatisfy { $0.outcome == .passed || $0.outcome == .notTested })
    #expect(examination.missing.isEmpty, "\(examination.missing)")
    #expect(examination.counts.deciding?.result.analysis.status == .certified)
  }
}
