// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReports

@Suite struct TableTests {
  private func example() throws -> Table {
    var table = try Table(columns: [
      .init("distance_km", unit: "km", meaning: "length of the fibre"),
      .init("rate", unit: "bit/pulse", meaning: "lower bound,\nfinite"), .init("reason", meaning: "why zero"),
    ])
    try table.append([.number(0), .number(0.1 + 0.2), .empty])
    try table.append([.integer(50), .number(.infinity), .text("say \"no\", twice")])
    try table.append([.number(1e-12), .number(-.nan), .text("line\r\nend")])
    return table
  }

  @Test func csv() throws {
    let expected = """
      # keyrate 1.0
      #
      # two
      # lines
      # column distance_km [km]: length of the fibre
      # column rate [bit/pulse]: lower bound, finite
      # column reason: why zero
      distance_km,rate,reason
      0.0,0.30000000000000004,
      50,inf,"say ""no"", twice"
      1e-12,nan,"line\nend"

      """
    #expect(try example().csv(header: ["keyrate 1.0", "", "two\r\nlines"]) == expected)
  }

  @Test func fieldsThatCouldBeMisreadAreQuoted() throws {
    let cases = [
      "": "\"\"", "plain": "plain", " edge": "\" edge\"", "edge ": "\"edge \"", "run #3": "\"run #3\"",
      "a,b": "\"a,b\"", "\r": "\"\n\"", "\n": "\"\n\"", "\r\n": "\"\n\"", "\"": "\"\"\"\"", "µ₁": "µ₁",
    ]
    for (text, field) in cases { #expect(CSVText.field(text) == field) }
    var single = try Table(columns: [.init("a", meaning: "")])
    try single.append([.empty])
    // An empty line would be no row at all.
    #expect(single.csv().hasSuffix("a\n\"\"\n"))
  }

  @Test func noHeaderTextCanPassForData() throws {
    let csv = try example().csv(header: ["a\nb\rc\u{2028}d\u{B}e"])
    let firstData = csv.split(separator: "\n").first { !$0.hasPrefix("#") }
    #expect(firstData == "distance_km,rate,reason")
    #expect(csv.unicodeScalars.prefix(20).contains("\r") == false)
  }

  @Test func malformedTablesAreErrors() throws {
    #expect(throws: TableError.noColumns) { try Table(columns: []) }
    #expect(throws: TableError.namelessColumn) { try Table(columns: [.init("", meaning: "")]) }
    #expect(throws: TableError.repeatedColumn("a")) {
      try Table(columns: [.init("a", meaning: ""), .init("a", meaning: "")])
    }
    var table = try example()
    #expect(throws: TableError.wrongCellCount(row: 3, expected: 3, got: 1)) { try table.append([.empty]) }
    #expect(table.rows.count == 3)
    let error = #expect(throws: TableError.self) { try table.numbers(in: "rte") }
    #expect(error?.description == "the table has no column \"rte\"; its columns are distance_km, rate, reason")
    #expect(try table.numbers(in: "rate").count == 3)
  }

  @Test func terminalText() throws {
    let expected = """
      distance_km         rate  reason
             (km)  (bit/pulse)
      -----------  -----------  ---------------
                0          0.3
               50          inf  say "no", twice
            1e-12          nan  line end

      """
    #expect(try example().terminalText(significantDigits: 4) == expected)
  }
}
