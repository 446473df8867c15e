// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Maps between a coordinate of the unit box and a setting.
///
/// Every coordinate rises with the quantity that it is named after.
struct UnitScale: Sendable, Equatable {
  private enum Kind: Sendable, Equatable {
    /// Equal steps are equal differences.
    case linear
    /// Equal steps are equal ratios.
    case ratio
    /// Equal steps are equal ratios of x to 1 − x: for shares near 0 and near 1.
    case odds
  }

  private let kind: Kind
  private let lower: Double
  private let upper: Double

  static func linear(_ lower: Double, _ upper: Double) -> UnitScale {
    UnitScale(kind: .linear, lower: lower, upper: Swift.max(lower, upper))
  }

  static func ratio(_ lower: Double, _ upper: Double) -> UnitScale {
    UnitScale(kind: .ratio, lower: lower, upper: Swift.max(lower, upper))
  }

  /// Shares between two odds.
  static func odds(_ lower: Double, _ upper: Double) -> UnitScale {
    UnitScale(kind: .odds, lower: lower, upper: upper)
  }

  /// The value at a coordinate, which is held to 0...1.
  func value(at coordinate: Double) -> Double {
    let t = Swift.min(1, Swift.max(0, coordinate))
    switch kind {
    case .linear: return lower + t * (upper - lower)
    case .ratio: return upper > lower ? Swift.min(upper, lower * Double.exp(t * Double.log(upper / lower))) : lower
    case .odds:
      let odds = lower * Double.exp(t * Double.log(upper / lower))
      return odds / (1 + odds)
    }
  }

  /// The coordinate of a value, held to 0...1: the inverse of ``value(at:)``.
  func coordinate(of value: Double) -> Double {
    let t: Double
    switch kind {
    case .linear: t = upper > lower ? (value - lower) / (upper - lower) : 0
    case .ratio: t = upper > lower && value > 0 ? Double.log(value / lower) / Double.log(upper / lower) : 0
    case .odds where upper <= lower: t = 0
    case .odds:
      t = value > 0 && value < 1 ? Double.log(value / (1 - value) / lower) / Double.log(upper / lower) : value
    }
    return Swift.min(1, Swift.max(0, t))
  }
}

/// Reads coordinates one after another.
struct CoordinateReader {
  private let coordinates: [Double]
  private var index = 0

  init(_ coordinates: [Double]) { self.coordinates = coordinates }

  mutating func next() -> Double {
    defer { index += 1 }
    return index < coordinates.count ? coordinates[index] : 0.5
  }
}
