// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

extension ProtocolFamily {
  /// Which keys a new value of a key displaces, as `--set`, a curve or a sweep gives it: the other ways of saying the
  /// same, and what means nothing beside it.
  func displaced(by key: String, word: String?) -> [String] {
    fileVocabulary.displaced(by: key, word: word) + alsoDisplaced(key, word)
  }

  /// A copy of a document without what some new keys displace, except for the new keys themselves.
  func clearing(_ table: DocumentTable, for new: [(path: String, word: String?)]) -> DocumentTable {
    let kept = Set(new.map(\.path))
    var result = table
    for (path, word) in new {
      for key in displaced(by: path, word: word) where !kept.contains(key) { result = result.removing(key) }
    }
    return result
  }
}
