// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension DecoyAnalysis {
  /// Two decoys (three intensities): BB-31, BB-32, BB-33 (Lim et al. 2014, arXiv:1311.7129, Eqs 2-4).
  ///
  /// Valid for μ1 > μ2 + μ3 and μ2 > μ3 ≥ 0.
  static func twoDecoys<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ key: inout Basis<S>, _ test: inout Basis<S>, _ settings: Settings,
    weakest: Double
  ) {
    let mu = settings.intensities
    let p = settings.probabilities
    let mu1 = S(mu.signal)
    let mu2 = S(mu.decoy)
    let mu3 = S(weakest)
    let w1: S = weight(mu.signal, p.signal)
    let w2: S = weight(mu.decoy, p.decoy)
    let w3: S = weight(weakest, p.weakest ?? 0)
    let difference = mu2 - mu3
    let squares = (mu2 - mu3) * (mu2 + mu3)
    let tau0 = e.tau0
    let tau1 = e.tau1

    func vacuumAndSingle(_ basis: inout Basis<S>) -> (vacuum: S, single: S, clippedVacuum: Bool, isOpen: Bool) {
      let n = basis.total
      let n1U = w1 * basis.upper(basis.detections.signal, of: n)
      let n2L = w2 * basis.lower(basis.detections.decoy, of: n)
      let n2U = w2 * basis.upper(basis.detections.decoy, of: n)
      let n3L = w3 * basis.lower(basis.detections.weakest ?? 0, of: n)
      let n3U = w3 * basis.upper(basis.detections.weakest ?? 0, of: n)
      // BB-31.
      let vacuum = tau0 * (mu2 * n3L - mu3 * n2U) / difference
      let s0 = S.minimum(S.maximum(vacuum, S.zero), n)
      // BB-32.
      let multi = squares / (mu1 * mu1) * (n1U - s0 / tau0)
      let single = tau1 * mu1 * (n2L - n3U - multi) / (mu1 * difference - squares)
      return (
        s0, single, vacuum.lowest < 0 || vacuum.highest > n.highest, vacuum.straddles(S.zero) || vacuum.straddles(n)
      )
    }

    let x = vacuumAndSingle(&key)
    e.keyVacuum = LowerBound(x.vacuum)
    if x.clippedVacuum { e.clamps.insert(.keyVacuum) }
    if x.isOpen { e.straddled.insert(.keyVacuum) }
    e.keySingle = LowerBound(clip(x.single, to: key.total, .keySingle, &e))
    let z = vacuumAndSingle(&test)
    e.testVacuum = LowerBound(z.vacuum)
    if z.clippedVacuum { e.clamps.insert(.testVacuum) }
    if z.isOpen { e.straddled.insert(.testVacuum) }
    e.testSingle = LowerBound(clip(z.single, to: test.total, .testSingle, &e))
    e.keySingleFraction = fraction(x.single, of: key.total)
    e.testSingleFraction = fraction(z.single, of: test.total)

    // BB-33: errors of single photons in the test basis.
    let m = test.totalErrors
    let m2U = w2 * test.upper(test.errors.decoy, of: m)
    let m3L = w3 * test.lower(test.errors.weakest ?? 0, of: m)
    e.testErrors = UpperBound(clip(tau1 * (m2U - m3L) / difference, to: m, .testErrors, &e))
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
}
