// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// Writes several files so that either all of them appear or none.
///
/// Each is written to a temporary file beside its target first; only when all are complete do they
/// take their places, and if one of them cannot, those before it are put back as they were. A run
/// that is killed leaves at most hidden temporary files, never half a file under a real name.
package enum AtomicFiles {
  /// A file to be written.
  package struct File: Sendable, Equatable {
    /// Where it is to appear.
    package let path: String
    private let make: @Sendable (_ receive: (String) throws -> Void) throws -> Void

    /// A text file.
    package init(path: String, text: String) {
      self.init(path: path) { receive in try receive(text) }
    }

    /// A text file that is made while it is written, in pieces, because the whole would fill the memory.
    ///
    /// - Parameter make: hands the pieces over; it may be called more than once and gives the same each time.
    package init(path: String, making make: @escaping @Sendable (_ receive: (String) throws -> Void) throws -> Void) {
      self.path = path
      self.make = make
    }

    /// The whole text.
    package var text: String {
      get throws {
        var text = ""
        try make { text += $0 }
        return text
      }
    }

    /// Whether two files have the same path and text.
    package static func == (left: File, right: File) -> Bool {
      guard left.path == right.path, let a = try? left.text, let b = try? right.text else { return false }
      return a.hasSameBytes(as: b)
    }

    fileprivate func write(to descriptor: Int32) throws(DocumentError) -> Int32? {
      var code: Int32?
      do {
        try make { piece in
          if let failed = SystemCalls.writeAll(Array(piece.utf8), to: descriptor) {
            code = failed
            throw SystemFailure(code: failed)
          }
        }
      } catch let error as DocumentError {
        throw error
      } catch {
        guard code != nil else { throw AtomicFiles.error(path, "cannot be made: \(error)") }
      }
      return code
    }
  }

  /// Makes sure that files can be written before the work begins whose results they are to hold.
  ///
  /// Each target is tried with a few bytes under a temporary name beside it, as ``write(_:)`` will.
  ///
  /// - Parameters:
  ///   - paths: where files are to appear.
  ///   - inputs: files that the same work reads: none of them may be replaced by its result.
  /// - Throws: ``DocumentError`` naming the file and the reason.
  package static func probe(_ paths: [String], reading inputs: [String]) throws(DocumentError) {
    let read = inputs.compactMap { path in SystemCalls.identity(of: path).map { (path, $0) } }
    for (number, path) in paths.enumerated() {
      if let own = SystemCalls.identity(of: path), SystemCalls.kind(of: path) == .file,
        let input = read.first(where: { $0.1 == own })
      {
        let name = input.0 == path ? "this file" : "it as \(input.0)"
        throw error(path, "would be overwritten, and the same call reads \(name)", hint: "choose another --output")
      }
      let item = try Prepared(File(path: path, text: String(repeating: " ", count: 4096)), number: number)
      defer { item.removeTemporaries() }
      try item.writeTemporary()
    }
  }

  /// Writes all files, replacing those that exist. Devices and pipes are written to directly, after
  /// all else has succeeded.
  ///
  /// - Throws: ``DocumentError`` naming the file and the reason; then nothing has changed.
  package static func write(_ files: [File]) throws(DocumentError) {
    var prepared: [Prepared] = []
    defer { for file in prepared { file.removeTemporaries() } }
    var targets: Set<String> = []
    for (number, file) in files.enumerated() {
      let item = try Prepared(file, number: number)
      guard targets.insert(item.target).inserted else {
        throw error(file.path, "is to be written twice")
      }
      prepared.append(item)
      // Appended first, so that the temporary file is removed even if writing fails half-way.
      try item.writeTemporary()
    }
    for (number, file) in prepared.enumerated() {
      do {
        try file.takePlace()
      } catch {
        for earlier in prepared[..<number].reversed() { earlier.putBack() }
        throw error
      }
    }
    for file in prepared where file.isDirect { try file.writeDirectly() }
  }

  /// Writes one file; see ``write(_:)``.
  package static func write(_ text: String, to path: String) throws(DocumentError) {
    try write([File(path: path, text: text)])
  }

  /// Removes a file if it is there.
  package static func remove(_ path: String) { SystemCalls.remove(path) }

  fileprivate static func error(_ path: String, _ problem: String, hint: String? = nil) -> DocumentError {
    DocumentError(position: SourcePosition(file: path), problem: problem, hint: hint)
  }
}

/// A file on its way to its target.
private struct Prepared {
  let file: AtomicFiles.File
  /// The path with symbolic links followed, so that a link is not replaced by a file.
  let target: String
  let temporary: String
  let backup: String
  let isDirect: Bool
  let replaces: Bool

  init(_ file: AtomicFiles.File, number: Int) throws(DocumentError) {
    self.file = file
    guard !file.path.isEmpty, !file.path.utf8.contains(0), file.path.utf8.last != UInt8(ascii: "/") else {
      throw DocumentError(value: file.path, problem: "is not a file name")
    }
    let kind = SystemCalls.kind(of: file.path)
    guard kind != .directory else { throw AtomicFiles.error(file.path, "cannot be written: is a directory") }
    // Renaming over a file asks only for the directory's permission.
    guard kind == .missing || SystemCalls.isWritable(file.path) else {
      throw AtomicFiles.error(file.path, "cannot be written: permission is denied")
    }
    isDirect = kind == .other
    replaces = kind == .file
    let resolved = SystemCalls.resolved(file.path) ?? file.path
    let slash = resolved.lastIndex(of: "/")
    let directory = slash.map { String(resolved[...$0]) } ?? ""
    let name = slash.map { String(resolved[resolved.index(after: $0)...]) } ?? resolved
    let holder = directory.isEmpty ? "." : directory.count > 1 ? String(directory.dropLast()) : directory
    switch SystemCalls.kind(of: holder) {
    case .directory: break
    case .missing: throw AtomicFiles.error(file.path, "cannot be written: the directory \(holder) does not exist")
    case .file, .other: throw AtomicFiles.error(file.path, "cannot be written: \(holder) is not a directory")
    }
    // Two names of one new file in one directory are one target.
    target = (SystemCalls.resolved(holder) ?? "") + "/" + name
    let mark = "\(SystemCalls.processNumber)-\(number)"
    temporary = "\(directory).\(name.prefix(40)).\(mark).tmp"
    backup = "\(directory).\(name.prefix(40)).\(mark).old"
  }

  func writeTemporary() throws(DocumentError) {
    guard !isDirect else { return }
    // Left over from a killed run of the same process number.
    SystemCalls.remove(temporary)
    SystemCalls.remove(backup)
    let descriptor: Int32
    switch SystemCalls.create(temporary) {
    case .success(let created): descriptor = created
    case .failure(let error): throw failure(error.code)
    }
    if replaces, let mode = SystemCalls.mode(of: target) { SystemCalls.setMode(mode, of: descriptor) }
    try finish(descriptor, synchronises: true)
  }

  private func finish(_ descriptor: Int32, synchronises: Bool) throws(DocumentError) {
    var code: Int32?
    do {
      code = try file.write(to: descriptor) ?? (synchronises ? SystemCalls.synchronise(descriptor) : nil)
    } catch {
      _ = SystemCalls.closeFile(descriptor)
      throw error
    }
    let closed = SystemCalls.closeFile(descriptor)
    if let code = code ?? closed { throw failure(code) }
  }

  /// Renames the temporary file, keeping a second name for the one it replaces.
  func takePlace() throws(DocumentError) {
    guard !isDirect else { return }
    // File systems without hard links cannot put the old file back; the rename is safe all the same.
    if replaces { _ = SystemCalls.addName(backup, for: target) }
    if let code = SystemCalls.move(temporary, to: target) { throw failure(code) }
  }

  /// Undoes `takePlace`.
  func putBack() {
    guard !isDirect else { return }
    if replaces {
      _ = SystemCalls.move(backup, to: target)
    } else {
      SystemCalls.remove(target)
    }
  }

  func writeDirectly() throws(DocumentError) {
    let descriptor: Int32
    switch SystemCalls.openForWriting(file.path) {
    case .success(let opened): descriptor = opened
    case .failure(let error): throw failure(error.code)
    }
    try finish(descriptor, synchronises: false)
  }

  func removeTemporaries() {
    guard !isDirect else { return }
    SystemCalls.remove(temporary)
    SystemCalls.remove(backup)
  }

  private func failure(_ code: Int32) -> DocumentError {
    AtomicFiles.error(file.path, "cannot be written: \(SystemCalls.reason(code))")
  }
}
