// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@Suite("Large inputs")
struct LargeInputTests {
  /// The time that something takes, the shortest of three tries.
  static func time(_ body: () -> Void) -> Duration {
    (0..<3).map { _ in ContinuousClock().measure(body) }.min() ?? .zero
  }

  static let vocabulary = KeyVocabulary([
    KeyDefinition("link.distance_km", .number, "Length."),
    KeyDefinition("detector.efficiency", .number, "Efficiency."),
  ])

  static func strangers(_ count: Int) -> String {
    (0..<count).map { "[t\($0)]\nx = \($0)\n[t\($0).inner]\ny = 1\nz = 2\n" }.joined()
  }

  @Test("Unknown tables cost time in proportion to their number")
  func unknownTables() throws {
    func cost(_ count: Int) throws -> Duration {
      let table = try DocumentTable(parsing: Self.strangers(count), fileName: "f")
      var errors = 0
      let time = Self.time { errors = Self.vocabulary.unknown(in: table).count }
      #expect(errors == count)
      return time
    }
    // Sixteen times as many would take 256 times as long if every table looked at every key.
    let (few, many) = (try cost(250), try cost(4000))
    #expect(many < few * 100)
  }

  @Test("A text of many values is read in proportion to its length")
  func manyValues() {
    func cost(_ count: Int) -> Duration {
      let text = (0..<count).map { "k\($0 % 97)_\($0) = [1, 2.5, \"x\"]\n" }.joined()
      return Self.time { _ = try? DocumentTable(parsing: text, fileName: "f") }
    }
    #expect(cost(8000) < cost(500) * 100)
  }

  @Test("Cells of a table take a few bytes each")
  func cells() throws {
    let count = 200_000
    let text = "x,y\n" + String(repeating: "0.123456789,-1.5\n", count: count)
    let table = try DelimitedText(parsing: text, fileName: "c.csv")
    #expect(table.rows.count == count)
    #expect(try table.numbers("y").allSatisfy { $0 == -1.5 })
    #expect(table.rows[count - 1].position.line == count + 1)
    #expect(MemoryLayout<DelimitedText>.size < 200)
  }
}
