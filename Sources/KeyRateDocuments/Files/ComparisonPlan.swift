// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// Several files on one axis, as a file or a command line asks for it.
package struct ComparisonPlan: Sendable {
  /// What the comparison shows.
  package var title: String
  /// Where the values come from.
  package var reference: String?
  /// Remarks.
  package var notes: [String] = []
  /// The files, as written: paths beside the comparison's own file, or names of published sets.
  package var files: [String]
  /// Names in the legend, one for each file; empty for the titles of the files.
  package var labels: [String] = []
  /// What the files are drawn over; nil to take the length if every file has one, else the loss.
  package var axis: LinkAxis?
  /// The ends of the axis; nil to take them from the files' own sweeps.
  package var from, to: Double?
  /// The number of values; nil to take the most that a file has.
  package var points: Int?
  /// The unit of the rates: per pulse or per second.
  package var unit: SweepPlan.Unit = .perPulse
  /// Whether files with finite blocks are drawn with infinite data too.
  package var hasInfiniteData = false
  /// Whether the curves of a file are drawn instead of the file as it stands.
  package var hasCurves = false
  /// The ends of the rate axis.
  package var axisFrom, axisTo: Double?
  /// A line under the figure.
  package var caption: String?

  /// A comparison of some files, everything else left open.
  package init(title: String, files: [String]) {
    self.title = title
    self.files = files
  }

  /// Whether a document describes a comparison: it has `[comparison]`.
  ///
  /// - Throws: `DocumentErrors` if it is no document at all.
  package static func isDescribed(by text: String, fileName: String) throws -> Bool {
    let table = try DocumentTable(parsing: text, fileName: fileName)
    return table.tablePaths.contains { $0.path == "comparison" }
      || table.leaves.contains { $0.path.hasPrefix("comparison.") }
  }

  /// Reads a file that describes a comparison.
  ///
  /// - Throws: `DocumentErrors` with line and column.
  package init(text: String, fileName: String) throws {
    let table = try DocumentTable(parsing: text, fileName: fileName)
    self = try DocumentReader.read(table, with: ComparisonKeys.vocabulary) { reader in
      let files = reader.ifGiven(ComparisonKeys.files)
      if files?.isEmpty ?? true, reader.isSound {
        reader.refuse(
          ComparisonKeys.files, "must name at least one file", hint: "files = [\"link.toml\", \"gys-2004\"]")
      }
      var plan = ComparisonPlan(
        title: reader.ifGiven(ComparisonKeys.title) ?? ParameterFile.stem(of: fileName), files: files ?? [])
      plan.reference = reader.ifGiven(ComparisonKeys.reference)
      plan.notes = reader.ifGiven(ComparisonKeys.notes) ?? []
      plan.labels = reader.ifGiven(ComparisonKeys.labels) ?? []
      if reader.gives(ComparisonKeys.labels), plan.labels.count != plan.files.count {
        reader.refuse(
          ComparisonKeys.labels,
          "must have one label for each of the \(plan.files.count) files, found \(plan.labels.count)")
      }
      plan.axis = reader.ifGiven(ComparisonKeys.axis)
      plan.from = reader.ifGiven(ComparisonKeys.from)
      plan.to = reader.ifGiven(ComparisonKeys.to)
      plan.points = reader.ifGiven(ComparisonKeys.points)
      if let from = plan.from, let to = plan.to, !(from < to) {
        reader.refuse(ComparisonKeys.to, "must be above comparison.from = \(from.plain)")
      }
      plan.unit = reader[ComparisonKeys.unit, default: .perPulse]
      plan.hasInfiniteData = reader[ComparisonKeys.withAsymptotic]
      plan.hasCurves = reader[ComparisonKeys.curves]
      plan.axisFrom = reader.ifGiven(PlotKeys.from)
      plan.axisTo = reader.ifGiven(PlotKeys.to)
      plan.caption = reader.ifGiven(PlotKeys.caption)
      return plan
    }
  }
}
