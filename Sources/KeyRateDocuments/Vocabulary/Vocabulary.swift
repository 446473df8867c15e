// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys of `[[curve]]` beside those of the link.
enum CurveKeys {
  static let tables = "curve"
  static let label = Key<String>("label", "Name of the curve in the legend.")
}

/// The vocabularies of parameter and counts files, from the keys that a family adds to the common ones.
enum Vocabulary {
  static func link(_ keys: [any DocumentKey]) -> KeyVocabulary {
    KeyVocabulary(CommonKeys.link + keys).without { $0.role == .counts }
  }

  static func file(_ keys: [any DocumentKey], absentTables: [KeyVocabulary.AbsentTable]) -> KeyVocabulary {
    let curve = KeyVocabulary([CurveKeys.label] + link(keys).definitions)
    let tables: [any DocumentKey] = [
      KeyDefinition(
        CurveKeys.tables, .tables(curve), default: "one curve",
        "Each [[curve]] is drawn with the file's values, except for the keys of [link], [noise], [source], [detector], [security], [acceptance] and [search] that it gives itself."
      ),
      KeyDefinition(
        OverlayKeys.tables, .tables(KeyVocabulary(OverlayKeys.all)), default: "none",
        "Each [[overlay]] draws measured points on top."),
    ]
    let figures = CommonKeys.sweepKeys + CommonKeys.plotKeys + tables + MapAxisKeys.x.all + MapAxisKeys.y.all
    return KeyVocabulary(
      CommonKeys.title + CommonKeys.link + keys + CommonKeys.run + figures, absentTables: absentTables)
  }
}
