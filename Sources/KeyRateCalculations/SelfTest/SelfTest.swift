// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// Runs checkpoint tables on this installation: how a laboratory qualifies it.
public struct SelfTest: Sendable {
  /// A row that did not come out as expected.
  public struct Failure: Sendable, Equatable {
    /// The row's name.
    public let id: String
    /// The quantity.
    public let quantity: String
    /// What was expected, as written in the table.
    public let expected: String
    /// What came out; empty if nothing did.
    public let got: String
    /// What is wrong.
    public let message: String
  }

  /// The outcome.
  public struct Report: Sendable, Equatable {
    /// Rows whose calculation is known, without `info` rows.
    public var total = 0
    /// Rows that came out as expected.
    public var passed = 0
    /// The others, in the order of the table.
    public var failed: [Failure] = []
    /// Calculations that this program does not have, each once.
    public var unknown: [String] = []
    /// Rows that were skipped because their calculation is unknown.
    public var skipped = 0

    /// An empty report.
    package init() {}

    /// Adds the outcome of another table.
    package mutating func merge(_ other: Report) {
      total += other.total
      passed += other.passed
      failed += other.failed
      skipped += other.skipped
      for name in other.unknown where !unknown.contains(name) { unknown.append(name) }
    }
  }

  /// Runs the rows of a table in order. Rows that share calculation and inputs are evaluated once.
  package static func run(_ rows: [CheckpointRow]) -> Report {
    var report = Report()
    var last: (calculation: String, inputs: String, outcome: Result<[String: CalculationValue], any Error>)?
    for row in rows {
      guard let calculation = Calculation.named(row.calculation) else {
        report.skipped += 1
        if !report.unknown.contains(row.calculation) { report.unknown.append(row.calculation) }
        continue
      }
      guard row.check != .info else { continue }
      report.total += 1
      if last?.calculation != row.calculation || last?.inputs != row.inputs {
        last = (
          row.calculation, row.inputs, Result { try calculation.evaluate(CalculationInputs(json: row.inputs)) }
        )
      }
      guard let outcome = last?.outcome else { continue }
      if let failure = judge(row, outcome) { report.failed.append(failure) } else { report.passed += 1 }
    }
    return report
  }

  private static func judge(
    _ row: CheckpointRow, _ outcome: Result<[String: CalculationValue], any Error>
  ) -> Failure? {
    func failure(_ got: String, _ message: String) -> Failure {
      Failure(id: row.id, quantity: row.quantity, expected: row.expected, got: got, message: message)
    }
    switch outcome {
    case .failure(let error):
      // Only a refusal of the inputs is what such a row asks for, not just any error.
      if row.quantity == "error", error is InputRefusal { return nil }
      return failure("error", "\(error)")
    case .success(let values):
      if row.quantity == "error" { return failure("no error", "the inputs should have been refused") }
      guard let value = values[row.quantity] else {
        let near = NearestName.nearest(to: row.quantity, among: values.keys.sorted())
        return failure("", "no such quantity" + (near.map { "; did you mean \($0)?" } ?? ""))
      }
      return compare(row, value, lengthIsAmbiguous: lengthIsAmbiguous(row, values)).map { failure("\(value)", $0) }
    }
  }

  /// A whole length may differ by one where the raw length lies within 1e-6 of a whole number.
  private static func lengthIsAmbiguous(_ row: CheckpointRow, _ values: [String: CalculationValue]) -> Bool {
    guard row.quantity == "length", case .number(let raw)? = values["length_raw"] else { return false }
    return abs(raw - raw.rounded()) <= 1e-6
  }

  /// What is wrong with a value, or nil.
  static func compare(_ row: CheckpointRow, _ value: CalculationValue, lengthIsAmbiguous: Bool) -> String? {
    guard case .number(let got) = value else {
      return "\(value)" == row.expected ? nil : "another word was expected"
    }
    guard let expected = Double(row.expected), !expected.isNaN else { return "a word was expected" }
    guard !got.isNaN else { return "not a number" }
    switch row.check {
    case .info: return nil
    case .greater: return got > expected ? nil : "must be greater"
    case .atLeast:
      return got >= expected - row.relativeTolerance * abs(expected) ? nil : "lower than allowed by \(expected - got)"
    case .equals:
      if expected.isInfinite { return got == expected ? nil : "must be infinite" }
      if expected == 0 {
        // Relative tolerances mean nothing at zero; a whole length must be zero exactly.
        let limit = row.quantity == "length" ? 0 : 1e-12
        return abs(got) <= limit ? nil : "must be zero"
      }
      var allowed = row.relativeTolerance * abs(expected)
      if lengthIsAmbiguous { allowed = Swift.max(allowed, 1) }
      if row.calculation.hasPrefix("cv.") { allowed += 1e-12 }
      let error = abs(got - expected)
      return error <= allowed ? nil : "off by \(error / abs(expected)) relative, allowed \(row.relativeTolerance)"
    }
  }
}
