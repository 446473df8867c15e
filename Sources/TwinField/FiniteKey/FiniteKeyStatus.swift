// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension FiniteKey {
  /// What a result may be used for: the table of the tf sheet, section 16.
  static func securityStatus(_ counts: Observations, _ options: FiniteKeyOptions) -> (SecurityStatus, [String]) {
    if options.composition == .curras2021 {
      return (
        .comparisonOnly,
        ["composition curras2021 lacks a factor 2 that the smoothing argument needs (tf sheet, section 7.2)"]
      )
    }
    var open: [String] = []
    if counts.origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if case .estimated = options.leakage {
      open.append("leak assumed: the disclosure of error correction is a forecast, not measured")
    }
    guard open.isEmpty else { return (.planning, open) }
    var proof = "coherent attacks, composable, variable length (tf sheet, section 7; Curras-Lorenzo et al. 2021)"
    if options.method == .joint { proof += "; joint phase-error bound: derived, unpublished (TF-37)" }
    return (.certified, [proof])
  }

  /// Where ε_sec goes (TF-18, TF-19).
  static func budget(_ settings: Settings, _ options: FiniteKeyOptions) -> FailureBudget {
    let dA = settings.alice.testIntensities.count
    let dB = settings.bob.testIntensities.count
    let events = options.events(aliceIntensities: dA, bobIntensities: dB)
    let logInverse: Double = options.logInverseEstimation()
    let each = Double.exp(-logInverse) / Double(events)
    let half = options.pairCutoff / 2 + 1
    let factor = options.composition == .derived ? 2.0 : 1.0
    // √ε_PE enters as a whole; each group is shown with its share of it. Further analyses that were
    // tried on the same data use up theirs.
    let tried = Double(options.analysesTried)
    let amplification: Double = options.amplification()
    let smoothing = options.totalSecrecy - amplification
    func share(_ count: Int) -> Double { smoothing * Double(count) / Double(events) }
    let items: [FailureBudget.Item] = [
      .init(
        event: "means of the test counts, both sides (TF-21)", count: 2 * dA * dB, probabilityEach: each,
        contribution: share(2 * dA * dB)),
      .init(
        event: "emitted photon numbers above ncut (TF-23)", count: 1, probabilityEach: each, contribution: share(1)),
      .init(
        event: "sums over trials of each photon pair (TF-27)", count: half * half, probabilityEach: each,
        contribution: share(half * half)),
      .init(
        event: "sum over trials of all pairs (TF-27), count of phase errors (TF-28)", count: 2, probabilityEach: each,
        contribution: share(2)),
      .init(
        event: "privacy amplification", count: 1, probabilityEach: amplification,
        contribution: amplification),
    ]
    var composition = "\(factor == 2 ? "2 " : "")√ε_PE + ε_PA with ε_PE the sum of the estimates' probabilities"
    if tried > 1 { composition += ", divided among \(options.analysesTried) analyses" }
    return FailureBudget(
      items: items, secrecy: options.totalSecrecy, correctness: options.correctness, composition: composition)
  }

  /// The assumptions to print with every result (tf sheet, sections 2 and 7).
  static func assumptions(predicted: Bool) -> [String] {
    var list = [
      "key pulses are exactly |+α⟩ or |−α⟩ with a common phase reference; test pulses Poissonian with uniformly random phase",
      "intensities exactly known; mode, bit and intensity chosen independently for every round with the stated probabilities",
      "no correlations between pulses, no side channels, no Trojan light; nothing is assumed about Charlie, his detectors or the channel",
      "modes and intensities announced only after Charlie's announcements",
      "fixed before the run: N, intensities, probabilities, S, ncut, method and shares of ε",
      "only rounds with both users in test mode are test counts; all of them are counted, N counts every round emitted",
      "length and allowance for error correction follow from data announced before it; abort if it discloses more",
    ]
    if predicted { list.append("predictions were fixed before the run, not made from the data analysed") }
    return list
  }
}
