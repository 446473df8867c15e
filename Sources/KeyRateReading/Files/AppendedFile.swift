// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// A file to which lines are added while a long run goes on, so that little is lost if the run is killed.
///
/// Every text goes to the system in one call and at once; it is forced to the disk every few seconds.
package final class AppendedFile: Sendable {
  private let path: String
  private let descriptor: Int32
  private let lastSynchronised: Mutex<ContinuousClock.Instant>

  /// Opens a file that exists.
  ///
  /// - Throws: ``DocumentError`` naming the file and the reason.
  package init(path: String) throws(DocumentError) {
    switch SystemCalls.openForAppending(path) {
    case .success(let opened): descriptor = opened
    case .failure(let error): throw Self.error(path, error.code)
    }
    self.path = path
    lastSynchronised = Mutex(.now)
  }

  deinit { _ = SystemCalls.closeFile(descriptor) }

  /// Adds a text at the end.
  ///
  /// - Throws: ``DocumentError`` naming the file and the reason; a part of the text may have been written.
  package func append(_ text: String) throws(DocumentError) {
    if let code = SystemCalls.writeAll(Array(text.utf8), to: descriptor) { throw Self.error(path, code) }
    let isDue = lastSynchronised.withLock { last in
      guard ContinuousClock.now - last > .seconds(5) else { return false }
      last = .now
      return true
    }
    if isDue { try synchronise() }
  }

  /// Forces everything to the disk.
  ///
  /// - Throws: ``DocumentError`` naming the file and the reason.
  package func synchronise() throws(DocumentError) {
    if let code = SystemCalls.synchronise(descriptor) { throw Self.error(path, code) }
  }

  private static func error(_ path: String, _ code: Int32) -> DocumentError {
    DocumentError(
      position: SourcePosition(file: path), problem: "cannot be written: \(SystemCalls.reason(code))")
  }
}
