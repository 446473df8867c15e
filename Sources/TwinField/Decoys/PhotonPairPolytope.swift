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

  /// Sets the rows up; nil if the data are no numbers.
  init?(
    cutoff: Int, coefficients: [Interval], lower: [Interval?], upper: [Interval?], largest: Double
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
