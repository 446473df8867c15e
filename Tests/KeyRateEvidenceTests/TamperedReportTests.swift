// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import KeyRateReports
import Testing

@testable import KeyRateEvidence

@Suite("Tampered reports and keys")
struct TamperedReportTests {
  /// The verification of a report after some changes to its text.
  static func check(_ changes: [(String, String)], rehashes: Bool = true) throws -> Verification {
    let maker = VerificationTests.Maker()
    let (_, original) = try VerificationTests.report(maker)
    var text = original
    for (old, new) in changes {
      try #require(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    if rehashes {
      let old = Fingerprint.sha256(try #require(try JSONNode(parsing: original)["body"]).canonicalText)
      let new = Fingerprint.sha256(try #require(try JSONNode(parsing: text)["body"]).canonicalText)
      text = text.replacing(old, with: new)
    }
    return try VerificationTests.check(text, maker)
  }

  /// A file as a report embeds it.
  static func input(_ name: String, _ text: String) -> String {
    "{\n        \"name\": \"\(name)\",\n        \"sha256\": \"\(Fingerprint.sha256(text))\",\n        \"text\": \"\(text)\"\n      }"
  }

  @Test("A file that the claim never names is told")
  func strangers() throws {
    let maker = VerificationTests.Maker()
    let inputs = ReportInputs(
      claim: TextFile(name: "small.toml", text: ClaimFixtures.small),
      files: [TextFile(name: "certificate.txt", text: "approved"), TextFile(name: "certificate.txt", text: "approved")])
    let report = try maker.make(inputs, ClaimFixtures.quick)
    let text = report.document(installation: .object([("platform", "Linux")])).text
    let found = try VerificationTests.check(text, maker)
    #expect(!found.isReproduced)
    #expect(
      found.differences.contains {
        $0.path == "/body/inputs/1" && $0.recorded == "the file certificate.txt"
          && $0.recomputed == "nothing: the claim names no such file"
      }, "\(found.differences)")
    #expect(found.differences.contains { $0.path == "/body/inputs/2" && $0.recomputed.contains("there already") })
  }

  @Test("What the report says of its machine is told as not recomputed, and nothing else may stand there")
  func installation() throws {
    let found = try Self.check([])
    #expect(found.isReproduced)
    #expect(
      found.notes == [
        "taken from the report, not recomputed: /installation/platform \"Linux\", /installation/libraries/GSL \"2.7.1\""
      ])
    let forged = try Self.check([("\"platform\": \"Linux\"", "\"platform\": \"Linux\", \"approved_by\": \"BSI\"")])
    #expect(
      forged.differences.contains {
        $0.path == "/installation/approved_by" && $0.recomputed == "nothing: keyrate writes no such member"
      })
    let nested = try Self.check([("\"GSL\": \"2.7.1\"", "\"GSL\": {\"approved\": true}")])
    #expect(nested.differences.contains { $0.path == "/installation/libraries/GSL" })
  }

  @Test("Texts that look the same and are other bytes are told")
  func canonicalEquivalents() throws {
    let one = "{\"é\": \"Å\", \"list\": [\"é\"]}"
    let other = "{\"e\u{301}\": \"A\u{30A}\", \"list\": [\"e\u{301}\"]}"
    let (a, b) = (try JSONNode(parsing: one), try JSONNode(parsing: other))
    #expect(a != b)
    var list: [Verification.Difference] = []
    a.differences(from: b, path: "", into: &list)
    #expect(list.count == 3, "\(list)")
    #expect(Verification.firstDifference("a\ne\u{301}", "a\né")?.path == "line 2")
    #expect(Verification.firstDifference("é", "é") == nil)
  }

  @Test("Public keys that anybody can sign for are refused")
  func weakKeys() throws {
    let honest = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    let signature = TextFile(name: "s", text: Base64.text(Array(repeating: 0, count: 64)))
    #expect(try !ReportSignature.verify("x", signature: signature, key: TextFile(name: "k", text: honest)))
    for key in [
      String(repeating: "0", count: 64), "01" + String(repeating: "0", count: 62),
      "01" + String(repeating: "0", count: 60) + "80", "ec" + String(repeating: "f", count: 60) + "7f",
      "ed" + String(repeating: "f", count: 60) + "7f", "ee" + String(repeating: "f", count: 60) + "7f",
      "ec" + String(repeating: "f", count: 60) + "ff",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ] {
      let error = #expect(throws: DocumentError.self) {
        try ReportSignature.verify("x", signature: signature, key: TextFile(name: "k", text: key))
      }
      #expect(error?.description.contains("anybody can sign for") ?? false, "\(key)")
    }
  }

  @Test("A file with two keys is refused, whichever comes first")
  func twoKeys() throws {
    let one =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
    let signature = TextFile(name: "s", text: Base64.text(Array(repeating: 0, count: 64)))
    #expect(try !ReportSignature.verify("x", signature: signature, key: TextFile(name: "k", text: one)))
    let other = one.replacing("PUBLIC", with: "PRIVATE")
    for text in [one + one, one + other, other + one] {
      let error = #expect(throws: DocumentError.self) {
        try ReportSignature.verify("x", signature: signature, key: TextFile(name: "k", text: text))
      }
      #expect(error?.description.contains("holds more than one key") ?? false)
    }
  }
}
