// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// A number that is nowhere exceeded by a function over a range, by subdivision and the mean value theorem.
///
/// On a cell the function is at most its enclosure over the cell, and at most its value in the middle plus what its
/// derivative over the cell allows on either side. The cell with the largest bound is halved until no bound exceeds the
/// best value seen by more than the tolerance; whenever it stops, the largest bound holds.
enum CertifiedMaximum {
  private static let mostCells = 400
  private static let relativeTolerance = 1e-12

  /// - Parameters:
  ///   - low: the lower end of the range.
  ///   - high: its upper end.
  ///   - seen: a value that the function is known to reach, to stop at; wrong ones cost tightness only.
  ///   - f: the function with its derivative, both enclosed wherever the argument is an interval.
  /// - Returns: an upper bound of the function; infinite if nothing bounds it.
  static func bound(
    from low: Double, to high: Double, seen: Double, _ f: (Dual<Interval>) -> Dual<Interval>
  ) -> Double {
    func cell(_ a: Double, _ b: Double) -> (from: Double, to: Double, bound: Double) {
      let range = f(Dual.variable(Interval(lower: a, upper: b)))
      let middle = a + (b - a) / 2
      guard middle > a, middle < b, range.slope.width.isFinite else { return (a, b, range.value.upper) }
      let left = Interval(a) - Interval(middle)
      let right = Interval(b) - Interval(middle)
      // At an end where the slope has one sign the bound is the value there.
      let place = range.slope.lower >= 0 ? b : (range.slope.upper <= 0 ? a : middle)
      let value = f(Dual.variable(Interval(place))).value
      if place != middle { return (a, b, Swift.min(range.value.upper, value.upper)) }
      let rise = Interval.maximum(range.slope * left, range.slope * right)
      return (a, b, Swift.min(range.value.upper, (value + rise).upper))
    }
    guard low <= high else { return .infinity }
    var cells = [cell(low, high)]
    let target = seen + relativeTolerance * abs(seen)
    while cells.count < mostCells {
      guard let worst = cells.indices.max(by: { cells[$0].bound < cells[$1].bound }) else { break }
      let (a, b, bound) = cells[worst]
      let middle = a + (b - a) / 2
      if bound <= target || !(middle > a && middle < b) { break }
      cells[worst] = cell(a, middle)
      cells.append(cell(middle, b))
    }
    return cells.map { $0.bound.isNaN ? .infinity : $0.bound }.max() ?? .infinity
  }
}
