// SPDX-License-Identifier: GPL-3.0-or-later
/// The command with which an interrupted run is continued.
enum ContinuationText {
  /// The arguments of this call with `--resume`, ready to be pasted into a shell.
  ///
  /// - Parameter arguments: the arguments without the program's name.
  static func command(_ arguments: [String]) -> String {
    let all = arguments + (arguments.contains("--resume") ? [] : ["--resume"])
    return "keyrate " + all.map(quoted).joined(separator: " ")
  }

  /// A word as a POSIX shell reads it back.
  static func quoted(_ word: String) -> String {
    let plain = word.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic && scalar.isASCII || ("0"..."9").contains(scalar)
        || "_@%+=:,./-".unicodeScalars.contains(scalar)
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
