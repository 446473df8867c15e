// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateCalculations

/// Reports of the self-test.
package enum SelfTestText {
  /// The report as JSON: total, passed, failed rows, unknown calculations.
  package static func json(_ report: SelfTest.Report) -> JSONValue {
    let failed = report.failed.map { f -> JSONValue in
      .object([
        ("id", .string(f.id)), ("quantity", .string(f.quantity)), ("expected", .string(f.expected)),
        ("got", .string(f.got)), ("message", .string(f.message)),
      ])
    }
    return .object([
      ("program", ResultJSON.program), ("total", .integer(report.total)), ("passed", .integer(report.passed)),
      ("failed", .array(failed)), ("unknown", .array(report.unknown.map(JSONValue.string))),
      ("skipped", .integer(report.skipped)),
    ])
  }

  /// The report for a terminal.
  package static func summary(_ report: SelfTest.Report) -> String {
    var lines = report.failed.map { f in
      "FAILED \(f.id) \(f.quantity): expected \(f.expected), got \(f.got.isEmpty ? "nothing" : f.got): \(f.message)"
    }
    if !report.unknown.isEmpty {
      lines.append(
        "unknown calculations (\(report.skipped) rows skipped): \(report.unknown.joined(separator: ", "))")
    }
    lines.append(
      "\(report.passed) of \(report.total) rows passed"
        + (report.failed.isEmpty ? "" : ", \(report.failed.count) failed"))
    return lines.joined(separator: "\n")
  }
}
