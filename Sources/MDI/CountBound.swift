import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How an expectation is bounded from a count, and a count from its expectation (mdi sheet, section 5.2).
///
/// Setting: given the record of announcements, a count is a sum of independent, not identical
/// Bernoulli variables with expectation E, of any number. Each bound fails with probability at most
/// ε = e^−β.
public enum CountBound: String, Sendable, CaseIterable {
  /// Multiplicative Chernoff bound, inverted exactly (MDI-24, MDI-25); the default and the tightest.
  case chernoff
  /// Closed forms of the same, looser (MDI-26; as used around Jiang et al. 2021).
  case chernoffSimple
  /// Standard deviations of a normal variable (MDI-28): not a bound, not composable.
  case gaussian

  /// The equations of the formula sheet.
  public var equation: String {
    switch self {
    case .chernoff: "MDI-24, MDI-25"
    case .chernoffSimple: "MDI-26"
    case .gaussian: "MDI-28"
    }
  }
}

extension CountBound {
  /// Where the expectation of an observed count lies, each end up to a failure probability.
  ///
  /// - Parameters:
  ///   - x: the count, 0 or more.
  ///   - eps: ε of each end, 0 < ε < 1.
  public func expectation(observed x: Double, failure eps: Double) -> ClosedRange<Double> {
    let tails = CountTails(self, beta: -Double.log(eps))
    let lower = tails.expectationLower(x)
    return lower...Double.maximum(lower, tails.expectationUpper(x))
  }

  /// Where a count of known expectation lies; parameters as above.
  public func count(expected e: Double, failure eps: Double) -> ClosedRange<Double> {
    let tails = CountTails(self, beta: -Double.log(eps))
    let lower = tails.countLower(e)
    return lower...Double.maximum(lower, tails.countUpper(e))
  }
}

/// A count bound with its failure probability.
struct CountTails<S: Scalar>: Sendable {
  let kind: CountBound
  /// β = ln(1/ε).
  let beta: S
  /// z of `gaussian`: the standard deviations that a normal variable exceeds with probability ε.
  private let deviations: S

  init(_ kind: CountBound, beta: S) {
    self.kind = kind
    self.beta = beta
    deviations = kind == .gaussian ? S(NormalDeviations.upperTail(logInverse: beta.approximation)) : S.zero
  }

  /// E_U: with probability 1 − ε the expectation is not above it.
  func expectationUpper(_ x: S) -> S {
    switch kind {
    case .chernoff: ExactChernoff.expectationUpper(x, beta)
    case .chernoffSimple: x + beta + S.sqrt(S(2) * beta * x + beta * beta)
    case .gaussian: x + deviations * S.sqrt(x)
    }
  }

  /// E_L: with probability 1 − ε the expectation is not below it; never negative.
  func expectationLower(_ x: S) -> S {
    switch kind {
    case .chernoff: ExactChernoff.expectationLower(x, beta)
    case .chernoffSimple:
      S.maximum(S.zero, x - beta / S(2) - S.sqrt(S(2) * beta * x + beta * beta / S(4)))
    case .gaussian: S.maximum(S.zero, x - deviations * S.sqrt(x))
    }
  }

  /// x_U: with probability 1 − ε the count does not exceed it.
  func countUpper(_ e: S) -> S {
    switch kind {
    case .chernoff: ExactChernoff.countUpper(e, beta)
    case .chernoffSimple: e + (beta + S.sqrt(S(8) * beta * e + beta * beta)) / S(2)
    case .gaussian: e
    }
  }

  /// x_L: with probability 1 − ε the count does not fall below it; never negative.
  func countLower(_ e: S) -> S {
    switch kind {
    case .chernoff: ExactChernoff.countLower(e, beta)
    case .chernoffSimple: S.maximum(S.zero, e - S.sqrt(S(2) * beta * e))
    case .gaussian: e
    }
  }

  /// The derivative of x_U at an expectation and its value.
  func slopeUpper(_ e: S, count x: S) -> S {
    switch kind {
    case .chernoff: e.lowest > 0 ? ExactChernoff.slope(e, x) : S(.infinity)
    case .chernoffSimple:
      e.lowest > 0 || beta.lowest > 0 ? S.one + S(2) * beta / S.sqrt(S(8) * beta * e + beta * beta) : S.one
    case .gaussian: S.one
    }
  }

  /// The derivative of x_L at an expectation and its value; 0 where x_L is 0.
  func slopeLower(_ e: S, count x: S) -> S {
    guard x.highest > 0 else { return S.zero }
    switch kind {
    case .chernoff: return x.lowest > 0 ? ExactChernoff.slope(e, x) : S.hull(S.zero, S.one)
    case .chernoffSimple: return e.lowest > 0 ? S.one - S.sqrt(beta / (S(2) * e)) : S.zero
    case .gaussian: return S.one
    }
  }
}

/// The exact bound x ln(x/E) − x + E = β in its four directions, without its cancellation.
enum ExactChernoff {
  private static let tolerance = 1e-13

  /// u − ln(1+u) from the kernel φ(u) = (1+u) ln(1+u) − u.
  private static func deficit<S: Scalar>(_ u: S) -> S {
    (u * u - S.relativeEntropyKernel(u)) / (S.one + u)
  }

  /// E ≥ x with u = E/x − 1: u − ln(1+u) = β/x (MDI-24).
  static func expectationUpper<S: Scalar>(_ x: S, _ beta: S) -> S {
    guard x.highest > 0 else { return beta }
    guard x.lowest > 0 else { return S.hull(beta, expectationUpper(S(x.highest), beta)) }
    guard beta.highest > 0 else { return x }
    let r = beta / x
    let target = r.approximation
    var u = (2 * target).squareRoot() + target
    for _ in 0..<60 {
      let step = (deficit(u) - target) * (1 + u) / u
      u -= step
      if !(abs(step) > tolerance * u) { break }
    }
    let root = S.root(
      near: u, in: 0...(4 * (u + 1)), increasing: { deficit($0) - r }, slope: { $0 / (S.one + $0) })
    return x + x * root
  }

  /// E ≤ x: the same equation with −1 < u < 0.
  static func expectationLower<S: Scalar>(_ x: S, _ beta: S) -> S {
    guard x.highest > 0 else { return S.zero }
    guard x.lowest > 0 else { return S.hull(S.zero, expectationLower(S(x.highest), beta)) }
    guard beta.highest > 0 else { return x }
    let r = beta / x
    let target = r.approximation
    if target <= 1 {
      // d = −u: −d − ln(1−d) = r rises with d.
      var d = Double.minimum((2 * target).squareRoot(), 0.9)
      for _ in 0..<60 {
        let step = (deficit(-d) - target) * (1 - d) / d
        d -= step
        if d >= 1 { d = 0.95 }
        if d <= 0 { d = target }
        if !(abs(step) > tolerance * d) { break }
      }
      let root = S.root(
        near: d, in: 0...1, increasing: { deficit(-$0) - r }, slope: { $0 / (S.one - $0) })
      return S.maximum(S.zero, x - x * root)
    }
    // Far below: w = ln(E/x) < 0 with e^w − 1 − w = r, between −r − 2 and 0.
    // Below any representable count: zero is a lower bound.
    if target > 500 { return S.zero }
    var w = -target - 1
    for _ in 0..<60 {
      let e = Double.expMinusOne(w)
      let step = (e - w - target) / e
      w -= step
      if !(abs(step) > tolerance * abs(w)) { break }
    }
    // As a rising function of v = −w.
    let root = S.root(
      near: -w, in: 0...(target + 2), increasing: { S.expMinusOne(-$0) + $0 - r },
      slope: { -S.expMinusOne(-$0) })
    return x * S.exp(-root)
  }

  /// x ≥ E with v = x/E − 1: φ(v) = β/E (MDI-25); 0 at E = 0.
  static func countUpper<S: Scalar>(_ e: S, _ beta: S) -> S {
    guard e.highest > 0 else { return S.zero }
    guard e.lowest > 0 else { return S.hull(S.zero, countUpper(S(e.highest), beta)) }
    guard beta.highest > 0 else { return e }
    let r = beta / e
    let target = r.approximation
    var v = (2 * target).squareRoot() + target
    for _ in 0..<100 {
      let step = (Double.relativeEntropyKernel(v) - target) / Double.log(onePlus: v)
      v -= step
      if !(abs(step) > tolerance * v) { break }
    }
    let root = S.root(
      near: v, in: 0...(4 * (v + 1)), increasing: { S.relativeEntropyKernel($0) - r },
      slope: { S.log(onePlus: $0) })
    return e + e * root
  }

  /// x ≤ E: the same equation with −1 ≤ v < 0; 0 where β ≥ E.
  static func countLower<S: Scalar>(_ e: S, _ beta: S) -> S {
    guard e.highest > beta.lowest else { return S.zero }
    guard e.lowest > beta.highest else {
      guard e.lowest < e.highest else { return S.zero }
      return S.hull(S.zero, countLower(S(e.highest), S(beta.lowest)))
    }
    guard beta.highest > 0 else { return e }
    let r = beta / e
    let target = r.approximation
    if target < 0.3 {
      var d = Double.minimum((2 * target).squareRoot(), 0.95)
      for _ in 0..<60 {
        let step = -(Double.relativeEntropyKernel(-d) - target) / Double.log(onePlus: -d)
        d -= step
        if !(abs(step) > tolerance * d) { break }
      }
      let root = S.root(
        near: d, in: 0...1, increasing: { S.relativeEntropyKernel(-$0) - r },
        slope: { -S.log(onePlus: -$0) })
      return S.maximum(S.zero, e - e * root)
    }
    // z = x/E itself: 1 − z + z ln z = r falls from 1 at z = 0 to 0 at z = 1.
    var z = Double.maximum(1 - (2 * target).squareRoot(), (1 - target) / 10)
    for _ in 0..<200 {
      let step = (1 - z + z * Double.log(z) - target) / Double.log(z)
      var next = z - step
      if !(next > 0) { next = z / 4 }
      if next >= 1 { next = (1 + z) / 2 }
      let change = abs(next - z)
      z = next
      if !(change > tolerance * z) { break }
    }
    let root = S.root(
      near: z, in: 0...1, increasing: { r - (S.one - $0 + $0 * S.log($0)) }, slope: { -S.log($0) })
    return e * root
  }

  /// dx/dE = (x/E − 1)/ln(x/E) on either branch of MDI-25.
  static func slope<S: Scalar>(_ e: S, _ x: S) -> S {
    let v = (x - e) / e
    if abs(v.approximation) < 1e-6 { return S.hull(S.one, S.one + v) }
    return v / S.log(onePlus: v)
  }
}
