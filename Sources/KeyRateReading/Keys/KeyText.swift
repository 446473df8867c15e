// SPDX-License-Identifier: GPL-3.0-or-later
/// The spelling of key paths: names joined by dots, quoted where a name is not a bare key.
package enum KeyText {
  /// Whether a byte may stand in an unquoted key.
  static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The name as it stands in a path: itself, or in quotes with escapes.
  static func spelled(_ name: String) -> String {
    !name.isEmpty && name.utf8.allSatisfy(isBare) ? name : quoted(name)
  }

  /// A text in quotes with escapes, as TOML reads it.
  static func quoted(_ name: String) -> String {
    var text = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// The path of a name inside a table; the root's path is empty.
  package static func joined(_ prefix: String, _ name: String) -> String {
    prefix.isEmpty ? spelled(name) : prefix + "." + spelled(name)
  }

  /// The last component of a path that has no quoted names; of others the whole.
  package static func lastComponent(_ path: String) -> Substring {
    guard !path.contains("\""), let dot = path.lastIndex(of: ".") else { return path[...] }
    return path[path.index(after: dot)...]
  }

  /// The table at the head of a path; the path itself at the root.
  package static func table(_ path: String) -> Substring { path.prefix { $0 != "." } }

  /// What stands before the last component, empty at the root.
  static func parent(_ path: String) -> Substring {
    let last = lastComponent(path)
    return last.startIndex == path.startIndex ? "" : path[..<path.index(before: last.startIndex)]
  }
}
