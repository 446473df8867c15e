// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What an asymptotic analysis of one link finds (tf sheet, sections 4 and 5).
package struct AsymptoticEstimate: Sendable {
  /// Q_X, the gain of one outcome in the key mode.
  package var gain: Double
  /// e_X.
  package var bitError: Double
  /// The bound of TF-8 over Q_X, before it is capped at 1/2; may exceed 1.
  package var phaseErrorUncapped: Double
  /// e_ph, at most 1/2.
  package var phaseError: Double
  /// Y^U(n, m) of the pairs that are treated one by one.
  package var yields: [PhotonPair: Double]
  /// T_0 and T_1 of TF-9.
  package var tails: [Double]
  /// Q [1 − f h(e_X) − h(e_ph)] of one outcome, signed.
  package var rawRateOfOutcome: Double
  /// Both outcomes together, signed: bits per round with p_X → 1 (TF-10).
  package var rawRate: Double { 2 * rawRateOfOutcome }
  /// max(0, rate).
  package var rate: Double { Swift.max(0, rawRate) }
  /// The largest relative gap of a linear program between certificate and solver.
  package var largestGap: Double
  /// Where the linear programs ended, as a start for similar ones.
  var bases: [LinearProgramBasis]
  /// Whether the gains contradict themselves.
  package var isInfeasible: Bool
}
