// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension DecoyAnalysis {
  /// The settings of two decoys as the bounds need them.
  struct TwoDecoyWeights<S: Scalar> {
    let mu1: S
    let mu2: S
    let mu3: S
    /// e^μ/p of each intensity.
    let w1: S
    let w2: S
    let w3: S
    let difference: S
    let squares: S
    let tau0: S
    let tau1: S

    init(_ settings: Settings, weakest: Double, tau0: S, tau1: S) {
      let mu = settings.intensities
      let p = settings.probabilities
      mu1 = S(mu.signal)
      mu2 = S(mu.decoy)
      mu3 = S(weakest)
      w1 = DecoyAnalysis.weight(mu.signal, p.signal)
      w2 = DecoyAnalysis.weight(mu.decoy, p.decoy)
      w3 = DecoyAnalysis.weight(weakest, p.weakest ?? 0)
      difference = mu2 - mu3
      squares = (mu2 - mu3) * (mu2 + mu3)
      self.tau0 = tau0
      self.tau1 = tau1
    }
  }

  /// Bounds on the weighted mean counts of one class of detections: n1+, n2−, n2+, n3−, n3+.
  struct TwoDecoyTails<S: Scalar> {
    let upper1: S
    let lower2: S
    let upper2: S
    let lower3: S
    let upper3: S

    init(_ basis: inout Basis<S>, _ w: TwoDecoyWeights<S>) {
      let n = basis.total
      upper1 = w.w1 * basis.upper(basis.detections.signal, of: n)
      lower2 = w.w2 * basis.lower(basis.detections.decoy, of: n)
      upper2 = w.w2 * basis.upper(basis.detections.decoy, of: n)
      lower3 = w.w3 * basis.lower(basis.detections.weakest ?? 0, of: n)
      upper3 = w.w3 * basis.upper(basis.detections.weakest ?? 0, of: n)
    }

    /// Vacuum detections, not yet held to their range (BB-31).
    func vacuum(_ w: TwoDecoyWeights<S>) -> S { w.tau0 * (w.mu2 * lower3 - w.mu3 * upper2) / w.difference }

    /// Single-photon detections, not yet held to their range (BB-32).
    func single(_ w: TwoDecoyWeights<S>, vacuum s0: S) -> S {
      let multi = w.squares / (w.mu1 * w.mu1) * (upper1 - s0 / w.tau0)
      return w.tau1 * w.mu1 * (lower2 - upper3 - multi) / (w.mu1 * w.difference - w.squares)
    }

    /// Whether some photon numbers can give these counts (BB-47).
    func isFeasible(_ w: TwoDecoyWeights<S>, total: S) -> Bool {
      let (w1, w2, w3) = (w.w1.approximation, w.w2.approximation, w.w3.approximation)
      let n = total.approximation
      return CountsFeasibility.twoDecoys(
        total: n, intensities: (w.mu1.approximation, w.mu2.approximation, w.mu3.approximation), weights: (w1, w2, w3),
        upper1: Swift.min(upper1.approximation, w1 * n), lower2: Swift.max(lower2.approximation, 0),
        upper2: Swift.min(upper2.approximation, w2 * n), lower3: Swift.max(lower3.approximation, 0),
        upper3: Swift.min(upper3.approximation, w3 * n))
    }
  }

  /// Two decoys (three intensities): BB-31, BB-32, BB-33 (Lim et al. 2014, arXiv:1311.7129, Eqs 2-4); the sound errors
  /// of single photons are those of BB-33a, BB-33b and BB-33c.
  ///
  /// Valid for μ1 > μ2 + μ3 and μ2 > μ3 ≥ 0.
  static func twoDecoys<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ key: inout Basis<S>, _ test: inout Basis<S>, _ settings: Settings,
    _ options: FiniteKeyOptions, weakest: Double
  ) {
    let w = TwoDecoyWeights<S>(settings, weakest: weakest, tau0: e.tau0, tau1: e.tau1)
    let holds = options.proof.holdsToTotals
    func limit(_ basis: Basis<S>) -> S? { holds ? basis.total : nil }

    let x = TwoDecoyTails(&key, w)
    e.keyVacuum = LowerBound(clip(x.vacuum(w), to: limit(key), .keyVacuum, &e))
    let keySingle = x.single(w, vacuum: e.keyVacuum.value)
    e.keySingle = LowerBound(clip(keySingle, to: limit(key), .keySingle, &e))
    let z = TwoDecoyTails(&test, w)
    e.testVacuum = LowerBound(clip(z.vacuum(w), to: limit(test), .testVacuum, &e))
    let testSingle = z.single(w, vacuum: e.testVacuum.value)
    e.testSingle = LowerBound(clip(testSingle, to: limit(test), .testSingle, &e))
    e.keySingleFraction = fraction(keySingle, of: key.total)
    e.testSingleFraction = fraction(testSingle, of: test.total)
    e.contradicts = !x.isFeasible(w, total: key.total) || !z.isFeasible(w, total: test.total)

    // Errors of single photons in the test basis.
    let m = test.totalErrors
    let m2U = w.w2 * test.upper(test.errors.decoy, of: m)
    let m3L = w.w3 * test.lower(test.errors.weakest ?? 0, of: m)
    guard options.proof == .sound else {
      // BB-33, as printed.
      e.testErrors = UpperBound(clip(w.tau1 * (m2U - m3L) / w.difference, to: holds ? m : nil, .testErrors, &e))
      return
    }
    // BB-33b.
    let decoyForm = w.tau0 * (w.mu2 * m3L - w.mu3 * m2U) / w.difference
    let vacuum = S.maximum(S.zero, S.maximum(fairCoins(e.testVacuum.value, test.l), decoyForm))
    e.testVacuumErrors = LowerBound(vacuum)
    // BB-33c.
    let remaining = m - vacuum
    let weighted = w.tau1 * (m2U - vacuum / w.tau0) / w.mu2
    note(remaining, below: weighted, .testErrors, &e)
    let errors = S.minimum(remaining, weighted)
    e.testErrors = UpperBound(S.maximum(S.zero, errors))
    // BB-49.
    let slack = CountsFeasibility.tolerance * (1 + m.approximation)
    if w.tau0.approximation * m3L.approximation > m.approximation + slack || errors.approximation < -slack {
      e.contradicts = true
    }
  }

  /// Vacuum errors are fair coins: of s0 vacuum detections at least so many are errors (BB-33a).
  ///
  /// s/2 − √(s L/2), zero up to s = 2L; increasing beyond, so that a lower bound on s may be inserted.
  static func fairCoins<S: Scalar>(_ s: S, _ l: S) -> S {
    let root = S.sqrt(s)
    return S.maximum(S.zero, root * (root - S.sqrt(S(2) * l)) / S(2))
  }

  /// Remembers that all errors but those of the vacuum bounded the errors of single photons.
  static func note<S: Scalar>(_ all: S, below weighted: S, _ clamp: DecoyClamps, _ e: inout DecoyEstimate<S>) {
    if all.lowest < weighted.highest { e.clamps.insert(clamp) }
    if all.straddles(weighted) { e.straddled.insert(clamp) }
  }

  /// A signed fraction for searches; 0 for an empty basis.
  static func fraction<S: Scalar>(_ value: S, of total: S) -> Double {
    total.highest > 0 ? value.approximation / total.approximation : 0
  }
}

extension DecoyOrigins {
  private static let lim = "Lim et al. 2014, arXiv:1311.7129"
  /// Two decoys.
  static let twoDecoys = DecoyOrigins(
    emptyPulses: .init("BB-20", lim), vacuum: .init("BB-31", lim + ", Eq. 2"),
    singlePhotons: .init("BB-32", lim + ", Eq. 3"), errors: .init("BB-33", lim + ", Eq. 4"))
  /// Two decoys, the sound bound on the errors of single photons.
  static let twoDecoysSound = DecoyOrigins(
    emptyPulses: twoDecoys.emptyPulses, vacuum: twoDecoys.vacuum, singlePhotons: twoDecoys.singlePhotons,
    errors: .init("BB-33c", "derived in the bb84 sheet, section 4"),
    vacuumErrors: .init("BB-33a, BB-33b", "derived in the bb84 sheet, section 4"))
}
