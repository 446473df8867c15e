// SPDX-License-Identifier: GPL-3.0-or-later
/// One quantity with its value, on the way from input to rate. Made by calling a ``Quantity``.
public struct TraceEntry: Sendable, Equatable {
  /// Where on the way it stands.
  public enum Stage: String, Sendable, CaseIterable {
    /// What the hardware is.
    case setup
    /// What the operator chose.
    case settings
    /// What the link does to a pulse.
    case channel
    /// What was, or is expected to be, counted.
    case observations
    /// What the counts certify.
    case estimation
    /// What is left as key.
    case keyLength = "key length"
    /// What limits every protocol on this link.
    case ceiling
  }

  /// In which direction the value may be relied upon.
  public enum Direction: String, Sendable, CaseIterable {
    /// Given or counted.
    case input
    /// Follows without inequality.
    case exact
    /// Not above the true value.
    case lowerBound = "lower bound"
    /// Not below the true value.
    case upperBound = "upper bound"
    /// A model's expectation: true on average if the model is.
    case expectation
    /// An estimate with no proven direction.
    case estimate
  }

  /// What it is.
  package let quantity: Quantity
  /// The value, in the unit of the quantity.
  public let value: Double
  /// A clamp that was active, or another remark.
  public let note: String?

  /// The stage.
  public var stage: Stage { quantity.stage }
  /// The symbol in the formula sheet.
  public var symbol: String { quantity.symbol }
  /// The quantity in words.
  public var meaning: String { quantity.meaning }
  /// The unit; empty for pure numbers.
  public var unit: String { quantity.unit }
  /// The equation of the formula sheet; empty for inputs.
  public var equation: String { quantity.origin.equation }
  /// Authors, year and equation of the source.
  public var source: String { quantity.origin.source }
  /// The direction.
  public var direction: Direction { quantity.direction }

  package init(quantity: Quantity, value: Double, note: String? = nil) {
    self.quantity = quantity
    self.value = value
    self.note = note
  }

  /// Records a quantity.
  package init(
    _ stage: Stage, _ symbol: String, _ meaning: String, _ value: Double, unit: String = "",
    equation: String = "", source: String = "", direction: Direction, note: String? = nil
  ) {
    self.init(
      quantity: Quantity(stage, symbol, meaning, direction, equation, source, unit: unit), value: value, note: note)
  }
}
