// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The largest value of a concave phase-error sum over a polytope, certified (tf sheet, section 7.7; derived
/// there, beyond the published analyses).
///
/// F is concave, so every tangent, and every average of tangents, lies above it (TF-36, TF-37):
/// max F ≤ Σ m_i [F(y_i) − ∇F(y_i)·y_i] + max over the polytope of (Σ m_i ∇F(y_i))·y. Kelley's cutting planes find
/// good points and weights; the reported number is the right side with the last maximum replaced by its
/// weak-duality certificate, all by enclosures, so that nothing depends on the iteration.
enum JointBound {
  /// A certified joint maximum.
  struct Result: Sendable {
    /// The bound, rounded up.
    let value: Double
    /// How many tangents were drawn.
    let cuts: Int
  }

  private static let mostCuts = 120
  private static let relativeTolerance = 1e-6
  /// How far the next point follows the maximiser; the rest stays behind, which damps the zigzag.
  private static let step = 0.7
  /// The least value of a variable relative to its box, where roots would have no slope.
  private static let least = 1e-14

  /// One tangent: t ≤ value at 0 + gradient · y.
  private struct Cut {
    let atZero: Interval
    let gradient: [Interval]
  }

  /// The joint maximum; nil if no tangent could be drawn, where the separate bound stands.
  static func maximum(of sum: ConcavePhaseErrorSum, over polytope: PhotonPairPolytope) -> Result? {
    let columns = sum.terms.compactMap { polytope.column($0.pair) }
    guard columns.count == sum.terms.count else { return nil }
    let boxes = columns.map { polytope.program.box($0) }
    guard let top = sum.tangent(at: boxes), top.value.upper.isFinite,
      var master = polytope.programWithExtraVariable(upTo: top.value.upper)
    else { return nil }
    let count = master.columns
    let firstCutRow = master.rows
    var objective = Array(repeating: Interval(0), count: count)
    objective[count - 1] = Interval(1)
    var cuts: [Cut] = []
    var multipliers: [Double] = []
    var best = Double.infinity
    var y = boxes.map { $0 / 2 }
    var basis: LinearProgramBasis?
    for round in 0..<mostCuts {
      y = zip(y, boxes).map { Swift.max($0, least * $1) }
      guard let cut = tangent(of: sum, at: y), let extended = adding(cut, to: master, columns: columns) else { break }
      cuts.append(cut)
      master = extended
      guard
        let verdict = try? master.maximum(of: objective, effort: .search, startingAt: basis),
        let bound = verdict.bound
      else { break }
      basis = bound.basis
      multipliers = Array(bound.multipliers[firstCutRow...])
      let point = columns.enumerated().map { k, column in Swift.max(bound.point[column], least * boxes[k]) }
      let reached = sum.tangent(at: point)?.value.approximation ?? 0
      let isDone = bound.value - reached < relativeTolerance * bound.value
      // The certificate is taken now and then: the last multipliers need not be the best ones.
      if isDone || round % 20 == 19 || round == mostCuts - 1 {
        if let value = certificate(cuts, multipliers, columns, polytope) { best = Swift.min(best, value) }
      }
      if isDone { break }
      y = zip(point, y).map { step * $0 + (1 - step) * $1 }
    }
    return best.isFinite ? Result(value: best, cuts: cuts.count) : nil
  }

  private static func tangent(of sum: ConcavePhaseErrorSum, at y: [Double]) -> Cut? {
    guard let tangent = sum.tangent(at: y) else { return nil }
    let atZero = zip(tangent.gradient, y).reduce(tangent.value) { $0 - $1.0 * Interval($1.1) }
    guard atZero.upper.isFinite, tangent.gradient.allSatisfy({ $0.upper.isFinite }) else { return nil }
    return Cut(atZero: atZero, gradient: tangent.gradient)
  }

  /// t − gradient · y ≤ value at 0, as one more row. The master needs no enclosures: its result is only a guide.
  private static func adding(_ cut: Cut, to master: CertifiedLinearProgram, columns: [Int]) -> CertifiedLinearProgram? {
    var row = Array(repeating: Interval(0), count: master.columns)
    for (column, slope) in zip(columns, cut.gradient) { row[column] = Interval(-slope.approximation) }
    row[master.columns - 1] = Interval(1)
    return try? master.adding(coefficients: row, lower: [nil], upper: [Interval(cut.atZero.approximation)])
  }

  /// The right side of TF-37 with the master's multipliers as weights, clipped at 0 and summing to 1.
  private static func certificate(
    _ cuts: [Cut], _ multipliers: [Double], _ columns: [Int], _ polytope: PhotonPairPolytope
  ) -> Double? {
    let positive = multipliers.map { Swift.max(0, $0) }
    let sum = positive.reduce(0, +)
    guard sum > 0, sum.isFinite else { return nil }
    // Interval quotients, so that the weights of the enclosures sum to 1 whatever the rounding.
    let total = positive.reduce(Interval(0)) { $0 + Interval($1) }
    var constant = Interval(0)
    var objective = Array(repeating: Interval(0), count: polytope.program.columns)
    for (cut, weight) in zip(cuts, positive) where weight > 0 {
      let share = Interval(weight) / total
      constant = constant + share * cut.atZero
      for (column, slope) in zip(columns, cut.gradient) { objective[column] = objective[column] + share * slope }
    }
    guard let bound = try? polytope.program.maximum(of: objective, effort: .full).bound else { return nil }
    let value = (constant + Interval(bound.value)).upper
    return value.isNaN ? nil : value
  }
}
