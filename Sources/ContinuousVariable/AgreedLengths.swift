// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// Which lengths a variable-length protocol may end with, agreed upon before the run (CV-46c).
package enum AgreedLengths: Sendable, Equatable {
  /// Nothing said: one length for an expected run, every whole length for a measured one.
  case unsaid
  /// These lengths in bits; the answer is one of them or 0.
  case listed([Double])
  /// All multiples of a step in bits; the answer is rounded down to one.
  case step(Double)
  /// One length, fixed before the run; the answer is that or 0, never the bound.
  case fixed(Double)
  /// Length, allowance for leakage and entropy follow from the revealed symbols alone.
  case fromRevealed
  /// K lengths that are not named: the bound for K, not rounded to an agreed length. Planning only.
  case number(Double)
  /// One length whose value is not asked for: the bound itself, as tables state it. Planning only.
  case bound

  /// How many lengths there are, and what their announcement costs.
  package struct Rule: Sendable, Equatable {
    /// K.
    package let count: Double
    /// Bits for transcripts of varying length: 1 for more than one length, as the proof asks for.
    package let transcriptBits: Double
  }

  /// K and the bit for transcripts.
  ///
  /// A bare number of lengths is the bound of the tables, without the bit: it certifies nothing.
  ///
  /// - Parameters:
  ///   - origin: measured or expected.
  ///   - digits: n κ bits: no key is longer than Bob's string.
  package func rule(for origin: EstimateOrigin, digits: Double) -> Rule {
    let count: Double
    switch self {
    case .unsaid: count = origin == .measured ? Swift.max(1, digits) : 1
    case .listed(let lengths): count = Double(Swift.max(1, lengths.count))
    case .step(let step): count = Swift.max(1, (digits / step).rounded(.down))
    case .number(let k): return Rule(count: k, transcriptBits: 0)
    case .fixed, .fromRevealed, .bound: return Rule(count: 1, transcriptBits: 0)
    }
    let varies = self != .unsaid || origin == .measured
    return Rule(count: count, transcriptBits: varies ? 1 : 0)
  }

  /// The largest agreed length that does not exceed the bound; 0 if there is none.
  package func answer(_ bound: Double) -> Double {
    let whole = wholeBits(bound)
    switch self {
    case .unsaid, .fromRevealed, .number, .bound: return whole
    case .listed(let lengths): return lengths.filter { $0 <= whole }.max() ?? 0
    case .step(let step): return (whole / step).rounded(.down) * step
    case .fixed(let length): return whole >= length ? length : 0
    }
  }

  /// Whether a run may be certified with it: a value was agreed upon, or all are.
  package var isAgreement: Bool {
    switch self {
    case .number, .bound: false
    default: true
    }
  }

  /// In words.
  package var text: String {
    switch self {
    case .unsaid: "every whole length"
    case .listed(let lengths): lengths.count == 1 ? "one length" : "\(lengths.count) lengths of a list"
    case .step: "multiples of a step"
    case .fixed: "one length, fixed before the run"
    case .fromRevealed: "one length, computed from the revealed symbols alone"
    case .number(let k): "\(Int(k)) lengths that are not named"
    case .bound: "the bound itself"
    }
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate(origin: EstimateOrigin) throws(InputError) {
    func whole(_ value: Double, _ name: String) throws(InputError) {
      try require(value, name, in: 1...1e18, hint: "whole bits; 0 is always agreed and not counted")
      guard value == value.rounded() else { throw InputError(name, value, allowed: "must be a whole number") }
    }
    switch self {
    case .unsaid, .fromRevealed, .bound: break
    case .listed(let lengths):
      guard !lengths.isEmpty, lengths.count <= 1_000_000 else {
        throw InputError("lengths", value: "\(lengths.count) lengths", allowed: "must be between 1 and 1e6 lengths")
      }
      for length in lengths { try whole(length, "lengths") }
    case .step(let step): try whole(step, "length_step")
    case .fixed(let length): try whole(length, "fixed_length")
    case .number(let k):
      try require(k, "n_lengths", in: 1...1e18)
      guard k == k.rounded() else { throw InputError("n_lengths", k, allowed: "must be a whole number") }
      if origin == .measured, k == 1 {
        throw InputError(
          "n_lengths", 1, allowed: "proves nothing for a length computed after the run (CV-46c)",
          hint: "state the length that was fixed before the run, or leave it out: then every length is agreed upon")
      }
    }
  }
}

/// How several agreed lengths share the failure probabilities.
package enum LengthComposition: String, Sendable, CaseIterable {
  /// eps_s/K and eps_PA/K for each (CV-46c).
  case split
  /// One smoothing for all outcomes, eps_PA/√K for each (CV-46d).
  case oneSmoothing = "one-smoothing"
}
