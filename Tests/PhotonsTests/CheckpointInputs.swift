// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateSecurity

/// The inputs of one row of a checkpoint table: one JSON object in the symbols of the sheet.
///
/// Has the names of the table of named calculations, so that the readers below can move there as they stand.
struct CheckpointInputs {
  let values: [String: Any]

  init(json: String) throws {
    values = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
  }

  init(values: [String: Any]) { self.values = values }

  func has(_ key: String) -> Bool { values[key] != nil }

  func number(_ key: String) throws -> Double? {
    guard let value = values[key] else { return nil }
    if let text = value as? String, text == "inf" { return .infinity }
    guard let number = value as? NSNumber else { throw InputError(key, value: "\(value)", allowed: "must be a number") }
    return number.doubleValue
  }

  func number(_ key: String, default fallback: Double) throws -> Double { try number(key) ?? fallback }

  func required(_ key: String) throws -> Double {
    guard let x = try number(key) else { throw InputError(key, value: "missing", allowed: "is needed") }
    return x
  }

  func text(_ key: String) -> String? { values[key] as? String }

  func choice<T: RawRepresentable>(_ key: String, default fallback: T) throws -> T where T.RawValue == String {
    guard let word = text(key) else { return fallback }
    guard let choice = T(rawValue: word) else { throw InputError(key, value: word, allowed: "is no known word") }
    return choice
  }

  func numbers(_ key: String) -> [Double]? { (values[key] as? [NSNumber])?.map(\.doubleValue) }

  func object(_ key: String) -> CheckpointInputs? {
    (values[key] as? [String: Any]).map(CheckpointInputs.init(values:))
  }

  /// A transmittance from one of several symbols.
  func transmittance(eta: String, loss: String, length: String) throws -> Transmittance {
    if let value = try number(eta) {
      guard let t = Transmittance(value) else { throw InputError(eta, value, allowed: "must be between 0 and 1") }
      return t
    }
    let alpha = try number("alpha_dB_km", default: Fibre.standardAttenuation)
    let decibel = try number(loss) ?? required(length) * alpha
    guard let t = Transmittance(lossDecibel: decibel) else {
      throw InputError(loss, decibel, allowed: "must not be negative")
    }
    return t
  }

  func efficiency(_ keys: [String]) throws -> Transmittance {
    for key in keys {
      guard let value = try number(key) else { continue }
      guard let t = Transmittance(value) else { throw InputError(key, value, allowed: "must be between 0 and 1") }
      return t
    }
    return .one
  }

  var leakage: ErrorCorrectionLeakage {
    get throws {
      if let bits = try number("leak_EC") { return .measured(bits: bits) }
      return .estimated(efficiency: try number("f_EC", default: 1.16))
    }
  }
}

/// A row of a table in the format of the checkpoints.
struct CheckpointLine {
  let id: String
  let calculation: String
  let inputs: String
  let quantity: String
  let expected: String
  let relativeTolerance: Double
  let check: String

  /// Reads a table; quotes are doubled inside quoted cells.
  static func read(_ text: String) -> [CheckpointLine] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    let characters = Array(text.replacingOccurrences(of: "\r\n", with: "\n"))
    var i = 0
    while i < characters.count {
      let c = characters[i]
      if isQuoted {
        if c == "\"", i + 1 < characters.count, characters[i + 1] == "\"" {
          cell.append("\"")
          i += 1
        } else if c == "\"" {
          isQuoted = false
        } else {
          cell.append(c)
        }
      } else if c == "\"" {
        isQuoted = true
      } else if c == "," || c == "\n" {
        row.append(cell)
        cell = ""
        if c == "\n" {
          rows.append(row)
          row = []
        }
      } else {
        cell.append(c)
      }
      i += 1
    }
    var inputs = ""
    return rows.dropFirst().filter { $0.count >= 7 }.map {
      // Inputs that are left out are those of the row above.
      if !$0[2].isEmpty { inputs = $0[2] }
      return CheckpointLine(
        id: $0[0], calculation: $0[1], inputs: inputs, quantity: $0[3], expected: $0[4],
        relativeTolerance: Double($0[5]) ?? 0, check: $0[6])
    }
  }

  /// What is wrong with an outcome, or nil.
  func judge(_ outcome: Result<[String: Double], any Error>) -> String? {
    switch outcome {
    case .failure(let error):
      if quantity == "error" { return error is InputError ? nil : "not an input error: \(error)" }
      return "\(error)"
    case .success(let values):
      if quantity == "error" { return "should have been refused" }
      if check == "info" { return nil }
      guard let got = values[quantity] else { return "no such quantity" }
      guard let expected = Double(expected) else { return "no number is expected" }
      let allowed = relativeTolerance * abs(expected)
      switch check {
      case "greater": return got > expected ? nil : "\(got) must exceed \(expected)"
      case "at_least": return got >= expected - allowed ? nil : "\(got) is below \(expected)"
      default:
        if expected == 0 {
          return abs(got) <= (quantity == "length" ? 0 : 1e-12) ? nil : "\(got) must be zero"
        }
        if got == expected { return nil }
        var slack = allowed
        if quantity == "length", let raw = values["length_raw"], abs(raw - raw.rounded()) <= 1e-6 {
          slack = max(slack, 1)
        }
        return abs(got - expected) <= slack ? nil : "\(got), expected \(expected), off by \(abs(got / expected - 1))"
      }
    }
  }
}
