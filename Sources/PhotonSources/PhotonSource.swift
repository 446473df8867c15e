// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What Alice sends in BB84 without decoys, as a planner models it (photons sheet, sections 4 to 6).
///
/// A certificate never rests on this model but on a bound of P(two photons or more); see ``MultiphotonCalibration``.
package enum PhotonSource: Sendable, Equatable {
  /// Mean photon number m and g² at the characterised plane, at most two photons.
  case twoPhoton(mean: Double, g2: Double)
  /// P(n photons) at the characterised plane, n from 0 on.
  case distribution([Double])
  /// Phase-randomised weak coherent pulses with mean photon number μ at the channel input.
  case coherent(mean: Double)
  /// One arm of a pair source, sent where the other arm clicks.
  case heralded(HeraldedSource)

  /// Refuses what no source emits.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    switch self {
    case .twoPhoton(let m, let g2):
      try require(m, "mean_photons", in: 0...1e3, hint: "mean photons per pulse")
      try require(g2, "g2", in: 0...1e6, hint: "not corrected for background, over the whole clock period")
      let two = g2 * m * m / 2
      guard m - 2 * two >= 0, 1 - m + two >= 0 else {
        throw InputError(
          "mean_photons", m, allowed: "and g2 = \(g2) belong to no source of at most two photons",
          hint: "give p_n, or a bound p_multi with measured counts")
      }
    case .distribution(let p):
      for (n, value) in p.enumerated() { try require(value, "p_n[\(n)]", in: 0...1) }
      let sum = p.compensatedSum()
      guard abs(sum - 1) <= 1e-12 else {
        throw InputError("p_n", value: "\(p)", allowed: "must sum to 1, not \(sum)")
      }
    case .coherent(let mu): try require(mu, "mu", in: 0...100, hint: "mean photons per pulse, usually below 0.1")
    case .heralded(let source): try source.validate()
    }
  }

  /// C(x): the probability that at least one of the photons, each kept with probability x, is detected.
  ///
  /// - Parameters:
  ///   - x: transmittance from the channel input to the click, 0 ≤ x ≤ 1.
  ///   - t: transmittance from the characterised plane to the channel input; not used with coherent pulses.
  package func clickProbability(_ x: Double, preAttenuation t: Double) -> Double {
    switch self {
    case .twoPhoton(let m, let g2):
      let two = g2 * m * m / 2
      return t * x * (m - 2 * two + two * (2 - t * x))
    case .distribution(let p):
      var sum = CompensatedSum()
      for (n, value) in p.enumerated() where n > 0 {
        sum.add(-value * Double.expMinusOne(Double(n) * Double.log(onePlus: -t * x)))
      }
      return sum.value
    case .coherent(let mu): return -Double.expMinusOne(-mu * x)
    case .heralded(let source): return source.clickProbability(t * x)
    }
  }

  /// P(two photons or more) at the channel input.
  package func multiphotonProbability(preAttenuation t: Double) -> Double {
    switch self {
    case .twoPhoton(let m, let g2): return g2 * m * m / 2 * t * t
    case .distribution(let p):
      var sum = CompensatedSum()
      for (n, value) in p.enumerated() where n > 1 { sum.add(value * PhotonLoss.atLeastTwo(of: n, transmittance: t)) }
      return sum.value
    case .coherent(let mu): return PhotonLoss.coherentMultiphoton(mu)
    case .heralded(let source): return source.statistics(preAttenuation: t).multiphoton
    }
  }

  /// Rounds per pump pulse: the herald probability, or 1.
  package var roundsPerPulse: Double {
    if case .heralded(let source) = self { return source.heraldProbability }
    return 1
  }
}

/// What loss leaves of photons.
package enum PhotonLoss {
  /// f_n(t) = 1 − (1−t)^n − n t (1−t)^(n−1): two or more of n photons pass (PH-33).
  @inlinable
  package static func atLeastTwo<S: Scalar>(of n: Int, transmittance t: S) -> S {
    guard n >= 2 else { return S.zero }
    guard t.highest < 1 else { return S.one }
    // Sum of positive terms for few photons: nothing cancels where t is small.
    if n <= 40 {
      var sum = S.zero
      var choose = S(Double(n))
      let loss = S.one - t
      for k in 2...n {
        choose = choose * S(Double(n - k + 1)) / S(Double(k))
        sum = sum + choose * power(t, k) * power(loss, n - k)
      }
      return sum
    }
    let logLoss = S.log(onePlus: -t)
    let fewer = S.exp(S(Double(n - 1)) * logLoss)
    return S.one - fewer * (S.one - t) - S(Double(n)) * t * fewer
  }

  /// x^k for small whole k.
  @inlinable
  static func power<S: Scalar>(_ x: S, _ k: Int) -> S {
    var result = S.one
    var base = x
    var left = k
    while left > 0 {
      if left & 1 == 1 { result = result * base }
      base = base * base
      left >>= 1
    }
    return result
  }

  /// 1 − (1 + μ) e^−μ, two photons or more in a coherent pulse (PH-40).
  @inlinable
  package static func coherentMultiphoton<S: Scalar>(_ mu: S) -> S {
    S.exp(-mu) * ExponentialRemainder.value(mu)
  }
}
