// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// How phase errors are bounded from disclosed errors (photons sheet, PH-14 to PH-16).
package enum PairSampling: Sendable, Equatable {
  /// A uniform subset: `kl` (the default), `klt`, `serfling`, `hyper`, `exact`, or `none` in plans.
  case subset(SamplingBound)
  /// Independent labels with probability at least z_min: passive or drifting basis choice; `one` only.
  case binomial(leastTestProbability: Double)

  /// The word for it.
  package var name: String {
    switch self {
    case .subset(let bound): bound.rawValue
    case .binomial: "binomial"
    }
  }

  /// The equation and its source.
  package var origin: Quantity.Origin {
    switch self {
    case .subset(let bound): bound.origin
    case .binomial: Self.binomialOrigin
    }
  }

  private static let binomialOrigin = Quantity.Origin("PH-15", "derived in the photons sheet")

  /// The origins of all bounds.
  static var origins: [Quantity.Origin] {
    [SamplingBound.kl, .klt, .serfling, .hyper, .exact].map { $0.origin } + [binomialOrigin]
  }

  /// Whether basis probabilities may drift.
  var coversDrift: Bool {
    if case .binomial = self { return true }
    return false
  }
}

/// How the finite key of entangled pairs is computed.
package struct PairFiniteKeyOptions: Sendable, Equatable {
  /// The sampling bound.
  package var sampling: PairSampling
  /// ε_sec, the secrecy parameter, 0 < ε_sec < 1.
  package var secrecy: Double
  /// ε_cor, the correctness parameter, 0 < ε_cor < 1.
  package var correctness: Double
  /// What error correction announces.
  package var leakage: ErrorCorrectionLeakage

  /// Makes options.
  package init(
    sampling: PairSampling = .subset(.kl), secrecy: Double = 1e-10, correctness: Double = 1e-15,
    leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16)
  ) {
    self.sampling = sampling
    self.secrecy = secrecy
    self.correctness = correctness
    self.leakage = leakage
  }

  /// Whether this is the limit of infinite blocks, without penalties.
  var isInfiniteBlock: Bool { sampling == .subset(.none) }

  /// Refuses options that contradict one another or the data.
  ///
  /// - Throws: `InputError`.
  package func validate(_ keyMode: PairKeyMode, _ origin: PairCounts.Origin) throws(InputError) {
    try require(secrecy, "eps_sec", in: 0...1, excludingLower: true, excludingUpper: true)
    try require(correctness, "eps_cor", in: 0...1, excludingLower: true, excludingUpper: true)
    switch leakage {
    case .measured(let bits): try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
    case .estimated(let f):
      try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
    switch sampling {
    case .binomial(let z):
      try require(z, "z_min", in: 0...1, excludingLower: true, excludingUpper: true)
      guard keyMode == .one else {
        throw InputError("sampling", value: "binomial", allowed: "exists for key = one only")
      }
    case .subset(.yin2020), .subset(.limGamma):
      throw InputError(
        "sampling", value: sampling.name, allowed: "must be kl, klt, serfling, hyper, exact or binomial",
        hint: "this form is not a bound")
    case .subset(.none):
      guard origin == .expected else {
        throw InputError(
          "sampling", value: "none", allowed: "is refused with measured counts", hint: "a finite run fluctuates; use kl"
        )
      }
    case .subset: break
    }
  }

  /// ε = ε_sec/3: sampling with smoothing takes two, hashing one (PH-13).
  func eachFailure<S: Scalar>() -> S { S(secrecy) / S(3) }

  /// L2: sampling fails with probability e^−L2, shared by two bounds with `both` (PH-13).
  func logInverseSquare<S: Scalar>(_ keyMode: PairKeyMode) -> S {
    let one = S(2) * (S.log(S(3)) - S.log(S(secrecy)))
    return keyMode == .both ? one + S.log(S(2)) : one
  }

  /// 2 log2(1/(2ε)) + log2(2/ε_cor) (PH-13).
  func penaltyBits<S: Scalar>() -> S {
    if isInfiniteBlock { return S.zero }
    let two = S.log(S(2))
    let hashing = S(2) * ((S.log(S(3)) - S.log(S(secrecy))) / two - S.one)
    return hashing + S.one - S.log(S(correctness)) / two
  }
}
