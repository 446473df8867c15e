// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A file, or one of its curves, with numbers that can be moved: what inverse questions and sensitivities ask for.
package struct LinkVariant: Sendable {
  /// A number of the vocabulary.
  package struct Quantity: Sendable {
    /// The key path, for example `detector.efficiency`.
    package let path: String
    /// The unit or the reference in words.
    package let unit: String?
    /// The meaning in one sentence.
    package let meaning: String
    /// What the key accepts.
    package let range: AllowedRange
    /// Whether only whole numbers are accepted.
    package let isWhole: Bool
    /// What holds if the key is left out, if that is a number.
    package let defaultValue: Double?
    /// Where an answer is usually sought, if not over the whole range.
    package let scan: KeyScan?

    init(_ definition: KeyDefinition) {
      path = definition.path
      unit = definition.unit
      meaning = definition.meaning
      range = definition.range
      if case .integer = definition.kind { isWhole = true } else { isWhole = false }
      defaultValue = definition.defaultText.flatMap(Double.init)
      scan = definition.facts.scan
    }
  }

  /// A new value for a key, or for one element of a list.
  package struct Move: Sendable, Equatable {
    /// The key path.
    package let path: String
    /// The element, from 0; nil for a key that is a single number.
    package let index: Int?
    /// The new value.
    package let value: Double

    /// A move of a single number.
    package init(_ path: String, _ value: Double) {
      self.path = path
      index = nil
      self.value = value
    }

    /// A move of one element of a list. Of probabilities that sum to 1 the others share the rest as before.
    package init(_ path: String, element: Int, _ value: Double) {
      self.path = path
      index = element
      self.value = value
    }
  }

  /// The name of the curve; nil for a file without curves.
  package let label: String?
  /// The family of the file.
  package let family: ProtocolFamily
  let table: DocumentTable

  /// The link with some numbers moved; keys that say the same in another way give way, as for `--set`.
  ///
  /// - Parameters:
  ///   - moves: the new values, applied in order.
  ///   - origin: what messages give as the position of the new values.
  /// - Throws: `DocumentErrors` if a value cannot be.
  package func link(_ moves: [Move] = [], origin: String = "reach") throws -> LinkProblem {
    var result = table
    for move in moves {
      result =
        if let index = move.index {
          try Self.replacing(result, move.path, index, move.value)
        } else {
          try result.setting(move.path, to: move.value, origin: origin)
        }
    }
    let cleared = family.clearing(result, for: moves.map { (path: $0.path, word: nil) })
    return try ParameterFile.link(of: cleared, family: family)
  }

  /// The number that the document gives for a key; nil if it gives none.
  package func value(of path: String) -> Double? { table[path]?.number }

  /// Whether the document gives a key.
  package func gives(_ path: String) -> Bool { table[path] != nil }

  /// Every single number that the vocabulary of the family knows for a link, in the order of its documentation.
  package var quantities: [Quantity] {
    family.linkVocabulary.definitions.compactMap { definition in
      switch definition.kind {
      case .number, .integer, .setting: Quantity(definition)
      default: nil
      }
    }
  }

  /// The same with the settings that a search found written down, so that nothing is left open.
  ///
  /// - Throws: `DocumentErrors` if the file cannot hold them.
  package func fixing(_ settings: [LinkProblem.SettingColumn]) throws -> LinkVariant {
    var lists: [String: [Int: Double]] = [:]
    var order: [String] = []
    var result = table
    var single: [Move] = []
    for column in settings {
      let path = column.setting.path
      if let index = column.setting.element {
        if lists[path] == nil { order.append(path) }
        lists[path, default: [:]][index] = column.value
      } else {
        single.append(Move(path, column.value))
      }
    }
    for path in order {
      let values = (lists[path] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
      result = try result.setting(path, to: Self.text(values))
    }
    for move in single { result = try result.setting(move.path, to: move.value, origin: "optimum") }
    let new = order.map { (path: $0, word: String?.none) } + single.map { (path: $0.path, word: String?.none) }
    return LinkVariant(label: label, family: family, table: family.clearing(result, for: new))
  }

  private static func text(_ values: [Double]) -> String {
    "[" + values.map(\.plain).joined(separator: ", ") + "]"
  }

  private static func replacing(
    _ table: DocumentTable, _ path: String, _ index: Int, _ value: Double
  ) throws -> DocumentTable {
    guard let elements = table[path]?.array, elements.indices.contains(index) else {
      throw DocumentError(
        position: SourcePosition(file: table.fileName), path: path, problem: "has no element \(index + 1)")
    }
    let numbers = elements.compactMap(\.number)
    guard numbers.count == elements.count else {
      throw DocumentError(
        position: SourcePosition(file: table.fileName), path: path, problem: "must be given in full to move one element"
      )
    }
    return try table.setting(path, to: text(moved(numbers, at: index, to: value)))
  }

  /// A list with one element replaced; what sums to 1 before does so after.
  static func moved(_ numbers: [Double], at index: Int, to value: Double) -> [Double] {
    let old = numbers[index]
    let sum = numbers.reduce(0, +)
    let isPartition = numbers.count > 1 && abs(sum - 1) <= 1e-9 && numbers.allSatisfy { $0 > 0 }
    let scale = isPartition && old < 1 ? (1 - value) / (1 - old) : 1
    return numbers.enumerated().map { $0 == index ? value : $1 * scale }
  }
}

extension ParameterFile {
  /// A key that can be moved.
  ///
  /// - Parameters:
  ///   - path: the key.
  ///   - option: the option that names it, for messages.
  /// - Throws: `DocumentError` for a key that there is not, with the nearest one, and for one that is no single number.
  package func quantity(_ path: String, option: String = "--variable") throws -> LinkVariant.Quantity {
    let known = family.linkVocabulary
    let position = SourcePosition(file: "\(option) \(path)")
    guard let definition = known[path] else {
      throw DocumentError(
        position: position, problem: "is not a key that can be varied with protocol = \"\(family.name)\"",
        hint: known.suggestion(for: path).map { "did you mean \($0)?" }
          ?? "keyrate parameters keys \(family.name) lists them")
    }
    switch definition.kind {
    case .number, .integer, .setting: return LinkVariant.Quantity(definition)
    default: throw DocumentError(position: position, problem: "is not a single number and cannot be varied")
    }
  }

  /// The file, or each of its curves.
  ///
  /// - Parameter moving: keys that will be moved; a curve that sets one of them is refused.
  /// - Throws: `DocumentErrors`.
  package func variants(moving: [String] = []) throws -> [LinkVariant] {
    guard !hasCounts else {
      throw DocumentErrors([
        DocumentError(
          position: SourcePosition(file: table.fileName), path: "counts",
          problem: "this file holds the counts of a run, which are facts and cannot be varied",
          hint: "use the parameter file of the link; `keyrate analyse` turns counts into a key length")
      ])
    }
    let curves = try DocumentReader.read(table, with: family.fileVocabulary) { reader in
      let reading = SweepReading(file: self, reader: reader)
      return try reading.curves(
        over: moving.first ?? SweepKeys.variable.path, movedBy: "the question moves",
        other: "ask about something else with --variable")
    }
    return curves.map { LinkVariant(label: $0.label, family: family, table: $0.table) }
  }

  /// The key that says how long the link is: what the file gives, or sweeps.
  ///
  /// - Throws: `DocumentError` where there are two arms, either of which may be meant.
  package func lengthKey() throws -> String {
    let totals = [LinkKeys.distanceKm.path, LinkKeys.lossDb.path]
    if let swept = table[SweepKeys.variable]?.text, totals.contains(swept) { return swept }
    if linkStatement == .samples {
      throw DocumentError(
        position: table[LinkSampleKeys.tables]?.position, path: LinkSampleKeys.tables,
        problem: "states the loss of each state by itself: say what is to grow",
        hint: "--variable link.loss_db for a steady link in its place")
    }
    let ofArms = LinkStatement.arms.map(\.path)
    if let arm = table.leaves.map(\.path).first(where: ofArms.contains) {
      throw DocumentError(
        position: table[arm]?.position, path: arm, problem: "the arms are given one by one: say which is to grow",
        hint: "--variable \(arm), or --variable link.distance_km for both at the share link.alice_share")
    }
    return linkStatement == .loss || linkStatement == .transmittance ? totals[1] : totals[0]
  }

  /// The key that says how large a block is; nil without a finite analysis's key in the file.
  package var blockKey: String {
    table[SecurityKeys.keyBlockSize] != nil ? SecurityKeys.keyBlockSize.path : family.traits.blockKey
  }
}
