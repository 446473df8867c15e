import KeyRateNumerics

/// What linear programs say about the pairs that the phase-error bound treats one by one.
struct YieldBounds: Sendable {
  /// The certified upper bounds; empty if the data contradict themselves.
  private(set) var values: [PhotonPair: Double] = [:]
  /// The largest distance between a certified bound and its solver's value, relative to the bound.
  private(set) var largestGap = 0.0
  /// Whether it is proven that no numbers fit the data.
  private(set) var isInfeasible = false
  /// Where each program ended: a start for similar ones, in the order of the pairs that were solved for.
  private(set) var bases: [LinearProgramBasis] = []

  /// Solves for all pairs; of mirrored pairs only one if the data are symmetric.
  init(
    _ polytope: PhotonPairPolytope, _ pairs: [PhotonPair], isSymmetric: Bool, effort: CertifiedLinearProgram.Effort,
    startingAt starts: [LinearProgramBasis]
  ) {
    // A pair beyond the cut-off has no column and stays without a bound, which counts as the trivial one.
    let targets = (isSymmetric ? pairs.filter { $0.n <= $0.m } : pairs).filter { polytope.column($0) != nil }
    guard
      let verdicts = try? polytope.program.maxima(
        ofVariables: targets.compactMap(polytope.column), effort: effort, startingAt: starts)
    else { return }
    for (pair, verdict) in zip(targets, verdicts) {
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
    if isInfeasible { values = [:] }
  }

  /// Bounds known otherwise; one below 0 proves that no numbers fit the data.
  init(values: [PhotonPair: Double]) {
    isInfeasible = values.values.contains { $0 < 0 }
    self.values = isInfeasible ? [:] : values
  }
}
