// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// How a stated leakage stands to what correcting the counted errors takes at least (sns sheet, section 3.4; the rule of
/// all families is ``ShannonRule``).
enum StatedLeakage: Sendable, Equatable {
  /// Nothing was stated, or it suffices.
  case met
  /// It suffices, but no known code comes so near.
  case beyondKnownCodes
  /// It is less than the limit, in bits.
  case below(Double)
  /// The errors were not counted.
  case uncounted

  /// Compares a leakage with the limit of the counted errors.
  init(_ bits: Double, _ counts: Observations, _ options: FiniteKeyOptions) {
    guard let rule = Self.rule(counts, options) else {
      self = .uncounted
      return
    }
    if rule.refutes(bits) {
      self = .below(rule.leastLeakage)
    } else {
      self = bits < 1.02 * rule.patternBits ? .beyondKnownCodes : .met
    }
  }

  /// The rule for what the decoder can tell apart: the kept pairs are one class, without pairing Bob's zeros and ones are
  /// two. Nil where errors were not counted.
  static func rule(_ counts: Observations, _ options: FiniteKeyOptions) -> ShannonRule? {
    if options.scheme == .aopp {
      guard let pairs = counts.pairs, let errors = pairs.errors else { return nil }
      return ShannonRule([.init(rounds: pairs.kept, errors: errors)], correctness: options.correctness)
    }
    guard let zeros = counts.zeroErrors, let ones = counts.oneErrors else { return nil }
    return ShannonRule(
      [.init(rounds: counts.zeros, errors: zeros), .init(rounds: counts.ones, errors: ones)],
      correctness: options.correctness)
  }
}
