// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Foundation
import KeyRateDocuments
import KeyRateEvidence
import Testing

@Suite("Claim files")
struct ClaimFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Parameters/claims")

  static func errors(_ text: String) -> [String] {
    do {
      _ = try ClaimFile(text: text, fileName: "claim.toml")
      return []
    } catch let errors as DocumentErrors {
      return errors.errors.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test("Every claim of the repository is read, and its link and counts too")
  func repository() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".toml") }
    #expect(names.count >= 16)
    for name in names {
      let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
      let claim = try ClaimFile(text: text, fileName: name)
      #expect(claim.statement.weakestRatePerPulse != nil, "\(name)")
      _ = try claim.linkFile().link()
      if claim.hasCounts, !name.hasPrefix("doctored") {
        #expect(try claim.run(reading: .beside(name)) != nil, "\(name)")
      }
    }
  }

  @Test("The table of keys in the claims' README is that of the program")
  func readme() throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- claim keys: begin -->\n"))
    let end = try #require(text.range(of: "<!-- claim keys: end -->"))
    let written = text[begin.upperBound..<end.lowerBound].trimmingCharacters(in: .newlines)
    #expect(written == ClaimFile.ownVocabulary.markdownTable().trimmingCharacters(in: .newlines))
  }

  static let head = "protocol = \"bb84\"\n[detector]\nefficiency = 0.1\n"

  /// A wrong claim and what must be said about it.
  static let wrong: [(text: String, message: String)] = [
    (
      "[claim]\nrate_per_pulse = 1\nlength_bits = 2\n",
      "claim.toml:6:1: claim.length_bits = 2: cannot be given together with claim.rate_per_pulse"
    ),
    (
      "[claim]\nduty_cycle = 95\n",
      "claim.toml:5:1: claim.duty_cycle = 95: must be greater than 0 and at most 1; a fraction, not percent"
    ),
    ("[claim]\nqber = 0.01\n", "claim.toml:5:1: claim.qber: is not a known key; did you mean claim.error_rate?"),
    (
      "[claim]\nsifting = \"include\"\n",
      "claim.toml:5:1: claim.sifting = \"include\": must be one of included, excluded; did you mean \"included\"?"
    ),
    ("[sweep]\nvariable = \"link.loss_db\"\n", "claim.toml:4:1: [sweep]: is not a known table"),
    (
      "[[evidence]]\nkey = \"detector.efficiency\"\nuncertainty = 0.01\nsource = \"certificate\"\n",
      "evidence[1].coverage_factor: must be given with an uncertainty; 1 for a standard uncertainty, 2 for an expanded one of about 95 %"
    ),
    (
      "[[evidence]]\nkey = \"detector.efficiency\"\nuncertainty = 0.01\ncoverage_factor = 2\nsource = \"certificate\"\nvalue = 10\nunit = \"dBm\"\n",
      "must be one of 1, %, dB, dB/km"
    ),
    (
      "[[evidence]]\nkey = \"detector.efficiency\"\nsource = \"certificate\"\nvalue = 10\nunit = \"km\"\n",
      "evidence[1].unit = \"km\": does not go with detector.efficiency"
    ),
    (
      "[[evidence]]\nkey = \"detector\"\nsource = \"assumed\"\n",
      "evidence[1].key = \"detector\": is not a number but a table"
    ),
    (
      "[[failure]]\nevent = \"x\"\nprobability = 2\n",
      "failure[1].probability = 2: must be greater than 0 and less than 1"
    ),
    (
      "[[assumption]]\nabout = \"x\"\nstatus = \"broken\"\n",
      "assumption[1].status = \"broken\": must be one of assumed, measured, violated"
    ),
  ]

  @Test("What is wrong is said with its place", arguments: wrong)
  func messages(text: String, message: String) {
    let errors = Self.errors(Self.head + text)
    #expect(errors.contains { $0.contains(message) }, "\(errors)")
  }

  @Test("Certificates speak in their own units")
  func units() throws {
    func converted(_ key: String, _ link: String, _ value: Double, _ unit: String) throws -> Double? {
      let text = """
        protocol = "bb84"
        \(link)
        [[evidence]]
        key = "\(key)"
        source = "certificate"
        value = \(value)
        unit = "\(unit)"
        """
      return try ClaimFile(text: text, fileName: "claim.toml").evidence.first?.convertedValue
    }
    #expect(try converted("detector.efficiency", "detector.efficiency = 0.2", 20, "%") == 0.2)
    #expect(try converted("link.distance_km", "link.distance_km = 50", 50_000, "m") == 50)
    let dark = "detector.dark_count_probability = 6e-7\nsource.repetition_rate_hz = 1e9"
    let p = try #require(try converted("detector.dark_count_probability", dark, 600, "1/s"))
    #expect(abs(p / 6e-7 - 1) < 1e-6)
    #expect(try converted("source.intensities[2]", "source.intensities = [0.5, 0.1]", 0.1, "photon/pulse") == 0.1)
    #expect(try converted("detector.dead_time_s", "detector.dead_time_s = 1e-8", 10, "ns") == 10 * 1e-9)
  }

  @Test("Garbage never traps")
  func garbage() {
    var seed: UInt64 = 3
    let words = [
      "[claim]", "[[evidence]]", "key", "=", "\"detector.efficiency\"", "1e-3", "\n", "[", "]", "protocol", "\"bb84\"",
      "value", "unit", "\"%\"", ".", "source.intensities[0]", "[counts]", "\"", "-1", "coverage_factor",
      "claim.rate_per_pulse",
    ]
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<12 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += words[Int(seed >> 33) % words.count] + ((seed >> 20) & 1 == 0 ? " " : "\n")
      }
      _ = Self.errors("protocol = \"bb84\"\n" + text)
    }
  }
}
