// SPDX-License-Identifier: GPL-3.0-or-later
/// How many pairs two stations can form from m modes each (mdi sheet, MDI-46).
package enum ExpectedMinimum {
  /// More modes than this are as good as infinitely many.
  package static let mostModes = 1_000_000

  /// E[min(K_A, K_B)] with K binomial in m modes: Σ_{k≥1} P(K_A ≥ k) P(K_B ≥ k).
  ///
  /// - Parameters:
  ///   - modes: m, 1 to ``mostModes``.
  ///   - heralding: the probability of each mode, 0 to 1.
  package static func value(modes: Int, heralding: PerParty<Double>) -> Double {
    let a = tails(modes, heralding.alice)
    let b = heralding.alice == heralding.bob ? a : tails(modes, heralding.bob)
    return zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// P(K ≥ k) for k from m down to 1.
  private static func tails(_ m: Int, _ p: Double) -> [Double] {
    guard p > 0 else { return Array(repeating: 0, count: m) }
    guard p < 1 else { return Array(repeating: 1, count: m) }
    // Weights relative to the most likely count, from neighbour to neighbour: nothing cancels, and the
    // smallest terms are summed first.
    let odds = p / (1 - p)
    let mode = min(m, Int((Double(m) + 1) * p))
    var weights = Array(repeating: 0.0, count: m + 1)
    weights[mode] = 1
    for k in stride(from: mode, to: m, by: 1) { weights[k + 1] = weights[k] * Double(m - k) / Double(k + 1) * odds }
    for k in stride(from: mode, to: 0, by: -1) { weights[k - 1] = weights[k] * Double(k) / Double(m - k + 1) / odds }
    let total = weights.reduce(0, +)
    var tail = 0.0
    var list: [Double] = []
    list.reserveCapacity(m)
    for k in stride(from: m, through: 1, by: -1) {
      tail += weights[k]
      list.append(tail / total)
    }
    return list
  }
}
