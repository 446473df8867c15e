// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import SendingOrNotSending

/// The counts of a sending-or-not-sending run in a CSV file: columns `event` and `count`, the events named as the counts
/// of the document are. Rows of one event, such as one for each detector or each hour, are added.
struct SendingOrNotSendingCountsTable {
  /// The file, for messages.
  let fileName: String
  private var counts: [String: Double] = [:]

  /// The counts that a file may hold.
  static func keys(_ scheme: Scheme) -> [Key<Double>] {
    [
      CountsKeys.nobodySent, CountsKeys.weakAlice, CountsKeys.weakBob, CountsKeys.strongAlice, CountsKeys.strongBob,
      CountsKeys.sliceErrors, CountsKeys.zeros, CountsKeys.ones, CountsKeys.zeroErrors, CountsKeys.oneErrors,
    ] + (scheme == .aopp ? [CountsKeys.pairsKept, CountsKeys.pairErrors] : [])
  }

  /// The name of a count in the file.
  static func event(_ key: Key<Double>) -> String { String(key.path.dropFirst("counts.".count)) }

  /// Reads a table; nil if something in it is wrong, which is reported.
  init?(_ file: String, _ reader: DocumentReader, _ source: CountsSource, _ scheme: Scheme) throws {
    let contents = try source.read(file)
    fileName = contents.name
    let table = try DelimitedText(parsing: contents.text, fileName: contents.name)
    let known = Self.keys(scheme).map(Self.event)
    for row in table.rows {
      let cell = try table.cell("event", in: row)
      let value = try table.number("count", in: row, range: .nonNegative)
      if value != value.rounded() {
        let number = try table.cell("count", in: row)
        reader.report(
          DocumentError(
            position: number.position, path: "count", value: number.text, problem: "must be a whole number",
            hint: "give the counts of the run, not rates or averages"))
      }
      guard known.contains(cell.text) else {
        let isPairing = [CountsKeys.pairsKept, CountsKeys.pairErrors].map(Self.event).contains(cell.text)
        reader.report(
          DocumentError(
            position: cell.position, path: "event", value: cell.text.isEmpty ? "(empty)" : cell.text,
            problem: "must be one of \(known.joined(separator: ", "))",
            hint: isPairing ? "pairs are made with protocol = \"aopp\"" : nil))
        continue
      }
      counts[cell.text] = (counts[cell.text] ?? 0) + value
    }
    if !reader.isSound { return nil }
  }

  /// The count of a key; nil without a row.
  subscript(_ key: Key<Double>) -> Double? { counts[Self.event(key)] }
}
