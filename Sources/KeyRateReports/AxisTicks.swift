// SPDX-License-Identifier: GPL-3.0-or-later
/// A mark on an axis, at a coordinate: the value itself on a linear axis, its log10 on a logarithmic one.
struct AxisTick: Equatable {
  var coordinate: Double
  /// Whether the tick is long. Some long ticks carry labels and the grid; short ones help to read between them.
  var isMajor: Bool
  var label: RichText?
}

/// The marks of one axis, from lower to upper end.
struct AxisTicks: Equatable {
  var ticks: [AxisTick]
  /// The labels must be multiplied by ten to this power; nil if they stand for themselves.
  var multiplierExponent: Int?

  var labelled: [AxisTick] { ticks.filter { $0.label != nil } }
}

/// A step of 1, 2 or 5 times a power of ten, in exact decimals.
struct DecimalStep: Equatable {
  var mantissa: Int
  var exponent: Int

  var value: Double { decimalValue(mantissa, exponent: exponent) }

  /// The smallest such step with which no more than `count` of them fit into `span`.
  ///
  /// - Parameter halfSpan: half the length of the axis; half, so that no range can overflow it.
  init(halfSpan: Double, count: Int) {
    let rough = halfSpan / (Double(max(1, count)) / 2)
    let magnitude = decimalLogarithm(rough).rounded(.down)
    // Ranges are checked before they come here; the guard keeps a broken one from trapping.
    let decade = magnitude.isFinite ? Int(magnitude) : 0
    let fraction = rough / decimalValue(1, exponent: decade)
    let slack = 1 + 1e-9
    self =
      if fraction <= slack {
        DecimalStep(mantissa: 1, exponent: decade)
      } else if fraction <= 2 * slack {
        DecimalStep(mantissa: 2, exponent: decade)
      } else if fraction <= 5 * slack {
        DecimalStep(mantissa: 5, exponent: decade)
      } else {
        DecimalStep(mantissa: 1, exponent: decade + 1)
      }
  }

  init(mantissa: Int, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// The step of the short ticks: a fifth, or a quarter of a step of two.
  var minor: DecimalStep {
    switch mantissa {
    case 1: DecimalStep(mantissa: 2, exponent: exponent - 1)
    case 2: DecimalStep(mantissa: 5, exponent: exponent - 1)
    default: DecimalStep(mantissa: 1, exponent: exponent)
    }
  }

  /// The multiples of the step inside a range, as integers; empty if they cannot be counted.
  func multiples(from lower: Double, to upper: Double) -> [Int] {
    let first = (lower / value - 1e-6).rounded(.up)
    let last = (upper / value + 1e-6).rounded(.down)
    guard first.magnitude < 1e15, last.magnitude < 1e15, first <= last, last - first < 1000 else { return [] }
    return Array(Int(first)...Int(last))
  }

  /// The multiple at or below (above) a value; the value itself if it is too large to count.
  func rounded(_ bound: Double, _ rule: FloatingPointRoundingRule) -> Double {
    let slack = rule == .down ? 1e-6 : -1e-6
    let index = (bound / value + slack).rounded(rule)
    guard index.magnitude < 1e15 else { return bound }
    let result = decimalValue(Int(index) * mantissa, exponent: exponent)
    return result.isFinite ? result : bound
  }
}

extension AxisTicks {
  /// Marks for a linear axis, at most about `count` of them with labels.
  static func linear(from lower: Double, to upper: Double, count: Int) -> AxisTicks {
    let step = DecimalStep(halfSpan: upper / 2 - lower / 2, count: count)
    let minor = step.minor
    let major = step.multiples(from: lower, to: upper)
    let largest = max(lower.magnitude, upper.magnitude)
    let logarithm = decimalLogarithm(largest)
    let magnitude = logarithm.isFinite ? Int(logarithm.rounded(.down)) : 0
    let multiplier = (-3...4).contains(magnitude) ? nil : magnitude
    var ticks = major.map { index in
      AxisTick(
        coordinate: decimalValue(index * step.mantissa, exponent: step.exponent), isMajor: true,
        label: RichText(runs: [
          .init(
            text: NumberText.scaled(index * step.mantissa, exponent: step.exponent - (multiplier ?? 0)), level: .base)
        ]))
    }
    let stepInMinors = step.mantissa == 2 ? 4 : 5
    for index in minor.multiples(from: lower, to: upper) where index % stepInMinors != 0 {
      let coordinate = decimalValue(index * minor.mantissa, exponent: minor.exponent)
      ticks.append(AxisTick(coordinate: coordinate, isMajor: false))
    }
    ticks.sort { $0.coordinate < $1.coordinate }
    return AxisTicks(ticks: ticks, multiplierExponent: ticks.contains(where: \.isMajor) ? multiplier : nil)
  }
}
