// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The seam between estimation and key length: what is certified about the block, by kind.
///
/// A lower bound cannot be handed in where an upper one is needed; that does not compile.
@frozen
public struct CertifiedBlock<S: Scalar>: Sendable {
  /// Vacuum detections in the key basis that count as secret; zero if they may not count.
  public let vacuum: LowerBound<S>
  /// Single-photon detections in the key basis.
  public let singlePhotons: LowerBound<S>
  /// Their phase-error fraction, at most 1/2.
  public let phaseError: UpperBound<S>
  /// Bits that error correction announced.
  public let leakage: UpperBound<S>
  /// Bits that hashing, verification and announcements cost besides.
  public let penalty: UpperBound<S>

  /// Gathers the bounds of a block.
  @inlinable public init(
    vacuum: LowerBound<S>, singlePhotons: LowerBound<S>, phaseError: UpperBound<S>,
    leakage: UpperBound<S>, penalty: UpperBound<S>
  ) {
    self.vacuum = vacuum
    self.singlePhotons = singlePhotons
    self.phaseError = phaseError
    self.leakage = leakage
    self.penalty = penalty
  }

  /// s0 + s1 [1 − h(φ)], the secret bits before anything is paid.
  @inlinable public var entropy: LowerBound<S> {
    LowerBound(vacuum.value + singlePhotons.value * binaryEntropyComplement(phaseError.value))
  }

  /// s0 + s1 [1 − h(φ)] − leakage − penalty, signed (BB-36, BB-37, BB-45, BB-46).
  @inlinable public var rawLength: LowerBound<S> {
    LowerBound(entropy.value - leakage.value - penalty.value)
  }
}

/// Whole secret bits: the raw length rounded down, never up, and never negative.
@inlinable
public func wholeBits(_ rawLength: Double) -> Double {
  rawLength > 0 ? rawLength.rounded(.down) : 0
}
