// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity

/// Results as JSON: everything that was computed, in a fixed order.
package enum ResultJSON {
  /// The program that computed.
  package static var program: JSONValue {
    .object([("name", .string(KeyRateProgram.name)), ("version", .string(KeyRateProgram.version))])
  }

  /// A result with its trace.
  package static func members(_ r: SecretKeyRate) -> [(key: String, value: JSONValue)] {
    [
      ("calculation", .string(r.analysis.calculation)), ("title", .string(r.analysis.title)),
      ("status", .string(r.analysis.status.rawValue)),
      ("status_reasons", .array(r.analysis.statusReasons.map(JSONValue.string))),
      ("options", .object(r.analysis.options.map { (key: $0.name, value: .string($0.value)) })),
      ("rate_per_pulse", JSONValue(r.ratePerPulse)), ("rate_per_pulse_raw", JSONValue(r.rawRatePerPulse)),
      ("length_bits", JSONValue(r.lengthBits)), ("length_bits_raw", JSONValue(r.rawLengthBits)),
      ("rounding", rounding(r.rounding)), ("pulses", JSONValue(r.pulses)),
      ("reason_for_zero", JSONValue(r.reasonForZero?.description)),
      ("trace", .array(r.trace.map(entry))), ("failure_budget", r.failureBudget.map(budget) ?? .null),
      ("assumptions", .array(r.assumptions.map(JSONValue.string))),
      ("warnings", .array(r.warnings.map(JSONValue.string))),
    ]
  }

  /// How far rounding may have moved the length.
  static func rounding(_ c: RoundingCertificate) -> JSONValue {
    guard let length = c.length else {
      return .object([("certified", .bool(false)), ("statement", .string(c.statement))])
    }
    return .object([
      ("certified", .bool(true)), ("statement", .string(c.statement)), ("lower_bits", .number(length.raw.lower)),
      ("upper_bits", .number(length.raw.upper)), ("width_bits", .number(length.width)),
      ("within_rounding", .array(length.straddled.map(JSONValue.string))),
      ("conditions", .array(length.conditions.map(JSONValue.string))),
    ])
  }

  static func entry(_ e: TraceEntry) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("stage", .string(e.stage.rawValue)), ("symbol", .string(e.symbol)), ("meaning", .string(e.meaning)),
      ("value", .number(e.value)), ("unit", .string(e.unit)), ("equation", .string(e.equation)),
      ("source", .string(e.source)), ("direction", .string(e.direction.rawValue)),
    ]
    if let note = e.note { members.append(("note", .string(note))) }
    return .object(members)
  }

  static func budget(_ b: FailureBudget) -> JSONValue {
    let items = b.items.map { item -> JSONValue in
      .object([
        ("event", .string(item.event)), ("count", .integer(item.count)),
        ("probability_each", .number(item.probabilityEach)), ("contribution", .number(item.contribution)),
      ])
    }
    return .object([
      ("composition", .string(b.composition)), ("items", .array(items)), ("total", .number(b.total)),
      ("secrecy", .number(b.secrecy)), ("correctness", .number(b.correctness)),
    ])
  }

  /// The evidence for an optimum.
  package static func optimisation(_ o: OptimisationResult) -> JSONValue {
    let starts = o.starts.map { start -> JSONValue in
      .object([
        ("origin", .string(start.origin.description)), ("initial_value", JSONValue(start.initialValue)),
        ("reached_value", JSONValue(start.reachedValue)),
      ])
    }
    return .object([
      ("status", .string(o.status.rawValue)), ("verdict", .string(o.verdict)), ("evaluations", .integer(o.evaluations)),
      ("spread", .number(o.spread)), ("agreeing_starts", .integer(o.agreeing)), ("starts", .array(starts)),
      ("active_bounds", .array(o.activeBounds.map { .string($0.description) })), ("seed", .string("\(o.seed)")),
    ])
  }

  /// A link with its result and settings.
  package static func members(_ e: LinkEvaluation) -> [(key: String, value: JSONValue)] {
    let settings = e.settings.map { s -> JSONValue in
      .object([
        ("name", .string(s.column)), ("value", .number(s.value)), ("unit", .string(s.unit)),
        ("optimised", .bool(s.isFree)),
      ])
    }
    return [
      ("loss_db", .number(e.link.lossDecibel)), ("bits_per_second", JSONValue(e.bitsPerSecond)),
      ("settings", .array(settings)),
      ("bounds", .object(e.link.bounds.map { (key: $0.column, value: .number($0.ratePerPulse)) })),
      ("optimisation", e.optimisation.map(optimisation) ?? .null),
    ] + members(e.result)
  }

  /// A whole document for one link.
  ///
  /// - Parameter given: the same link with the settings that the file gave, if others were searched.
  package static func document(_ file: ParameterFile, _ e: LinkEvaluation, given: LinkEvaluation? = nil) -> JSONValue {
    let compared = given.map { [(key: "given_rate_per_pulse", value: JSONValue($0.result.ratePerPulse))] } ?? []
    // The name that programs of the field are compared under; in a sweep the length is in `length_bits_raw`.
    let raw = [(key: "length_raw", value: JSONValue(e.result.rawLengthBits))]
    return .object(heading(file) + members(e) + raw + compared)
  }

  /// A whole document for the counts of a run.
  package static func document(_ file: ParameterFile, _ run: MeasuredRun) -> JSONValue {
    var members = heading(file) + members(run.result)
    if let acceptance = run.acceptance {
      let criteria = acceptance.lines.map { line -> JSONValue in
        .object([
          ("symbol", .string(line.symbol)), ("value", .number(line.value)), ("threshold", .number(line.threshold)),
          ("met", .bool(line.isMet)),
        ])
      }
      let verdict: JSONValue = .object([
        ("accepted", .bool(acceptance.isAccepted)), ("fixed_length_bits", .number(acceptance.fixedLengthBits)),
        ("criteria", .array(criteria)),
      ])
      members.append(("acceptance", verdict))
    }
    if let plan = run.plan { members.append(("plan", comparison(plan))) }
    return .object(members)
  }

  /// The counts of a run beside those of its plan.
  static func comparison(_ plan: PlanComparison) -> JSONValue {
    let residuals = plan.residuals.map { count -> JSONValue in
      .object([
        ("symbol", .string(count.symbol)), ("meaning", .string(count.meaning)), ("observed", .number(count.observed)),
        ("expected", .number(count.expected)), ("standard_deviations", .number(count.deviation)),
      ])
    }
    return .object([
      ("file", .string(plan.file)), ("sha256", .string(plan.digest)), ("statistics", .string("Poisson")),
      ("residuals", .array(residuals)),
    ])
  }

  static func heading(_ file: ParameterFile) -> [(key: String, value: JSONValue)] {
    [
      ("program", program), ("file_title", .string(file.title)), ("reference", JSONValue(file.reference)),
      ("notes", .array(file.notes.map(JSONValue.string))), ("parameters", .string(file.fingerprint)),
    ]
  }
}

extension SweepRun {
  /// The whole sweep with every trace. The traces are made one after the other while the document is written.
  package var json: JSONValue {
    let rows = curves.map { curve -> JSONValue in
      let points = JSONValue.made(count: curve.points.count) { curve.points[$0].json }
      return .object([("label", .string(curve.label)), ("points", points)])
    }
    return .object(
      ResultJSON.heading(file) + [
        (key: "variable", value: .string(plan.variable)), (key: "unit", value: JSONValue(plan.unit)),
        (key: "seed", value: .string("\(options.seed)")), (key: "curves", value: .array(rows)),
      ])
  }
}

extension SweepRun.Point {
  /// The point with its whole trace.
  fileprivate var json: JSONValue {
    let value = (key: "value", value: JSONValue.number(value))
    do {
      return .object([value] + ResultJSON.members(try outcome.get().traced()))
    } catch {
      return .object([value, (key: "error", value: .string("\(error)"))])
    }
  }
}
