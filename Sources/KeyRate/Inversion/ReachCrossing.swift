import KeyRateDocuments

/// A place where the target begins or ceases to be met.
public struct ReachCrossing: Sendable {
  /// The direction along the rising key.
  public enum Direction: String, Sendable {
    /// Below the crossing the target is missed, above it is met.
    case begins
    /// Below the crossing the target is met, above it is missed.
    case ends
  }

  /// Which way.
  public let direction: Direction
  /// The side on which the target is met, evaluated at this very value; what an answer quotes.
  public let confirmed: ReachPoint
  /// The nearest value on the other side at which it was missed.
  public let beyond: ReachPoint

  /// How far the crossing may lie beyond the confirmed value.
  public var uncertainty: Double { abs(beyond.value - confirmed.value) }

  /// Whether both sides have a signed rate with a root between them; otherwise the boundary between key and none was
  /// bracketed by halving.
  public var isRootOfSignedRate: Bool {
    guard let a = confirmed.excess, let b = beyond.excess else { return false }
    return a >= 0 && b < 0
  }

  /// Why the target is missed on the other side.
  public var reason: String {
    if let failure = beyond.failure { return "cannot be evaluated: \(failure)" }
    return beyond.evaluation?.result.reasonForZero?.description ?? "the target is missed"
  }
}

/// A connected range of the key in which the target is met, as far as it was looked at.
public struct ReachInterval: Sendable {
  /// The lowest confirmed value.
  public let lower: ReachPoint
  /// The highest confirmed value.
  public let upper: ReachPoint
  /// Whether the lower end is where key begins; otherwise it is the end of what was searched.
  public let beginsInside: Bool
  /// Whether the upper end is where key ends; otherwise it is the end of what was searched.
  public let endsInside: Bool
}
