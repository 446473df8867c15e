// SPDX-License-Identifier: GPL-3.0-or-later
/// Text in the syntax of Markdown (CommonMark with tables).
package enum MarkdownText {
  private static let markup: Set<Unicode.Scalar> = ["|", "*", "_", "`", "<", "[", "]", "\\"]

  /// The text on one line, with what Markdown would take for markup escaped, for the middle of a line.
  package static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      case "\r" where next == "\n": continue
      case _ where scalar.endsLine: result.append(" ")
      case _ where scalar.disturbsPage: result.append("\u{FFFD}")
      // An entity, or two tildes, which strike out; alone both stand for themselves.
      case "&" where next == "#" || next.properties.isAlphabetic, "~" where next == "~":
        result.append("\\")
        result.append(scalar)
      case _ where markup.contains(scalar):
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// A paragraph of one line: nothing in it makes it a heading, a list, a quotation or a block of code.
  package static func paragraph(_ text: String) -> String {
    var line = escaped(text).unicodeScalars[...]
    while let first = line.first, first == " " || first == "\t" { line.removeFirst() }
    guard let first = line.first else { return "" }
    if ["#", ">", "-", "+", "=", "~"].contains(first) { return "\\" + String(Substring(line)) }
    let digits = line.prefix { $0.value >= 0x30 && $0.value <= 0x39 }
    if !digits.isEmpty, digits.count < 10, let mark = line.dropFirst(digits.count).first, mark == "." || mark == ")",
      line.dropFirst(digits.count + 1).first.map({ $0 == " " }) ?? true
    {
      return String(Substring(digits)) + "\\" + String(Substring(line.dropFirst(digits.count)))
    }
    return String(Substring(line))
  }

  /// A row of a table; a cell `---` makes the row the rule below the heading.
  package static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0 == "---" ? $0 : escaped($0) }.joined(separator: " | ") + " |"
  }

  /// A span of code: nothing in it is markup, whatever backticks it holds.
  package static func code(_ text: String) -> String {
    var longest = 0
    var run = 0
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
      line.append(scalar.endsLine ? " " : scalar.disturbsPage ? "\u{FFFD}" : scalar)
    }
    guard longest > 0 || line.isEmpty else { return "`" + String(line) + "`" }
    let fence = String(repeating: "`", count: longest + 1)
    return fence + " " + String(line) + " " + fence
  }
}
