// SPDX-License-Identifier: GPL-3.0-or-later
/// From a TOML text to located values.
enum DocumentParsing {
  /// Texts longer than this are refused.
  static let maximumLength = 4 << 20

  /// The members of the root table.
  static func members(of text: String, origin: SourcePosition, isFixed: Bool = false) throws(DocumentErrors)
    -> LocatedValue
  {
    var bytes = Array(text.utf8)
    guard bytes.count <= maximumLength else {
      throw DocumentErrors([
        DocumentError(position: origin, problem: "is longer than \(maximumLength >> 20) MiB, not a parameter file")
      ])
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    try refuseNull(bytes, origin: origin)
    return try DocumentScanner.scan(bytes, origin: origin, isFixed: isFixed)
  }

  /// A file with null characters is no text, and nothing about its lines would help.
  private static func refuseNull(_ bytes: [UInt8], origin: SourcePosition) throws(DocumentErrors) {
    guard let place = bytes.firstIndex(of: 0) else { return }
    let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
    throw DocumentErrors([
      DocumentError(
        position: SourcePosition(file: origin.file, line: line), problem: "holds a null character, not a text file")
    ])
  }
}
