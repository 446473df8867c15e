// SPDX-License-Identifier: GPL-3.0-or-later
/// All that can be said of a quantity but its value.
///
/// A quantity is declared once, beside the formula that computes it; the trace of a result, the columns of tables,
/// JSON and the notation page follow from the declaration. Each family has an enumeration `Quantities` without cases,
/// and each file of formulas adds to it:
///
/// ```swift
/// extension Quantities {
///   static let singlePhotons = Quantity(
///     .estimation, "sX1", "single-photon detections, key basis", .lowerBound, "BB-32", "Lim et al. 2014", unit: "counts")
///   static func gain(_ k: String) -> Quantity {  // one for each intensity; "‹k›" in the table of all
///     Quantity(.channel, "Q[\(k)]", "gain of intensity \(k)", .expectation, "BB-4")
///   }
/// }
/// ```
///
/// - A trace is a list of quantities with values: `[Quantities.singlePhotons(e.single), Quantities.gain("1")(q)]`.
/// - A value is asked for by its quantity: `result[Quantities.singlePhotons]`.
/// - Where a proof or an option changes equation, source or direction, the other form is an ``Origin`` beside its
///   own formula: `singlePhotons.by(.oneDecoy)`, `singlePhotons.directed(.estimate)`, `count.given` for what was
///   counted instead of expected.
/// - A quantity that belongs into tables and summaries has a ``Column``.
/// - `Quantities.all` lists what the notation page shows, with every form; a test compares it with the traces of all
///   example files, so that none is forgotten.
///
/// Symbols are unique in a family and never change: people read them in JSON.
package struct Quantity: Sendable, Equatable {
  package typealias Stage = TraceEntry.Stage
  package typealias Direction = TraceEntry.Direction

  /// The equation that a value comes from.
  package struct Origin: Sendable, Equatable {
    /// The equation of the formula sheet, for example `BB-32`, or several; empty for inputs.
    package let equation: String
    /// Authors, year and equation of the source; empty where the sheet says it.
    package let source: String

    /// Names an equation and its source.
    package init(_ equation: String, _ source: String = "") {
      self.equation = equation
      self.source = source
    }
  }

  /// How it stands in tables.
  package struct Column: Sendable, Equatable {
    /// The name of the column, for example `phase_error`.
    package let name: String
    /// The quantity in the words of tables; nil for those of the trace.
    package let meaning: String?
    /// The unit in tables; nil for that of the trace.
    package let unit: String?

    /// A column.
    package init(_ name: String, _ meaning: String? = nil, unit: String? = nil) {
      self.name = name
      self.meaning = meaning
      self.unit = unit
    }
  }

  /// What others ask a result for, whatever its family.
  package enum Role: Sendable {
    /// The bits that sifting leaves.
    case siftedBits
    /// The wrong ones among them, or their share.
    case errors, errorRate
    /// A length of the key that stands with the result: rounded down, at an end of its interval, fixed before the run.
    case length
    /// The length as doubles give it, signed.
    case plainLength
    /// How many pairs of quadratures were revealed, and a sum that goes over them.
    case revealedPairs, pairSum
  }

  /// The stage.
  package let stage: Stage
  /// The symbol in the formula sheet, for example `sX1`.
  package let symbol: String
  /// The quantity in words.
  package let meaning: String
  /// The direction.
  package private(set) var direction: Direction
  /// The equation with its source.
  package private(set) var origin: Origin
  /// The unit; empty for pure numbers.
  package let unit: String
  /// Its column; nil for what only a trace shows.
  package let column: Column?
  /// What it is for others; nil for what only its family knows.
  package let role: Role?

  /// Declares a quantity.
  package init(
    _ stage: Stage, _ symbol: String, _ meaning: String, _ direction: Direction, _ equation: String = "",
    _ source: String = "", unit: String = "", column: Column? = nil, role: Role? = nil
  ) {
    self.stage = stage
    self.symbol = symbol
    self.meaning = meaning
    self.direction = direction
    origin = Origin(equation, source)
    self.unit = unit
    self.column = column
    self.role = role
  }

  /// The same by another equation.
  package func by(_ origin: Origin) -> Quantity {
    var other = self
    other.origin = origin
    return other
  }

  /// The same by another equation.
  package func by(_ equation: String, _ source: String = "") -> Quantity { by(Origin(equation, source)) }

  /// Its forms by several equations, for the notation page.
  package func by(_ origins: [Origin]) -> [Quantity] { origins.map { by($0) } }

  /// The same relied upon in another direction.
  package func directed(_ direction: Direction) -> Quantity {
    var other = self
    other.direction = direction
    return other
  }

  /// The same as an input: counted or stated, not computed.
  package var given: Quantity { by("").directed(.input) }

  /// The quantity with a value.
  ///
  /// - Parameters:
  ///   - value: in the unit of the quantity.
  ///   - note: a clamp that was active, or another remark.
  package func callAsFunction(_ value: Double, note: String? = nil) -> TraceEntry {
    TraceEntry(quantity: self, value: value, note: note)
  }
}
