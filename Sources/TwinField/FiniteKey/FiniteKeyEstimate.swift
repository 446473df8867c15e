// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The terms whose concentration bound a prediction tuned (TF-27, TF-28).
package struct TunedTerms: Sendable, Equatable {
  /// The photon pairs.
  package var pairs: Set<PhotonPair> = []
  /// The sum over all test successes.
  package var tail = false
  /// The count of phase errors.
  package var phaseErrors = false

  /// How many there are.
  package var count: Int { pairs.count + (tail ? 1 : 0) + (phaseErrors ? 1 : 0) }
}

/// What counts certify about a block of the protocol of Curty, Azuma and Lo (tf sheet, section 7).
package struct FiniteKeyEstimate<S: Scalar>: Sendable {
  /// M_X.
  package var keyCount: S
  /// M_Z.
  package var testCount: S
  /// e_X = E_X/M_X.
  package var bitError: S
  /// K, the number of estimates that may fail.
  package var events: Int
  /// ln(1/ε_1).
  package var logInverseFailure: S
  /// N_out of TF-23.
  package var beyondCutoff: UpperBound<Double>
  /// E_L and E_U, the confidence limits of the means of the M_ij (TF-21).
  package var means: [[Interval]]
  /// M^U(n, m) (TF-22); empty where no numbers fit the counts.
  package var pairs: [PhotonPair: Double]
  /// The largest relative gap between a linear program's certificate and its solver's value.
  package var largestGap: Double
  /// The certified joint bound on the sum of TF-37, without the odds; nil if there was none.
  var jointSum: Double?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  package var straddled: [String] = []
  /// Where the linear programs ended, as a start for similar ones.
  var bases: [LinearProgramBasis] = []
  /// SU(M_Z) of TF-31.
  package var testSum: UpperBound<S>
  /// W_0 and W_1 of TF-31.
  package var tails: [S]
  /// Σ_ph of TF-31, or its joint bound (TF-37).
  package var phaseErrorSum: UpperBound<S>
  /// N_ph^U of TF-32.
  package var phaseErrors: UpperBound<S>
  /// N_ph^U/M_X before the cap at 1/2.
  package var phaseErrorUncapped: S
  /// e_ph ≤ 1/2.
  package var phaseError: UpperBound<S>
  /// leak_EC in bits.
  package var leakage: UpperBound<S>
  /// log2(2/ε_cor) + log2(1/(4 ε_PA²)) in bits.
  package var penalty: UpperBound<S>
  /// The signed length before rounding, in bits (TF-33).
  package var rawLength: S
  /// Which terms a prediction tuned; the others are bounded without one (TF-29).
  package var tuned: TunedTerms
  /// Why there is nothing to compute, if so.
  package var obstacle: ReasonForZero?
}
