// SPDX-License-Identifier: GPL-3.0-or-later
/// The triangular factors of a square matrix, for solving with it and with its transpose.
///
/// Gaussian elimination with row pivoting. The matrices are the kernels of a basis: active rows by basic
/// variables, of order 4 to 60. They are factored anew at every pivot, so that no error builds up.
struct KernelFactor<Number: SimplexNumber> {
  private(set) var order = 0
  /// L below the diagonal, U on it and above, row by row.
  private var entries: [Number] = []
  private var reciprocals: [Number] = []
  private var scratch: [Number] = []
  /// Which row of the matrix stands where.
  private var places: [Int] = []

  /// Factors a matrix that is given entry by entry.
  ///
  /// - Returns: nil if it worked, otherwise the positions of a column without a pivot and of a row that
  ///   depends on the others.
  mutating func factor(order n: Int, entry: (Int, Int) -> Double) -> (column: Int, row: Int)? {
    order = n
    if entries.count < n * n || places.count < n {
      entries = Array(repeating: Number.zero, count: n * n)
      reciprocals = Array(repeating: Number.zero, count: n)
      scratch = reciprocals
      places = Array(repeating: 0, count: n)
    }
    return entries.withUnsafeMutableBufferPointer { a in
      reciprocals.withUnsafeMutableBufferPointer { reciprocals in
        places.withUnsafeMutableBufferPointer { places in
          for i in 0..<n {
            places[i] = i
            for j in 0..<n { a[i * n + j] = Number(entry(i, j)) }
          }
          return Self.eliminate(a, reciprocals, places, n)
        }
      }
    }
  }

  private static func eliminate(
    _ a: UnsafeMutableBufferPointer<Number>, _ reciprocals: UnsafeMutableBufferPointer<Number>,
    _ places: UnsafeMutableBufferPointer<Int>, _ n: Int
  ) -> (column: Int, row: Int)? {
    for k in 0..<n {
      var best = k
      var size = abs(a[k * n + k].approximation)
      var i = k + 1
      while i < n {
        let candidate = abs(a[i * n + k].approximation)
        if candidate > size {
          size = candidate
          best = i
        }
        i += 1
      }
      guard size > Number.singularity, size.isFinite else { return (k, places[k]) }
      if best != k {
        for j in 0..<n { a.swapAt(k * n + j, best * n + j) }
        places.swapAt(k, best)
      }
      let reciprocal = Number.one / a[k * n + k]
      reciprocals[k] = reciprocal
      i = k + 1
      while i < n {
        if a[i * n + k].approximation != 0 {
          let multiple = a[i * n + k] * reciprocal
          a[i * n + k] = multiple
          for j in k + 1..<n { a[i * n + j] = Number.subtract(a[i * n + j], multiple, times: a[k * n + j]) }
        }
        i += 1
      }
    }
    return nil
  }

  /// Replaces b by the solution of B x = b.
  mutating func solve(_ b: inout [Number]) {
    let n = order
    scratch.withUnsafeMutableBufferPointer { x in
      entries.withUnsafeBufferPointer { a in
        for i in 0..<n {
          var sum = b[places[i]]
          for j in 0..<i { sum = Number.subtract(sum, a[i * n + j], times: x[j]) }
          x[i] = sum
        }
        var i = n - 1
        while i >= 0 {
          var sum = x[i]
          var j = i + 1
          while j < n {
            sum = Number.subtract(sum, a[i * n + j], times: x[j])
            j += 1
          }
          x[i] = sum * reciprocals[i]
          i -= 1
        }
      }
      for i in 0..<n { b[i] = x[i] }
    }
  }

  /// Replaces c by the solution of Bᵀ y = c.
  mutating func solveTransposed(_ c: inout [Number]) {
    let n = order
    scratch.withUnsafeMutableBufferPointer { y in
      entries.withUnsafeBufferPointer { a in
        for i in 0..<n { y[i] = c[i] }
        for i in 0..<n {
          let value = y[i] * reciprocals[i]
          y[i] = value
          var j = i + 1
          while j < n {
            y[j] = Number.subtract(y[j], value, times: a[i * n + j])
            j += 1
          }
        }
        var i = n - 1
        while i > 0 {
          let value = y[i]
          for j in 0..<i { y[j] = Number.subtract(y[j], value, times: a[i * n + j]) }
          i -= 1
        }
      }
      for i in 0..<n { c[places[i]] = y[i] }
    }
  }
}
