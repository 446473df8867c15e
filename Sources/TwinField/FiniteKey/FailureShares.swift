// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// ln(1/ε_d): how surely one confidence bound of the decoy data holds (tf sheet, section 7.2, TF-18).
///
/// A type of its own, because ε_d and ε_k lie eleven orders of magnitude apart: ε_d in place of ε_k
/// would be a security bug, ε_k in place of ε_d a needless loss.
package struct DecoyTailExponent<S: Scalar>: Sendable {
  /// ln(1/ε_d) > 0.
  package let value: S

  /// Names an exponent.
  package init(_ value: S) { self.value = value }
}

/// ln(1/ε_k): how surely one concentration bound for dependent trials holds (tf sheet, section 7.2, TF-18).
package struct ConcentrationExponent<S: Scalar>: Sendable {
  /// ln(1/ε_k) > 0.
  package let value: S

  /// Names an exponent.
  package init(_ value: S) { self.value = value }
}

extension DependentTrialsBound {
  /// Bounds for a number of trials, each failing with probability at most ε_k.
  init(trials: S, _ exponent: ConcentrationExponent<S>) {
    self.init(trials: trials, logInverseFailure: exponent.value)
  }
}

/// How ε_sec is shared among all that may fail (tf sheet, section 7.2; TF-18, TF-19, TF-19a).
///
/// Linear: ε_sec = K_d ε_d + 2 √(K_k ε_k) + ε_PA in the fixed shares 1/2, 9/20, 1/20. Whether the
/// decoy bounds hold is decided by records of the run that are no quantum state, so that they enter without a
/// root; concentration bounds involve phase errors that nobody measures and need it. Root: every failure under the root.
package struct FailureShares<S: Scalar>: Sendable {
  /// K_d: two sides for each pair of intensities and one emitted tail.
  package let decoyEvents: Int
  /// K_k: the pairs with n + m ≤ S, all test successes, the phase errors.
  package let concentrationEvents: Int
  /// ln(1/ε_d).
  package let decoyTail: DecoyTailExponent<S>
  /// ln(1/ε_k).
  package let concentration: ConcentrationExponent<S>
  /// ε_PA.
  package let amplification: S

  /// Shares ε_sec out.
  ///
  /// Analyses that were tried on the same data divide ε_d and ε_k.
  package init(_ options: FiniteKeyOptions, _ settings: Settings) {
    let half = options.pairCutoff / 2 + 1
    decoyEvents = 2 * settings.alice.testIntensities.count * settings.bob.testIntensities.count + 1
    concentrationEvents = half * half + 2
    let tried = S.log(S(Double(options.analysesTried)))
    if options.composition == .linear {
      let secrecy = S.log(S(options.secrecy))
      decoyTail = DecoyTailExponent(S.log(S(Double(2 * decoyEvents))) - secrecy + tried)
      let root = S.log(S(40)) - S.log(S(9)) - secrecy
      concentration = ConcentrationExponent(S.log(S(Double(concentrationEvents))) + S(2) * root + tried)
      amplification = S(options.secrecy) / S(20)
      return
    }
    // ln(1/ε_PE).
    var estimation: S
    if let shares = options.explicitShares {
      estimation = -S.log(S(shares.estimation))
      amplification = S(shares.amplification)
    } else {
      let divisor = options.composition == .root ? 4.0 : 2.0
      estimation = S(2) * (S.log(S(divisor)) - S.log(S(options.secrecy)))
      amplification = S(options.secrecy) / S(2)
    }
    estimation = estimation + tried + S.log(S(Double(decoyEvents + concentrationEvents)))
    decoyTail = DecoyTailExponent(estimation)
    concentration = ConcentrationExponent(estimation)
  }
}
