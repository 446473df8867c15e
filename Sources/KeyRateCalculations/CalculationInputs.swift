// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import KeyRateReading
import KeyRateLinks
import KeyRateSecurity

/// The inputs of a named calculation: one JSON object in the symbols of the formula sheets.
package struct CalculationInputs: Sendable, Equatable {
  /// A JSON value.
  enum Value: Sendable, Equatable, Decodable {
    case number(Double)
    case text(String)
    case flag(Bool)
    case list([Value])
    case object([String: Value])
    case null

    init(from decoder: any Decoder) throws {
      let single = try decoder.singleValueContainer()
      if single.decodeNil() {
        self = .null
      } else if let flag = try? single.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? single.decode(Double.self) {
        self = .number(number)
      } else if let text = try? single.decode(String.self) {
        self = .text(text)
      } else if let list = try? single.decode([Value].self) {
        self = .list(list)
      } else {
        self = .object(try single.decode([String: Value].self))
      }
    }

    var text: String {
      switch self {
      case .number(let x): "\(x)"
      case .text(let s): s
      case .flag(let b): "\(b)"
      case .list(let l): "[" + l.map(\.text).joined(separator: ", ") + "]"
      case .object: "{…}"
      case .null: "null"
      }
    }
  }

  let values: [String: Value]

  init(values: [String: Value]) { self.values = values }

  /// Reads a JSON object.
  ///
  /// - Throws: `InputError` if the text is not a JSON object.
  package init(json: String) throws {
    do {
      values = try JSONDecoder().decode([String: Value].self, from: Data(json.utf8))
    } catch {
      throw InputError("inputs", value: json, allowed: "must be one JSON object")
    }
  }

  /// Whether a key is given (and not null).
  package func has(_ key: String) -> Bool {
    guard let value = values[key] else { return false }
    return value != .null
  }

  /// A number; nil if the key is absent.
  package func number(_ key: String) throws -> Double? {
    switch values[key] {
    case nil, .null?: return nil
    case .number(let x)?:
      guard x.isFinite else { throw InputError(key, x, allowed: "must be finite") }
      return x
    case .text("inf")?: return .infinity
    case let other?: throw InputError(key, value: other.text, allowed: "must be a number")
    }
  }

  /// A number with its default.
  package func number(_ key: String, default fallback: Double) throws -> Double { try number(key) ?? fallback }

  /// A number that has to be there.
  package func required(_ key: String) throws -> Double {
    guard let x = try number(key) else { throw InputError(key, value: "missing", allowed: "is needed") }
    return x
  }

  /// A flag with its default.
  package func flag(_ key: String, default fallback: Bool) throws -> Bool {
    switch values[key] {
    case nil, .null?: return fallback
    case .flag(let b)?: return b
    case let other?: throw InputError(key, value: other.text, allowed: "must be true or false")
    }
  }

  /// A word; nil if the key is absent.
  package func text(_ key: String) throws -> String? {
    switch values[key] {
    case nil, .null?: return nil
    case .text(let s)?: return s
    case let other?: throw InputError(key, value: other.text, allowed: "must be a word")
    }
  }

  /// One of the words of a type.
  package func choice<T: RawRepresentable & CaseIterable>(_ key: String, default fallback: T) throws -> T
  where T.RawValue == String {
    guard let word = try text(key) else { return fallback }
    guard let choice = T(rawValue: word) else {
      let words = T.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError(key, value: word, allowed: "must be one of \(words)")
    }
    return choice
  }

  /// A list of numbers; nil if the key is absent. A single number is a list of one.
  package func numbers(_ key: String) throws -> [Double]? {
    switch values[key] {
    case nil, .null?: return nil
    case .number(let x)?: return [x]
    case .list(let list)?:
      return try list.enumerated().map { index, value in
        guard case .number(let x) = value, x.isFinite else {
          throw InputError("\(key)[\(index + 1)]", value: value.text, allowed: "must be a number")
        }
        return x
      }
    case let other?: throw InputError(key, value: other.text, allowed: "must be a list of numbers")
    }
  }

  /// A list of lists of numbers; nil if the key is absent.
  package func matrix(_ key: String) throws -> [[Double]]? {
    guard let value = values[key], value != .null else { return nil }
    guard case .list(let rows) = value else {
      throw InputError(key, value: value.text, allowed: "must be a list of lists of numbers")
    }
    return try rows.enumerated().map { index, row in
      let name = "\(key)[\(index + 1)]"
      return try CalculationInputs(values: [name: row]).numbers(name) ?? []
    }
  }

  /// A list of words; nil if the key is absent.
  package func words(_ key: String) throws -> [String]? {
    guard let value = values[key], value != .null else { return nil }
    guard case .list(let list) = value else {
      throw InputError(key, value: value.text, allowed: "must be a list of words")
    }
    return try list.map {
      guard case .text(let word) = $0 else { throw InputError(key, value: $0.text, allowed: "must be a word") }
      return word
    }
  }

  /// An object of its own; nil if the key is absent.
  package func object(_ key: String) throws -> CalculationInputs? {
    guard let value = values[key], value != .null else { return nil }
    guard case .object(let inner) = value else {
      throw InputError(key, value: value.text, allowed: "must be an object")
    }
    return CalculationInputs(values: inner)
  }

  /// A list of objects; nil if the key is absent.
  package func objects(_ key: String) throws -> [CalculationInputs]? {
    guard let value = values[key], value != .null else { return nil }
    guard case .list(let list) = value else {
      throw InputError(key, value: value.text, allowed: "must be a list of objects")
    }
    return try list.map {
      guard case .object(let inner) = $0 else { throw InputError(key, value: $0.text, allowed: "must be an object") }
      return CalculationInputs(values: inner)
    }
  }

  /// The transmittance of the channel from `eta`, `loss_dB` or `L_km` with `alpha_dB_km` (0.2)
  /// and `excess_dB` (0).
  ///
  /// - Throws: `InputError` if none is given or one is out of range.
  package func channelTransmittance() throws -> Transmittance {
    if let eta = try number("eta") {
      guard let t = Transmittance(eta) else { throw InputError("eta", eta, allowed: "must be between 0 and 1") }
      return t
    }
    if let loss = try number("loss_dB") {
      guard let t = Transmittance(lossDecibel: loss) else {
        throw InputError("loss_dB", loss, allowed: "must not be negative", hint: "a loss is counted positive")
      }
      return t
    }
    let length = try required("L_km")
    let alpha = try number("alpha_dB_km", default: Fibre.standardAttenuation)
    let excess = try number("excess_dB", default: 0)
    guard let fibre = Fibre(lengthKm: length, attenuationDecibelPerKm: alpha, excessLossDecibel: excess) else {
      throw InputError("L_km", length, allowed: "length and attenuation must not be negative")
    }
    return fibre.transmittance
  }
}
