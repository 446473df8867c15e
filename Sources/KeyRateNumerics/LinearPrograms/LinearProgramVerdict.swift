// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known for certain about the maximum of a linear program.
package enum LinearProgramVerdict: Sendable, Equatable {
  /// The maximum is not above ``LinearProgramBound/value``.
  case bounded(LinearProgramBound)
  /// No point satisfies the constraints, whatever the data inside their enclosures; proven.
  case infeasible(LinearProgramInfeasibility)

  /// The bound, or nil where the program is infeasible.
  package var bound: LinearProgramBound? {
    if case .bounded(let bound) = self { return bound }
    return nil
  }
}

/// An upper bound of a maximum with the multipliers that prove it.
package struct LinearProgramBound: Sendable, Equatable {
  /// How the multipliers were found. The value is certified in every case.
  package enum Source: Sendable, Equatable {
    /// From an optimal basis.
    case optimum
    /// From the program with penalised slacks: no feasible point was found, but no proof either
    /// that there is none. The value may lie well above the maximum.
    case penalisedSlacks
    /// From the last basis before the limit of pivots. The value may lie above the maximum.
    case pivotLimit
  }

  /// The certified upper bound, rounded up; never above what the box alone gives.
  package let value: Double
  /// The objective at ``point``; it shows how tight the bound is and proves nothing.
  package let primal: Double
  /// ``value`` − ``primal``; may come out negative by the rounding of the point.
  package var gap: Double { value - primal }
  /// One multiplier per row, positive where its upper side holds the maximum back, negative where
  /// its lower side does; rounded to double, so that evaluating them again may give a slightly larger value.
  package let multipliers: [Double]
  /// The point at which the solver ended, moved into the box; it need not satisfy the rows to the last digit.
  package let point: [Double]
  /// The number of pivots that this objective took, over all stages.
  package let pivots: Int
  /// How the multipliers were found.
  package let source: Source
  /// The basis of the solution, from which a related program can start.
  package let basis: LinearProgramBasis
}

/// The proof that a linear program has no feasible point.
///
/// Weak duality (TF-14) with a zero objective gives 0 ≤ ``value`` for every program that has a
/// feasible point; here the value is negative.
package struct LinearProgramInfeasibility: Sendable, Equatable {
  /// The multipliers of the contradictory combination of rows. Where a row contradicts itself (its
  /// lower side lies above its upper side) that row alone, with multiplier 1.
  package let multipliers: [Double]
  /// The certified value of that combination; negative. For a row that contradicts itself, upper − lower.
  package let value: Double
  /// −``value`` relative to Σ|λ_r| max(|lower_r|, |upper_r|); above 1e-9.
  package let relativeMargin: Double
}

/// Which rows and variables hold a vertex in place.
///
/// A basis of one program may start another with the same columns and the same or more rows: rows
/// that it does not know are taken as inactive.
package struct LinearProgramBasis: Sendable, Equatable {
  /// Where a row stands.
  enum Row: Int8, Sendable { case inactive, upper, lower }
  /// Where a variable stands.
  enum Column: Int8, Sendable { case zero, box, basic }

  var rows: [Row]
  var columns: [Column]

  init(rows: Int, columns: Int) {
    self.rows = Array(repeating: .inactive, count: rows)
    self.columns = Array(repeating: .zero, count: columns)
  }
}
