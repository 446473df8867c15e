// SPDX-License-Identifier: GPL-3.0-or-later
/// Finds multipliers for one objective after another: in double precision first, in double-double
/// precision from the basis found there, and with penalised slacks where no feasible point turns up.
struct StagedSolver {
  let program: CertifiedLinearProgram
  let effort: CertifiedLinearProgram.Effort
  private var basis: LinearProgramBasis
  private var fast: DualSimplex<Double>
  private var careful: DualSimplex<DoubleDouble>

  /// A certificate this close to the solver's vertex is not improved in a search.
  static let searchTolerance = 1e-9
  /// A contradiction counts as proven when it is larger than this relative to what was added up.
  static let infeasibilityMargin = 1e-9
  /// The prices of the slacks, in scaled units.
  static let penalties = [1e3, 1e4, 1e5, 1e6]

  init(_ program: CertifiedLinearProgram, effort: CertifiedLinearProgram.Effort, basis start: LinearProgramBasis?) {
    self.program = program
    self.effort = effort
    fast = DualSimplex(program.scaled)
    careful = DualSimplex(program.scaled)
    basis = LinearProgramBasis(rows: program.rows, columns: program.columns)
    if let start { self.start(at: start) }
  }

  /// Takes over a basis to start from, if it fits.
  mutating func start(at start: LinearProgramBasis) {
    guard start.columns.count == program.columns, start.rows.count <= program.rows else { return }
    basis.columns = start.columns
    basis.rows.replaceSubrange(0..<start.rows.count, with: start.rows)
  }

  /// A proposal that has been certified.
  private struct Candidate {
    var value: Double
    var multipliers: [DoubleDouble]
    var point: [Double]
    var source: LinearProgramBound.Source
  }

  /// The certified maximum of an objective, given by the upper ends of its coefficients.
  mutating func maximum(_ objective: [Double]) -> LinearProgramVerdict {
    if let crossing = crossedRow() { return .infeasible(crossing) }
    let exponent = costExponent(objective)
    let cost = scaledCost(objective, exponent)
    let limit = 200 + 20 * program.rows
    var candidates: [Candidate] = []

    let before = fast.pivots + careful.pivots
    var pivots: Int { fast.pivots + careful.pivots - before }
    let first = fast.maximise(cost, from: basis, pivotLimit: limit)
    basis = fast.basis
    let rough = fast.multipliers.map { DoubleDouble($0) }
    if first == .infeasible {
      if let proof = proof(rough) { return .infeasible(proof) }
    } else if effort == .search || first == .pivotLimit {
      let candidate = certified(
        objective, unscaled(rough, exponent), fast.point, first == .optimal ? .optimum : .pivotLimit)
      candidates.append(candidate)
      let gap = candidate.value - value(objective, candidate.point)
      if first == .optimal && gap <= Self.searchTolerance * abs(candidate.value) {
        return bound(objective, candidates, pivots)
      }
    }

    let second = careful.maximise(cost, from: basis, pivotLimit: limit)
    basis = careful.basis
    if second != .infeasible {
      candidates.append(
        certified(
          objective, unscaled(careful.multipliers, exponent), careful.point.map { $0.approximation },
          second == .optimal ? .optimum : .pivotLimit))
    } else if let proof = proof(careful.multipliers) {
      return .infeasible(proof)
    }
    var further = 0
    if second != .optimal { candidates += penalised(objective, cost, exponent, limit, &further) }
    return bound(objective, candidates, pivots + further)
  }

  /// The smallest of the certified candidates.
  private func bound(_ objective: [Double], _ candidates: [Candidate], _ pivots: Int) -> LinearProgramVerdict {
    var best = Candidate(
      value: program.boxBound(objective), multipliers: Array(repeating: DoubleDouble(0), count: program.rows),
      point: program.box, source: .pivotLimit)
    for (number, candidate) in candidates.enumerated() where number == 0 || candidate.value < best.value {
      best = candidate
    }
    return .bounded(
      LinearProgramBound(
        value: best.value, primal: value(objective, best.point), multipliers: best.multipliers.map { $0.approximation },
        point: best.point, pivots: pivots, source: best.source, basis: basis))
  }

  private func certified(
    _ objective: [Double], _ multipliers: [DoubleDouble], _ scaledPoint: [Double], _ source: LinearProgramBound.Source
  ) -> Candidate {
    let point = (0..<program.columns).map { k -> Double in
      let z = ScaledLinearProgram.multiply(scaledPoint[k], byTwoTo: program.scaled.columnExponent[k])
      return z > 0 ? Swift.min(z, program.box[k]) : 0
    }
    return Candidate(
      value: program.certificate(objective, multipliers), multipliers: multipliers, point: point, source: source)
  }

  private func value(_ objective: [Double], _ point: [Double]) -> Double {
    var sum = CompensatedSum()
    for k in 0..<program.columns where objective[k] != 0 { sum.add(objective[k] * point[k]) }
    return sum.value
  }

  // MARK: Scaling of objective and multipliers

  /// The exponent of the largest scaled objective coefficient.
  private func costExponent(_ objective: [Double]) -> Int {
    var largest = Int.min
    for k in 0..<program.columns where objective[k] != 0 && program.box[k] > 0 {
      largest = Swift.max(
        largest, ScaledLinearProgram.exponent(of: abs(objective[k])) + program.scaled.columnExponent[k])
    }
    return largest == Int.min ? 0 : largest
  }

  private func scaledCost(_ objective: [Double], _ exponent: Int) -> [Double] {
    (0..<program.columns).map { k in
      objective[k] == 0
        ? 0 : ScaledLinearProgram.multiply(objective[k], byTwoTo: program.scaled.columnExponent[k] - exponent)
    }
  }

  private func unscaled(_ multipliers: [DoubleDouble], _ exponent: Int) -> [DoubleDouble] {
    (0..<program.rows).map { row in
      let power = program.scaled.rowExponent[row] + exponent
      return DoubleDouble(
        high: ScaledLinearProgram.multiply(multipliers[row].high, byTwoTo: power),
        low: ScaledLinearProgram.multiply(multipliers[row].low, byTwoTo: power))
    }
  }

  // MARK: Infeasibility

  /// A row whose lower side lies above its upper side by more than rounding.
  private func crossedRow() -> LinearProgramInfeasibility? {
    for row in 0..<program.rows where program.lower[row] > program.upper[row] {
      let size = Swift.max(abs(program.lower[row]), abs(program.upper[row]))
      let excess = program.upper[row] - program.lower[row]
      guard excess < -Self.infeasibilityMargin * size else { continue }
      var multipliers = Array(repeating: 0.0, count: program.rows)
      multipliers[row] = 1
      return LinearProgramInfeasibility(multipliers: multipliers, value: excess, relativeMargin: -excess / size)
    }
    return nil
  }

  /// The proof that no point is feasible (TF-14 with c = 0), if the multipliers give one with margin.
  private func proof(_ scaledMultipliers: [DoubleDouble]) -> LinearProgramInfeasibility? {
    let multipliers = unscaled(scaledMultipliers, 0)
    let value = program.uncappedCertificate(Array(repeating: 0, count: program.columns), multipliers)
    var size = 0.0
    for row in 0..<program.rows where multipliers[row].high != 0 {
      var side = 0.0
      if program.lower[row].isFinite { side = Swift.max(side, abs(program.lower[row])) }
      if program.upper[row].isFinite { side = Swift.max(side, abs(program.upper[row])) }
      size += abs(multipliers[row].high) * side
    }
    guard value.isFinite, size.isFinite, value < -Self.infeasibilityMargin * size else { return nil }
    return LinearProgramInfeasibility(
      multipliers: multipliers.map { $0.approximation }, value: value, relativeMargin: -value / size)
  }

  /// Solves the program with one slack per row side at several prices.
  ///
  /// A slack bounds the multiplier of its side by its price, so that the certificate stays small
  /// where rounding makes the rows contradict each other (tf sheet, section 5.1).
  private func penalised(
    _ objective: [Double], _ cost: [Double], _ exponent: Int, _ limit: Int, _ pivots: inout Int
  ) -> [Candidate] {
    let relaxed = program.scaled.withSlacks()
    let slacks = relaxed.columns - program.columns
    var start = LinearProgramBasis(rows: program.rows, columns: relaxed.columns)
    var candidates: [Candidate] = []
    var fast = DualSimplex<Double>(relaxed)
    var careful = DualSimplex<DoubleDouble>(relaxed)
    for price in Self.penalties {
      let prices = Array(repeating: -price, count: slacks)
      _ = fast.maximise(cost + prices, from: start, pivotLimit: limit)
      _ = careful.maximise(cost + prices, from: fast.basis, pivotLimit: limit)
      start = careful.basis
      candidates.append(
        certified(
          objective, unscaled(careful.multipliers, exponent), careful.point.map { $0.approximation }, .penalisedSlacks))
    }
    pivots = fast.pivots + careful.pivots
    return candidates
  }
}
