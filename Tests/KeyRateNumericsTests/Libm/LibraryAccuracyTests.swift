// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule
import Testing

/// The assumption about the C library under which certified ends are certified (see ``Interval``), against values to
/// 40 digits that were made with another library.
@Suite("Library functions against 40 digits")
struct LibraryAccuracyTests {
  /// The doubles around a computed number that must hold the true value.
  private func reach(_ x: Double, _ steps: Int) -> (Double, Double) {
    (0..<steps).reduce((x, x)) { ends, _ in (ends.0.nextDown, ends.1.nextUp) }
  }

  @Test("The table is sound: ends are neighbours around 40 digits, and every function has hundreds of rows")
  func table() throws {
    let rows = try LibraryFixture.table()
    #expect(rows.count > 4000)
    for name in ["exp", "expm1", "log", "log1p", "sqrt", "kernel", "remainder", "entropy", "complement"] {
      #expect(rows.count { $0.function == name } > 300)
    }
    for row in rows {
      let isTight = row.below == row.above || row.below.nextUp == row.above
      let nearest = try #require(Double(row.digits))
      // 40 digits rounded to a double are one of the two ends; so they are for an overflow and an underflow.
      if !isTight || (nearest != row.below && nearest != row.above) { Issue.record("\(row)") }
    }
  }

  @Test("exp and log are off by less than one double, expm1 and log1p by less than two, roots are rounded correctly")
  func assumption() throws {
    var largest: [String: Double] = [:]
    for row in try LibraryFixture.table() {
      let x = row.argument
      let computed: Double
      let steps: Int
      switch row.function {
      case "exp": (computed, steps) = (Double.exp(x), 1)
      case "log": (computed, steps) = (Double.log(x), 1)
      case "expm1": (computed, steps) = (Double.expMinusOne(x), 2)
      case "log1p": (computed, steps) = (Double.log(onePlus: x), 2)
      case "sqrt": (computed, steps) = (x.squareRoot(), 0)
      default: continue
      }
      let (low, high) = reach(computed, steps)
      if steps == 0 {
        // Correct rounding: the nearer end.
        if row.error(of: computed) > 0.5 { Issue.record("sqrt(\(x)) = \(computed), not \(row.digits)") }
      } else if !(low <= row.below && row.above <= high) {
        Issue.record("\(row.function)(\(x)) = \(computed) is too far from \(row.digits)")
      }
      if computed.isFinite, computed != 0 {
        largest[row.function] = max(largest[row.function] ?? 0, row.error(of: computed))
      }
    }
    // Another library may need more; then the widths of enclosures must grow with it.
    for (name, limit) in ["exp": 0.6, "log": 0.6, "expm1": 1, "log1p": 1] {
      #expect((largest[name] ?? 9) < limit, "\(name): \(largest[name] ?? .nan)")
    }
  }

  @Test("Every interval function encloses the true value, tightly where it is a single call")
  func enclosures() throws {
    for row in try LibraryFixture.table() {
      let x = Interval(row.argument)
      let enclosure: Interval
      var steps = 0.0
      switch row.function {
      case "exp": (enclosure, steps) = (Interval.exp(x), 2)
      case "expm1": (enclosure, steps) = (Interval.expMinusOne(x), 3)
      case "log": (enclosure, steps) = (Interval.log(x), 2)
      case "log1p": (enclosure, steps) = (Interval.log(onePlus: x), 3)
      case "sqrt": (enclosure, steps) = (Interval.sqrt(x), 1)
      case "kernel": enclosure = Interval.relativeEntropyKernel(x)
      case "remainder": enclosure = ExponentialRemainder.value(x)
      case "entropy": enclosure = binaryEntropy(x)
      case "complement": enclosure = binaryEntropyComplement(x)
      default: continue
      }
      if !(enclosure.lower <= row.below && row.above <= enclosure.upper) {
        Issue.record("\(row.function)(\(x.lower)) = \(row.digits) is not in \(enclosure)")
      }
      let end = Swift.max(abs(enclosure.lower), abs(enclosure.upper))
      if steps > 0, end.isFinite, enclosure.width > (2 * steps + 1) * end.ulp {
        Issue.record("\(row.function)(\(x.lower)): \(enclosure) is wide")
      }
    }
  }

  @Test("Enclosures of a pair of arguments hold every value between")
  func wide() throws {
    let rows = try LibraryFixture.table()
    let functions: [(String, (Interval) -> Interval)] = [
      ("exp", { Interval.exp($0) }), ("expm1", { Interval.expMinusOne($0) }), ("log", { Interval.log($0) }),
      ("log1p", { Interval.log(onePlus: $0) }), ("sqrt", { Interval.sqrt($0) }),
      ("kernel", { Interval.relativeEntropyKernel($0) }), ("entropy", { binaryEntropy($0) }),
      ("complement", { binaryEntropyComplement($0) }),
    ]
    for (name, f) in functions {
      let sorted = rows.filter { $0.function == name }.sorted { $0.argument < $1.argument }
      for k in sorted.indices.dropFirst().dropLast() {
        let enclosure = f(Interval(lower: sorted[k - 1].argument, upper: sorted[k + 1].argument))
        for row in sorted[(k - 1)...(k + 1)] where !(enclosure.lower <= row.below && row.above <= enclosure.upper) {
          Issue.record("\(name)(\(row.argument)) is not in \(enclosure)")
        }
      }
    }
  }

  @Test("Double-doubles, the referee, stand at the right place between two doubles")
  func referee() throws {
    for row in try LibraryFixture.table() where row.below > -1e290 && row.above < 1e290 && abs(row.below) > 1e-290 {
      let x = DoubleDouble(row.argument)
      let value: DoubleDouble
      switch row.function {
      case "exp": value = DoubleDouble.exp(x)
      case "expm1": value = DoubleDouble.expMinusOne(x)
      case "log": value = DoubleDouble.log(x)
      case "log1p": value = DoubleDouble.log(onePlus: x)
      // Below, the rest of the square underflows.
      case "sqrt" where row.argument > 1e-280: value = DoubleDouble.sqrt(x)
      case "kernel" where abs(row.argument) < 1e250: value = DoubleDouble.relativeEntropyKernel(x)
      default: continue
      }
      // Between the ends, at the right place: six digits more than a double shows.
      let place = ((value - DoubleDouble(row.below)) / DoubleDouble(row.below.ulp)).approximation
      let unit = row.above > row.below ? (row.above - row.below) / row.below.ulp : 1
      if abs(place - row.fraction * unit) > 2e-6 {
        Issue.record("\(row.function)(\(row.argument)) = \(value), digits \(row.digits): \(place), \(row.fraction)")
      }
    }
  }

  @Test("Normal quantiles lie within the 1e-13 that a confidence region allows them")
  func quantiles() throws {
    // A third of a failure probability is at most 1/3.
    for row in try LibraryFixture.table() where row.function == "quantile" && row.argument < 0.4 {
      let z = try SpecialFunctions.normalUpperTailQuantile(row.argument)
      // The region takes z to z (1 + 1e-13): too large is safe, too small is not.
      if !(z * (1 + 1e-13) >= row.above && z <= row.above * (1 + 1e-13) + 1e-300) {
        Issue.record("Q^-1(\(row.argument)) = \(z), not \(row.digits)")
      }
    }
  }
}
