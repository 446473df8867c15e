// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateSecurity
import Testing

@testable import BB84
@testable import ContinuousVariable
@testable import Entanglement
@testable import KeyRateDocuments
@testable import KeyRateReading
@testable import MDI
@testable import PhotonSources
@testable import TwinField

@Suite("Notation pages", .serialized)
struct NotationPagesTests {
  /// The families with the folder of their pages and what they declare.
  static let families: [(folder: String, names: [String], quantities: [Quantity])] =
    DeclaredQuantities.families.map { ($0.folder, $0.protocols, $0.quantities) }

  static func page(_ folder: String) -> String {
    ParameterFolder.path + "../Sources/\(folder)/\(folder).docc/Notation.md"
  }

  /// One table for each stage; a quantity of several forms has a line for each equation.
  static func tables(_ quantities: [Quantity]) -> String {
    var text = ""
    for stage in Quantity.Stage.allCases {
      var rows: [String] = []
      var seen: [String] = []
      let all = quantities.filter { $0.stage == stage }
      for q in all where !seen.contains(q.symbol + q.meaning) {
        seen.append(q.symbol + q.meaning)
        let forms = all.filter { $0.symbol == q.symbol && $0.meaning == q.meaning }
        let directions = Quantity.Direction.allCases.filter { d in forms.contains { $0.direction == d } }
        let stated = forms.map(\.origin).filter { !$0.equation.isEmpty || !$0.source.isEmpty }
        let origins = stated.enumerated().filter { stated.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        for (k, origin) in (origins.isEmpty ? [Quantity.Origin("")] : origins).enumerated() {
          let head = "`\(q.symbol)` | \(q.meaning) | \(q.unit) | \(directions.map(\.rawValue).joined(separator: ", "))"
          rows.append("| \(k == 0 ? head : "| | |") | \(origin.equation) | \(origin.source) |")
        }
      }
      guard !rows.isEmpty else { continue }
      text += "\n### \(stage.rawValue.prefix(1).uppercased() + stage.rawValue.dropFirst())\n\n"
      text += "| output | quantity | unit | direction | equation | source |\n| --- | --- | --- | --- | --- | --- |\n"
      text += rows.joined(separator: "\n") + "\n"
    }
    return text + "\n"
  }

  /// To write the tables anew: KEYRATE_WRITE_NOTATION=1 swift test --filter NotationPagesTests
  @Test("The tables of a family are what its formulas declare", arguments: families.map(\.folder))
  func tables(folder: String) throws {
    let family = try #require(Self.families.first { $0.folder == folder })
    let text = try String(contentsOfFile: Self.page(folder), encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- quantities: begin -->\n"))
    let end = try #require(text.range(of: "<!-- quantities: end -->\n"))
    let tables = Self.tables(family.quantities)
    if ProcessInfo.processInfo.environment["KEYRATE_WRITE_NOTATION"] != nil {
      let new = text[..<begin.upperBound] + tables + text[end.lowerBound...]
      try String(new).write(toFile: Self.page(folder), atomically: true, encoding: .utf8)
      return
    }
    #expect(text[begin.upperBound..<end.lowerBound] == tables)
  }

  /// What a declaration with indices in ‹› allows.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    var rest = Substring(text)
    let parts = pattern.split(separator: "‹", omittingEmptySubsequences: false)
    for (k, part) in parts.enumerated() {
      guard k > 0 else {
        guard rest.hasPrefix(part) else { return false }
        rest = rest.dropFirst(part.count)
        continue
      }
      let fixed = part.split(separator: "›", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
      let index = rest.prefix { $0.isLetter || $0.isNumber || $0 == " " || $0 == "'" }
      let isLast = k == parts.count - 1
      if fixed.isEmpty {
        guard isLast, index == rest, !rest.isEmpty else { return false }
        return true
      }
      guard let found = rest.dropFirst().range(of: fixed) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.isEmpty
  }

  static func isDeclared(_ entry: TraceEntry, _ quantities: [Quantity]) -> Bool {
    let forms = quantities.filter {
      $0.stage == entry.stage && $0.unit == entry.unit && matches($0.symbol, entry.symbol)
        && matches($0.meaning, entry.meaning)
    }
    return forms.contains { $0.origin == entry.quantity.origin } && forms.contains { $0.direction == entry.direction }
  }

  @Test("Every quantity that a file of the folder traces is declared, and stands once in its trace")
  func traced() throws {
    var families: Set<String> = []
    for name in ParameterFolder.names() where !name.hasPrefix("gallery/comparisons/") {
      let file = try ParameterFolder.file(name)
      // A protocol with several kinds of sources has the quantities of the kind.
      let rooms = Self.families.filter { $0.names.contains(file.family.name) }
      families.insert(file.family.name)
      let result: SecretKeyRate
      if file.hasCounts {
        result = try file.run(reading: .beside(ParameterFolder.path + name)).result
      } else {
        if file.hasMap { continue }
        let link: LinkProblem
        if file.hasSweep {
          let plan = try file.sweep()
          guard let curve = plan.curves.first, let value = plan.values.first else { continue }
          link = try plan.link(curve, at: value)
        } else {
          link = try file.link()
        }
        let middle = link.search?.variables.map { ($0.range.lowerBound + $0.range.upperBound) / 2 }
        result = try link.evaluate(middle ?? [])
      }
      for entry in result.trace where !rooms.contains(where: { Self.isDeclared(entry, $0.quantities) }) {
        Issue.record("\(name): \(entry.symbol), \(entry.meaning), \(entry.quantity.origin), \(entry.direction)")
      }
      let symbols = result.trace.map { "\($0.stage) \($0.symbol)" }
      #expect(Set(symbols).count == symbols.count, "\(name)")
    }
    #expect(families.count == 8)
  }
}
