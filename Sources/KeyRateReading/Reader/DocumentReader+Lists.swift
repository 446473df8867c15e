// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentReader {
  /// A list; an error if the key is left out.
  ///
  /// - Parameters:
  ///   - count: The number of elements it must have, if that is known.
  package func list<Element: DocumentElement>(_ key: Key<[Element]>, count: Int? = nil) -> [Element] {
    guard let definition = definition(key.path) else { return [] }
    if !gives(key) { reportMissing(definition) }
    return ifGiven(key, count: count) ?? []
  }

  /// A list, or `nil` if the key is left out; of settings also if the single word `optimise` stands in its place.
  ///
  /// - Parameters:
  ///   - count: The number of elements it must have, if that is known.
  package func ifGiven<Element: DocumentElement>(_ key: Key<[Element]>, count: Int? = nil) -> [Element]? {
    guard let definition = definition(key.path), let value = table[key.path], ![Element].isLeftOpen(value) else {
      return nil
    }
    return list(value, definition, count: count) ?? []
  }

  /// A list of lists of numbers, or `nil` if the key is left out.
  ///
  /// - Parameters:
  ///   - rows: The number of lists it must have, if that is known.
  ///   - columns: The number of elements that each must have, if that is known.
  package func ifGiven(_ key: Key<[[Double]]>, rows: Int? = nil, columns: Int? = nil) -> [[Double]]? {
    guard let definition = definition(key.path), let value = table[key.path] else { return nil }
    guard let lists = elements(value, definition, count: rows) else { return [] }
    return lists.map { list($0, definition, count: columns) ?? [] }
  }

  func list<Element: DocumentElement>(
    _ value: LocatedValue, _ definition: KeyDefinition, count: Int?
  ) -> [Element]? {
    elements(value, definition, count: count)?.map { Element.read($0, definition, self) ?? Element.placeholder }
  }

  func setting(_ value: LocatedValue, _ definition: KeyDefinition) -> SettingValue {
    if let word = value.text {
      if SettingValue.freeWords.contains(word) { return .free }
      let isNear = NearestName.nearest(to: word, among: SettingValue.freeWords) != nil
      report(
        value.error(
          "must be a number or the word \"optimise\"", allowed: "a number or the word \"optimise\"",
          hint: isNear ? "did you mean \"optimise\"?" : definition.hint(for: value) ?? Self.numberSlip(word)))
      return .free
    }
    return number(value, definition).map { .given($0, value.position) } ?? .free
  }

  private func elements(_ value: LocatedValue, _ definition: KeyDefinition, count: Int?) -> [LocatedValue]? {
    guard let elements = value.array else {
      let hint = value.number == nil ? nil : "a list of one is written [\(value.source)]"
      report(
        value.error(
          "must be \(definition.allowedInWords), found \(value.kindInWords)", allowed: definition.allowedInWords,
          hint: definition.hint(for: value) ?? hint))
      return nil
    }
    if let count, elements.count != count {
      report(value.error("must have \(count) element\(count == 1 ? "" : "s"), found \(elements.count)"))
      return nil
    }
    return elements
  }

  // MARK: Reports

  /// A value of the wrong kind.
  func reportKind(_ value: LocatedValue, _ definition: KeyDefinition, wanted: String? = nil) {
    let wanted = wanted ?? definition.allowedInWords
    report(
      value.error(
        "must be \(wanted), found \(value.kindInWords)", allowed: definition.allowedInWords,
        hint: definition.hint(for: value) ?? value.text.flatMap(Self.numberSlip)))
  }

  /// A number out of its range.
  func reportRange(_ value: LocatedValue, _ definition: KeyDefinition) {
    let words = definition.range.inWords ?? "a finite number"
    let allowed = definition.unit.map { "\(words) (\($0))" } ?? words
    report(value.error("must be \(allowed)", allowed: allowed, hint: definition.hint(for: value)))
  }

  /// A word that is not among the allowed ones.
  func reportChoice(_ value: LocatedValue, _ definition: KeyDefinition, _ words: [String]) {
    let near = value.text.flatMap { NearestName.nearest(to: $0, among: words) }
    report(
      value.error(
        "must be one of \(words.joined(separator: ", "))", allowed: words.joined(separator: ", "),
        hint: definition.hint(for: value) ?? near.map { "did you mean \"\($0)\"?" }))
  }

  /// Why a text in the place of a number is none.
  private static func numberSlip(_ text: String) -> String? {
    if SettingValue.freeWords.contains(text) { return "only settings of the source can be left open" }
    switch NumberText.classify(text) {
    case .integer, .real: return "write the number without quotes"
    default: break
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count == 2, case .real? = parts.last.map({ NumberText.classifyCell(parts[0] + "." + $0) }) {
      return "decimal numbers are written with a point"
    }
    if let first = text.utf8.first, NumberText.isDigit(first), text.last?.isLetter ?? false {
      return "units are part of the key's name, write the number alone"
    }
    return nil
  }
}
