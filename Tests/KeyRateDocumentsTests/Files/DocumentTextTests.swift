// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReading

@Suite("Documents as text")
struct DocumentTextTests {
  /// Paths with values, without places.
  static func values(_ table: DocumentTable) -> [String: String] {
    func text(_ value: LocatedValue) -> String {
      switch value.content {
      case .number(let number): "\(number.value)"
      case .bool(let bool): "\(bool)"
      case .text(let text): "'\(text)'"
      case .array(let elements): "[" + elements.map(text).joined(separator: ",") + "]"
      case .table(let members):
        "{" + members.map { $0.name + "=" + text($0.value) }.sorted().joined(separator: ",") + "}"
      }
    }
    return Dictionary(table.leaves.map { ($0.path, text($0.value)) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("Every file of the folder reads the same after it was written")
  func roundTrip() throws {
    for name in ParameterFolder.names() where !name.hasPrefix("gallery/comparisons/") {
      let table = try ParameterFolder.file(name).table
      let again = try DocumentTable(parsing: table.text, fileName: name)
      #expect(Self.values(again) == Self.values(table), "\(name)")
      #expect(again.text == table.text, "\(name)")
    }
  }

  @Test("Quotes, controls, dots in names and settings of the command line survive")
  func awkward() throws {
    let text = """
      title = "a \\"quoted\\" \\\\ line\\nfeed \\u0007 \u{e9}"
      [a."b.c"]
      x = [1.50, "y", true, {k = 1, "l m" = "z"}]
      [[list]]
      p = 1
      q.r = 2
      [[list]]
      p = 3
      """
    let table = try DocumentTable(parsing: text, fileName: "x").setting("a.new", to: "1e-3").setting("top", to: "word")
      .removing("nothing")
    let again = try DocumentTable(parsing: table.text, fileName: "x")
    #expect(Self.values(again) == Self.values(table))
    #expect(again["a.new"]?.number == 1e-3 && again["top"]?.text == "word")
  }
}
