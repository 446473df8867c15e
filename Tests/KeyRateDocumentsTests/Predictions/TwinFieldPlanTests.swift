// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
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
    #expect(same.warnings == base.warnings && !base.warnings.contains { $0.contains("plan.toml") })
    let other = try result(
      TwinFieldText.plan.replacing("1e12", with: "1e11") + """
        source.key_intensity = 0.03
        source.test_intensities = [0.4, 0.2, 1e-4]
        source.key_mode_probability = 0.6
        """)
    let words = "its link predicts the counts with the settings of the run"
    #expect(
      other.warnings == base.warnings + [
        "plan.toml plans source.key_intensity = 0.03, the run used 0.02: \(words)",
        "plan.toml plans security.pulses = 1e11, the run used 1000000000000: \(words)",
        "plan.toml plans source.test_intensities = [0.4, 0.2, 1e-4], the run used [0.4, 0.1, 0.0001]: \(words)",
      ])
    // The predictions themselves are the same: the link's, with the settings of the run.
    #expect(other.length == base.length && (base.length ?? 0) > 0)
  }
}
