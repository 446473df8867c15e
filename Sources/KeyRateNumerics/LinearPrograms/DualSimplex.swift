// SPDX-License-Identifier: GPL-3.0-or-later
/// The dual simplex method for a boxed program in scaled units (Lemke 1954; with the bound-flipping
/// ratio test of Fourer 1994; see Koberstein, The dual simplex method, thesis, Paderborn 2005).
///
/// As every variable and every row has two finite sides, any choice of active rows and basic variables with a
/// regular kernel becomes dual feasible by moving the others to the side that the sign of their reduced cost asks for:
/// there is no first phase, and any basis of a related program may start. The kernel is factored anew at every
/// pivot. A row's upper side goes with the lower ends of its coefficients and the other way round, so that
/// the relaxed program of ``CertifiedLinearProgram`` is what is solved.
///
/// Nothing that is certified rests on it: its multipliers are proposals.
struct DualSimplex<Number: SimplexNumber> {
  /// How a run ended.
  enum Outcome: Equatable {
    case optimal
    /// A row or variable violates its side and nothing can give way.
    case infeasible
    case pivotLimit
  }

  /// What leaves: a basic variable, by its position, or an inactive row, by its number.
  struct Leaving {
    var position: Int?
    var row: Int
    /// Whether the value is too low, so that it has to rise to its lower side.
    var isTooLow: Bool
    var violation: Double
  }

  /// What enters the basis: a variable, or the side of an active row, by its position.
  enum Entering {
    case column(Int)
    case activeRow(Int)
  }

  let program: ScaledLinearProgram
  private(set) var pivots = 0
  /// The multipliers of all rows; after an infeasible outcome those of the contradiction.
  private(set) var multipliers: [Number]
  /// The values of all variables.
  var point: [Number]
  var basis: LinearProgramBasis

  /// The objective in scaled units.
  var trueCost: [Double]
  /// The objective that is being pursued.
  var cost: [Double]
  /// The active rows and the basic variables, in the order in which they span the kernel.
  var activeRows: [Int] = []
  var basicColumns: [Int] = []
  var kernel = KernelFactor<Number>()
  var kernelIsCurrent = false
  var pointIsCurrent = false
  /// By position in `activeRows`.
  var activeMultipliers: [Number] = []
  var reducedCosts: [Number]
  /// The reduced costs in double precision.
  var roughCosts: [Double]
  /// How the leaving value depends on the variables, and on the sides of the active rows.
  var tableauRow: [Number]
  var weights: [Number] = []
  var breakpoints: [Breakpoint] = []
  /// The variables that are neither basic nor zero.
  var variablesAtBox: [Int] = []

  init(_ program: ScaledLinearProgram) {
    self.program = program
    multipliers = Array(repeating: Number.zero, count: program.rows)
    point = Array(repeating: Number.zero, count: program.columns)
    basis = LinearProgramBasis(rows: program.rows, columns: program.columns)
    trueCost = Array(repeating: 0, count: program.columns)
    cost = trueCost
    roughCosts = trueCost
    reducedCosts = point
    tableauRow = point
  }

  /// Pivots until the basis is optimal, the program is found infeasible or the limit is reached.
  ///
  /// The objective of a decoy target is zero in all columns but one, so that most reduced costs vanish and the
  /// method may pivot for long without progress. Where it does, the costs are perturbed until the
  /// perturbed program is solved; the last pivots are made with the true ones.
  ///
  /// - Parameters:
  ///   - objective: the costs, in scaled units, largest near one.
  ///   - start: the basis to start from.
  ///   - limit: the largest number of pivots.
  mutating func maximise(_ objective: [Double], from start: LinearProgramBasis, pivotLimit limit: Int) -> Outcome {
    begin(objective, start)
    let program = program
    return program.smallest.withUnsafeBufferPointer { smallest in
      program.largest.withUnsafeBufferPointer { largest in
        run(Coefficients(smallest: smallest, largest: largest, columns: program.columns), limit)
      }
    }
  }

  private mutating func begin(_ objective: [Double], _ start: LinearProgramBasis) {
    trueCost = objective
    cost = objective
    guard start != basis else { return }
    basis = start
    activeRows = (0..<program.rows).filter { basis.rows[$0] != .inactive }
    basicColumns = (0..<program.columns).filter { basis.columns[$0] == .basic }
    kernelIsCurrent = false
    pointIsCurrent = false
  }

  private mutating func run(_ a: Coefficients, _ limit: Int) -> Outcome {
    var best = Double.infinity
    var stalled = 0
    var perturbations = 0
    var isPerturbed = false
    let start = pivots
    while true {
      makeDualFeasible(a)
      if !pointIsCurrent { computePoint(a) }
      let leaving = chooseLeaving(a)
      guard let leaving, pivots - start < limit else {
        if leaving != nil || (isPerturbed && pivots - start >= limit) { return finish(.pivotLimit) }
        if !isPerturbed { return finish(.optimal) }
        cost = trueCost
        isPerturbed = false
        best = .infinity
        stalled = 0
        continue
      }
      if Number.isExtended { computeReducedCosts(a) }
      let objective = dualObjective()
      stalled = objective < best - 1e-13 * abs(best) || best == .infinity ? 0 : stalled + 1
      best = Swift.min(best, objective)
      if stalled > Self.patience {
        perturbations += 1
        perturb(perturbations)
        isPerturbed = true
        best = .infinity
        stalled = 0
        continue
      }
      computeTableauRow(leaving, a)
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

  /// The largest violation of a box or a side.
  private func chooseLeaving(_ a: Coefficients) -> Leaving? {
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
      let least = activity(a.row(row, .upper), withBasic: true)
      let most = program.isExact ? least : activity(a.row(row, .lower), withBasic: true)
      let above = (least - Number(program.upper[row])).approximation
      let below = (Number(program.lower[row]) - most).approximation
      if Swift.max(below, above) > size {
        size = Swift.max(below, above)
        best = Leaving(position: nil, row: row, isTooLow: below > above, violation: size)
      }
    }
    return best
  }

  private mutating func exchange(_ leaving: Leaving, _ entering: Entering) {
    kernelIsCurrent = false
    pointIsCurrent = false
    if let position = leaving.position {
      basis.columns[basicColumns[position]] = leaving.isTooLow ? .zero : .box
      switch entering {
      case .column(let column):
        basicColumns[position] = column
        basis.columns[column] = .basic
      case .activeRow(let active):
        basicColumns.remove(at: position)
        basis.rows[activeRows.remove(at: active)] = .inactive
      }
    } else {
      switch entering {
      case .column(let column):
        activeRows.append(leaving.row)
        basicColumns.append(column)
        basis.columns[column] = .basic
      case .activeRow(let active):
        basis.rows[activeRows[active]] = .inactive
        activeRows[active] = leaving.row
      }
      basis.rows[leaving.row] = leaving.isTooLow ? .lower : .upper
    }
  }

  private mutating func finish(_ outcome: Outcome) -> Outcome {
    for row in 0..<program.rows { multipliers[row] = Number.zero }
    for (position, row) in activeRows.enumerated() { multipliers[row] = activeMultipliers[position] }
    return outcome
  }

  /// Takes the combination of rows whose value over the box cannot reach its sides as multipliers.
  private mutating func finishInfeasible(_ leaving: Leaving) -> Outcome {
    for row in 0..<program.rows { multipliers[row] = Number.zero }
    let sign = Number(leaving.isTooLow ? 1 : -1)
    for (position, row) in activeRows.enumerated() { multipliers[row] = sign * weights[position] }
    if leaving.position == nil { multipliers[leaving.row] = -sign }
    return .infeasible
  }
}
