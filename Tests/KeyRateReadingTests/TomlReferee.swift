// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import TOMLKit

/// What an independent reader of TOML says to a text, against what this package says.
enum TomlReferee {
  /// A difference that one of the two must answer for; `nil` if they agree.
  static func difference(_ text: String) -> String? {
    let ours: Result<LocatedValue, DocumentErrors>
    do throws(DocumentErrors) {
      ours = .success(try DocumentParsing.members(of: text, origin: SourcePosition(file: "f")))
    } catch {
      ours = .failure(error)
    }
    if case .failure(let errors) = ours {
      // Where this package has reasons of its own, the referee has no say.
      if errors.errors.allSatisfy({ error in
        isStricter(error) || (error.problem.hasPrefix("is given twice") && hasEqualNames(error.path ?? ""))
      }) {
        return nil
      }
    }
    let theirs: TOMLTable
    do {
      theirs = try TOMLTable(string: text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text)
    } catch {
      if case .failure = ours { return nil }
      // Its numbers have a longest length.
      if let error = error as? TOMLParseError, error.description.contains("length limit") { return nil }
      return "accepted, and the referee refuses: \(error)"
    }
    switch ours {
    case .failure(let errors): return "refused: \(errors), and the referee accepts"
    case .success(let root): return compare(root, theirs)
    }
  }

  /// Well-formed TOML that is refused here on purpose, and texts that the referee does not survive.
  private static func isStricter(_ error: DocumentError) -> Bool {
    [
      "must be a finite number", "is too large for a number", "is too small for a number and would become 0",
      "dates and times are not used here", "a text must not hold the null character", "values nested more than",
      "a key of more than", "more than 10000 tables", "is longer than", "holds a null character", "expected a key",
      "a value is missing",
    ].contains { error.problem.hasPrefix($0) } || !(error.value?.utf8.first.map { $0 < 0x80 } ?? true)
  }

  /// Names that differ in their bytes only, such as é in one and in two characters, are the same name here.
  private static func hasEqualNames(_ path: String) -> Bool { !path.utf8.allSatisfy { $0 < 0x80 } }

  private static func compare(_ ours: [LocatedValue.Member], _ theirs: TOMLTable, path: String) -> String? {
    guard ours.count == theirs.count else { return "\(path): \(ours.count) keys, the referee has \(theirs.count)" }
    for member in ours {
      guard let value = theirs[member.name] else { return "\(path): the referee has no \(member.name)" }
      if let difference = compare(member.value, value) { return difference }
    }
    return nil
  }

  private static func compare(_ ours: LocatedValue, _ theirs: any TOMLValueConvertible) -> String? {
    switch (ours.content, theirs.type) {
    case (.number(let number), .int):
      guard let integer = theirs.int, number.isWrittenAsInteger, number.exactInteger == integer,
        number.value == Double(integer)
      else { return "\(ours.path): \(number), the referee has \(String(describing: theirs.int))" }
    case (.number(let number), .double):
      guard let real = theirs.double, !number.isWrittenAsInteger, number.value.bitPattern == real.bitPattern else {
        return "\(ours.path): \(number), the referee has \(String(describing: theirs.double))"
      }
    case (.bool(let bool), .bool):
      if theirs.bool != bool { return "\(ours.path): \(bool)" }
    case (.text(let text), .string):
      guard let string = theirs.string, Array(string.utf8) == Array(text.utf8) else {
        return "\(ours.path): \(text.debugDescription), the referee has \(theirs.string.debugDescription)"
      }
    case (.array(let elements), .array):
      guard let array = theirs.array, array.count == elements.count else { return "\(ours.path): another length" }
      for (index, element) in elements.enumerated() {
        if let difference = compare(element, array[index]) { return difference }
      }
    case (.table(let members), .table):
      guard let table = theirs.table else { return "\(ours.path): no table" }
      return compare(members, table, path: ours.path)
    default: return "\(ours.path): \(ours.kindInWords), the referee has \(theirs.type)"
    }
    return nil
  }
}
