// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity
import Testing

@Suite("Plans of a twin-field run")
struct TwinFieldPlanTests {
  private func result(_ plan: String) throws -> (warnings: [String], length: Double?) {
    let text = TwinFieldText.run + "plan = \"plan.toml\"\npredictions_fixed_before_run = true\n"
    let file = try ParameterFile(text: text, fileName: "f.toml")
    let run = try file.run(reading: CountsSource { TextFile(name: $0, text: plan) })
    return (run.result.warnings, run.result.lengthBits)
  }

  @Test("Settings that a plan gives otherwise than the run are said, those that agree or are open are not")
  func disagreements() throws {
    let base = try result(TwinFieldText.plan)
    let same = try result(
      TwinFieldText.plan + """
        source.key_intensity = 0.02
        source.test_intensities = [0.4, "optimise", 1e-4]
        source.test_probabilities = "optimise"
        source.key_mode_probability = 0.6
        """)
    // A drift of 5 % is beyond chance, and no other distance.
    #expect(same.warnings == base.warnings && base.warnings.count == 1)
    #expect(base.warnings[0].hasPrefix("12 of 12 counts are not what plan.toml expects"))
    #expect(!base.warnings[0].contains("another distance"))
    let other = try result(
      TwinFieldText.plan.replacing("1e12", with: "1e11") + """
        source.key_intensity = 0.03
        source.test_intensities = [0.4, 0.2, 1e-4]
        source.key_mode_probability = 0.6
        """)
    let words = "its link predicts the counts with the settings of the run"
    #expect(
      other.warnings == [
        "plan.toml plans source.key_intensity = 0.03, the run used 0.02: \(words)",
        "plan.toml plans source.test_intensities = [0.4, 0.2, 1e-4], the run used [0.4, 0.1, 1e-4]: \(words)",
        "plan.toml plans security.pulses = 1e11, the run used 1e12: \(words)",
      ] + base.warnings)
    // The predictions themselves are the same: the link's, with the settings of the run.
    #expect(other.length == base.length && (base.length ?? 0) > 0)
  }

  @Test("Counts that are not those of the plan are told, and counts of one detector as such")
  func residuals() throws {
    let far = try result(TwinFieldText.plan.replacing("loss_db = 45", with: "loss_db = 49"))
    #expect(far.warnings.contains { $0.contains("12 of 12 counts are not what plan.toml expects") })
    #expect(!far.warnings.contains { $0.contains("one detector") })
    #expect(far.warnings.contains { $0.contains("was it made for another distance?") })
    // Half of the light is half of the counts.
    let half = try result(TwinFieldText.plan.replacing("loss_db = 45", with: "loss_db = 39"))
    #expect(half.warnings.contains { $0.contains("are they the counts of one detector only?") })
    // A bad plan costs length, never security.
    #expect((far.length ?? 0) < (try result(TwinFieldText.plan).length ?? 0))
  }

  @Test("The plan's file, rule and digest stand with the result; the old rule is an option")
  func origin() throws {
    func options(_ more: String, _ security: String = "") throws -> [AnalysisDescription.Option] {
      let text = TwinFieldText.run + more + security
      let run = try ParameterFile(text: text, fileName: "f.toml").run(
        reading: CountsSource { TextFile(name: $0, text: "abc" == $0 ? "" : TwinFieldText.plan) })
      return run.result.analysis.options
    }
    let plan = "plan = \"plan.toml\"\npredictions_fixed_before_run = true\n"
    let digest = Fingerprint.sha256(TwinFieldText.plan)
    #expect(try options(plan).contains(.init("plan", "plan.toml, evaluated, SHA-256 \(digest)")))
    #expect(try options(plan).contains(.init("predictions", "fixed before the run")))
    #expect(
      try options(plan, "[security]\nprediction = \"expected\"").contains(
        .init("plan", "plan.toml, expected, SHA-256 \(digest)")))
    let numbers = """
      predicted_pairs = [[0, 0, 2623.58], [1, 1, 11720400.0]]
      predicted_phase_errors = 5142930
      predictions_fixed_before_run = true

      """
    let sum = Fingerprint.sha256("0,0 2623.58\n1,1 11720400\nph 5142930\n")
    #expect(try options(numbers).contains(.init("predicted numbers", "SHA-256 \(sum)")))
    #expect(try options("").contains(.init("predictions", "successes (TF-34b)")))
  }
}
