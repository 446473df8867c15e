// SPDX-License-Identifier: GPL-3.0-or-later
extension AxisTicks {
  /// Marks for a logarithmic axis between two powers of ten, which need not be whole.
  ///
  /// Every decade has a long tick, and short ones as long as they do not run together. Decades are
  /// labelled, or every second, third, fifth … of them if there are too many; an axis that shows less than two
  /// decades has labels at 2 and 5 too, and one that shows hardly a part of a decade has
  /// the labels of a linear axis.
  ///
  /// - Parameters:
  ///   - count: at most how many labels.
  ///   - length: the length of the axis in drawing units.
  static func logarithmic(from lower: Double, to upper: Double, count: Int, length: Double) -> AxisTicks {
    let first = Int((lower - 1e-6).rounded(.up))
    let last = Int((upper + 1e-6).rounded(.down))
    let decades = first <= last ? Array(first...last) : []
    guard decades.count >= 2 else {
      return partOfDecade(from: lower, to: upper, count: count)
    }
    let stride = [1, 2, 3, 5, 10, 20, 50, 100].first { step in
      decades.count { $0.isMultiple(of: step) } <= max(3, count)
    }
    let labelled = decades.filter { $0.isMultiple(of: stride ?? 200) }
    let plain = labelled.allSatisfy { (-2...3).contains($0) }
    var ticks = decades.map { exponent in
      let label: RichText? =
        labelled.contains(exponent) ? (plain ? plainLabel(1, exponent) : .powerOfTen(exponent)) : nil
      return AxisTick(coordinate: Double(exponent), isMajor: true, label: label)
    }
    if length / (upper - lower) >= 14 {
      ticks += betweenDecades(from: lower, to: upper).map { AxisTick(coordinate: $0.coordinate, isMajor: false) }
    }
    ticks.sort { $0.coordinate < $1.coordinate }
    return AxisTicks(ticks: ticks, multiplierExponent: nil)
  }

  /// Marks where no two powers of ten are in sight.
  private static func partOfDecade(from lower: Double, to upper: Double, count: Int) -> AxisTicks {
    var all = betweenDecades(from: lower, to: upper)
    let whole = lower.rounded(.up)
    if whole <= upper { all.append((whole, 1, Int(whole))) }
    let labelled = all.filter { [1, 2, 5].contains($0.digit) }
    guard labelled.count >= 2 else { return linearInValue(from: lower, to: upper, count: count) }
    let plain = labelled.allSatisfy { (-3...3).contains($0.exponent) }
    var ticks = all.map { entry in
      let isMajor = [1, 2, 5].contains(entry.digit)
      let label: RichText? =
        !isMajor
        ? nil
        : plain
          ? plainLabel(entry.digit, entry.exponent)
          : .powerOfTen(entry.exponent, factor: entry.digit == 1 ? nil : String(entry.digit))
      return AxisTick(coordinate: entry.coordinate, isMajor: isMajor, label: label)
    }
    ticks.sort { $0.coordinate < $1.coordinate }
    return AxisTicks(ticks: ticks, multiplierExponent: nil)
  }

  /// The ticks of a linear axis, set at their logarithms.
  private static func linearInValue(from lower: Double, to upper: Double, count: Int) -> AxisTicks {
    let exponent = Int(lower.rounded(.down))
    let scale = decimalValue(1, exponent: exponent)
    // Seen in units of its own decade the range lies between 1 and 100, whatever its magnitude.
    let start = decimalPower(lower - Double(exponent))
    let end = decimalPower(upper - Double(exponent))
    let plain = (-3...4).contains(exponent)
    var linear =
      plain
      ? AxisTicks.linear(from: start * scale, to: end * scale, count: count)
      : AxisTicks.linear(from: start, to: end, count: count)
    let shift = plain ? 0 : Double(exponent)
    linear.ticks = linear.ticks.compactMap { tick in
      guard tick.coordinate > 0 else { return nil }
      var moved = tick
      moved.coordinate = decimalLogarithm(tick.coordinate) + shift
      return moved
    }
    if !plain { linear.multiplierExponent = exponent }
    return linear
  }

  /// The places of 2, 3, … 9 times a power of ten inside the range.
  private static func betweenDecades(
    from lower: Double, to upper: Double
  ) -> [(coordinate: Double, digit: Int, exponent: Int)] {
    let decades = Int(lower.rounded(.down))...Int(upper.rounded(.up))
    return decades.flatMap { exponent in
      (2...9).map { digit in
        (decimalLogarithm(Double(digit)) + Double(exponent), digit, exponent)
      }
    }.filter { $0.0 >= lower - 1e-9 && $0.0 <= upper + 1e-9 }
  }

  private static func plainLabel(_ digit: Int, _ exponent: Int) -> RichText {
    RichText(runs: [.init(text: NumberText.scaled(digit, exponent: exponent), level: .base)])
  }
}
