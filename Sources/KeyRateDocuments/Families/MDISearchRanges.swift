// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import MDI

/// Reads the ranges of `[search]`.
enum MDISearchRanges {
  private static let ordinals = ["first", "second", "third"]

  private static let aliceKeys: [KeyDefinition] =
    [
      SearchRangeReading.intensity(
        "intensity_1", default: "[0.01, 1.2]; asymptotic analyses [0.001, 1.5]",
        "Range of the signal intensity (z or mu) where it is left open; 0 stands for 1e-4.",
        aliases: ["intensity_z", "z", "mu", "alice_intensity_1"]),
      SearchRangeReading.intensity(
        "intensity_2", default: "four intensities [0.003, 1.2]; three from 1 % of the signal; asymptotic from 0.01",
        "Range of the second intensity (y or nu).", aliases: ["intensity_y", "y", "nu", "alice_intensity_2"]),
      SearchRangeReading.intensity(
        "intensity_3", default: "2 to 90 % of the strong decoy", "Four intensities: range of the weak decoy x.",
        aliases: ["intensity_x", "x", "alice_intensity_3"]),
    ]
    + zip(["z", "y", "x"], 1...).map { letter, number in
      SearchRangeReading.probability(
        "probability_\(number)", default: "nearly all that the others leave",
        "Range of the probability of the \(ordinals[number - 1]) intensity; 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["probability_\(letter)", "alice_probability_\(number)"])
    }
    + (1...3).map { number in
      SearchRangeReading.probability(
        "key_basis_probability_\(number)", default: number == 1 ? "[0.02, 1]" : "[0.02, 0.98]",
        """
        Three intensities: range of the probability of the Z basis at the \(ordinals[number - 1]) one; 0 \
        \(number == 1 ? "stands for 1e-4" : "and 1 stand for 1e-4 and 0.9999").
        """, aliases: ["pZ_\(number)", "alice_key_basis_probability_\(number)"])
    }

  /// All keys.
  static let keys = aliceKeys + SearchRangeReading.ofBob(aliceKeys, "The same for Bob.")

  /// The ranges that only Bob has.
  static let bobKeys = keys.dropFirst(aliceKeys.count).map(\.path)

  /// The ranges of probabilities, which an asymptotic analysis does not have.
  static let probabilities = keys.map(\.path).filter { $0.contains("probability") }

  /// Ranges of settings that a key gives, of Alice or of Bob.
  static func ranges(of setting: String) -> [String] {
    let user = setting.hasPrefix("source.bob_") ? "bob_" : ""
    let name: String
    switch setting.dropFirst("source.\(user)".count) {
    case "intensities": name = "intensity_"
    case "intensity_probabilities": name = "probability_"
    case "key_basis_probabilities": name = "key_basis_probability_"
    default: return []
    }
    return (1...3).map { "search.\(user)\(name)\($0)" }
  }

  /// Ranges without a meaning for a scheme.
  static func idleKeys(_ scheme: MDIKeys.Scheme) -> [String] {
    let names = scheme == .four ? (1...3).map { "key_basis_probability_\($0)" } : ["intensity_3"]
    return names.flatMap { ["search.\($0)", "search.bob_\($0)"] }
  }
}
