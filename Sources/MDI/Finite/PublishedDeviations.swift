// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// How far a count may lie from its expectation in the complete published analysis (Curty et al. 2014,
/// arXiv:1307.1081, Claim 1; mdi sheet, MDI-27).
///
/// A multiplicative Chernoff bound where the count is large against its own uncertainty, Hoeffding's elsewhere. It
/// defines no step from an expectation to a count and is used inside MDI-51 alone.
struct PublishedDeviations<S: Scalar>: Sendable {
  /// β = ln(1/ε) of each side.
  let beta: S
  /// All counts of the grid that the count belongs to.
  let total: S

  private var hoeffding: S { S.sqrt(total * beta / S(2)) }

  /// E ≤ x + this: how far the count may have fallen below its expectation.
  func below(_ x: S) -> S {
    let least = x - hoeffding
    let isLarge =
      least.lowest > 0 && (S(9) * least / S(32) - S.log(S(2)) - beta).lowest >= 0
    return isLarge ? S.sqrt(S(2) * x * (S.log(S(16)) + S(4) * beta)) : hoeffding
  }

  /// E ≥ x − this: how far the count may have risen above its expectation.
  func above(_ x: S) -> S {
    let least = x - hoeffding
    guard least.lowest > 0 else { return hoeffding }
    if (least / S(3) - beta).lowest > 0 { return S.sqrt(S(3) * x * beta) }
    let edge = S.exp(S.one) - S(0.5)
    if (edge * edge * least - beta).lowest > 0 { return S.sqrt(S(4) * x * beta) }
    return hoeffding
  }
}
