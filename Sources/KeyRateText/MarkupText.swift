// SPDX-License-Identifier: GPL-3.0-or-later
/// Text in the syntax that HTML and XML share.
package enum MarkupText {
  /// The text with everything escaped that means something to HTML or XML, for contents and for attributes in
  /// either kind of quotes.
  ///
  /// Scalar by scalar, as the readers of pages see it: U+0600 before `<` is one character to Swift and two to a
  /// browser. What no page should hold is replaced by U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\r": result += " "
      default: result.unicodeScalars.append(scalar.disturbsPage ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// The same on one line.
  package static func line(_ text: String) -> String {
    escaped(String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 })))
  }
}
