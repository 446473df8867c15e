// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// How many bits error correction told the public channel about the key (bb84 sheet, BB-35).
public enum ErrorCorrectionLeakage: Sendable, Equatable {
  /// Every bit sent for reconciliation, both directions, without the verification tag.
  case measured(bits: Double)
  /// An estimate: f_EC n h(m/n), f_EC ≥ 1. Planning only: in a run the error rate is known only
  /// after correction.
  case estimated(efficiency: Double)

  /// The leakage in bits for n sifted bits with m errors; 0 for an empty block.
  ///
  /// An estimate never falls as errors grow: beyond one half it is that of one half (BB-35a).
  @inlinable
  public func bits<S: Scalar>(detections n: S, errors m: S) -> UpperBound<S> {
    guard n.highest > 0 else { return UpperBound(S.zero) }
    switch self {
    case .measured(let bits): return UpperBound(S(bits))
    case .estimated(let efficiency): return UpperBound(S(efficiency) * n * binaryEntropy(S.minimum(m / n, S(0.5))))
    }
  }
}
