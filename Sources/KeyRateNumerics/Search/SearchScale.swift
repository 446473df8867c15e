// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// How a coordinate of the unit box measures what it moves.
package enum SearchScale: Sendable, Equatable {
  /// Equal steps are equal differences.
  case linear
  /// Equal steps are equal ratios.
  case logarithmic
  /// The same, with both ends met exactly rather than but for rounding.
  case logarithmicToEnds
  /// A share x between two odds x/(1 − x), which are the ends; equal steps are equal ratios of odds.
  case odds
  /// The same between two probabilities, neither 0 nor 1.
  case logit

  /// What the values between two ends are computed from; the least end stands where there is no room.
  @inline(__always)
  func prepared(_ least: Double, _ most: Double) -> (base: Double, span: Double) {
    switch self {
    case .linear: (least, Swift.max(least, most) - least)
    case .logarithmic, .logarithmicToEnds: (least, most > least && least > 0 ? Double.log(most / least) : 0)
    case .odds: (least, Double.log(most / least))
    case .logit: (Self.logit(least), Self.logit(most) - Self.logit(least))
    }
  }

  /// The value at a position in 0...1 between prepared ends.
  @inline(__always)
  func value(at t: Double, _ base: Double, _ span: Double, most: Double) -> Double {
    switch self {
    case .linear: return base + t * span
    case .logarithmicToEnds where t == 1: return most
    case .logarithmic, .logarithmicToEnds: return base * Double.exp(t * span)
    case .odds:
      let odds = base * Double.exp(t * span)
      return odds / (1 + odds)
    case .logit: return 1 / (1 + Double.exp(-(base + t * span)))
    }
  }

  /// The position of a value, held to 0...1: the inverse of ``value(at:_:_:most:)``.
  func position(of value: Double, _ least: Double, _ most: Double) -> Double {
    guard most > least else { return 0 }
    let t: Double
    switch self {
    case .linear: t = (value - least) / (most - least)
    case .logarithmic, .logarithmicToEnds:
      t = least > 0 && value > 0 ? Double.log(value / least) / Double.log(most / least) : 0
    case .odds, .logit:
      if !(value > 0 && value < 1) {
        t = value
      } else if self == .odds {
        t = Double.log(value / (1 - value) / least) / Double.log(most / least)
      } else {
        t = (Self.logit(value) - Self.logit(least)) / (Self.logit(most) - Self.logit(least))
      }
    }
    return Swift.min(1, Swift.max(0, t))
  }

  private static func logit(_ p: Double) -> Double { Double.log(p) - Double.log(onePlus: -p) }
}

/// Where a coordinate may lie, given the values before it: value = origin + unit · x, with x between two ends.
///
/// An empty range, least > most, is allowed: the least value stands for it, and
/// ``SearchCoordinates/roomless(in:)`` finds the range of one's own that is to blame.
package struct SearchBounds: Sendable, Equatable {
  /// The least x.
  package let least: Double
  /// The largest x.
  package let most: Double
  /// Where x = 0 lies.
  package let origin: Double
  /// What x counts, for example what other shares leave; not 0.
  package let unit: Double
  /// What x is held to against rounding.
  private let lowest: Double
  private let highest: Double

  /// Bounds that are met but for rounding, unless x is held to others.
  package init(
    _ least: Double, _ most: Double, origin: Double = 0, unit: Double = 1, lowest: Double = -.infinity,
    highest: Double = .infinity
  ) {
    self.least = least
    self.most = most
    self.origin = origin
    self.unit = unit
    self.lowest = lowest
    self.highest = highest
  }

  /// The value of x.
  @inline(__always)
  func value(_ x: Double) -> Double { origin + unit * Swift.min(highest, Swift.max(lowest, x)) }

  /// Bounds that no value exceeds, not even by rounding.
  package static func held(_ least: Double, _ most: Double, origin: Double = 0, unit: Double = 1) -> SearchBounds {
    least <= most
      ? SearchBounds(least, most, origin: origin, unit: unit, lowest: least, highest: most)
      : SearchBounds(least, most, origin: origin, unit: unit)
  }

  /// A range that no value leaves, not even by rounding.
  package static func held(_ range: ClosedRange<Double>, origin: Double = 0, unit: Double = 1) -> SearchBounds {
    held(range.lowerBound, range.upperBound, origin: origin, unit: unit)
  }

  /// A range of one's own, which no value leaves, or the usual one, whose ends are met but for rounding.
  package static func range(_ own: ClosedRange<Double>?, usual: ClosedRange<Double>) -> SearchBounds {
    guard let own, own != usual else { return SearchBounds(usual.lowerBound, usual.upperBound) }
    return held(own)
  }

  /// Bounds of a share on the scale of its odds, not exceeded by rounding.
  package static func odds(of share: ClosedRange<Double>) -> SearchBounds {
    let (low, high) = (share.lowerBound, share.upperBound)
    return SearchBounds(low / (1 - low), high / (1 - high), lowest: low, highest: high)
  }
}

/// Where a coordinate may lie.
package enum SearchExtent: Sendable {
  /// Always between the same bounds.
  case fixed(SearchBounds)
  /// Between bounds that follow from the values of the slots before.
  case following(@Sendable (_ values: [Double]) -> SearchBounds)

  /// The bounds beside the values of the slots before.
  @inline(__always)
  func bounds(_ values: [Double]) -> SearchBounds {
    switch self {
    case .fixed(let bounds): bounds
    case .following(let bounds): bounds(values)
    }
  }
}
