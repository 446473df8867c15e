// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import SendingOrNotSending
import Testing

/// The bound on phase errors of pairs against the exact tails of every spin sector (sns sheet, TFS-30).
@Suite("Exact sector tails")
struct SpinSectorTests {
  /// f(n, j) = C(n, j) − C(n, j−1): how often spin n/2 − j occurs among n qubits.
  private func multiplicity(_ n: Int, _ j: Int) -> Double {
    guard j >= 0, 2 * j <= n else { return 0 }
    return binomial(n, j) * Double(n - 2 * j + 1) / Double(n - j + 1)
  }

  private func binomial(_ n: Int, _ k: Int) -> Double {
    guard k >= 0, k <= n else { return 0 }
    return (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  /// P(S = s) for k pairs among n untagged qubits of spin n/2 − j and z component M = twiceM/2.
  private func law(n: Int, j: Int, twiceM: Int, pairs k: Int) -> [Double] {
    let rest = n - 2 * k
    let final = n - 2 * j
    let m = Double(twiceM) / 2
    var weights: [Double] = []
    for s in 0...k {
      // Spins as twice their value; the rest must have the same z component.
      var chain: [Int: Double] = [:]
      for jr in 0...(rest / 2) where rest - 2 * jr >= abs(twiceM) {
        chain[rest - 2 * jr] = multiplicity(rest, jr)
      }
      for _ in 0..<(k - s) {
        var next: [Int: Double] = [:]
        for (twice, weight) in chain {
          let spin = Double(twice) / 2
          func move(_ to: Int, _ p: Double) {
            if p > 0, to >= abs(twiceM) { next[to, default: 0] += weight * p }
          }
          move(twice + 2, ((spin + 1) * (spin + 1) - m * m) / ((2 * spin + 1) * (spin + 1)))
          guard twice > 0 else { continue }
          move(twice, m * m / (spin * (spin + 1)))
          move(twice - 2, (spin * spin - m * m) / (spin * (2 * spin + 1)))
        }
        chain = next
      }
      weights.append(binomial(k, s) * (chain[final] ?? 0))
    }
    let sum = weights.reduce(0, +)
    return sum > 0 ? weights.map { $0 / sum } : weights
  }

  private func binomialTails(_ k: Int, _ p: Double) -> [Double] {
    var tails = [Double](repeating: 0, count: k + 2)
    for s in stride(from: k, through: 0, by: -1) {
      tails[s] = tails[s + 1] + binomial(k, s) * Double.pow(p, s) * Double.pow(1 - p, k - s)
    }
    return tails
  }

  @Test("A times the binomial tail is above the exact one in every sector; without A it often is not")
  func tails() throws {
    var compared = 0
    var aboveBinomial = 0
    var largest = 0.0
    for (n, k) in [(12, 3), (21, 6), (40, 10), (41, 15), (80, 20), (100, 12), (160, 50)] {
      for twiceM in [n % 2, n % 2 + 2, n % 2 + 6] {
        let u0 = (n + twiceM) / 2
        let u1 = n - u0
        guard k <= u1 else { continue }
        for j in 1..<u1 where n < 50 || j % 7 == 1 {
          let law = law(n: n, j: j, twiceM: twiceM, pairs: k)
          guard law.reduce(0, +) > 0 else { continue }
          let bound = PairingBound<Double>(
            u0: LowerBound(Double(u0)), u1: LowerBound(Double(u1)), n0: Double(u0), n1: Double(u1),
            m: UpperBound(Double(j)), classicalBeta: 1e-9, quantumBeta: 1)
          let p = try #require(bound.pairError)
          let a = Double.exp(try #require(bound.logFactor))
          let binomials = binomialTails(k, min(p, 1))
          var exact = 0.0
          for q in stride(from: k - 1, through: 0, by: -1) {
            exact += law[q + 1]
            guard exact > 1e-14 else { continue }
            compared += 1
            if exact > binomials[q + 1] * (1 + 1e-9) { aboveBinomial += 1 }
            largest = max(largest, exact / (a * binomials[q + 1]))
          }
        }
      }
    }
    #expect(largest < 0.5, "exact tail over bound: \(largest)")
    #expect(compared > 1000 && aboveBinomial > compared / 20)
    // The bound is not idle: somewhere half of A is needed.
    #expect(largest > 0.3, "\(largest)")
  }

  @Test("Small n: P(S = 1) of one pair is the singlet weight of its sector")
  func onePair() {
    // Two qubits, j = 1, M = 0: a singlet with certainty; j = 0: never.
    #expect(law(n: 2, j: 1, twiceM: 0, pairs: 1) == [0, 1])
    #expect(law(n: 2, j: 0, twiceM: 0, pairs: 1) == [1, 0])
  }
}
