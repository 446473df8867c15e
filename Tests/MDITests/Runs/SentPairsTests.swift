// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("Pulse pairs really sent (section 6)")
struct SentPairsTests {
  private func four() -> (FourIntensityCounts, PerParty<FourIntensityChoice>) {
    var random = SplitMix64(seed: 4361)
    var link = RandomLink(&random)
    link.pulses = 1e12
    var counts = link.fourCounts.drawn(&random)
    let (a, b) = (link.four.alice.shares, link.four.bob.shares)
    var sent = a.map { p in b.map { (1e12 * p * $0).rounded() } }
    let rest = 1e12 - sent.flatMap(\.self).reduce(0, +)
    sent[0][0] += rest
    counts.sent = sent.map { $0.map { $0 } }
    return (counts, link.four)
  }

  @Test("Numbers that the probabilities explain pass and change nothing")
  func harmless() throws {
    var (counts, choices) = four()
    let with = try FiniteKey.analyse(counts, choices, FiniteKeyOptions())
    counts.sent = nil
    #expect(try FiniteKey.analyse(counts, choices, FiniteKeyOptions()) == with)
    // Some of the pairs only.
    (counts, choices) = four()
    counts.sent?[1][2] = nil
    #expect(try FiniteKey.analyse(counts, choices, FiniteKeyOptions()) == with)
  }

  @Test(
    "Seven standard deviations and ten pass, one more does not; nor do a sum that is not N, or fewer than announced")
  func refused() throws {
    let (good, choices) = four()
    func message(_ change: (inout FourIntensityCounts) -> Void) -> String {
      var counts = good
      change(&counts)
      do {
        _ = try FiniteKey.estimate(counts, choices, FiniteKeyOptions())
        return "accepted"
      } catch { return "\(error)" }
    }
    func raise(_ counts: inout FourIntensityCounts, _ k: Int, _ by: Double) {
      let old = counts.sent?[k][k] ?? 0
      counts.sent?[k][k] = old + by
    }
    let mean = 1e12 * choices.alice.shares[1] * choices.bob.shares[3]
    let most = 7 * mean.squareRoot() + 10
    for sign in [-1.0, 1] {
      func moved(_ by: Double) -> String {
        message {
          let old = $0.sent?[1][3].map { $0 } ?? 0
          let new = (mean + sign * by).rounded(sign < 0 ? .up : .down)
          $0.sent?[1][3] = new
          raise(&$0, 0, old - new)
        }
      }
      #expect(moved(most) == "accepted")
      #expect(moved(most + 2).contains("setting frequencies do not match probabilities"))
    }
    let sum = message { raise(&$0, 0, 1) }
    #expect(sum.contains("must be the sum of all settings"))
    let some = message { $0.sent?[2][2] = nil }
    #expect(some == "accepted")
    let negative = message { $0.sent?[3][3] = -1 }
    #expect(negative.contains("sent[o, o]"))
    let half = message { raise(&$0, 3, 0.5) }
    #expect(half.contains("whole number"))
    let rows = message { _ = $0.sent?.removeLast() }
    #expect(rows.contains("4 rows of 4"))
    // A count that N p_ij still allows, but not the number really sent.
    let oo = try #require(good.sent?[3][3])
    let few = message { $0.oo = oo + 1 }
    #expect(few.contains("pulse pairs were sent with these settings"))
  }

  @Test("The same with three intensities, each basis by itself")
  func three() throws {
    var random = SplitMix64(seed: 4362)
    var link = RandomLink(&random)
    link.pulses = 1e12
    var good = link.threeCounts
    good.origin = .measured
    for path in [\ThreeIntensityCounts.keyBasis, \.testBasis, \.testErrors] {
      good[keyPath: path].values = good[keyPath: path].values.map { $0.rounded() }
    }
    good.keyErrors = good.keyErrors.rounded()
    for (basis, path) in [(Basis.z, \ThreeIntensityCounts.keyBasisSent), (.x, \.testBasisSent)] {
      good[keyPath: path] = PairTable {
        (1e12 * ThreeIntensityCounts.probability(link.three, basis, $0, $1)).rounded()
      }
    }
    #expect(throws: Never.self) { try FiniteKey.estimate(good, link.three, FiniteKeyOptions()) }
    for (path, name) in [(\ThreeIntensityCounts.keyBasisSent, "NZ"), (\.testBasisSent, "NX")] {
      for cell in 0..<9 {
        var counts = good
        let value = counts[keyPath: path]?.values[cell] ?? 0
        counts[keyPath: path]?.values[cell] = (value + 7 * value.squareRoot() + 12).rounded(.up)
        do {
          _ = try FiniteKey.estimate(counts, link.three, FiniteKeyOptions())
          Issue.record("\(name) \(cell) accepted")
        } catch {
          let words = ["mu", "nu", "om"]
          #expect(error.quantity == "\(name)[\(words[cell / 3]), \(words[cell % 3])]")
        }
      }
    }
    // More pairs with like bases than pulse pairs at all.
    var counts = good
    counts.pulses = 1e12 * (1 - 1e-8)
    let sum = (counts.keyBasisSent?.values ?? []).reduce(0, +) + (counts.testBasisSent?.values ?? []).reduce(0, +)
    #expect(sum < counts.pulses, "pairs of unlike bases are the rest")
  }
}
