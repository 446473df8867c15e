// SPDX-License-Identifier: GPL-3.0-or-later
/// Whether any photon numbers can give the counts of a class with the settings of the run (bb84 sheet, section 5a).
///
/// Given photon numbers s_j ≥ 0 that sum to n, the mean counts are q_k Σ_j t_j μ_k^j with t_j ≥ 0. If no such numbers
/// satisfy all tails, an event that ε_sec pays for has happened or the settings are not those of the run: there is no
/// key. Complete for a class and its tails, in closed form; it costs no failure probability. Decided in doubles whatever
/// the number type of the analysis: every tolerance leans towards "feasible", which never lengthens a key.
package enum CountsFeasibility {
  /// By how much a condition may fail before it counts, relative and absolute.
  package static let tolerance = 1e-9

  /// One decoy: the mean counts lie between those of vacuum only and of many photons only (BB-48).
  ///
  /// - Parameters:
  ///   - total: n, all detections of the class.
  ///   - emptyPulses: τ0.
  ///   - upper1: the weighted upper bound on the mean of the stronger intensity.
  ///   - lower2: the weighted lower bound on the mean of the weaker one.
  package static func oneDecoy(total: Double, emptyPulses tau0: Double, upper1: Double, lower2: Double) -> Bool {
    let level = total / tau0
    return lower2 <= level * (1 + tolerance) && upper1 >= level * (1 - tolerance)
  }

  /// Two decoys: the cone of the moments (g1, g2, g3) meets the box of the tails (BB-47).
  ///
  /// - Parameters:
  ///   - total: n, all detections of the class.
  ///   - intensities: μ1 > μ2 > μ3 ≥ 0.
  ///   - weights: e^μ/p of each.
  ///   - upper1: W1+, weighted and at most that of n; likewise the others, at least 0.
  package static func twoDecoys(
    total n: Double, intensities mu: (Double, Double, Double), weights: (Double, Double, Double), upper1: Double,
    lower2: Double, upper2: Double, lower3: Double, upper3: Double
  ) -> Bool {
    guard n > 0 else { return true }
    let (q1, q2, q3) = (1 / weights.0, 1 / weights.1, 1 / weights.2)
    let most1 = upper1 * q1
    let rest = n - most1
    let (r2, r3) = (mu.1 / mu.0, mu.2 / mu.0)
    let unit = n / (q1 + q2 + q3)
    // Each condition is concave in g3 and linear between the kinks of the smallest g2.
    let kinks = [lower2, rest / (q2 + q3), (rest - q2 * lower2) / q3].filter { $0 > lower3 && $0 < upper3 }
    let points = ([lower3] + kinks.sorted() + [upper3]).map { g3 -> (g3: Double, g2: Double, g1: Double) in
      let g2 = max(lower2, g3, (rest - q3 * g3) / q2)
      return (g3, g2, (n - q2 * g2 - q3 * g3) / q1)
    }
    let slack = tolerance * max(unit, upper2)
    var (low, high) = (lower3, upper3)
    /// Keeps the part of the range where a condition holds; false if there is none.
    func keep(_ condition: (_ g3: Double, _ g2: Double, _ g1: Double) -> Double) -> Bool {
      var (first, last) = (Double.infinity, -Double.infinity)
      var previous: (x: Double, y: Double)?
      for p in points {
        let y = condition(p.g3, p.g2, p.g1) + slack
        if y >= 0 {
          first = min(first, p.g3)
          last = max(last, p.g3)
        }
        if let before = previous, (y < 0) != (before.y < 0) {
          let x = before.x + (p.g3 - before.x) * before.y / (before.y - y)
          first = min(first, x)
          last = max(last, x)
        }
        previous = (p.g3, y)
      }
      low = max(low, first)
      high = min(high, last)
      return first <= last
    }
    guard keep({ _, g2, _ in upper2 - g2 }), keep({ _, g2, g1 in g1 - g2 }) else { return false }
    // A_j = (r3/r2)^j (1 − r3)/(1 − r2) and B_j = A_j r2^j − r3^j = r3^j (r2 − r3)/(1 − r2).
    var (quotient, power2, power3) = (1.0, 1.0, 1.0)
    for j in 0...200 {
      let a = quotient * (1 - r3) / (1 - r2)
      let b = power3 * (r2 - r3) / (1 - r2)
      guard keep({ g3, g2, g1 in g3 - a * g2 + b * g1 }) else { return false }
      quotient *= r3 / r2
      power2 *= r2
      power3 *= r3
      if power2 * most1 < lower2 * q1 || (j > 0 && power3 == 0) { break }
    }
    return low <= high + tolerance * unit
  }
}
