// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Honest counts in the wrong columns (section 5a)")
struct PermutedCountsTests {
  /// Whether no photon numbers give such counts by far: e^μ n/p rises with μ for whatever yields, here it falls by
  /// more than any tail of the analysis (fifteen standard deviations).
  private func fallsByFar(_ counts: ByIntensity<Double>, _ settings: Settings) -> Bool {
    let ends = zip(settings.intensities.list, zip(settings.probabilities.list, counts.list)).map { mu, pair in
      let (p, n) = pair
      let spread = 15 * (n.squareRoot() + 15)
      return (lower: exp(mu) / p * max(0, n - spread), upper: exp(mu) / p * (n + spread))
    }
    return ends.indices.contains { i in ends[(i + 1)...].contains { ends[i].upper < $0.lower } }
  }

  @Test("Permuted columns whose gains differ by more than the tails: length 0 with the reason, whatever the link")
  func permuted() throws {
    var random = SplitMix64(seed: 7144)
    var refused = 0
    for _ in 0..<4000 {
      let c = RandomCase(&random, proof: .sound, sampling: .kl, statistics: .kl)
      var order = Array(c.settings.intensities.list.indices)
      while order == order.sorted() { order.sort { _, _ in random.chance(0.5) } }
      func moved(_ x: ByIntensity<Double>) -> ByIntensity<Double> {
        byIntensity(order.map { x.list[$0].rounded() })
      }
      var counts = c.counts
      (counts.keyDetections, counts.keyErrors) = (moved(counts.keyDetections), moved(counts.keyErrors))
      (counts.testDetections, counts.testErrors) = (moved(counts.testDetections), moved(counts.testErrors))
      (counts.origin, counts.pulses) = (.measured, nil)
      guard counts.keyDetections.total > 0, counts.testDetections.total > 0 else { continue }
      guard fallsByFar(counts.keyDetections, c.settings) || fallsByFar(counts.testDetections, c.settings) else {
        continue
      }
      refused += 1
      let rate = try FiniteKey.analyse(counts, c.settings, c.options)
      if rate.lengthBits != 0 || rate.reasonForZero?.kind != .countsContradictSettings
        || rate.analysis.status == .certified
      {
        Issue.record("\(String(describing: rate.reasonForZero)) \(rate.lengthBits ?? -1): \(order) \(c.label)")
      }
    }
    #expect(refused > 1500)
  }
}
