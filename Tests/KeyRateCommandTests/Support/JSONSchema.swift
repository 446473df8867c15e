// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate

/// A JSON Schema, as far as ours goes: type, properties, required, additionalProperties, items, enum, const, $ref,
/// oneOf, anyOf, pattern, minimum. Anything else in a schema is a violation, so that nothing is passed over.
struct JSONSchema {
  private let root: JSONNode

  init(_ text: String) throws { root = try JSONNode(parsing: text) }

  /// The schema that the package ships.
  static let results = Result { try JSONSchema(ResultSchema.text) }

  /// The definitions that documents may have, by name.
  var documents: [String] {
    (root["oneOf"]?.elements ?? []).compactMap { $0["$ref"]?.text?.split(separator: "/").last.map(String.init) }
  }

  /// What is wrong with a document, each with its place; empty if nothing is.
  func violations(of text: String) throws -> [String] {
    var check = Check(root: root)
    check.validate(try JSONNode(parsing: text), root, at: "")
    return check.found
  }

  /// The definitions that a document meets by itself.
  func kinds(of text: String) throws -> [String] {
    let node = try JSONNode(parsing: text)
    return documents.filter { name in
      var check = Check(root: root)
      guard let schema = root["$defs"]?[name] else { return false }
      check.validate(node, schema, at: "")
      return check.found.isEmpty
    }
  }

  private struct Check {
    let root: JSONNode
    var found: [String] = []

    private static let annotations: Set<String> = ["$schema", "$id", "$comment", "$defs", "title", "description"]

    mutating func fail(_ place: String, _ problem: String) {
      found.append("\(place.isEmpty ? "/" : place): \(problem)")
    }

    mutating func validate(_ node: JSONNode, _ schema: JSONNode, at place: String) {
      guard case .object(let keywords) = schema else { return fail(place, "a schema that is no object") }
      for member in keywords where !Self.annotations.contains(member.key) {
        let value = member.value
        switch member.key {
        case "$ref": reference(node, value, at: place)
        case "type": type(node, value, at: place)
        case "const": if node != value { fail(place, "is not \(value.shown)") }
        case "enum":
          if !value.elements.contains(node) { fail(place, "\(node.shown) is none of \(value.elements.map(\.shown))") }
        case "properties": properties(node, value, at: place)
        case "required":
          for name in value.elements.compactMap(\.text) where node.isObject && node[name] == nil {
            fail(place, "lacks \(name)")
          }
        case "additionalProperties": additional(node, value, schema["properties"], at: place)
        case "items":
          for (index, element) in node.elements.enumerated() { validate(element, value, at: "\(place)/\(index)") }
        case "anyOf": alternatives(node, value.elements, at: place, isExclusive: false)
        case "oneOf": alternatives(node, value.elements, at: place, isExclusive: true)
        case "pattern":
          guard let text = node.text, let pattern = value.text else { continue }
          if text.range(of: pattern, options: .regularExpression) == nil { fail(place, "\(text) is not \(pattern)") }
        case "minimum":
          if let number = node.number, let least = value.number, number < least { fail(place, "is below \(least)") }
        default: fail(place, "the schema has a keyword that is not checked: \(member.key)")
        }
      }
    }

    private mutating func reference(_ node: JSONNode, _ value: JSONNode, at place: String) {
      let prefix = "#/$defs/"
      guard let path = value.text, path.hasPrefix(prefix),
        let schema = root["$defs"]?[String(path.dropFirst(prefix.count))]
      else { return fail(place, "a reference to nothing: \(value.shown)") }
      validate(node, schema, at: place)
    }

    private mutating func type(_ node: JSONNode, _ value: JSONNode, at place: String) {
      let names = value.text.map { [$0] } ?? value.elements.compactMap(\.text)
      if !names.contains(where: node.isOf) { fail(place, "\(node.shown) is no \(names.joined(separator: " or "))") }
    }

    private mutating func properties(_ node: JSONNode, _ value: JSONNode, at place: String) {
      guard case .object(let members) = node else { return }
      for member in members {
        if let schema = value[member.key] { validate(member.value, schema, at: "\(place)/\(member.key)") }
      }
    }

    private mutating func additional(_ node: JSONNode, _ value: JSONNode, _ known: JSONNode?, at place: String) {
      guard case .object(let members) = node else { return }
      for member in members where known?[member.key] == nil {
        if value == .literal("false") {
          fail(place, "has \(member.key), which the schema does not know")
        } else {
          validate(member.value, value, at: "\(place)/\(member.key)")
        }
      }
    }

    /// Of several schemas none of which fits, the one with the least to complain about is reported.
    private mutating func alternatives(_ node: JSONNode, _ schemas: [JSONNode], at place: String, isExclusive: Bool) {
      let outcomes = schemas.map { schema in
        var check = Check(root: root)
        check.validate(node, schema, at: place)
        return check.found
      }
      let fitting = outcomes.count(where: \.isEmpty)
      if fitting == 0 {
        found += outcomes.min { $0.count < $1.count } ?? []
      } else if isExclusive, fitting > 1 {
        fail(place, "fits \(fitting) schemas of which it may fit one")
      }
    }
  }
}

extension JSONNode {
  /// The beginning of the value, for messages.
  fileprivate var shown: String { String(canonicalText.prefix(80)) }
  fileprivate var isObject: Bool { if case .object = self { true } else { false } }
  fileprivate var number: Double? { if case .literal(let word) = self { Double(word) } else { nil } }

  fileprivate func isOf(_ type: String) -> Bool {
    switch (type, self) {
    case ("object", .object), ("array", .array), ("string", .string): true
    case ("null", .literal("null")): true
    case ("boolean", .literal("true")), ("boolean", .literal("false")): true
    case ("number", .literal): number != nil
    case ("integer", .literal): number.map { $0 == $0.rounded() } ?? false
    default: false
    }
  }
}
