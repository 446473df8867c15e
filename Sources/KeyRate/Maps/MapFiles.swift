// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateSecurity

extension MapRun {
  /// The files of a map: CSV, SVG, JSON and the gnuplot script that draws the CSV.
  ///
  /// - Parameter path: the path without extension.
  /// - Throws: `TableError`, `FigureError`, `ContourError`; `DocumentError` if the map lacks what its unit needs.
  package func files(at path: String, plainCSV: Bool = false) throws -> [AtomicFiles.File] {
    let table = try table()
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let figure = try figure(dataFile: name + ".csv")
    let script = GnuplotMapScript(
      figure: figure, dataFile: name + ".csv",
      columns: .init(x: variableColumns.x, y: variableColumns.y, value: rateColumn),
      output: .svg(name + "-gnuplot.svg"))
    return [
      .init(path: path + ".csv", text: table.csv(header: header, isPlain: plainCSV)),
      .init(path: path + ".svg", text: try figure.svg()),
      .init(path: path + ".json", text: json.text), .init(path: path + ".gp", text: try script.text()),
    ]
  }

  /// The figure: filled contours of the rate.
  ///
  /// - Throws: `ContourError`.
  package func figure(dataFile: String?) throws -> Figure {
    let (label, unit) =
      switch plan.rateUnit {
      case .perPulse: ("Secret-key rate", "bits per pulse")
      case .perSecond: ("Secret-key rate", "bits per second")
      case .bits: ("Secret-key length", "bits")
      }
    // A place without a number is unknown, one without key is zero.
    let values = cells.map { (try? $0.outcome.get())?.rate(in: plan.rateUnit) ?? .nan }
    let map = ContourMap(
      grid: try ScalarGrid(x: plan.x.values, y: plan.y.values, values: values),
      axis: Axis(
        label, unit: unit, scale: .logarithmic, from: plan.colourFrom, to: plan.colourTo, longestSpan: 12),
      borders: borders, zeroLabel: "no key", unknownLabel: "failed")
    let subject = analysis.map { "\($0.title) (\($0.status.rawValue))." }
    return Figure(
      title: file.title,
      summary: "\(label) over \(plan.x.variable) and \(plan.y.variable). \(subject ?? "")",
      horizontalAxis: Self.axis(plan.x),
      panels: [Panel(verticalAxis: Self.axis(plan.y), series: [], contours: map)],
      caption: [subject, plan.caption, impossible.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }]
        .compactMap(\.self).joined(separator: " "), dataFile: dataFile,
      size: FigureSize(width: 720, height: 520))
  }

  private static func axis(_ direction: MapPlan.Direction) -> Axis {
    Axis(
      direction.label ?? MapAxisNames.label(direction.variable, meaning: direction.meaning),
      unit: MapAxisNames.unit(direction.variable, direction.unit),
      scale: direction.isLogarithmic ? .logarithmic : .linear, from: direction.values.first,
      to: direction.values.last)
  }

  /// The lines that tell where the numbers of a CSV come from.
  private var header: [String] {
    var lines = [
      "\(KeyRateProgram.name) \(KeyRateProgram.version)", file.title, "parameters \(file.fingerprint)",
      "search seed \(options.seed)",
    ]
    if let reference = file.reference { lines.append("reference: \(reference)") }
    lines += file.notes.map { "note: \($0)" }
    if let analysis { lines.append("map: \(analysis.title); status \(analysis.status.rawValue)") }
    return lines
  }

  /// The numbers of all places, without traces.
  package var json: JSONValue {
    func direction(_ d: MapPlan.Direction) -> JSONValue {
      .object([
        ("variable", .string(d.variable)), ("unit", JSONValue(d.unit)),
        ("scale", .string(d.isLogarithmic ? "logarithmic" : "linear")), ("values", JSONValue(d.values)),
      ])
    }
    let places = cells.map { cell -> JSONValue in
      let at: [(key: String, value: JSONValue)] = [("x", .number(cell.x)), ("y", .number(cell.y))]
      switch cell.outcome {
      case .failure(let error): return .object(at + [("error", .string("\(error)"))])
      case .success(let n):
        let evidence: JSONValue =
          n.evidence.map { e in
            .object([
              ("evaluations", .integer(e.evaluations)), ("starts", .integer(e.starts)), ("spread", .number(e.spread)),
              ("search", .string(e.isThorough ? "global" : "local")),
              ("active_bounds", .array(e.activeBounds.map(JSONValue.string))),
            ])
          } ?? .null
        return .object(
          at + [
            ("loss_db", .number(n.lossDecibel)), ("rate_per_pulse", JSONValue(n.ratePerPulse)),
            ("bits_per_second", JSONValue(n.bitsPerSecond)), ("length_bits", JSONValue(n.lengthBits)),
            ("pulses", JSONValue(n.pulses)), ("reason_for_zero", JSONValue(n.reasonForZero)),
            ("bounds", .object(n.bounds.map { (key: $0.column, value: .number($0.ratePerPulse)) })),
            ("settings", .object(n.settings.map { (key: $0.column, value: .number($0.value)) })),
            ("diagnostics", .object(n.diagnostics.map { (key: $0.item.column, value: .number($0.value)) })),
            ("optimisation", evidence), ("verdict", JSONValue(n.verdict)),
          ])
      }
    }
    return .object(
      ResultJSON.heading(file) + [
        ("calculation", JSONValue(analysis?.calculation)), ("analysis", JSONValue(analysis?.title)),
        ("status", JSONValue(analysis?.status.rawValue)), ("x", direction(plan.x)), ("y", direction(plan.y)),
        ("rate_unit", .string(plan.rateUnit.rawValue)), ("seed", .string("\(options.seed)")),
        ("places", .array(places)),
      ])
  }
}

/// Words for the axes of maps.
enum MapAxisNames {
  static func label(_ variable: String, meaning: String) -> String {
    switch variable {
    case DetectorKeys.misalignment.path: "Misalignment"
    case DetectorKeys.darkCountProbability.path: "Dark-count probability"
    case DetectorKeys.darkCountRateHz.path: "Dark-count rate"
    case DetectorKeys.efficiency.path: "Detector efficiency"
    case DetectorKeys.electronicNoise.path: "Electronic noise"
    case LinkKeys.excessNoise.path: "Excess noise"
    case SecurityKeys.errorCorrectionEfficiency.path: "Inefficiency of error correction"
    case SecurityKeys.reconciliationEfficiency.path: "Efficiency of reconciliation"
    default: AxisNames.label(variable, meaning: meaning)
    }
  }

  static func unit(_ variable: String, _ unit: String?) -> String? { AxisNames.unit(variable, unit) }
}
