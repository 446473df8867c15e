// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@Suite("Overrides")
struct DocumentOverrideTests {
  let table: DocumentTable

  init() throws {
    let text = """
      title = "x"
      [link]
      distance_km = 100
      [source]
      intensities = [0.5, 0.1]
      [[curve]]
      label = "a"
      link.distance_km = 7
      """
    table = try DocumentTable(parsing: text, fileName: "f.toml")
  }

  func message(_ path: String, _ text: String) -> String {
    do {
      _ = try table.setting(path, to: text)
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test("A value given on the command line replaces the file's and keeps its place in the order")
  func values() throws {
    let changed = try table.setting("link.distance_km", to: "50").setting(" detector . efficiency ", to: " 1e-1 ")
    #expect(changed["link.distance_km"]?.number == 50)
    #expect(changed["link.distance_km"]?.position.description == "--set link.distance_km")
    #expect(changed["detector.efficiency"]?.number == 0.1)
    #expect(
      changed.leaves.map(\.path) == ["title", "link.distance_km", "source.intensities", "curve", "detector.efficiency"])
    #expect(table["link.distance_km"]?.number == 100)
    #expect(table.leaves.count == 4)
  }

  @Test("The value is read as TOML, a bare word as text")
  func kinds() throws {
    func content(_ text: String) throws -> LocatedValue.Content? {
      try table.setting("title", to: text)["title"]?.content
    }
    #expect(try content("finite") == .text("finite"))
    #expect(try content("twin-field") == .text("twin-field"))
    #expect(try content("data/my file.csv") == .text("data/my file.csv"))
    #expect(try content("\"quoted # text\"") == .text("quoted # text"))
    #expect(try content("'1'") == .text("1"))
    #expect(try content("true") == .bool(true))
    #expect(try content("100km") == .text("100km"))
    #expect(
      try content("1e10")
        == .number(LocatedNumber(value: 1e10, isWrittenAsInteger: false, exactInteger: 10_000_000_000)))
    #expect(try content("0x10") == .number(LocatedNumber(value: 16, isWrittenAsInteger: true, exactInteger: 16)))
    let list = try table.setting("source.intensities", to: "[0.5, \"optimise\", 1]")["source.intensities"]?.array
    #expect(list?.map(\.path) == ["source.intensities[1]", "source.intensities[2]", "source.intensities[3]"])
    #expect(list?.map { $0.position.description } == Array(repeating: "--set source.intensities", count: 3))
    #expect(list?.last?.number == 1)
  }

  @Test("What cannot be set is refused with the option's name")
  func refused() {
    #expect(message("link.distance_km", "nan") == "--set link.distance_km = nan: must be a finite number")
    #expect(message("link.distance_km", "1e999") == "--set link.distance_km = 1e999: is too large for a number")
    #expect(message("link.distance_km", "") == "--set link.distance_km: a value is missing after '='")
    #expect(message("link", "3") == "--set link = 3: link is a table, set one of its keys")
    #expect(message("title.x", "3") == "--set title.x = 3: title is text, not a table")
    #expect(message("curve.label", "b") == "--set curve.label = b: curve is a list, not a table")
    #expect(
      message("detector", "{a = 1}") == "--set detector = {a = 1}: a whole table cannot be set, set one of its keys")
    #expect(message("a", "[1, 2") == "--set a = [1, 2: this list is never closed with ']'")
    #expect(message("a", "[1] b") == "--set a = [1] b: expected the end of the line, found 'b'")
    #expect(message("a", "[1]\nb = 2") == "--set a = [1]\\nb = 2: must be one value")
    #expect(message("a", "[nan]") == "--set a = [nan]: must be a finite number")
    #expect(message("", "1") == "--set : expected a key, found the end of the file")
    #expect(message("a b", "1") == "--set a b: is not a key; write --set link.distance_km=100")
    #expect(message("a..b", "1") == "--set a..b: expected a key, found '.'")
  }

  @Test("A sweep sets numbers without parsing")
  func sweep() throws {
    let changed = try table.setting("link.distance_km", to: 12.5)
    #expect(changed["link.distance_km"]?.number == 12.5)
    #expect(changed["link.distance_km"]?.source == "12.5")
    #expect(changed["link.distance_km"]?.position.description == "sweep")
    #expect(try table.setting("link.loss_db", to: 3, origin: "grid")["link.loss_db"]?.position.file == "grid")
    #expect(
      try table.setting("security.pulses", to: 1e10)["security.pulses"]?.content
        == .number(LocatedNumber(value: 1e10, isWrittenAsInteger: false, exactInteger: 10_000_000_000)))
    #expect(throws: DocumentError.self) { try table.setting("link.distance_km", to: .nan) }
    #expect(throws: DocumentError.self) { try table.setting("title.x", to: 1) }
  }

  @Test("Keys can be taken out and put back")
  func removing() throws {
    let without = table.removing("link.distance_km").removing("no.such")
    #expect(without["link.distance_km"] == nil)
    #expect(without.leaves.map(\.path) == ["title", "source.intensities", "curve"])
    let back = try without.setting("link.distance_km", to: "3")
    #expect(back.leaves.map(\.path) == table.leaves.map(\.path))
  }

  @Test("A curve's keys replace the document's and keep their positions")
  func overriding() throws {
    let curve = try #require(try table.tables("curve").first)
    let changed = try table.overriding(with: curve) { $0 != "label" }
    #expect(changed["link.distance_km"]?.number == 7)
    #expect(changed["link.distance_km"]?.position.description == "f.toml:8:1")
    #expect(changed["label"] == nil)
  }
}
