// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension DecoyAnalysis {
  /// The settings of one decoy as the bounds need them.
  struct OneDecoyWeights<S: Scalar> {
    let mu1: S
    let mu2: S
    /// e^μ/p of each intensity.
    let w1: S
    let w2: S
    let difference: S
    let tau0: S
    let tau1: S

    init(_ settings: Settings, tau0: S, tau1: S) {
      let mu = settings.intensities
      let p = settings.probabilities
      mu1 = S(mu.signal)
      mu2 = S(mu.decoy)
      w1 = DecoyAnalysis.weight(mu.signal, p.signal)
      w2 = DecoyAnalysis.weight(mu.decoy, p.decoy)
      difference = mu1 - mu2
      self.tau0 = tau0
      self.tau1 = tau1
    }
  }

  /// Bounds on the weighted mean counts of one class of detections: n1+ and n2−.
  struct OneDecoyTails<S: Scalar> {
    let upper1: S
    let lower2: S

    init(_ basis: inout Basis<S>, _ w: OneDecoyWeights<S>) {
      upper1 = w.w1 * basis.upper(basis.detections.signal, of: basis.total)
      lower2 = w.w2 * basis.lower(basis.detections.decoy, of: basis.total)
    }

    /// Vacuum detections from below, not yet held to their range (BB-41).
    func vacuum(_ w: OneDecoyWeights<S>) -> S { w.tau0 * (w.mu1 * lower2 - w.mu2 * upper1) / w.difference }

    /// Single-photon detections, not yet held to their range (BB-42), with μ2/μ1 pulled out:
    /// (μ1² − μ2²)/μ1² = (μ1 − μ2)(μ1 + μ2)/μ1².
    func single(_ w: OneDecoyWeights<S>, vacuumUpper s0U: S) -> S {
      let ratio = w.mu2 / w.mu1
      let vacuum = w.difference * (w.mu1 + w.mu2) / (w.mu1 * w.mu1) * (s0U / w.tau0)
      return w.tau1 * w.mu1 / (w.mu2 * w.difference) * (lower2 - ratio * ratio * upper1 - vacuum)
    }

    /// Whether some photon numbers can give these counts (BB-48).
    func isFeasible(_ w: OneDecoyWeights<S>, total: S) -> Bool {
      CountsFeasibility.oneDecoy(
        total: total.approximation, emptyPulses: w.tau0.approximation,
        upper1: Swift.min(upper1.approximation, w.w1.approximation * total.approximation),
        lower2: Swift.max(lower2.approximation, 0))
    }
  }

  /// One decoy (two intensities μ1 > μ2 > 0): BB-40, BB-41, BB-42, BB-43 (Rusca et al. 2018, arXiv:1801.03443,
  /// A16-A22); the sound errors of single photons are those of BB-43a.
  static func oneDecoy<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ key: inout Basis<S>, _ test: inout Basis<S>, _ settings: Settings,
    _ options: FiniteKeyOptions, keyErrorTotal: Double?
  ) {
    let w = OneDecoyWeights<S>(settings, tau0: e.tau0, tau1: e.tau1)
    let isSound = options.proof == .sound
    let holds = options.proof.holdsToTotals
    func limit(_ basis: Basis<S>) -> S? { holds ? basis.total : nil }

    let x = OneDecoyTails(&key, w)
    let keyErrors = keyErrorTotal == nil ? errorTails(&key, w) : nil
    let keyVacuumUpper = vacuumUpper(key, w, keyErrors, options, .keyVacuumUpper, &e)
    e.keyVacuumUpper = UpperBound(keyVacuumUpper)
    e.keyVacuum = LowerBound(clip(x.vacuum(w), to: limit(key), .keyVacuum, &e))
    let keySingle = x.single(w, vacuumUpper: keyVacuumUpper)
    e.keySingle = LowerBound(clip(keySingle, to: limit(key), .keySingle, &e))

    let z = OneDecoyTails(&test, w)
    let testErrors = errorTails(&test, w)
    let testVacuumUpper = vacuumUpper(test, w, testErrors, options, .testVacuumUpper, &e)
    e.testVacuumUpper = UpperBound(testVacuumUpper)
    e.testVacuum = LowerBound(clip(z.vacuum(w), to: limit(test), .testVacuum, &e))
    let testSingle = z.single(w, vacuumUpper: testVacuumUpper)
    e.testSingle = LowerBound(clip(testSingle, to: limit(test), .testSingle, &e))
    e.keySingleFraction = fraction(keySingle, of: key.total)
    e.testSingleFraction = fraction(testSingle, of: test.total)
    e.contradicts = !x.isFeasible(w, total: key.total) || !z.isFeasible(w, total: test.total)

    let m = test.totalErrors
    let m2L = w.w2 * test.lower(test.errors.decoy, of: m)
    guard isSound else {
      // BB-43, as printed.
      e.testErrors = UpperBound(
        clip(w.tau1 * (testErrors.upper1 - m2L) / w.difference, to: holds ? m : nil, .testErrors, &e))
      return
    }
    // BB-43a. The coin is the event that the vacuum bound of BB-40 pays in this basis.
    let decoyForm = w.tau0 * (w.mu1 * m2L - w.mu2 * testErrors.upper1) / w.difference
    let vacuum = S.maximum(S.zero, S.maximum(fairCoins(e.testVacuum.value, test.l), decoyForm))
    e.testVacuumErrors = LowerBound(vacuum)
    let remaining = m - vacuum
    let weighted = S.minimum(
      w.tau1 * (testErrors.upper1 - vacuum / w.tau0) / w.mu1, w.tau1 * (testErrors.upper2 - vacuum / w.tau0) / w.mu2)
    note(remaining, below: weighted, .testErrors, &e)
    let errors = S.minimum(remaining, weighted)
    e.testErrors = UpperBound(S.maximum(S.zero, errors))
    // BB-49.
    let tau0 = w.tau0.approximation
    func isBelow(_ a: Double, _ b: Double) -> Bool { a <= b + CountsFeasibility.tolerance * (1 + abs(b)) }
    let links = [
      isBelow(e.keyVacuum.value.approximation, keyVacuumUpper.approximation),
      isBelow(e.testVacuum.value.approximation, testVacuumUpper.approximation),
      keyErrors.map { isBelow(e.errors.approximation, tau0 * $0.upper1.approximation) } ?? true,
      isBelow(m.approximation, tau0 * testErrors.upper1.approximation),
      isBelow(tau0 * m2L.approximation, m.approximation),
      errors.approximation >= -CountsFeasibility.tolerance * (1 + m.approximation),
    ]
    if links.contains(false) { e.contradicts = true }
  }

  /// Bounds on the weighted mean errors of one class: m1+ and m2+.
  struct ErrorTails<S: Scalar> {
    let upper1: S
    let upper2: S
  }

  static func errorTails<S: Scalar>(_ basis: inout Basis<S>, _ w: OneDecoyWeights<S>) -> ErrorTails<S> {
    let m = basis.totalErrors
    return ErrorTails(
      upper1: w.w1 * basis.upper(basis.errors.signal, of: m), upper2: w.w2 * basis.upper(basis.errors.decoy, of: m))
  }

  /// Vacuum detections from above (BB-40): vacuum errors are fair coins, so twice the error bound, with its own
  /// fluctuation, bounds the vacuum events; v0 ≤ τ0 m+ for each intensity, and v0 ≤ m where only the total is known.
  static func vacuumUpper<S: Scalar>(
    _ basis: Basis<S>, _ w: OneDecoyWeights<S>, _ errors: ErrorTails<S>?, _ options: FiniteKeyOptions,
    _ clamp: DecoyClamps, _ e: inout DecoyEstimate<S>
  ) -> S {
    let m = basis.totalErrors
    let n = basis.total
    func hold(_ value: S, _ most: S) -> S {
      if value.highest > most.highest { e.clamps.insert(clamp) }
      if value.straddles(most) { e.straddled.insert(clamp) }
      return S.minimum(value, most)
    }
    var v0 = m
    if let errors {
      switch options.vacuumSource {
      case .mu1: v0 = w.tau0 * errors.upper1
      case .mu2: v0 = w.tau0 * errors.upper2
      case .min: v0 = w.tau0 * S.minimum(errors.upper1, errors.upper2)
      }
    }
    guard options.proof == .sound else {
      // As published (A16): the fluctuation of all n instead of the s0 vacuum events.
      let s0 = S(2) * (v0 + S.sqrt(n * basis.l / S(2)))
      return options.proof.holdsToTotals ? hold(s0, n) : s0
    }
    let root = S.sqrt(S(2) * basis.l) + S.sqrt(S(2) * basis.l + S(8) * hold(v0, m))
    return hold(S.square(root / S(2)), n)
  }
}

extension DecoyOrigins {
  private static let rusca = "Rusca et al. 2018, arXiv:1801.03443"
  /// One decoy.
  static let oneDecoy = DecoyOrigins(
    emptyPulses: .init("BB-20", rusca), vacuum: .init("BB-41", rusca + ", A19"),
    singlePhotons: .init("BB-42", rusca + ", A17"), errors: .init("BB-43", rusca + ", A22"))
  /// One decoy, the sound bound on the errors of single photons.
  static let oneDecoySound = DecoyOrigins(
    emptyPulses: oneDecoy.emptyPulses, vacuum: oneDecoy.vacuum, singlePhotons: oneDecoy.singlePhotons,
    errors: .init("BB-43a", "derived in the bb84 sheet, section 5"),
    vacuumErrors: .init("BB-43a", "derived in the bb84 sheet, section 5"))
}

extension Quantities {
  static let keyVacuumUpper = Quantity(
    .estimation, "sX0U", "vacuum detections, key basis", .upperBound, "BB-40", "bb84 sheet; A16", unit: "counts")
  static let testVacuumUpper = Quantity(
    .estimation, "sZ0U", "vacuum detections, test basis", .upperBound, "BB-40", "bb84 sheet; A16", unit: "counts")
}
