// SPDX-License-Identifier: GPL-3.0-or-later
extension String {
  /// The text on one line, with every character that could disturb a terminal or a log line spelt out.
  ///
  /// File names, keys and values come from files that anyone may have written, and a message
  /// quotes them: line ends, control characters, invisible characters and the marks that reverse the reading
  /// direction are shown as escapes.
  package var printable: String { spelling(\.disturbsLine) }

  /// The text with its lines and tabs, and everything else that could disturb a terminal spelt out: what any
  /// text passes on its way to one.
  package var terminalText: String { spelling { $0 != "\n" && $0 != "\t" && $0.disturbsLine } }

  /// The printable text, cut to a length that fits a message.
  package func quotable(limit: Int = 60) -> String {
    let start = prefix(limit)
    let cut = start.endIndex != endIndex
    return String(start).printable + (cut ? "…" : "")
  }

  private func spelling(_ isSpelled: (Unicode.Scalar) -> Bool) -> String {
    // By scalars: to Swift a mark and the letter it stands on are one character that equals neither.
    guard unicodeScalars.contains(where: isSpelled) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if isSpelled(scalar) { text += scalar.spelledOut } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
