// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentTable {
  /// The value of a key.
  package subscript(key: some DocumentKey) -> LocatedValue? { self[key.path] }
}
