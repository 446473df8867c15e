public import KeyRateNumerics
public import KeyRateSecurity

/// The terms whose concentration bound a prediction tuned (TF-27, TF-28).
public struct TunedTerms: Sendable, Equatable {
  /// The photon pairs.
  public var pairs: Set<PhotonPair> = []
  /// The sum over all test successes.
  public var tail = false
  /// The count of phase errors.
  public var phaseErrors = false

  /// How many there are.
  public var count: Int { pairs.count + (tail ? 1 : 0) + (phaseErrors ? 1 : 0) }
}

/// What counts certify about a block of the protocol of Curty, Azuma and Lo (tf sheet, section 7).
public struct FiniteKeyEstimate<S: Scalar>: Sendable {
  /// M_X.
  public var keyCount: S
  /// M_Z.
  public var testCount: S
  /// e_X = E_X/M_X.
  public var bitError: S
  /// K, the number of estimates that may fail.
  public var events: Int
  /// ln(1/ε_1).
  public var logInverseFailure: S
  /// N_out of TF-23.
  public var beyondCutoff: UpperBound<Double>
  /// E_L and E_U, the confidence limits of the means of the M_ij (TF-21).
  public var means: [[Interval]]
  /// M^U(n, m) (TF-22); empty where no numbers fit the counts.
  public var pairs: [PhotonPair: Double]
  /// The largest relative gap between a linear program's certificate and its solver's value.
  public var largestGap: Double
  /// The certified joint bound on the sum of TF-37, without the odds; nil if there was none.
  var jointSum: Double?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  public var straddled: [String] = []
  /// Where the linear programs ended, as a start for similar ones.
  var bases: [LinearProgramBasis] = []
  /// SU(M_Z) of TF-31.
  public var testSum: UpperBound<S>
  /// W_0 and W_1 of TF-31.
  public var tails: [S]
  /// Σ_ph of TF-31, or its joint bound (TF-37).
  public var phaseErrorSum: UpperBound<S>
  /// N_ph^U of TF-32.
  public var phaseErrors: UpperBound<S>
  /// N_ph^U/M_X before the cap at 1/2.
  public var phaseErrorUncapped: S
  /// e_ph ≤ 1/2.
  public var phaseError: UpperBound<S>
  /// leak_EC in bits.
  public var leakage: UpperBound<S>
  /// log2(2/ε_cor) + log2(1/(4 ε_PA²)) in bits.
  public var penalty: UpperBound<S>
  /// The signed length before rounding, in bits (TF-33).
  public var rawLength: S
  /// Which terms a prediction tuned; the others are bounded without one (TF-29).
  public var tuned: TunedTerms
  /// Why there is nothing to compute, if so.
  public var obstacle: ReasonForZero?
}
