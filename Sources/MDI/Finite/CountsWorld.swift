// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Whether any yields agree with all counts of a run (mdi sheet, MDI-34b, MDI-38b).
///
/// With every count in the middle of its interval s is 1, at an end 0: s* is the largest s for which some yields keep all
/// counts that far inside. Counts are accepted only with a point that satisfies everything in outward-rounded
/// arithmetic; a solver that fails therefore refuses. Refusing depends on announced counts only and costs no failure
/// probability. The test shows contradiction, never correctness: wrong counts that agree with some yields pass.
package struct CountsWorld: Sendable, Equatable {
  /// s*, at most 1; negative where no yields agree.
  package let consistency: Double
  /// Whether a point was found that satisfies everything.
  package let isAccepted: Bool

  /// Below this s* counts are refused.
  package static let leastConsistency = 1e-6
  /// The photon numbers with a yield of their own: 0 and more, up to this.
  static let cut = 10

  static let refused = CountsWorld(consistency: -.infinity, isAccepted: false)

  /// The range that a count leaves for a normalised record count, e^(a+b)/(N p) [E_L, E_U].
  struct Box: Sendable {
    let lower: Interval
    let upper: Interval
    var middle: Double { (lower.approximation + upper.approximation) / 2 }
    var half: Double { (upper.approximation - lower.approximation) / 2 }

    init(_ count: Double, _ tails: CountTails<Interval>, weight: Interval) {
      lower = weight * tails.expectationLower(Interval(count))
      upper = weight * tails.expectationUpper(Interval(count))
    }

    /// Whether a number lies inside whatever the rounding.
    func holds(_ value: Interval) -> Bool { value.lower >= lower.upper && value.upper <= upper.lower }
  }

  /// Solves with ever wider boxes for 1 − s until there is a point; the first already holds every s ≥ −3.
  static func solve(
    _ program: (_ most: Double) throws(LinearProgramError) -> CertifiedLinearProgram, columns: Int,
    accepts: ([Double]) -> Bool
  ) -> CountsWorld {
    let objective = (0..<columns).map { Interval($0 == columns - 1 ? -1 : 0) }
    for most in [4.0, 1e3, 1e6, 1e9] {
      guard let verdict = try? program(most).maximum(of: objective, effort: .full) else { return .refused }
      guard let bound = verdict.bound, bound.source == .optimum, let distance = bound.point.last else { continue }
      let consistency = 1 - distance
      return CountsWorld(
        consistency: consistency, isAccepted: consistency >= leastConsistency && accepts(bound.point))
    }
    return .refused
  }
}

extension CountsWorld {
  /// One count: its basis and kind, the intensities, and what it leaves.
  struct Cell: Sendable {
    enum Kind: Sendable { case key, test, testErrors }
    let kind: Kind
    let alice: Double
    let bob: Double
    let box: Box
  }

  /// The test over yields of up to ten photons each (MDI-34b).
  ///
  /// Unknowns in units of 1/(n! m!): errors and right announcements of test rounds with photons on both sides, all test
  /// rounds with a vacuum on one (errors are half of them), key rounds. Vacuum and single-photon pairs have one yield in
  /// both bases.
  init(cells: [Cell]) {
    let unknowns = Unknowns()
    let columns = unknowns.count + 1
    let rows = cells.map { unknowns.row($0) }
    func program(_ most: Double) throws(LinearProgramError) -> CertifiedLinearProgram {
      var coefficients: [Interval] = []
      coefficients.reserveCapacity((2 * cells.count + 1) * columns)
      var lower: [Interval?] = []
      var upper: [Interval?] = []
      var box = Array(repeating: Double.infinity, count: unknowns.count)
      for (cell, row) in zip(cells, rows) {
        let (middle, half) = (cell.box.middle, cell.box.half)
        // A row divided by the half-width: |M − middle| ≤ r half.
        let divided = row.map { Interval($0.approximation / half) }
        coefficients += divided + [Interval(-1)]
        lower.append(nil)
        upper.append(Interval(middle / half))
        coefficients += divided + [Interval(1)]
        lower.append(Interval(middle / half))
        upper.append(nil)
        for (k, a) in row.enumerated() where a.approximation > 0 {
          box[k] = Swift.min(box[k], (middle + most * half) / a.approximation)
        }
      }
      // Y11 ≤ 1.
      coefficients += (0..<columns).map { Interval(unknowns.singlePairs.contains($0) ? 1 : 0) }
      lower.append(nil)
      upper.append(Interval(1))
      return try CertifiedLinearProgram(
        columns: columns, coefficients: coefficients, lower: lower, upper: upper,
        box: box.map { Interval($0.isFinite ? 2 * $0 : 0) } + [Interval(most)])
    }
    self = Self.solve(program, columns: columns) { point in
      let single = unknowns.singlePairs.reduce(0) { $0 + point[$1] }
      // The sum of two numbers that is below one in doubles by more than its rounding.
      guard single <= 1 - 1e-15, point.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return false }
      return zip(cells, rows).allSatisfy { cell, row in
        var sum = Interval.zero
        for (a, z) in zip(row, point) { sum = sum + a * Interval(z) }
        return cell.box.holds(sum)
      }
    }
  }

  /// The numbering of the unknowns.
  private struct Unknowns {
    private let size = CountsWorld.cut + 1
    /// Pairs of photon numbers with vacuum on a side, then errors, right announcements, key yields.
    private var pairs: Int { size * size }
    var count: Int { 3 * pairs }

    private func index(_ n: Int, _ m: Int) -> Int { n * size + m }
    /// Errors among test rounds, or half of all with a vacuum on one side.
    private func errors(_ n: Int, _ m: Int) -> Int { index(n, m) }
    private func right(_ n: Int, _ m: Int) -> Int { pairs + index(n, m) }
    private func key(_ n: Int, _ m: Int) -> Int { 2 * pairs + index(n, m) }

    /// What sums to Y11.
    var singlePairs: [Int] { [errors(1, 1), right(1, 1)] }

    /// The coefficients of a cell's normalised record count.
    func row(_ cell: Cell) -> [Interval] {
      var row = Array(repeating: Interval.zero, count: count)
      var a = Interval.one
      for n in 0..<size {
        var b = a
        for m in 0..<size {
          let hasVacuum = n == 0 || m == 0
          switch cell.kind {
          case .testErrors: row[errors(n, m)] = b
          case .test:
            // With a vacuum the errors are exactly half.
            row[errors(n, m)] = hasVacuum ? Interval(2) * b : b
            if !hasVacuum { row[right(n, m)] = b }
          case .key:
            if n == 0, m == 0 {
              row[errors(0, 0)] = Interval(2) * b
            } else if n == 1, m == 1 {
              row[errors(1, 1)] = b
              row[right(1, 1)] = b
            } else {
              row[key(n, m)] = b
            }
          }
          b = b * Interval(cell.bob)
        }
        a = a * Interval(cell.alice)
      }
      return row
    }
  }
}
