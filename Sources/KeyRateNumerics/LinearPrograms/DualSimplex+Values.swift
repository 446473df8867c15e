// SPDX-License-Identifier: GPL-3.0-or-later
/// The coefficients of a scaled program as the solver reads them.
struct Coefficients {
  let smallest: UnsafeBufferPointer<Double>
  let largest: UnsafeBufferPointer<Double>
  let columns: Int

  /// The row that goes with a side: the lower ends with the upper side, the upper ends with the lower side.
  @inline(__always) func row(_ row: Int, _ side: LinearProgramBasis.Row) -> UnsafeBufferPointer<Double> {
    let matrix = side == .lower ? largest : smallest
    return UnsafeBufferPointer(rebasing: matrix[row * columns..<(row + 1) * columns])
  }
}

extension DualSimplex {
  /// Σ A_k x_k over the variables that are not zero, with or without the basic ones.
  @inline(__always) func activity(_ a: UnsafeBufferPointer<Double>, withBasic: Bool) -> Number {
    var sum = Number.zero
    for k in variablesAtBox { sum = Number.subtract(sum, Number(-program.box[k]), times: a[k]) }
    if withBasic { for k in basicColumns { sum = Number.subtract(sum, -point[k], times: a[k]) } }
    return sum
  }

  /// target −= factor · row.
  @inline(__always) static func subtract<Value: SimplexNumber>(
    _ factor: Value, times a: UnsafeBufferPointer<Double>, from target: inout [Value]
  ) {
    target.withUnsafeMutableBufferPointer { target in
      for k in 0..<target.count { target[k] = Value.subtract(target[k], factor, times: a[k]) }
    }
  }

  /// Factors the kernel; rows and variables that make it singular are taken out of the basis.
  private mutating func factorKernel(_ a: Coefficients) {
    while !kernelIsCurrent {
      // A basis from outside may have unequal numbers of both.
      while activeRows.count > basicColumns.count { basis.rows[activeRows.removeLast()] = .inactive }
      while basicColumns.count > activeRows.count { basis.columns[basicColumns.removeLast()] = .zero }
      let rows = activeRows
      let columns = basicColumns
      let sides = basis.rows
      let failure = kernel.factor(order: rows.count) { i, j in a.row(rows[i], sides[rows[i]])[columns[j]] }
      if let failure {
        basis.rows[activeRows.remove(at: failure.row)] = .inactive
        basis.columns[basicColumns.remove(at: failure.column)] = .zero
      } else {
        kernelIsCurrent = true
      }
      pointIsCurrent = false
    }
  }

  /// Computes multipliers and reduced costs and moves what has the wrong sign to its other side.
  mutating func makeDualFeasible(_ a: Coefficients) {
    var largest = 1.0
    // The sides of a row have different coefficients if the data are not exact: then once more.
    for _ in 0..<3 {
      factorKernel(a)
      activeMultipliers.removeAll(keepingCapacity: true)
      for k in basicColumns { activeMultipliers.append(Number(cost[k])) }
      kernel.solveTransposed(&activeMultipliers)
      largest = 1
      for value in activeMultipliers { largest = Swift.max(largest, abs(value.approximation)) }
      let tolerance = largest * Number.optimalityTolerance
      for (position, row) in activeRows.enumerated() {
        let value = activeMultipliers[position].approximation
        let side: LinearProgramBasis.Row = value > 0 ? .upper : .lower
        guard abs(value) > tolerance && basis.rows[row] != side else { continue }
        basis.rows[row] = side
        pointIsCurrent = false
        if !program.isExact { kernelIsCurrent = false }
      }
      if kernelIsCurrent { break }
    }
    if Number.isExtended {
      moveByRoughCosts(largest, a)
    } else {
      computeReducedCosts(a)
      for k in 0..<program.columns where basis.columns[k] != .basic {
        move(k, reducedCosts[k].approximation, largest * Number.optimalityTolerance)
      }
    }
  }

  /// Moves a variable to the side that its reduced cost asks for.
  @inline(__always) private mutating func move(_ column: Int, _ value: Double, _ tolerance: Double) {
    guard abs(value) > tolerance else { return }
    let side: LinearProgramBasis.Column = value > 0 ? .box : .zero
    if basis.columns[column] != side {
      basis.columns[column] = side
      pointIsCurrent = false
    }
  }

  /// Decides the signs of the reduced costs in double precision where that is enough.
  private mutating func moveByRoughCosts(_ largest: Double, _ a: Coefficients) {
    roughCosts = cost
    var sum = 0.0
    for (position, row) in activeRows.enumerated() {
      let value = activeMultipliers[position].approximation
      sum += abs(value)
      if value != 0 { DualSimplex<Double>.subtract(value, times: a.row(row, basis.rows[row]), from: &roughCosts) }
    }
    let unit = 0x1p-51 * Double(activeRows.count + 4)
    for k in 0..<program.columns where basis.columns[k] != .basic {
      let uncertainty = unit * (abs(cost[k]) + sum * program.columnSize[k])
      if abs(roughCosts[k]) > uncertainty || uncertainty == 0 {
        move(k, roughCosts[k], Swift.max(uncertainty, largest * Number.optimalityTolerance))
        continue
      }
      var value = Number(cost[k])
      for (position, row) in activeRows.enumerated() {
        value = Number.subtract(value, activeMultipliers[position], times: a.row(row, basis.rows[row])[k])
      }
      move(k, value.approximation, largest * Number.optimalityTolerance)
    }
  }

  /// Computes all reduced costs.
  mutating func computeReducedCosts(_ a: Coefficients) {
    for k in 0..<program.columns { reducedCosts[k] = Number(cost[k]) }
    for (position, row) in activeRows.enumerated() {
      Self.subtract(activeMultipliers[position], times: a.row(row, basis.rows[row]), from: &reducedCosts)
    }
    for k in basicColumns { reducedCosts[k] = Number.zero }
  }

  /// The dual objective of the present basis, an upper bound of the maximum up to rounding.
  func dualObjective() -> Double {
    var sum = 0.0
    for (position, row) in activeRows.enumerated() {
      let side = basis.rows[row] == .upper ? program.upper[row] : program.lower[row]
      sum += activeMultipliers[position].approximation * side
    }
    for k in variablesAtBox { sum += reducedCosts[k].approximation * program.box[k] }
    return sum
  }

  /// Computes the values of all variables.
  mutating func computePoint(_ a: Coefficients) {
    variablesAtBox.removeAll(keepingCapacity: true)
    for k in 0..<program.columns {
      point[k] = Number.zero
      if basis.columns[k] == .box && program.box[k] > 0 {
        point[k] = Number(program.box[k])
        variablesAtBox.append(k)
      }
    }
    weights.removeAll(keepingCapacity: true)
    for row in activeRows {
      let side = basis.rows[row]
      let value = Number(side == .upper ? program.upper[row] : program.lower[row])
      weights.append(value - activity(a.row(row, side), withBasic: false))
    }
    kernel.solve(&weights)
    for (position, column) in basicColumns.enumerated() { point[column] = weights[position] }
    pointIsCurrent = true
  }
}
