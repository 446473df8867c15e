// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What data leave possible for a quantity of every photon pair (n, m), 0 ≤ n, m ≤ ncut: yields (TF-11) or
/// counts (TF-22), between 0 and a largest value, in two-sided rows.
struct PhotonPairPolytope: Sendable {
  /// ncut.
  let cutoff: Int
  /// The program over the pairs, Y(n, m) in column n (ncut + 1) + m.
  let program: CertifiedLinearProgram
  private let coefficients: [Interval]
  private let lower: [Interval?]
  private let upper: [Interval?]
  /// The largest value of any variable.
  let largest: Double
  /// The rows of pairs of intensities come first, this many for each of Alice's.
  private let bobIntensities: Int

  /// Sets the rows up; nil if the data are no numbers.
  ///
  /// - Parameter bobIntensities: how many rows follow one another for each of Alice's intensities.
  init?(
    cutoff: Int, coefficients: [Interval], lower: [Interval?], upper: [Interval?], largest: Double, bobIntensities: Int
  ) {
    let columns = (cutoff + 1) * (cutoff + 1)
    guard
      let program = try? CertifiedLinearProgram(
        columns: columns, coefficients: coefficients, lower: lower, upper: upper,
        box: Array(repeating: Interval(largest), count: columns))
    else { return nil }
    self.cutoff = cutoff
    self.program = program
    self.coefficients = coefficients
    self.lower = lower
    self.upper = upper
    self.largest = largest
    self.bobIntensities = bobIntensities
  }

  /// The column of a pair; nil beyond the cut-off, where there is none.
  func column(_ pair: PhotonPair) -> Int? {
    pair.n <= cutoff && pair.m <= cutoff ? pair.n * (cutoff + 1) + pair.m : nil
  }

  /// The same program with one more variable behind the pairs, in no row yet.
  func programWithExtraVariable(upTo most: Double) -> CertifiedLinearProgram? {
    let columns = program.columns
    var wide: [Interval] = []
    wide.reserveCapacity(coefficients.count + lower.count)
    for row in lower.indices {
      wide += coefficients[(row * columns)..<((row + 1) * columns)]
      wide.append(Interval(0))
    }
    return try? CertifiedLinearProgram(
      columns: columns + 1, coefficients: wide, lower: lower, upper: upper,
      box: Array(repeating: Interval(largest), count: columns) + [Interval(most)])
  }
}

extension PhotonPairPolytope {
  /// The position of a pair among the pairs n ≤ m, row by row of a triangle.
  private func foldedColumn(_ n: Int, _ m: Int) -> Int { n * (cutoff + 1) - n * (n - 1) / 2 + (m - n) }

  /// The column of a pair with n = m in ``folded()``.
  func foldedColumn(_ pair: PhotonPair) -> Int? {
    pair.n == pair.m && pair.n <= cutoff ? foldedColumn(pair.n, pair.n) : nil
  }

  /// The program of what two users together leave possible: variables y(n, m) = M(n, m) + M(m, n) for n < m and
  /// y(n, n) = M(n, n), rows added to their mirror images.
  ///
  /// **Bound.** Sums of rows hold where the rows do, and a coefficient that encloses those of M(n, m) and
  /// M(m, n) bounds their combination as both are non-negative; so every point of the polytope gives one here with
  /// the same y(n, n), and a maximum here is an upper bound there, whatever the data. **No loss.** Where
  /// exchanging the users changes nothing, the mean of a point and its mirror image is in the polytope too; the bound
  /// on y(n, n) is then the same, from little more than half of the columns.
  func folded() -> CertifiedLinearProgram? {
    let size = cutoff + 1
    let users = bobIntensities
    guard users > 0, lower.count >= users * users else { return nil }
    var sums: [Interval] = []
    var least: [Interval?] = []
    var most: [Interval?] = []
    for row in lower.indices {
      let (i, j) = (row / users, row % users)
      let isPair = row < users * users
      guard !isPair || i <= j else { continue }
      let mirror = isPair ? j * users + i : row
      func coefficient(_ n: Int, _ m: Int) -> Interval {
        let one = coefficients[row * size * size + n * size + m]
        return mirror == row ? one : one + coefficients[mirror * size * size + n * size + m]
      }
      for n in 0..<size {
        sums.append(coefficient(n, n))
        for m in (n + 1)..<Swift.max(size, n + 1) {
          let (a, b) = (coefficient(n, m), coefficient(m, n))
          sums.append(Interval(lower: Swift.min(a.lower, b.lower), upper: Swift.max(a.upper, b.upper)))
        }
      }
      if mirror == row {
        least.append(lower[row])
        most.append(upper[row])
      } else {
        least.append(lower[row].flatMap { side in lower[mirror].map { side + $0 } })
        most.append(upper[row].flatMap { side in upper[mirror].map { side + $0 } })
      }
    }
    let box = (0..<size).flatMap { n in (n..<size).map { Interval($0 == n ? largest : 2 * largest) } }
    return try? CertifiedLinearProgram(
      columns: box.count, coefficients: sums, lower: least, upper: most, box: box)
  }
}
