// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Who comes to know how many bits of the key were wrong. The number is a function of both keys (BB-33d, TF-33a).
package enum KeyErrorDisclosure: String, Sendable, CaseIterable {
  /// Nobody outside the laboratories: reports that leave them must not show it, nor what is computed from it. BB84 with
  /// one decoy announces and pays for the errors of each intensity whatever is said here.
  case secret
  /// Their total is announced: ⌈log2(n + 1)⌉ bits are paid.
  case totalAnnounced = "total-announced"
  /// Those of each intensity are announced: the sum of ⌈log2(n + 1)⌉ is paid.
  case announced

  /// What stands beside a number that must not leave the laboratories.
  ///
  /// - Parameter equation: the equation that says so.
  package static func note(_ equation: String) -> String {
    "secret like the key: not paid for, must not leave the laboratories (\(equation))"
  }

  /// ⌈log2(n + 1)⌉: bits for announcing how many of n bits were wrong.
  package static func announcementBits(among n: Double) -> Double {
    guard n > 0 else { return 0 }
    // The smallest j with 2^j − 1 ≥ n; comparing with 2^j − 1 avoids rounding n + 1.
    if n >= 0x1p53 { return Double(n.exponent) + 1 }
    var j = Double(n.exponent)
    while Double.exp2(j) - 1 < n { j += 1 }
    return j
  }
}
