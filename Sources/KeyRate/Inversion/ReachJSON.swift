// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports

extension Reach {
  /// The whole answer as one document.
  package var json: JSONValue {
    .object(
      ResultJSON.heading(file) + [
        (key: "question", value: asked), (key: "seed", value: .string("\(options.seed)")),
        (key: "answers", value: .array(answers.map(document))),
      ])
  }

  private var asked: JSONValue {
    .object([
      ("variable", .string(quantity.path)), ("unit", JSONValue(quantity.unit)),
      ("meaning", .string(quantity.meaning)), ("target", question.target.json),
    ])
  }

  private func document(_ a: Answer) -> JSONValue {
    let limits = a.limits.map { limit -> JSONValue in
      .object([
        ("cause", .string(limit.cause)), ("binding", .bool(limit.isBinding)),
        ("ideal", .object(limit.ideal.map { (key: $0.path, value: .number($0.value)) })),
        ("point", Self.point(limit.relieved, settings: false)),
      ])
    }
    let crossings = a.crossings.map { c -> JSONValue in
      .object([
        ("direction", .string("key \(c.direction.rawValue)")), ("value", .number(c.confirmed.value)),
        ("missed_at", .number(c.beyond.value)), ("uncertainty", .number(c.uncertainty)),
        ("root_of_signed_rate", .bool(c.isRootOfSignedRate)), ("reason_beyond", .string(c.reason)),
        ("confirmed", Self.point(c.confirmed, settings: true)), ("beyond", Self.point(c.beyond, settings: false)),
      ])
    }
    let intervals = a.intervals.map { i -> JSONValue in
      .object([
        ("from", .number(i.lower.value)), ("to", .number(i.upper.value)),
        ("key_begins_inside", .bool(i.beginsInside)), ("key_ends_inside", .bool(i.endsInside)),
      ])
    }
    return .object([
      ("label", JSONValue(a.label)), ("statement", .string(statement(a))), ("reached", .bool(!a.intervals.isEmpty)),
      ("from", .number(a.range.from)), ("to", .number(a.range.to)),
      ("scale", .string(a.range.isLogarithmic ? "logarithmic" : "linear")),
      ("intervals", .array(intervals)), ("crossings", .array(crossings)),
      ("best", a.best.map { Self.point($0, settings: true) } ?? .null), ("limited_by", .array(limits)),
      ("points", .array(a.points.map { Self.point($0, settings: false) })),
    ])
  }

  /// One value with what it gives.
  static func point(_ p: ReachPoint, settings: Bool) -> JSONValue {
    let e = p.evaluation
    var members: [(key: String, value: JSONValue)] = [
      ("value", .number(p.value)), ("met", .bool(p.isMet)), ("excess_per_pulse", JSONValue(p.excess)),
      ("rate_per_pulse", JSONValue(e?.result.ratePerPulse)),
      ("rate_per_pulse_raw", JSONValue(e?.result.rawRatePerPulse)),
      ("bits_per_second", JSONValue(e?.bitsPerSecond)), ("length_bits", JSONValue(e?.result.lengthBits)),
      ("pulses", JSONValue(e?.result.pulses)), ("block_seconds", JSONValue(e?.blockSeconds)),
      ("loss_db", JSONValue(e?.link.lossDecibel)),
      ("reason_for_zero", JSONValue(e?.result.reasonForZero?.description)), ("error", JSONValue(p.failure)),
      ("optimisation", e?.optimisation.map(evidence) ?? .null), ("verdict", JSONValue(e?.verdict)),
    ]
    if settings, let e {
      members.append(
        (
          key: "settings",
          value: .array(
            e.settings.map { s in
              .object([
                ("name", .string(s.column)), ("value", .number(s.value)), ("unit", .string(s.unit)),
                ("optimised", .bool(s.isFree)),
              ])
            })
        ))
    }
    return .object(members)
  }

  private static func evidence(_ search: OptimisationResult) -> JSONValue {
    .object([
      ("evaluations", .integer(search.evaluations)), ("starts", .integer(search.starts.count)),
      ("spread", .number(search.spread)),
      ("active_bounds", .array(search.activeBounds.map { .string($0.description) })),
    ])
  }

  /// The values that were tried and the two sides of every crossing, as a table.
  ///
  /// - Throws: `TableError`.
  package func table() throws -> Table {
    var table = try Table(columns: [
      .init("curve", meaning: "name of the curve"),
      .init("value", unit: quantity.unit, meaning: "\(quantity.path): \(quantity.meaning)"),
      .init("excess_per_pulse", unit: "bit/pulse", meaning: "signed rate less the target, before clipping"),
      .init("rate_per_pulse", unit: "bit/pulse", meaning: "secret-key rate per emitted pulse"),
      .init("bits_per_second", unit: "bit/s", meaning: "secret-key rate per second"),
      .init("length_bits", unit: "bit", meaning: "length of the secret key of the block"),
      .init("met", meaning: "yes if the target is met"),
      .init("role", meaning: "grid, or the side of a crossing"),
      .init("reason", meaning: "why there is no key, or what failed"),
      .init("evaluations", meaning: "evaluations of the rate by the optimiser for the optimum shown"),
      .init("starts", meaning: "starts of the optimiser"),
      .init("spread", meaning: "relative spread of the local optima that the starts reached"),
      .init("active_bounds", meaning: "settings that ended on a limit of the search"),
      .init("verdict", meaning: "how far the number can be trusted, in one sentence"),
    ])
    func number(_ value: Double?) -> Table.Cell { value.map(Table.Cell.number) ?? .empty }
    for answer in answers {
      var rows = answer.points.map { ($0, "grid") }
      for c in answer.crossings {
        rows += [
          (c.confirmed, "key \(c.direction.rawValue), confirmed"), (c.beyond, "key \(c.direction.rawValue), beyond"),
        ]
      }
      for (p, role) in rows.sorted(by: { $0.0.value < $1.0.value }) {
        let e = p.evaluation
        let reason = p.failure ?? e?.result.reasonForZero?.description
        let search = e?.optimisation
        let active = search?.activeBounds.map(\.description).joined(separator: "; ") ?? ""
        try table.append([
          .text(LabelText.plain(answer.label ?? file.title)), .number(p.value), number(p.excess),
          number(e?.result.ratePerPulse), number(e?.bitsPerSecond), number(e?.result.lengthBits),
          .text(p.isMet ? "yes" : "no"), .text(role), reason.map(Table.Cell.text) ?? .empty,
          search.map { .integer($0.evaluations) } ?? .empty, search.map { .integer($0.starts.count) } ?? .empty,
          number(search?.spread), active.isEmpty ? .empty : .text(active),
          e?.verdict.map(Table.Cell.text) ?? .empty,
        ])
      }
    }
    return table
  }

  /// The lines that say where the numbers of a CSV come from.
  package var header: [String] {
    [
      "\(KeyRateProgram.name) \(KeyRateProgram.version)", file.title, "parameters \(file.fingerprint)",
      "search seed \(options.seed)", "target: \(question.target.description)",
    ] + answers.map { statement($0) }
  }
}

extension KeyTarget {
  var json: JSONValue {
    let (name, value): (String, Double?) =
      switch self {
      case .anyKey: ("any_key", nil)
      case .ratePerPulse(let rate): ("rate_per_pulse", rate)
      case .bitsPerSecond(let rate): ("bits_per_second", rate)
      case .length(let bits): ("length_bits", bits)
      }
    return .object([("quantity", .string(name)), ("value", JSONValue(value))])
  }
}
