// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension SweepRun {
  /// The files of a sweep: CSV, SVG, JSON and the gnuplot script that draws the CSV.
  ///
  /// - Parameters:
  ///   - path: the path without extension.
  ///   - documentPath: the path of the parameter file, beside which overlays are found.
  ///   - plainCSV: whether the CSV has no lines that begin with `#`.
  /// - Throws: `DocumentError`, `DocumentErrors`, `TableError`, `FigureError`.
  package func files(at path: String, documentPath: String, plainCSV: Bool = false) throws -> [AtomicFiles.File] {
    let table = try table()
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let overlays = try plan.overlays.map { try Self.overlay($0, of: file, documentPath: documentPath) }
    let figure = try figure(table, overlays: overlays, dataFile: name + ".csv")
    let script = GnuplotScript(figure: figure, dataFile: name + ".csv", output: .svg(name + "-gnuplot.svg"))
    return [
      .init(path: path + ".csv", text: table.csv(header: header, isPlain: plainCSV)),
      .init(path: path + ".svg", text: try figure.svg()),
      AtomicFiles.File(path: path + ".json") { receive in
        try json.write(to: receive)
        try receive("\n")
      }, .init(path: path + ".gp", text: try script.text()),
    ]
  }

  /// Reads the overlays of a file once, so that a wrong one is found before a long sweep and not after it.
  ///
  /// - Throws: `DocumentError`, `DocumentErrors`.
  package static func checkOverlays(of file: ParameterFile, documentPath: String) throws {
    for item in try plan(of: file).overlays { _ = try overlay(item, of: file, documentPath: documentPath) }
  }

  /// The table alone, for a sweep of which points are missing.
  ///
  /// - Parameter path: the path without extension.
  /// - Throws: `TableError`.
  package func tableFile(at path: String) throws -> AtomicFiles.File {
    AtomicFiles.File(path: path + ".csv", text: try table().csv(header: header))
  }

  /// The lines that tell where the numbers of a CSV come from.
  private var header: [String] {
    var lines = [
      "\(KeyRateProgram.name) \(KeyRateProgram.version)", file.title, "parameters \(file.fingerprint)",
      "search seed \(options.seed)",
    ]
    if let missing {
      lines.append(
        "incomplete: \(missing.finished) of \(missing.points) points, as found so far; neighbours may still improve them"
      )
      lines.append("continue with: \(missing.continuation)")
    }
    if let reference = file.reference { lines.append("reference: \(reference)") }
    lines += file.notes.map { "note: \($0)" }
    for curve in curves {
      guard let result = curve.points.lazy.compactMap({ try? $0.outcome.get().result }).first else { continue }
      let analysis = result.analysis
      lines.append("curve \(LabelText.plain(curve.label)): \(analysis.title); status \(analysis.status.rawValue)")
      for crossing in curve.crossings {
        let place = NumberText.significant(crossing.value, digits: 5)
        lines.append(
          "crossing \(LabelText.plain(curve.label)): \(crossing.direction.rawValue) \(crossing.bound) at \(plan.variable) = \(place)"
        )
      }
      lines += curve.ends.map { "end \(LabelText.plain(curve.label)): \($0.words(plan.variable))" }
    }
    return lines
  }

  /// Points of one's own from a CSV file.
  private static func overlay(
    _ overlay: SweepPlan.Overlay, of document: ParameterFile, documentPath: String
  ) throws -> Series {
    let file: TextFile
    do {
      file = try document.table.files.read(RelativePath.resolve(overlay.file, beside: documentPath))
    } catch {
      throw DocumentError(
        position: overlay.position, path: "overlay.file", value: overlay.file, problem: error.problem, hint: error.hint)
    }
    let table = try DelimitedText(parsing: file.text, fileName: file.name)
    let x = try table.numbers(overlay.x)
    let y = try table.numbers(overlay.y)
    let error = try overlay.yError.map { try table.numbers($0, range: .nonNegative) }
    return Series(
      overlay.label,
      points: zip(x, y).enumerated().map { index, point in
        let deviation = error.map { $0[index] }
        return Series.Point(
          x: point.0, y: point.1, low: deviation.map { point.1 - $0 }, high: deviation.map { point.1 + $0 })
      }, role: .measured)
  }
}
