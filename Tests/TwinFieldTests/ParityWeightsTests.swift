// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

/// e^(−s/2) s^(n/2)/√n!, by logarithms.
private func amplitude(_ s: Double, _ n: Int) -> Double {
  exp((Double(n) * log(s) - s - lgamma(Double(n + 1))) / 2)
}

/// √(Pois(s, n)/Σ p_i Pois(μ_i, n)), by logarithms.
private func ratio(_ side: SideSettings, _ n: Int) -> Double {
  let s = side.signalIntensity
  // n!, and with it overflow, drops out; the largest term is split off.
  let logs = zip(side.testIntensities, side.testProbabilities).map { mu, p in
    (mu > 0 ? Double(n) * log(mu) : (n == 0 ? 0 : -.infinity)) - mu + log(p)
  }
  let top = logs.max() ?? 0
  let sum = top + log(logs.reduce(0) { $0 + exp($1 - top) })
  return exp((Double(n) * log(s) - s - sum) / 2)
}

/// Σ a_n b_m over n = m = j mod 2 and n + m > S, term by term.
private func directTail(_ parity: Int, _ cutoff: Int, _ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for n in stride(from: parity, to: a.count, by: 2) {
    for m in stride(from: parity, to: b.count, by: 2) where n + m > cutoff { sum += a[n] * b[m] }
  }
  return sum
}

@Suite("Weights of photon pairs and what lies beyond the cut-off (TF-7 to TF-9, TF-30, TF-31)")
struct ParityWeightsTests {
  private func side(_ s: Double, _ mu: [Double], _ p: [Double]) -> SideSettings {
    SideSettings(signalIntensity: s, testIntensities: mu, testProbabilities: p)
  }

  @Test("Pairs of equal parity, each once")
  func pairs() {
    #expect(PhotonPair.equalParity(upTo: 0) == [PhotonPair(0, 0)])
    #expect(PhotonPair.equalParity(upTo: 1) == [PhotonPair(0, 0)])
    for cutoff in 0...13 {
      let pairs = PhotonPair.equalParity(upTo: cutoff)
      let half = cutoff / 2 + 1
      #expect(pairs.count == half * half && Set(pairs).count == pairs.count)
      #expect(pairs.allSatisfy { ($0.n - $0.m) % 2 == 0 && $0.n + $0.m <= cutoff && $0.n >= 0 && $0.m >= 0 })
      #expect(pairs.allSatisfy { $0.parity == $0.m % 2 })
    }
  }

  @Test("Amplitudes of cat states; their squares sum to 1")
  func catStates() {
    for s in [1e-4, 0.02, 0.3, 1, 5.0] {
      let a = ParityWeights<Double>.Amplitudes.catState(intensity: s, cutoff: 12)
      for (n, value) in a.values.enumerated() { #expect(relativeDifference(value, amplitude(s, n)) < 1e-12) }
      #expect(abs(a.values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-14)
      #expect(a.values.count > 13)
    }
  }

  @Test("Ratios of signal and test probabilities, whatever the decoys")
  func ratios() {
    for side in [
      side(0.02, [0.4, 0.1, 1e-4], [0.2, 0.3, 0.5]), side(0.1, [0.11, 0.05, 0], [0.6, 0.3, 0.1]),
      side(1e-3, [0.9, 1e-5], [0.01, 0.99]), side(0.399, [0.4, 0.1], [0.5, 0.5]),
    ] {
      let a = ParityWeights<Double>.Amplitudes.signalOverTest(side, cutoff: 10)
      for (n, value) in a.values.enumerated() where relativeDifference(value, ratio(side, n)) > 1e-11 {
        Issue.record("r_\(n) = \(value), expected \(ratio(side, n))")
      }
    }
    // By hand: n = 0, two intensities of probability 1/2.
    let simple = ParityWeights<Double>.Amplitudes.signalOverTest(side(0.1, [0.5, 0.2], [0.5, 0.5]), cutoff: 4)
    #expect(
      relativeDifference(simple.values[0], (exp(-0.1) / (0.5 * exp(-0.5) + 0.5 * exp(-0.2))).squareRoot()) < 1e-14)
  }

  @Test("Tails agree with direct summation; the remainder covers what is left out")
  func tails() {
    var random = SplitMix64(seed: 721)
    for _ in 0..<40 {
      let (sA, sB) = (random.logUniform(1e-3, 5), random.logUniform(1e-3, 5))
      let a = (0..<160).map { amplitude(sA, $0) }
      let b = (0..<160).map { amplitude(sB, $0) }
      for cutoff in [0, 1, 2, 5, 6, 12, 25] {
        let weights = ParityWeights<Double>(
          alice: .catState(intensity: sA, cutoff: cutoff), bob: .catState(intensity: sB, cutoff: cutoff),
          cutoff: cutoff)
        for j in 0...1 {
          let direct = directTail(j, cutoff, a, b)
          // The remainder makes it an upper bound, by next to nothing.
          if !(direct * (1 - 1e-12)...direct * (1 + 1e-12) + 1e-24).contains(weights.tails[j]) {
            Issue.record("T_\(j)(\(cutoff)) = \(weights.tails[j]), directly \(direct) for \(sA), \(sB)")
          }
        }
      }
    }
  }

  @Test("Tails of ratios fall slowly next to the strongest decoy and are still covered")
  func slowTails() {
    for (s, slack) in [(0.02, 1e-12), (0.3, 1e-11), (0.39, 1e-3), (0.3999, 0.02)] {
      let alice = side(s, [0.4, 0.1, 1e-4], [0.2, 0.3, 0.5])
      let bob = side(s / 2, [0.4, 1e-4], [0.2, 0.8])
      let a = ParityWeights<Double>.Amplitudes.signalOverTest(alice, cutoff: 4)
      let b = ParityWeights<Double>.Amplitudes.signalOverTest(bob, cutoff: 4)
      // Far enough for the sums to have converged.
      let most = Int(80 / -log(s / 0.4)) + 50
      let all = (0..<most).map { ratio(alice, $0) }
      let others = (0..<400).map { ratio(bob, $0) }
      for j in 0...1 {
        let left = stride(from: j, to: most, by: 2).reduce(0) { $1 >= a.values.count ? $0 + all[$1] : $0 }
        #expect(a.remainder[j] >= left && a.remainder[j] <= 3 * left + 1e-18)
        let even = stride(from: j, to: most, by: 2).reduce(0) { $0 + all[$1] }
        let odd = stride(from: j, to: 400, by: 2).reduce(0) { $0 + others[$1] }
        let inside = PhotonPair.equalParity(upTo: 4).filter { $0.parity == j }
          .reduce(0) { $0 + all[$1.n] * others[$1.m] }
        let weights = ParityWeights<Double>(alice: a, bob: b, cutoff: 4)
        let direct = even * odd - inside
        #expect(weights.tails[j] >= direct * (1 - 1e-11))
        #expect(weights.tails[j] <= direct * (1 + slack))
      }
    }
  }

  @Test("With all yields at 1 the sum is the same for every cut-off: no pair is lost or counted twice")
  func completeness() {
    var random = SplitMix64(seed: 722)
    for _ in 0..<30 {
      let (sA, sB) = (random.logUniform(1e-3, 3), random.logUniform(1e-3, 3))
      let total = (0...1).reduce(0.0) { sum, j in
        let a = stride(from: j, to: 120, by: 2).reduce(0) { $0 + amplitude(sA, $1) }
        let b = stride(from: j, to: 120, by: 2).reduce(0) { $0 + amplitude(sB, $1) }
        return sum + a * b * a * b
      }
      for cutoff in [0, 2, 3, 4, 8, 20] {
        let weights = ParityWeights<Double>(
          alice: .catState(intensity: sA, cutoff: cutoff), bob: .catState(intensity: sB, cutoff: cutoff),
          cutoff: cutoff)
        #expect(relativeDifference(weights.phaseErrorSum(rootsOf: { _ in 1 }, tailScale: 1), total) < 1e-12)
        #expect(relativeDifference(weights.phaseErrorSum(rootsOf: { _ in 3 }, tailScale: 3), 9 * total) < 1e-12)
      }
    }
  }

  @Test("Enclosures contain the doubles and are narrow")
  func enclosures() {
    let side = side(0.13, [0.5, 0.2, 1e-4], [0.2, 0.3, 0.5])
    func weights<S: Scalar>(_: S.Type) -> [ParityWeights<S>] {
      [
        ParityWeights(
          alice: .catState(intensity: S(0.13), cutoff: 6), bob: .catState(intensity: S(0.4), cutoff: 6), cutoff: 6),
        ParityWeights(
          alice: .signalOverTest(side, cutoff: 6), bob: .signalOverTest(side, cutoff: 6), cutoff: 6),
      ]
    }
    for (double, interval) in zip(weights(Double.self), weights(Interval.self)) {
      for (a, b) in zip(
        double.alice.values.prefix(12) + double.tails, interval.alice.values.prefix(12) + interval.tails)
      {
        #expect(b.contains(a) && b.width < 1e-12 * a)
      }
      for (a, b) in zip(double.tails, double.enclosed.tails) { #expect(b.contains(a) && b.width < 1e-12 * a) }
    }
  }
}
