// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateNumerics
import KeyRateSecurity

/// The two-decoy analysis as the public SatQuMA tool computes it, for comparison with other programs only.
///
/// After Sidhu et al. 2022, arXiv:2012.07829, and its tool: the forms of Lim et al. 2014 with the
/// tails of BB-23 and three readings of its own, of which two are not sound.
/// It is one half of the common job that programs of the field are compared on; the
/// other half is the channel model of the same name (SQ-1).
extension DecoyAnalysis {
  /// Estimates of s0, s1 and v1 as the tool reads them (SQ-2, SQ-3, SQ-4); none of them is a bound.
  ///
  /// - SQ-2: the errors of the test basis are shared over the intensities in proportion to their
  ///   detections, which gives vacuum pulses the error rate of all instead of 1/2.
  /// - SQ-3: the vacuum detections subtract the lower end of the second intensity's count, where
  ///   Lim et al. subtract the upper end: with μ3 > 0 that can give more than there are.
  /// - SQ-4: single-photon errors are held to all errors of the test basis; single-photon detections
  ///   are not held to anything.
  static func satquma2022<S: Scalar>(
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
    let squares = difference * (mu2 + mu3)
    let tau0 = e.tau0
    let tau1 = e.tau1

    func vacuumAndSingle(_ basis: inout Basis<S>) -> (vacuum: S, single: S, isClipped: Bool) {
      let n = basis.total
      let n1U = w1 * basis.upper(basis.detections.signal, of: n)
      let n2L = w2 * basis.lower(basis.detections.decoy, of: n)
      let n3L = w3 * basis.lower(basis.detections.weakest ?? 0, of: n)
      let n3U = w3 * basis.upper(basis.detections.weakest ?? 0, of: n)
      let vacuum = tau0 * (mu2 * n3L - mu3 * n2L) / difference
      let s0 = S.maximum(vacuum, S.zero)
      let multi = squares / (mu1 * mu1) * (n1U - s0 / tau0)
      return (s0, tau1 * mu1 * (n2L - n3U - multi) / (mu1 * difference - squares), vacuum.lowest < 0)
    }

    let x = vacuumAndSingle(&key)
    e.keyVacuum = LowerBound(x.vacuum)
    if x.isClipped { e.clamps.insert(.keyVacuum) }
    e.keySingle = LowerBound(x.single)
    let z = vacuumAndSingle(&test)
    e.testVacuum = LowerBound(z.vacuum)
    if z.isClipped { e.clamps.insert(.testVacuum) }
    e.testSingle = LowerBound(z.single)
    e.keySingleFraction = fraction(x.single, of: key.total)
    e.testSingleFraction = fraction(z.single, of: test.total)

    let m = test.totalErrors
    let n = sum(test.detections) as S
    guard n.isCertainlyPositive else { return }
    // The tails take counts as doubles, so the shares are formed in doubles: a rounding error of a
    // count that is compared only.
    let rate = m.approximation / n.approximation
    let m2U = w2 * test.upper(rate * test.detections.decoy, of: m)
    let m3L = w3 * test.lower(rate * (test.detections.weakest ?? 0), of: m)
    e.testErrors = UpperBound(clip(tau1 * (m2U - m3L) / difference, to: m, .testErrors, &e))
  }
}

extension DecoyOrigins {
  private static let tool = "Sidhu et al. 2022, arXiv:2012.07829, public tool"
  /// The tool: its vacuum count may exceed the true one, and single photons and errors rest on it.
  static let satquma2022 = DecoyOrigins(
    emptyPulses: twoDecoys.emptyPulses, vacuum: .init("SQ-3", tool), singlePhotons: .init("SQ-4", tool),
    errors: .init("SQ-2, SQ-4", tool), areBounds: false)
}

extension Ceiling {
  /// Says where a comparison number exceeds what any honest analysis of the link could give.
  ///
  /// An unsound formula may do that; its number is printed, but never without this label.
  ///
  /// - Returns: The warning, or nil where the order of rates holds.
  package static func labelOfExcess(
    _ rate: SecretKeyRate, setup: Setup, settings: Settings, options: FiniteKeyOptions
  ) -> String? {
    do {
      try check(rate, setup: setup, settings: settings, options: options)
      return nil
    } catch {
      return "not a possible rate: \(error.statement); \(options.proof.rawValue) is not sound here"
    }
  }
}
