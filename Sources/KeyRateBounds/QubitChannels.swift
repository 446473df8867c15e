// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// Limits of channels for qubits and qudits (bounds sheet, section 3), in bits per use.
package enum QubitChannels {
  private static let ln2 = PureLoss.naturalLogOfTwo

  /// H(p) = −Σ p log2 p.
  package static func entropy(_ probabilities: [Double]) -> Double {
    probabilities.reduce(0) { $1 > 0 ? $0 - $1 * Double.log($1) / ln2 : $0 }
  }

  /// 1 − h(p): dephasing (BND-16), with the series near p = 1/2 (BND-21).
  package static func dephasing(_ p: Double) -> Double {
    let s = 1 - 2 * p
    guard abs(s) < 0.05 else { return binaryEntropyComplement(p) }
    var (sum, power) = (0.0, 1.0)
    for k in 1...12 {
      power *= s * s
      sum += power / Double(2 * k * (2 * k - 1))
    }
    return sum / ln2
  }

  /// Erasure of qudits (BND-17).
  package static func erasure(_ p: Double, dimension d: Double) -> Double { (1 - p) * Double.log(d) / ln2 }

  /// Upper limit and hashing bound of a Pauli channel (BND-18).
  package static func pauli(_ probabilities: [Double]) -> (upper: Double, lower: Double) {
    let most = probabilities.max() ?? 0
    return (most > 0.5 ? dephasing(most) : 0, max(0, 1 - entropy(probabilities)))
  }

  /// Depolarising ρ → (1−p) ρ + p I/2, 0 ≤ p ≤ 4/3 (BND-19).
  package static func depolarizing(_ p: Double) -> (upper: Double, lower: Double) {
    let found = pauli([1 - 3 * p / 4, p / 4, p / 4, p / 4])
    return (p >= 2.0 / 3 ? 0 : found.upper, found.lower)
  }

  /// Amplitude damping: −log2 p, the squashed bound maximised over the input, and what some code reaches (BND-20).
  package static func amplitudeDamping(_ p: Double) -> (entropic: Double, squashed: Double, lower: Double) {
    let entropic = min(1, p > 0 ? -Double.log(p) / ln2 : .infinity)
    let squashed = maximum { binaryEntropy($0 * (1 - p / 2)) - binaryEntropy($0 * p / 2) }
    return (entropic, squashed, max(0, maximum { binaryEntropy($0) - binaryEntropy($0 * p) }))
  }

  /// The maximum of a concave function on [0, 1], by golden section.
  private static func maximum(_ f: (Double) -> Double) -> Double {
    let ratio = 0.6180339887498949
    var (a, b) = (0.0, 1.0)
    var (c, d) = (1 - ratio, ratio)
    var (fc, fd) = (f(c), f(d))
    for _ in 0..<80 {
      if fc > fd {
        (b, d, fd) = (d, c, fc)
        c = b - ratio * (b - a)
        fc = f(c)
      } else {
        (a, c, fc) = (c, d, fd)
        d = a + ratio * (b - a)
        fd = f(d)
      }
    }
    return f((a + b) / 2)
  }

  /// More uses than this are refused by the exact forms below.
  package static let mostUses = 10_000_000.0

  /// ln C(n, k) for k = 0, 1, …, handed out in order; 0 ≤ k ≤ n.
  private struct Binomials {
    let n: Double
    var k = 0.0
    private var sum = CompensatedSum()

    init(_ n: Double) { self.n = n }

    var value: Double { sum.value }

    mutating func advance() {
      k += 1
      sum.add(Double.log((n - k + 1) / k))
    }
  }

  /// The longest key of n uses of dephasing (BND-29a); p and 1 − p are alike.
  ///
  /// - Parameters:
  ///   - p: probability of a phase flip.
  ///   - n: uses, at most ``mostUses``.
  ///   - eps: 0 ≤ ε < 1.
  package static func dephasingKey(_ p: Double, uses n: Double, infidelity eps: Double) -> Double {
    let q = min(p, 1 - p)
    if q == 0 { return n - Double.log(onePlus: -eps) / ln2 }
    let (lnp, lnq) = (Double.log(q), Double.log(onePlus: -q))
    // The upper tail up to ε, from k = n down: C(n, n−j) = C(n, j).
    var coefficients = Binomials(n)
    var tail = 0.0
    var edge = n
    var share = 1.0
    while true {
      let k = n - coefficients.k
      let term = Double.exp(coefficients.value + k * lnp + (n - k) * lnq)
      if tail + term > eps || k == 0 {
        edge = k
        share = term > 0 ? 1 - (eps - tail) / term : 1
        break
      }
      tail += term
      coefficients.advance()
    }
    // log2 [Σ_{k<k0} C(n,k) + γ C(n,k0)], from its largest term.
    let top = peak(n, upTo: edge)
    var sum = CompensatedSum()
    var below = Binomials(n)
    while below.k < edge {
      sum.add(Double.exp(below.value - top))
      below.advance()
    }
    sum.add(max(0, share) * Double.exp(below.value - top))
    return n - (top + Double.log(sum.value)) / ln2
  }

  private static func peak(_ n: Double, upTo edge: Double) -> Double {
    var coefficients = Binomials(n)
    let place = min(edge, (n / 2).rounded(.down))
    while coefficients.k < place { coefficients.advance() }
    return coefficients.value
  }

  /// The longest key of n uses of erasure (BND-29b).
  ///
  /// - Parameters:
  ///   - p: probability of an erasure.
  ///   - d: dimension, at least 2.
  ///   - n: uses, at most ``mostUses``.
  ///   - eps: 0 ≤ ε < 1.
  package static func erasureKey(_ p: Double, dimension d: Double, uses n: Double, infidelity eps: Double) -> Double {
    let success = -Double.log(onePlus: -eps) / ln2
    if p == 0 { return n * Double.log(d) / ln2 + success }
    if p == 1 { return success }
    let (lnp, lnq, lnd) = (Double.log(p), Double.log(onePlus: -p), Double.log(d))
    // The lower tail up to ε from k = 0.
    var coefficients = Binomials(n)
    var tail = 0.0
    var share = 1.0
    while true {
      let k = coefficients.k
      let term = Double.exp(coefficients.value + k * lnq + (n - k) * lnp)
      if tail + term > eps || k == n {
        share = term > 0 ? 1 - (eps - tail) / term : 1
        break
      }
      tail += term
      coefficients.advance()
    }
    var logs: [Double] = []
    var part = max(0, share)
    var top = -Double.infinity
    while true {
      let k = coefficients.k
      if part > 0 {
        let value = coefficients.value + k * (lnq - lnd) + (n - k) * lnp + Double.log(part)
        logs.append(value)
        top = max(top, value)
        // The terms fall from their peak on: what is far below it adds nothing.
        if value < top - 60 { break }
      }
      if k == n { break }
      part = 1
      coefficients.advance()
    }
    var sum = CompensatedSum()
    for value in logs { sum.add(Double.exp(value - top)) }
    return -(top + Double.log(sum.value)) / ln2
  }
}
