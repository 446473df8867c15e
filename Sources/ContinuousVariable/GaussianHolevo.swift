// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// Holevo quantities of Gaussian-modulated coherent states over a Gaussian channel (cv sheet, section 2).
///
/// Gaussian optimality: Garcia-Patron and Cerf 2006, Navascues, Grosshans, Acin 2006. Everything is written with
/// u = (1−T) V_A and y = T V_A + w, so that it stays exact to rounding for lossless and for extremely lossy channels.
enum GaussianHolevo {
  /// χ_BE, what Eve knows about Bob's outcomes, in bits per symbol (CV-13, CV-14, CV-15, CV-16, CV-17, CV-18).
  ///
  /// Defined for V_A > 0 and 0 ≤ T ≤ 1 + w/2, the physical range of an amplifying Eve.
  static func reverse<S: Scalar>(_ va: S, _ view: ReceiverView<S>) -> S {
    let (state, y) = state(va, view.transmittance, view.noise)
    let chi =
      switch view.detection {
      case .heterodyne:
        state.holevoHeterodyne(excess: y, efficiency: view.efficiency, electronic: view.electronic)
      case .homodyne: homodyne(va, view, state, y)
      }
    // Never below zero: rounding may put a vanishing value there, and this raises what Eve knows.
    return S.maximum(chi, S.zero)
  }

  /// The state of Alice and the channel output, with b − 1 (CV-13).
  static func state<S: Scalar>(_ va: S, _ tau: S, _ w: S) -> (SymplecticPair<S>, S) {
    let u = (S.one - tau) * va
    return (SymplecticPair(p: S.maximum(S(2) * u + w * va, S.zero), q: w * (va + S(2))), tau * va + w)
  }

  /// ν − 1 from E = ν² − 1.
  private static func excess<S: Scalar>(_ e: S) -> S { e / (S.sqrt(S.one + e) + S.one) }

  /// E4 = p/E3, which lies between zero and E3.
  private static func smaller<S: Scalar>(_ p: S, _ e3: S) -> S {
    if e3.highest <= 0 { return S.zero }
    if e3.lowest <= 0 { return S.hull(S.zero, S(e3.highest)) }
    return p / e3
  }

  /// The larger and the smaller root of X² − s X + p, and their distance.
  private static func roots<S: Scalar>(_ s: S, _ p: S) -> (S, S, S) {
    let r = S.sqrt(S.maximum(s * s - S(4) * p, S.zero))
    let e3 = S(0.5) * (s + r)
    return (e3, smaller(p, e3), r)
  }

  /// Homodyne (CV-17), with the differences E1 − E3 and E2 − E4 from what the measurement takes from sum and product
  /// of E = ν² − 1 (derived; F is b(E1+E2) − J with all cancelling terms removed by hand).
  private static func homodyne<S: Scalar>(
    _ va: S, _ view: ReceiverView<S>, _ state: SymplecticPair<S>, _ y: S
  ) -> S {
    let (tau, w, eta, v) = (view.transmittance, view.noise, view.efficiency, view.electronic)
    let (one, two, half) = (S.one, S(2), S(0.5))
    let u = (one - tau) * va
    let scale = eta * y + one + v
    let kept = one - eta + v
    let e1 = state.firstExcess * (state.first + one)
    let e2 = state.secondExcess * (state.second + one)
    let firstIsLarger = state.first.approximation >= state.second.approximation
    let (ea, eb) = firstIsLarger ? (e1, e2) : (e2, e1)
    let (nuA, nuB) = firstIsLarger ? (state.first, state.second) : (state.second, state.first)
    let (exA, exB) =
      firstIsLarger ? (state.firstExcess, state.secondExcess) : (state.secondExcess, state.firstExcess)
    let j = (va + two) * S.maximum(u + w * va, S.zero)
    let s = (eta * j + kept * (ea + eb)) / scale
    let product = ea * eb
    let (e3, e4, r) = roots(s, kept * product / scale)
    let ex3 = excess(e3)
    let ex4 = excess(e4)
    let f =
      tau * va * va * (one - tau) * (one + u) + w * (two + two * tau * va - tau * va * va * (two - S(3) * tau))
      + w * w * (S(3) + y + two * tau * va)
    let lostSum = eta * f / scale
    let lostProduct = product * eta * (one + y) / scale
    let distance = ea - eb + r
    guard distance.lowest > 1e-3 * ea.approximation else {
      // Nearly equal eigenvalues: their distance has lost its digits, the entropies themselves have not.
      return state.entropy - ThermalEntropy.bits(half * ex3) - ThermalEntropy.bits(half * ex4)
    }
    let gapA = (lostSum * (ea + e3) - two * lostProduct) / distance
    let gapB = (two * lostProduct - lostSum * (eb + e4)) / distance
    return ThermalEntropy.difference(half * exA, half * ex3, by: half * gapA / (nuA + one + ex3))
      + ThermalEntropy.difference(half * exB, half * ex4, by: half * gapB / (nuB + one + ex4))
  }

  /// χ_AE, what Eve knows about Alice's values, in bits per symbol (CV-19, CV-20); the receiver does not enter but for
  /// the noise that the trust level gives to Eve.
  static func direct<S: Scalar>(_ va: S, _ view: ReceiverView<S>) -> S {
    let (tau, w) = (view.transmittance, view.noise)
    let (state, _) = state(va, tau, w)
    let conditional: S
    switch view.detection {
    case .heterodyne: conditional = ThermalEntropy.bits(S(0.5) * w)
    case .homodyne:
      let u = (S.one - tau) * va
      let (e3, e4, _) = roots(u + S(2) * w + w * w + w * tau * va, w * (S(2) * u + w * va))
      conditional = ThermalEntropy.bits(S(0.5) * excess(e3)) + ThermalEntropy.bits(S(0.5) * excess(e4))
    }
    return S.maximum(state.entropy - conditional, S.zero)
  }
}
