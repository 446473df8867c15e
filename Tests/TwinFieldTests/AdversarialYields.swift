// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport

@testable import TwinField

/// Yields as an eavesdropper might choose them, far from any channel, and the gains that follow from them.
struct AdversarialYields {
  /// Y(n, m), both up to `most`; what lies beyond is 0.
  let values: [[Double]]
  static let most = 30

  /// Draws yields: random numbers, zeros and ones, functions of parity, or all light beyond a photon number.
  init(_ random: inout SplitMix64) {
    let kind = random.whole(0...4)
    let threshold = random.whole(1...9)
    let scale = random.logUniform(1e-6, 1)
    values = (0...Self.most).map { n in
      (0...Self.most).map { m in
        switch kind {
        case 0: random.unit() * scale
        case 1: random.chance(0.5) ? 1 : 0
        case 2: (n + m) % 2 == 0 ? 1 : scale
        case 3: n >= threshold || m >= threshold ? 1 : 0
        default: n == m ? scale : (n > threshold ? 1 : random.unit() * scale)
        }
      }
    }
  }

  /// Y(n, m).
  subscript(_ pair: PhotonPair) -> Double { values[pair.n][pair.m] }

  /// Gains to the last digit: Σ Pois Pois Y with twice the digits.
  func gains(_ alice: [Double], _ bob: [Double]) -> TestGains {
    func weights(_ mu: Double) -> [DoubleDouble] {
      (0...Self.most).map { PoissonWeights.probability(photons: $0, mean: DoubleDouble(mu)) }
    }
    let a = alice.map(weights)
    let b = bob.map(weights)
    return TestGains(
      alice: alice, bob: bob,
      values: a.flatMap { p in
        b.map { q in
          var sum = DoubleDouble(0)
          for (n, row) in values.enumerated() {
            var inner = DoubleDouble(0)
            for (m, y) in row.enumerated() where y > 0 { inner = inner + q[m] * DoubleDouble(y) }
            sum = sum + p[n] * inner
          }
          return sum.approximation
        }
      })
  }
}
