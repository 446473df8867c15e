// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The largest Holevo quantity over a confidence region (CV-44).
///
/// At fixed T it rises with w, so only the upper end of the noise matters. In T it has a single maximum (cv sheet,
/// section 2: seen on every random case, not proved), which the customary T_min misses on the unsafe side. The ends are
/// evaluated and, where the maximum lies between them, it is searched; a grid guards against a second maximum. An
/// enclosure proves its upper end by subdivision (``CertifiedMaximum``), without the single maximum.
struct WorstCase {
  let setup: QuadratureSetup
  let modulation: Double

  /// χ_BE of a receiver with an exactly calibrated unit.
  func holevo<S: Scalar>(_ tau: S, _ w: S) -> S { holevo(tau, w, EffectiveReceiver(setup)) }

  /// χ_BE, with what known electronic noise tells, at T and w in the picture of the trust level.
  func holevo<S: Scalar>(_ tau: S, _ w: S, _ receiver: EffectiveReceiver<S>) -> S {
    let va = S(modulation)
    let view = ReceiverView(
      effective: tau, noise: w, efficiency: receiver.efficiency, electronic: receiver.electronic,
      detection: setup.detection)
    return GaussianHolevo.reverse(va, view)
      + receiver.knownNoiseInformation(setup.detection, modulation: va, transmittance: tau, noise: w)
  }

  /// The T in [low, high] where χ is largest, by golden-section search if it is not at an end.
  func location(
    from low: Double, to high: Double, noise w: Double, _ receiver: EffectiveReceiver<Double>
  ) -> Double {
    guard high > low else { return low }
    let f = { (tau: Double) in self.holevo(tau, w, receiver) }
    let atLow = f(low)
    let atHigh = f(high)
    // Still rising at the upper end: the usual case of a lossy channel, and the cheapest. The step is long enough for
    // the difference to stand above rounding.
    let step = 1e-3 * (high - low)
    if f(high - step) < atHigh { return high }
    if f(low + step) < atLow { return low }
    var (a, b) = (low, high)
    let ratio = 0.6180339887498949
    var x1 = b - ratio * (b - a)
    var x2 = a + ratio * (b - a)
    var f1 = f(x1)
    var f2 = f(x2)
    for _ in 0..<80 where b - a > 1e-10 * high {
      if f1 > f2 {
        (b, x2, f2) = (x2, x1, f1)
        x1 = b - ratio * (b - a)
        f1 = f(x1)
      } else {
        (a, x1, f1) = (x1, x2, f2)
        x2 = a + ratio * (b - a)
        f2 = f(x2)
      }
    }
    let best = a + (b - a) / 2
    let candidates = [(best, f(best)), (low, atLow), (high, atHigh)]
    return candidates.max { $0.1 < $1.1 }?.0 ?? best
  }

  /// The largest χ over the region; nil if no physical channel lies in it.
  ///
  /// - Parameter isThorough: whether the grid is evaluated besides; searches leave it out.
  func holevo<S: Scalar>(over region: ConfidenceRegion<S>, isThorough: Bool) -> S? {
    let w = region.noise
    // P ≥ 0: Eve may amplify, so the limit is 1 + w/2 and not 1.
    let cap = S.minimum(S.one + S(0.5) * w, region.highestTransmittance)
    let low = region.lowestTransmittance
    guard low.lowest <= cap.highest else { return nil }
    let bottom = S.minimum(low, cap)
    let (from, to, noise) = (bottom.approximation, cap.approximation, w.approximation)
    let receiver = region.receiver
    let plain = receiver.map { $0.approximation }
    let top = location(from: from, to: to, noise: noise, plain)
    var chi = S.maximum(holevo(bottom, w, receiver), holevo(cap, w, receiver))
    if top > from, top < to { chi = S.maximum(chi, holevo(S(top), w, receiver)) }
    guard isThorough, to > from || S.self == Interval.self else { return chi }
    let points = to > from ? 64 : 1
    for index in 1..<points {
      let tau = from + (to - from) * Double(index) / Double(points)
      if holevo(tau, noise, plain) > chi.approximation { chi = S.maximum(chi, holevo(S(tau), w, receiver)) }
    }
    if S.self == Interval.self {
      func constant(_ x: S) -> Dual<Interval> {
        Dual(value: Interval(lower: x.lowest, upper: x.highest), slope: Interval(0))
      }
      let (noise, enclosed) = (constant(w), receiver.map(constant))
      let most = CertifiedMaximum.bound(from: bottom.lowest, to: cap.highest, seen: chi.highest) {
        holevo($0, noise, enclosed)
      }
      return S.hull(chi, S(most))
    }
    // The searched maximum is flat: what its place leaves open is below this. The referee looks at places alone.
    return top > from && top < to && S.self == Double.self ? chi * S(1 + 1e-13) : chi
  }
}
