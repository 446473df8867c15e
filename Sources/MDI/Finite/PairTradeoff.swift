// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// S [1 − h(N/S)] at one point between two corners.
struct EdgePoint<S: Scalar> {
  /// Where between the corners, 0 to 1.
  var position: Double
  /// The bound on Y11, not clipped.
  var s: S
  /// The bound on t11, not clipped.
  var t: S
  /// x_L(W s).
  var certain: S
  /// N_ph = x_U(W t).
  var phaseErrors: S
  /// S [1 − h(N/S)].
  var entropy: S
  /// An enclosure of the smallest value between the corners: its lower end is below every value, its upper end above
  /// the value here.
  var certified: S
}

/// How many secret bits pairs and phase errors leave where both bounds depend on one unknown number
/// (mdi sheet, section 5.5).
///
/// F = S [1 − h(N/S)] with S = min(x_L(W s), n) and N = x_U(W t) rises with s and falls with t, and is
/// convex where s and t are straight and S is below n: the perspective of a convex function, with x_L convex
/// and x_U concave. From the first corner to the second both s and t fall. The two edges of a double
/// scan suffice: with M − H held, s stays and t grows with H, so the smallest value lies where H or M
/// is at its upper end.
struct PairTradeoff<S: Scalar> {
  /// W.
  let sent: S
  /// n.
  let detections: S
  let tails: CountTails<S>

  /// F at given bounds.
  func at(_ s: S, _ t: S, position: Double = 0) -> EdgePoint<S> {
    let certain = tails.countLower(sent * S.maximum(S.zero, s))
    let phaseErrors = tails.countUpper(sent * S.maximum(S.zero, t))
    let pairs = S.minimum(certain, detections)
    let entropy = Self.entropy(pairs, phaseErrors)
    return EdgePoint(
      position: position, s: s, t: t, certain: certain, phaseErrors: phaseErrors, entropy: entropy, certified: entropy)
  }

  static func entropy(_ pairs: S, _ phaseErrors: S) -> S {
    guard pairs.lowest > 0 else { return S.zero }
    let ratio = S.minimum(phaseErrors / pairs, S(0.5))
    return S.maximum(S.zero, pairs * binaryEntropyComplement(ratio))
  }

  /// The derivative of F along the edge; nil where F is not known to be convex or is not positive.
  private func slope(_ p: EdgePoint<S>, ds: S, dt: S) -> S? {
    guard p.s.lowest > 0, p.t.lowest > 0, p.certain.lowest > 0 else { return nil }
    let ratio = p.phaseErrors / p.certain
    guard ratio.highest < 0.5, ratio.lowest > 0 else { return nil }
    let logTwo = S.log(S(2))
    // ∂F/∂S = log2(1−e), added to one; ∂F/∂N = log2(e/(1−e)).
    let alongPairs = S.one + S.log(onePlus: -ratio) / logTwo
    let alongErrors = (S.log(ratio) - S.log(onePlus: -ratio)) / logTwo
    let pairSlope = tails.slopeLower(sent * p.s, count: p.certain)
    let errorSlope = tails.slopeUpper(sent * p.t, count: p.phaseErrors)
    return sent * (alongPairs * pairSlope * ds + alongErrors * errorSlope * dt)
  }

  /// The smallest F between two corners.
  func minimum(from: (s: S, t: S), to: (s: S, t: S)) -> EdgePoint<S> {
    let ds = to.s - from.s
    let dt = to.t - from.t
    func point(_ position: Double) -> EdgePoint<S> {
      if position <= 0 { return at(from.s, from.t, position: 0) }
      if position >= 1 { return at(to.s, to.t, position: 1) }
      return at(from.s + S(position) * ds, from.t + S(position) * dt, position: position)
    }
    let other = PairTradeoff<Double>(
      sent: sent.approximation, detections: detections.approximation,
      tails: CountTails(tails.kind, beta: tails.beta.approximation))
    func plain(_ position: Double) -> (point: EdgePoint<Double>, slope: Double?) {
      let p = other.at(
        from.s.approximation + position * ds.approximation, from.t.approximation + position * dt.approximation,
        position: position)
      return (p, other.slope(p, ds: ds.approximation, dt: dt.approximation))
    }
    var best = point(0)
    let last = point(1)
    if last.entropy.approximation < best.entropy.approximation { best = last }
    for position in candidates(from.t.approximation, dt.approximation, plain) {
      let p = point(position)
      if p.entropy.approximation < best.entropy.approximation { best = p }
    }
    if S.self == Interval.self {
      let low = S.minimum(best.entropy, certified(point, ds, dt, best))
      best.certified = S.hull(low, best.entropy)
    }
    return best
  }

  /// Interior points at which F may be smallest, in doubles.
  private func candidates(
    _ t0: Double, _ dt: Double, _ plain: (Double) -> (point: EdgePoint<Double>, slope: Double?)
  ) -> [Double] {
    // Where t reaches zero F stops being convex; beyond it F only falls.
    let end = t0 + dt < 0 && dt < 0 ? Swift.min(1, -t0 / dt * (1 - 1e-12)) : 1
    guard end > 0 else { return [] }
    let n = detections.approximation
    // The stretch on which S is held to n: there F rises, so its smallest value is at the corner.
    var start = 0.0
    if plain(0).point.certain > n {
      let bracket = RootBracket.narrowing({ plain($0).point.certain - n }, from: 0, to: end, relativeTolerance: 1e-12)
      guard let bracket else { return [] }
      start = bracket.upper
    }
    func slope(_ position: Double) -> Double {
      let (p, slope) = plain(position)
      if let slope { return slope }
      // No pairs or too many errors: F is zero, its smallest value.
      return p.entropy > 0 ? (p.t > 0 ? -1 : 1) : 0
    }
    if slope(start) >= 0 { return [start] }
    if slope(end) <= 0 { return [end] }
    let bracket = RootBracket.narrowing(slope, from: start, to: end, relativeTolerance: 1e-11)
    return bracket.map { [$0.lower, $0.upper] } ?? [end]
  }

  /// A number below F everywhere between the corners, by subdivision.
  ///
  /// On a cell [p, q] F is at least its value at (s(q), t(p)), because it rises with s and falls with
  /// t, and where it is convex at least its tangent.
  func certified(_ point: (Double) -> EdgePoint<S>, _ ds: S, _ dt: S, _ best: EdgePoint<S>) -> S {
    var cells: [(from: Double, to: Double, bound: Double)] = []
    func add(_ from: Double, _ to: Double) {
      let a = point(from)
      let b = point(to)
      var bound = at(b.s, a.t).entropy.lowest
      let middle = Swift.min(to, Swift.max(from, best.position))
      let m = point(middle)
      if a.certain.highest <= detections.lowest, b.t.lowest > 0, let slope = slope(m, ds: ds, dt: dt) {
        let left = S(from) - S(middle)
        let right = S(to) - S(middle)
        let tangent = m.entropy + S.minimum(slope * left, slope * right)
        bound = Swift.max(bound, tangent.lowest)
      }
      cells.append((from, to, bound))
    }
    add(0, 1)
    let target = best.entropy.lowest
    let tolerance = Swift.max(1e-5, 1e-11 * abs(target))
    for _ in 0..<400 {
      guard let worst = cells.indices.min(by: { cells[$0].bound < cells[$1].bound }) else { break }
      let cell = cells[worst]
      let middle = cell.from + (cell.to - cell.from) / 2
      if cell.bound >= target - tolerance || !(middle > cell.from && middle < cell.to) { break }
      cells.remove(at: worst)
      // The best point divides its cell, so that its tangent serves both sides.
      let cut =
        best.position > cell.from && best.position < cell.to && cell.to - cell.from > 1e-6 ? best.position : middle
      add(cell.from, cut)
      add(cut, cell.to)
    }
    return S(cells.map { $0.bound }.min() ?? 0)
  }
}
