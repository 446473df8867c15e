// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: tables of counts")
struct TwinFieldMalformedTablesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "no table",
      TwinFieldText.runWithFile,
      says: """
        run.csv: cannot be read: does not exist
        """),
    MalformedFile(
      "a column misnamed",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("successes\n", with: "clicks\n"),
      says: """
        run.csv: has no column successes, only alice_intensity, bob_intensity, clicks
        """),
    MalformedFile(
      "a pair left out",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("0.1,0.1,15375714\n", with: ""),
      says: """
        run.csv: no row for the intensities 0.1 and 0.1
        """),
    MalformedFile(
      "an intensity that was not sent",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("0.1,0.1,", with: "0.2,0.1,"),
      says: """
        run.csv:6:1: alice_intensity = 0.2: is not one of source.test_intensities = [0.4, 0.1, 0.0001]
        """),
    MalformedFile(
      "an intensity of Bob's that was not sent",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("0.1,0.1,", with: "0.1,0.2,"),
      says: """
        run.csv:6:5: bob_intensity = 0.2: is not one of source.test_intensities = [0.4, 0.1, 0.0001]
        """),
    MalformedFile(
      "a fraction",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("15375714", with: "15375714.5"),
      says: """
        run.csv:6:9: successes = 15375714.5: must be a whole number; give the counts of the run, not rates or \
        averages
        """),
    MalformedFile(
      "a negative count",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("43614", with: "-43614"),
      says: """
        run.csv:10:11: successes = -43614: must be at least 0
        """),
    MalformedFile(
      "a word",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("43614", with: "none"),
      says: """
        run.csv:10:11: successes = none: must be a number
        """),
    MalformedFile(
      "a cell too few",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("0.1,0.1,15375714", with: "0.1,15375714"),
      says: """
        run.csv:6:1: has 2 cells, the header has 3
        """),
    MalformedFile(
      "percent of intensities",
      TwinFieldText.runWithFile, table: TwinFieldText.table.replacing("0.4,0.4,", with: "40,0.4,"),
      says: """
        run.csv:2:1: alice_intensity = 40: is not one of source.test_intensities = [0.4, 0.1, 0.0001]
        """),
    MalformedFile(
      "an empty table",
      TwinFieldText.runWithFile, table: "",
      says: """
        run.csv: has no header row with the columns' names
        """),
    MalformedFile(
      "a header alone",
      TwinFieldText.runWithFile, table: "alice_intensity,bob_intensity,successes\n",
      says: """
        run.csv: no row for the intensities 0.4 and 0.4
        """),
  ]
}
