// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateCalculations
import KeyRateReports

extension SelfTest {
  /// Runs the checkpoint tables that the library carries: how a laboratory qualifies an installation.
  ///
  /// - Throws: `DocumentErrors` if a table cannot be read.
  public static func run() throws -> Report {
    var report = Report()
    for table in try CheckpointTable.shipped() { report.merge(run(table.rows)) }
    return report
  }

  /// Runs a checkpoint table of one's own.
  ///
  /// - Parameters:
  ///   - text: a table as CSV with the columns id, calculation, inputs, quantity, expected, rtol, check and provenance.
  ///   - name: what messages call it.
  /// - Throws: `DocumentErrors` if the table cannot be read.
  public static func run(table text: String, name: String = "table.csv") throws -> Report {
    run(try CheckpointTable(text: text, fileName: name).rows)
  }
}

extension SelfTest.Report {
  /// The report for people.
  public var summary: String { SelfTestText.summary(self) }
  /// The report as JSON; see ``ResultSchema``.
  public var json: String { SelfTestText.json(self).text }
}
