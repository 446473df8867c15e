// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("Shards and journals that somebody has written by hand")
struct HandMadeShardTests {
  /// The lines of a journal with one replacement, and checksums that fit.
  static func changed(_ change: (String) -> String) async throws -> String {
    try await KeptJournal.checked(KeptJournal.sample.value.lines.map(change))
  }

  static func replacingNumber(_ name: String, with value: String) -> (String) -> String {
    { line in
      guard let start = line.range(of: "\"\(name)\":") else { return line }
      return line[..<start.upperBound] + value + line[start.upperBound...].drop { $0.isNumber || $0 == "-" }
    }
  }

  @Test(
    "Counts that no search has are refused at once",
    arguments: ["9223372036854775807", "-1", "-9223372036854775808", "1000000000000001"])
  func evaluations(value: String) async throws {
    let text = try await Self.changed(Self.replacingNumber("evaluations", with: value))
    #expect(try KeptJournal.problem(text).contains("is damaged: it holds a result that no search has"))
  }

  @Test("So are starts of places that do not exist")
  func origins() async throws {
    let original = try await KeptJournal.sample.value.lines.joined()
    #expect(original.contains("\"given\":{\"_0\":0}"))
    let text = try await Self.changed {
      $0.replacing("\"given\":{\"_0\":0}", with: "\"given\":{\"_0\":9223372036854775807}")
    }
    #expect(try KeptJournal.problem(text).contains("is damaged: it holds a result that no search has"))
  }

  @Test(
    "A number of points that no sweep has neither hangs nor traps",
    arguments: ["1000000000000000000", "9223372036854775807", "4611686018427387904"])
  func points(value: String) async throws {
    let text = try await Self.changed(Self.replacingNumber("values", with: value))
    let clock = ContinuousClock()
    let begun = clock.now
    #expect(try KeptJournal.problem(text).contains("holds a line that this version does not know"))
    let folder = try TestFolder(["a.shard": text, "link.toml": KeptJournal.text, "s.resume": text])
    let merge = try folder.keyrate("merge", "a.shard")
    #expect(merge.status == 2 && !merge.wasKilled)
    let resume = try folder.keyrate("sweep", "link.toml", "--output", "s", "--resume")
    #expect(resume.status == 2 && !resume.wasKilled)
    #expect(clock.now - begun < .seconds(20))
  }

  @Test("Numbers of shards that no sweep has are refused")
  func shards() async throws {
    for (name, value) in [("shards", "9223372036854775807"), ("shard", "0"), ("curves", "9223372036854775807")] {
      let text = try await Self.changed(Self.replacingNumber(name, with: value))
      #expect(try !KeptJournal.problem(text).isEmpty)
    }
  }
}
