// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import KeyRateText
import Testing

@Suite("Texts that reach a reader")
struct EscapingTests {
  @Test("A mark before a bracket hides it from Swift's characters, not from a browser")
  func prependedMark() {
    let text = "\u{0600}<script>\u{0600}&\u{0600}\"\u{0600}'\u{0600}>"
    let escaped = MarkupText.escaped(text)
    #expect(!escaped.unicodeScalars.contains("<") && !escaped.unicodeScalars.contains(">"))
    #expect(escaped == "\u{0600}&lt;script&gt;\u{0600}&amp;\u{0600}&quot;\u{0600}&#39;\u{0600}&gt;")
    #expect(
      MarkdownText.escaped("\u{0600}<b>\u{0600}|\u{0301}`\u{0301}").unicodeScalars.filter { $0 == "\\" }.count == 3)
  }

  @Test("Control characters and reordering marks are replaced on pages and spelt out on terminals")
  func controls() {
    let text = "a\u{1B}[2J\u{9B}b\r\u{202E}c\u{2066}d\u{0}\u{7F}\u{85}"
    for escaped in [MarkupText.escaped(text), MarkdownText.escaped(text), MarkdownText.code(text)] {
      #expect(!escaped.unicodeScalars.contains { $0.isControlCharacter || $0.isReordering })
    }
    #expect(text.printable == "a\\u{1b}[2J\\u{9b}b\\r\\u{202e}c\\u{2066}d\\u{0}\\u{7f}\\u{85}")
    #expect("a\nb\tc\u{1B}".terminalText == "a\nb\tc\\u{1b}")
    #expect("soft\u{AD}hyphen \u{200B}\u{FEFF}\u{E0041}".printable == "soft\\u{ad}hyphen \\u{200b}\\u{feff}\\u{e0041}")
    #expect("é 测 😀 µ ≤".printable == "é 测 😀 µ ≤")
  }

  @Test(
    "Markdown",
    arguments: [
      ("a|b*c_d`e<f[g]h\\", "a\\|b\\*c\\_d\\`e\\<f\\[g\\]h\\\\"),
      ("a\r\nb\nc\u{2028}d", "a b c d"),
      ("R & D, 5 > 3, ~2", "R & D, 5 > 3, ~2"),
      ("&lt; &#60; ~~x~~", "\\&lt; \\&#60; \\~~x\\~~"),
    ])
  func markdown(text: String, escaped: String) {
    #expect(MarkdownText.escaped(text) == escaped)
  }

  @Test(
    "A paragraph of Markdown is never anything else",
    arguments: [
      ("# a", "\\# a"), ("- a", "\\- a"), ("+ a", "\\+ a"), ("> a", "\\> a"), ("=== a", "\\=== a"),
      ("12. a", "12\\. a"),
      ("3) a", "3\\) a"), ("    code", "code"), ("12.5 dB", "12.5 dB"), ("~~~ a", "\\\\~~~ a"), ("", ""),
      ("plain", "plain"),
    ])
  func paragraphs(text: String, escaped: String) {
    if text.hasPrefix("~") {
      #expect(MarkdownText.paragraph(text).hasPrefix("\\~"))
    } else {
      #expect(MarkdownText.paragraph(text) == escaped)
    }
  }

  @Test("A span of code holds any backticks")
  func code() {
    #expect(MarkdownText.code("keyrate validate a.toml") == "`keyrate validate a.toml`")
    #expect(MarkdownText.code("a``b`c") == "``` a``b`c ```")
    #expect(MarkdownText.code("") == "`  `")
  }

  @Test("20 000 random texts leave every escaper without what it must keep out")
  func random() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      let text = HostileText.random(using: &generator)
      let markup = MarkupText.line(text).unicodeScalars
      #expect(!markup.contains { "<>\"'".unicodeScalars.contains($0) || $0.disturbsPage || $0 == "\n" })
      // Every ampersand begins one of ours.
      let entities = markup.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
      let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].map { Array($0.unicodeScalars) }
      #expect(entities.allSatisfy { rest in known.contains { rest.starts(with: $0) } })
      #expect(!text.printable.unicodeScalars.contains { $0.disturbsLine })
      let markdown = MarkdownText.escaped(text).unicodeScalars
      #expect(!markdown.contains { $0.disturbsPage || $0.endsLine })
      var previous: Unicode.Scalar = " "
      var isEscaped = false
      for scalar in markdown {
        if "|*_`<[]".unicodeScalars.contains(scalar) { #expect(previous == "\\" && isEscaped) }
        isEscaped = scalar == "\\" && !isEscaped
        previous = scalar
      }
    }
  }
}
