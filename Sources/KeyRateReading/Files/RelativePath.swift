// SPDX-License-Identifier: GPL-3.0-or-later
/// Paths that a document names.
package enum RelativePath {
  /// A path as seen from the folder of a document; absolute paths stay as they are.
  package static func resolve(_ name: String, beside documentPath: String) -> String {
    guard !name.hasPrefix("/"), let slash = documentPath.lastIndex(of: "/") else { return name }
    return documentPath[...slash] + name
  }
}
