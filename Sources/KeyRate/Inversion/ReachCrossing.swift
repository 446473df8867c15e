// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments

/// A place where the target begins or ceases to be met.
package struct ReachCrossing: Sendable {
  /// The direction along the rising key.
  package enum Direction: String, Sendable {
    /// Below the crossing the target is missed, above it is met.
    case begins
    /// Below the crossing the target is met, above it is missed.
    case ends
  }

  /// Which way.
  package let direction: Direction
  /// The side on which the target is met, evaluated at this very value; what an answer quotes.
  package let confirmed: ReachPoint
  /// The nearest value on the other side at which it was missed.
  package let beyond: ReachPoint

  /// How far the crossing may lie beyond the confirmed value.
  package var uncertainty: Double { abs(beyond.value - confirmed.value) }

  /// Whether both sides have a signed rate with a root between them; otherwise the boundary between key and none was
  /// bracketed by halving.
  package var isRootOfSignedRate: Bool {
    guard let a = confirmed.excess, let b = beyond.excess else { return false }
    return a >= 0 && b < 0
  }

  /// Why the target is missed on the other side.
  package var reason: String {
    if let failure = beyond.failure { return "cannot be evaluated: \(failure)" }
    return beyond.evaluation?.result.reasonForZero?.description ?? "the target is missed"
  }
}

/// A connected range of the key in which the target is met, as far as it was looked at.
package struct ReachInterval: Sendable {
  /// The lowest confirmed value.
  package let lower: ReachPoint
  /// The highest confirmed value.
  package let upper: ReachPoint
  /// Whether the lower end is where key begins; otherwise it is the end of what was searched.
  package let beginsInside: Bool
  /// Whether the upper end is where key ends; otherwise it is the end of what was searched.
  package let endsInside: Bool
}
