// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateReports

extension ReportValue {
  var json: JSONValue {
    switch self {
    case .number(let value): .number(value)
    case .integer(let value): .integer(value)
    case .text(let value): .string(value)
    case .flag(let value): .bool(value)
    case .none: .null
    }
  }
}

extension ReportSection {
  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("title", .string(title))]
    if !text.isEmpty { members.append(("text", .array(text.map(JSONValue.string)))) }
    if !fields.isEmpty {
      members.append(
        (
          "values",
          .object(
            fields.map { field in
              (
                key: field.id,
                value: .object([
                  ("title", .string(field.title)), ("value", field.value.json), ("unit", .string(field.unit)),
                ])
              )
            })
        ))
    }
    for table in tables {
      let rows = table.rows.map { row in
        JSONValue.object(zip(table.columns, row).map { (key: $0.id, value: $1.json) })
      }
      members.append((table.id, .array(rows)))
    }
    return .object(members)
  }
}

extension EvidenceReport {
  /// The body: everything that is computed from the inputs, without time, place or machine.
  package var body: JSONValue {
    .object([
      ("title", .string(title)),
      ("program", .object([("name", .string(program.name)), ("version", .string(program.version))])),
      (
        "command",
        .object([
          ("line", .string(commandLine)), ("seed", .string("\(options.seed)")),
          ("self_test", .bool(options.runsSelfTest)),
        ])
      ),
      ("verdict", .string(verdict.outcome.rawValue)), ("impossible", .bool(verdict.isImpossible)),
      ("sections", .object(sections.map { (key: $0.id, value: $0.json) })), ("inputs", inputs.json),
    ])
  }

  /// How the report is made anew, with the claim's name as it is seen from its own folder.
  package var commandLine: String {
    var words = [program.name, "validate", inputs.claim.name]
    if options.seed != ExaminationOptions().seed { words.append("--seed \(options.seed)") }
    if !options.runsSelfTest { words.append("--skip-selftest") }
    return words.joined(separator: " ")
  }

  /// The whole document of an installation, as the JSON file has it.
  package func document(installation: JSONValue) -> JSONValue {
    let body = body
    return .object([
      ("format", .string(Self.format)),
      (
        "integrity",
        .object([
          ("algorithm", "SHA-256"),
          (
            "canonical_form",
            "UTF-8 JSON without white space, members in the order of this file, numbers as written here"
          ),
          ("body_sha256", .string(Fingerprint.sha256(CanonicalJSON.text(body)))),
          ("installation_sha256", .string(Fingerprint.sha256(CanonicalJSON.text(installation)))),
        ])
      ), ("installation", installation), ("body", body),
    ])
  }
}

extension ReportInputs {
  var json: JSONValue {
    .array(
      ([("claim", claim)] + files.map { ("named by the claim", $0) }).map { role, file in
        .object([
          ("name", .string(file.name)), ("role", .string(role)), ("sha256", .string(Fingerprint.sha256(file.text))),
          ("text", .string(file.text)),
        ])
      })
  }
}
