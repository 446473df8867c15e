// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import MDI

/// The counts of an MDI run in a CSV file: one row for each pair of settings, and basis with three intensities.
///
/// Rows of the same pair, such as one for each Bell state, are added. With a column `pulses`, the pulse pairs
/// that were really sent, there is one row for each pair.
struct MDICountsTable {
  /// What is known of one pair of settings in one basis.
  struct Cell {
    var detections: Double?
    var errors: Double?
    var sent: Double?
    var rows = 0
  }

  /// Names of the settings, in the order of the file's lists.
  private let settings: [String]
  /// Key and test basis with three intensities; one place without bases with four.
  private let bases: [String]
  private var cells: [[[Cell]]]

  /// The cell of a basis (0 with four intensities), Alice's i-th and Bob's j-th setting.
  subscript(_ basis: Int, _ i: Int, _ j: Int) -> Cell { cells[basis][i][j] }

  /// Whether the rows tell how many pulse pairs were sent.
  private(set) var tellsSent = false

  /// Whether a pair is needed by the analysis, and its errors.
  private static func need(_ scheme: MDIKeys.Scheme, _ b: Int, _ i: Int, _ j: Int) -> (counts: Bool, errors: Bool) {
    switch scheme {
    // z, y, x, o: decoys of unlike strength and signals with decoys say nothing.
    case .four: (i == j || (i == 3 && j != 0) || (j == 3 && i != 0), i == j && (i == 0 || i == 2))
    case .three: (true, b == 1 || (i == 0 && j == 0))
    }
  }

  /// Reads a table; nil if something in it is wrong, which is reported.
  init?(_ file: String, _ reader: DocumentReader, _ source: CountsSource, _ scheme: MDIKeys.Scheme) throws {
    settings = scheme == .four ? ["z", "y", "x", "o"] : ["mu", "nu", "om"]
    bases = scheme == .four ? [""] : ["key", "test"]
    cells = Array(
      repeating: Array(repeating: Array(repeating: Cell(), count: settings.count), count: settings.count),
      count: bases.count)
    let contents = try source.read(file)
    let table = try DelimitedText(parsing: contents.text, fileName: contents.name)
    tellsSent = table.hasColumn("pulses")
    for row in table.rows {
      let basis =
        scheme == .four ? 0 : try Self.word("basis", ["key": 0, "z": 0, "test": 1, "x": 1], row, table, reader)
      let names = Dictionary(uniqueKeysWithValues: zip(settings, settings.indices))
      let alice = try Self.word("alice_setting", names, row, table, reader)
      let bob = try Self.word("bob_setting", names, row, table, reader)
      guard let basis, let alice, let bob else { continue }
      try add(row, table, reader, (basis, alice, bob), Self.need(scheme, basis, alice, bob))
    }
    for b in bases.indices {
      for i in settings.indices {
        for j in settings.indices where reader.isSound && cells[b][i][j].rows == 0 {
          guard Self.need(scheme, b, i, j).counts else { continue }
          reader.report(
            DocumentError(
              position: SourcePosition(file: contents.name), problem: "no row for \(name(b, i, j))"))
        }
      }
    }
    if !reader.isSound { return nil }
  }

  private func name(_ b: Int, _ i: Int, _ j: Int) -> String {
    (bases.count > 1 ? "the \(bases[b]) basis and " : "") + "the settings \(settings[i]) and \(settings[j])"
  }

  private static func word(
    _ column: String, _ known: [String: Int], _ row: DelimitedText.Row, _ table: DelimitedText, _ reader: DocumentReader
  ) throws -> Int? {
    let cell = try table.cell(column, in: row)
    if let index = known[cell.text.lowercased()] { return index }
    let words =
      column == "basis" ? "key, test" : known.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", ")
    reader.report(
      DocumentError(
        position: cell.position, path: column, value: cell.text.isEmpty ? "(empty)" : cell.text,
        problem: "must be one of \(words)",
        hint: column == "basis" ? "z stands for the key basis, x for the test basis" : nil))
    return nil
  }

  /// Adds a row; what the analysis does not need may be empty.
  private mutating func add(
    _ row: DelimitedText.Row, _ table: DelimitedText, _ reader: DocumentReader, _ place: (Int, Int, Int),
    _ needs: (counts: Bool, errors: Bool)
  ) throws {
    let (b, i, j) = place
    var cell = cells[b][i][j]
    if tellsSent, cell.rows > 0 {
      reader.report(
        DocumentError(
          position: row.position, problem: "a second row for \(name(b, i, j))",
          hint: "with a column pulses there is one row for each pair of settings"))
      return
    }
    cell.rows += 1
    func isEmpty(_ column: String) throws -> Bool {
      try !table.hasColumn(column) || table.text(column, in: row).isEmpty
    }
    let all = try needs.counts || !isEmpty("detections") ? Self.whole("detections", row, table, reader) : nil
    if let all { cell.detections = (cell.detections ?? 0) + all }
    if try needs.errors || !isEmpty("errors") {
      let wrong = try Self.whole("errors", row, table, reader)
      if let all, wrong > all {
        let cell = try table.cell("errors", in: row)
        reader.report(
          DocumentError(
            position: cell.position, path: "errors", value: cell.text,
            problem: "cannot exceed the announcements of the row, \(all.plain)", hint: "errors are a part of them"))
      }
      cell.errors = (cell.errors ?? 0) + wrong
    }
    if tellsSent {
      let sent = try Self.whole("pulses", row, table, reader)
      if let all, all > sent {
        let cell = try table.cell("detections", in: row)
        reader.report(
          DocumentError(
            position: cell.position, path: "detections", value: cell.text,
            problem: "cannot exceed the pulse pairs of the row, \(sent.plain)"))
      }
      cell.sent = sent
    }
    cells[b][i][j] = cell
  }

  private static func whole(
    _ column: String, _ row: DelimitedText.Row, _ table: DelimitedText, _ reader: DocumentReader
  ) throws -> Double {
    let value = try table.number(column, in: row, range: .nonNegative)
    if value != value.rounded() {
      let cell = try table.cell(column, in: row)
      reader.report(
        DocumentError(
          position: cell.position, path: column, value: cell.text, problem: "must be a whole number",
          hint: "give the counts of the run, not rates or averages"))
    }
    return value
  }

  // MARK: What the analyses take

  /// A quantity of all pairs of three intensities in one basis; nil if one is missing.
  func pairs(_ basis: Int, _ quantity: KeyPath<Cell, Double?>) -> PairTable? {
    PairTable(cells[basis].flatMap { $0.compactMap { $0[keyPath: quantity] } })
  }

  /// The numbers of pulse pairs of one basis, rows Alice, if the file has them.
  func sent(_ basis: Int) -> [[Double?]]? { tellsSent ? cells[basis].map { $0.map(\.sent) } : nil }
}
