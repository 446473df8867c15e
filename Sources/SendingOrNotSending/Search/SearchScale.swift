// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Maps between a coordinate of the unit box and a setting; every coordinate rises with what it is named after.
struct SearchScale: Sendable, Equatable {
  private enum Kind: Sendable, Equatable {
    /// Equal steps are equal ratios.
    case ratio
    /// Equal steps are equal ratios of x to 1 − x.
    case odds
  }

  private let kind: Kind
  private let lower: Double
  private let upper: Double

  /// Positive numbers; a single point where the ends do not leave a range.
  static func ratio(_ range: ClosedRange<Double>) -> SearchScale {
    SearchScale(kind: .ratio, lower: range.lowerBound, upper: range.upperBound)
  }

  /// Numbers between 0 and 1.
  static func odds(_ range: ClosedRange<Double>) -> SearchScale {
    SearchScale(kind: .odds, lower: range.lowerBound, upper: range.upperBound)
  }

  private static func logit(_ p: Double) -> Double { Double.log(p) - Double.log(onePlus: -p) }

  /// The value at a coordinate, which is held to 0...1.
  func value(at coordinate: Double) -> Double {
    let t = Swift.min(1, Swift.max(0, coordinate))
    guard upper > lower, lower > 0 else { return lower }
    let inside: Double
    switch kind {
    case .ratio: inside = lower * Double.exp(t * Double.log(upper / lower))
    case .odds:
      let x = Self.logit(lower) + t * (Self.logit(upper) - Self.logit(lower))
      inside = 1 / (1 + Double.exp(-x))
    }
    // Against the rounding of the functions.
    return Swift.min(upper, Swift.max(lower, inside))
  }

  /// The coordinate of a value, held to 0...1: the inverse of ``value(at:)``.
  func coordinate(of value: Double) -> Double {
    guard upper > lower, lower > 0, value > lower else { return 0 }
    guard value < upper else { return 1 }
    switch kind {
    case .ratio: return Double.log(value / lower) / Double.log(upper / lower)
    case .odds: return (Self.logit(value) - Self.logit(lower)) / (Self.logit(upper) - Self.logit(lower))
    }
  }
}
