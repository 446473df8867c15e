// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics

/// A stand-in for a real protocol: the finite key of two-decoy BB84, written out plainly.
///
/// It follows the equations of the bb84 sheet (BB-4, BB-9, BB-22, BB-25, BB-31 to BB-36) without any
/// of the care that a certified analysis needs; what counts here is that its landscape, with clips,
/// kinks and a region without key, is the real one.
struct DecoyKeyLength: Sendable {
  var lossInDecibels: Double
  var pulses: Double
  var weakestIntensity = 0.0
  var darkCountProbability = 1e-6
  var misalignment = 0.01
  var secrecy = 1e-10
  var usesRelativeEntropy = true
  /// Whether clipped estimates go on being measured, as the contract of `SearchProblem` wants it.
  var isGraded = true

  /// The search over signal intensity, ratio of the intensities, p1, p2/(1 - p1) and pX.
  func problem(starts: [[Double]] = [[0.5, 0.3, 0.7, 0.667, 0.9]]) -> SearchProblem {
    SearchProblem(
      variables: [
        SearchVariable(name: "signal intensity", range: 0.05...1),
        SearchVariable(name: "decoy fraction", range: 0.01...0.9),
        SearchVariable(name: "signal probability", range: 0.005...0.995),
        SearchVariable(name: "decoy share", range: 0.005...0.995),
        SearchVariable(name: "key basis probability", range: 0.05...0.999),
      ], starts: starts, objective: { lengthPerPulse($0) })
  }

  /// Secret bits per pulse, signed.
  func lengthPerPulse(_ x: [Double]) -> Double {
    guard x.count == 5 else { return .nan }
    let mu1 = x[0]
    let mu3 = weakestIntensity
    let mu2 = mu3 + x[1] * (mu1 - mu3)
    let p1 = x[2]
    let p2 = x[3] * (1 - p1)
    let p3 = 1 - p1 - p2
    let key = counts(mu1, mu2, mu3, p1, p2, p3, scale: x[4] * x[4])
    let test = counts(mu1, mu2, mu3, p1, p2, p3, scale: (1 - x[4]) * (1 - x[4]))
    let budget = log(15 / secrecy)
    let estimateX = estimate(key, mu1, mu2, mu3, p1, p2, p3, budget)
    let estimateZ = estimate(test, mu1, mu2, mu3, p1, p2, p3, budget)
    let single = mu1 * exp(-mu1) * p1 + mu2 * exp(-mu2) * p2 + mu3 * exp(-mu3) * p3
    let errors = test.m1 + test.m2 + test.m3
    let singleErrors = min(
      max(
        single
          * (exp(mu2) / p2 * upper(test.m2, errors, budget) - exp(mu3) / p3 * lower(test.m3, errors, budget))
          / (mu2 - mu3), 0), errors)
    var phase = 0.5
    if estimateX.single > 0, estimateZ.single > 0, singleErrors < estimateZ.single / 2 {
      let ratio = singleErrors / estimateZ.single
      let total = upper(ratio, 1, 2 * budget / estimateZ.single)
      phase = min(total + estimateZ.single / estimateX.single * (total - ratio), 0.5)
    }
    let detections = key.n1 + key.n2 + key.n3
    let leak = 1.16 * detections * entropy((key.m1 + key.m2 + key.m3) / detections)
    var length = max(estimateX.vacuum, 0) + max(estimateX.single, 0) * (1 - entropy(phase)) - leak
    length -= 2 * log2(7.5 / secrecy) + log2(2e15)
    if isGraded && phase >= 0.5 {
      let shortfall = min(estimateZ.single / 2 - singleErrors, 0) / max(errors, 1)
      length -= leak * min(-shortfall, 1e3) + min(-min(estimateX.single, 0), leak)
    }
    return length / pulses
  }

  private struct Counts {
    var n1 = 0.0
    var n2 = 0.0
    var n3 = 0.0
    var m1 = 0.0
    var m2 = 0.0
    var m3 = 0.0
  }

  private func counts(
    _ mu1: Double, _ mu2: Double, _ mu3: Double, _ p1: Double, _ p2: Double, _ p3: Double, scale: Double
  ) -> Counts {
    let transmittance = pow(10, -lossInDecibels / 10)
    let p = darkCountProbability
    func click(_ mean: Double) -> Double {
      let light = -expm1(-mean)
      return light + p * (1 - light)
    }
    func gain(_ mu: Double) -> (Double, Double) {
      let right = click(transmittance * mu * (1 - misalignment))
      let wrong = click(transmittance * mu * misalignment)
      return (right + wrong - right * wrong, wrong - right * wrong / 2)
    }
    let weight = pulses * scale
    let (q1, e1) = gain(mu1)
    let (q2, e2) = gain(mu2)
    let (q3, e3) = gain(mu3)
    return Counts(
      n1: weight * p1 * q1, n2: weight * p2 * q2, n3: weight * p3 * q3,
      m1: weight * p1 * e1, m2: weight * p2 * e2, m3: weight * p3 * e3)
  }

  private func estimate(
    _ c: Counts, _ mu1: Double, _ mu2: Double, _ mu3: Double, _ p1: Double, _ p2: Double, _ p3: Double,
    _ budget: Double
  ) -> (vacuum: Double, single: Double) {
    let n = c.n1 + c.n2 + c.n3
    let tau0 = exp(-mu1) * p1 + exp(-mu2) * p2 + exp(-mu3) * p3
    let tau1 = mu1 * exp(-mu1) * p1 + mu2 * exp(-mu2) * p2 + mu3 * exp(-mu3) * p3
    let n2Low = exp(mu2) / p2 * lower(c.n2, n, budget)
    let n2High = exp(mu2) / p2 * upper(c.n2, n, budget)
    let n3Low = exp(mu3) / p3 * lower(c.n3, n, budget)
    let n3High = exp(mu3) / p3 * upper(c.n3, n, budget)
    let n1High = exp(mu1) / p1 * upper(c.n1, n, budget)
    let vacuum = min(max(tau0 * (mu2 * n3Low - mu3 * n2High) / (mu2 - mu3), 0), n)
    let single =
      tau1 * mu1 * (n2Low - n3High - (mu2 * mu2 - mu3 * mu3) / (mu1 * mu1) * (n1High - vacuum / tau0))
      / (mu1 * (mu2 - mu3) - mu2 * mu2 + mu3 * mu3)
    return (vacuum, min(single, n))
  }

  private func upper(_ x: Double, _ n: Double, _ budget: Double) -> Double {
    guard n > 0 else { return 0 }
    if !usesRelativeEntropy && n != 1 { return min(x + sqrt(n * budget / 2), n) }
    let a = x / n
    let c = budget / n
    if a >= 1 { return n }
    if a <= 0 { return -n * expm1(-c) }
    if a > 0.5 { return n * (1 - lowerRoot(1 - a, c)) }
    let start = min(a + c + sqrt(2 * c * a + c * c), 1 - (1 - a) * exp(-(c + log(2)) / (1 - a)))
    return start >= 1 ? n : n * newton(a, c, start)
  }

  private func lower(_ x: Double, _ n: Double, _ budget: Double) -> Double {
    guard n > 0, x > 0 else { return 0 }
    if !usesRelativeEntropy { return max(x - sqrt(n * budget / 2), 0) }
    return n * lowerRoot(x / n, budget / n)
  }

  private func lowerRoot(_ a: Double, _ c: Double) -> Double {
    if a <= 0 { return 0 }
    if a >= 1 { return exp(-c) }
    let near = a - sqrt(2 * a * c)
    let start = near > 0 ? near : a * exp(-1 - c / a)
    return start > 0 ? newton(a, c, start) : 0
  }

  private func newton(_ a: Double, _ c: Double, _ start: Double) -> Double {
    func phi(_ u: Double) -> Double { (1 + u) * log1p(u) - u }
    var p = start
    for _ in 0..<60 {
      let gap = a - p
      if gap == 0 { return p }
      let divergence =
        abs(gap) < 0.5 * p
        ? p * phi(gap / p) + (1 - p) * phi(-gap / (1 - p))
        : a * log(a / p) + (1 - a) * log((1 - a) / (1 - p))
      let next = p - (divergence - c) * p * (1 - p) / (p - a)
      if !(next > 0 && next < 1) { return p }
      if abs(next - p) <= 1e-15 * p { return next }
      p = next
    }
    return p
  }

  private func entropy(_ x: Double) -> Double {
    if x <= 0 || x >= 1 { return 0 }
    return -x * log2(x) - (1 - x) * log1p(-x) / log(2)
  }
}
