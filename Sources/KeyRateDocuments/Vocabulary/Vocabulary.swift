// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys of `[[curve]]` beside those of the link.
enum CurveKeys {
  static let tables = "curve"
  static let label = Key<String>("label", "Name of the curve in the legend.")
}

/// The vocabulary of parameter and counts files.
package enum Vocabulary {
  /// The keys that describe a link of a family, without sweep and figure: what a `[[curve]]` may change.
  static func linkKeys(_ family: ProtocolFamily) -> KeyVocabulary {
    KeyVocabulary(CommonKeys.link + family.keys).without { $0.path.hasPrefix("counts.") }
  }

  /// Every key of a parameter or counts file of a family.
  package static func file(_ family: ProtocolFamily) -> KeyVocabulary {
    let curve = KeyVocabulary([CurveKeys.label] + linkKeys(family).definitions)
    return KeyVocabulary(
      CommonKeys.title + CommonKeys.link + family.keys + CommonKeys.sweepKeys + CommonKeys.plotKeys + [
        KeyDefinition(
          CurveKeys.tables, .tables(curve), default: "one curve",
          "Each [[curve]] is drawn with the file's values, except for the keys of [link], [noise], [source], [detector], [security], [acceptance] and [search] that it gives itself."
        ),
        KeyDefinition(
          OverlayKeys.tables, .tables(KeyVocabulary(OverlayKeys.all)), default: "none",
          "Each [[overlay]] draws measured points on top."),
      ] + MapAxisKeys.x.all + MapAxisKeys.y.all, absentTables: family.absentTables)
  }

  /// The words that stand for a family while its name is not yet known.
  static let anyFamily = KeyVocabulary(CommonKeys.title)
}
