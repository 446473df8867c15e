// SPDX-License-Identifier: GPL-3.0-or-later
/// What a terminal does with a text: characters are written, and everything that would make it do more is noted.
package struct TerminalModel {
  /// The lines on the screen.
  package private(set) var lines: [String] = [""]
  /// Everything but writing characters, tabs and new lines: moving, erasing, titles, bells, reversed reading.
  package private(set) var effects: [String] = []

  /// Shows a text.
  package init(showing text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar.value {
      case 0x0A: lines.append("")
      case 0x09: lines[lines.count - 1] += " "
      case 0x1B: effects.append("escape sequence \(rest.first.map { "\($0)" } ?? "")")
      case 0..<0x20, 0x7F: effects.append("control character \(scalar.value)")
      case 0x80..<0xA0: effects.append("control function \(String(scalar.value, radix: 16))")
      case _ where scalar.properties.isBidiControl: effects.append("reading order")
      case _ where [.format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory):
        effects.append("unseen character \(String(scalar.value, radix: 16))")
      default: lines[lines.count - 1].unicodeScalars.append(scalar)
      }
    }
  }
}
