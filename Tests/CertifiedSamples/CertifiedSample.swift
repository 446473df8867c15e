// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// One random input of an analysis with its length in the three number types.
package struct CertifiedSample: Sendable {
  /// Drawn from a link model with counts in every cell, nothing at an edge, and a key of at least 1 % of the sifted
  /// bits: where less is left, the length is a difference of much larger numbers.
  package let isOrdinary: Bool
  /// The raw length in doubles.
  package internal(set) var plain: Double
  /// Its enclosure.
  package let enclosure: Interval
  /// The same in double-doubles: the referee.
  package let referee: DoubleDouble
  /// Bits that the analysis hands out, where it was asked.
  package let released: Double?
  /// What the length is made of: the sifted bits, the scale against which its digits count.
  package let scale: Double
  /// Seconds for the plain evaluation and for the enclosure.
  package let seconds: (plain: Double, enclosure: Double)
  /// What reproduces the sample.
  package let label: String

  /// Evaluates one input in three ways.
  ///
  /// - Parameters:
  ///   - isRegular: whether the input itself is an ordinary one.
  ///   - scale: sifted bits.
  ///   - released: the bits that the whole analysis hands out; nil to leave it out.
  package init(
    isRegular: Bool, scale: Double, label: String, plain: () throws -> Double, enclosure: () throws -> Interval,
    referee: () throws -> DoubleDouble, released: Double? = nil
  ) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    self.plain = try plain()
    let middle = clock.now
    self.enclosure = try enclosure()
    let end = clock.now
    self.referee = try referee()
    self.released = released
    self.scale = scale
    self.label = label
    isOrdinary = isRegular && self.plain > 0.01 * scale
    seconds = (Self.seconds(middle - start), Self.seconds(end - middle))
  }

  private static func seconds(_ d: Duration) -> Double {
    Double(d.components.seconds) + 1e-18 * Double(d.components.attoseconds)
  }

  /// The width of the enclosure relative to the length.
  package var relativeWidth: Double { CertifiedLength(raw: enclosure).relativeWidth }

  /// What is wrong with it; empty if nothing is.
  package var violations: [Violation] {
    var list: [Violation] = []
    if plain.isNaN || referee.approximation.isNaN { list.append(.notANumber) }
    if plain > enclosure.upper { list.append(.plainAbove) }
    // The security property: the certified end never above the truth.
    if (referee - DoubleDouble(enclosure.lower)).approximation < 0 { list.append(.lowerEndAboveReferee) }
    if (DoubleDouble(enclosure.upper) - referee).approximation < 0 { list.append(.upperEndBelowReferee) }
    if let released, released != 0, released > enclosure.lower || released > referee.approximation.rounded(.down) {
      list.append(.releasedTooMuch)
    }
    if isOrdinary, !(relativeWidth < 1e-9) { list.append(.wide) }
    return list
  }

  /// What can be wrong.
  package enum Violation: String, Sendable, CaseIterable {
    /// The double length lies above its enclosure.
    case plainAbove = "double above enclosure"
    /// The certified end lies above the referee: more key than there is.
    case lowerEndAboveReferee = "certified end above referee"
    /// The referee lies above the enclosure.
    case upperEndBelowReferee = "referee above enclosure"
    /// More bits are handed out than the certified end or the referee has.
    case releasedTooMuch = "released bits above certified"
    /// An ordinary input has an enclosure wider than 1e-9 of the length.
    case wide = "ordinary and wider than 1e-9"
    /// A length is not a number.
    case notANumber = "not a number"
  }
}
