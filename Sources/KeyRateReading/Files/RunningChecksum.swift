// SPDX-License-Identifier: GPL-3.0-or-later
/// FNV-1a with 64 bits over a text that comes in pieces.
///
/// It finds accidents, such as half a file. It is no protection against somebody who wants two texts to look alike.
package struct RunningChecksum: Sendable {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func add(_ text: some StringProtocol) {
    for byte in text.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x100_0000_01b3
    }
  }

  /// The checksum of everything so far as 16 hexadecimal digits.
  package var digits: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
