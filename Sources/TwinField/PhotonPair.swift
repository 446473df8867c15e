/// n photons from Alice and m from Bob.
public struct PhotonPair: Sendable, Hashable, CustomStringConvertible {
  /// Alice's photon number.
  public let n: Int
  /// Bob's photon number.
  public let m: Int

  /// Names a pair.
  public init(_ n: Int, _ m: Int) {
    self.n = n
    self.m = m
  }

  /// The pair as the sheet writes it.
  public var description: String { "\(n),\(m)" }

  /// The pair with the users exchanged.
  public var mirrored: PhotonPair { PhotonPair(m, n) }

  /// The pairs of equal parity with n + m ≤ S, by their sum: those whose yields the phase-error
  /// bound treats one by one (P_0(S) and P_1(S) of TF-8).
  public static func equalParity(upTo cutoff: Int) -> [PhotonPair] {
    stride(from: 0, through: cutoff, by: 2).flatMap { sum in (0...sum).map { PhotonPair($0, sum - $0) } }
  }

  /// j = n mod 2 = m mod 2, for pairs of equal parity.
  public var parity: Int { n % 2 }
}
