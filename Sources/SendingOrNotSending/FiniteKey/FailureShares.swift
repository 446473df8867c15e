// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// How ε_sec is shared among the events that may go wrong (sns sheet, TFS-15, TFS-16, TFS-17, TFS-17a).
struct FailureShares: Sendable {
  let options: FiniteKeyOptions

  init(_ options: FiniteKeyOptions) { self.options = options }

  /// n_c: events decided by announcements, settings, photon numbers and pairing.
  var classicalEvents: Int { options.scheme == .aopp ? 9 : 7 }

  /// n_q: events about phase errors, or about the vacuum of test rounds whose phases are disclosed.
  var quantumEvents: Int {
    let bounds = options.scheme == .aopp && options.method == .spin ? 3 : 2
    return options.accounting == .split ? bounds + 1 : bounds
  }

  private func logSecrecy<S: Scalar>() -> S { S.log(S(options.secrecy)) }

  /// β_c = ln(1/ε_c) of each classical event; ε² is never formed.
  func classicalBeta<S: Scalar>() -> S {
    switch options.accounting {
    case .split: S.log(S(Double(4 * classicalEvents))) - logSecrecy()
    case .root: quantumBeta()
    case .published: -logSecrecy()
    }
  }

  /// β_q = ln(1/ε_q) of each event under the root.
  func quantumBeta<S: Scalar>() -> S {
    switch options.accounting {
    case .split: S.log(S(Double(16 * quantumEvents))) - S(2) * logSecrecy()
    case .root: S.log(S(Double(16 * (classicalEvents + quantumEvents)))) - S(2) * logSecrecy()
    case .published: -logSecrecy()
    }
  }

  /// Bits for verification and hashing (TFS-17), and without pairing for announcing how many bits are 0 (TFS-17a).
  ///
  /// - Parameter keyBits: n_t.
  func costBits<S: Scalar>(keyBits: S) -> S {
    let two = S.log(S(2))
    let secrecyBits: S = -logSecrecy() / two
    let hashing: S
    switch options.accounting {
    // log2(1/(4 ε_PA²)) with ε_PA = ε/4 and ε/2.
    case .split: hashing = S(2) * secrecyBits + S(2)
    case .root: hashing = S(2) * secrecyBits
    // log2(2/ξ) + 2 log2(1/(√2 ξ²)): as published, ξ in the place of every ε.
    case .published: return S(5) * secrecyBits
    }
    let paid = hashing + S.one - S.log(S(options.correctness)) / two
    return options.scheme == .aopp ? paid : paid + S.log(keyBits + S.one) / two
  }

  /// ε_c and ε_q as numbers, for reports.
  var each: (classical: Double, quantum: Double) {
    let c: Double = classicalBeta()
    let q: Double = quantumBeta()
    return (Double.exp(-c), Double.exp(-q))
  }
}
