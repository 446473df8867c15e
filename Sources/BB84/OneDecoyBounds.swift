// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension DecoyAnalysis {
  /// One decoy (two intensities μ1 > μ2 > 0): BB-40, BB-41, BB-42, BB-43 (Rusca et al. 2018,
  /// arXiv:1801.03443, A16-A22).
  static func oneDecoy<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ key: inout Basis<S>, _ test: inout Basis<S>, _ settings: Settings,
    _ options: FiniteKeyOptions
  ) {
    let mu = settings.intensities
    let p = settings.probabilities
    let mu1 = S(mu.signal)
    let mu2 = S(mu.decoy)
    let w1: S = weight(mu.signal, p.signal)
    let w2: S = weight(mu.decoy, p.decoy)
    let difference = mu1 - mu2
    let tau0 = e.tau0
    let tau1 = e.tau1

    // BB-40. Vacuum errors are fair coins, so twice the error bound, with its own fluctuation,
    // bounds the vacuum events; v0 ≤ τ0 m+ for each intensity.
    func vacuumUpper(_ basis: inout Basis<S>, _ clamp: DecoyClamps) -> S {
      let m = basis.totalErrors
      let n = basis.total
      var v0: S
      switch options.vacuumSource {
      case .mu1: v0 = w1 * basis.upper(basis.errors.signal, of: m)
      case .mu2: v0 = w2 * basis.upper(basis.errors.decoy, of: m)
      case .min:
        v0 = S.minimum(
          w1 * basis.upper(basis.errors.signal, of: m), w2 * basis.upper(basis.errors.decoy, of: m))
      }
      v0 = tau0 * v0
      let s0: S
      if options.proof == .sound {
        if v0.highest > m.highest { e.clamps.insert(clamp) }
        if v0.straddles(m) { e.straddled.insert(clamp) }
        v0 = S.minimum(v0, m)
        let root = S.sqrt(S(2) * basis.l) + S.sqrt(S(2) * basis.l + S(8) * v0)
        s0 = S.square(root / S(2))
      } else {
        // As published (A16): the fluctuation of all n instead of the s0 vacuum events.
        s0 = S(2) * (v0 + S.sqrt(n * basis.l / S(2)))
      }
      if s0.highest > n.highest { e.clamps.insert(clamp) }
      if s0.straddles(n) { e.straddled.insert(clamp) }
      return S.minimum(s0, n)
    }

    func single(_ basis: inout Basis<S>, _ s0U: S, _ n1U: S, _ n2L: S) -> S {
      // BB-42, with μ2/μ1 pulled out: (μ1² − μ2²)/μ1² = (μ1 − μ2)(μ1 + μ2)/μ1².
      let ratio = mu2 / mu1
      let vacuum = difference * (mu1 + mu2) / (mu1 * mu1) * (s0U / tau0)
      return tau1 * mu1 / (mu2 * difference) * (n2L - ratio * ratio * n1U - vacuum)
    }

    let n1U = w1 * key.upper(key.detections.signal, of: key.total)
    let n2L = w2 * key.lower(key.detections.decoy, of: key.total)
    let keyVacuumUpper = vacuumUpper(&key, .keyVacuumUpper)
    e.keyVacuumUpper = UpperBound(keyVacuumUpper)
    // BB-41.
    e.keyVacuum = LowerBound(
      clip(tau0 * (mu1 * n2L - mu2 * n1U) / difference, to: key.total, .keyVacuum, &e))
    let x = single(&key, keyVacuumUpper, n1U, n2L)
    e.keySingle = LowerBound(clip(x, to: key.total, .keySingle, &e))

    let n1UZ = w1 * test.upper(test.detections.signal, of: test.total)
    let n2LZ = w2 * test.lower(test.detections.decoy, of: test.total)
    let testVacuumUpper = vacuumUpper(&test, .testVacuumUpper)
    e.testVacuumUpper = UpperBound(testVacuumUpper)
    e.testVacuum = LowerBound(
      clip(tau0 * (mu1 * n2LZ - mu2 * n1UZ) / difference, to: test.total, .testVacuum, &e))
    let z = single(&test, testVacuumUpper, n1UZ, n2LZ)
    e.testSingle = LowerBound(clip(z, to: test.total, .testSingle, &e))
    e.keySingleFraction = fraction(x, of: key.total)
    e.testSingleFraction = fraction(z, of: test.total)

    // BB-43.
    let m = test.totalErrors
    let m1U = w1 * test.upper(test.errors.signal, of: m)
    let m2L = w2 * test.lower(test.errors.decoy, of: m)
    e.testErrors = UpperBound(clip(tau1 * (m1U - m2L) / difference, to: m, .testErrors, &e))
  }
}

extension DecoyOrigins {
  private static let rusca = "Rusca et al. 2018, arXiv:1801.03443"
  /// One decoy.
  static let oneDecoy = DecoyOrigins(
    emptyPulses: .init("BB-20", rusca), vacuum: .init("BB-41", rusca + ", A19"),
    singlePhotons: .init("BB-42", rusca + ", A17"), errors: .init("BB-43", rusca + ", A22"))
}

extension Quantities {
  static let keyVacuumUpper = Quantity(
    .estimation, "sX0U", "vacuum detections, key basis", .upperBound, "BB-40", "bb84 sheet; A16", unit: "counts")
  static let testVacuumUpper = Quantity(
    .estimation, "sZ0U", "vacuum detections, test basis", .upperBound, "BB-40", "bb84 sheet; A16", unit: "counts")
}
