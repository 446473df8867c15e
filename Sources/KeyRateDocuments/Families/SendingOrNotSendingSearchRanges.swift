// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading
import SendingOrNotSending

/// The ranges of `[search]`: those of the settings that the search space declares, with what is said of them.
enum SendingOrNotSendingSearchRanges {
  private static let ends = "; 0 and 1 stand for 1e-4 and 0.9999."
  private static let sliceColumn = "slice_width_rad"

  /// By column: the usual range, the meaning, other names.
  private static let words: [String: (usual: String, meaning: String, aliases: [String])] = [
    "signal_window_probability": ("[0.02, 0.9999]", "Range of pz\(ends)", ["pz"]),
    "weak_probability": ("[0.02, 0.995]", "Range of p1\(ends)", ["p1"]),
    "strong_probability": ("0.005 to 0.98 of what p1 leaves", "Range of p2\(ends)", ["p2"]),
    "weak_intensity": ("[0.001, 1]", "Range of a1, below 0.95 a2; 0 stands for 1e-4.", ["a1"]),
    "strong_intensity": ("[0.02, 2]", "Range of a2; 0 stands for 1e-4.", ["a2"]),
    "signal_intensity": ("[0.02, 1.5]", "Range of z; 0 stands for 1e-4.", ["z"]),
    "sending_probability": ("[0.005, 0.7]", "Range of eps\(ends)", ["eps", "epsilon"]),
    sliceColumn: (
      "[0.0157, 3.08]", "Range of the width of the slice; 0 stands for a thousandth of the range.",
      ["slice_width", "Delta", "delta"]
    ),
  ]

  private static let settings = SearchSpace(PartialSettings()).box.settings.map(\.setting)

  private static func key(_ setting: SearchSetting, of user: String = "") -> KeyDefinition {
    let said = words[setting.column] ?? ("", "", [])
    let key = setting.rangeKey(
      of: user, among: SendingOrNotSendingKeys.source, unit: setting.unit, upTo: Double.pi,
      default: user.isEmpty ? said.usual : "as Alice's", user.isEmpty ? said.meaning : "The same of Bob.",
      aliases: user.isEmpty ? said.aliases : [])
    // With infinitely much data signals alone are moved; windows, decoys and slice are given or stand at their limits.
    let isMoved = ["signal_intensity", "sending_probability"].contains(setting.column)
    return isMoved ? key : key.when(SendingOrNotSendingKeys.finite)
  }

  private static let ofBob = settings.filter { $0.column != sliceColumn }.map { key($0, of: "bob_") }
  /// The ranges that only Bob has.
  static let bobKeys = ofBob.map(\.path)
  /// All keys.
  static let keys: [KeyDefinition] = settings.map { key($0) } + ofBob

  /// Refuses a range of the sending probability that follows from the other user's.
  static func refuseFollowing(_ reader: DocumentReader, _ partial: PartialSettings) {
    let key: String
    switch partial.follower {
    case .nobody: return
    case .alice: key = "search.sending_probability"
    case .bob: key = "search.bob_sending_probability"
    }
    guard reader.gives(key) else { return }
    reader.refuse(
      key, "cannot be kept: it follows from the other user's (TFS-7)",
      hint: "give the sending probability itself, or leave the range out")
  }
}
