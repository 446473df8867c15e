// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// MDI-QKD with ideal quantum memories at the relay, as a row for comparison (mdi sheet, section 8).
package enum MemoryAssisted {
  /// p_bsm/E[max]: Bell measurements per attempt when each memory is loaded until both have succeeded (MDI-49).
  ///
  /// E[max] = 1/p_A + 1/p_B − 1/(p_A + p_B − p_A p_B). Times the key fraction 1 − h(e_X) − f h(e_Z) it bounds
  /// the rate.
  ///
  /// - Parameters:
  ///   - loading: p_A and p_B, 0 < p ≤ 1; with 0 nothing is ever loaded and the value is 0.
  ///   - measurement: p_bsm.
  /// - Throws: `InputError` for numbers that are no probabilities.
  package static func pairsPerAttempt(loading p: PerParty<Double>, measurement: Double) throws(InputError) -> Double {
    try require(p.alice, "pA", in: 0...1)
    try require(p.bob, "pB", in: 0...1)
    try require(measurement, "pBSM", in: 0...1)
    guard p.alice > 0, p.bob > 0 else { return 0 }
    // 1/E[max], with p_A p_B taken out of numerator and denominator.
    let either = p.alice + p.bob - p.alice * p.bob
    return measurement * p.alice * p.bob * either / ((p.alice + p.bob) * either - p.alice * p.bob)
  }
}

extension Quantities {
  private static let sheet = "mdi sheet, section 8"
  static let measurementSuccess = Quantity(.channel, "p_bsm", "a Bell measurement succeeds", .expectation, "", sheet)
  static let memoryPairs = Quantity(
    .channel, "pairs", "Bell measurements per attempt", .expectation, "MDI-49", sheet)
  static let memoryRate = Quantity(
    .keyLength, "rate", "secret bits per attempt", .estimate, "MDI-49", sheet, unit: "bit/pulse")

  static let memories = [measurementSuccess, memoryPairs, memoryRate]
}
