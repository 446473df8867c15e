// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// How the finite key of BB84 without decoys is computed.
package struct PhotonFiniteKeyOptions: Sendable, Equatable {
  /// How failure probabilities add up to ε_sec.
  package enum Composition: String, Sendable, CaseIterable {
    /// Count tails linearly, sampling under the square root; the default.
    case linear
    /// Every failure under the square root (BB-38; Tupkary et al. 2024, arXiv:2408.17349).
    case tup24
  }

  /// The sampling bound: `kl`, `klt`, `serfling`, in plans also `hyper` and `none`.
  package var sampling: SamplingBound
  /// The composition.
  package var composition: Composition
  /// ε_sec, the secrecy parameter, 0 < ε_sec < 1.
  package var secrecy: Double
  /// ε_cor, the correctness parameter, 0 < ε_cor < 1.
  package var correctness: Double
  /// What error correction announces.
  package var leakage: ErrorCorrectionLeakage

  /// Makes options.
  package init(
    sampling: SamplingBound = .kl, composition: Composition = .linear, secrecy: Double = 1e-10,
    correctness: Double = 1e-15, leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16)
  ) {
    self.sampling = sampling
    self.composition = composition
    self.secrecy = secrecy
    self.correctness = correctness
    self.leakage = leakage
  }

  /// Whether this is the limit of infinite blocks, without penalties.
  var isInfiniteBlock: Bool { sampling == .none }

  /// Refuses options that contradict one another or the data.
  ///
  /// - Throws: `InputError`.
  package func validate(_ origin: PhotonCountsOrigin) throws(InputError) {
    try require(secrecy, "eps_sec", in: 0...1, excludingLower: true, excludingUpper: true)
    try require(correctness, "eps_cor", in: 0...1, excludingLower: true, excludingUpper: true)
    switch leakage {
    case .measured(let bits): try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
    case .estimated(let f):
      try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
    switch sampling {
    case .kl, .klt, .serfling, .hyper: break
    case .none:
      guard origin == .expected else {
        throw InputError(
          "sampling", value: "none", allowed: "is refused with measured counts", hint: "a finite run fluctuates; use kl"
        )
      }
    case .exact:
      throw InputError(
        "sampling", value: "exact", allowed: "must be kl, klt or serfling",
        hint: "the exact tail counts whole rounds; bounds on them cannot be inserted")
    case .yin2020, .limGamma:
      throw InputError(
        "sampling", value: sampling.rawValue, allowed: "must be kl, klt or serfling", hint: "this form is not a bound")
    }
  }

  /// ln(1/ε) of one count tail, for an analysis with that many of them.
  func tailLog<S: Scalar>(tails: Int) -> S {
    if isInfiniteBlock { return S.zero }
    let secret = S.log(S(secrecy))
    switch composition {
    case .linear: return S.log(S(Double(tails + 3))) - secret
    case .tup24: return S(2) * (S.log(S(3)) - secret) + S.log(S(Double(tails + 1)))
    }
  }

  /// L2: sampling fails with probability e^−L2.
  func logInverseSquare<S: Scalar>(tails: Int) -> S {
    let tail: S = tailLog(tails: tails)
    return composition == .linear ? S(2) * tail : tail
  }

  /// 2 log2(1/(2ε)) + log2(2/ε_cor).
  func penaltyBits<S: Scalar>(tails: Int) -> S {
    if isInfiniteBlock { return S.zero }
    let two = S.log(S(2))
    let parts = composition == .linear ? Double(tails + 3) : 3
    return S(2) * ((S.log(S(parts)) - S.log(S(secrecy))) / two - S.one) + S.one - S.log(S(correctness)) / two
  }

  /// Where ε_sec goes, the calibration of the source included.
  func budget(tails: Int, events: String, calibration: Double) -> FailureBudget {
    var items: [FailureBudget.Item]
    let text: String
    switch composition {
    case .linear:
      let each = secrecy / Double(tails + 3)
      items = [
        .init(event: events, count: tails, probabilityEach: each, contribution: Double(tails) * each),
        .init(
          event: "phase-error sampling, probability eps^2, smoothing eps", count: 1, probabilityEach: each * each,
          contribution: 2 * each),
        .init(event: "privacy amplification", count: 1, probabilityEach: each, contribution: each),
      ]
      text = "tails linearly, sampling under the square root"
    case .tup24:
      let e = secrecy / 3
      items = [
        .init(
          event: events + "; phase-error sampling", count: tails + 1, probabilityEach: e * e / Double(tails + 1),
          contribution: 2 * e),
        .init(event: "privacy amplification", count: 1, probabilityEach: e, contribution: e),
      ]
      text = "all failures under the square root (tup24)"
    }
    if calibration > 0 {
      items.append(
        .init(event: "calibration of the source", count: 1, probabilityEach: calibration, contribution: calibration))
    }
    return FailureBudget(items: items, secrecy: secrecy + calibration, correctness: correctness, composition: text)
  }
}

/// How the probability of two photons or more is known.
package enum MultiphotonLimit: Sendable, Equatable {
  /// A number; certifies only if it is stated to be an upper limit that holds for every basis and bit.
  case probability(Double, isUpperLimit: Bool)
  /// A measurement on the source. `isUpperLimit`: its values are upper limits (efficiencies lower limits).
  case calibration(MultiphotonCalibration, isUpperLimit: Bool)
  /// Phase-randomised coherent pulses with a calibrated upper limit of the mean photon number (PH-40).
  case coherent(upperMean: Double)

  /// p_multi.
  ///
  /// - Throws: `InputError`.
  package func probability<S: Scalar>() throws(InputError) -> UpperBound<S> {
    switch self {
    case .probability(let p, _):
      try require(p, "p_multi", in: 0...1)
      return UpperBound(S(p))
    case .calibration(let calibration, _):
      let bound: MultiphotonCalibration.Bound<S> = try calibration.bound()
      return bound.multiphoton
    case .coherent(let mu):
      try require(mu, "mu", in: 0...100, hint: "mean photons per pulse, usually below 0.1")
      return UpperBound(PhotonLoss.coherentMultiphoton(S(mu)))
    }
  }

  /// ε_cal; 0 where the limit carries no failure probability.
  package var failure: Double {
    if case .calibration(let calibration, _) = self { return calibration.failure }
    return 0
  }

  /// Why a length that rests on it is not certified, or nil.
  var openPoint: String? {
    switch self {
    case .probability(_, let isLimit):
      return isLimit ? nil : "p_multi is not stated to be an upper limit"
    case .coherent: return nil
    case .calibration(let calibration, let isLimit):
      if calibration.hasStatistics { return nil }
      switch calibration.method {
      case .coincidenceProbability: return isLimit ? nil : "P_c is not stated to be an upper limit"
      default: return "quoted g2 and mean photon number carry no limits with a failure probability"
      }
    }
  }

  /// The equation of the formula sheet.
  var equation: String {
    switch self {
    case .probability: ""
    case .coherent: "PH-40"
    case .calibration(let calibration, _):
      switch calibration.method {
      case .moment: "PH-30"
      case .clicks: "PH-32"
      case .coincidenceCounts: "PH-34"
      case .coincidenceProbability, .correlation: calibration.preAttenuation < 1 ? "PH-33" : "PH-31"
      }
    }
  }
}
