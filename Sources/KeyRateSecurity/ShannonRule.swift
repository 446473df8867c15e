// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// How few bits error correction can have announced for the errors that were there: the rule on
/// measured leakage of all families (shannon sheet).
///
/// Never a refusal and no proof of insecurity: a security proof needs only that every bit that was
/// sent is counted. A leakage below the least one is next to impossible for a decoder that knows
/// nothing else, so such a length is not certified and is printed with the least leakage instead.
package struct ShannonRule: Sendable, Equatable {
  /// Rounds that the decoder can tell apart before decoding and whose errors are counted separately.
  package struct Class: Sendable, Equatable {
    /// n_k, the rounds.
    package let rounds: Double
    /// m_k, the errors among them.
    package let errors: Double

    /// Makes a class.
    package init(rounds: Double, errors: Double) {
      self.rounds = rounds
      self.errors = errors
    }
  }

  /// S, from below the logarithm of the number of error patterns with these counts, in bits.
  package let patternBits: Double
  /// λ_min = max(0, S − log2(1/ε_cor)), in bits.
  package let leastLeakage: Double

  /// Applies the rule.
  ///
  /// - Parameters:
  ///   - classes: the classes; those without errors or with nothing but errors need no bits.
  ///   - correctness: ε_cor, 0 < ε_cor < 1.
  package init(_ classes: [Class], correctness: Double) {
    var bits = 0.0
    for c in classes where c.errors > 0 && c.errors < c.rounds {
      let rate = c.errors / c.rounds
      // log2 C(n, m) ≥ n h(m/n) − log2(8 m (1 − m/n))/2.
      bits += Swift.max(0, c.rounds * binaryEntropy(rate) - Double.log2(8 * c.errors * (1 - rate)) / 2)
    }
    patternBits = bits
    leastLeakage = Swift.max(0, bits + Double.log2(correctness))
  }

  /// Whether a leakage is below what any decoder can do, up to a probability of ε_cor.
  package func refutes(_ leakage: Double) -> Bool { leakage < leastLeakage }

  /// The same with the numbers; nil where the leakage is not refuted.
  ///
  /// - Parameters:
  ///   - leakage: the leakage as stated, in bits.
  ///   - classes: what may be counted apart, in words; nil where it is.
  package func warning(stated leakage: Double, classes: String? = "class") -> String? {
    guard refutes(leakage) else { return nil }
    let numbers = "\(Self.whole(leakage)) bits are stated, \(Self.whole(leastLeakage.rounded(.up))) are paid"
    return "\(Self.warning) \(numbers)" + (classes.map { "; or give the counts for each \($0)" } ?? "")
  }

  /// A number of bits without a decimal point.
  package static func whole(_ bits: Double) -> String { Int64(exactly: bits).map { "\($0)" } ?? "\(bits)" }

  /// The warning that a length with such a leakage carries.
  package static let warning =
    "leakage below Shannon's limit of the observed errors: were all parities counted?"
}
