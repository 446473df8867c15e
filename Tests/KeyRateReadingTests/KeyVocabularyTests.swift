// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@Suite("Vocabularies")
struct KeyVocabularyTests {
  @Test(
    "An unknown key is answered with the one that was meant",
    arguments: [
      ("distance", "link.distance_km"),
      ("link.distance", "link.distance_km"),
      ("link.length_km", "link.distance_km"),
      ("source.distance_km", "link.distance_km"),
      ("link.Distance-km", "link.distance_km"),
      ("link.distnace_km", "link.distance_km"),
      ("link.distance_m", "link.distance_km"),
      ("link.loss", "link.loss_db"),
      ("dcr", "detector.dark_count_probability"),
      ("detector.DCR", "detector.dark_count_probability"),
      ("detector.dark_counts_probability", "detector.dark_count_probability"),
      ("detector.dark_count_probability_hz", "detector.dark_count_probability"),
      ("detectors.efficiency", "detector.efficiency"),
      ("effeciency", "detector.efficiency"),
      ("source.mu", "source.intensities"),
      ("source.intensitys", "source.intensities"),
      ("security.pulse", "security.pulses"),
      ("link_distance_km", "link.distance_km"),
    ])
  func suggestions(unknown: String, meant: String) {
    #expect(sampleVocabulary.suggestion(for: unknown) == meant)
  }

  @Test("Nothing is suggested for what resembles no key")
  func noSuggestion() {
    for unknown in [
      "colour", "x", "", "link.", "detector.temperature_kelvin", "detector.jitter_ps", "detector.deficiencies_of_x",
      String(repeating: "a", count: 100_000),
    ] {
      #expect(sampleVocabulary.suggestion(for: unknown) == nil, "\(unknown.prefix(40))")
    }
  }

  @Test("Unknown tables are reported once, with the table that was meant")
  func tables() {
    #expect(
      readError("[fiber]\ndistance_km = 1\n[fiber.more]\nx = 2\n")
        == "f.toml:1:1: [fiber]: is not a known table; did you mean [link]?")
    #expect(
      readError("[wholly.other]\nx = 1")
        == "f.toml:1:1: [wholly]: is not a known table; known are link, detector, source, security, output")
    #expect(readError("link = 3") == "f.toml:1:1: link: must be a table, found a number")
    #expect(
      readError("[source]\ndistance_km = 5")
        == "f.toml:2:1: source.distance_km: is not a known key; did you mean link.distance_km?")
    #expect(readError("[detector.\"a b\"]\nx = 1").hasPrefix("f.toml:1:1: [detector.\"a b\"]: is not a known table"))
  }

  @Test("Distances count exchanged neighbours as one")
  func distances() {
    func distance(_ left: String, _ right: String) -> Int { NearestName.distance(left.utf8, right.utf8) }
    #expect(distance("", "") == 0)
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "") == 3)
    #expect(distance("abc", "acb") == 1)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("ca", "abc") == 3)
    #expect(distance("distance", "distnace") == 1)
    #expect(NearestName.nearest(to: "b", among: ["a", "c"]) == nil)
    #expect(NearestName.nearest(to: "finit", among: ["asymptotic", "finite"]) == "finite")
  }

  @Test("Ranges contain their closed ends only, and say so")
  func ranges() {
    #expect(AllowedRange.probability.contains(0) && AllowedRange.probability.contains(1))
    #expect(!AllowedRange.between(0, 1).contains(0) && !AllowedRange.between(0, 1).contains(1))
    #expect(!AllowedRange.any.contains(.nan) && !AllowedRange.any.contains(.infinity))
    #expect(AllowedRange.above(0, upTo: 1).contains(1) && !AllowedRange.above(0, upTo: 1).contains(0))
    #expect(AllowedRange.from(0, below: 1).contains(0) && !AllowedRange.from(0, below: 1).contains(1))
    #expect(AllowedRange.atMost(3).contains(3) && !AllowedRange.atMost(3).contains(3.1))
    #expect(
      [
        AllowedRange.probability, .between(0, 0.5), .above(0, upTo: 1), .from(1, below: 2), .atLeast(1), .positive,
        .atMost(3), AllowedRange(upper: .open(1e-6)),
      ].map(\.inWords) == [
        "between 0 and 1", "greater than 0 and less than 0.5", "greater than 0 and at most 1",
        "at least 1 and less than 2", "at least 1", "greater than 0", "at most 3", "less than 1e-06",
      ])
    #expect(AllowedRange.any.inWords == nil)
    #expect(AllowedRange.above(0, upTo: 1).inSigns == "0 < x ≤ 1")
    #expect(AllowedRange.from(0, below: 1).inSigns == "0 ≤ x < 1")
    #expect(AllowedRange.any.inSigns.isEmpty)
  }

  @Test("A vocabulary prints itself as a table")
  func markdown() {
    let vocabulary = KeyVocabulary([
      KeyDefinition("security.analysis", .choice(["finite", "asymptotic"]), default: "finite", "Which proof | bound."),
      KeyDefinition("detector.efficiency", .number, unit: "per photon", range: .above(0, upTo: 1), "Clicks."),
      KeyDefinition("curve", .tables(KeyVocabulary([KeyDefinition("label", .text, "Its name.")])), "One curve each."),
      KeyDefinition("curve", .text, "A second definition does not count."),
    ])
    #expect(
      vocabulary.markdownTable() == """
        | Key | Value | Unit | Range | Default | Meaning |
        | --- | --- | --- | --- | --- | --- |
        | `security.analysis` | `"finite"`, `"asymptotic"` |  |  | finite | Which proof \\| bound. |
        | `detector.efficiency` | number | per photon | 0 < x ≤ 1 | required | Clicks. |
        | `curve` | array of tables |  |  | none | One curve each. |
        | `curve[].label` | text |  |  | required | Its name. |

        """)
    #expect(vocabulary.without { $0.path == "curve" }["curve"] == nil)
  }
}
