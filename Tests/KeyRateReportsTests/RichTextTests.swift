// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText
import Testing

@testable import KeyRateReports

@Suite struct RichTextTests {
  @Test func markupBecomesRuns() {
    let text = RichText("N = 10^{-6} at p_{Z}!")
    #expect(
      text.runs == [
        .init(text: "N = 10", level: .base), .init(text: "\u{2212}6", level: .raised),
        .init(text: " at p", level: .base), .init(text: "Z", level: .lowered), .init(text: "!", level: .base),
      ])
    #expect(text.plainText == "N = 10^\u{2212}6 at p_Z!")
  }

  @Test func otherCharactersStandForThemselves() {
    for plain in ["rate_per_pulse", "x^2", "a^{b", "{}", "^", "_", ""] {
      #expect(RichText(plain).plainText == plain)
      #expect(RichText(plain).runs.count <= 1)
    }
    #expect(RichText("two\nlines").plainText == "two lines")
    #expect(RichText("X^{a-b}").runs.last?.text == "a-b")
  }

  @Test func superscriptsAreRaisedAndPutBack() {
    let content = SVGText.content(of: RichText("10^{-6} bits"), size: 10)
    #expect(content == "10<tspan dy=\"-3.8\" font-size=\"7\">\u{2212}6</tspan><tspan dy=\"3.8\"> bits</tspan>")
    let both = SVGText.content(of: RichText("s^{U}_{Z}"), size: 10)
    #expect(both == "s<tspan dy=\"-3.8\" font-size=\"7\">U</tspan><tspan dy=\"5.6\" font-size=\"7\">Z</tspan>")
    #expect(SVGText.content(of: .powerOfTen(3, factor: "2"), size: 10).hasPrefix("2\u{D7}10<tspan"))
  }

  @Test func longTextIsBrokenAtSpacesOnly() {
    let lines = RichText.wrapped("one two 10^{a b} three", width: 4.2)
    #expect(lines.map(\.plainText) == ["one two", "10^a b", "three"])
    #expect(RichText.wrapped("unbreakable", width: 1).map(\.plainText) == ["unbreakable"])
    #expect(RichText.wrapped("", width: 5).count == 1)
  }

  @Test func markupIsEscaped() {
    #expect(
      MarkupText.line("a<b> & \"c\" 'd'\u{1}\u{FFFE}\n")
        == "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\u{FFFD}\u{FFFD} ")
    #expect(SVGText.content(of: RichText("x^{<}"), size: 10).contains("&lt;"))
  }
}
