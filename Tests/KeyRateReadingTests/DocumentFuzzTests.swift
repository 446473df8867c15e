// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Damaged documents")
struct DocumentFuzzTests {
  static let sample = """
    title = "Decoy BB84 # over fibre"
    "quoted.key" = 'literal'
    [link]
    distance_km = 100 # or loss_db
    attenuation_db_per_km = 0.2
    [source]
    intensities = [
      0.48, 0.10, # two
      2e-4,
    ]
    mixed = [1, "optimise", true, { a.b = 1, c = [] }]
    text = \"\"\"
    [x] \\u00e9 \\
      y"" \"\"\"
    [detector."a b".c]
    hex = 0xFF
    [[curve]]
    label = '''a
    b'''
    [[curve]]
    sub.key = -1_000.5e-3
    [curve.inner]
    z = false

    """

  /// Every value with its place, as one text.
  static func summary(_ table: DocumentTable) -> [String] {
    table.leaves.map { "\($0.path) \($0.value.content)" }
  }

  @Test("20 000 mutations of a document are read or refused, never anything else")
  func mutations() {
    let original = Array(Self.sample.utf8)
    var generator = SplitMix64(seed: 2024)
    var accepted = 0
    for round in 0..<20_000 {
      let text = DocumentMutation.of(original, using: &generator)
      do {
        let table = try DocumentTable(parsing: text, fileName: "f")
        accepted += 1
        for (path, value) in table.leaves where value.position.line == nil || value.position.column == nil {
          Issue.record("round \(round): \(path) has no position")
        }
      } catch {
        let message = error.description
        if message.contains("internal error") || !message.hasPrefix("f:") {
          Issue.record("round \(round): \(message)\n\(text)")
        }
      }
    }
    // Enough of both kinds that the test means something.
    #expect(accepted > 1_000)
    #expect(accepted < 19_000)
  }

  @Test("A document read from any offset in its file has the same values")
  func shifted() throws {
    let expected = Self.summary(try DocumentTable(parsing: "\n" + Self.sample, fileName: "f"))
    for shift in 1...140 {
      let table = try DocumentTable(parsing: String(repeating: " ", count: shift) + "\n" + Self.sample, fileName: "f")
      let isSame = Self.summary(table) == expected
      #expect(isSame, "shifted by \(shift)")
      #expect(place(table, "link.distance_km") == "5:1")
    }
  }

  @Test("Random values for --set are read or refused")
  func options() throws {
    let table = try DocumentTable(parsing: Self.sample, fileName: "f")
    let alphabet = Array("abe019.-+_[]{}\"',= #\n\\xu:é")
    var generator = SplitMix64(seed: 7)
    for _ in 0..<5_000 {
      let text = String(
        (0..<Int.random(in: 0..<12, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) })
      do {
        let key = Bool.random(using: &generator) ? "link.distance_km" : text
        let changed = try table.setting(key, to: text)
        #expect(changed.leaves.count >= table.leaves.count)
      } catch {
        #expect(error.description.hasPrefix("--set "))
      }
    }
  }
}
