// SPDX-License-Identifier: GPL-3.0-or-later
/// A linear program in units in which its largest numbers are near one.
///
/// Rows and columns are multiplied by powers of two, so that nothing is rounded: variable k is measured in
/// σ_k ≈ box_k, row r multiplied by ρ_r ≈ 1/max(|lower_r|, |upper_r|, max_k |A_rk| box_k). With the boxes that the rows
/// imply this is the scaling TF-13; on decoy programs it takes solvers from wrong in the first digit to 1e-11.
struct ScaledLinearProgram: Sendable {
  /// The largest magnitude in each column of two matrices, given row by row.
  static func columnSizes(columns: Int, _ smallest: [Double], _ largest: [Double]) -> [Double] {
    var sizes = Array(repeating: 0.0, count: columns)
    guard columns > 0 else { return sizes }
    for start in stride(from: 0, to: smallest.count, by: columns) {
      for k in 0..<columns {
        sizes[k] = Swift.max(sizes[k], Swift.max(abs(smallest[start + k]), abs(largest[start + k])))
      }
    }
    return sizes
  }

  let columns: Int
  let rows: Int
  /// The lower ends of the coefficients; they go with the upper sides.
  let smallest: [Double]
  /// The upper ends of the coefficients; they go with the lower sides.
  let largest: [Double]
  /// Whether both are the same.
  let isExact: Bool
  /// The lower sides. An absent one is replaced by what the box implies, so that every row has two.
  let lower: [Double]
  /// The upper sides, likewise.
  let upper: [Double]
  let box: [Double]
  /// The largest magnitude in each column.
  let columnSize: [Double]
  /// log2 ρ_r.
  let rowExponent: [Int]
  /// log2 σ_k.
  let columnExponent: [Int]

  /// x · 2^e for exponents beyond those of a double.
  @inline(__always) static func multiply(_ x: Double, byTwoTo e: Int) -> Double {
    if e >= -1000 && e <= 1000 {
      return x * Double(sign: .plus, exponentBitPattern: UInt(1023 + e), significandBitPattern: 0)
    }
    let limited = Swift.max(-2000, Swift.min(2000, e))
    let half = limited / 2
    return x * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: limited - half, significand: 1)
  }

  /// The exponent of a number, 0 for zero.
  @inline(__always) static func exponent(of x: Double) -> Int {
    // Sign and exponent of a positive normal number; the general way is several times slower.
    let pattern = Int(x.bitPattern >> 52)
    if pattern > 0 && pattern < 0x7ff { return pattern - 1023 }
    return x > 0 && x.isFinite ? Int(x.exponent) : 0
  }

  /// The boxes narrowed by every row that has an upper side and no negative coefficient.
  static func impliedBox(columns: Int, smallest: [Double], upper: [Double], box: [Double]) -> [Double] {
    var narrowed = box
    for row in 0..<upper.count where upper[row] < .infinity {
      let a = smallest[row * columns..<(row + 1) * columns]
      guard a.allSatisfy({ $0 >= 0 }) else { continue }
      // A negative side is a contradiction, which the solver will find.
      let side = Swift.max(upper[row], 0)
      for (k, coefficient) in zip(0..<columns, a) where coefficient > 0 {
        let implied = (side / coefficient).nextUp
        if implied < narrowed[k] { narrowed[k] = side == 0 ? 0 : implied }
      }
    }
    return narrowed
  }

  /// Scales a program whose boxes are finite.
  init(
    columns: Int, smallest: [Double], largest: [Double], lower: [Double], upper: [Double], box: [Double]
  ) {
    let rows = lower.count
    var rowExponent = Array(repeating: 0, count: rows)
    var columnExponent = Array(repeating: Int.max, count: columns)
    smallest.withUnsafeBufferPointer { smallest in
      largest.withUnsafeBufferPointer { largest in
        for row in 0..<rows {
          var reach = 0.0
          for k in 0..<columns where box[k] > 0 {
            let position = row * columns + k
            reach = Swift.max(reach, Swift.max(abs(smallest[position]), abs(largest[position])) * box[k])
          }
          var size = reach
          if lower[row].isFinite { size = Swift.max(size, abs(lower[row])) }
          if upper[row].isFinite { size = Swift.max(size, abs(upper[row])) }
          rowExponent[row] = -Self.exponent(of: size)
          for k in 0..<columns {
            let position = row * columns + k
            let a = Swift.max(abs(smallest[position]), abs(largest[position]))
            if a > 0 { columnExponent[k] = Swift.min(columnExponent[k], -Self.exponent(of: a) - rowExponent[row]) }
          }
        }
      }
    }
    for k in 0..<columns {
      columnExponent[k] = box[k] > 0 ? Swift.min(columnExponent[k], Self.exponent(of: box[k])) : 0
    }
    // Products of powers of two are exact where they stay in range: then rows are scaled without a look at each entry.
    let isOrdinary = (rowExponent + columnExponent).allSatisfy { abs($0) <= 400 }
    let columnFactor = columnExponent.map { Self.multiply(1, byTwoTo: $0) }
    func scaled(_ a: [Double]) -> [Double] {
      var result = a
      result.withUnsafeMutableBufferPointer { result in
        for row in 0..<rows {
          let start = row * columns
          if isOrdinary {
            let rowFactor = Self.multiply(1, byTwoTo: rowExponent[row])
            for k in 0..<columns { result[start + k] *= rowFactor * columnFactor[k] }
          } else {
            for k in 0..<columns {
              result[start + k] = Self.multiply(result[start + k], byTwoTo: rowExponent[row] + columnExponent[k])
            }
          }
        }
      }
      return result
    }
    let isExact = smallest == largest
    let least = scaled(smallest)
    let most = isExact ? least : scaled(largest)
    let range = (0..<columns).map { Self.multiply(box[$0], byTwoTo: -columnExponent[$0]) }
    self.columns = columns
    self.rows = rows
    self.smallest = least
    self.largest = most
    self.isExact = isExact
    self.box = range
    self.columnSize = Self.columnSizes(columns: columns, least, most)
    self.rowExponent = rowExponent
    self.columnExponent = columnExponent
    var below = Array(repeating: 0.0, count: rows)
    var above = below
    for row in 0..<rows {
      below[row] = Self.multiply(lower[row], byTwoTo: rowExponent[row])
      above[row] = Self.multiply(upper[row], byTwoTo: rowExponent[row])
      if lower[row].isFinite && upper[row].isFinite {
        // Sides that cross by rounding: the program between them is as empty, and its bounds hold as well.
        if below[row] > above[row] { swap(&below[row], &above[row]) }
        continue
      }
      var least = 0.0
      var most = 0.0
      for k in 0..<columns {
        least += Swift.min(0, self.smallest[row * columns + k]) * range[k]
        most += Swift.max(0, self.largest[row * columns + k]) * range[k]
      }
      if !lower[row].isFinite { below[row] = Swift.min(least, above[row]) - 1 }
      if !upper[row].isFinite { above[row] = Swift.max(most, below[row]) + 1 }
    }
    self.lower = below
    self.upper = above
  }
}

extension ScaledLinearProgram {
  /// The program with a slack for every side of every row: lower_r − s ≤ A z, A z − s' ≤ upper_r.
  func withSlacks() -> ScaledLinearProgram { ScaledLinearProgram(relaxing: self) }

  private init(relaxing program: ScaledLinearProgram) {
    let rows = program.rows
    let n = program.columns
    columns = n + 2 * rows
    self.rows = rows
    lower = program.lower
    upper = program.upper
    rowExponent = program.rowExponent
    columnExponent = program.columnExponent + Array(repeating: 0, count: 2 * rows)
    isExact = program.isExact
    var ranges = program.box
    for row in 0..<rows {
      var reach = 1 + Swift.max(abs(program.lower[row]), abs(program.upper[row]))
      for k in 0..<n {
        let position = row * n + k
        reach += Swift.max(abs(program.smallest[position]), abs(program.largest[position])) * program.box[k]
      }
      ranges += [2 * reach, 2 * reach]
    }
    box = ranges
    func extended(_ a: [Double]) -> [Double] {
      var result: [Double] = []
      for row in 0..<rows {
        result += a[row * n..<(row + 1) * n]
        for other in 0..<rows { result += other == row ? [1, -1] : [0, 0] }
      }
      return result
    }
    smallest = extended(program.smallest)
    largest = program.isExact ? smallest : extended(program.largest)
    columnSize = program.columnSize + Array(repeating: 1, count: 2 * rows)
  }
}
