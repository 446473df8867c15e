// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// Amplitudes a_n of Alice and b_m of Bob, and what pairs of equal parity beyond a cut-off add up to.
///
/// The phase-error bounds have the form Σ_j [Σ_{P_j(S)} a_n b_m √x_nm + (scale) W_j]² (TF-8, TF-31) with
/// j the parity; W_j is the sum of a_n b_m over the pairs of parity j with n + m > S, or the root of the sum of
/// their squares. It is summed directly, term by positive term, never as a difference, and what the direct sum
/// leaves out is covered by a geometric remainder, so that W_j is an upper bound whatever the number of terms.
struct ParityWeights<S: Scalar>: Sendable {
  /// One user's amplitudes.
  struct Amplitudes: Sendable {
    /// a_n for n = 0, 1, …
    let values: [S]
    /// At least Σ a_n over the n ≥ values.count of even and of odd parity.
    let remainder: [S]
    /// The same for Σ a_n².
    let remainderOfSquares: [S]

    /// a_n².
    fileprivate var squared: [S] { values.map { S.square($0) } }
  }

  /// How the pairs beyond the cut-off are put together.
  enum Tail: Sendable {
    /// Σ a_n b_m: each pair with a bound of its own, such as yields of at most 1 (TF-9).
    case sum
    /// √Σ (a_n b_m)²: all of them within one total, by Cauchy and Schwarz (TF-31).
    case rootOfSquares
  }

  let alice: Amplitudes
  let bob: Amplitudes
  /// S: pairs with n + m ≤ S are treated one by one.
  let cutoff: Int
  /// W_0 and W_1.
  var tails: [S]

  init(alice: Amplitudes, bob: Amplitudes, cutoff: Int, tail: Tail = .sum) {
    self.alice = alice
    self.bob = bob
    self.cutoff = cutoff
    switch tail {
    case .sum:
      tails = (0...1).map {
        Self.tail(
          $0, $0, alice.values, alice.remainder[$0], bob.values, bob.remainder[$0], cutoff)
      }
    case .rootOfSquares:
      tails = (0...1).map { Self.rootOfSquares($0, $0, alice, bob, cutoff) }
    }
  }

  /// W_jk of TF-53: the root of the sum of squares over n of parity j and m of parity k beyond the cut-off.
  func rootOfSquares(_ j: Int, _ k: Int) -> S { Self.rootOfSquares(j, k, alice, bob, cutoff) }

  private static func rootOfSquares(
    _ j: Int, _ k: Int, _ alice: Amplitudes, _ bob: Amplitudes, _ cutoff: Int
  ) -> S {
    S.sqrt(
      tail(
        j, k, alice.squared, alice.remainderOfSquares[j], bob.squared, bob.remainderOfSquares[k], cutoff))
  }

  /// a_n b_m.
  func weight(_ pair: PhotonPair) -> S { alice.values[pair.n] * bob.values[pair.m] }

  /// Σ a_n b_m over n of parity j and m of parity k with n + m > S, remainders included.
  private static func tail(
    _ j: Int, _ k: Int, _ alice: [S], _ rest: S, _ bob: [S], _ bobsRest: S, _ cutoff: Int
  ) -> S {
    // suffix[i]: Σ b_m over m ≥ i of the parity.
    var suffix = Array(repeating: bobsRest, count: bob.count + 2)
    for m in stride(from: bob.count - 1, through: 0, by: -1) {
      suffix[m] = m % 2 == k ? suffix[m + 1] + bob[m] : suffix[m + 1]
    }
    var sum = S.zero
    for n in stride(from: j, to: alice.count, by: 2) {
      let first = Swift.min(Swift.max(0, cutoff - n + 1), bob.count)
      sum = sum + alice[n] * suffix[first]
    }
    return sum + rest * suffix[0]
  }

  /// [Σ_{P_0} a b √x + scale W_0]² + [the same for P_1]², from √x of each pair.
  func phaseErrorSum(rootsOf roots: (PhotonPair) -> S, tailScale: S) -> S {
    var sums = tails.map { $0 * tailScale }
    for pair in PhotonPair.equalParity(upTo: cutoff) {
      sums[pair.parity] = sums[pair.parity] + weight(pair) * roots(pair)
    }
    return S.square(sums[0]) + S.square(sums[1])
  }
}

extension ParityWeights.Amplitudes {
  /// The most terms that are summed one by one; the remainder covers the rest.
  private static var mostTerms: Int { 300 }

  /// c_n(s) = e^(−s/2) s^(n/2) / √(n!): amplitudes of the cat states of intensity s (TF-7).
  ///
  /// - Parameters:
  ///   - s: the key intensity.
  ///   - cutoff: terms up to here are always there.
  static func catState(intensity s: S, cutoff: Int) -> Self {
    var values = [S.exp(-s / S(2))]
    let size = s.highest
    while values.count < Self.mostTerms || Double(values.count) < 2 * size + 2 {
      let n = values.count
      let next = values[n - 1] * S.sqrt(s / S(Double(n)))
      values.append(next)
      if n > cutoff, Double(n) > 2 * size, next.highest < 1e-22 * values[0].highest { break }
    }
    // From n0 ≥ s on every second term falls at least by s/√((n0+1)(n0+2)).
    var remainder = [S.zero, S.zero]
    var remainderOfSquares = remainder
    var term = values[values.count - 1]
    for n in values.count...(values.count + 1) {
      term = term * S.sqrt(s / S(Double(n)))
      let ratio = s / S.sqrt(S(Double(n + 1)) * S(Double(n + 2)))
      remainder[n % 2] = term / (S.one - ratio)
      remainderOfSquares[n % 2] = S.square(term) / (S.one - S.square(ratio))
    }
    return Self(values: values, remainder: remainder, remainderOfSquares: remainderOfSquares)
  }

  /// r_n = √(Pois(s, n)/p(n)), p(n) = Σ_i p_i Pois(μ_i, n) (TF-30).
  ///
  /// Needs s < μ_max; beyond the direct terms r_n ≤ √(e^(μ_max − s)/p_max) (s/μ_max)^(n/2).
  static func signalOverTest(_ side: SideSettings, cutoff: Int) -> Self {
    let s = S(side.signalIntensity)
    let mu = side.testIntensities.map { S($0) }
    // r_n^−2 = Σ_i p_i e^(s − μ_i) (μ_i/s)^n.
    let ratios = mu.map { $0 / s }
    var terms = zip(mu, side.testProbabilities).map { S($0.1) * S.exp(s - $0.0) }
    var values: [S] = []
    while values.count < Self.mostTerms {
      let sum = terms.reduce(S.zero, +)
      values.append(S.one / S.sqrt(sum))
      let n = values.count
      if n > cutoff + 1, values[n - 1].highest < 1e-20 * values[0].highest { break }
      terms = zip(terms, ratios).map { $0 * $1 }
    }
    let ratio = s / mu[0]
    var bound = S.sqrt(S.exp(mu[0] - s) / S(side.testProbabilities[0]))
    // √(s/μ_max)^n without overflow: one factor after another.
    let root = S.sqrt(ratio)
    for _ in 0..<values.count { bound = bound * root }
    var remainder = [S.zero, S.zero]
    var remainderOfSquares = remainder
    for n in values.count...(values.count + 1) {
      remainder[n % 2] = bound / (S.one - ratio)
      remainderOfSquares[n % 2] = S.square(bound) / (S.one - S.square(ratio))
      bound = bound * root
    }
    return Self(values: values, remainder: remainder, remainderOfSquares: remainderOfSquares)
  }
}
