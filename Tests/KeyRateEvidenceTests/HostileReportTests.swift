// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateDocuments
import KeyRateNumerics
import KeyRateReading
import KeyRateTestSupport
import KeyRateText
import Testing

@testable import KeyRateEvidence

@Suite("Reports with hostile texts")
struct HostileReportTests {
  /// The small claim with a text in each of its text keys.
  static func claim(_ texts: [String]) -> String {
    func text(_ index: Int) -> String {
      let scalars = texts[index % texts.count].unicodeScalars.filter { $0.value != 0 }.map { scalar -> String in
        let digits = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
      return "\"" + scalars.joined() + "\""
    }
    return "title = \(text(0))\nreference = \(text(1))\nnotes = [\(text(2)), \(text(3))]\n"
      + SmallClaim.text.replacing(
        "claimant = \"A\"", with: "claimant = \(text(4))\nstatement = \(text(5))"
      ).replacing("source = \"measured\"", with: "source = \"measured\"\nreference = \(text(6))")
        + """
        [[assumption]]
        about = "Poissonian"
        status = "measured"
        reference = \(text(7))
        [[failure]]
        event = \(text(8))
        probability = 1e-12

        """
  }

  struct Pages {
    let html, markdown, summary: String

    init(_ texts: [String], name: String) throws {
      let inputs = ReportInputs(claim: TextFile(name: name, text: HostileReportTests.claim(texts)))
      let report = try EvidenceReport.make(inputs, options: ClaimFixtures.quick, program: ClaimFixtures.program)
      let document = report.document(
        installation: .object([("platform", .string(texts[0])), ("\(texts[1 % texts.count])", "x")]))
      html = report.html(document: document)
      markdown = report.markdown(document: document)
      summary = report.summary
    }
  }

  /// The tags of a page. Cells of tables may be long or short, which is a class of theirs.
  static func tags(_ page: String) throws -> [String] {
    try MarkupTokens(page).skeleton.map { $0 == "td class" ? "td " : $0 }
  }

  @Test("30 hostile claims give the page, tag for tag, of a harmless one")
  func pages() throws {
    let harmless = try Pages((0..<9).map { "harmless\($0)" }, name: "claim.toml")
    let expected = try Self.tags(harmless.html)
    #expect(expected.count > 200)
    var generator = SplitMix64(seed: 5)
    for round in 0..<30 {
      let attacks = HostileText.attacks
      let texts = (0..<9).map { index -> String in
        round * 9 < attacks.count
          ? attacks[(round * 9 + index) % attacks.count] : HostileText.random(using: &generator)
      }
      let name = texts[2].replacing("/", with: "") + ".toml"
      let pages = try Pages(texts, name: name)
      let tags = try Self.tags(pages.html)
      #expect(tags == expected, "round \(round)")
      #expect(!tags.contains { $0.hasPrefix("script") || $0.contains(" on") })
      // Markdown: the same lines, the same headings and rows of tables.
      let lines = pages.markdown.split(separator: "\n", omittingEmptySubsequences: false)
      let others = harmless.markdown.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == others.count, "round \(round)")
      for (line, other) in zip(lines, others) {
        let isAlike = ["#", "|", "-", "*"].allSatisfy { line.hasPrefix($0) == other.hasPrefix($0) }
        #expect(isAlike, "round \(round): \(line)")
      }
      #expect(!pages.markdown.contains("<script") || pages.markdown.contains("\\<script"))
      let shown = TerminalModel(showing: pages.summary.terminalText)
      #expect(shown.effects.isEmpty)
      #expect(shown.lines.count == TerminalModel(showing: harmless.summary.terminalText).lines.count)
    }
  }

  @Test("The page allows a browser nothing but its own styles")
  func policy() throws {
    let page = try Pages(["t"], name: "claim.toml").html
    #expect(
      page.contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
          + "base-uri 'none'; form-action 'none'\">"))
    // The policy stands before anything that it could be about.
    let place = try #require(page.range(of: "Content-Security-Policy"))
    #expect(try #require(page.range(of: "<style>")).lowerBound > place.lowerBound)
  }
}
