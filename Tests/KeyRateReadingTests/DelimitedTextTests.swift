// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Comma-separated tables")
struct DelimitedTextTests {
  func refusal(_ text: String) -> String {
    do {
      _ = try DelimitedText(parsing: text, fileName: "c.csv")
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test("Cells, quotes, comments and blank lines")
  func cells() throws {
    let text =
      "\u{FEFF}# measured on a bench\r\n\r\nbasis , counts,note\r\n  \r\nX,1e6,\"a, \"\"b\"\"\nc\"\r\n# between\r\n"
      + " Z , -2.50 ,\"\"\r\nµ,0, é x \n"
    let table = try DelimitedText(parsing: text, fileName: "c.csv")
    #expect(table.columns == ["basis", "counts", "note"])
    #expect(
      table.rows.map { $0.cells.map(\.text) } == [
        ["X", "1e6", "a, \"b\"\nc"], ["Z", "-2.50", ""], ["µ", "0", "é x"],
      ])
    #expect(table.rows.map { $0.position.line } == [5, 8, 9])
    let row = table.rows[1]
    #expect(try table.text("basis", in: row) == "Z")
    #expect(try table.number("counts", in: row) == -2.5)
    #expect(try table.cell("counts", in: row).position.description == "c.csv:8:6")
    #expect(try table.cell("note", in: table.rows[2]).position.description == "c.csv:9:6")
    #expect(try table.integer("counts", in: table.rows[0]) == 1_000_000)
    #expect(try table.numbers("counts") == [1e6, -2.5, 0])
    #expect(table.hasColumn("note") && !table.hasColumn("Note"))
    #expect(try DelimitedText(parsing: "a,b\n1,2", fileName: "c").rows.count == 1)
    #expect(try DelimitedText(parsing: "a\n", fileName: "c").rows.isEmpty)
  }

  @Test("Numbers as spreadsheets write them, and nothing else")
  func numbers() throws {
    let good = ["1", "+1", "-.5", "5.", "007", "1e-6", "1E+3", "0.0", "0e-999"]
    let table = try DelimitedText(parsing: "x\n" + good.joined(separator: "\n"), fileName: "c.csv")
    #expect(try table.numbers("x") == [1, 1, -0.5, 5, 7, 1e-6, 1000, 0, 0])
    let bad = [
      "nan", "-inf", "Infinity", "0x10", "1_000", "1e", "e5", ".", "--1", "1 2", "1e999", "1e-999", "\"0,2\"",
      "\"1,000,000\"", "\"\"",
    ]
    let broken = try DelimitedText(parsing: "x,y\n" + bad.map { $0 + ",1" }.joined(separator: "\n"), fileName: "c.csv")
    let error = try #require(throws: DocumentErrors.self) { try broken.numbers("x") }
    #expect(
      error.description == """
        c.csv:2:1: x = nan: must be a finite number
        c.csv:3:1: x = -inf: must be a finite number
        c.csv:4:1: x = Infinity: must be a finite number
        c.csv:5:1: x = 0x10: must be a number
        c.csv:6:1: x = 1_000: must be a number
        c.csv:7:1: x = 1e: must be a number
        c.csv:8:1: x = e5: must be a number
        c.csv:9:1: x = .: must be a number
        c.csv:10:1: x = --1: must be a number
        c.csv:11:1: x = 1 2: must be a number
        c.csv:12:1: x = 1e999: is too large for a number
        c.csv:13:1: x = 1e-999: is too small for a number and would become 0
        c.csv:14:1: x = 0,2: must be a number; decimal numbers are written with a point
        c.csv:15:1: x = 1,000,000: must be a number; write large numbers without separators
        c.csv:16:1: x = (empty): must be a number
        """)
  }

  @Test("Ranges, whole numbers and columns that are not there")
  func access() throws {
    let table = try DelimitedText(parsing: "counts,qber\n1.5,2\n", fileName: "c.csv")
    let row = table.rows[0]
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(message { _ = try table.integer("counts", in: row) } == "c.csv:2:1: counts = 1.5: must be a whole number")
    #expect(
      message { _ = try table.number("qber", in: row, range: .probability) }
        == "c.csv:2:5: qber = 2: must be between 0 and 1")
    #expect(
      message { _ = try table.number("count", in: row) }
        == "c.csv: has no column count, only counts, qber; did you mean counts?")
    #expect(message { _ = try table.numbers("time") } == "c.csv: has no column time, only counts, qber")
    let other = try DelimitedText(parsing: "a\n1\n", fileName: "d.csv")
    #expect(
      message { _ = try table.number("qber", in: other.rows[0]) }
        == "d.csv:2:1: qber: this row belongs to another table")
  }

  @Test(
    "What is not such a table is refused with its place",
    arguments: [
      ("", "c.csv: has no header row with the columns' names"),
      ("# only\n\n", "c.csv: has no header row with the columns' names"),
      ("a,b\n1\n", "c.csv:2:1: has 1 cell, the header has 2"),
      (
        "a,b\n0,2,3\n1,2\n",
        "c.csv:2:1: has 3 cells, the header has 2; decimal numbers are written with a point, texts with commas in quotes"
      ),
      ("a,,b\n1,2,3", "c.csv:1:3: column 2 has no name"),
      ("a,b,a\n1,2,3", "c.csv:1:5: a: is the name of two columns"),
      ("a\n\"x\n", "c.csv:2:1: the quotes of this cell are never closed"),
      ("a\n\"x\"y\n", "c.csv:2:4: only a comma or the end of the line may follow a quoted cell"),
      (
        "a\nx\"y\"\n",
        "c.csv:2:2: a quote inside an unquoted cell; put the whole cell in quotes and double this one"
      ),
      ("a,b\r1,2\r", "c.csv:1:4: a carriage return without a line feed; save with Unix line ends"),
      (
        "a;b\n0,1;2\n",
        "c.csv:1:1: the columns are not separated by commas; "
          + "it seems to use semicolons: save with commas between columns and points in decimal numbers"
      ),
      (
        "a\tb\n0,1\t2\n",
        "c.csv:1:1: the columns are not separated by commas; "
          + "it seems to use tabs: save with commas between columns and points in decimal numbers"
      ),
    ])
  func refused(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test("Random tables are read or refused")
  func fuzz() {
    let alphabet = Array("a1.,;\"\n\r\t # é\u{FEFF}")
    var generator = SplitMix64(seed: 11)
    var accepted = 0
    for _ in 0..<10_000 {
      let count = Int.random(in: 0..<24, using: &generator)
      let text = String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
      if let table = try? DelimitedText(parsing: text, fileName: "f") {
        accepted += 1
        for row in table.rows { #expect(row.cells.count == table.columns.count) }
      }
    }
    #expect(accepted > 100)
  }
}
