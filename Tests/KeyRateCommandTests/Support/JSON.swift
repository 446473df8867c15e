// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

/// A JSON document as it was read.
enum JSON: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// A member of an object; nil if there is none or this is no object.
  subscript(name: String) -> JSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var list: [JSON] { if case .list(let values) = self { values } else { [] } }
  var names: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }

  /// The value of a quantity of a result's trace.
  func traced(_ symbol: String) throws -> Double {
    let entry = try #require(self["trace"]?.list.first { $0["symbol"]?.text == symbol }, "no \(symbol)")
    return try #require(entry["value"]?.number)
  }
}
