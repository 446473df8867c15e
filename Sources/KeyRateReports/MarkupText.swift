// SPDX-License-Identifier: GPL-3.0-or-later
/// Text in languages that write elements in angle brackets.
package enum MarkupText {
  /// A language with its own rules beyond what all share.
  package enum Language: Sendable {
    /// XML: a character that no document may hold becomes U+FFFD, and white space a space.
    case xml
    /// HTML: line ends and apostrophes stay.
    case html
  }

  /// The text with everything escaped that means something, for contents and for attributes in double quotes.
  ///
  /// Scalar by scalar: a combining mark must not hide the bracket that it stands on.
  package static func escaped(_ text: String, as language: Language) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch (scalar, language) {
      case ("&", _): result += "&amp;"
      case ("<", _): result += "&lt;"
      case (">", _): result += "&gt;"
      case ("\"", _): result += "&quot;"
      case ("'", .xml): result += "&#39;"
      case ("\t", .xml), ("\n", .xml), ("\r", .xml): result += " "
      case (_, .xml):
        let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
        result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      case (_, .html): result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
