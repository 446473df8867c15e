// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How many events of a population fell where they were not seen, when each falls where it is seen with a known
/// probability (bb84 sheet, BB-71, BB-72).
///
/// A population of T events, of which t are seen, each with probability π: T D(t/T‖π) = L for the largest and the least
/// T that t leaves possible, each with a failure probability of e^−L. Both bounds rise with t.
package struct BinomialSplit<S: Scalar>: Sendable {
  /// π, the probability with which an event is seen, 0 < π < 1.
  package let probability: S
  /// 1 − π.
  package let complement: S

  /// A split with the two probabilities of its parts, which need not sum to one: they are divided by their sum.
  package init(seen: S, unseen: S) {
    probability = seen / (seen + unseen)
    complement = unseen / (seen + unseen)
  }

  /// The part that was not seen, from above (BB-71).
  ///
  /// - Parameters:
  ///   - t: the part that was seen, ≥ 0.
  ///   - l: L ≥ 0; 0 gives the expectation t (1 − π)/π.
  package func upper(_ t: S, logInverseFailure l: S) -> S {
    let expected = t * complement / probability
    guard l.highest > 0 else { return expected }
    // T = t/π + x.
    if t.highest <= 0 { return -l / S.log(complement) }
    let (a, b) = (BinomialSplit<Double>(self), t.approximation)
    var end = l.approximation / -Double.log(a.complement) + (2 * l.approximation * b).squareRoot() / a.probability
    for _ in 0..<200 where a.exponent(b, excess: end) < l.approximation { end *= 2 }
    guard let root = RootBracket.narrowing({ a.exponent(b, excess: $0) - l.approximation }, from: 0, to: end) else {
      return S(.infinity)
    }
    let excess = S.root(
      near: root.upper, in: 0...(2 * end), increasing: { exponent(t, excess: $0) - l },
      slope: { slope(t, excess: $0) })
    return expected + excess
  }

  /// The part that was not seen, from below (BB-72).
  package func lower(_ t: S, logInverseFailure l: S) -> S {
    let expected = t * complement / probability
    guard l.highest > 0 else { return expected }
    guard t.highest > 0 else { return S.zero }
    // All events may have been seen.
    let all = -t * S.log(probability)
    if all.highest <= l.lowest { return S.zero }
    if !(all.lowest > l.highest) { return S.hull(S.zero, expected) }
    // T = t/π − y.
    let (a, b) = (BinomialSplit<Double>(self), t.approximation)
    let end = b * a.complement / a.probability
    guard let root = RootBracket.narrowing({ a.exponent(b, excess: -$0) - l.approximation }, from: 0, to: end) else {
      return S.zero
    }
    let missing = S.root(
      near: root.upper, in: 0...end, increasing: { exponent(t, excess: S.zero - $0) - l },
      slope: { S.zero - slope(t, excess: S.zero - $0) })
    return S.maximum(expected - missing, S.zero)
  }

  /// T D(t/T‖π) at T = t/π + x, without the difference of large terms.
  package func exponent(_ t: S, excess x: S) -> S {
    let whole = t + probability * x
    let deviation = probability * probability * x / whole
    return whole / probability
      * RelativeEntropy.divergence(
        probability * t / whole, (t * complement + probability * x) / whole, deviation: deviation)
  }

  /// Its derivative by T, ln((T − t)/(T (1 − π))) (BB-83).
  func slope(_ t: S, excess x: S) -> S {
    S.log(onePlus: probability * probability * x / ((t + probability * x) * complement))
  }
}

extension BinomialSplit where S == Double {
  /// The best doubles for another split.
  fileprivate init<Other: Scalar>(_ other: BinomialSplit<Other>) {
    self.init(seen: other.probability.approximation, unseen: other.complement.approximation)
  }
}
