// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate selftest`: qualifies an installation.
struct SelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest", abstract: "Runs checkpoint tables on this installation.",
    discussion: """
      Without a file: the tables that the program carries. A table is CSV with the columns id, calculation, \
      inputs (one JSON object), quantity, expected, rtol (relative tolerance), check (equals, at_least, \
      greater or info) and provenance. Rows whose calculation this program does not have are counted as \
      unknown, not as failed. Exit status 1 if a row fails.

      Examples:
        keyrate selftest
        keyrate selftest our-checkpoints.csv --json
      """)

  @Argument(help: "Checkpoint tables (CSV).", completion: .file(extensions: ["csv"]))
  var files: [String] = []

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let tables =
        try files.isEmpty
        ? CheckpointTable.shipped()
        : files.map { path in
          let file = try TextFile.read(path)
          return try CheckpointTable(text: file.text, fileName: file.name)
        }
      var total = SelfTest.Report()
      for table in tables {
        let report = SelfTest.run(table.rows)
        if !output.json { try StandardOutput.write("\(table.name): \(report.passed) of \(report.total) rows passed") }
        total.merge(report)
      }
      try output.write(document: { SelfTestText.json(total) }, words: { SelfTestText.summary(total) })
      if !total.failed.isEmpty { throw ExitCode(CommandFailure.Status.checkFailed) }
    }
  }
}
