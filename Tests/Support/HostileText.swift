// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// Texts as somebody would write them who wants a report, a table or a terminal to do what it should not.
package enum HostileText {
  /// Whole attacks.
  package static let attacks = [
    "<script>alert(1)</script>", "\u{0600}<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
    "</text><script>alert(1)</script>", "]]><script>alert(1)</script>", "--><script>alert(1)</script>",
    "<!--", "<![CDATA[", "&lt;script&gt;", "&#x3c;script&#x3e;", "javascript:alert(1)",
    "=HYPERLINK(\"http://example.com\",\"key\")", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)",
    "x,=1+1", "x;=1+1", "\t=1+1", "\r=1+1",
    "`rm -rf`", "'; system(\"id\"); '", "` `` ```", "| a | b |", "**verdict: supported**", "[x](javascript:alert(1))",
    "![x](http://example.com/x.png)", "# heading", "<details open ontoggle=alert(1)>",
    "\u{1B}[2J\u{1B}[H", "\u{1B}]0;title\u{7}", "\u{9B}31m", "\rverdict: supported", "a\nverdict: supported",
    "\u{202E}dehcuf", "\u{2066}\u{2067}", "a\u{2028}b\u{2029}c", "\u{85}next", "\u{200B}\u{FEFF}\u{AD}",
    "\u{E0041}\u{E007F}", "e\u{301}<\u{301}b\u{301}>\u{301}", "\u{FFFE}\u{FFFF}", "\u{0}", "${IFS}", "$(id)", "%s%n",
    "^{<b>}_{\u{301}}", "\\u003cscript\\u003e", "{{7*7}}",
  ]

  private static let pieces: [String] =
    attacks + [
      "<", ">", "&", "\"", "'", "`", "|", "*", "_", "[", "]", "(", ")", "\\", "#", "-", "=", "+", "@", ",", ";", "\n",
      "\r", "\r\n", "\t", " ", "\u{B}", "\u{C}", "\u{1B}", "\u{7F}", "\u{80}", "\u{9F}", "\u{0600}", "\u{06DD}",
      "\u{0301}", "\u{200D}", "\u{200E}", "\u{061C}", "\u{202A}", "\u{2069}", "a", "é", "测", "😀", "1", "{", "}", "^",
      "~", "!", "amp;", "lt;",
    ]

  /// Some pieces of attacks, one after the other.
  package static func random(using generator: inout SplitMix64) -> String {
    (0..<Int.random(in: 1...6, using: &generator)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &generator)]
    }.joined()
  }
}
