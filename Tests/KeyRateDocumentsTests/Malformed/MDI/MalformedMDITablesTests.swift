// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: MDI-QKD, tables of counts")
struct MalformedMDITablesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a pair of settings without a row",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("o,y,16000,\n", with: ""),
      says: """
        run.csv: no row for the settings o and y
        """),
    MalformedFile(
      "a setting that does not exist",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("y,y,", with: "w,y,"),
      says: """
        run.csv:4:1: alice_setting = w: must be one of z, y, x, o
        """),
    MalformedFile(
      "errors above the announcements of a row",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("26000", with: "260000"),
      says: """
        run.csv:3:12: errors = 260000: cannot exceed the announcements of the row, 100000; errors are a part \
        of them
        """),
    MalformedFile(
      "errors that are needed and missing",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("600000", with: ""),
      says: """
        run.csv:2:14: errors = (empty): must be a number
        """),
    MalformedFile(
      "half an announcement",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("50000,", with: "50000.5,"),
      says: """
        run.csv:4:5: detections = 50000.5: must be a whole number; give the counts of the run, not rates or \
        averages
        """),
    MalformedFile(
      "no column of announcements",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("detections", with: "counts"),
      says: """
        run.csv: has no column detections, only alice_setting, bob_setting, counts, errors
        """),
    MalformedFile(
      "two rows of one pair with its pulse pairs",
      MDIText.fourWithFile,
      table: "alice_setting,bob_setting,detections,errors,pulses\nz,z,4,1,490000000000\nz,z,4,1,490000000000\n",
      says: """
        run.csv:3:1: a second row for the settings z and z; with a column pulses there is one row for each \
        pair of settings
        """),
    MalformedFile(
      "more announcements than pulse pairs of a row",
      MDIText.fourWithFile,
      table: "alice_setting,bob_setting,detections,errors,pulses\nz,z,40000000,1,4000000\n",
      says: """
        run.csv:2:5: detections = 40000000: cannot exceed the pulse pairs of the row, 4000000
        """),
    MalformedFile(
      "more announcements in a table than pulses",
      MDIText.fourWithFile,
      table: MDIText.fourTable.replacing("x,o,6000", with: "x,o,60000000000"),
      says: """
        f.toml:6:1: counts.file = "run.csv": count exceeds pulses: only 10500000000 pulse pairs of these \
        settings are expected (n_xo = 60000000000); N counts the pulse pairs emitted, and probabilities \
        belong to the settings in this order
        """),
    MalformedFile(
      "counts in the file and in the table",
      MDIText.fourWithFile + "oo = 0",
      table: MDIText.fourTable,
      says: """
        f.toml:7:1: counts.oo = 0: cannot be given together with counts.file
        """),
    MalformedFile(
      "a table that does not exist",
      MDIText.fourWithFile,
      says: """
        run.csv: cannot be read: does not exist
        """),
    MalformedFile(
      "a basis of another protocol",
      MDIText.threeWithFile,
      table: MDIText.threeTable.replacing("key,mu,mu", with: "y,mu,mu"),
      says: """
        run.csv:2:1: basis = y: must be one of key, test; z stands for the key basis, x for the test basis
        """),
    MalformedFile(
      "a row of one basis missing",
      MDIText.threeWithFile,
      table: MDIText.threeTable.replacing("test,om,om,0,0\n", with: ""),
      says: """
        run.csv: no row for the test basis and the settings om and om
        """),
    MalformedFile(
      "errors of a cell missing",
      MDIText.threeWithFile,
      table: MDIText.threeTable.replacing("test,om,om,0,0", with: "test,om,om,0,"),
      says: """
        run.csv:19:14: errors = (empty): must be a number
        """),
  ]
}
