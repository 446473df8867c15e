// SPDX-License-Identifier: GPL-3.0-or-later
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
    var used: [(row: Int, multiplier: DoubleDouble)] = []
    var rough = objective
    var sum = 0.0
    for row in 0..<rows {
      let multiplier = multipliers[row]
      let high = multiplier.high
      guard high != 0, high.isFinite, abs(multiplier.low) <= 0x1p-52 * abs(high) else { continue }
      let side = high > 0 ? upper[row] : lower[row]
      guard side.isFinite else { continue }
      total.add(high, times: side)
      total.add(multiplier.low, times: side)
      terms += 1
      used.append((row, multiplier))
      sum += abs(high)
      Self.subtract(high, times: high > 0 ? smallest : largest, row: row, from: &rough)
    }
    for k in 0..<n where box[k] > 0 {
      // Most reduced costs are clearly negative and add nothing. The error of a double sum of N + 1 terms is below
      // (N+1)u Σ|terms|, the low parts of the multipliers add 2u Σ|terms|; twice that is allowed for.
      let uncertainty = 0x1p-52 * Double(used.count + 3) * (abs(objective[k]) + sum * columnSize[k]) + 0x1p-1000
      if rough[k] + uncertainty < 0 { continue }
      var reduced = ErrorBoundedSum()
      reduced.add(objective[k])
      for (row, multiplier) in used {
        let coefficient = multiplier.high > 0 ? smallest[row * n + k] : largest[row * n + k]
        reduced.add(-multiplier.high, times: coefficient)
        reduced.low -= multiplier.low * coefficient
      }
      let margin = ErrorBoundedSum.margin(reduced.magnitude, terms: used.count + 1).nextUp
      // The margin is twice what is needed, which covers the rounding of this sum.
      if (reduced.high + reduced.low + margin).nextUp <= 0 { continue }
      let value = DoubleDouble.sum(reduced.high, reduced.low)
      total.add(value.high, times: box[k])
      total.add(value.low, times: box[k])
      total.add((margin * box[k]).nextUp)
      terms += 1
    }
    return terms == 0 ? 0 : total.upper(terms: 3 * terms)
  }

  /// target −= factor · row.
  private static func subtract(_ factor: Double, times a: [Double], row: Int, from target: inout [Double]) {
    let n = target.count
    a.withUnsafeBufferPointer { a in
      target.withUnsafeMutableBufferPointer { target in
        let start = row * n
        for k in 0..<n { target[k] -= factor * a[start + k] }
      }
    }
  }
}
