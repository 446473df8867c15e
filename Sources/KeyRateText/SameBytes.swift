// SPDX-License-Identifier: GPL-3.0-or-later
extension StringProtocol {
  /// Whether two texts are the same byte for byte. To `==`, é as one character and e with an accent are the same.
  package func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
