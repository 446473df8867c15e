// SPDX-License-Identifier: GPL-3.0-or-later
/// n photons from Alice and m from Bob.
package struct PhotonPair: Sendable, Hashable, CustomStringConvertible {
  /// Alice's photon number.
  package let n: Int
  /// Bob's photon number.
  package let m: Int

  /// Names a pair.
  package init(_ n: Int, _ m: Int) {
    self.n = n
    self.m = m
  }

  /// The pair as the sheet writes it.
  package var description: String { "\(n),\(m)" }

  /// The pair with the users exchanged.
  package var mirrored: PhotonPair { PhotonPair(m, n) }

  /// The pairs of equal parity with n + m ≤ S, by their sum: those whose yields the phase-error
  /// bound treats one by one (P_0(S) and P_1(S) of TF-8).
  package static func equalParity(upTo cutoff: Int) -> [PhotonPair] {
    stride(from: 0, through: cutoff, by: 2).flatMap { sum in (0...sum).map { PhotonPair($0, sum - $0) } }
  }

  /// j = n mod 2 = m mod 2, for pairs of equal parity.
  package var parity: Int { n % 2 }
}
