// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension ComparisonRun {
  /// The files of a comparison: CSV, SVG, JSON and the gnuplot script that draws the CSV.
  ///
  /// - Parameters:
  ///   - path: the path without extension.
  ///   - plainCSV: whether the CSV has no lines that begin with `#`.
  /// - Throws: `TableError`, `FigureError`.
  package func files(at path: String, plainCSV: Bool = false) throws -> [AtomicFiles.File] {
    let table = try table()
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let figure = try figure(table, dataFile: name + ".csv")
    let script = GnuplotScript(figure: figure, dataFile: name + ".csv", output: .svg(name + "-gnuplot.svg"))
    return [
      .init(path: path + ".csv", text: table.csv(header: header, isPlain: plainCSV)),
      .init(path: path + ".svg", text: try figure.svg()),
      .init(path: path + ".json", text: json.text), .init(path: path + ".gp", text: try script.text()),
    ]
  }

  /// The table alone, for a comparison of which points are missing.
  ///
  /// - Parameter path: the path without extension.
  /// - Throws: `TableError`.
  package func tableFile(at path: String) throws -> AtomicFiles.File {
    AtomicFiles.File(path: path + ".csv", text: try table().csv(header: header))
  }

  /// The lines that tell where the numbers of a CSV come from.
  private var header: [String] {
    var lines = ["\(KeyRateProgram.name) \(KeyRateProgram.version)", plan.title, "search seed \(options.seed)"]
    if let missing {
      lines.append(
        "incomplete: \(missing.finished) of \(missing.points) points, as found so far; neighbours may still improve them"
      )
      lines.append("continue with: \(missing.continuation)")
    }
    if let reference = plan.reference { lines.append("reference: \(reference)") }
    lines += plan.notes.map { "note: \($0)" }
    if let fibres { lines.append("note: \(fibres)") }
    for entry in entries {
      let label = LabelText.plain(entry.label)
      let kind = entry.isInfiniteData ? " with infinite data" : ""
      lines.append("curve \(label)\(kind): \(entry.file), parameters \(entry.source.fingerprint)")
      if let reference = entry.source.reference { lines.append("  reference: \(reference)") }
      lines += entry.source.notes.map { "  note: \($0)" }
      if let analysis = entry.sample?.analysis {
        lines.append("  \(analysis.title); status \(analysis.status.rawValue)")
      }
      for crossing in entry.crossings {
        let place = NumberText.significant(crossing.value, digits: 5)
        lines.append("  crossing: \(crossing.direction.rawValue) \(crossing.bound) at \(axis.key) = \(place)")
      }
      lines += entry.ends.map { "  end: \($0.words(axis.key))" }
    }
    return lines
  }

  /// The whole comparison with every trace.
  package var json: JSONValue {
    let curves = entries.map { entry -> JSONValue in
      let crossings = entry.crossings.map { crossing -> JSONValue in
        .object([
          ("bound", .string(crossing.bound)), ("direction", .string(crossing.direction.rawValue)),
          ("value", .number(crossing.value)), ("rate_per_pulse", .number(crossing.ratePerPulse)),
        ])
      }
      let points = entry.points.map { point -> JSONValue in
        let value = (key: "value", value: JSONValue.number(point.value))
        switch point.outcome {
        case .success(let evaluation): return .object([value] + ResultJSON.members(evaluation))
        case .failure(let error): return .object([value, (key: "error", value: .string("\(error)"))])
        }
      }
      return .object([
        ("label", .string(entry.label)), ("file", .string(entry.file)), ("file_title", .string(entry.source.title)),
        ("protocol", .string(entry.source.family.name)), ("parameters", .string(entry.source.fingerprint)),
        ("reference", JSONValue(entry.source.reference)),
        ("notes", .array(entry.source.notes.map(JSONValue.string))),
        ("infinite_data", .bool(entry.isInfiniteData)), ("crossings", .array(crossings)), ("points", .array(points)),
      ])
    }
    return .object([
      ("program", ResultJSON.program), ("title", .string(plan.title)), ("reference", JSONValue(plan.reference)),
      ("notes", .array((plan.notes + [fibres].compactMap(\.self)).map(JSONValue.string))),
      ("variable", .string(axis.key)), ("unit", .string(axis == .distance ? "km" : "dB")),
      ("rate_unit", .string(plan.unit.rawValue)), ("seed", .string("\(options.seed)")), ("curves", .array(curves)),
    ])
  }
}
