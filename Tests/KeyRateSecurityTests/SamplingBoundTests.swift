// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

/// The bound in doubles.
private func phi(_ bound: SamplingBound, _ v: Double, _ sZ: Double, _ sX: Double, _ l: Double) throws -> Double {
  try bound.phaseError(errors: UpperBound(v), test: LowerBound(sZ), key: LowerBound(sX), logInverseFailure: l).value
}

/// P(at most v errors in the test sample) for every v, K errors in all: by the ratio of neighbouring
/// terms from the mode outwards, normalised by their sum; independent of the tested code.
private func lowerTails(total: Int, errors: Int, test: Int) -> [Double] {
  let least = max(0, test + errors - total)
  let most = min(test, errors)
  var weights = [Double](repeating: 0, count: test + 1)
  let mode = min(most, max(least, (test + 1) * (errors + 1) / (total + 2)))
  weights[mode] = 1
  func ratio(_ j: Int) -> Double {
    // P(j + 1)/P(j).
    Double(errors - j) * Double(test - j) / (Double(j + 1) * Double(total - errors - test + j + 1))
  }
  for j in stride(from: mode, to: most, by: 1) { weights[j + 1] = weights[j] * ratio(j) }
  for j in stride(from: mode - 1, through: least, by: -1) { weights[j] = weights[j + 1] / ratio(j) }
  let sum = weights.reduce(0, +)
  var cumulated = 0.0
  return weights.map {
    cumulated += $0 / sum
    return cumulated
  }
}

@Suite("Phase-error sampling (section 3)")
struct SamplingBoundTests {
  /// The largest failure probability over all numbers of errors, exactly.
  private func worstFailure(_ bound: SamplingBound, test: Int, key: Int, l: Double) throws -> (Double, errors: Int) {
    let bounds = try (0...test).map { try phi(bound, Double($0), Double(test), Double(key), l) }
    var worst = (0.0, 0)
    for errors in 0...(test + key) {
      // The errors left among the key rounds exceed the bound for all v up to this one. At 1/2
      // nothing is claimed (1 − h = 0), so nothing can be missed.
      guard
        let v = (0...test).last(where: {
          bounds[$0] < 0.5 && Double(errors - $0) / Double(key) > bounds[$0] && errors - $0 <= key
        })
      else { continue }
      let tail = lowerTails(total: test + key, errors: errors, test: test)[v]
      if tail > worst.0 { worst = (tail, errors) }
    }
    return worst
  }

  @Test("kl, klt, hyper, serfling and exact never miss their target against exact tails")
  func soundness() throws {
    var random = SplitMix64(seed: 111)
    for _ in 0..<60 {
      let test = random.whole(5...120)
      let key = random.whole(5...160)
      let failure = random.logUniform(1e-6, 0.3)
      for bound in [SamplingBound.kl, .klt, .hyper, .serfling, .exact] {
        let (worst, errors) = try worstFailure(bound, test: test, key: key, l: -log(failure))
        if worst > failure * failure * (1 + 1e-9) {
          Issue.record("\(bound): sZ = \(test), sX = \(key), K = \(errors): \(worst), allowed \(failure * failure)")
        }
      }
    }
  }

  @Test("The tails of lim-gamma at its own bound are those of the sheet: far above the target 1e-12")
  func limGammaIsNotSound() throws {
    let l = -log(1e-6)
    for (sZ, sX, v, expected) in [
      (1000.0, 20000.0, 0.0, 0.95), (1000, 20000, 2, 2.9e-4), (2000, 50000, 20, 2.9e-7), (5000, 5000, 100, 3.2e-9),
    ] {
      let fraction = try phi(.limGamma, v, sZ, sX, l)
      // The fewest errors in all that break the bound.
      let errors = v + (sX * fraction).rounded(.down) + 1
      let tail = exp(
        try HypergeometricTail.logProbability(atMost: v, population: sZ + sX, marked: errors, draws: sZ))
      if relativeDifference(tail, expected) > 0.03 { Issue.record("(\(sZ), \(sX), \(v)): \(tail), not \(expected)") }
      // The bounds that certify keep the same target there.
      for bound in [SamplingBound.kl, .klt, .hyper, .serfling] {
        let errors = v + (sX * (try phi(bound, v, sZ, sX, l))).rounded(.down) + 1
        let tail = try HypergeometricTail.logProbability(atMost: v, population: sZ + sX, marked: errors, draws: sZ)
        if tail > -2 * l { Issue.record("\(bound) at (\(sZ), \(sX), \(v)): e^\(tail)") }
      }
    }
    // No errors seen: lim-gamma claims none, kl does not (section 10, property 7).
    #expect(try phi(.limGamma, 0, 1000, 20000, l) == 0)
    #expect(try phi(.kl, 0, 1000, 20000, l) > 0.02)
  }

  @Test("exact <= hyper <= kl, kl below serfling for few errors")
  func order() throws {
    var random = SplitMix64(seed: 112)
    for _ in 0..<400 {
      let sZ = random.logUniform(5, 1e5).rounded()
      let sX = random.logUniform(5, 1e5).rounded()
      let v = random.chance(0.2) ? 0 : (sZ * random.uniform(0, 0.5)).rounded()
      let l = random.uniform(0.5, 35)
      let kl = try phi(.kl, v, sZ, sX, l)
      let hyper = try phi(.hyper, v, sZ, sX, l)
      let exact = try phi(.exact, v, sZ, sX, l)
      let label = "v = \(v), sZ = \(sZ), sX = \(sX), L = \(l)"
      let klt = try phi(.klt, v, sZ, sX, l)
      if klt > kl * (1 + 1e-12) { Issue.record("\(label): klt \(klt) above kl \(kl)") }
      if exact > klt * (1 + 1e-9) + 1e-12 { Issue.record("\(label): exact \(exact) above klt \(klt)") }
      if hyper > kl * (1 + 1e-12) { Issue.record("\(label): hyper \(hyper) above kl \(kl)") }
      if exact > hyper * (1 + 1e-9) + 1e-12 { Issue.record("\(label): exact \(exact) above hyper \(hyper)") }
      if kl < 0.5, kl < v / sZ { Issue.record("\(label): kl \(kl) below the observed fraction") }
      if v / sZ < 0.02, sX > sZ {
        let serfling = try phi(.serfling, v, sZ, sX, l)
        if kl > serfling * (1 + 1e-12) { Issue.record("\(label): kl \(kl) above serfling \(serfling)") }
      }
    }
    // Where the key is much the smaller part, hyper is strictly better.
    #expect(try phi(.hyper, 500, 1e5, 1e3, 23) < 0.7 * phi(.kl, 500, 1e5, 1e3, 23))
  }

  @Test("Bounds inserted for true values keep their direction (section 3, exact meaning)")
  func monotone() throws {
    var random = SplitMix64(seed: 113)
    for _ in 0..<800 {
      let sZ = random.logUniform(10, 1e9)
      let sX = random.logUniform(10, 1e10)
      let v = random.chance(0.1) ? 0 : sZ * random.uniform(0, 0.4)
      let l = random.uniform(0.5, 70)
      for bound in [SamplingBound.kl, .klt, .hyper, .serfling] {
        let base = try phi(bound, v, sZ, sX, l)
        let label = "\(bound): v = \(v), sZ = \(sZ), sX = \(sX), L = \(l), phi = \(base)"
        let grown = 1 + random.logUniform(1e-6, 1)
        let slack = 1e-12
        if try phi(bound, v, grown * sZ, sX, l) > base + slack { Issue.record("\(label) rises with sZ") }
        if try phi(bound, v, sZ, grown * sX, l) > base + slack { Issue.record("\(label) rises with sX") }
        if try phi(bound, v * grown, sZ, sX, l) < base - slack { Issue.record("\(label) falls with v") }
        if try phi(bound, v, sZ, sX, l * grown) < base - slack { Issue.record("\(label) falls with L") }
        let more = try phi(bound, v, sZ, grown * sX, l)
        if base < 0.5, more < 0.5 {
          let secret = sX * binaryEntropyComplement(base)
          let grownSecret = grown * sX * binaryEntropyComplement(more)
          if grownSecret < secret * (1 - 1e-9) - 1e-9 { Issue.record("\(label): fewer secret bits from more rounds") }
        }
      }
    }
  }

  @Test("Where nothing can be said the bound is one half; it is never more")
  func clamps() throws {
    for bound in SamplingBound.allCases {
      #expect(try phi(bound, 1, 0, 100, 23) == 0.5)
      #expect(try phi(bound, 1, 100, 0, 23) == 0.5)
      #expect(try phi(bound, 50, 100, 100, 23) == 0.5)
      #expect(try phi(bound, 70, 100, 100, 23) == 0.5)
      #expect(try phi(bound, 40, 100, 100, 23) <= 0.5)
      #expect(try phi(bound, -0.0, -3, 5, 23) == 0.5)
      // For searches the value beyond the cap is kept.
      let beyond = try bound.uncapped(
        errors: UpperBound(70.0), test: LowerBound(100.0), key: LowerBound(100), logInverseFailure: 23)
      #expect(beyond == 0.7)
    }
    #expect(try phi(.kl, 3, 4, 10, 1e4) == 0.5)
    let uncapped = try SamplingBound.kl.uncapped(
      errors: UpperBound(30.0), test: LowerBound(100.0), key: LowerBound(50), logInverseFailure: 23)
    #expect(uncapped > 0.5)
  }

  @Test("Closed forms and special cases")
  func closedForms() throws {
    // BB-27 with sX = 3, sZ = 1: b + √(4 · 2/3 · L).
    #expect(
      relativeDifference(try phi(.serfling, 2, 100, 300, 1), 0.02 + (400 * 101 / (300 * 1e4)).squareRoot()) < 1e-14)
    // BB-25 without errors: p = 1 − e^(−2L/sZ), φ = (1 + sZ/sX) p.
    #expect(relativeDifference(try phi(.kl, 0, 1000, 4000, 20), 1.25 * -expm1(-0.04)) < 1e-14)
    #expect(try phi(.none, 30, 1000, 5000, 20) == 0.03)
    #expect(try phi(.yin2020, 0, 1000, 5000, 20) == 0.5)
    // BB-30, from the sheet's formula by hand.
    let b = 0.02
    let argument = log2(300.0 / (200 * 100 * b * (1 - b))) + 2 * 10 / log(2.0)
    let gamma = (300 * b * (1 - b) / (200 * 100 * log(2.0)) * argument).squareRoot()
    #expect(relativeDifference(try phi(.limGamma, 2, 100, 200, 10), b + gamma) < 1e-14)
    // BB-29 against its formula.
    let (n, k, l2) = (5000.0, 1000.0, 20.0)
    let g = (n + k) / (n * k) * (log((n + k) / (2 * .pi * n * k * b * (1 - b))) + 2 * l2)
    let a = n
    let square = (a * g / (n + k)) * (a * g / (n + k)) + 4 * b * (1 - b) * g
    let yin = b + ((1 - 2 * b) * a * g / (n + k) + square.squareRoot()) / (2 + 2 * a * a * g / ((n + k) * (n + k)))
    #expect(relativeDifference(try phi(.yin2020, b * k, k, n, l2 / 2), yin) < 1e-14)
  }

  @Test("hyper solves its own equation wherever it is better than kl (BB-26)")
  func hyperEquation() throws {
    var random = SplitMix64(seed: 115)
    var better = 0
    /// D(a, p) in nats as it is defined.
    func divergence(_ a: Double, _ p: Double) -> Double {
      let one = DoubleDouble(1)
      let (da, dp) = (DoubleDouble(a), DoubleDouble(p))
      let left = a > 0 ? da * DoubleDouble.log(da / dp) : DoubleDouble(0)
      return (left + (one - da) * DoubleDouble.log((one - da) / (one - dp))).approximation
    }
    for _ in 0..<400 {
      let sX = random.logUniform(30, 1e5)
      let sZ = sX * random.logUniform(0.3, 100)
      let v = random.chance(0.2) ? 0 : sZ * random.uniform(0, 0.2)
      let l = random.uniform(2, 40)
      let value = try phi(.hyper, v, sZ, sX, l)
      guard value < 0.5, value < 0.999 * (try phi(.kl, v, sZ, sX, l)) else { continue }
      better += 1
      let b = v / sZ
      // φ = p + (sZ/sX)(p − b), solved for p.
      let p = (value + sZ / sX * b) / (1 + sZ / sX)
      let exponent =
        sZ * divergence(b, p) + sX * divergence(value, p) - 0.5 * log(8 * (sX + sZ) * p * (1 - p))
      if relativeDifference(exponent, 2 * l) > 1e-7 {
        Issue.record("v = \(v), sZ = \(sZ), sX = \(sX), L = \(l): exponent \(exponent), wanted \(2 * l)")
      }
    }
    #expect(better > 100)
  }

  @Test("exact counts whole rounds and hands large blocks over to kl")
  func exactTail() throws {
    // 7 test and 5 key rounds, no error seen: C(12−K, 7)/C(12, 7) is 0.417, 0.152, 0.045 for K = 1, 2, 3.
    #expect(relativeDifference(try phi(.exact, 0, 7.9, 5.9, -log(0.05) / 2), 0.4) < 1e-12)
    #expect(relativeDifference(try phi(.exact, 0, 7, 5, -log(0.2) / 2), 0.2) < 1e-12)
    // A fraction of an error counts as one.
    #expect(try phi(.exact, 0.2, 50, 50, 5) == phi(.exact, 1, 50, 50, 5))
    let big = try phi(.exact, 1e5, 1e7, 9.1e7, 23)
    #expect(big == (try phi(.kl, 1e5, 1e7, 9.1e7, 23)))
    let below = try phi(.exact, 1e5, 1e7, 8.9e7, 23)
    #expect(below < (try phi(.kl, 1e5, 1e7, 8.9e7, 23)))
    #expect(try phi(.exact, 0, 0.5, 50, 5) == 0.5)
  }

  @Test("Intervals enclose double-doubles; doubles agree with both")
  func enclosures() throws {
    var random = SplitMix64(seed: 114)
    for _ in 0..<400 {
      let sZ = random.logUniform(10, 1e9)
      let sX = random.logUniform(10, 1e10)
      let v = random.chance(0.1) ? 0 : sZ * random.uniform(0, 0.4)
      let l = random.uniform(0.5, 70)
      for bound in [SamplingBound.kl, .klt, .hyper, .serfling, .limGamma, .yin2020, .none] {
        func value<S: Scalar>(_: S.Type) throws -> S {
          try bound.phaseError(
            errors: UpperBound(S(v)), test: LowerBound(S(sZ)), key: LowerBound(S(sX)), logInverseFailure: S(l)
          ).value
        }
        let precise = try value(DoubleDouble.self)
        let enclosure = try value(Interval.self)
        let double = try value(Double.self)
        let label = "\(bound): v = \(v), sZ = \(sZ), sX = \(sX), L = \(l)"
        if !isEnclosed(precise, by: enclosure) { Issue.record("\(label): \(precise) is not in \(enclosure)") }
        if relativeDifference(double, precise.approximation) > 1e-9 {
          Issue.record("\(label): \(double), not \(precise)")
        }
        if bound != .hyper, enclosure.width > 1e-9 * enclosure.upper { Issue.record("\(label): \(enclosure)") }
      }
    }
  }

  @Test("Every bound names its equation and its source")
  func names() {
    #expect(
      SamplingBound.allCases.map(\.origin.equation) == [
        "BB-25", "PH-14", "BB-26", "BB-27", "BB-28", "BB-29", "BB-30", "BB-16",
      ])
    #expect(SamplingBound(rawValue: "lim-gamma") == .limGamma)
    #expect(SamplingBound.allCases.allSatisfy { !$0.origin.source.isEmpty })
  }
}
