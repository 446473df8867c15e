// SPDX-License-Identifier: GPL-3.0-or-later
/// Labels of figures, which may raise and lower text with `^{…}` and `_{…}`.
package enum LabelText {
  /// The label for places that know no superscripts: `10^{6} bits` becomes `10^6 bits`.
  package static func plain(_ label: String) -> String { RichText(label).plainText }
}
