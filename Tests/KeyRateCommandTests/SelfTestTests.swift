// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("selftest")
struct SelfTestTests {
  static let head = "id,calculation,inputs,quantity,expected,rtol,check,provenance\n"

  static func shipped(_ name: String) throws -> String {
    try #require(EmbeddedFiles.checkpoints.first { $0.name == name }).text
  }

  /// A row whose expected value is known, and the same row with another value.
  static func rows() throws -> (row: CheckpointRow, right: String, wrong: String) {
    let table = try CheckpointTable(text: shipped("bounds.csv"), fileName: "bounds.csv")
    let row = try #require(
      table.rows.first { $0.check == .equals && (Double($0.expected) ?? 0) > 0 && $0.expected != "inf" })
    func line(_ expected: Double) -> String {
      let inputs = row.inputs.replacing("\"", with: "\"\"")
      return "one,\(row.calculation),\"\(inputs)\",\(row.quantity),\(expected),1e-9,equals,made up for a test\n"
    }
    let value = try #require(Double(row.expected))
    return (row, line(value), line(value * 1.001))
  }

  @Test("The tables that the program carries pass")
  func shipped() throws {
    let run = try TestFolder().keyrate("selftest")
    #expect(run.status == 0)
    #expect(run.errors == "")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == EmbeddedFiles.checkpoints.count + 1)
    for (line, file) in zip(lines, EmbeddedFiles.checkpoints) { #expect(line.hasPrefix(file.name + ": ")) }
  }

  @Test("A row made wrong is found, and only that one")
  func wrongRow() throws {
    let (row, right, wrong) = try Self.rows()
    let folder = try TestFolder(["right.csv": Self.head + right, "wrong.csv": Self.head + right + wrong])
    #expect(try folder.keyrate("selftest", "right.csv").status == 0)
    let run = try folder.keyrate("selftest", "right.csv", "wrong.csv")
    #expect(run.status == 1)
    #expect(run.errors == "")
    #expect(
      run.output.hasPrefix("right.csv: 1 of 1 rows passed\nwrong.csv: 1 of 2 rows passed\nFAILED one \(row.quantity): ")
    )
    #expect(run.output.hasSuffix("\n2 of 3 rows passed, 1 failed\n"))
    let json = try folder.keyrate("selftest", "wrong.csv", "--json")
    #expect(json.status == 1)
    let failed = try #require(json.json()["failed"]).list
    #expect(failed.count == 1)
    #expect(failed.first?.names == ["id", "quantity", "expected", "got", "message"])
    #expect(failed.first?["id"]?.text == "one")
  }

  @Test("Unknown calculations are listed and not failed")
  func unknown() throws {
    let text =
      try Self.head + Self.rows().right
      + "two,none.such.infinite,{},rate,1,1e-9,equals,\nthree,none.such.infinite,{},x,1,0,equals,\n"
    let folder = try TestFolder(["table.csv": text])
    let run = try folder.keyrate("selftest", "table.csv")
    #expect(run.status == 0)
    #expect(run.output.contains("unknown calculations (2 rows skipped): none.such.infinite\n"))
    let document = try folder.keyrate("selftest", "table.csv", "--json").json()
    #expect(document["unknown"] == .list([.text("none.such.infinite")]))
    #expect(document["total"]?.number == 1)
    #expect(document["skipped"]?.number == 2)
  }

  @Test("A quantity that a calculation does not give fails with the nearest one")
  func quantity() throws {
    let (row, right, _) = try Self.rows()
    let folder = try TestFolder(["t.csv": Self.head + right.replacing(",\(row.quantity),", with: ",\(row.quantity)x,")])
    let run = try folder.keyrate("selftest", "t.csv")
    #expect(run.status == 1)
    #expect(run.output.contains("no such quantity; did you mean \(row.quantity)?"))
  }

  @Test("Inputs that make no sense fail their row and no more")
  func inputs() throws {
    let folder = try TestFolder([
      "t.csv": Self.head + "one,bounds.plob,not json,rate,1,1e-9,equals,\n" + (try Self.rows().right)
    ])
    let run = try folder.keyrate("selftest", "t.csv")
    #expect(run.output.contains("t.csv: 1 of "))
  }

  @Test("A malformed table is refused with its line")
  func malformed() throws {
    let right = try Self.rows().right
    for (text, message) in [
      (Self.head + right + "two,bounds.plob\n", "t.csv:3:1: has 2 cells, the header has 8"),
      (Self.head + right.replacing("equals", with: "about"), "t.csv:2:"),
      (Self.head + right.replacing("1e-9", with: "small"), "t.csv:2:"),
      (Self.head + right.replacing("1e-9", with: "-1"), "t.csv:2:"),
      ("id,calculation\none,two\n", "t.csv: has no column "), (Self.head + "\"one\n", "t.csv:2:"), ("", "t.csv"),
    ] {
      let run = try TestFolder(["t.csv": text]).keyrate("selftest", "t.csv")
      #expect(run.status == 2, "\(text)")
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("keyrate: \(message)"), "\(run.errors)")
    }
  }
}
