// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension FiniteKey {
  /// What a result may be used for: the table of the tf sheet, section 16.
  static func securityStatus(
    _ counts: Observations, _ options: FiniteKeyOptions, _ forecast: Forecast
  ) -> (SecurityStatus, [String]) {
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
    if case .measured(let bits) = options.leakage,
      counts.shannonRule(correctness: options.correctness)?.refutes(bits) ?? false
    {
      open.append(ShannonRule.warning)
    }
    guard open.isEmpty else { return (.planning, open) }
    var proof = "coherent attacks, composable, variable length (tf sheet, section 7; Curras-Lorenzo et al. 2021)"
    if options.composition == .linear {
      proof += "; linear accounting of decoy tails and weights W_j derived, unpublished (TF-18, TF-31)"
    }
    if options.method == .joint { proof += "; joint phase-error bound: derived, unpublished (TF-37)" }
    if case .given = forecast { proof += "; that the predictions were fixed before the run is the user's word" }
    let basis: BasisOfTrust = options.composition == .root && options.method == .separate ? .published : .derived
    return (.certified, [proof + "; " + basis.said()])
  }

  /// Where ε_sec goes (TF-18, TF-19, TF-19a).
  static func budget(_ settings: Settings, _ options: FiniteKeyOptions) -> FailureBudget {
    let shares = FailureShares<Double>(options, settings)
    let decoy = Double.exp(-shares.decoyTail.value)
    let concentration = Double.exp(-shares.concentration.value)
    let (kd, kk) = (shares.decoyEvents, shares.concentrationEvents)
    // Further analyses that were tried on the same data use up theirs. Under a root the probabilities do not add:
    // each group is shown with its part of it.
    let rest = options.totalSecrecy - shares.amplification
    let isLinear = options.composition == .linear
    func decoyShare(_ count: Int) -> Double {
      isLinear ? rest * Double(count) / Double(kd) * 10 / 19 : rest * Double(count) / Double(kd + kk)
    }
    func concentrationShare(_ count: Int) -> Double {
      isLinear ? rest * Double(count) / Double(kk) * 9 / 19 : rest * Double(count) / Double(kd + kk)
    }
    let items: [FailureBudget.Item] = [
      .init(
        event: "means of the test counts, both sides (TF-21)", count: kd - 1, probabilityEach: decoy,
        contribution: decoyShare(kd - 1)),
      .init(
        event: "emitted photon numbers above ncut (TF-23)", count: 1, probabilityEach: decoy,
        contribution: decoyShare(1)),
      .init(
        event: "sums over trials of each photon pair (TF-27)", count: kk - 2, probabilityEach: concentration,
        contribution: concentrationShare(kk - 2)),
      .init(
        event: "sum over trials of all pairs (TF-27), count of phase errors (TF-28)", count: 2,
        probabilityEach: concentration, contribution: concentrationShare(2)),
      .init(
        event: "privacy amplification", count: 1, probabilityEach: shares.amplification,
        contribution: shares.amplification),
    ]
    var composition =
      switch options.composition {
      case .linear: "K_d ε_d + 2 √(K_k ε_k) + ε_PA in the shares 1/2, 9/20, 1/20 (TF-19)"
      case .root: "2 √ε_PE + ε_PA with ε_PE the sum of the estimates' probabilities"
      case .curras2021: "√ε_PE + ε_PA with ε_PE the sum of the estimates' probabilities"
      }
    if options.analysesTried > 1 { composition += ", divided among \(options.analysesTried) analyses" }
    return FailureBudget(
      items: items, secrecy: options.totalSecrecy, correctness: options.correctness, composition: composition)
  }

  /// The assumptions to print with every result (tf sheet, sections 2 and 7).
  static func assumptions(
    _ counts: Observations, _ options: FiniteKeyOptions, _ forecast: Forecast
  ) -> [String] {
    var list = [
      "key pulses are exactly |+α⟩ or |−α⟩ with a common phase reference; test pulses Poissonian with uniformly random phase",
      "intensities exactly known; mode, bit and intensity chosen independently for every round with the stated probabilities",
      "no correlations between pulses, no side channels, no Trojan light; nothing is assumed about Charlie, his detectors or the channel",
      "Charlie announces the whole block before any mode or intensity of it is disclosed",
      "fixed before the run: N, intensities, probabilities, S, ncut, method, composition and shares of ε",
      "only rounds with both users in test mode are test counts; all of them are counted, N counts every round emitted",
      "length and allowance for error correction follow from data announced before it; abort if it discloses more",
    ]
    list.append(
      options.keyErrors == .secret
        ? "the errors of the key, their rate and what is computed from them stay secret like the key, or ceil(log2(M_X + 1)) bits are added to the leakage (TF-33a)"
        : "the errors of the key are announced and paid for (TF-33a)")
    if counts.origin == .measured, case .given = forecast {
      list.append("predictions were fixed before the run, not made from the data analysed")
    }
    return list
  }
}
