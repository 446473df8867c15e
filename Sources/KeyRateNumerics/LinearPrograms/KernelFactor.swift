/// The triangular factors of a square matrix, for solving with it and with its transpose.
///
/// Gaussian elimination with row pivoting. The matrices are the kernels of a basis: active rows by basic
/// variables, of order 9 to 60, and they are factored anew at every pivot, so that no error builds up.
struct KernelFactor<Number: SimplexNumber> {
  private(set) var order = 0
  /// L below the diagonal, U on it and above, row by row.
  private var entries: [Number] = []
  private var reciprocals: [Number] = []
  /// Which row of the matrix stands where.
  private var places: [Int] = []
  private var scratch: [Number] = []

  /// Factors a matrix given by its entries, row by row.
  ///
  /// - Returns: nil if it worked, otherwise the positions of a column without a pivot and of a row that
  ///   depends on the others.
  mutating func factor(order n: Int, entry: (Int, Int) -> Double) -> (column: Int, row: Int)? {
    order = n
    if entries.count < n * n {
      entries = Array(repeating: Number.zero, count: n * n)
      reciprocals = Array(repeating: Number.zero, count: n)
      scratch = reciprocals
    }
    places = Array(0..<n)
    for i in 0..<n { for j in 0..<n { entries[i * n + j] = Number(entry(i, j)) } }
    let places = UnsafeMutableBufferPointer<Int>.allocate(capacity: n)
    defer { places.deallocate() }
    for i in 0..<n { places[i] = i }
    var failure: (column: Int, row: Int)?
    entries.withUnsafeMutableBufferPointer { a in
      reciprocals.withUnsafeMutableBufferPointer { reciprocals in
        for k in 0..<n {
          var best = k
          var size = abs(a[k * n + k].approximation)
          for i in k + 1..<Swift.max(n, k + 1) {
            let candidate = abs(a[i * n + k].approximation)
            if candidate > size {
              size = candidate
              best = i
            }
          }
          guard size > Number.singularity, size.isFinite else {
            failure = (k, places[k])
            return
          }
          if best != k {
            for j in 0..<n {
              let entry = a[k * n + j]
              a[k * n + j] = a[best * n + j]
              a[best * n + j] = entry
            }
            let place = places[k]
            places[k] = places[best]
            places[best] = place
          }
          let reciprocal = Number.one / a[k * n + k]
          reciprocals[k] = reciprocal
          for i in k + 1..<Swift.max(n, k + 1) {
            let size = a[i * n + k]
            if size.approximation == 0 { continue }
            let multiple = size * reciprocal
            a[i * n + k] = multiple
            for j in k + 1..<n { a[i * n + j] = Number.subtract(a[i * n + j], multiple, times: a[k * n + j]) }
          }
        }
      }
    }
    for i in 0..<n { self.places[i] = places[i] }
    return failure
  }

  /// Replaces b by the solution of B x = b.
  mutating func solve(_ b: inout [Number]) {
    let n = order
    for i in 0..<n { scratch[i] = b[places[i]] }
    for i in 0..<n {
      var sum = scratch[i]
      for j in 0..<i { sum = Number.subtract(sum, entries[i * n + j], times: scratch[j]) }
      scratch[i] = sum
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      var sum = scratch[i]
      for j in i + 1..<Swift.max(n, i + 1) { sum = Number.subtract(sum, entries[i * n + j], times: scratch[j]) }
      scratch[i] = sum * reciprocals[i]
    }
    for i in 0..<n { b[i] = scratch[i] }
  }

  /// Replaces c by the solution of Bᵀ y = c.
  mutating func solveTransposed(_ c: inout [Number]) {
    let n = order
    for i in 0..<n {
      var sum = c[i]
      for j in 0..<i { sum = Number.subtract(sum, entries[j * n + i], times: scratch[j]) }
      scratch[i] = sum * reciprocals[i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      var sum = scratch[i]
      for j in i + 1..<Swift.max(n, i + 1) { sum = Number.subtract(sum, entries[j * n + i], times: scratch[j]) }
      scratch[i] = sum
    }
    for i in 0..<n { c[places[i]] = scratch[i] }
  }
}
