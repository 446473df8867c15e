// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// SHA-256 of texts, as lower-case hexadecimal digits.
package enum Fingerprint {
  /// The SHA-256 of the UTF-8 bytes of a text: 64 hexadecimal digits.
  package static func sha256(_ text: String) -> String { hexadecimal(SHA256.hash(data: Array(text.utf8))) }

  /// Bytes as lower-case hexadecimal digits.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
