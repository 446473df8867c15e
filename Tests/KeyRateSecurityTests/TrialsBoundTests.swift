// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateSecurity

/// Bounds on how many trials there were, and on how often something happened in them.
@Suite struct TrialsBoundTests {
  /// ln P(X ≤ x) of n trials with probability p, summed from below.
  private func logBinomialTail(_ x: Int, _ n: Int, _ p: Double) -> Double {
    var total = -Double.infinity
    for j in 0...x {
      let choices: Double = lgamma(Double(n) + 1) - lgamma(Double(j) + 1) - lgamma(Double(n - j) + 1)
      let term: Double = choices + Double(j) * log(p) + Double(n - j) * log1p(-p)
      let top = max(total, term)
      total = top + log(exp(total - top) + exp(term - top))
    }
    return total
  }

  @Test func trialsBeyondTheBoundShowMoreMarks() {
    var random = SplitMix64(seed: 20_31)
    for _ in 0..<400 {
      let x = random.chance(0.2) ? 0 : random.whole(1...200)
      let z = random.logUniform(0.002, 0.95)
      let l = random.uniform(0.5, 30)
      let unmarked = RelativeEntropy.unmarkedUpperBound(
        marked: Double(x), odds: z / (1 - z), logInverseFailure: l)
      // The smallest whole number of trials above the bound.
      let trials = Int((Double(x) + unmarked).rounded(.down)) + 1
      #expect(logBinomialTail(x, trials, z) <= -l + 1e-7, "x = \(x), z = \(z), L = \(l)")
      // Not hopelessly loose: the Chernoff exponent is met at the bound itself.
      let k = Double(x) + unmarked
      let a = Double(x) / k
      let marked: Double = a > 0 ? a * log(a / z) : 0
      let exponent: Double = k * (marked + (1 - a) * log((1 - a) / (1 - z)))
      #expect(abs(exponent / l - 1) < 1e-9)
    }
  }

  @Test func countsBeyondTheBoundAreUnlikely() {
    var random = SplitMix64(seed: 20_32)
    for _ in 0..<400 {
      let n = random.whole(1...400)
      let p = random.logUniform(1e-5, 0.99)
      let l = random.uniform(0.1, 30)
      let bound = RelativeEntropy.countUpperBound(probability: p, trials: Double(n), logInverseFailure: l)
      #expect(bound >= Double(n) * p && bound <= Double(n))
      guard bound < Double(n) else {
        // Only where all trials together are not unlikely enough: ln(1/p) ≤ L/n.
        #expect(-log(p) <= l / Double(n) * (1 + 1e-12))
        continue
      }
      // P(count > bound) = P(complement count < n − bound).
      let least = Int(bound.rounded(.down)) + 1
      if least <= n { #expect(logBinomialTail(n - least, n, 1 - p) <= -l + 1e-7, "n = \(n), p = \(p), L = \(l)") }
      let y = bound / Double(n)
      let below: Double = (1 - y) * log((1 - y) / (1 - p))
      let exponent: Double = Double(n) * (y * log(y / p) + below)
      #expect(abs(exponent / l - 1) < 1e-8)
    }
  }

  @Test func endsOfTheirDomains() {
    func count(_ p: Double, _ n: Double, _ l: Double) -> Double {
      RelativeEntropy.countUpperBound(probability: p, trials: n, logInverseFailure: l)
    }
    #expect(count(0, 1e9, 20) == 0)
    #expect(count(0.1, 0, 20) == 0)
    #expect(count(1, 1e9, 20) == 1e9)
    #expect(count(0.5, 10, 7) == 10)
    #expect(count(0.25, 1e6, 0) == 0.25e6)
    // A small excess at great numbers: √(2 p (1−p) L n).
    let excess: Double = count(0.3, 1e18, 2) - 0.3e18
    #expect(abs(excess / (2 * 0.3 * 0.7 * 2 * 1e18).squareRoot() - 1) < 1e-6)
    #expect(RelativeEntropy.unmarkedUpperBound(marked: 0.0, odds: 1, logInverseFailure: 3) == 3 / log(2))
    #expect(RelativeEntropy.unmarkedUpperBound(marked: 30.0, odds: 1, logInverseFailure: 0) == 30)
    let enclosure = RelativeEntropy.unmarkedUpperBound(
      marked: Interval(lower: 0, upper: 2), odds: Interval(0.5), logInverseFailure: Interval(10))
    #expect(enclosure.lower <= 10 / log(1.5))
    #expect(enclosure.upper >= RelativeEntropy.unmarkedUpperBound(marked: 2.0, odds: 0.5, logInverseFailure: 10))
  }

  /// x, N, K, n and ln P(X ≤ x) with 18 digits (mpmath, log-gamma sums with 60 digits).
  private let tails = NumberTable(
    """
    0 811 40 405 -28.6855201252819518
    9 950 412 107 -37.5360052400602888
    0 7869 393 786 -42.4827032549046231
    270 8828 612 4414 -6.53489285161594929
    128 50088 2504 5008 -44.1614838891324625
    172 64465 3223 6446 -50.9115292359574564
    42357 946870 47343 852183 -10.0309580866816341
    66143 665927 133185 332963 -5.81736588442383302
    561827 6776756 626081 6099080 -29.2069584413720624
    524431 5285004 1057000 2642502 -42.2620791022088877
    457023 50903376 509033 45813038 -16.005835025624268
    421665 85387912 4269395 8538791 -41.3304349115505724
    17468572 97102191 19420438 87391971 -37.5046540841902173
    497500 55402643 554026 49862378 -15.2715846300635528
    17799828 98917074 19783414 89025366 -12.0927791726609169
    764404 85130336 851303 76617302 -23.2868536673774747
    265075 86056752 860567 26617661 -5.31453426909503169
    7987674 80032460 16006492 40016230 -40.9662383275514861
    360669 72783255 727832 36391627 -32.2248595501286375
    2098895 66709264 21026736 6670926 -7.70301667496782707
    """)

  @Test func hypergeometricTailsAreAsGoodAsStated() throws {
    for row in tails.rows {
      let v = row.values
      let got = try HypergeometricTail.logProbability(atMost: v[0], population: v[1], marked: v[2], draws: v[3])
      #expect(abs(got - v[4]) <= SamplingBound.tailRounding(v[1]), "\(row)")
    }
    #expect(tails.rows.count == 20)
  }

  @Test func shannonRuleIsBelowTheExactCount() {
    for (n, m) in [(10.0, 1.0), (100, 50), (1000, 3), (5000, 4999), (12345, 617), (7, 0), (7, 7)] {
      let rule = ShannonRule([.init(rounds: n, errors: m)], correctness: 1e-3)
      let exact = (lgamma(n + 1) - lgamma(m + 1) - lgamma(n - m + 1)) / log(2)
      #expect(rule.patternBits <= exact + 1e-9 && rule.patternBits >= exact - 0.18)
      #expect(rule.leastLeakage == max(0, rule.patternBits + log2(1e-3)))
    }
    let merged = ShannonRule([.init(rounds: 2000, errors: 60)], correctness: 1e-10)
    let apart = ShannonRule(
      [.init(rounds: 1000, errors: 5), .init(rounds: 1000, errors: 55)], correctness: 1e-10)
    #expect(apart.patternBits < merged.patternBits)
  }
}
