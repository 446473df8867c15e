// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

extension KeySlip {
  /// How failure probabilities are often got wrong.
  static let failureProbability: [KeySlip] = [
    .below(-1e-300, "write the number, as in 1e-10, not its exponent"),
    .within(0...0, "no finite key is perfect; 1e-10 is usual"), .above(0.999, "a small probability; 1e-10 is usual"),
  ]
}
