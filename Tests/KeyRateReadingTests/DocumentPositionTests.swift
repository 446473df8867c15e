// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

/// `line:column` of a key.
func place(_ table: DocumentTable, _ path: String) -> String? {
  table[path].map { "\($0.position.line ?? 0):\($0.position.column ?? 0)" }
}

@Suite("Positions of values")
struct DocumentPositionTests {
  @Test("Every construct of TOML has its line and column")
  func constructs() throws {
    let text = """
      # a comment with [brackets] and = signs
      title = "a # is no comment"   # this is
      "quoted key # here" = 1
      'literal.key' = 2
      site."a.b".c = 3
      \tindented = 4

      [link] # comment
      distance_km = 100
        attenuation_db_per_km=0.2
      [ detector . first ]
      efficiency = 1e-1
      dark.count.probability = 6e-7
      [source]
      intensities = [ # strongest first
        0.48,
        0.10, 2e-4, # two on a line
      ]
      text = \"\"\"
      [not.a.table]
      key = 1 \\"\\"\\" \"\"\"
      raw = '''
      # no comment
      other = 2'''
      inline = { a = 1, b.c = [1, { d = 2 }], "e f" = true }
      after = false
      [[curve]]
      label = "one"
      [[curve]]
      label = "two"
      [curve.security]
      pulses = 10_000
      [[curve.point]]
      x = 1
      [[curve.point]]
      x = 2
      """
    let table = try DocumentTable(parsing: text, fileName: "f.toml")
    #expect(place(table, "title") == "2:1")
    #expect(table["title"]?.text == "a # is no comment")
    #expect(place(table, "\"quoted key # here\"") == "3:1")
    #expect(place(table, "\"literal.key\"") == "4:1")
    #expect(place(table, "site.\"a.b\".c") == "5:1")
    #expect(place(table, "indented") == "6:2")
    #expect(place(table, "link") == "8:1")
    #expect(place(table, "link.distance_km") == "9:1")
    #expect(place(table, "link.attenuation_db_per_km") == "10:3")
    #expect(place(table, "detector.first") == "11:1")
    #expect(place(table, "detector.first.efficiency") == "12:1")
    #expect(table["detector.first.efficiency"]?.number == 0.1)
    #expect(table["detector.first.efficiency"]?.source == "1e-1")
    #expect(place(table, "detector.first.dark.count.probability") == "13:1")
    #expect(place(table, "source.intensities") == "15:1")
    let intensities = try #require(table["source.intensities"]?.array)
    #expect(intensities.map { $0.position.description } == ["f.toml:16:3", "f.toml:17:3", "f.toml:17:9"])
    #expect(intensities.map(\.path) == ["source.intensities[1]", "source.intensities[2]", "source.intensities[3]"])
    #expect(intensities.map(\.number) == [0.48, 0.10, 2e-4])
    #expect(place(table, "source.text") == "19:1")
    #expect(table["source.text"]?.text == "[not.a.table]\nkey = 1 \"\"\" ")
    #expect(place(table, "source.raw") == "22:1")
    #expect(table["source.raw"]?.text == "# no comment\nother = 2")
    #expect(place(table, "source.inline") == "25:1")
    #expect(place(table, "source.inline.a") == "25:12")
    #expect(place(table, "source.inline.b.c") == "25:19")
    #expect(table["source.inline.b.c"]?.array?.map { $0.position.column } == [26, 29])
    #expect(place(table, "source.inline.\"e f\"") == "25:41")
    #expect(place(table, "source.after") == "26:1")

    let curves = try table.tables("curve")
    #expect(curves.map(\.path) == ["curve[1]", "curve[2]"])
    #expect(curves.map { $0.position.line } == [27, 29])
    #expect(curves.map { $0["label"]?.text } == ["one", "two"])
    #expect(place(curves[1], "label") == "30:1")
    #expect(curves[1]["label"]?.path == "curve[2].label")
    #expect(place(curves[1], "security.pulses") == "32:1")
    #expect(curves[1]["security.pulses"]?.path == "curve[2].security.pulses")
    let points = try curves[1].tables("point")
    #expect(points.map(\.path) == ["curve[2].point[1]", "curve[2].point[2]"])
    #expect(points.map { place($0, "x") } == ["34:1", "36:1"])
    #expect(
      table.leaves.prefix(6).map(\.path) == [
        "title", "\"quoted key # here\"", "\"literal.key\"", "site.\"a.b\".c", "indented", "link.distance_km",
      ])
  }

  @Test("Byte-order mark, Windows line ends and characters of several bytes do not shift positions")
  func encodings() throws {
    let text =
      "\u{FEFF}title = \"µ–é\"\r\n\r\n[link]\r\n\"Länge\" = 1\r\n  distance_km = 5 # é\r\nx = {\"é\" = 1, y = 2}"
    let table = try DocumentTable(parsing: text, fileName: "f.toml")
    #expect(place(table, "title") == "1:1")
    #expect(place(table, "link.\"Länge\"") == "4:1")
    #expect(place(table, "link.distance_km") == "5:3")
    #expect(place(table, "link.x.\"é\"") == "6:6")
    #expect(place(table, "link.x.y") == "6:15")
    #expect(try DocumentTable(parsing: "", fileName: "f").leaves.isEmpty)
    #expect(try DocumentTable(parsing: "\u{FEFF}", fileName: "f").leaves.isEmpty)
  }

  @Test("A headed table and its parts are one table, whatever their order")
  func mergedTables() throws {
    let text = "[a.b]\nx = 1\n[a]\ny = 2\n[a.c]\nz = 3\n"
    let table = try DocumentTable(parsing: text, fileName: "f")
    #expect(table.leaves.map(\.path) == ["a.b.x", "a.y", "a.c.z"])
    #expect(table.tablePaths.map(\.path) == ["a", "a.b", "a.c"])
    #expect(place(table, "a.y") == "4:1")
  }

  @Test("Numbers keep how they were written and what whole number they denote")
  func numbers() throws {
    let text = "v = [100, 1e10, 2.50e1, 1.5, 1e30, 0x10, 1_000.0, -3, 9007199254740993, 12e-1, 1e16, -0.0, 120e-1]"
    let values = try #require(try DocumentTable(parsing: text, fileName: "f")["v"]?.array)
    let numbers = values.compactMap { value -> LocatedNumber? in
      if case .number(let number) = value.content { number } else { nil }
    }
    #expect(
      numbers.map(\.exactInteger) == [
        100, 10_000_000_000, 25, nil, nil, 16, 1000, -3, 9_007_199_254_740_993, nil, 10_000_000_000_000_000, 0, 12,
      ])
    #expect(numbers.map(\.isWrittenAsInteger).filter { $0 }.count == 4)
    #expect(values.map(\.source)[8] == "9007199254740993")
    #expect(values.map(\.source)[6] == "1_000.0")
  }
}
