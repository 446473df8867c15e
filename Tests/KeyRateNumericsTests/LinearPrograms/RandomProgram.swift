// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport

/// A random program around a point that satisfies it exactly, for some data inside the enclosures.
struct RandomProgram {
  /// The program.
  var program: CertifiedLinearProgram
  /// The enclosures it was made from, row by row.
  var coefficients: [[Interval]]
  var lower: [Interval?]
  var upper: [Interval?]
  var box: [Interval]
  /// A feasible point.
  var point: [Double]

  var columns: Int { point.count }
  var rows: Int { lower.count }

  /// Σ a_k z_k, enclosed.
  static func activity(_ a: [Double], _ z: [Double]) -> Interval {
    zip(a, z).reduce(Interval(0)) { $0 + Interval($1.0) * Interval($1.1) }
  }

  /// Draws a program.
  ///
  /// - Parameters:
  ///   - random: the source.
  ///   - columns: the largest number of variables.
  ///   - rows: the largest number of rows.
  init(_ random: inout SplitMix64, columns: Int, rows: Int) throws {
    let n = random.whole(1...columns)
    let m = random.whole(0...rows)
    let span = random.pick([1, 1e-3, 1e-10, 1e-20])
    let width = random.pick([0, 1e-15, 1e-12, 1e-6, 1e-2, 1e-1])
    let mayBeNegative = random.chance(0.3)
    let uncertainty = random.pick([0, 0, 1, 3])
    let box = (0..<n).map { _ in Interval(random.chance(0.7) ? 1 : random.logUniform(1e-6, 1e6)) }
    let point = box.map { side in
      let place = random.whole(0...3)
      return place == 0 ? 0 : place == 1 ? side.upper : side.upper * random.unit()
    }
    var trueCoefficients: [[Double]] = []
    var coefficients: [[Interval]] = []
    var lower: [Interval?] = []
    var upper: [Interval?] = []
    for row in 0..<m {
      var a = (0..<n).map { k -> Double in
        if random.chance(0.1) { return 0 }
        let size = random.logUniform(span, 1) / box[k].upper
        return mayBeNegative && random.chance(0.4) ? -size : size
      }
      if row > 0 && random.chance(0.15) {
        // Nearly dependent rows.
        let other = trueCoefficients[random.whole(0...row - 1)]
        let factor = random.uniform(0.5, 2)
        a = other.map { $0 * factor * (1 + random.uniform(-1, 1) * random.pick([0, 1e-15, 1e-12, 1e-6])) }
      }
      let enclosures = a.map { value -> Interval in
        guard value != 0 else { return Interval(0) }
        var (low, high) = (value, value)
        for _ in 0..<random.whole(0...uncertainty) { low = low.nextDown }
        for _ in 0..<random.whole(0...uncertainty) { high = high.nextUp }
        return Interval(lower: low, upper: high)
      }
      let value = Self.activity(a, point)
      let margin = Swift.max(abs(value.lower), abs(value.upper)) * width
      let below = Interval(value.lower - margin * random.unit())
      let above = Interval(value.upper + margin * random.unit())
      trueCoefficients.append(a)
      coefficients.append(enclosures)
      lower.append(random.chance(0.8) ? Interval(lower: below.lower.nextDown, upper: below.upper) : nil)
      upper.append(random.chance(0.8) ? Interval(lower: above.lower, upper: above.upper.nextUp) : nil)
    }
    (self.coefficients, self.lower, self.upper, self.box) = (coefficients, lower, upper, box)
    self.point = point
    program = try CertifiedLinearProgram(
      columns: n, coefficients: Array(coefficients.joined()), lower: lower, upper: upper, box: box)
  }

  /// A random objective: one variable, few or all of them.
  func objective(_ random: inout SplitMix64) -> [Interval] {
    let kind = random.whole(0...2)
    let target = random.whole(0...columns - 1)
    return (0..<columns).map { k in
      switch kind {
      case 0: return Interval(k == target ? 1 : 0)
      case 1: return Interval(random.chance(0.3) ? random.uniform(-1, 1) : 0)
      default:
        let value = random.logUniform(1e-6, 1e6)
        return Interval(lower: value.nextDown, upper: value.nextUp)
      }
    }
  }

  /// c·z at the feasible point in twice the precision.
  func value(_ objective: [Interval]) -> DoubleDouble {
    zip(objective, point).reduce(DoubleDouble(0)) { $0 + DoubleDouble.product($1.0.upper, $1.1) }
  }

  /// What the box alone gives, in twice the precision.
  func boxBound(_ objective: [Interval]) -> DoubleDouble {
    zip(objective, box).reduce(DoubleDouble(0)) { $0 + DoubleDouble.product(Swift.max($1.0.upper, 0), $1.1.upper) }
  }

  /// The largest magnitude of a row's sides or of what it can reach over the box.
  func reach(_ row: Int) -> Double {
    let sides = Swift.max(abs(lower[row]?.lower ?? 0), abs(upper[row]?.upper ?? 0))
    return zip(coefficients[row], box).reduce(sides) { $0 + abs($1.0.upper) * $1.1.upper }
  }

  /// The size of the terms of an objective over the box.
  func size(_ objective: [Interval]) -> Double {
    zip(objective, box).reduce(0) { $0 + abs($1.0.upper) * $1.1.upper }
  }
}
