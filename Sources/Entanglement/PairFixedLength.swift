// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  static let fixedLength = Quantity(
    .keyLength, "l_fix", "length of the key, fixed before the run", .lowerBound, "PH-17",
    "derived in the photons sheet",
    unit: "bit")

  static let fixed = [fixedLength]
}

/// A key of fixed length with an acceptance test (photons sheet, PH-17): the length is computed before the run from
/// tolerances, and the run yields that key or none.
package struct PairFixedLength: Sendable, Equatable {
  /// The least counts of rounds and the largest of errors with which a run is accepted.
  package let tolerances: PairCounts.Samples
  /// The largest leakage with which it is accepted, in bits.
  package let leakageLimit: Double
  /// Failure probabilities and sampling bound.
  package let options: PairFiniteKeyOptions
  /// l_fix before rounding, signed.
  package let rawLength: Double
  /// l_fix in whole bits.
  package let length: Double

  /// Computes the length of a protocol before its run.
  ///
  /// - Parameters:
  ///   - tolerances: n and k at least, errors at most; whole numbers.
  ///   - leakageLimit: bits of error correction at most.
  ///   - options: sampling `kl`, `klt` or `serfling`: the bounds that are monotone in all counts.
  /// - Throws: `InputError`.
  package init(
    tolerances: PairCounts.Samples, leakageLimit: Double, options: PairFiniteKeyOptions
  ) throws(InputError) {
    switch options.sampling {
    case .subset(.kl), .subset(.klt), .subset(.serfling): break
    default:
      throw InputError(
        "sampling", value: options.sampling.name, allowed: "must be kl, klt or serfling for a fixed length",
        hint: "the length must not fall where a run is better than its tolerances")
    }
    var used = options
    used.leakage = .measured(bits: leakageLimit)
    let e = try PairFiniteKey.enclosure(PairCounts(samples: tolerances, origin: .measured), used)
    self.tolerances = tolerances
    self.leakageLimit = leakageLimit
    self.options = used
    rawLength = e.rawLength.lower
    length = wholeBits(rawLength)
  }

  /// One condition of acceptance.
  package struct Criterion: Sendable, Equatable {
    /// The count, as the sheet names it.
    package let symbol: String
    /// What it is, in words.
    package let meaning: String
    /// What the run has.
    package let value: Double
    /// What was agreed.
    package let threshold: Double
    /// Whether more than the threshold fails it; otherwise less does.
    package let isUpperLimit: Bool
    /// Whether it holds.
    package var isMet: Bool { isUpperLimit ? value <= threshold : value >= threshold }
  }

  /// Every condition of acceptance for the counts of a run, in a fixed order.
  ///
  /// - Parameters:
  ///   - counts: of the same way to make key; `accept` refuses others.
  ///   - leakage: what error correction disclosed, in bits.
  package func criteria(_ counts: PairCounts, leakage: Double) -> [Criterion] {
    let limits = PairCounts(samples: tolerances, origin: .measured)
    var list: [Criterion] = []
    for (index, pair) in zip(counts.parts, limits.parts).enumerated() {
      let (seen, limit) = pair
      let names = symbols(index)
      list += [
        Criterion(
          symbol: names.key, meaning: "key rounds", value: seen.key.rounds, threshold: limit.key.rounds,
          isUpperLimit: false),
        Criterion(
          symbol: names.test, meaning: "test rounds", value: seen.test.rounds, threshold: limit.test.rounds,
          isUpperLimit: false),
        Criterion(
          symbol: names.errors, meaning: "test errors", value: seen.test.errors, threshold: limit.test.errors,
          isUpperLimit: true),
      ]
    }
    list.append(
      Criterion(
        symbol: "leak_EC", meaning: "leakage", value: leakage, threshold: leakageLimit, isUpperLimit: true))
    return list
  }

  /// The names of the counts of a part; the test of one basis is among the rounds of the other.
  private func symbols(_ part: Int) -> (key: String, test: String, errors: String) {
    switch tolerances {
    case .one: ("nX", "nZ", "mZ")
    case .pooled: ("n", "k", "v")
    case .both: part == 0 ? ("nX", "kZ", "vZ") : ("nZ", "kX", "vX")
    }
  }

  /// The agreed length, for the trace of a result.
  package var trace: [TraceEntry] { [Quantities.fixedLength(length)] }

  /// The key of a run: ``length``, or 0 with the first condition that fails.
  ///
  /// Errors of the key rounds play no part: they are in the leakage.
  ///
  /// - Throws: `InputError` for counts that cannot be or belong to another way to make key.
  package func accept(_ counts: PairCounts, leakage: Double) throws(InputError) -> (bits: Double, failed: String?) {
    try counts.validate()
    guard counts.samples.keyMode == tolerances.keyMode else {
      throw InputError(
        "key", value: counts.samples.keyMode.rawValue, allowed: "must be \(tolerances.keyMode.rawValue), as agreed")
    }
    if let missed = criteria(counts, leakage: leakage).first(where: { !$0.isMet }) {
      let sign = missed.isUpperLimit ? ">" : "<"
      return (0, "\(missed.meaning) \(missed.value) \(sign) \(missed.threshold)")
    }
    return (length, nil)
  }
}
