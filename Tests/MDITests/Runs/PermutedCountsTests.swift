// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("Counts in the wrong places, and any counts at all (MDI-34b, MDI-38b)")
struct PermutedCountsTests {
  private static let reasons: [ReasonForZero.Kind] = [.countsContradictSettings, .inconsistentData]

  /// e^(a+b) n/(p p'), which rises with both intensities for whatever yields, with fifteen standard deviations.
  private func gain(_ n: Double, _ a: (mu: Double, p: Double), _ b: (mu: Double, p: Double)) -> (Double, Double) {
    let scale = exp(a.mu + b.mu) / (a.p * b.p)
    let spread = 15 * (n.squareRoot() + 15)
    return (scale * max(0, n - spread), scale * (n + spread))
  }

  /// No result at all is a refusal too: more counts than pulses.
  private func expectRefusal(_ rate: SecretKeyRate?, _ label: String) {
    guard let rate else { return }
    if rate.lengthBits != 0 || !(rate.reasonForZero.map { Self.reasons.contains($0.kind) } ?? false)
      || rate.analysis.status == .certified
    {
      Issue.record("\(String(describing: rate.reasonForZero)), \(rate.lengthBits ?? -1) bit: \(label)")
    }
  }

  @Test("Four intensities, two counts of the test basis exchanged: length 0 with the reason")
  func four() throws {
    typealias Cell = (path: WritableKeyPath<FourIntensityCounts, Double>, alice: Int, bob: Int)
    // Settings o, x, y.
    let cells: [Cell] = [
      (\.oo, 0, 0), (\.xo, 1, 0), (\.ox, 0, 1), (\.yo, 2, 0), (\.oy, 0, 2), (\.xx, 1, 1), (\.yy, 2, 2),
    ]
    func settings(_ c: FourIntensityChoice) -> [(mu: Double, p: Double)] {
      [
        (0, 1 - c.signalProbability - c.strongProbability - c.weakProbability), (c.weakDecoy, c.weakProbability),
        (c.strongDecoy, c.strongProbability),
      ]
    }
    var random = SplitMix64(seed: 7145)
    var refused = 0
    for _ in 0..<200 {
      let link = RandomLink(&random)
      var c = link.fourCounts.drawn(&random)
      let wrong = c.xx > 0 ? c.xxErrors / c.xx : 0
      let (one, other) = (random.pick(cells).path, random.pick(cells).path)
      (c[keyPath: one], c[keyPath: other]) = (c[keyPath: other], c[keyPath: one])
      c.xxErrors = (wrong * c.xx).rounded()
      let (alice, bob) = (settings(link.four.alice), settings(link.four.bob))
      func ends(_ cell: Cell) -> (Double, Double) { gain(c[keyPath: cell.path], alice[cell.alice], bob[cell.bob]) }
      let falls = cells.contains { weak in
        cells.contains { $0.alice >= weak.alice && $0.bob >= weak.bob && ends($0).1 < ends(weak).0 }
      }
      guard c.zz > 0, falls else { continue }
      refused += 1
      expectRefusal(try? FiniteKey.analyse(c, link.four, FiniteKeyOptions()), "\(link)")
    }
    #expect(refused > 75)
  }

  @Test("Three intensities, Alice's rows permuted: length 0 with the reason")
  func three() throws {
    var random = SplitMix64(seed: 7146)
    var refused = 0
    for _ in 0..<60 {
      let link = RandomLink(&random)
      var order = [0, 1, 2]
      while order == [0, 1, 2] { order.sort { _, _ in random.chance(0.5) } }
      let c = link.threeCounts
      func moved(_ t: PairTable) -> PairTable { PairTable { i, j in t[order[i], j].rounded() } }
      let counts = ThreeIntensityCounts(
        keyBasis: moved(c.keyBasis), testBasis: moved(c.testBasis), testErrors: moved(c.testErrors),
        keyErrors: min(c.keyErrors.rounded(), moved(c.keyBasis)[0, 0]), pulses: link.pulses, origin: .measured)
      let (a, b) = (link.three.alice, link.three.bob)
      let ends = [0, 1, 2].map { i in
        gain(
          counts.keyBasis[i, 0], (a.intensities.list[i], a.probabilities.list[i] * a.keyBasis.list[i]),
          (b.intensities.list[0], b.probabilities.list[0] * b.keyBasis.list[0]))
      }
      guard counts.keyBasis[0, 0] > 0, ends[0].1 < ends[1].0 || ends[1].1 < ends[2].0 || ends[0].1 < ends[2].0 else {
        continue
      }
      refused += 1
      expectRefusal(try? FiniteKey.analyse(counts, link.three, FiniteKeyOptions()), "\(order) \(link)")
    }
    #expect(refused > 30)
  }

  @Test("No counts whatever give more key than there are bits")
  func garbage() throws {
    var random = SplitMix64(seed: 7147)
    var lengths = 0
    for _ in 0..<400 {
      let link = RandomLink(&random)
      var c = link.fourCounts
      c.origin = .measured
      // From a little wrong to nonsense.
      let width = random.pick([0.02, 0.3, 3, 10])
      func any(_ n: Double) -> Double { random.chance(0.05) ? 0 : (n * exp(width * random.normal())).rounded() }
      for path in [\FourIntensityCounts.zz, \.xx, \.yy, \.xo, \.ox, \.yo, \.oy, \.oo] {
        c[keyPath: path] = min(any(c[keyPath: path]), (link.pulses / 20).rounded())
      }
      c.zzErrors = (c.zz * random.uniform(0, 0.1)).rounded()
      c.xxErrors = (c.xx * random.uniform(0, 0.5)).rounded()
      guard let rate = try? FiniteKey.analyse(c, link.four, FiniteKeyOptions()) else { continue }
      let raw = try #require(rate.rawLengthBits)
      let leak = try #require(rate.value("leak_EC"))
      if raw > c.zz - leak { Issue.record("\(raw) bit of \(c.zz), leakage \(leak): \(c) \(link)") }
      lengths += 1
    }
    #expect(lengths > 200)
  }
}
