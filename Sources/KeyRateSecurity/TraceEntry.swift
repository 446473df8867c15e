// SPDX-License-Identifier: GPL-3.0-or-later
/// One quantity on the way from input to rate.
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

  /// The stage.
  public let stage: Stage
  /// The symbol in the formula sheet, for example `s1_X`.
  public let symbol: String
  /// The quantity in words.
  public let meaning: String
  /// The value.
  public let value: Double
  /// The unit; empty for pure numbers.
  public let unit: String
  /// The equation of the formula sheet, for example `BB-32`; empty for inputs.
  public let equation: String
  /// Authors, year and equation of the source.
  public let source: String
  /// The direction.
  public let direction: Direction
  /// A clamp that was active, or another remark.
  public let note: String?

  /// Records a quantity.
  package init(
    _ stage: Stage, _ symbol: String, _ meaning: String, _ value: Double, unit: String = "",
    equation: String = "", source: String = "", direction: Direction, note: String? = nil
  ) {
    self.stage = stage
    self.symbol = symbol
    self.meaning = meaning
    self.value = value
    self.unit = unit
    self.equation = equation
    self.source = source
    self.direction = direction
    self.note = note
  }
}
