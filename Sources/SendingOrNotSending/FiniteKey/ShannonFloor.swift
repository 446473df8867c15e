// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The least leakage with which counted errors can be corrected (sns sheet, section 3.4; the rule of all families, MDI-34c).
///
/// Classes are what the decoder can tell apart before decoding: the kept pairs are one, without pairing Bob's zeros and
/// ones are two.
enum ShannonFloor {
  /// S: bits that correcting the errors of all classes takes at least; nil where errors were not counted.
  private static func entropy<S: Scalar>(_ counts: Observations, _ options: FiniteKeyOptions) -> S? {
    func bits(_ n: Double, _ errors: Double) -> S {
      guard errors > 0, errors < n else { return S.zero }
      let (all, m) = (S(n), S(errors))
      let rest = S.one - m / all
      return S.maximum(S.zero, all * binaryEntropy(m / all) - S.log2(S(8) * m * rest) / S(2))
    }
    if options.scheme == .aopp {
      guard let pairs = counts.pairs, let errors = pairs.errors else { return nil }
      return bits(pairs.kept, errors)
    }
    guard let zeros = counts.zeroErrors, let ones = counts.oneErrors else { return nil }
    return bits(counts.zeros, zeros) + bits(counts.ones, ones)
  }

  /// λ_min = max(0, S − log2(1/ε_cor)), taken upwards; nil where errors were not counted.
  static func leastLeakage(_ counts: Observations, _ options: FiniteKeyOptions) -> Double? {
    let sum: Interval? = entropy(counts, options)
    return sum.map { Swift.max(0, ($0 + Interval.log2(Interval(options.correctness))).upper) }
  }

  /// How a stated leakage stands to the limit.
  enum Check: Sendable, Equatable {
    /// It suffices.
    case met
    /// It suffices, but no known code comes so near.
    case beyondKnownCodes
    /// It is less than the limit, in bits.
    case below(Double)
    /// The errors were not counted.
    case uncounted
  }

  /// Compares a leakage with the limit of the counted errors.
  static func check(_ bits: Double, _ counts: Observations, _ options: FiniteKeyOptions) -> Check {
    guard let least = leastLeakage(counts, options) else { return .uncounted }
    if bits < least { return .below(least) }
    let sum: Double? = entropy(counts, options)
    return sum.map { bits < 1.02 * $0 } ?? false ? .beyondKnownCodes : .met
  }
}
