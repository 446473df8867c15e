// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import Testing

@testable import KeyRateReading

@Suite("Formula sheets in the program")
struct FormulaSheetTests {
  static let page = FormulaSheet(
    """
    # The xy sheet

    ## Overview

    Names such as XY-1 are cited.

    ## 1 First

    ### XY-1 to XY-3 Three of a kind

    ```
    a = b          (XY-1)
    ```

    - Exact.

    #### A remark

    More.

    ## 2 Second

    Words before.

    ```
    c = d          (XY-4)
    e = f          (XY-4a)
    ```

    Words after.

    - XY-5 `g = h`; see XY-4.
      Goes on.
    - XY-6 another.

    """)

  static func lines(_ name: String) throws -> [String]? { try page.passage(#require(EquationId(name)))?.lines }

  @Test("A heading gives its section, an item itself, a formula what stands around it")
  func passages() throws {
    let section = ["```", "a = b          (XY-1)", "```", "", "- Exact.", "", "#### A remark", "", "More."]
    #expect(try Self.lines("XY-1") == section)
    #expect(try Self.lines("xy2") == section)
    #expect(
      try Self.lines("XY-4a")
        == ["Words before.", "", "```", "c = d          (XY-4)", "e = f          (XY-4a)", "```", "", "Words after."])
    #expect(try Self.lines("XY-4") == Self.lines("XY-4a"))
    #expect(try Self.lines("XY-5") == ["- XY-5 `g = h`; see XY-4.", "  Goes on."])
    #expect(try Self.lines("XY-6") == ["- XY-6 another."])
    #expect(try Self.lines("XY-7") == nil)
    let third = try #require(EquationId("XY-3"))
    let passage = try #require(Self.page.passage(third))
    #expect(passage.sheet == "The xy sheet" && passage.headings == ["1 First", "Three of a kind"])
    #expect(Self.page.equations.map(\.id.description) == ["XY-1", "XY-2", "XY-3", "XY-4", "XY-4a", "XY-5", "XY-6"])
  }

  @Test("Names are read as people write them, and nothing else is one")
  func names() {
    for name in ["BB-31", "bb31", "BB_31", "Bb-31"] { #expect(EquationId(name)?.description == "BB-31") }
    #expect(EquationId("TF-34A")?.description == "TF-34a")
    for name in ["", "B-1", "BB-", "BB-31ab", "31", "BBBB-1", "BB-12345", "BB--1", "ß-1", "BB-1 "] {
      #expect(EquationId(name) == nil, "\(name)")
    }
    #expect(
      EquationId.all(in: "BB-31, lim2014, TF-9a; MDI-2 to MDI-4 (SHA-256)").map(\.description)
        == ["BB-31", "TF-9a", "MDI-2", "MDI-3", "MDI-4"])
  }

  @Test("Every equation of a sheet has a passage in which it stands")
  func shipped() throws {
    let sheets = FormulaSheet.shipped
    #expect(sheets.count >= 6)
    var count = 0
    for sheet in sheets {
      for (id, title) in sheet.equations {
        let passage = try #require(sheet.passage(id))
        #expect(!title.isEmpty && !passage.lines.isEmpty, "\(id)")
        count += 1
      }
    }
    #expect(count > 250)
  }
}
