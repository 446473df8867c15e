// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Counts of twin-field runs")
struct TwinFieldCountsTests {
  private func example(_ name: String, _ settings: [(key: String, value: String)] = []) throws -> SecretKeyRate {
    let path = ParameterFolder.path + "examples/" + name
    return try ParameterFile(text: TextFile.read(path).text, fileName: path, settings: settings)
      .run(reading: .beside(path)).result
  }

  private func run(_ text: String, files: [String: String] = [:]) throws -> SecretKeyRate {
    try ParameterFile(text: text, fileName: "f.toml").run(
      reading: CountsSource { name in
        guard let text = files[name] else {
          throw DocumentError(position: SourcePosition(file: name), problem: "cannot be read: does not exist")
        }
        return TextFile(name: name, text: text)
      }
    ).result
  }

  private func near(_ value: Double?, _ expected: Double, _ tolerance: Double = 2e-5) -> Bool {
    value.map { abs($0 - expected) <= tolerance * expected } ?? false
  }

  // The lengths and the bounds are those of the tf sheet's checkpoints tf-pub-cal-finite-counts-successes-02 and
  // -counts-linear-01.

  @Test("Counts from a table, one row for each detector, leak assumed: the checkpoint that looks at successes alone")
  func table() throws {
    let rate = try example("twin-field-counts-from-csv.toml")
    #expect(near(rate.value("M_U(0,0)"), 11735.449101983933))
    #expect(near(rate.value("M_U(1,1)"), 13442447.252866725))
    #expect(near(rate.value("Nph"), 7337301.139555705))
    #expect(near(rate.value("eph"), 0.09537422832268906))
    #expect(near(rate.value("eX"), 0.016574507859543355))
    #expect(near(rate.rawLengthBits, 31127435.983954))
    #expect(rate.analysis.status == .planning)
    #expect(rate.analysis.options.contains(.init("concentration", "kato")))
    #expect(near(rate.value("MX_U"), 102_470_199.4612017))
    #expect(near(rate.value("ln(1/eps_d)"), 26.663437, 1e-7) && near(rate.value("ln(1/eps_k)"), 51.432907, 1e-7))
    // As first published here: every failure under the root, no prediction (tf-pub-cal-finite-counts-02).
    let old = try example(
      "twin-field-counts-from-csv.toml",
      [(key: "security.composition", value: "root"), (key: "security.concentration", value: "azuma")])
    #expect(near(old.value("M_U(0,0)"), 13999.078820910026) && near(old.value("Nph"), 9277549.324829148))
    #expect(near(old.rawLengthBits, 25210675.03717139))
  }

  @Test("The same with a leak allowance is certified and shorter by what the allowance exceeds the estimate")
  func leak() throws {
    let rate = try example("twin-field-counts.toml")
    #expect(rate.analysis.status == .certified)
    let estimate = try #require(try example("twin-field-counts-from-csv.toml").rawLengthBits)
    let raw = try #require(rate.rawLengthBits)
    #expect(abs(estimate - raw - (10_900_000 - 10_864_981.788506368)) < 0.01)
    #expect(rate.lengthBits == raw.rounded(.down))
  }

  @Test("A plan fixed before the run: as good as the predictions of the checkpoint, and shorter with the leak")
  func plan() throws {
    let rate = try example("twin-field-counts-with-plan.toml")
    #expect(rate.analysis.status == .certified)
    #expect(rate.assumptions.contains { $0.contains("not made from the data analysed") })
    // The checkpoint with the predictions of the old rule, and the one without any.
    let allowance = 10_900_000 - 10_871_620.104900746
    #expect((rate.rawLengthBits ?? 0) > 31_070_898.58139644 - allowance)
    #expect(near(rate.rawLengthBits, 31_112_172.71145484 - allowance, 3e-3))
    #expect(rate.analysis.options.contains(.init("concentration", "kato")))
    let without = try example(
      "twin-field-counts-with-plan.toml", [(key: "security.concentration", value: "azuma")])
    #expect((without.rawLengthBits ?? 0) < 0.9 * (rate.rawLengthBits ?? 0))
  }

  @Test("Predictions as numbers: those of the checkpoint")
  func predictions() throws {
    let text =
      TwinFieldText.run
      .replacing("76931696", with: "76931588").replacing("1275105", with: "1276077")
      .replacing("[27281536, 25272308, 33433415]", with: "[27275512, 25278893, 33423823]")
      .replacing("[25915866, 15375714, 12561622]", with: "[25915643, 15375657, 12561436]")
      .replacing("[34852388, 13099150, 43614]", with: "[34856568, 13100234, 43678]")
        + """
        predicted_pairs = [
          [0, 0, 2623.58], [0, 2, 19603800.0], [0, 4, 463777.0], [1, 1, 11720400.0], [1, 3, 424564.0],
          [2, 0, 19603800.0], [2, 2, 520175.0], [3, 1, 424564.0], [4, 0, 463777.0]]
        predicted_test_total = 197709000
        predicted_phase_errors = 5142930
        predictions_fixed_before_run = true
        """
    let rate = try run(text)
    #expect(near(rate.rawLengthBits, 31070898.58139644))
    #expect(near(rate.value("Nph"), 7352654.719064247))
    let root = try run(text + "\n[security]\ncomposition = \"root\"")
    #expect(near(root.rawLengthBits, 29964665.336816385) && near(root.value("Nph"), 7697773.52712009))
    // A far too large prediction loosens the bound, and no more.
    let wrong = try run(text.replacing("[0, 2, 19603800.0]", with: "[0, 2, 1.9e7]"))
    #expect((wrong.rawLengthBits ?? 0) < (rate.rawLengthBits ?? 0) * (1 + 1e-6))
    #expect((wrong.rawLengthBits ?? 0) > 2.9e7)
  }

  @Test("Both users' settings given, the same for both: the same as given once")
  func bob() throws {
    let both = TwinFieldText.run.replacing(
      "[counts]",
      with: """
        source.bob_key_intensity = 0.02
        source.bob_test_intensities = [0.4, 0.1, 1e-4]
        source.bob_test_probabilities = [0.2, 0.3, 0.5]
        [counts]
        """)
    #expect(try run(both).rawLengthBits == run(TwinFieldText.run).rawLengthBits)
  }

  /// What keeps a run from a key, with the reason that is printed.
  @Test(
    "No key has a reason",
    arguments: [
      ("43614]]", "43614000]]", "inconsistent test-basis data"),
      ("[27281536, 25272308, 33433415]", "[1, 25272308, 33433415]", "inconsistent test-basis data"),
      ("1275105", "38465848", "bit error rate >= 1/2"),
      ("1275105", "16000000", "error correction leakage exceeds secrecy"),
      (
        "key_mode_successes = 76931696\nkey_mode_errors = 1275105", "key_mode_successes = 0\nkey_mode_errors = 0",
        "no detections (key mode)"
      ),
      (
        "key_mode_successes = 76931696", "key_mode_successes = 307726784",
        "counts contradict the settings (more key-mode successes than the test counts allow)"
      ),
      (
        "key_mode_probability = 0.6", "key_mode_probability = 0.002",
        "counts contradict the settings (more key-mode successes than key-mode rounds)"
      ),
      (
        "[[27281536, 25272308, 33433415], [25915866, 15375714, 12561622], [34852388, 13099150, 43614]]",
        "[[1, 0, 0], [0, 1, 0], [0, 0, 1]]",
        "counts contradict the settings (more key-mode successes than the test counts allow)"
      ),
      (
        "key_mode_successes = 76931696\nkey_mode_errors = 1275105", "key_mode_successes = 90\nkey_mode_errors = 1",
        "block too small"
      ),
    ])
  func zero(old: String, new: String, reason: String) throws {
    let text = TwinFieldText.run.replacing(old, with: new)
    #expect(text != TwinFieldText.run)
    let rate = try run(text)
    #expect(rate.lengthBits == 0 && rate.ratePerPulse == 0)
    #expect(rate.reasonForZero.map { "\($0)" } == reason)
  }

  @Test("No test counts at all: no key, and the reason names the mode")
  func noTestCounts() throws {
    let rate = try run(TwinFieldText.runHead + "test_mode_successes = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]")
    #expect(rate.lengthBits == 0)
    #expect(rate.reasonForZero.map { "\($0)" } == "no detections (test mode)")
  }

  @Test("Certified with leak and counts only")
  func certified() throws {
    let leak = "error_correction_leak_bits = 10900000\n"
    #expect(try run(TwinFieldText.run).analysis.status == .planning)
    #expect(try run(TwinFieldText.run + leak).analysis.status == .certified)
    let joint = try run(TwinFieldText.run + leak + "[security]\nphase_errors = \"joint\"")
    #expect(joint.analysis.status == .certified)
    #expect(joint.analysis.statusReasons.contains { $0.contains("derived, unpublished") })
    #expect(
      try run(TwinFieldText.run + leak + "[security]\ncomposition = \"curras2021\"").analysis.status == .comparisonOnly)
    // Each analysis that was tried costs; none makes the key longer.
    let tried = try run(TwinFieldText.run + leak + "[security]\nanalyses_tried = 10")
    #expect((tried.lengthBits ?? 0) < (try run(TwinFieldText.run + leak).lengthBits ?? 0))
  }

  @Test("Shannon's rule: fewer bits than the errors need certify nothing, finer counts may")
  func shannon() throws {
    let few = try run(TwinFieldText.run + "error_correction_leak_bits = 17\n")
    #expect(few.analysis.status == .planning && few.warnings.contains { $0.contains("Shannon's limit") })
    #expect(near(few.value("leak_EC_min"), 9_366_318.8, 1e-7))
    let apart = try run(
      TwinFieldText.run + """
        error_correction_leak_bits = 8200000
        key_mode_outcomes = [[38465848, 0], [38465848, 1275105]]
        """)
    #expect(apart.analysis.status == .certified)
    let wrong = TwinFieldText.run + "key_mode_outcomes = [[38465848, 0], [38465847, 1275105]]"
    #expect(throws: (any Error).self) { try run(wrong) }
  }
}
