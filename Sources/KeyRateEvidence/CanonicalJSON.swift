// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReports

/// The one way to write a JSON document down that is hashed: no white space, members in their order.
enum CanonicalJSON {
  /// The canonical text of a value.
  static func text(_ value: JSONValue) -> String {
    guard let node = try? JSONNode(parsing: value.text) else { return value.text }
    return node.canonicalText
  }
}
