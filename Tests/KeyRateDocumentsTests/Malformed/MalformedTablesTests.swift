// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Counts from a CSV file")
struct MalformedTablesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a column missing",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,wrong
        key,0.5,2521034,27731
        key,0.15,324345,4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv: has no column errors, only basis, intensity, detections, wrong
        """),
    MalformedFile(
      "a column misspelt",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detection,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv: has no column detections, only basis, intensity, detection, errors; did you mean detection?
        """),
    MalformedFile(
      "an unknown basis",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        check,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:4:1: basis = check: must be key or test; x stands for the key basis, z for the test basis; some papers \
        exchange the letters
        """),
    MalformedFile(
      "a number for the basis",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        1,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:4:1: basis = 1: must be key or test; x stands for the key basis, z for the test basis; some papers \
        exchange the letters
        """),
    MalformedFile(
      "unknown intensity",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        test,0.5,48012,529
        test,0.1,6177,92
        """,
      says: """
        run.csv:5:6: intensity = 0.1: is not one of source.intensities = [0.5, 0.15]
        """),
    MalformedFile(
      "a row twice",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        test,0.5,48012,529
        test,0.5,6177,92
        """,
      says: """
        run.csv:5:1: a second row for the test basis and intensity 0.5
        """),
    MalformedFile(
      "a row missing",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        test,0.5,48012,529
        """,
      says: """
        run.csv: no row for the test basis and intensity 0.15
        """),
    MalformedFile(
      "a cell missing",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:1: has 3 cells, the header has 4
        """),
    MalformedFile(
      "a separator of thousands",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324,345,4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:1: has 5 cells, the header has 4; decimal numbers are written with a point, texts with commas in \
        quotes
        """),
    MalformedFile(
      "semicolons",
      MalformedFile.countsWithFile,
      table: """
        basis;intensity;detections;errors
        key;0.5;2521034;27731
        key;0.15;324345;4752
        test;0.5;48012;529
        test;0.15;6177;92
        """,
      says: """
        run.csv:1:1: the columns are not separated by commas; it seems to use semicolons: save with commas between \
        columns and points in decimal numbers
        """),
    MalformedFile(
      "tabs",
      MalformedFile.countsWithFile,
      table: """
        basis	intensity	detections	errors
        key	0.5	2521034	27731
        key	0.15	324345	4752
        test	0.5	48012	529
        test	0.15	6177	92
        """,
      says: """
        run.csv:1:1: the columns are not separated by commas; it seems to use tabs: save with commas between columns \
        and points in decimal numbers
        """),
    MalformedFile(
      "semicolons in one row",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key;0.15;324345;4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:1: has 1 cell, the header has 4; it seems to use semicolons: save with commas between columns and \
        points in decimal numbers
        """),
    MalformedFile(
      "a fraction in a table",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752.5
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:17: errors = 4752.5: must be a whole number; give the counts of the run, not rates or averages
        """),
    MalformedFile(
      "a negative count in a table",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,-4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:17: errors = -4752: must be at least 0
        """),
    MalformedFile(
      "a word for a number",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,many
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:17: errors = many: must be a number
        """),
    MalformedFile(
      "empty cell",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:17: errors = (empty): must be a number
        """),
    MalformedFile(
      "decimal comma",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,"0,15",324345,4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:5: intensity = 0,15: must be a number; decimal numbers are written with a point
        """),
    MalformedFile(
      "more errors than detections in a table",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,475200
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        run.csv:3:17: errors = 475200: cannot exceed the detections of the row, 324345; errors are a part of the \
        detections
        """),
    MalformedFile(
      "an empty file",
      MalformedFile.countsWithFile,
      table: "",
      says: """
        run.csv: has no header row with the columns' names
        """),
    MalformedFile(
      "only a header",
      MalformedFile.countsWithFile,
      table: """
        basis,intensity,detections,errors
        """,
      says: """
        run.csv: no row for the key basis and intensity 0.5
        run.csv: no row for the key basis and intensity 0.15
        run.csv: no row for the test basis and intensity 0.5
        run.csv: no row for the test basis and intensity 0.15
        """),
    MalformedFile(
      "no such file",
      MalformedFile.countsWithFile,
      says: """
        run.csv: cannot be read: does not exist
        """),
    MalformedFile(
      "lists beside the table",
      MalformedFile.countsWithFile + "key_basis_errors = [1, 2]",
      table: """
        basis,intensity,detections,errors
        key,0.5,2521034,27731
        key,0.15,324345,4752
        test,0.5,48012,529
        test,0.15,6177,92
        """,
      says: """
        f.toml:7:1: counts.key_basis_errors = [1, 2]: cannot be given together with counts.file
        """),
  ]
}
