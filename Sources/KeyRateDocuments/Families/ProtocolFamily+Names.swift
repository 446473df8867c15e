// SPDX-License-Identifier: GPL-3.0-or-later
extension ProtocolFamily {
  /// What a protocol is called elsewhere, and how it is described here.
  ///
  /// - Parameter word: what a file gives as its protocol; hyphens, underscores, spaces and case do not count.
  /// - Returns: a hint for the message; nil for a word that nobody uses.
  static func hint(for word: String) -> String? {
    let plain = word.lowercased().filter { $0.isLetter || $0.isNumber }
    for (names, hint) in otherNames where names.contains(plain) { return hint }
    return nil
  }

  private static let otherNames: [(names: Set<String>, hint: String)] = [
    (["tf", "tfqkd", "twinfieldqkd", "cal", "curtyazumalo", "npptf", "npptfqkd"], "did you mean \"twin-field\"?"),
    (["snstf", "snstfqkd", "snsqkd", "sendingornotsending"], "did you mean \"sns\"?"),
    (["snsaopp", "aoppsns", "snstfaopp", "oddparitypairing"], "did you mean \"aopp\"?"),
    (["pm", "pmqkd", "phasematching"], scheme("phase-matching")),
    (["mp", "mpqkd", "modepairing"], scheme("mode-pairing")),
    (["mdiqkd", "measurementdeviceindependent"], "did you mean \"mdi\"?"),
    (
      ["bbm92", "e91", "entanglement", "entanglementbased", "entangledpairs", "ekert", "eb", "ebqkd", "spdc"],
      "did you mean \"bbm92\"?"
    ),
    (
      ["decoybb84", "decoy", "decoystate", "bb84decoy", "decoystatebb84", "qkd", "dvqkd", "dv", "sixstate", "b92"],
      "did you mean \"bb84\"?"
    ),
    (["gg02", "cvqkd", "gmcs", "gmcsqkd", "noswitching", "continuousvariable"], "did you mean \"cv\"?"),
    (["coherentoneway", "cowqkd"], "did you mean \"cow\"?"),
    (["differentialphaseshift", "dpsqkd"], "did you mean \"dps\"?"),
    (["cvmdiqkd", "mdicv", "mdicvqkd"], "did you mean \"cv-mdi\"?"),
  ]
  private static func scheme(_ name: String) -> String {
    "write protocol = \"twin-field\" and source.scheme = \"\(name)\""
  }
}
