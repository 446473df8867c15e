// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateText

/// What a file means, for `keyrate parameters check`.
package enum FileMeaning {
  /// Reads everything in a file and says in words what it asks for.
  ///
  /// - Throws: `DocumentErrors` with all that is wrong.
  package static func text(_ file: ParameterFile, countsFrom source: CountsSource) throws -> String {
    var lines = [file.title.printable, "  \(file.family.title), parameters \(file.fingerprint)"]
    if let reference = file.reference { lines.append("  " + reference.printable) }
    lines += file.notes.map { "  note: " + $0.printable }
    if file.hasCounts {
      let run = try file.run(reading: source)
      lines += [
        "  the counts of a run: \(run.result.analysis.title); for the key length: keyrate analyse",
        "  nothing is wrong",
      ]
      return lines.joined(separator: "\n")
    }
    if file.hasSweep {
      let plan = try file.sweep()
      let ends = "\(ResultText.number(plan.values.first ?? .nan)) to \(ResultText.number(plan.values.last ?? .nan))"
      let size = "\(counted(plan.values.count, "point")), \(counted(plan.curves.count, "curve"))"
      lines.append("  sweep: \(plan.variable) from \(ends), \(size)")
      lines += plan.curves.compactMap(\.label).map { "    curve: " + LabelText.plain($0) }
      lines += plan.overlays.map { "    overlay: \(LabelText.plain($0.label)) from \($0.file.printable)" }
      // The swept key need not be given besides.
      guard let first = plan.curves.first, let value = plan.values.first else { return lines.joined(separator: "\n") }
      return (lines + link(try plan.link(first, at: value))).joined(separator: "\n")
    }
    return (lines + link(try file.link())).joined(separator: "\n")
  }

  private static func link(_ link: LinkProblem) -> [String] {
    let open = link.search?.variables.map(\.name) ?? []
    return [
      open.isEmpty ? "  every setting is given" : "  left to the optimiser: " + open.joined(separator: ", "),
      "  nothing is wrong",
    ]
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)" + (count == 1 ? "" : "s") }
}
