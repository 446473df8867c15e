// SPDX-License-Identifier: GPL-3.0-or-later
/// A linear program over a box whose maxima come with proofs:
/// max c·z over { lower_r ≤ Σ_k A_rk z_k ≤ upper_r, 0 ≤ z_k ≤ box_k }.
///
/// The data are enclosures: the true program's numbers lie somewhere inside, and every result
/// holds for all of them together. As z ≥ 0, only these ends matter: both of A, the lower end of
/// `lower`, the upper ends of `upper`, `box` and c. What is bounded is therefore the maximum of c·z over the
/// *relaxed* polytope { A_lower z ≤ upper, A_upper z ≥ lower, 0 ≤ z ≤ box }, which contains every true one.
///
/// **The proof.** For any real numbers λ_r and any z of the polytope (weak duality; tf sheet, TF-14; standard theory,
/// e.g. Chvátal, Linear Programming, 1983, chapter 5)
/// ```
/// c·z ≤ Σ_r (λ_r > 0 ? λ_r upper_r : λ_r lower_r) + Σ_k max(0, c_k − Σ_r λ_r A_rk) box_k
/// ```
/// The right side is evaluated with outward rounding on the data as they were given, so that nothing
/// depends on the solver: a wrong multiplier costs tightness, never soundness. Solvers' own optima do not have
/// that property: on decoy programs, whose coefficients span twenty orders of magnitude and whose rows are
/// equalities to 1e-15, four common codes reported optima up to 1e-2 too low with status "optimal".
///
/// **The boxes.** A row with an upper side and no negative coefficient implies z_k ≤ upper_r/A_rk; the
/// smaller of this and the given box is used throughout (it contains the scaling TF-13).
///
/// **Infeasibility** is reported only with a proof (the right side above with c = 0 clearly negative);
/// otherwise the program is solved again with penalised slacks, and the result is a bound.
///
/// Results are deterministic: they depend on the program, the objective, the effort and the starting basis only.
package struct CertifiedLinearProgram: Sendable {
  /// How hard to work. Every value is certified in either case.
  package enum Effort: Sendable, Equatable {
    /// Double precision unless the certificate is off the optimum by more than 1e-9 relative: for searches.
    /// Violations below 1e-14 (relative to the size of a row) count as none, which costs tightness where
    /// multipliers are very large, never soundness.
    case search
    /// Multipliers from a double-double solution: for results.
    case full
  }

  /// The number of variables.
  package let columns: Int
  /// The number of two-sided rows.
  package let rows: Int
  /// The lower ends of the coefficients, row by row.
  let smallest: [Double]
  /// The upper ends of the coefficients, row by row; the same storage as `smallest` for exact data.
  let largest: [Double]
  /// The lower sides; −∞ where absent.
  let lower: [Double]
  /// The upper sides; +∞ where absent.
  let upper: [Double]
  /// The boxes, given or implied, whichever is smaller.
  let box: [Double]
  /// The largest magnitude in each column.
  let columnSize: [Double]
  /// The program in the units of the solver.
  let scaled: ScaledLinearProgram

  /// Makes a program.
  ///
  /// - Parameters:
  ///   - columns: the number of variables, 0 or more.
  ///   - coefficients: A, row by row; columns × rows numbers, all ends finite.
  ///   - lower: the lower sides, one per row; nil where there is none. A lower end that is
  ///     not finite is refused.
  ///   - upper: the upper sides, one per row; nil where there is none. An upper end that is
  ///     not finite is refused.
  ///   - box: the largest value of each variable; upper ends finite and not negative.
  /// - Throws: ``LinearProgramError`` for arrays that do not fit or numbers that are not finite.
  package init(
    columns: Int, coefficients: [Interval], lower: [Interval?], upper: [Interval?], box: [Interval]
  ) throws(LinearProgramError) {
    guard columns >= 0 else { throw LinearProgramError("columns", "\(columns) is negative") }
    let rows = lower.count
    guard upper.count == rows else {
      throw LinearProgramError("upper", "\(upper.count) sides, but \(rows) lower ones; give one per row, nil for none")
    }
    let (size, overflow) = columns.multipliedReportingOverflow(by: rows)
    guard !overflow, coefficients.count == size else {
      throw LinearProgramError(
        "coefficients", "\(coefficients.count) numbers, but \(rows) rows of \(columns) columns need rows × columns")
    }
    guard box.count == columns else {
      throw LinearProgramError("box", "\(box.count) numbers for \(columns) columns")
    }
    for (position, a) in coefficients.enumerated() where !(a.lower.isFinite && a.upper.isFinite) {
      throw LinearProgramError("coefficients", at: position, "\(a.lower) ... \(a.upper) is not finite")
    }
    for row in 0..<rows {
      if let side = lower[row], !side.lower.isFinite {
        throw LinearProgramError("lower", at: row, "\(side.lower) is not finite; nil means no lower side")
      }
      if let side = upper[row], !side.upper.isFinite {
        throw LinearProgramError("upper", at: row, "\(side.upper) is not finite; nil means no upper side")
      }
    }
    for (column, side) in box.enumerated() where !(side.upper.isFinite && side.upper >= 0) {
      throw LinearProgramError("box", at: column, "\(side.upper) must be finite and not negative")
    }
    let smallest = coefficients.map { $0.lower }
    let isExact = coefficients.allSatisfy { $0.lower == $0.upper }
    self.init(
      columns: columns, smallest: smallest, largest: isExact ? smallest : coefficients.map { $0.upper },
      lower: lower.map { $0?.lower ?? -.infinity }, upper: upper.map { $0?.upper ?? .infinity },
      box: box.map { $0.upper })
  }

  /// The same from checked ends.
  private init(
    columns: Int, smallest: [Double], largest: [Double], lower: [Double], upper: [Double], box: [Double]
  ) {
    self.columns = columns
    self.rows = lower.count
    self.smallest = smallest
    self.largest = largest
    self.lower = lower
    self.upper = upper
    self.box = ScaledLinearProgram.impliedBox(columns: columns, smallest: smallest, upper: upper, box: box)
    self.columnSize = ScaledLinearProgram.columnSizes(columns: columns, smallest, largest)
    self.scaled = ScaledLinearProgram(
      columns: columns, smallest: smallest, largest: largest, lower: lower, upper: upper, box: self.box)
  }

  /// The program with more rows behind the present ones, as a cutting-plane iteration needs it.
  ///
  /// The result is the same as if all rows had been given at once. A ``LinearProgramBound/basis`` of
  /// this program may start the new one.
  ///
  /// - Parameters: as in ``init(columns:coefficients:lower:upper:box:)``, for the new rows only.
  /// - Throws: ``LinearProgramError``; positions count from the first new row.
  package func adding(
    coefficients: [Interval], lower: [Interval?], upper: [Interval?]
  ) throws(LinearProgramError) -> CertifiedLinearProgram {
    let more = try CertifiedLinearProgram(
      columns: columns, coefficients: coefficients, lower: lower, upper: upper, box: box.map { Interval($0) })
    let smallest = self.smallest + more.smallest
    let isExact = self.smallest == self.largest && more.smallest == more.largest
    return CertifiedLinearProgram(
      columns: columns, smallest: smallest, largest: isExact ? smallest : self.largest + more.largest,
      lower: self.lower + more.lower, upper: self.upper + more.upper, box: box)
  }

  /// The certified maximum of an objective.
  ///
  /// - Parameters:
  ///   - objective: c, one number per column; upper ends finite.
  ///   - effort: how hard to work.
  ///   - start: a basis to start from, of this program or of one with fewer rows; it changes the way, and
  ///     the result only within its certified tightness. A basis that does not fit is not used.
  /// - Throws: ``LinearProgramError`` for an objective of wrong length or with an upper end that is not finite.
  package func maximum(
    of objective: [Interval], effort: Effort, startingAt start: LinearProgramBasis? = nil
  ) throws(LinearProgramError) -> LinearProgramVerdict {
    var solver = StagedSolver(self, effort: effort, basis: start)
    return solver.maximum(try checked(objective))
  }

  /// The certified maxima of single variables over the same polytope.
  ///
  /// Each target starts from the basis of the one before, which saves most of the pivots, or from a
  /// basis of its own, as a search over similar programs may provide.
  ///
  /// - Parameters:
  ///   - variables: the columns, each in 0 ..< columns; may repeat.
  ///   - effort: how hard to work.
  ///   - starts: one basis for each target, of this program or a similar one of the same size; any other
  ///     number of them means none.
  /// - Returns: one verdict per entry of `variables`, in order.
  /// - Throws: ``LinearProgramError`` for a column that does not exist.
  package func maxima(
    ofVariables variables: [Int], effort: Effort, startingAt starts: [LinearProgramBasis] = []
  ) throws(LinearProgramError) -> [LinearProgramVerdict] {
    for (position, column) in variables.enumerated() where !(0..<columns).contains(column) {
      throw LinearProgramError("variables", at: position, "\(column) is not in 0 ..< \(columns)")
    }
    var solver = StagedSolver(self, effort: effort, basis: nil)
    var objective = Array(repeating: 0.0, count: columns)
    var verdicts: [LinearProgramVerdict] = []
    verdicts.reserveCapacity(variables.count)
    for (position, column) in variables.enumerated() {
      if starts.count == variables.count { solver.start(at: starts[position]) }
      objective[column] = 1
      verdicts.append(solver.maximum(objective))
      objective[column] = 0
    }
    return verdicts
  }

  /// The certified upper bound that given multipliers prove (TF-14), rounded up.
  ///
  /// Holds for any numbers: a multiplier that is not finite, or that needs a side which is absent,
  /// counts as 0, and the result is never above what the box alone gives.
  ///
  /// - Parameters:
  ///   - objective: c, one number per column; upper ends finite.
  ///   - multipliers: λ, one number per row.
  /// - Throws: ``LinearProgramError`` for arrays of wrong length or an objective that is not finite.
  package func certificate(objective: [Interval], multipliers: [Double]) throws(LinearProgramError) -> Double {
    guard multipliers.count == rows else {
      throw LinearProgramError("multipliers", "\(multipliers.count) numbers for \(rows) rows")
    }
    return certificate(try checked(objective), multipliers.map { DoubleDouble($0) })
  }

  /// The upper ends of an objective.
  private func checked(_ objective: [Interval]) throws(LinearProgramError) -> [Double] {
    guard objective.count == columns else {
      throw LinearProgramError("objective", "\(objective.count) numbers for \(columns) columns")
    }
    for (column, c) in objective.enumerated() where !c.upper.isFinite {
      throw LinearProgramError("objective", at: column, "\(c.upper) is not finite")
    }
    return objective.map { $0.upper }
  }
}
