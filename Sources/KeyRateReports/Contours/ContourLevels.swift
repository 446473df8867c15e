// SPDX-License-Identifier: GPL-3.0-or-later
/// The values at which the colour of a map changes.
struct ContourLevels: Equatable {
  /// The levels on the scale of the map (values, or their log10), rising; at least one.
  var levels: [Double]
  /// Their names.
  var labels: [RichText]
  /// Whether there are values below the first level.
  var hasLower: Bool

  /// The levels for some values: decades, halves of decades where there are few, round values otherwise.
  ///
  /// - Parameters:
  ///   - coordinates: the values on the scale of the map.
  ///   - axis: the quantity, whose ends limit the levels.
  init(_ coordinates: [Double], axis: Axis) throws(FigureError) {
    let ends = try AxisRange.explicit(axis, name: "colour axis")
    var low = ends.lower ?? coordinates.min() ?? -1
    var high = ends.upper ?? coordinates.max() ?? 0
    if !(low < high) || !AxisRange.isResolvable(low, high) { (low, high) = (high - 0.5, high + 0.5) }
    if axis.scale == .logarithmic, ends.lower == nil, let span = axis.longestSpan {
      low = max(low, high.rounded(.up) - Double(span))
    }
    (levels, labels) = axis.scale == .logarithmic ? Self.logarithmic(low, high) : Self.linear(low, high)
    if levels.isEmpty {
      let value = axis.scale == .logarithmic ? decimalPower(low) : low
      (levels, labels) = ([low], [RichText(NumberText.significant(value, digits: 3))])
    }
    let first = levels.first ?? low
    hasLower = coordinates.contains { $0 < first }
  }

  private static func logarithmic(_ low: Double, _ high: Double) -> ([Double], [RichText]) {
    let first = Int((low - 1e-9).rounded(.up))
    let last = Int((high + 1e-9).rounded(.down))
    guard last - first >= 2 else { return partsOfDecades(low, high) }
    let stride = [1, 2, 5, 10, 20, 50, 100].first { (last - first) / $0 <= 16 } ?? 200
    let decades = (first...last).filter { $0.isMultiple(of: stride) }
    return (decades.map(Double.init), decades.map { RichText.powerOfTen($0) })
  }

  /// 1, 2 and 5 times powers of ten; round values where even these are too far apart.
  private static func partsOfDecades(_ low: Double, _ high: Double) -> ([Double], [RichText]) {
    let exponents = Int(low.rounded(.down))...Int(high.rounded(.up))
    var values: [Double] = []
    var labels: [RichText] = []
    for exponent in exponents {
      for digit in [1, 2, 5] {
        let coordinate = decimalLogarithm(Double(digit)) + Double(exponent)
        guard coordinate >= low - 1e-9, coordinate <= high + 1e-9 else { continue }
        values.append(coordinate)
        let isPlain = (-3...3).contains(exponent)
        let plain = RichText(NumberText.scaled(digit, exponent: exponent))
        labels.append(isPlain ? plain : .powerOfTen(exponent, factor: digit == 1 ? nil : String(digit)))
      }
    }
    guard values.count < 3 else { return (values, labels) }
    let (round, names) = linear(decimalPower(low), decimalPower(high))
    return (round.map(decimalLogarithm), names)
  }

  private static func linear(_ low: Double, _ high: Double) -> ([Double], [RichText]) {
    let step = DecimalStep(halfSpan: high / 2 - low / 2, count: 9)
    let values = step.multiples(from: low, to: high).map {
      decimalValue($0 * step.mantissa, exponent: step.exponent)
    }
    return (values, values.map { RichText(NumberText.significant($0, digits: 6)) })
  }

  /// The number of bands: below, between and above the levels.
  var bandCount: Int { levels.count + (hasLower ? 1 : 0) }

  /// The colour of the band that begins at a level; -1 for the one below all levels.
  func colour(from level: Int) -> Colour {
    let index = level + (hasLower ? 1 : 0)
    return SequentialPalette.colour((Double(index) + 0.5) / Double(max(1, bandCount)))
  }
}
