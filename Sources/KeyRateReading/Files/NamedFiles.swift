// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// The files that a document names, such as overlays and constellations; each is read once.
///
/// All copies of a document share theirs, so that a file that changes during a long sweep does not change the
/// sweep, and so that a document can travel together with its files.
package final class NamedFiles: Sendable {
  /// A file that travels with a document.
  package struct Attachment: Sendable, Equatable {
    /// The path under which the document reads it.
    package let path: String
    /// The contents.
    package let text: String

    /// A file from its parts.
    package init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  private let known: Mutex<[String: String]>
  private let readsDisk: Bool

  /// Files that are read from the disk when they are asked for.
  package init() {
    known = Mutex([:])
    readsDisk = true
  }

  /// Files that came with the document; no others can be read.
  package init(_ attachments: [Attachment]) {
    known = Mutex(Dictionary(attachments.map { ($0.path, $0.text) }) { first, _ in first })
    readsDisk = false
  }

  /// The contents of a file.
  ///
  /// - Throws: ``DocumentError`` that says why it cannot be read.
  package func read(_ path: String) throws(DocumentError) -> TextFile {
    if let text = known.withLock({ $0[path] }) { return TextFile(name: path, text: text) }
    guard readsDisk else {
      throw DocumentError(position: SourcePosition(file: path), problem: "did not come with the document")
    }
    let file = try TextFile.read(path)
    // Whoever was first decides what everybody sees.
    return TextFile(
      name: path,
      text: known.withLock { known in
        let text = known[path] ?? file.text
        known[path] = text
        return text
      })
  }

  /// All files that have been read so far, by path.
  package var attachments: [Attachment] {
    known.withLock { known in known.map { Attachment(path: $0.key, text: $0.value) } }.sorted { $0.path < $1.path }
  }
}
