// SPDX-License-Identifier: GPL-3.0-or-later

/// The name of an equation in the formula sheets, such as `BB-31` or `TF-34a`: a sheet, a number, perhaps a letter.
package struct EquationId: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The letters of the sheet.
  package let sheet: String
  /// The number.
  package let number: Int
  /// The letter of a later insertion; empty for none.
  package let letter: String

  /// Reads a name in the writing of the sheets or of somebody in a hurry (`bb31`, `BB_31`); nil if it is none.
  package init?(_ text: String) {
    let characters = Array(text.utf8)
    guard characters.count <= 16 else { return nil }
    func isLetter(_ c: UInt8) -> Bool { (c | 32) >= 97 && (c | 32) <= 122 }
    func isDigit(_ c: UInt8) -> Bool { c >= 48 && c <= 57 }
    var rest = characters[...]
    let sheet = rest.prefix(while: isLetter)
    rest = rest.dropFirst(sheet.count)
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "_") { rest = rest.dropFirst() }
    let digits = rest.prefix(while: isDigit)
    rest = rest.dropFirst(digits.count)
    guard (2...3).contains(sheet.count), (1...4).contains(digits.count), rest.count <= 1, rest.allSatisfy(isLetter),
      let number = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    self.sheet = String(decoding: sheet, as: UTF8.self).uppercased()
    self.number = number
    letter = String(decoding: rest, as: UTF8.self).lowercased()
  }

  private init(sheet: String, number: Int) {
    self.sheet = sheet
    self.number = number
    letter = ""
  }

  package var description: String { "\(sheet)-\(number)\(letter)" }

  package static func < (a: EquationId, b: EquationId) -> Bool {
    (a.sheet, a.number, a.letter) < (b.sheet, b.number, b.letter)
  }

  /// The names in a line, in its order; `MDI-2 to MDI-6` stands for five.
  package static func all(in line: String) -> [EquationId] {
    var list: [EquationId] = []
    var previous = ""
    for word in line.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "-" && $0 != "_" })
    {
      // Only the writing of the sheets: other words look like names in a hurry.
      let isWritten = word.contains("-") && word.prefix(2).allSatisfy(\.isUppercase)
      // A hash function is no sheet.
      if isWritten, let id = EquationId(String(word)), id.sheet != "SHA" {
        if previous == "to", let first = list.last, first.sheet == id.sheet, first.number + 1 < id.number {
          for number in (first.number + 1)..<id.number { list.append(EquationId(sheet: id.sheet, number: number)) }
        }
        list.append(id)
      }
      previous = String(word)
    }
    return list
  }
}
