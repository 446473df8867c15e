// SPDX-License-Identifier: GPL-3.0-or-later
/// Text files as input: a path, or `-` for standard input.
package struct TextFile: Sendable, Hashable {
  /// The name to use in messages: the path as given, or `standard input`.
  package let name: String
  /// The contents.
  package let text: String

  /// A text that is already in memory, under the name that messages should use.
  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - limit: The size in bytes above which a file is refused.
  /// - Throws: ``DocumentError`` that says why the file cannot be read; for bytes that are not UTF-8
  ///   with their line and offset.
  package static func read(_ path: String, limit: Int = 64 << 20) throws(DocumentError) -> TextFile {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "standard input" : path
    func failure(_ problem: String, line: Int? = nil, hint: String? = nil) -> DocumentError {
      DocumentError(position: SourcePosition(file: name, line: line), problem: problem, hint: hint)
    }
    guard !path.isEmpty else { throw DocumentError(problem: "a file name is missing") }
    guard !path.utf8.contains(0) else { throw failure("a file name must not hold the null character") }
    var descriptor: Int32 = 0
    if !isStandardInput {
      switch SystemCalls.openForReading(path) {
      case .success(let opened): descriptor = opened
      case .failure(let error): throw failure("cannot be read: \(SystemCalls.reason(error.code))")
      }
    }
    defer { if !isStandardInput { _ = SystemCalls.closeFile(descriptor) } }
    switch SystemCalls.readAll(descriptor, limit: limit) {
    case .failure(let error): throw failure("cannot be read: \(SystemCalls.reason(error.code))")
    case .success(nil): throw failure("is longer than \(limit >> 20) MiB")
    case .success(let bytes?):
      if let text = String(validating: bytes, as: UTF8.self) { return TextFile(name: name, text: text) }
      if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
        throw failure("is not UTF-8 but UTF-16", hint: "save it as UTF-8")
      }
      let offset = firstInvalidByte(bytes)
      let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
      throw failure("is not UTF-8 at byte \(offset)", line: line, hint: "save the file as UTF-8")
    }
  }

  /// The offset of the first byte that does not belong to well-formed UTF-8.
  static func firstInvalidByte(_ bytes: [UInt8]) -> Int {
    // Lines are short and independent of one another: find the line, then the place in it.
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if String(validating: bytes[start..<end], as: UTF8.self) == nil {
        return start + firstInvalidByte(inLine: bytes[start..<end])
      }
      start = end + 1
    }
    return bytes.count
  }

  private static func firstInvalidByte(inLine line: ArraySlice<UInt8>) -> Int {
    var parser = UTF8.ForwardParser()
    var iterator = line.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error, .emptyInput: return offset
      }
    }
  }
}
