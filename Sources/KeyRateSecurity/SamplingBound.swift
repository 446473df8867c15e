// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// How the phase errors of the key rounds are bounded from the errors of the test rounds
/// (bb84 sheet, section 3, "Phase-error sampling").
///
/// v errors were seen among s_Z test rounds; φ bounds the error fraction that the s_X key rounds
/// would have shown, except with probability ε² (the square, because the purified-distance
/// smoothing is its square root).
public enum SamplingBound: String, Sendable, CaseIterable {
  /// Sampling without replacement by the relative entropy (BB-25); the default.
  case kl
  /// `kl`, or the bound on the total number of errors where it is smaller (PH-14): never looser, and much
  /// tighter for test samples that are as large as the key.
  case klt
  /// Generating-function bound on the hypergeometric tail, never looser than `kl` (BB-26).
  case hyper
  /// Serfling's inequality (BB-27; Tomamichel et al. 2012, arXiv:1103.4130).
  case serfling
  /// The exact hypergeometric tail, for blocks below 1e8 (BB-28; after Mannalath et al., arXiv:2410.04095).
  case exact
  /// The closed form of Yin et al. 2020 (BB-29); misses its target in tests, comparison only.
  case yin2020
  /// Lim et al. 2014, Eq. 5 (BB-30); not sound for few errors, as published, comparison only.
  case limGamma = "lim-gamma"
  /// No fluctuation: φ = v/s_Z, the limit of infinite blocks.
  case none

  /// The equation of the formula sheet and its published source.
  package var origin: Quantity.Origin {
    switch self {
    case .kl: .init("BB-25", "Hoeffding 1963, theorem 4")
    case .klt: .init("PH-14", "Hoeffding 1963, theorem 4, for the total number of errors")
    case .hyper: .init("BB-26", "derived in the bb84 sheet")
    case .serfling: .init("BB-27", "Tomamichel et al. 2012, arXiv:1103.4130")
    case .exact: .init("BB-28", "Mannalath, Zapatero, Curty 2024, arXiv:2410.04095 (idea)")
    case .yin2020: .init("BB-29", "Yin et al. 2020, Sci. Rep. 10, 14312")
    case .limGamma: .init("BB-30", "Lim et al. 2014, arXiv:1311.7129, Eq. 5")
    case .none: .init("BB-16", "limit of infinite blocks")
    }
  }

  /// Whether it is a bound: two published forms (BB-29, BB-30) are not, and what rests on them has no direction.
  package var isBound: Bool { self != .limGamma && self != .yin2020 }

  /// The largest s_X + s_Z for which `exact` is evaluated; beyond it the bound is `kl`.
  package static let exactLimit = 1e8

  /// The bound φ on the phase-error fraction, at most 1/2.
  ///
  /// - Parameters:
  ///   - v: an upper bound on the single-photon errors in the test basis.
  ///   - sZ: a lower bound on the single-photon detections in the test basis.
  ///   - sX: a lower bound on the single-photon detections in the key basis.
  ///   - l: ln(1/ε); the failure probability is ε² = e^(−2 l).
  /// - Returns: 1/2 where nothing can be said (s_X or s_Z not positive, v/s_Z ≥ 1/2).
  /// - Throws: `InputError` from `exact` only, if its tail cannot be evaluated.
  @inlinable
  public func phaseError<S: Scalar>(
    errors v: UpperBound<S>, test sZ: LowerBound<S>, key sX: LowerBound<S>, logInverseFailure l: S
  ) throws(InputError) -> UpperBound<S> {
    UpperBound(S.minimum(try uncapped(errors: v, test: sZ, key: sX, logInverseFailure: l), S(0.5)))
  }

  /// The same before it is capped at 1/2: how far beyond 1/2 it lies tells a search in which
  /// direction a key may be found. Not a bound of anything above 1/2.
  @inlinable
  public func uncapped<S: Scalar>(
    errors v: UpperBound<S>, test sZ: LowerBound<S>, key sX: LowerBound<S>, logInverseFailure l: S
  ) throws(InputError) -> S {
    let half = S(0.5)
    guard sX.value.isCertainlyPositive, sZ.value.isCertainlyPositive else { return half }
    let b = v.value / sZ.value
    guard b.isCertainlyLess(than: half) else { return S.maximum(b, half) }
    let squared = S(2) * l
    switch self {
    case .kl: return Self.relativeEntropy(v.value, sZ.value, sX.value, squared)
    case .klt: return Self.smallerTotal(v.value, sZ.value, sX.value, squared)
    case .hyper: return Self.generatingFunction(v.value, sZ.value, sX.value, squared)
    case .serfling:
      let n = sX.value + sZ.value
      return b + S.sqrt(n * (sZ.value + S.one) / (sX.value * S.square(sZ.value)) * l)
    case .exact: return try Self.exactTail(v.value, sZ.value, sX.value, squared)
    case .yin2020: return Self.yin(b, sZ.value, sX.value, squared)
    case .limGamma: return Self.limGamma(b, sZ.value, sX.value, squared)
    case .none: return b
    }
  }

  /// BB-25: p is the root of s_Z D(b‖p) = L2 and φ = b + (1 + s_Z/s_X)(p − b).
  @inlinable
  static func relativeEntropy<S: Scalar>(_ v: S, _ sZ: S, _ sX: S, _ l2: S) -> S {
    guard let excess = RelativeEntropy.upperExcess(v, of: sZ, logInverseFailure: l2) else { return S(0.5) }
    return v / sZ + (S.one + sZ / sX) * (excess / sZ)
  }

  /// BB-26: the smaller of the `kl` root and the root of E2 = L2.
  @inlinable
  static func generatingFunction<S: Scalar>(_ v: S, _ sZ: S, _ sX: S, _ l2: S) -> S {
    let simple = relativeEntropy(v, sZ, sX, l2)
    let n = sX + sZ
    let b = v / sZ
    let ratio = sZ / sX
    // The unknown is t = p − b, so that φ − p = t s_Z/s_X and nothing cancels.
    func excess<T: Scalar>(_ t: T, _ b: T, _ sZ: T, _ sX: T, _ n: T, _ ratio: T, _ l2: T) -> T {
      let p = b + t
      let q = T.one - b - t
      let phi = p + ratio * t
      let test = sZ * RelativeEntropy.divergence(b, T.one - b, deviation: t)
      let key = sX * RelativeEntropy.divergence(phi, T.one - phi, deviation: -(ratio * t))
      return test + key - T.log(T(8) * n * p * q) / T(2) - l2
    }
    let bd = b.approximation
    let nd = n.approximation
    let left = Swift.max(0, 1 / nd - bd)
    let right = (0.5 - bd) / (1 + ratio.approximation)
    guard right > left else { return simple }
    let crossing = RootBracket.narrowing(
      { excess($0, bd, sZ.approximation, sX.approximation, nd, ratio.approximation, l2.approximation) },
      from: left, to: right)
    // E2 must start below L2 and end above it; otherwise only the kl root stands.
    guard
      let crossing,
      excess(right, bd, sZ.approximation, sX.approximation, nd, ratio.approximation, l2.approximation) > 0
    else { return simple }
    let t = S.root(
      near: crossing.upper, in: left...right,
      increasing: { excess($0, b, sZ, sX, n, ratio, l2) },
      slope: { t in
        // dE2/dt by the chain rule is not needed to full accuracy: a secant over the bracket's
        // neighbourhood is enough for Newton's refinement to converge.
        let step = S(Swift.max(crossing.upper * 1e-6, .leastNormalMagnitude))
        return (excess(t + step, b, sZ, sX, n, ratio, l2) - excess(t, b, sZ, sX, n, ratio, l2)) / step
      })
    return S.minimum(simple, b + (S.one + ratio) * t)
  }

  /// BB-29, whose own ε is the ε² of this interface.
  @inlinable
  static func yin<S: Scalar>(_ b: S, _ sZ: S, _ sX: S, _ l2: S) -> S {
    guard b.isCertainlyPositive else { return S(0.5) }
    let n = sX
    let k = sZ
    let total = n + k
    let a = S.maximum(n, k)
    let q = b * (S.one - b)
    let g = total / (n * k) * (S.log(total / (S(2 * Double.pi) * n * k * q)) + S(2) * l2)
    let ag = a * g / total
    let square = ag * ag + S(4) * q * g
    // A negative radicand means that the expansion does not apply; nothing is certified then.
    guard square.lowest >= 0 else { return S(0.5) }
    return b + ((S.one - S(2) * b) * ag + S.sqrt(square)) / (S(2) + S(2) * a * ag / total)
  }

  /// BB-30 with a = ε. Zero errors give 0, as printed; that is the gap for which it is not sound.
  @inlinable
  static func limGamma<S: Scalar>(_ b: S, _ sZ: S, _ sX: S, _ l2: S) -> S {
    guard b.highest > 0 else { return S.zero }
    let total = sX + sZ
    let q = b * (S.one - b)
    let logArgument = S.log(total / (sX * sZ * q)) + l2
    guard logArgument.highest > 0 else { return b }
    let bits = logArgument / S.log(S(2))
    return b + S.sqrt(total * q / (sX * sZ * S.log(S(2))) * S.maximum(bits, S.zero))
  }

  /// BB-28: φ = (K − v)/n with the largest K whose lower tail exceeds ε².
  @usableFromInline
  static func exactTail<S: Scalar>(_ v: S, _ sZ: S, _ sX: S, _ l2: S) throws(InputError) -> S {
    let n = sX.lowest.rounded(.down)
    let k = sZ.lowest.rounded(.down)
    let errors = v.highest.rounded(.up)
    guard n >= 1, k >= 1, errors < k else { return S(0.5) }
    guard n + k <= exactLimit else { return relativeEntropy(v, sZ, sX, l2) }
    // Tails closer to the target than their own rounding count as above it: that bound is the larger one.
    let target = -l2.highest - tailRounding(n + k)
    // P[X ≤ v] falls with K: bisect over whole K between v (tail 1) and n + v (tail 0 or small).
    var low = errors
    var high = n + errors + 1
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      let tail: Double
      do {
        tail = try HypergeometricTail.logProbability(atMost: errors, population: n + k, marked: middle, draws: k)
      } catch {
        throw InputError("sampling", value: "exact", allowed: "\(error.description)", hint: "use kl")
      }
      if tail > target { low = middle } else { high = middle }
    }
    return S(low - errors) / S(n)
  }

  /// How far the logarithm of a hypergeometric tail of n + k rounds may be off by rounding: three entropies of at
  /// most 0.7 (n + k), each good to some units in the last place. A test holds it against 50 digits.
  package static func tailRounding(_ population: Double) -> Double { 2e-15 * population + 1e-9 }
}
