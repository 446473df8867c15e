// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What linear programs say about the pairs that the phase-error bound treats one by one.
struct YieldBounds: Sendable {
  /// The certified upper bounds; empty if the data contradict themselves.
  private(set) var values: [PhotonPair: Double] = [:]
  /// The largest distance between a certified bound and its solver's value, relative to the bound.
  private(set) var largestGap = 0.0
  /// Whether it is proven that no numbers fit the data.
  private(set) var isInfeasible = false
  /// Where each program ended: a start for similar ones, in the order in which the pairs were solved for.
  private(set) var bases: [LinearProgramBasis] = []

  /// Solves for all pairs; of mirrored pairs only one if the data are symmetric, and those with n = m then over
  /// the folded program.
  init(
    _ polytope: PhotonPairPolytope, _ pairs: [PhotonPair], isSymmetric: Bool, effort: CertifiedLinearProgram.Effort,
    startingAt starts: [LinearProgramBasis]
  ) {
    // A pair beyond the cut-off has no column and stays without a bound, which counts as the trivial one.
    let known = (isSymmetric ? pairs.filter { $0.n <= $0.m } : pairs).filter { polytope.column($0) != nil }
    let folded = isSymmetric ? polytope.folded() : nil
    let diagonal = folded == nil ? [] : known.filter { $0.n == $0.m }
    let others = folded == nil ? known : known.filter { $0.n != $0.m }
    let areStarts = starts.count == known.count
    if let folded {
      add(
        folded, diagonal, columns: diagonal.compactMap(polytope.foldedColumn), isSymmetric: isSymmetric, effort,
        areStarts ? Array(starts.prefix(diagonal.count)) : [])
    }
    add(
      polytope.program, others, columns: others.compactMap(polytope.column), isSymmetric: isSymmetric, effort,
      areStarts ? Array(starts.suffix(others.count)) : [])
    if isInfeasible { values = [:] }
  }

  /// Solves for some pairs over one program.
  private mutating func add(
    _ program: CertifiedLinearProgram, _ pairs: [PhotonPair], columns: [Int], isSymmetric: Bool,
    _ effort: CertifiedLinearProgram.Effort, _ starts: [LinearProgramBasis]
  ) {
    guard columns.count == pairs.count,
      let verdicts = try? program.maxima(ofVariables: columns, effort: effort, startingAt: starts)
    else { return }
    for (pair, verdict) in zip(pairs, verdicts) {
      switch verdict {
      case .bounded(let bound):
        values[pair] = bound.value
        bases.append(bound.basis)
        if isSymmetric { values[pair.mirrored] = bound.value }
        if bound.value > 0 { largestGap = Swift.max(largestGap, bound.gap / bound.value) }
      case .infeasible:
        isInfeasible = true
      }
    }
  }

  /// Bounds known otherwise; one below 0 proves that no numbers fit the data.
  init(values: [PhotonPair: Double]) {
    isInfeasible = values.values.contains { $0 < 0 }
    self.values = isInfeasible ? [:] : values
  }
}
