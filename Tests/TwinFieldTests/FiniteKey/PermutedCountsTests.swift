// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Test counts in the wrong rows (TF-22, TF-52)")
struct PermutedCountsTests {
  @Test("Rows of the test matrix permuted: length 0 with the reason where the gains differ by more than the tails")
  func permuted() throws {
    var random = SplitMix64(seed: 7148)
    var refused = 0
    for _ in 0..<16 {
      let c = RandomCase(&random, decoys: 2...3, loss: 10...40)
      var counts = c.counts.rounded
      let rows = counts.testCounts.count
      var order = Array(0..<rows)
      while order == order.sorted() { order.sort { _, _ in random.chance(0.5) } }
      counts.testCounts = order.map { counts.testCounts[$0] }
      // Of Bob's strongest pulses: e^a n/p rises with a for whatever yields.
      let alice = c.settings.alice
      let ends = (0..<rows).map { i in
        let n = counts.testCounts[i][0]
        let spread = 15 * (n.squareRoot() + 15)
        let scale = exp(alice.testIntensities[i]) / alice.testProbabilities[i]
        return (lower: scale * max(0, n - spread), upper: scale * (n + spread))
      }
      guard ends.indices.contains(where: { i in ends[(i + 1)...].contains { ends[i].upper < $0.lower } }) else {
        continue
      }
      refused += 1
      let options = FiniteKeyOptions(pairCutoff: 2, photonCutoff: 6, leakage: .measured(bits: counts.keyCount))
      let rate = try FiniteKey.analyse(counts, c.settings, options)
      if rate.lengthBits != 0 || rate.reasonForZero?.isContradiction != true || rate.analysis.status == .certified {
        Issue.record("\(String(describing: rate.reasonForZero)), \(rate.lengthBits ?? -1) bit: \(order) \(c.label)")
      }
    }
    #expect(refused >= 8)
  }
}
