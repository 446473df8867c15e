// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Maps between a search coordinate in [0, 1] and a quantity in a range that may depend on others.
enum UnitInterval {
  /// lo (hi/lo)^t: equal steps are equal ratios; lo where the range is empty.
  static func logarithmic(_ t: Double, _ lo: Double, _ hi: Double) -> Double {
    guard hi > lo, lo > 0 else { return lo }
    return lo * Double.exp(clipped(t) * Double.log(hi / lo))
  }

  /// The inverse of ``logarithmic(_:_:_:)``, clipped.
  static func position(_ value: Double, _ lo: Double, _ hi: Double) -> Double {
    guard hi > lo, lo > 0, value > 0 else { return 0 }
    return clipped(Double.log(value / lo) / Double.log(hi / lo))
  }

  /// A probability between two others, equal steps being equal ratios of its odds.
  static func odds(_ t: Double, _ lo: Double, _ hi: Double) -> Double {
    let x = logit(lo) + clipped(t) * (logit(hi) - logit(lo))
    return 1 / (1 + Double.exp(-x))
  }

  /// The inverse of ``odds(_:_:_:)``, clipped.
  static func oddsPosition(_ value: Double, _ lo: Double, _ hi: Double) -> Double {
    guard value > 0, value < 1 else { return value <= 0 ? 0 : 1 }
    return clipped((logit(value) - logit(lo)) / (logit(hi) - logit(lo)))
  }

  private static func logit(_ p: Double) -> Double { Double.log(p) - Double.log(onePlus: -p) }

  private static func clipped(_ t: Double) -> Double { Swift.min(1, Swift.max(0, t)) }
}
