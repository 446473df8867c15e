// SPDX-License-Identifier: GPL-3.0-or-later
extension String {
  /// The text with every character that could disturb a terminal or a log line spelt out.
  ///
  /// File names, keys and values come from files that anyone may have written, and a message
  /// quotes them: line ends, control characters and the marks that reverse the reading direction
  /// are shown as escapes.
  package var printable: String {
    guard unicodeScalars.contains(where: { Self.disturbs($0) }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where Self.disturbs(scalar): text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The printable text, cut to a length that fits a message.
  package func quotable(limit: Int = 60) -> String {
    let start = prefix(limit)
    let cut = start.endIndex != endIndex
    return String(start).printable + (cut ? "…" : "")
  }

  private static func disturbs(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
