// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentTable {
  /// The value of a key.
  package subscript(key: some DocumentKey) -> LocatedValue? { self[key.path] }

  /// The document without a key.
  package func removing(_ key: some DocumentKey) -> DocumentTable { removing(key.path) }
}
