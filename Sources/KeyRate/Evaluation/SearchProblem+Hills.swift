// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension SearchProblem {
  /// Whether two points are farther apart than optima on one hill: by 5 % of the range of a variable.
  func areApart(_ a: [Double], _ b: [Double]) -> Bool {
    zip(zip(a, b), variables).contains { pair, variable in
      abs(pair.0 - pair.1) > 0.05 * (variable.range.upperBound - variable.range.lowerBound)
    }
  }
}
