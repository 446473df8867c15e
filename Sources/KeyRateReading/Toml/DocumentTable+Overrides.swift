// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentTable {
  /// A copy with one value set from the command line, as by `--set link.distance_km=100`.
  ///
  /// The text is read as a TOML value; a bare word that is none, such as `finite` or a file name,
  /// is taken as text. The position of the value is `--set link.distance_km`.
  ///
  /// - Throws: ``DocumentError`` if the key or the value cannot be read, or if the key names a
  ///   table or lies below something that is not a table.
  package func setting(_ path: String, to text: String) throws(DocumentError) -> DocumentTable {
    let trimmed = Self.trimmed(path)
    let position = SourcePosition.setting(trimmed)
    let key = try Self.normalisedPath(trimmed, position: position)
    let word = Self.trimmed(text)
    guard !word.isEmpty else {
      throw DocumentError(position: position, path: key, problem: "a value is missing after '='")
    }
    return try applying(Self.parseValue(word, path: fullPath(key), position: position), at: key)
  }

  /// A copy with one number set by the program, for the points of a sweep. Nothing is parsed.
  ///
  /// - Parameters:
  ///   - origin: What messages give as the position, for example `sweep`.
  package func setting(
    _ path: String, to number: Double, origin: String = "sweep"
  ) throws(DocumentError) -> DocumentTable {
    let position = SourcePosition(file: origin)
    guard number.isFinite else {
      throw DocumentError(position: position, path: path, value: "\(number)", problem: "must be a finite number")
    }
    let content = LocatedValue.Content.number(
      LocatedNumber(value: number, isWrittenAsInteger: false, exactInteger: Int(exactly: number)))
    let value = LocatedValue(content: content, position: position, path: fullPath(path), source: number.plain)
    return try applying(value, at: path)
  }

  /// A copy without a key, as if the file had left it out.
  package func removing(_ path: String) -> DocumentTable {
    guard self[path] != nil else { return self }
    var copy = self
    copy.changes[path] = .some(nil)
    return copy
  }

  /// A copy in which every value of another table replaces the one at the same path, for curves
  /// that differ from the document in a few keys. The values keep their own positions.
  ///
  /// - Parameters:
  ///   - isIncluded: Which of the other table's paths to take.
  package func overriding(
    with other: DocumentTable, where isIncluded: (String) -> Bool = { _ in true }
  ) throws(DocumentError) -> DocumentTable {
    var copy = self
    for leaf in other.leaves where isIncluded(leaf.path) {
      copy = try copy.applying(leaf.value, at: leaf.path)
    }
    return copy
  }

  private func applying(_ value: LocatedValue, at path: String) throws(DocumentError) -> DocumentTable {
    if case .table? = self[path]?.content {
      throw value.error("\(path) is a table, set one of its keys")
    }
    if case .table = value.content {
      throw value.error("a whole table cannot be set, set one of its keys")
    }
    var parent = KeyText.parent(path)
    while !parent.isEmpty {
      if let holder = self[String(parent)], case .table = holder.content {
        break
      } else if let holder = self[String(parent)] {
        throw value.error("\(parent) is \(holder.kindInWords), not a table")
      }
      parent = KeyText.parent(String(parent))
    }
    var copy = self
    if contents.values[path] == nil, changes[path] == nil { copy.added.append(path) }
    copy.changes[path] = .some(value)
    return copy
  }

  /// The value of an option's text.
  private static func parseValue(
    _ word: String, path: String, position: SourcePosition
  ) throws(DocumentError) -> LocatedValue {
    func located(_ content: LocatedValue.Content) -> LocatedValue {
      LocatedValue(content: content, position: position, path: path, source: word)
    }
    func refused(_ problem: String) -> DocumentError {
      DocumentError(position: position, path: path, value: word, problem: problem)
    }
    switch NumberText.classify(word) {
    case .integer(let integer):
      let number = LocatedNumber(value: Double(integer), isWrittenAsInteger: true, exactInteger: integer)
      return located(.number(number))
    case .real(let value):
      let exact = NumberText.exactInteger(word)
      return located(.number(LocatedNumber(value: value, isWrittenAsInteger: false, exactInteger: exact)))
    case .bool(let bool): return located(.bool(bool))
    case .notFinite: throw refused("must be a finite number")
    case .tooLarge: throw refused("is too large for a number")
    case .tooSmall: throw refused("is too small for a number and would become 0")
    case .date, .unknown: break
    }
    guard let first = word.first, "\"'[{".contains(first) else {
      // `.5` and `5.` are numbers to spreadsheets and texts to nobody.
      if case .real = NumberText.classifyCell(word), case let (problem, hint?) = DocumentScanner.explain(word) {
        throw DocumentError(position: position, path: path, value: word, problem: problem, hint: hint)
      }
      return located(.text(word))
    }
    do {
      let root = try DocumentParsing.members(of: "value = \(word)", origin: position, isFixed: true)
      guard case .table(let members) = root.content, members.count == 1, let value = members.first?.value else {
        throw refused("must be one value")
      }
      return value.relocated(to: path)
    } catch let errors as DocumentErrors {
      var error = errors.errors.first ?? refused("cannot be read")
      error.path = path
      error.value = word
      throw error
    } catch let error as DocumentError {
      throw error
    } catch {
      throw refused("cannot be read")
    }
  }

  /// Whether a path of the command line names a key.
  package static func isKey(_ path: String, _ key: String) -> Bool {
    let trimmed = trimmed(path)
    return (try? normalisedPath(trimmed, position: .setting(trimmed))) == key
  }

  /// The path with its names spelt as the document spells them.
  private static func normalisedPath(_ path: String, position: SourcePosition) throws(DocumentError) -> String {
    var scanner = DocumentScanner(Array(path.utf8), origin: position, isFixed: true)
    let parts = try scanner.scanKey()
    guard scanner.peek() == nil else {
      throw DocumentError(position: position, problem: "is not a key", hint: "write --set link.distance_km=100")
    }
    return parts.reduce("") { KeyText.joined($0, $1.name) }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
    return end.map { String(start[..<$0]) } ?? ""
  }
}

extension LocatedValue {
  /// The same value under another path.
  fileprivate func relocated(to path: String) -> LocatedValue {
    var content = content
    if case .array(let elements) = content {
      content = .array(elements.enumerated().map { $1.relocated(to: "\(path)[\($0 + 1)]") })
    }
    return LocatedValue(content: content, position: position, path: path, source: source)
  }
}
