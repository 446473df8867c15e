// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateNumerics
import KeyRateReports
import Testing

@testable import KeyRateEvidence

@Suite("Verification")
struct VerificationTests {
  /// A report, and a maker that computes each set of inputs once.
  final class Maker {
    var made: [String: EvidenceReport] = [:]
    var count = 0

    func make(_ inputs: ReportInputs, _ options: ExaminationOptions) throws -> EvidenceReport {
      let key = inputs.claim.name + inputs.claim.text + "\(options.seed) \(options.runsSelfTest)"
      if let report = made[key] { return report }
      count += 1
      let report = try EvidenceReport.make(inputs, options: options, program: ClaimFixtures.program)
      made[key] = report
      return report
    }
  }

  static func report(_ maker: Maker) throws -> (EvidenceReport, String) {
    let inputs = ReportInputs(claim: TextFile(name: "folder/small.toml", text: ClaimFixtures.small))
    let report = try maker.make(inputs, ClaimFixtures.quick)
    let installation: JSONValue = .object([("platform", "Linux"), ("libraries", .object([("GSL", "2.7.1")]))])
    return (report, report.document(installation: installation).text)
  }

  static func check(_ text: String, _ maker: Maker) throws -> Verification {
    try Verification.check(TextFile(name: "report.json", text: text), program: ClaimFixtures.program, make: maker.make)
  }

  @Test("A report reproduces itself, and has neither folder nor time in it")
  func reproduces() throws {
    let maker = Maker()
    let (report, text) = try Self.report(maker)
    let found = try Self.check(text, maker)
    #expect(found.isReproduced, "\(found.differences.prefix(3))")
    #expect(!text.contains("folder/"))
    // The other renderings say the same numbers.
    let document = report.document(installation: .null)
    let markdown = report.markdown(document: document)
    let html = report.html(document: document)
    for section in report.sections {
      for field in section.fields {
        if case .number(let value) = field.value {
          let digits = ReportValue.withoutFraction(NumberText.shortest(value))
          #expect(markdown.contains(digits) && html.contains(digits) && text.contains(digits), "\(field.id)")
        }
      }
      for table in section.tables {
        for row in table.rows {
          for case .number(let value) in row {
            let digits = ReportValue.withoutFraction(NumberText.shortest(value))
            #expect(markdown.contains(digits) && html.contains(digits) && text.contains(digits), "\(table.id)")
          }
        }
      }
    }
  }

  @Test("Any changed digit is found, and its place is named")
  func everyDigit() throws {
    let maker = Maker()
    let (_, text) = try Self.report(maker)
    var bytes = Array(text.utf8)
    let places = bytes.indices.filter { (48...57).contains(bytes[$0]) }
    #expect(places.count > 1000)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<250 {
      let place = places[Int.random(in: 0..<places.count, using: &generator)]
      let old = bytes[place]
      bytes[place] = 48 + (old - 48 + UInt8.random(in: 1...9, using: &generator)) % 10
      defer { bytes[place] = old }
      let changed = String(decoding: bytes, as: UTF8.self)
      do {
        let found = try Self.check(changed, maker)
        #expect(!found.isReproduced, "digit at byte \(place)")
        // Something more telling than the hash of the whole body, unless the hash itself was changed.
        let line = text.utf8.prefix(place).count { $0 == 10 } + 1
        #expect(
          found.differences.contains { $0.path != "/integrity/body_sha256" }
            || text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1].contains("body_sha256"),
          "line \(line): \(found.differences)")
      } catch {
        // A digit inside an escape or a key may leave no report at all; that is found, too.
        #expect(error is DocumentError || error is DocumentErrors)
      }
    }
  }

  @Test("Whoever changes a number and its hash is still found")
  func forged() throws {
    let maker = Maker()
    let (_, text) = try Self.report(maker)
    let node = try JSONNode(parsing: text)
    let body = try #require(node["body"])
    let hash = Fingerprint.sha256(body.canonicalText)
    let forgedText = text.replacing("\"binding\": {", with: "\"binding\":  {")
    #expect(try !Self.check(forgedText, maker).isReproduced)
    let worst = try #require(body["sections"]?["box"]?["values"]?["worst"]?["value"])
    guard case .literal(let digits) = worst else { return #expect(Bool(false)) }
    let other = String(digits.dropLast()) + (digits.last == "1" ? "2" : "1")
    let changed = text.replacing(digits, with: other)
    let newHash = Fingerprint.sha256(try #require(try JSONNode(parsing: changed)["body"]).canonicalText)
    let found = try Self.check(changed.replacing(hash, with: newHash), maker)
    #expect(found.differences.contains { $0.path == "/body/sections/box/values/worst/value" }, "\(found.differences)")
  }

  @Test(
    "What is no report is refused",
    arguments: [
      "", "{}", "[]", "{\"body\": 1}", "{\"body\": {\"inputs\": [1]}}",
      "{\"format\": \"keyrate-evidence-1\", \"body\": {}}",
    ])
  func noReport(text: String) {
    #expect(throws: DocumentError.self) { try Self.check(text, Maker()) }
  }
}
