// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// F(y) = Σ_j [C_j + Σ_{k in group j} a_k √(o_k + g_k y_k)]², concave in the yields or counts y (tf sheet,
/// section 7.7, TF-35), with constants known by enclosures.
struct ConcavePhaseErrorSum: Sendable {
  /// One term under a root.
  struct Term: Sendable {
    let pair: PhotonPair
    /// Which square it stands in.
    let group: Int
    /// a_k.
    let weight: Interval
    /// o_k.
    let offset: Interval
    /// g_k.
    let slope: Interval
  }

  let terms: [Term]
  /// The constants C, one for each square.
  let constants: [Interval]

  /// F for amplitudes and affine functions under the roots; pairs that are not named have o = 0 and g = 1.
  init(
    weights: ParityWeights<Interval>, pairs: [PhotonPair], group: (PhotonPair) -> Int, constants: [Interval],
    offsets: [PhotonPair: Interval], slopes: [PhotonPair: Interval]
  ) {
    self.constants = constants
    terms = pairs.map {
      Term(
        pair: $0, group: group($0), weight: weights.weight($0), offset: offsets[$0] ?? Interval(0),
        slope: slopes[$0] ?? Interval(1))
    }
  }

  /// F over the pairs of equal parity, one square for each parity.
  init(
    weights: ParityWeights<Interval>, constants: [Interval], offsets: [PhotonPair: Interval],
    slopes: [PhotonPair: Interval]
  ) {
    self.init(
      weights: weights, pairs: PhotonPair.equalParity(upTo: weights.cutoff), group: { $0.parity }, constants: constants,
      offsets: offsets, slopes: slopes)
  }

  /// F(y) and its gradient at y, one number per term; both by enclosures and at the same point.
  ///
  /// Nil where some o_k + g_k y_k is not certainly positive: there is no tangent.
  func tangent(at y: [Double]) -> (value: Interval, gradient: [Interval])? {
    var sums = constants
    var roots: [Interval] = []
    roots.reserveCapacity(terms.count)
    for (term, value) in zip(terms, y) {
      let inside = term.offset + term.slope * Interval(value)
      guard inside.isCertainlyPositive else { return nil }
      let root = Interval.sqrt(inside)
      roots.append(root)
      let j = term.group
      sums[j] = sums[j] + term.weight * root
    }
    // d/dy_k of [..]² is [..] a_k g_k/√(o_k + g_k y_k).
    let gradient = zip(terms, roots).map { term, root in
      sums[term.group] * term.weight * term.slope / root
    }
    return (sums.reduce(Interval(0)) { $0 + Interval.square($1) }, gradient)
  }
}
