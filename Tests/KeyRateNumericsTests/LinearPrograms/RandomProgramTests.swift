// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// Weak duality against points that are feasible by construction.
@Suite("Linear programs around feasible points")
struct RandomProgramTests {
  /// Whether a certified value is at least the value at a feasible point.
  private func holds(_ value: Double, _ feasible: DoubleDouble) -> Bool {
    (DoubleDouble(value) - feasible).approximation >= 0
  }

  @Test("No certified maximum lies below a feasible point; none of the programs is called infeasible")
  func feasiblePoints() throws {
    var random = SplitMix64(seed: 61)
    var penalised = 0
    var solved = 0
    var loose = 0
    for number in 0..<4000 {
      let sample = try RandomProgram(&random, columns: number % 10 == 0 ? 60 : 12, rows: number % 10 == 0 ? 12 : 6)
      let objective = sample.objective(&random)
      let effort: CertifiedLinearProgram.Effort = random.chance(0.5) ? .full : .search
      let place = "program \(number), \(sample.rows) rows, \(sample.columns) columns, \(effort)"
      guard let bound = try sample.program.maximum(of: objective, effort: effort).bound else {
        Issue.record("\(place): called infeasible")
        continue
      }
      if !holds(bound.value, sample.value(objective)) {
        Issue.record("\(place): \(bound.value) is below \(sample.value(objective))")
      }
      let box = sample.boxBound(objective)
      if (DoubleDouble(bound.value) - box).approximation > 4 * box.approximation.ulp {
        Issue.record("\(place): \(bound.value) is above the box bound \(box)")
      }
      if bound.point.count != sample.columns || bound.multipliers.count != sample.rows {
        Issue.record("\(place): wrong shape")
      }
      for (z, side) in zip(bound.point, sample.box) where !(z >= 0 && z <= side.upper) {
        Issue.record("\(place): point outside the box")
      }
      solved += 1
      if bound.source != .optimum { penalised += 1 }
      if bound.gap > 2e-9 * Swift.max(abs(bound.value), 1e-3 * sample.size(objective)) { loose += 1 }
    }
    #expect(solved == 4000)
    // Near-dependent equalities may leave no point that satisfies them to the last digit.
    #expect(penalised <= 8)
    #expect(loose <= 8)
  }

  @Test("A set of targets gives what single targets give")
  func sets() throws {
    var random = SplitMix64(seed: 62)
    for number in 0..<300 {
      let sample = try RandomProgram(&random, columns: 20, rows: 8)
      let variables = (0..<random.whole(1...6)).map { _ in random.whole(0...sample.columns - 1) }
      for effort in [CertifiedLinearProgram.Effort.search, .full] {
        let set = try sample.program.maxima(ofVariables: variables, effort: effort)
        #expect(set.count == variables.count)
        for (column, verdict) in zip(variables, set) {
          let objective = (0..<sample.columns).map { Interval($0 == column ? 1 : 0) }
          guard let bound = verdict.bound,
            let single = try sample.program.maximum(of: objective, effort: effort).bound
          else {
            Issue.record("program \(number): called infeasible")
            continue
          }
          if !holds(bound.value, DoubleDouble(sample.point[column])) {
            Issue.record("program \(number), column \(column): \(bound.value) below \(sample.point[column])")
          }
          guard bound.source == .optimum, single.source == .optimum else { continue }
          // Searches do not resolve rows that depend on each other up to rounding; results do.
          let best = try sample.program.maximum(of: objective, effort: .full).bound?.value ?? 0
          let tolerance = 1e-11 * Swift.max(bound.value, 1e-3 * sample.box[column].upper)
          if effort == .search {
            if Swift.min(bound.value, single.value) < best - tolerance {
              Issue.record("program \(number), column \(column): \(bound.value) in a search, \(best) else")
            }
          } else if abs(bound.value - single.value) > tolerance {
            Issue.record("program \(number), column \(column), \(effort): \(bound.value) and \(single.value)")
          }
        }
      }
    }
  }

  @Test("Any multipliers prove a bound that holds: solved, shaken, arbitrary, absurd")
  func arbitraryMultipliers() throws {
    var random = SplitMix64(seed: 63)
    let absurd: [Double] = [
      .nan, .infinity, -.infinity, 1e300, -1e300, 1e-300, Double.leastNonzeroMagnitude, 0, -0.0, 1e17, -1e17,
    ]
    for number in 0..<3000 {
      let sample = try RandomProgram(&random, columns: 10, rows: 5)
      let objective = sample.objective(&random)
      let feasible = sample.value(objective)
      let box = sample.boxBound(objective)
      let kind = random.whole(0...3)
      var multipliers = (0..<sample.rows).map { _ in random.normal() * random.logUniform(1e-6, 1e6) }
      if kind < 2, let bound = try sample.program.maximum(of: objective, effort: .search).bound {
        multipliers = bound.multipliers.map { kind == 0 ? $0 : $0 * (1 + 1e-3 * random.normal()) }
        if kind == 0 {
          let again = try sample.program.certificate(objective: objective, multipliers: multipliers)
          // Rounding the multipliers costs up to half a unit in the last place of every product.
          let terms = multipliers.enumerated().map { row, value in abs(value) * sample.reach(row) }
          let tolerance = 1e-12 * sample.size(objective) + 1e-15 * terms.reduce(0, +)
          if bound.source == .optimum, abs(again - bound.value) > tolerance {
            Issue.record("program \(number): \(bound.value) is not found again from its multipliers: \(again)")
          }
        }
      }
      if kind == 3 {
        for row in multipliers.indices where random.chance(0.6) { multipliers[row] = random.pick(absurd) }
      }
      let value = try sample.program.certificate(objective: objective, multipliers: multipliers)
      if !holds(value, feasible) {
        Issue.record("program \(number), multipliers \(multipliers): \(value) is below \(feasible)")
      }
      if !((DoubleDouble(value) - box).approximation <= 4 * box.approximation.ulp) {
        Issue.record("program \(number), multipliers \(multipliers): \(value) is above the box bound \(box)")
      }
    }
  }

  @Test("A combination of rows that cannot be reached is found and proven")
  func contradictions() throws {
    var random = SplitMix64(seed: 64)
    var proven = 0
    for number in 0..<600 {
      let sample = try RandomProgram(&random, columns: 12, rows: 6)
      let candidates = (0..<sample.rows).filter { sample.upper[$0] != nil }
      guard let first = candidates.first else { continue }
      // Sum of upper sides, and a new row that demands more than that of the sum of the rows.
      var side = 0.0
      var sum = Array(repeating: Interval(0), count: sample.columns)
      var size = 0.0
      for row in candidates where row == first || random.chance(0.5) {
        let factor = random.uniform(0.5, 2)
        side += factor * (sample.upper[row]?.upper ?? 0)
        size += factor * abs(sample.upper[row]?.upper ?? 0)
        for k in 0..<sample.columns { sum[k] = sum[k] + Interval(factor) * sample.coefficients[row][k] }
      }
      guard size > 1e-100 else { continue }
      let excess = random.pick([1e-1, 1e-3, 1e-6])
      // The enclosures of the coefficients must not make up for it.
      let blur = sum.reduce(0) { $0 + $1.width } + 1e-13 * size
      let program = try sample.program.adding(
        coefficients: sum, lower: [Interval(side + excess * size + 100 * blur)], upper: [nil])
      let effort: CertifiedLinearProgram.Effort = random.chance(0.5) ? .full : .search
      switch try program.maximum(of: sample.objective(&random), effort: effort) {
      case .infeasible(let proof):
        proven += 1
        #expect(proof.value < 0 && proof.relativeMargin > 1e-9 && proof.multipliers.count == program.rows)
      case .bounded(let bound): Issue.record("program \(number), excess \(excess): \(bound.value) \(bound.source)")
      }
    }
    #expect(proven > 400)
  }

  @Test("A basis from elsewhere changes the way, not the result")
  func startingBases() throws {
    var random = SplitMix64(seed: 65)
    for number in 0..<300 {
      let sample = try RandomProgram(&random, columns: 10, rows: 5)
      let objective = sample.objective(&random)
      let other = sample.objective(&random)
      guard let cold = try sample.program.maximum(of: objective, effort: .full).bound,
        let elsewhere = try sample.program.maximum(of: other, effort: .search).bound,
        let warm = try sample.program.maximum(of: objective, effort: .full, startingAt: elsewhere.basis).bound,
        let again = try sample.program.maximum(of: objective, effort: .full, startingAt: cold.basis).bound
      else {
        Issue.record("program \(number): called infeasible")
        continue
      }
      for bound in [warm, again] where cold.source == .optimum {
        if abs(bound.value - cold.value) > 1e-11 * Swift.max(abs(cold.value), 1e-3 * sample.size(objective)) {
          Issue.record("program \(number): \(cold.value), then \(bound.value)")
        }
      }
      if cold.source == .optimum && again.pivots > 2 { Issue.record("program \(number): \(again.pivots) pivots again") }
      // A basis that does not fit is not used.
      let stranger = try CertifiedLinearProgram(
        columns: sample.columns + 1, coefficients: [], lower: [], upper: [],
        box: Array(repeating: Interval(1), count: sample.columns + 1))
      let ones = Array(repeating: Interval(1), count: sample.columns + 1)
      let basis = try #require(stranger.maximum(of: ones, effort: .search).bound?.basis)
      #expect(try sample.program.maximum(of: objective, effort: .full, startingAt: basis).bound == cold)
    }
  }

  @Test("Adding rows gives the program with all rows")
  func addingRows() throws {
    var random = SplitMix64(seed: 66)
    for number in 0..<300 {
      let sample = try RandomProgram(&random, columns: 10, rows: 6)
      let cut = random.whole(0...sample.rows)
      let first = try CertifiedLinearProgram(
        columns: sample.columns, coefficients: Array(sample.coefficients[..<cut].joined()),
        lower: Array(sample.lower[..<cut]), upper: Array(sample.upper[..<cut]), box: sample.box)
      let grown = try first.adding(
        coefficients: Array(sample.coefficients[cut...].joined()), lower: Array(sample.lower[cut...]),
        upper: Array(sample.upper[cut...]))
      let objective = sample.objective(&random)
      let whole = try sample.program.maximum(of: objective, effort: .full)
      #expect(try grown.maximum(of: objective, effort: .full) == whole, "program \(number)")
      guard let base = try first.maximum(of: objective, effort: .full).bound, let whole = whole.bound else { continue }
      guard base.source == .optimum, whole.source == .optimum else { continue }
      if base.value < whole.value - 1e-11 * sample.size(objective) {
        Issue.record("program \(number): more rows give more, \(base.value) < \(whole.value)")
      }
      let warm = try #require(grown.maximum(of: objective, effort: .full, startingAt: base.basis).bound)
      if abs(warm.value - whole.value) > 1e-11 * sample.size(objective) {
        Issue.record("program \(number): \(warm.value) from the smaller program, \(whole.value) afresh")
      }
    }
  }
}
