// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// From what was measured on a source to an upper bound on P(two photons or more) at the channel input
/// (photons sheet, section 4a).
///
/// Raw correlations only: a g² corrected for background or gated in time bounds nothing.
package struct MultiphotonCalibration: Sendable, Equatable {
  /// What was measured.
  package enum Method: Sendable, Equatable {
    /// `moment`: g² and the mean photon number (PH-30; Waks, Santori, Yamamoto 2002, quant-ph/0206054).
    case moment(g2: Double, mean: Double)
    /// `hbt`: the probability P_c that both detectors of a Hanbury Brown-Twiss set click (PH-31, PH-33).
    case coincidenceProbability(Double, HanburyBrownTwiss)
    /// `hbt`: raw g² and the click probabilities P_1, P_2 of the two detectors, P_c = g² P_1 P_2.
    case correlation(g2: Double, clicks1: Double, clicks2: Double, HanburyBrownTwiss)
    /// `clicks`: g² and the click probability of one detector of a known efficiency (PH-32).
    case clicks(g2: Double, probability: Double, efficiency: Double)
    /// `hbt_counts`: coincidences among triggers at which both detectors were live, with a failure probability (PH-34).
    case coincidenceCounts(coincidences: Double, triggers: Double, failure: Double, HanburyBrownTwiss)
  }

  /// The two detectors, lower limits of their efficiencies from the characterised plane, splitter included.
  package struct HanburyBrownTwiss: Sendable, Equatable {
    /// η_1.
    package var efficiency1: Double
    /// η_2.
    package var efficiency2: Double

    /// Makes a set.
    package init(efficiency1: Double, efficiency2: Double) {
      self.efficiency1 = efficiency1
      self.efficiency2 = efficiency2
    }
  }

  /// Whether background was subtracted from the correlations.
  package enum Background: String, Sendable, CaseIterable {
    /// Raw, over the whole clock period.
    case raw
    /// Subtracted or gated: refused.
    case subtracted
  }

  /// What was measured.
  package var method: Method
  /// t: transmittance from the characterised plane to the channel input.
  package var preAttenuation: Double
  /// How the correlations were evaluated.
  package var background: Background

  /// Describes a calibration.
  package init(_ method: Method, preAttenuation: Double = 1, background: Background = .raw) {
    self.method = method
    self.preAttenuation = preAttenuation
    self.background = background
  }

  /// ε_cal that the calibration adds to the security parameter; 0 for published inequalities without statistics.
  package var failure: Double {
    if case .coincidenceCounts(_, _, let failure, _) = method { return failure }
    return 0
  }

  /// Whether the bound rests on counts with a failure probability, as a certificate needs.
  package var hasStatistics: Bool { failure > 0 }

  /// What the calibration gives.
  package struct Bound<S: Scalar>: Sendable {
    /// P(two photons or more) at the channel input, at most 1.
    package let multiphoton: UpperBound<S>
    /// t times the bound on the mean photon number, where the method gives one.
    package let meanPhotons: UpperBound<S>?
    /// The bound on P_c, where the method has one.
    package let coincidenceProbability: UpperBound<S>?
  }

  /// The bound.
  ///
  /// - Throws: `InputError` for measurements that cannot be, or that bound nothing.
  package func bound<S: Scalar>() throws(InputError) -> Bound<S> {
    try validate()
    let t = S(preAttenuation)
    switch method {
    case .moment(let g2, let mean): return moment(S(g2), t * S(mean))
    case .clicks(let g2, let probability, let efficiency):
      let gp = S(2) * S(g2) * S(probability)
      let mean = S(2) * S(probability) / (S(efficiency) * (S.one + S.sqrt(S.one - gp)))
      return moment(S(g2), t * mean)
    case .coincidenceProbability(let p, let set): return hbt(S(p), set)
    case .correlation(let g2, let clicks1, let clicks2, let set):
      return hbt(S(g2) * S(clicks1) * S(clicks2), set)
    case .coincidenceCounts(let c, let n, let failure, let set):
      let upper = RelativeEntropy.upperBound(S(c), of: S(n), logInverseFailure: -S.log(S(failure)))
      return hbt(upper / S(n), set)
    }
  }

  /// PH-30 for a mean photon number at the channel input.
  private func moment<S: Scalar>(_ g2: S, _ mean: S) -> Bound<S> {
    Bound(
      multiphoton: UpperBound(S.minimum(g2 * S.square(mean) / S(2), S.one)), meanPhotons: UpperBound(mean),
      coincidenceProbability: nil)
  }

  /// PH-31, and PH-33 behind an attenuator.
  private func hbt<S: Scalar>(_ pc: S, _ set: HanburyBrownTwiss) -> Bound<S> {
    let factor: S = Self.hanburyBrownTwissFactor(set, preAttenuation: preAttenuation)
    return Bound(
      multiphoton: UpperBound(S.minimum(pc * factor, S.one)), meanPhotons: nil, coincidenceProbability: UpperBound(pc))
  }

  /// max over n ≥ 2 of f_n(t)/c_n, the limit 1 of long bursts included, at most 1/(2 η_1 η_2) (PH-33).
  ///
  /// Two photons alone give t²/(2 η_1 η_2), an underestimate for a source that sometimes emits bursts. Beyond 400
  /// photons the scan goes in steps of 2 %, numerator at the upper and denominator at the lower end of each.
  static func hanburyBrownTwissFactor<S: Scalar>(_ set: HanburyBrownTwiss, preAttenuation: Double) -> S {
    let e1 = S(set.efficiency1)
    let e2 = S(set.efficiency2)
    let pair = S.one / (S(2) * e1 * e2)
    guard preAttenuation < 1 else { return pair }
    let t = S(preAttenuation)
    var best = S.one
    // c_n, both detectors fire for n photons: (1−e1−e2)^n − (1−e1)^n − (1−e2)^n + 1, as P(first) times the rest.
    func coincidence(_ n: Double) -> S {
      func quiet(_ e: S) -> S { e.highest < 1 ? S.expMinusOne(S(n) * S.log(onePlus: -e)) : S(-1) }
      let rest = S.one - e1 - e2
      let both = rest.lowest > 0 ? S.expMinusOne(S(n) * S.log(onePlus: -(e1 + e2))) : S.hull(S(-1), quiet(e1 + e2))
      return both - quiet(e1) - quiet(e2)
    }
    func passes(_ n: Double) -> S {
      guard t.highest > 0 else { return S.zero }
      return PhotonLoss.atLeastTwo(of: Int(n), transmittance: t)
    }
    let last = 60 / Swift.min(set.efficiency1, set.efficiency2, preAttenuation)
    var n = 2.0
    while n <= last, n < 9e15 {
      let next = n < 400 ? n : (n * 1.02).rounded(.up)
      best = S.maximum(best, passes(next) / coincidence(n))
      n = n < 400 ? n + 1 : next
    }
    return S.minimum(pair, best)
  }

  /// Refuses measurements that cannot be, each with its own message.
  package func validate() throws(InputError) {
    guard background == .raw else {
      throw InputError(
        "g2", value: background.rawValue, allowed: "must be raw, over the whole clock period",
        hint: "light that was subtracted or gated away still leaves Alice's laboratory")
    }
    try require(preAttenuation, "t", in: 0...1)
    func pair(_ set: HanburyBrownTwiss) throws(InputError) {
      try require(set.efficiency1, "eta_1", in: 0...1, excludingLower: true)
      try require(set.efficiency2, "eta_2", in: 0...1, excludingLower: true)
      guard set.efficiency1 + set.efficiency2 <= 1 else {
        throw InputError(
          "eta_1", set.efficiency1, allowed: "and eta_2 = \(set.efficiency2) cannot sum above 1",
          hint: "both contain the splitter between the two detectors")
      }
    }
    switch method {
    case .moment(let g2, let mean):
      try require(g2, "g2", in: 0...1e9)
      try require(mean, "mean_photons", in: 0...1e6)
    case .clicks(let g2, let probability, let efficiency):
      try require(g2, "g2", in: 0...1e9)
      try require(probability, "click", in: 0...1)
      try require(efficiency, "eta_1", in: 0...1, excludingLower: true)
      guard 2 * g2 * probability < 1 else {
        throw InputError(
          "click", probability, allowed: "must be below 1/(2 g2) = \(0.5 / g2)",
          hint: "stronger bursts than that leave the mean photon number open; use coincidences")
      }
    case .coincidenceProbability(let p, let set):
      try require(p, "P_c", in: 0...1)
      try pair(set)
    case .correlation(let g2, let clicks1, let clicks2, let set):
      try require(g2, "g2", in: 0...1e9)
      try require(clicks1, "P_1", in: 0...1)
      try require(clicks2, "P_2", in: 0...1)
      try pair(set)
    case .coincidenceCounts(let c, let n, let failure, let set):
      try require(n, "N_cal", in: 1...1e18, hint: "triggers at which both detectors were live")
      guard c >= 0, c <= n, c == c.rounded(), n == n.rounded() else {
        throw InputError("coincidences", c, allowed: "must be a whole number between 0 and N_cal = \(n)")
      }
      try require(failure, "eps_cal", in: 0...1, excludingLower: true, excludingUpper: true)
      try pair(set)
    }
  }
}
