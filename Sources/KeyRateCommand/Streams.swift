// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output. What cannot be written is a failure of the command: whoever reads a file wants all of it.
enum StandardOutput {
  /// Writes lines for people; nothing in them can disturb a terminal, whatever file it came from.
  ///
  /// - Throws: `DocumentError` if they cannot be written.
  static func write(_ text: String, terminator: String = "\n") throws {
    try put(text.terminalText + terminator)
  }

  /// Writes the files of a result, and says so unless a document is to be all that is printed.
  ///
  /// - Throws: `DocumentError` if one cannot be written.
  static func files(_ files: [AtomicFiles.File], silently: Bool) throws {
    try AtomicFiles.write(files)
    if !silently { try write(files.map { "wrote \($0.path.printable)" }.joined(separator: "\n")) }
  }

  /// Writes a document for programs, byte for byte: its own syntax has escaped what could disturb.
  ///
  /// - Throws: `DocumentError` if it cannot be written.
  static func document(_ text: String, terminator: String = "\n") throws { try put(text + terminator) }

  /// Writes the text of a file: byte for byte, but harmless where a terminal shows it.
  ///
  /// - Throws: `DocumentError` if it cannot be written.
  static func copy(_ text: String) throws {
    let ended = text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
    try put(isatty(1) == 1 ? ended.terminalText : ended)
  }

  private static func put(_ text: String) throws {
    guard let code = writeAll(text, to: 1) else { return }
    throw DocumentError(
      position: SourcePosition(file: "standard output"),
      problem: "cannot be written: \(code == ENOSPC ? "the disk is full" : String(cString: strerror(code)))")
  }
}

/// Standard error.
enum StandardError {
  /// Writes a line; nothing in it can disturb a terminal.
  static func write(_ text: String) { put(text.terminalText + "\n") }

  /// Writes text as it is.
  static func put(_ text: String) { _ = writeAll(text, to: 2) }

  /// Whether somebody is looking.
  static var isTerminal: Bool { isatty(2) == 1 }

  /// Whether the terminal says of itself that it cannot take a line back.
  static var isDumb: Bool {
    guard let name = getenv("TERM") else { return false }
    return String(cString: name) == "dumb"
  }

  /// The columns of the terminal; 80 if it does not tell.
  static var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// Writes a whole text; the error number if that fails.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  let bytes = Array(text.utf8)
  var offset = 0
  while offset < bytes.count {
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset) }
    if written < 0 {
      if errno == EINTR { continue }
      return errno
    }
    offset += written
  }
  return nil
}

/// The machine, as far as it matters.
enum Machine {
  /// Whether a path names anything.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a path names a directory.
  static func isFolder(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// What to say of a secret that others on this machine can read; nil if nobody can.
  static func warningOfReaders(_ path: String) -> String? {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_mode & 0o044 != 0 else { return nil }
    let whom = info.st_mode & 0o004 != 0 ? "everybody" : "its group"
    return "the private key \(path.printable) can be read by \(whom) on this machine; chmod 600 keeps it yours"
  }
}
