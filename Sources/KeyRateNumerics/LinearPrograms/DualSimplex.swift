/// The dual simplex method for a boxed program in scaled units (Lemke 1954; the bound-flipping
/// ratio test is Fourer's, 1994; see Koberstein, The dual simplex method, 2005).
///
/// As every variable and every row has two finite sides, any choice of active rows and basic variables with a
/// regular kernel becomes dual feasible by moving the others to the side that the sign of their reduced cost asks for:
/// there is no first phase, and any basis of a related program may start. The kernel is factored anew at every pivot.
///
/// Nothing that is certified rests on it: its multipliers are proposals.
struct DualSimplex<Number: SimplexNumber> {
  /// How a run ended.
  enum Outcome: Equatable {
    case optimal
    /// A row or variable violates its side and no other can give way.
    case infeasible
    case pivotLimit
  }

  let program: ScaledLinearProgram
  /// The objective in scaled units.
  private let trueCost: [Double]
  /// The objective that is being pursued.
  private var cost: [Double]
  var basis: LinearProgramBasis
  private(set) var pivots = 0
  /// The multipliers of all rows; after an infeasible outcome those of the contradiction.
  private(set) var multipliers: [Number]
  /// The values of all variables.
  private(set) var point: [Number]

  private var activeRows: [Int] = []
  private var basicColumns: [Int] = []
  private var kernel = KernelFactor<Number>()
  private var activeMultipliers: [Number] = []
  private var reducedCosts: [Number]
  private var row: [Number]
  private var weights: [Number] = []

  init(_ program: ScaledLinearProgram, cost: [Double], basis: LinearProgramBasis) {
    self.program = program
    self.cost = cost
    trueCost = cost
    self.basis = basis
    multipliers = Array(repeating: Number.zero, count: program.rows)
    point = Array(repeating: Number.zero, count: program.columns)
    reducedCosts = point
    row = point
    activeRows = (0..<program.rows).filter { basis.rows[$0] != .inactive }
    basicColumns = (0..<program.columns).filter { basis.columns[$0] == .basic }
  }

  /// Pivots until the basis is optimal, the program is found infeasible or the limit is reached.
  ///
  /// The objective of a decoy target is zero in all columns but one, so that most reduced costs vanish and the
  /// method may pivot for long without progress. Where it does, the costs are perturbed until the
  /// perturbed program is solved; the last pivots are made with the true ones.
  mutating func run(pivotLimit: Int) -> Outcome {
    var best = Double.infinity
    var stalled = 0
    var perturbations = 0
    let start = pivots
    cost = trueCost
    while true {
      makeDualFeasible()
      computePoint()
      let leaving = chooseLeaving()
      if pivots - start >= pivotLimit { return finish(leaving == nil && cost == trueCost ? .optimal : .pivotLimit) }
      guard let leaving else {
        if cost == trueCost { return finish(.optimal) }
        cost = trueCost
        best = .infinity
        stalled = 0
        continue
      }
      let objective = dualObjective()
      if objective < best - 1e-13 * abs(best) || best == .infinity {
        best = objective
        stalled = 0
      } else {
        stalled += 1
        if stalled > Self.patience {
          perturbations += 1
          perturb(perturbations)
          best = .infinity
          stalled = 0
          continue
        }
      }
      computeTableauRow(leaving)
      guard let entering = chooseEntering(leaving) else { return finishInfeasible(leaving) }
      exchange(leaving, entering)
      pivots += 1
    }
  }

  /// The number of pivots without progress before the costs are perturbed.
  private static var patience: Int { 5 }

  /// Moves every cost by 1e-6 to 2e-6, in the direction in which the variable keeps its place.
  private mutating func perturb(_ round: Int) {
    var state = UInt64(truncatingIfNeeded: round)
    for k in 0..<program.columns {
      // A linear congruential generator (Knuth's MMIX constants): the same numbers on every machine.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let size = 1e-6 * (1 + Double(state >> 11) * 0x1p-53)
      cost[k] = trueCost[k] + (basis.columns[k] == .box ? size : -size)
    }
  }

  /// What leaves the basis: a basic variable by its position or an inactive row, and where it goes.
  private struct Leaving {
    var position: Int?
    var row: Int
    /// Whether the value is too low, so that it has to rise to its lower side.
    var isTooLow: Bool
    var violation: Double
  }

  /// What enters: a variable, or an active row by its position.
  private struct Entering {
    var column: Int?
    var position: Int
  }

  @inline(__always) private func coefficients(_ row: Int, _ side: LinearProgramBasis.Row) -> [Double] {
    side == .lower ? program.largest : program.smallest
  }

  /// target −= factor · (row of the matrix).
  private static func subtract(
    _ factor: Number, times a: [Double], row: Int, from target: inout [Number]
  ) {
    let n = target.count
    a.withUnsafeBufferPointer { a in
      target.withUnsafeMutableBufferPointer { target in
        let start = row * n
        for k in 0..<n { target[k] = Number.subtract(target[k], factor, times: a[start + k]) }
      }
    }
  }

  /// Factors the kernel; rows and variables that make it singular are taken out of the basis.
  private mutating func factorKernel() {
    while true {
      // A basis from outside may have unequal numbers of both.
      while activeRows.count > basicColumns.count { basis.rows[activeRows.removeLast()] = .inactive }
      while basicColumns.count > activeRows.count { basis.columns[basicColumns.removeLast()] = .zero }
      let rows = activeRows
      let columns = basicColumns
      let n = program.columns
      let matrices = rows.map { coefficients($0, basis.rows[$0]) }
      guard let bad = kernel.factor(order: rows.count, entry: { matrices[$0][rows[$0] * n + columns[$1]] }) else {
        return
      }
      basis.rows[activeRows.remove(at: bad.row)] = .inactive
      basis.columns[basicColumns.remove(at: bad.column)] = .zero
    }
  }

  /// Computes multipliers and reduced costs and moves what has the wrong sign to its other side.
  private mutating func makeDualFeasible() {
    for _ in 0..<3 {
      factorKernel()
      activeMultipliers = basicColumns.map { Number(cost[$0]) }
      kernel.solveTransposed(&activeMultipliers)
      var rowMoved = false
      var largest = 1.0
      for value in activeMultipliers { largest = Swift.max(largest, abs(value.approximation)) }
      let tolerance = largest * Number.optimalityTolerance
      for (position, row) in activeRows.enumerated() {
        let value = activeMultipliers[position].approximation
        let side: LinearProgramBasis.Row = value > 0 ? .upper : .lower
        if abs(value) > tolerance && basis.rows[row] != side {
          basis.rows[row] = side
          rowMoved = true
        }
      }
      // The two sides of a row have different coefficients if the data are not exact.
      if rowMoved && !program.isExact { continue }
      break
    }
    for k in 0..<program.columns { reducedCosts[k] = Number(cost[k]) }
    var largest = 1.0
    for (position, row) in activeRows.enumerated() {
      largest = Swift.max(largest, abs(activeMultipliers[position].approximation))
      Self.subtract(
        activeMultipliers[position], times: coefficients(row, basis.rows[row]), row: row, from: &reducedCosts)
    }
    let tolerance = largest * Number.optimalityTolerance
    for k in 0..<program.columns where basis.columns[k] != .basic {
      let value = reducedCosts[k].approximation
      if value > tolerance {
        basis.columns[k] = .box
      } else if value < -tolerance {
        basis.columns[k] = .zero
      }
    }
    for k in basicColumns { reducedCosts[k] = Number.zero }
  }

  /// The dual objective of the present basis, an upper bound of the maximum up to rounding.
  private func dualObjective() -> Double {
    var sum = 0.0
    for (position, row) in activeRows.enumerated() {
      let side = basis.rows[row] == .upper ? program.upper[row] : program.lower[row]
      sum += activeMultipliers[position].approximation * side
    }
    for k in 0..<program.columns where basis.columns[k] == .box {
      sum += reducedCosts[k].approximation * program.box[k]
    }
    return sum
  }

  /// Σ A_rk x_k for one row.
  private func activity(_ row: Int, _ a: [Double]) -> Number {
    var sum = Number.zero
    let start = row * program.columns
    for k in 0..<program.columns where a[start + k] != 0 {
      sum = Number.subtract(sum, point[k], times: -a[start + k])
    }
    return sum
  }

  /// Computes the values of all variables.
  private mutating func computePoint() {
    for k in 0..<program.columns { point[k] = basis.columns[k] == .box ? Number(program.box[k]) : Number.zero }
    var values = activeRows.map { row -> Number in
      let side = basis.rows[row]
      return Number(side == .upper ? program.upper[row] : program.lower[row]) - activity(row, coefficients(row, side))
    }
    kernel.solve(&values)
    for (position, column) in basicColumns.enumerated() { point[column] = values[position] }
  }

  /// The largest violation.
  private func chooseLeaving() -> Leaving? {
    var best: Leaving?
    var size = Number.feasibilityTolerance
    for (position, column) in basicColumns.enumerated() {
      let below = -point[column].approximation
      let above = (point[column] - Number(program.box[column])).approximation
      if Swift.max(below, above) > size {
        size = Swift.max(below, above)
        best = Leaving(position: position, row: 0, isTooLow: below > above, violation: size)
      }
    }
    for row in 0..<program.rows where basis.rows[row] == .inactive {
      let least = activity(row, program.smallest)
      let above = (least - Number(program.upper[row])).approximation
      let below = (Number(program.lower[row]) - (program.isExact ? least : activity(row, program.largest)))
        .approximation
      if Swift.max(below, above) > size {
        size = Swift.max(below, above)
        best = Leaving(position: nil, row: row, isTooLow: below > above, violation: size)
      }
    }
    return best
  }

  /// Computes how the leaving value depends on the variables outside the basis (`row`) and on the sides of the
  /// active rows (`weights`).
  private mutating func computeTableauRow(_ leaving: Leaving) {
    let n = program.columns
    if let position = leaving.position {
      weights = Array(repeating: Number.zero, count: basicColumns.count)
      weights[position] = Number.one
      for k in 0..<n { row[k] = Number.zero }
    } else {
      let a = coefficients(leaving.row, leaving.isTooLow ? .lower : .upper)
      weights = basicColumns.map { Number(a[leaving.row * n + $0]) }
      for k in 0..<n { row[k] = Number(a[leaving.row * n + k]) }
    }
    kernel.solveTransposed(&weights)
    for (position, active) in activeRows.enumerated() {
      Self.subtract(weights[position], times: coefficients(active, basis.rows[active]), row: active, from: &row)
    }
  }

  /// One place where a reduced cost or multiplier becomes zero as the leaving constraint takes hold.
  private struct Breakpoint {
    var ratio: Double
    var size: Double
    var range: Double
    /// The column, or −1 − position for an active row.
    var index: Int
  }

  private func breakpoints(_ leaving: Leaving) -> [Breakpoint] {
    let sign = leaving.isTooLow ? 1.0 : -1.0
    var found: [Breakpoint] = []
    var largest = 0.0
    var largestWeight = 1.0
    for k in 0..<program.columns where basis.columns[k] != .basic && program.box[k] > 0 {
      let slope = sign * row[k].approximation
      let isAtBox = basis.columns[k] == .box
      guard isAtBox ? slope < 0 : slope > 0 else { continue }
      let distance = isAtBox ? reducedCosts[k].approximation : -reducedCosts[k].approximation
      let size = abs(slope)
      largest = Swift.max(largest, size)
      found.append(Breakpoint(ratio: Swift.max(0, distance) / size, size: size, range: program.box[k], index: k))
    }
    for (position, active) in activeRows.enumerated() {
      let slope = sign * weights[position].approximation
      largestWeight = Swift.max(largestWeight, abs(slope))
      let isAtUpper = basis.rows[active] == .upper
      guard isAtUpper ? slope < 0 : slope > 0 else { continue }
      let value = activeMultipliers[position].approximation
      let size = abs(slope)
      largest = Swift.max(largest, size)
      found.append(
        Breakpoint(
          ratio: Swift.max(0, isAtUpper ? value : -value) / size, size: size,
          range: program.upper[active] - program.lower[active], index: -1 - position))
    }
    let threshold = Swift.max(largest * Number.pivotTolerance, largestWeight * Number.noise)
    return found.filter { $0.size > threshold }
  }

  /// The ratio test: passes break points as long as the violation is not used up, moving what it passes to
  /// the other side, and returns where it stops.
  private mutating func chooseEntering(_ leaving: Leaving) -> Entering? {
    var candidates = breakpoints(leaving)
    candidates.sort { ($0.ratio, $0.size, $0.index) < ($1.ratio, $1.size, $1.index) }
    var violation = leaving.violation
    for candidate in candidates {
      violation -= candidate.size * candidate.range
      if violation <= 0 {
        return candidate.index >= 0
          ? Entering(column: candidate.index, position: 0) : Entering(column: nil, position: -1 - candidate.index)
      }
      flip(candidate.index)
    }
    return nil
  }

  /// Moves a variable or an active row to its other side.
  private mutating func flip(_ index: Int) {
    if index >= 0 {
      basis.columns[index] = basis.columns[index] == .box ? .zero : .box
    } else {
      let row = activeRows[-1 - index]
      basis.rows[row] = basis.rows[row] == .upper ? .lower : .upper
    }
  }

  private mutating func exchange(_ leaving: Leaving, _ entering: Entering) {
    if let position = leaving.position {
      basis.columns[basicColumns[position]] = leaving.isTooLow ? .zero : .box
      if let column = entering.column {
        basicColumns[position] = column
        basis.columns[column] = .basic
      } else {
        basicColumns.remove(at: position)
        basis.rows[activeRows.remove(at: entering.position)] = .inactive
      }
    } else {
      let side: LinearProgramBasis.Row = leaving.isTooLow ? .lower : .upper
      if let column = entering.column {
        activeRows.append(leaving.row)
        basicColumns.append(column)
        basis.columns[column] = .basic
      } else {
        basis.rows[activeRows[entering.position]] = .inactive
        activeRows[entering.position] = leaving.row
      }
      basis.rows[leaving.row] = side
    }
  }

  private mutating func finish(_ outcome: Outcome) -> Outcome {
    for row in 0..<program.rows { multipliers[row] = Number.zero }
    for (position, row) in activeRows.enumerated() { multipliers[row] = activeMultipliers[position] }
    return outcome
  }

  /// The combination of rows whose value over the box is too small for its sides.
  private mutating func finishInfeasible(_ leaving: Leaving) -> Outcome {
    for row in 0..<program.rows { multipliers[row] = Number.zero }
    let sign = Number(leaving.isTooLow ? 1 : -1)
    for (position, row) in activeRows.enumerated() { multipliers[row] = sign * weights[position] }
    if leaving.position == nil { multipliers[leaving.row] = -sign }
    return .infeasible
  }
}
