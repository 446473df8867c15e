// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// A key of fixed length with an acceptance test (photons sheet, PH-17): the length is computed before the run from
/// tolerances, and the run yields that key or none.
package struct PairFixedLength: Sendable, Equatable {
  /// The least counts of rounds and the largest of errors with which a run is accepted.
  package let tolerances: PairCounts.Samples
  /// The largest leakage with which it is accepted, in bits.
  package let leakageLimit: Double
  /// Failure probabilities and sampling bound.
  package let options: PairFiniteKeyOptions
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
    length = wholeBits(e.rawLength.lower)
  }

  /// The key of a run: ``length``, or 0 with the first condition that fails.
  ///
  /// Errors of the key rounds play no part: they are in the leakage.
  ///
  /// - Throws: `InputError` for counts that cannot be or belong to another way to make key.
  package func accept(_ counts: PairCounts, leakage: Double) throws(InputError) -> (bits: Double, failed: String?) {
    try counts.validate()
    let limits = PairCounts(samples: tolerances, origin: .measured)
    guard counts.samples.keyMode == tolerances.keyMode else {
      throw InputError(
        "key", value: counts.samples.keyMode.rawValue, allowed: "must be \(tolerances.keyMode.rawValue), as agreed")
    }
    for (seen, limit) in zip(counts.parts, limits.parts) {
      if seen.key.rounds < limit.key.rounds { return (0, "key rounds \(seen.key.rounds) < \(limit.key.rounds)") }
      if seen.test.rounds < limit.test.rounds { return (0, "test rounds \(seen.test.rounds) < \(limit.test.rounds)") }
      if seen.test.errors > limit.test.errors { return (0, "test errors \(seen.test.errors) > \(limit.test.errors)") }
    }
    if leakage > leakageLimit { return (0, "leakage \(leakage) > \(leakageLimit)") }
    return (length, nil)
  }
}
