// SPDX-License-Identifier: GPL-3.0-or-later
extension Unicode.Scalar {
  /// A control character of ASCII or Latin-1 (C0, delete, C1): on a terminal it can move, overwrite and command.
  package var isControlCharacter: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

  /// Whether the character changes the order in which the ones around it are shown, such as U+202E.
  package var isReordering: Bool { value >= 0x80 && properties.isBidiControl }

  /// Whether the character ends a line: line feed, carriage return, vertical tab, form feed, NEL, U+2028, U+2029.
  package var endsLine: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// What no page or drawing should hold: control characters other than tab and line feed, reordering marks, the
  /// separators of lines and paragraphs, and code points that are no characters.
  package var disturbsPage: Bool {
    if value == 0x09 || value == 0x0A { return false }
    if value < 0x80 { return isControlCharacter }
    return isControlCharacter || isReordering || value == 0x2028 || value == 0x2029
      || properties.isNoncharacterCodePoint
  }

  /// What no line of a terminal should hold: besides the above everything that is not seen at all.
  package var disturbsLine: Bool {
    if isControlCharacter { return true }
    if value < 0x80 { return false }
    switch properties.generalCategory {
    case .format, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isNoncharacterCodePoint
    }
  }

  /// The character spelt out, for example `\u{202e}`.
  package var spelledOut: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }
}
