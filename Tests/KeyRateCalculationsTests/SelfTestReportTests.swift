// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@testable import KeyRateCalculations

@Suite("How the self-test reports")
struct SelfTestReportTests {
  private static let half = "{\"eta\":0.5}"

  private func row(
    _ quantity: String, _ expected: String, inputs: String = SelfTestReportTests.half, tolerance: Double = 1e-9,
    check: CheckpointRow.Check = .equals, calculation: String = "bounds.pure_loss"
  ) -> CheckpointRow {
    CheckpointRow(
      id: "row", calculation: calculation, inputs: inputs, quantity: quantity, expected: expected,
      relativeTolerance: tolerance, check: check, provenance: "")
  }

  /// The message of a row that must fail; nil if it passes.
  private func message(_ row: CheckpointRow) -> String? { SelfTest.run([row]).failed.first?.message }

  @Test("A wrong expected value is found, a right one passes")
  func wrongValue() {
    #expect(message(row("plob", "1.0")) == nil)
    let report = SelfTest.run([row("plob", "1.0"), row("plob", "1.00000001"), row("eta", "0.5")])
    #expect(report.total == 3 && report.passed == 2 && report.failed.count == 1)
    #expect(report.failed.first?.got == "1.0")
    #expect(report.failed.first?.expected == "1.00000001")
    #expect(report.failed.first?.quantity == "plob")
    #expect(report.failed.first?.message.hasPrefix("off by") == true)
    #expect(message(row("plob", "1.0000000005")) == nil)
    #expect(message(row("plob", "-1.0")) != nil)
  }

  @Test("Zero, infinity and words are compared as what they are")
  func specialValues() {
    #expect(message(row("unassisted_private", "0.0")) == nil)
    #expect(message(row("plob", "0.0")) == "must be zero")
    #expect(message(row("plob", "inf")) == "must be infinite")
    #expect(message(row("plob", "inf", inputs: "{\"eta\":1}")) == nil)
    #expect(message(row("plob", "12", inputs: "{\"eta\":1}")) != nil)
    #expect(message(row("plob", "consistent")) == "a word was expected")
    #expect(message(row("plob", "nan")) == "a word was expected")
    #expect(SelfTest.compare(row("verdict", "exceeds"), .word("exceeds"), lengthIsAmbiguous: false) == nil)
    #expect(SelfTest.compare(row("verdict", "exceeds"), .word("consistent"), lengthIsAmbiguous: false) != nil)
    #expect(SelfTest.compare(row("plob", "1.0"), .number(.nan), lengthIsAmbiguous: false) == "not a number")
    for check in [CheckpointRow.Check.greater, .atLeast] {
      #expect(SelfTest.compare(row("plob", "1.0", check: check), .number(.nan), lengthIsAmbiguous: false) != nil)
    }
  }

  @Test("at_least allows more, greater demands it, info demands nothing")
  func checks() {
    #expect(message(row("plob", "0.9", check: .atLeast)) == nil)
    #expect(message(row("plob", "1.0", check: .atLeast)) == nil)
    #expect(message(row("plob", "1.001", tolerance: 1e-2, check: .atLeast)) == nil)
    #expect(message(row("plob", "1.001", tolerance: 1e-4, check: .atLeast))?.hasPrefix("lower than allowed") == true)
    #expect(message(row("plob", "0.9", check: .greater)) == nil)
    #expect(message(row("plob", "1.0", check: .greater)) == "must be greater")
    let report = SelfTest.run([row("plob", "7", check: .info), row("plob", "1.0")])
    #expect(report.total == 1 && report.passed == 1 && report.failed.isEmpty)
  }

  @Test("Unknown calculations are named once and skipped, never passed")
  func unknownCalculation() {
    let report = SelfTest.run([
      row("x", "1", calculation: "bb85.finite"), row("x", "1", calculation: "bb85.finite"), row("plob", "1.0"),
    ])
    #expect(report.unknown == ["bb85.finite"])
    #expect(report.skipped == 2 && report.total == 1 && report.passed == 1)
    var merged = report
    merged.merge(SelfTest.run([row("x", "1", calculation: "bb85.finite"), row("plob", "2")]))
    #expect(merged.unknown == ["bb85.finite"])
    #expect(merged.skipped == 3 && merged.total == 2 && merged.passed == 1 && merged.failed.count == 1)
  }

  @Test("A misspelt input or quantity is a failure that suggests the right one")
  func misspelling() {
    #expect(
      message(row("plob", "1.0", inputs: "{\"etta\":0.5}")) == "bounds.pure_loss has no input etta; did you mean eta?")
    #expect(message(row("plobb", "1.0")) == "no such quantity; did you mean plob?")
    #expect(message(row("plob", "1.0", inputs: "[0.5]"))?.contains("must be one JSON object") == true)
  }

  @Test("A row may ask for a refusal: of the inputs, not of anything else")
  func refusals() {
    #expect(message(row("error", "input", inputs: "{\"eta\":1.5}")) == nil)
    #expect(message(row("error", "input")) == "the inputs should have been refused")
    #expect(message(row("plob", "1.0", inputs: "{\"eta\":1.5}"))?.contains("eta = 1.5") == true)
    struct Mishap: Error {}
    #expect(!(Mishap() is any InputRefusal))
  }

  @Test("A length may be off by one only where its raw length is next to a whole number")
  func ambiguousLength() throws {
    let measured = """
      {"mu":[0.5,0.15,0],"p_mu":[0.7,0.2,0.1],"eps_sec":1e-10,"eps_cor":1e-15,"f_EC":1.16,
      "counts":{"nX":[2521034,216230,2003],"mX":[27731,3168,1001],"nZ":[28012,2402,22],"mZ":[309,36,11]}}
      """
    func length(_ expected: String) -> String? {
      message(row("length", expected, inputs: measured, calculation: "bb84.finite.two_decoy"))
    }
    #expect(length("837368") == nil)
    #expect(length("837369") != nil)
    #expect(length("837367") != nil)
    #expect(
      SelfTest.compare(
        row("length", "837369", calculation: "bb84.finite.two_decoy"), .number(837368), lengthIsAmbiguous: true) == nil)
    #expect(
      SelfTest.compare(
        row("length", "837370", calculation: "bb84.finite.two_decoy"), .number(837368), lengthIsAmbiguous: true) != nil)
    // A key where there must be none is wrong by any amount.
    #expect(SelfTest.compare(row("length", "0"), .number(1e-13), lengthIsAmbiguous: false) == "must be zero")
    #expect(SelfTest.compare(row("rate", "0"), .number(1e-13), lengthIsAmbiguous: false) == nil)
  }

  @Test("Tables are read with line and column; unknown checks are refused")
  func reading() throws {
    let head = "id,calculation,inputs,quantity,expected,rtol,check,provenance\n"
    let good = try CheckpointTable(
      text: head + "a,bounds.pure_loss,\"{\"\"eta\"\":0.5}\",plob,1.0,1e-9,equals,by hand\n", fileName: "t.csv")
    #expect(
      good.rows == [
        CheckpointRow(
          id: "a", calculation: "bounds.pure_loss", inputs: Self.half, quantity: "plob", expected: "1.0",
          relativeTolerance: 1e-9, check: .equals, provenance: "by hand")
      ])
    let wrong = head + "a,bounds.pure_loss,{},plob,1.0,1e-9,about,by hand\n"
    let error = #expect(throws: DocumentError.self) { try CheckpointTable(text: wrong, fileName: "t.csv") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("must be one of equals, at_least, greater, info"))
    #expect(throws: (any Error).self) {
      try CheckpointTable(text: head + "a,bounds.pure_loss,{},plob,1.0,-1,equals,x\n", fileName: "t.csv")
    }
    #expect(throws: (any Error).self) { try CheckpointTable(text: "id,calculation\na,b\n", fileName: "t.csv") }
  }
}
