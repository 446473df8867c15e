// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import Testing

@testable import KeyRateDocuments

@Suite("Files of comparisons")
struct ComparisonKeysTests {
  private static let marks = (begin: "<!-- comparison keys: begin -->\n", end: "<!-- comparison keys: end -->\n")

  /// To write the table anew: KEYRATE_WRITE_README=1 swift test --filter ComparisonKeysTests
  @Test("The table of Parameters/README.md is what the program accepts")
  func table() throws {
    let text = try ParameterFolder.text("README.md")
    let begin = try #require(text.range(of: Self.marks.begin))
    let end = try #require(text.range(of: Self.marks.end))
    let keys = "\n" + ComparisonKeys.vocabulary.markdownTable() + "\n"
    if ProcessInfo.processInfo.environment["KEYRATE_WRITE_README"] != nil {
      let new = text[..<begin.upperBound] + keys + text[end.lowerBound...]
      try String(new).write(toFile: ParameterFolder.path + "README.md", atomically: true, encoding: .utf8)
      return
    }
    #expect(text[begin.upperBound..<end.lowerBound] == keys)
  }

  @Test("The comparisons of the gallery name files that can be drawn over their axis")
  func gallery() throws {
    for name in ParameterFolder.names(in: "gallery/comparisons") where name.split(separator: "/").count == 3 {
      let plan = try ComparisonPlan(text: ParameterFolder.text(name), fileName: name)
      #expect(plan.files.count >= 2)
      let axis = try #require(plan.axis)
      for member in plan.files {
        let file = try ParameterFolder.file("gallery/comparisons/" + member)
        let swept = try file.swept(along: axis, from: 0, to: 300, points: 3, unit: plan.unit)
        #expect(try swept.sweep().values == [0, 150, 300])
        #expect(swept.fingerprint != file.fingerprint)
        // Protocols for comparison have infinite data already.
        guard let infinite = try file.withInfiniteData() else {
          #expect(!file.family.traits.isFiniteByDefault(file.table), "\(member)")
          continue
        }
        #expect(try infinite.withInfiniteData() == nil)
        _ = try infinite.link()
      }
    }
  }

  @Test("The maps of the gallery can be read")
  func maps() throws {
    let names = ParameterFolder.names(in: "gallery/maps")
    #expect(names.count >= 3)
    for name in names {
      let plan = try ParameterFolder.file(name).map()
      #expect(plan.x.values.count * plan.y.values.count >= 1000)
    }
  }

  /// A published set with everything that must give way.
  @Test(
    "A finite key never exceeds the same link with infinite data", arguments: ["lim-2014", "curty-2014", "jain-2022"])
  func infiniteData(name: String) throws {
    let set = try #require(EmbeddedFiles.publishedSet(named: name))
    let file = try ParameterFile(text: set.text, fileName: set.name)
    let infinite = try #require(try file.withInfiniteData())
    #expect(infinite.table["security.analysis"]?.text != file.table["security.analysis"]?.text)
    #expect(infinite.title == file.title)
    _ = try infinite.link()
  }

  @Test("What cannot be drawn over an axis is refused with its reason")
  func obstacles() throws {
    func file(_ link: String, family: String = "twin-field") throws -> ParameterFile {
      try ParameterFile(
        text: "protocol = \"\(family)\"\n[link]\n\(link)\n[security]\nanalysis = \"infinite-decoys\"\n",
        fileName: "a.toml")
    }
    let arms = try file("alice_distance_km = 10\nbob_distance_km = 20")
    #expect(
      arms.obstacle(to: .distance)?.description
        == "a.toml:3:1: link.alice_distance_km = 10: describes one arm, but a comparison moves the whole link; give link.distance_km and link.alice_share instead of the arms"
    )
    let loss = try file("loss_db = 10")
    #expect(loss.obstacle(to: .loss) == nil)
    #expect(
      loss.obstacle(to: .distance)?.description
        == "a.toml:3:1: link.distance_km: must be given for a distance axis; the file gives link.loss_db; give link.distance_km with link.attenuation_db_per_km, or compare over loss: --axis loss_db"
    )
    let extra = try file("distance_km = 10\nalice_excess_loss_db = 3")
    #expect(extra.obstacle(to: .distance) == nil)
    #expect(
      extra.obstacle(to: .loss)?.description
        == "a.toml:4:1: link.alice_excess_loss_db = 3: would come on top of the loss of the axis; compare over distance, or give link.alice_share instead"
    )
    // A length that only the sweep gives is a length.
    let swept = try ParameterFile(
      text: "protocol = \"bb84\"\n[sweep]\nfrom = 0\nto = 9\npoints = 4\n[security]\npulses = 1e10\n",
      fileName: "b.toml")
    #expect(swept.obstacle(to: .distance) == nil)
    let range = try swept.sweepRange(of: .distance)
    #expect(range?.from == 0 && range?.to == 9 && range?.points == 4)
    #expect(try swept.sweepRange(of: .loss) == nil)
  }

  /// The message for a comparison or map that is wrong.
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing is wrong"
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "Wrong comparisons are refused with their line",
    arguments: [
      (
        "files = []",
        "c.toml:2:1: comparison.files = []: must name at least one file; files = [\"link.toml\", \"gys-2004\"]"
      ),
      (
        "files = [\"a\"]\nlabels = [\"x\", \"y\"]",
        "c.toml:3:1: comparison.labels = [\"x\", \"y\"]: must have one label for each of the 1 files, found 2"
      ),
      (
        "files = [\"a\"]\naxis = \"distance\"",
        "c.toml:3:1: comparison.axis = \"distance\": must be one of distance_km, loss_db; write distance_km"
      ),
      (
        "files = [\"a\"]\nfrom = 5\nto = 5",
        "c.toml:4:1: comparison.to = 5: must be above comparison.from = 5"
      ),
      (
        "files = [\"a\"]\npoints = 1",
        "c.toml:3:1: comparison.points = 1: must be between 2 and 10000"
      ),
      (
        "files = [\"a\"]\nwith_asymptotics = true",
        "c.toml:3:1: comparison.with_asymptotics: is not a known key; did you mean comparison.with_asymptotic?"
      ),
    ])
  func wrongComparisons(text: String, expected: String) {
    #expect(message { _ = try ComparisonPlan(text: "[comparison]\n\(text)\n", fileName: "c.toml") } == expected)
  }

  @Test(
    "Wrong maps are refused with their line",
    arguments: [
      ("y.variable = \"detector.dark\"", "is not a key that can be varied"),
      ("y.variable = \"security.analysis\"", "is not a single number and cannot be varied"),
      ("y.variable = \"link.distance_km\"", "is the horizontal axis already"),
      (
        "y.variable = \"link.loss_db\"",
        "cannot be varied together with link.distance_km: they say the same in two ways"
      ),
      ("x.points = 2", "map.y.variable: must be given: the key along the vertical axis"),
    ])
  func wrongMaps(text: String, expected: String) throws {
    let rest = text.hasPrefix("y.") ? "y.from = 0.01\ny.to = 0.02\ny.points = 3\nx.points = 3\n" : ""
    let map = "[map]\nx.from = 1\nx.to = 2\n\(text)\n\(rest)"
    let file = try ParameterFile(
      text: "protocol = \"bb84\"\nlink.distance_km = 5\n[security]\npulses = 1e10\n\(map)", fileName: "m.toml")
    let words = message { _ = try file.map() }
    #expect(words.contains(expected), "\(words)")
    #expect(words.hasPrefix("m.toml:"), "\(words)")
  }
}
