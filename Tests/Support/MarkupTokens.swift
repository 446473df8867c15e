// SPDX-License-Identifier: GPL-3.0-or-later
/// A strict reader of HTML and SVG, scalar by scalar as browsers read them: it accepts only what this program has
/// reason to write, and says what a page consists of without its texts.
package struct MarkupTokens {
  /// Why a page is not what it should be.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// Start tags with the names of their attributes, end tags, declarations: the page without its texts and values.
  package private(set) var skeleton: [String] = []
  /// The texts between tags, with entities resolved.
  package private(set) var texts: [String] = []

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var open: [String] = []

  private static let empty: Set<String> = ["meta", "br", "img", "hr", "link", "input"]
  private static let entities = ["amp;": "&", "lt;": "<", "gt;": ">", "quot;": "\"", "#39;": "'"]

  /// Reads a whole page.
  ///
  /// - Throws: ``Fault`` at the first thing that is not strictly in order.
  package init(_ text: String) throws {
    scalars = Array(text.unicodeScalars)
    for scalar in scalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" {
      throw Fault(description: "holds the control character \(scalar.value)")
    }
    for scalar in scalars where (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl {
      throw Fault(description: "holds U+\(String(scalar.value, radix: 16))")
    }
    while position < scalars.count {
      if scalars[position] == "<" { try tag() } else { try run() }
    }
    guard open.isEmpty else { throw Fault(description: "\(open) are not closed") }
  }

  private mutating func run() throws {
    var text = String.UnicodeScalarView()
    while position < scalars.count, scalars[position] != "<" {
      if scalars[position] == ">" { throw Fault(description: "a bare > in a text") }
      text.append(contentsOf: try character())
    }
    texts.append(String(text))
  }

  private mutating func character() throws -> String.UnicodeScalarView {
    let scalar = scalars[position]
    position += 1
    guard scalar == "&" else { return String.UnicodeScalarView([scalar]) }
    for (name, value) in Self.entities where starts(with: name) {
      position += name.unicodeScalars.count
      return value.unicodeScalars
    }
    throw Fault(description: "a bare & at \(position)")
  }

  private func starts(with text: String) -> Bool {
    scalars[position...].starts(with: text.unicodeScalars)
  }

  private mutating func tag() throws {
    if starts(with: "<!DOCTYPE html>") || starts(with: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>") {
      while scalars[position] != ">" { position += 1 }
      position += 1
      skeleton.append("declaration")
      return
    }
    position += 1
    let isEnd = position < scalars.count && scalars[position] == "/"
    if isEnd { position += 1 }
    let name = word()
    guard !name.isEmpty else { throw Fault(description: "a < that begins no tag, at \(position)") }
    if isEnd {
      guard position < scalars.count, scalars[position] == ">", open.last == name else {
        throw Fault(description: "</\(name)> closes \(open.last ?? "nothing")")
      }
      position += 1
      open.removeLast()
      skeleton.append("/" + name)
      return
    }
    var attributes: [String] = []
    while true {
      var hasSpace = false
      while position < scalars.count, scalars[position] == " " || scalars[position] == "\n" {
        position += 1
        hasSpace = true
      }
      guard position < scalars.count else { throw Fault(description: "<\(name) is not closed") }
      if scalars[position] == ">" {
        position += 1
        break
      }
      if starts(with: "/>") {
        position += 2
        skeleton.append("\(name) \(attributes.joined(separator: " "))/")
        return
      }
      let attribute = word()
      guard hasSpace, !attribute.isEmpty, starts(with: "=\"") else {
        throw Fault(description: "<\(name) has an attribute that is not quoted, at \(position)")
      }
      position += 2
      while position < scalars.count, scalars[position] != "\"" {
        if scalars[position] == "<" || scalars[position] == ">" {
          throw Fault(description: "a bare bracket in \(attribute)")
        }
        _ = try character()
      }
      position += 1
      attributes.append(attribute)
    }
    skeleton.append("\(name) \(attributes.joined(separator: " "))")
    if name == "style" || name == "script" {
      guard let end = (position..<scalars.count).first(where: { scalars[$0...].starts(with: "</".unicodeScalars) })
      else { throw Fault(description: "<\(name)> is not closed") }
      skeleton.append("\(end - position) characters")
      position = end
    }
    if !Self.empty.contains(name) { open.append(name) }
  }

  private mutating func word() -> String {
    var word = String.UnicodeScalarView()
    while position < scalars.count,
      scalars[position].properties.isAlphabetic || "0123456789-:_".unicodeScalars.contains(scalars[position])
    {
      word.append(scalars[position])
      position += 1
    }
    return String(word)
  }
}
