/// A sum of products with a proven bound of its rounding error.
///
/// High part, rounding errors and the sum of magnitudes are carried along (the method of Ogita, Rump and
/// Oishi 2005, SIAM J. Sci. Comput. 26, 1955). With N terms and u = 2⁻⁵³: high parts are added by error-free
/// transformations, so that the exact sum is `high` + Σ of at most 3N errors, whose magnitudes sum to
/// at most (N+3) u S, S the sum of the magnitudes of the terms; adding those in doubles errs by at
/// most (3N+4)(N+4) u² S. `margin` doubles this and more, which covers the rounding of S itself.
struct ErrorBoundedSum {
  var high = 0.0
  var low = 0.0
  var magnitude = 0.0

  /// Adds a number.
  @inline(__always) mutating func add(_ term: Double) {
    let s = high + term
    let v = s - high
    low += (high - (s - v)) + (term - v)
    high = s
    magnitude += abs(term)
  }

  /// Adds a·b without its rounding error.
  @inline(__always) mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    low += (-product).addingProduct(a, b)
    add(product)
  }

  /// What the error of the sum of `terms` terms certainly does not exceed.
  @inline(__always) static func margin(_ magnitude: Double, terms: Int) -> Double {
    let n = Double(terms + 4)
    // The second part stands for products whose low part underflows.
    return 8 * n * n * 0x1p-106 * magnitude + n * 0x1p-1060
  }

  /// An upper bound of the exact sum.
  @inline(__always) func upper(terms: Int) -> Double {
    ((high + low).nextUp + Self.margin(magnitude, terms: terms).nextUp).nextUp
  }
}

extension CertifiedLinearProgram {
  /// What the box alone gives: Σ max(0, c_k) box_k, rounded up.
  func boxBound(_ objective: [Double]) -> Double {
    var sum = ErrorBoundedSum()
    var terms = 0
    for k in 0..<columns where objective[k] > 0 && box[k] > 0 {
      sum.add(objective[k], times: box[k])
      terms += 1
    }
    return terms == 0 ? 0 : sum.upper(terms: terms)
  }

  /// The right side of TF-14, rounded up, for multipliers of twice the precision.
  ///
  /// Every coefficient enters with the end that makes the bound largest: the lower one under a
  /// positive multiplier, the upper one under a negative.
  func certificate(_ objective: [Double], _ multipliers: [DoubleDouble]) -> Double {
    let limit = boxBound(objective)
    let value = uncappedCertificate(objective, multipliers)
    return value < limit ? value : limit
  }

  /// The same before it is compared with the box; NaN or infinite if something overflowed.
  func uncappedCertificate(_ objective: [Double], _ multipliers: [DoubleDouble]) -> Double {
    let n = columns
    var total = ErrorBoundedSum()
    var terms = 0
    var reducedHigh = objective
    var reducedLow = Array(repeating: 0.0, count: n)
    var magnitude = objective.map { abs($0) }
    for row in 0..<rows {
      let high = multipliers[row].high
      let low = multipliers[row].low
      guard high != 0, high.isFinite, abs(low) <= 0x1p-52 * abs(high) else { continue }
      let side = high > 0 ? upper[row] : lower[row]
      guard side.isFinite else { continue }
      total.add(high, times: side)
      total.add(low, times: side)
      terms += 1
      let coefficients = high > 0 ? smallest : largest
      coefficients.withUnsafeBufferPointer { a in
        reducedHigh.withUnsafeMutableBufferPointer { reducedHigh in
          reducedLow.withUnsafeMutableBufferPointer { reducedLow in
            magnitude.withUnsafeMutableBufferPointer { magnitude in
              let start = row * n
              for k in 0..<n {
                let coefficient = a[start + k]
                if coefficient == 0 { continue }
                let product = -high * coefficient
                let before = reducedHigh[k]
                let sum = before + product
                let v = sum - before
                let error = (before - (sum - v)) + (product - v)
                reducedHigh[k] = sum
                reducedLow[k] += error + ((-product).addingProduct(-high, coefficient) - low * coefficient)
                magnitude[k] += abs(product)
              }
            }
          }
        }
      }
    }
    let count = terms + 1
    for k in 0..<n where box[k] > 0 {
      let sum = reducedHigh[k] + reducedLow[k]
      let margin = ErrorBoundedSum.margin(magnitude[k], terms: count).nextUp
      // Most reduced costs are clearly negative.
      if (sum + margin).nextUp <= 0 { continue }
      if sum.isNaN || margin.isNaN { return .nan }
      let reduced = DoubleDouble.sum(reducedHigh[k], reducedLow[k])
      total.add(reduced.high, times: box[k])
      total.add(reduced.low, times: box[k])
      total.add((margin * box[k]).nextUp)
      terms += 1
    }
    return terms == 0 ? 0 : total.upper(terms: 3 * terms)
  }
}
