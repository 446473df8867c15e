// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an entangled-photon source must be for an adaptive link to pay (mdi sheet, section 7.3).
///
/// With ideal detectors and at most two pairs, a lost photon and two pairs herald as a photon and one pair
/// do, and no photon-number-resolving detector tells them apart.
package enum SourceCondition {
  /// The closed form of a symmetric link (MDI-48); it leaves out one photon with two pairs.
  package struct ClosedForm: Sendable, Equatable {
    /// P_h = w_S + w_D.
    package let heralding: Double
    /// P_bsm.
    package let pairing: Double
    /// The error rate, the same in both bases.
    package let errorRate: Double
    /// The rate per mode, not negative.
    package let rate: Double
  }

  /// MDI-48 from the shares of true and false heralds.
  static func closedForm(true wS: Double, false wD: Double) -> ClosedForm {
    let total = wS + wD
    guard wS > 0 else {
      return ClosedForm(heralding: total, pairing: total > 0 ? 1 : 0, errorRate: 0.5, rate: 0)
    }
    let r = wD / wS
    let pairing = (wS * wS / 2 + 2 * wS * wD + wD * wD) / (total * total)
    let e = errorRate(r)
    return ClosedForm(
      heralding: total, pairing: pairing, errorRate: e,
      rate: max(0, total * pairing * (1 - 2 * binaryEntropy(e))))
  }

  /// The rate of a symmetric link with ideal detectors (MDI-48).
  ///
  /// - Parameters:
  ///   - onePair: p_1. - twoPairs: p_2. - arrival: η_half, the transmittance of one arm.
  package static func closedForm(onePair p1: Double, twoPairs p2: Double, arrival: Double) throws(InputError)
    -> ClosedForm
  {
    try require(p1, "p1", in: 0...1)
    try require(p2, "p2", in: 0...1)
    try require(arrival, "etaHalf", in: 0...1)
    return closedForm(true: arrival * p1 / 2, false: (1 - arrival) * p2 / 3)
  }

  /// e(r) for r false heralds per true one.
  static func errorRate(_ r: Double) -> Double { (r + r * r / 2) / (0.5 + 2 * r + r * r) }

  /// The largest r with a positive rate: h(e(r)) = 1/2.
  package static var mostFalseHeralds: Double {
    RootBracket.narrowing({ 0.5 - binaryEntropy(errorRate($0)) }, from: 0, to: 1)?.lower ?? 0
  }

  /// Whether a source can give a key at all over an arm: p_2 (1−η) < 0.1023 p_1 η.
  package static func allowsKey(_ source: PairSource, arrival: Double) -> Bool {
    let p = source.probabilities
    return (1 - arrival) * p[2] / 3 < mostFalseHeralds * arrival * p[1] / 2
  }

  /// max over λ of R/η_half² for down-conversion as η_half → 0: below the slope of the repeaterless
  /// bound by a factor of 225, so that such a source never beats it.
  package static var downConversionLimit: Double {
    func value(_ c: Double) -> Double {
      // λ = c η_half: w_S = c η², w_D = c² η².
      closedForm(true: c, false: c * c).rate
    }
    var low = 0.0
    var high = mostFalseHeralds
    let golden = (5.0.squareRoot() - 1) / 2
    for _ in 0..<200 {
      let a = high - golden * (high - low)
      let b = low + golden * (high - low)
      if value(a) < value(b) { low = a } else { high = b }
    }
    return value((low + high) / 2)
  }

  /// Where an adaptive link beats the repeaterless bound.
  package enum Verdict: Sendable, Equatable {
    /// It does between two losses of the whole channel in dB; the upper one is the end of the search
    /// where the link still beats it there.
    case beats(fromDecibel: Double, toDecibel: Double)
    /// It does at no loss up to the end of the search.
    case never(upToDecibel: Double)
  }

  /// From which loss a link with these stations beats the repeaterless bound.
  ///
  /// The channel is split in two arms of equal loss; detectors, sources and switch are those of `setup`,
  /// whose arms stand for senders of emission probability `emission`.
  ///
  /// - Returns: the first stretch of losses with R above the bound, to 0.001 dB.
  package static func crossing(
    _ setup: AdaptiveSetup, emission: PerParty<Double>, errorCorrectionEfficiency f: Double = 1.16,
    limitDecibel: Double = 200
  ) throws(InputError) -> Verdict {
    _ = try AdaptiveAnalysis.estimate(setup, errorCorrectionEfficiency: f)
    func excess(_ loss: Double) -> Double {
      guard let arm = Transmittance(lossDecibel: loss / 2) else { return -1 }
      var moved = setup
      moved.arms.alice.arrival = emission.alice * arm.value
      moved.arms.bob.arrival = emission.bob * arm.value
      let rate = (try? AdaptiveAnalysis.estimate(moved, errorCorrectionEfficiency: f).rawRate) ?? 0
      return rate - PureLoss.repeaterless(arm * arm)
    }
    let step = 0.5
    let losses = stride(from: step, through: limitDecibel, by: step).map { $0 }
    guard let first = losses.firstIndex(where: { excess($0) > 0 }) else { return .never(upToDecibel: limitDecibel) }
    func boundary(_ low: Double, _ high: Double) -> Double {
      guard let b = RootBracket.narrowing(excess, from: low, to: high, relativeTolerance: 1e-6) else { return high }
      return (b.lower + b.upper) / 2
    }
    let from = boundary(max(1e-3, losses[first] - step), losses[first])
    guard let end = losses[first...].firstIndex(where: { excess($0) <= 0 }) else {
      return .beats(fromDecibel: from, toDecibel: limitDecibel)
    }
    return .beats(fromDecibel: from, toDecibel: boundary(losses[end] - step, losses[end]))
  }
}
