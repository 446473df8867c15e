// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport

/// A linear program of the table, built from its formula in the same order of operations as there.
struct GoldenProgram {
  /// One target with its exact optimum.
  struct Target {
    var column: Int
    var sign: Double
    var optimum: DoubleDouble
  }

  var name = ""
  var header: [Double] = []
  var alice: [Double] = []
  var bob: [Double] = []
  var lower: [Double] = []
  var upper: [Double] = []
  var total: [Double] = []
  var rows: [[Double]] = []
  var targets: [Target] = []
  /// The relative margin of a contradiction; nil for a program with feasible points.
  var contradiction: Double?

  var cutOff: Int { Int(header[0]) }
  var isNormalised: Bool { header[1] == 1 }
  var isScaled: Bool { header[2] == 1 }
  var uncertainty: Int { Int(header[3]) }
  var columns: Int { (cutOff + 1) * (cutOff + 1) }

  /// All programs of a table.
  static func read(_ table: NumberTable) -> [GoldenProgram] {
    var programs: [GoldenProgram] = []
    for row in table.rows {
      var last = programs.popLast() ?? GoldenProgram()
      switch row.name {
      case "alice": last.alice += row.values
      case "bob": last.bob += row.values
      case "lower": last.lower += row.values
      case "upper": last.upper += row.values
      case "total": last.total = row.values
      case "row": last.rows.append(row.values)
      case "maximum":
        let values = row.values
        last.targets.append(
          Target(column: Int(values[0]), sign: values[1], optimum: DoubleDouble.sum(values[2], values[3])))
      case "contradiction": last.contradiction = row.values[0]
      default:
        if !last.name.isEmpty { programs.append(last) }
        last = GoldenProgram()
        last.name = row.name
        last.header = row.values
      }
      programs.append(last)
    }
    return programs
  }

  /// Factor · μⁿ/n! of every setting, normalised over the settings if asked for.
  private func weights(_ settings: [Double]) -> [[Double]] {
    var table: [[Double]] = []
    for start in stride(from: 0, to: settings.count, by: 2) {
      var row = [settings[start]]
      for n in 1..<(cutOff + 1) { row.append(row[n - 1] * settings[start + 1] / Double(n)) }
      table.append(row)
    }
    if isNormalised {
      for n in 0...cutOff {
        var sum = 0.0
        for row in table { sum += row[n] }
        for i in table.indices { table[i][n] = table[i][n] / sum }
      }
    }
    return table
  }

  /// The program.
  func program() throws -> CertifiedLinearProgram {
    let n = columns
    var matrix: [[Double]] = []
    let b = weights(bob)
    for x in weights(alice) {
      for y in b { matrix.append(x.flatMap { weight in y.map { weight * $0 } }) }
    }
    var low = lower
    var high = upper
    if !total.isEmpty {
      matrix.append(Array(repeating: 1, count: n))
      low.append(total[0])
      high.append(total[1])
    }
    var box = Array(repeating: header[4], count: n)
    if isScaled {
      for (row, side) in zip(matrix, high) {
        for k in 0..<n where row[k] > 0 && side / row[k] < box[k] { box[k] = side / row[k] }
      }
      for r in matrix.indices {
        for k in 0..<n { matrix[r][k] = matrix[r][k] * box[k] / high[r] }
        low[r] = low[r] / high[r]
        high[r] = 1
      }
      box = Array(repeating: 1, count: n)
    }
    for row in rows {
      var entries = Array(repeating: 0.0, count: n)
      for start in stride(from: 2, to: row.count, by: 2) { entries[Int(row[start])] = row[start + 1] }
      matrix.append(entries)
      low.append(row[0])
      high.append(row[1])
    }
    func enclosure(_ x: Double) -> Interval {
      var (a, b) = (x, x)
      if x != 0 {
        for _ in 0..<uncertainty { (a, b) = (a.nextDown, b.nextUp) }
      }
      return Interval(lower: a, upper: b)
    }
    return try CertifiedLinearProgram(
      columns: n, coefficients: matrix.joined().map(enclosure), lower: low.map { $0.isNaN ? nil : Interval($0) },
      upper: high.map { $0.isNaN ? nil : Interval($0) }, box: box.map { Interval($0) })
  }
}
