// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Plans beside the counts of a run, in every family")
struct PlanComparisonTests {
  private static let bb84 = """
    protocol = "bb84"
    link.loss_db = 20
    source.intensities = [0.5, 0.1, 1e-3]
    source.intensity_probabilities = [0.8, 0.1, 0.1]
    source.key_basis_probability = 0.9
    detector.efficiency = 0.5
    detector.dark_count_probability = 1e-6
    detector.misalignment = 0.01
    security.pulses = 1e10

    """
  private static let mdi = """
    protocol = "mdi"
    link.loss_db = 20
    source.intensities = [0.33, 0.17, 0.04]
    source.intensity_probabilities = [0.63, 0.04, 0.21]
    detector.efficiency = 0.5
    detector.dark_count_probability = 1e-7
    detector.misalignment = 0.01
    security.pulses = 1e13

    """

  /// The counts that a plan expects, rounded, as the counts file of a run with its settings.
  private func run(of plan: String, scale: Double = 1) throws -> String {
    let link = try ParameterFile(text: plan, fileName: "plan.toml").link()
    let trace = try link.evaluate([]).trace.filter { $0.stage == .observations }
    let counts = trace.map { ($0.symbol, ($0.value * scale).rounded()) }
    let lines = plan.split(separator: "\n").filter { $0.hasPrefix("source") || $0.hasPrefix("protocol") }
    var text = lines.joined(separator: "\n") + "\ncounts.plan = \"plan.toml\"\n"
    func number(_ symbol: String) -> String { counts.first { $0.0 == symbol }.map { $0.1.plain } ?? "0" }
    if plan.contains("bb84") {
      text += "counts.pulses = 1e10\n"
      for (key, symbol) in [
        ("key_basis_detections", "nX"), ("key_basis_errors", "mX"), ("test_basis_detections", "nZ"),
        ("test_basis_errors", "mZ"),
      ] {
        text += "counts.\(key) = [\((1...3).map { number("\(symbol)[\($0)]") }.joined(separator: ", "))]\n"
      }
    } else {
      text += "counts.pulses = 1e13\ncounts.zz_errors = \(number("m_zz"))\ncounts.xx_errors = \(number("m_xx"))\n"
      for cell in ["zz", "xx", "yy", "xo", "ox", "yo", "oy", "oo"] {
        text += "counts.\(cell) = \(number("n_" + cell))\n"
      }
    }
    return text
  }

  private func analyse(_ run: String, _ plan: String) throws -> MeasuredRun {
    try ParameterFile(text: run, fileName: "run.toml").run(
      reading: CountsSource { TextFile(name: $0, text: plan) })
  }

  @Test(
    "Counts as expected: every one within rounding, no warning, and the same length as without a plan",
    arguments: [
      (bb84, 12), (mdi, 10),
    ])
  func agreeing(plan: String, count: Int) throws {
    let text = try run(of: plan)
    let measured = try analyse(text, plan)
    let comparison = try #require(measured.plan)
    #expect(comparison.residuals.count == count && comparison.odd.isEmpty && comparison.warnings.isEmpty)
    for r in comparison.residuals { #expect(abs(r.observed - r.expected) <= 0.5, "\(r.symbol)") }
    #expect(comparison.digest == Fingerprint.sha256(plan) && comparison.file == "plan.toml")
    let option = AnalysisDescription.Option("plan", "plan.toml, SHA-256 \(comparison.digest)")
    #expect(measured.result.analysis.options.contains(option))
    let alone = try analyse(text.replacing("counts.plan = \"plan.toml\"\n", with: ""), plan)
    #expect(alone.plan == nil && alone.result.lengthBits == measured.result.lengthBits)
    #expect(alone.result.warnings == measured.result.warnings)
  }

  @Test(
    "Another distance, half the counts, other settings: told, with deviations of a Poissonian count",
    arguments: [
      bb84, mdi,
    ])
  func differing(plan: String) throws {
    let text = try run(of: plan)
    let far = try #require(try analyse(text, plan.replacing("loss_db = 20", with: "loss_db = 24")).plan)
    #expect(far.warnings.count == 1 && far.warnings[0].contains("was it made for another distance?"))
    let first = try #require(far.residuals.first)
    #expect(first.deviation == (first.observed - first.expected) / first.expected.squareRoot())
    #expect(first.deviation > PlanComparison.limit)
    let half = try analyse(run(of: plan, scale: 0.5), plan)
    #expect(half.result.warnings.contains { $0.contains("are they the counts of one detector only?") })
    let other = plan.replacing("security.pulses = 1e1", with: "security.pulses = 2e1")
      .replacing("intensities = [0.", with: "intensities = [0.0")
    let told = try analyse(text, other).result.warnings
    #expect(told.count { $0.contains("plan.toml plans ") } == 2)
    // The settings of the run are used all the same.
    #expect(try analyse(text, other).plan?.residuals == analyse(text, plan).plan?.residuals)
  }

  @Test("A plan that cannot predict is refused: another protocol, counts, open settings, no counts")
  func refused() throws {
    let text = try run(of: Self.bb84)
    func message(_ plan: String) -> String {
      do {
        _ = try analyse(text, plan)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    #expect(message(Self.mdi).contains("protocol = mdi: must be bb84, the protocol of the run"))
    #expect(message(text).contains("a plan describes the link as it was expected before the run, without counts"))
    let open = Self.bb84.replacing("source.key_basis_probability = 0.9\n", with: "")
    let without = text.replacing("source.key_basis_probability = 0.9\n", with: "")
    #expect(
      throws: DocumentErrors.self,
      performing: {
        _ = try ParameterFile(text: without, fileName: "run.toml").run(
          reading: CountsSource { TextFile(name: $0, text: open) })
      })
    #expect(
      message(Self.bb84.replacing("security.pulses = 1e10", with: "security.analysis = \"asymptotic\"")) != "accepted")
  }
}
