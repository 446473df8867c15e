// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// The use that the joint phase-error bound makes of programs: tangents as rows, weights from their multipliers.
@Suite("Cutting planes for a concave function")
struct KelleyIterationTests {
  /// F(y) = Σ_j (C + Σ_k a_k √y_k)² over two groups of variables.
  private struct Concave {
    var groups: [[(column: Int, weight: Double)]]
    var columns: Int

    func value(_ y: [Double]) -> Double {
      groups.reduce(0) { sum, group in
        let part = 1e-4 + group.reduce(0) { $0 + $1.weight * y[$1.column].squareRoot() }
        return sum + part * part
      }
    }

    func gradient(_ y: [Double]) -> [Double] {
      var gradient = Array(repeating: 0.0, count: columns)
      for group in groups {
        let part = 1e-4 + group.reduce(0) { $0 + $1.weight * y[$1.column].squareRoot() }
        for (column, weight) in group { gradient[column] = part * weight / y[column].squareRoot() }
      }
      return gradient
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { $0 * $1 }.compensatedSum() }

  /// Runs the iteration; returns the bound of TF-37 and the best value met at a maximiser.
  private func iterate(
    _ sample: RandomProgram, _ f: Concave, _ effort: CertifiedLinearProgram.Effort
  ) throws -> (bound: Double, best: Double, cuts: Int)? {
    let n = sample.columns
    let top = f.value(sample.box.map(\.upper))
    var master = try CertifiedLinearProgram(
      columns: n + 1, coefficients: sample.coefficients.flatMap { $0 + [Interval(0)] }, lower: sample.lower,
      upper: sample.upper, box: sample.box + [Interval(2 * top)])
    let height = (0...n).map { Interval($0 == n ? 1 : 0) }
    var tangents: [(constant: Double, gradient: [Double])] = []
    var y = sample.box.map { 0.3 * $0.upper }
    var basis: LinearProgramBasis?
    for cut in 1...60 {
      let place = zip(y, sample.box).map { Swift.max($0, 1e-9 * $1.upper) }
      let gradient = f.gradient(place)
      let constant = f.value(place) - dot(gradient, place)
      tangents.append((constant, gradient))
      master = try master.adding(
        coefficients: gradient.map { Interval(-$0) } + [Interval(1)], lower: [nil], upper: [Interval(constant)])
      guard let step = try master.maximum(of: height, effort: effort, startingAt: basis).bound else { return nil }
      basis = step.basis
      let reached = f.value(step.point)
      if step.value - reached < 1e-4 * step.value || cut == 60 {
        let weights = step.multipliers.suffix(cut).map { Swift.max($0, 0) }
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var constant = 0.0
        var slope = Array(repeating: 0.0, count: n)
        for (weight, tangent) in zip(weights, tangents) {
          constant += weight / total * tangent.constant
          for k in 0..<n { slope[k] += weight / total * tangent.gradient[k] }
        }
        guard let last = try sample.program.maximum(of: slope.map { Interval($0) }, effort: .full).bound else {
          return nil
        }
        return (constant + last.value, reached, cut)
      }
      y = zip(step.point, y).map { 0.7 * $0 + 0.3 * $1 }
    }
    return nil
  }

  @Test("The bound holds at feasible points and is met at the maximiser")
  func bound() throws {
    var random = SplitMix64(seed: 81)
    var converged = 0
    for number in 0..<60 {
      let sample = try RandomProgram(&random, columns: 16, rows: 6)
      guard sample.columns > 1 else { continue }
      let weights = (0..<sample.columns).map { _ in random.logUniform(1e-3, 1) }
      let split = random.whole(1...sample.columns - 1)
      let columns = Array(zip(0..<sample.columns, weights).map { (column: $0, weight: $1) })
      let f = Concave(groups: [Array(columns[..<split]), Array(columns[split...])], columns: sample.columns)
      guard let result = try iterate(sample, f, number % 2 == 0 ? .full : .search) else {
        Issue.record("program \(number): no bound")
        continue
      }
      let feasible = f.value(sample.point)
      if result.bound < feasible * (1 - 1e-12) {
        Issue.record("program \(number): \(result.bound) is below \(feasible) at a feasible point")
      }
      if result.bound < result.best * (1 - 1e-6) {
        Issue.record("program \(number): \(result.bound) is below \(result.best) at the maximiser")
      }
      if result.bound < result.best * (1 + 3e-4) { converged += 1 }
    }
    #expect(converged > 40)
  }
}
