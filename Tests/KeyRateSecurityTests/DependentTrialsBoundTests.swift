// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

/// The largest probability of an event that an adversary reaches who chooses each trial's probability after the
/// outcomes so far: all strategies on a grid of probabilities, by dynamic programming.
///
/// - Parameters:
///   - n: trials.
///   - grid: probabilities are k/grid.
///   - fails: whether a count and a sum of probabilities make the event.
private func worstCase(_ n: Int, grid: Int, fails: (_ count: Double, _ sum: Double) -> Bool) -> Double {
  let most = n * grid
  // value[count * (most + 1) + sum of k]: probability from here on.
  var value = (0...n).flatMap { count in
    (0...most).map { fails(Double(count), Double($0) / Double(grid)) ? 1.0 : 0.0 }
  }
  for trial in stride(from: n - 1, through: 0, by: -1) {
    value.withUnsafeMutableBufferPointer { v in
      for count in 0...trial {
        let (stay, rise) = (count * (most + 1), (count + 1) * (most + 1))
        // In place: only sums above the present one and the next count are read, which come later.
        for sum in 0...(trial * grid) {
          var best = 0.0
          for k in 0...grid {
            let p = Double(k) / Double(grid)
            best = max(best, p * v[rise + sum + k] + (1 - p) * v[stay + sum + k])
          }
          v[stay + sum] = best
        }
      }
    }
  }
  return value[0]
}

@Suite("Concentration of dependent trials (section 7.5)")
struct DependentTrialsBoundTests {
  private func bound(_ n: Double, _ failure: Double) -> DependentTrialsBound<Double> {
    DependentTrialsBound(trials: n, logInverseFailure: -log(failure))
  }

  @Test("Adaptive adversaries stay below the failure probability, for any tilt (TF-24, TF-25)")
  func anyTilt() {
    var largest = 0.0
    for (n, grid) in [(6, 20), (12, 10), (25, 5)] {
      let root = Double(n).squareRoot()
      for failure in [0.5, 0.2, 0.05, 0.01] {
        let b = bound(Double(n), failure)
        for share in [-0.7, -0.4, -0.1, 0, 0.2, 0.6, 1.5] {
          let a = share * root
          // TF-24 as the sheet writes it, and TF-25 with the sign of a changed in the exponent.
          let up = b.spread(tilt: a)
          let above = worstCase(n, grid: grid) { count, sum in
            sum - count >= (up + a * (2 * count / Double(n) - 1)) * root
          }
          let down = b.spread(tilt: -a)
          let below = worstCase(n, grid: grid) { count, sum in
            count - sum >= (down + a * (2 * count / Double(n) - 1)) * root
          }
          if above > failure || below > failure {
            Issue.record("n = \(n), a = \(share) √n, ε = \(failure): \(above), \(below)")
          }
          largest = max(largest, above / failure, below / failure)
        }
      }
    }
    // The sheet saw 0.85 at most; far less would mean that the adversary is asleep.
    #expect(largest > 0.6 && largest < 0.86)
  }

  @Test("The affine bounds fail no more often, whatever was predicted (TF-27 to TF-29)")
  func affine() {
    var largest = 0.0
    for (n, grid) in [(6, 20), (12, 10), (25, 4)] {
      for failure in [0.5, 0.1] {
        let b = bound(Double(n), failure)
        for predicted in [nil, 0, 0.1, 0.5, 0.9, 1] as [Double?] {
          let count = predicted.map { $0 * Double(n) }
          let above = b.sumFromCount(predicted: count)
          let below = b.countFromSum(predicted: count)
          let over = worstCase(n, grid: grid) { $1 > above($0) }
          let under = worstCase(n, grid: grid) { $0 > below($1) }
          if over > failure || under > failure {
            Issue.record("n = \(n), ε = \(failure), predicted \(predicted ?? .nan): \(over), \(under)")
          }
          largest = max(largest, over / failure, under / failure)
        }
      }
    }
    #expect(largest > 0.5)
  }

  @Test("b makes the exponent ln(1/ε) exactly (TF-24, TF-26)")
  func identity() {
    var random = SplitMix64(seed: 151)
    for _ in 0..<400 {
      let n = random.logUniform(7, 1e15)
      let l = random.logUniform(0.1, 100)
      let b = DependentTrialsBound(trials: n, logInverseFailure: l)
      let predicted = random.chance(0.2) ? 0 : n * random.unit()
      let a = b.tilt(predicted: predicted)
      let spread = b.spread(tilt: a)
      let factor = 1 + 4 * a / (3 * n.squareRoot())
      #expect(spread >= abs(a))
      // (b − a)(b + a) keeps the digits of b² − a² only while a is not much larger than √l.
      let difference = (spread - a) * (spread + a)
      let digits = 1e-12 + 1e-15 * spread * spread / difference
      #expect(abs(2 * difference / (factor * factor) / l - 1) < digits)
      // The sheet's own form of b.
      let written =
        (18 * a * a * n + (16 * a * a + 24 * a * n.squareRoot() + 9 * n) * l).squareRoot() / (3 * (2 * n).squareRoot())
      #expect(relativeDifference(spread, written) < 1e-12)
    }
  }

  @Test("The tilt is the best one where the count is as predicted (TF-26)")
  func optimalTilt() {
    var random = SplitMix64(seed: 152)
    for _ in 0..<300 {
      let n = random.logUniform(100, 1e13)
      let b = bound(n, random.logUniform(1e-30, 1e-3))
      let count = n * random.logUniform(1e-6, 1)
      func excess(_ a: Double) -> Double { b.spread(tilt: a) + a * (2 * count / n - 1) }
      let a = b.tilt(predicted: count)
      let best = excess(a)
      // Moves by a thousandth of the natural scale of a.
      let unit = 1e-2 * (b.spread(tilt: 0) + abs(a))
      for other in [a - unit, a + unit, a / 2, -a] where excess(other) < best * (1 - 1e-11) {
        Issue.record("n = \(n), L = \(count): a = \(a) gives \(best), \(other) gives \(excess(other))")
      }
      // The first derivative vanishes.
      let step = 1e-4 * unit
      let slope = (excess(a + step) - excess(a - step)) / (2 * step)
      #expect(abs(slope) < 1e-4)
    }
    // Half ones: no tilt but a small one of order ln(1/ε)/√n.
    let half = bound(1e10, 1e-20).tilt(predicted: 5e9)
    #expect(half < 0 && abs(half) < 1e-3)
    #expect(bound(1e10, 1e-20).tilt(predicted: 1e4) > 0 && bound(1e10, 1e-20).tilt(predicted: 9.9e9) < 0)
    // Predictions outside 0 … n are clamped.
    let b = bound(1e6, 1e-10)
    #expect(b.tilt(predicted: 2e6) == b.tilt(predicted: 1e6) && b.tilt(predicted: -5) == b.tilt(predicted: 0))
    #expect(b.tilt(predicted: 0).isFinite && b.tilt(predicted: 1e6).isFinite)
  }

  @Test("Sums from counts and counts from sums follow the sheet (TF-27, TF-28)")
  func formulas() {
    var random = SplitMix64(seed: 153)
    var tuned = 0
    for _ in 0..<300 {
      let n = random.logUniform(1e3, 1e12)
      let l = random.uniform(2, 80)
      let b = DependentTrialsBound(trials: n, logInverseFailure: l)
      let root = n.squareRoot()
      let predicted = n * random.logUniform(1e-3, 1)
      let x = n * random.unit()
      let above = b.sumFromCount(predicted: predicted)
      let a = b.tilt(predicted: predicted)
      if 1 + 2 * a / root >= 0 {
        let written = x + (b.spread(tilt: a) + a * (2 * x / n - 1)) * root
        #expect(above.usesPrediction && relativeDifference(above(x), written) < 1e-9)
      } else {
        #expect(!above.usesPrediction)
      }
      let below = b.countFromSum(predicted: predicted)
      let tilt = -b.tilt(predicted: n - predicted)
      if 1 - 2 * tilt / root > 0, 1 - 4 * tilt / (3 * root) > 0 {
        tuned += 1
        let spread = b.spread(tilt: -tilt)
        let written = (x + (spread - tilt) * root) / (1 - 2 * tilt / root)
        #expect(below.usesPrediction && relativeDifference(below(x), written) < 1e-9)
        // Solving Λ − Σ = (b + a(2Λ/n − 1)) √n for Λ.
        let count = below(x)
        #expect(abs(count - x - (spread + tilt * (2 * count / n - 1)) * root) < 1e-9 * n)
      } else {
        #expect(!below.usesPrediction)
      }
    }
    #expect(tuned > 250)
  }

  @Test("Without a prediction: x + √(n ln(1/ε)/2) for either (TF-29)")
  func fallback() {
    let b = bound(1e8, 1e-20)
    let added = (1e8 * -log(1e-20) / 2).squareRoot()
    for line in [b.withoutPrediction, b.sumFromCount(predicted: nil), b.countFromSum(predicted: nil)] {
      #expect(line.scale == 1 && relativeDifference(line.offset, added) < 1e-15 && !line.usesPrediction)
      #expect(relativeDifference(line(12345), 12345 + added) < 1e-15)
    }
    // Where the slope would be negative the prediction is not used: hardly any trials, all ones predicted.
    let few = bound(10, 1e-6)
    #expect(1 + 2 * few.tilt(predicted: 10) / 10.0.squareRoot() < 0)
    #expect(!few.sumFromCount(predicted: 10).usesPrediction && few.sumFromCount(predicted: 10).scale == 1)
    #expect(!few.countFromSum(predicted: 0).usesPrediction && few.countFromSum(predicted: 0).scale == 1)
    #expect(few.sumFromCount(predicted: 1).usesPrediction && few.countFromSum(predicted: 9).usesPrediction)
  }

  @Test("Kato's bound is far closer than Azuma's where few ones are expected, and never useless at a half")
  func advantage() {
    let b = bound(1e12, 1e-23)
    let few = b.sumFromCount(predicted: 1e4)(1e4) - 1e4
    #expect(few < 1.2 * (2 * 1e4 * -log(1e-23)).squareRoot() && few * 100 < b.withoutPrediction.offset)
    let half = b.sumFromCount(predicted: 5e11)(5e11)
    #expect(relativeDifference(half, b.withoutPrediction(5e11)) < 1e-9)
    let count = b.countFromSum(predicted: 1e4)(1e4) - 1e4
    #expect(count < 1.2 * (2 * 1e4 * -log(1e-23)).squareRoot())
  }

  @Test("Small tails of large blocks keep their digits (TF-38); enclosures are certain and narrow")
  func digits() {
    var random = SplitMix64(seed: 154)
    for _ in 0..<200 {
      let n = random.logUniform(1e3, 1e15).rounded()
      let predicted = n * random.logUniform(1e-9, 1)
      let l = random.uniform(5, 100)
      let double = DependentTrialsBound(trials: n, logInverseFailure: l)
      let interval = DependentTrialsBound(trials: Interval(n), logInverseFailure: Interval(l))
      let precise = DependentTrialsBound(trials: DoubleDouble(n), logInverseFailure: DoubleDouble(l))
      let count = predicted * random.uniform(0.5, 1)
      for (a, b, c) in [
        (
          double.sumFromCount(predicted: predicted), interval.sumFromCount(predicted: predicted),
          precise.sumFromCount(predicted: predicted)
        ),
        (
          double.countFromSum(predicted: predicted), interval.countFromSum(predicted: predicted),
          precise.countFromSum(predicted: predicted)
        ),
      ] {
        guard a.usesPrediction == c.usesPrediction, b.usesPrediction == c.usesPrediction else {
          Issue.record("n = \(n), predicted \(predicted), l = \(l): not the same bound")
          continue
        }
        let referee = c(DoubleDouble(count)).approximation
        let enclosure = b(Interval(count))
        #expect(enclosure.contains(referee) && enclosure.width <= 1e-11 * referee)
        #expect(relativeDifference(a.offset, c.offset.approximation) < 1e-11)
        #expect(relativeDifference(a(count), referee) < 1e-12)
      }
    }
  }
}
