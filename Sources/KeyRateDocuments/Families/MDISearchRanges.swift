// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity
import MDI

/// The ranges of `[search]`: those of the settings that the search spaces declare, with what is said of them.
enum MDISearchRanges {
  /// The settings of four intensities, then those that only three have.
  private static let settings =
    FourIntensitySpace.ranged + beyond(FourIntensitySpace.ranged, ThreeIntensitySpace.ranged)

  private static func beyond(_ some: [SearchSetting], _ others: [SearchSetting]) -> [SearchSetting] {
    others.filter { setting in !some.contains { $0.range == setting.range } }
  }

  private static let ordinals = ["first", "second", "third"]

  /// What is said of each setting's range.
  private static let words: [(standard: String, meaning: String, aliases: [String])] =
    [
      (
        "[0.01, 1.2]; asymptotic analyses [0.001, 1.5]",
        "Range of the signal intensity (z or mu) where it is left open; 0 stands for 1e-4.",
        ["intensity_z", "z", "mu", "alice_intensity_1"]
      ),
      (
        "four intensities [0.003, 1.2]; three from 1 % of the signal; asymptotic from 0.01",
        "Range of the second intensity (y or nu).", ["intensity_y", "y", "nu", "alice_intensity_2"]
      ),
      (
        "2 to 90 % of the strong decoy", "Four intensities: range of the weak decoy x.",
        ["intensity_x", "x", "alice_intensity_3"]
      ),
    ]
    + zip(["z", "y", "x"], 1...).map { letter, number in
      (
        "nearly all that the others leave",
        "Range of the probability of the \(ordinals[number - 1]) intensity; 0 and 1 stand for 1e-4 and 0.9999.",
        ["probability_\(letter)", "alice_probability_\(number)"]
      )
    }
    + (1...3).map { number in
      (
        number == 1 ? "[0.02, 1]" : "[0.02, 0.98]",
        """
        Three intensities: range of the probability of the Z basis at the \(ordinals[number - 1]) one; 0 \
        \(number == 1 ? "stands for 1e-4" : "and 1 stand for 1e-4 and 0.9999").
        """, ["pZ_\(number)", "alice_key_basis_probability_\(number)"]
      )
    }

  private static let aliceKeys = zip(settings, words).map { setting, words in
    setting.rangeKey(among: MDIKeys.source, default: words.standard, words.meaning, aliases: words.aliases)
  }

  private static let ofBob = settings.map {
    $0.rangeKey(of: "bob_", among: MDIKeys.source, default: "as Alice's", "The same for Bob.")
  }

  /// All keys.
  static let keys = aliceKeys + ofBob

  /// The ranges that only Bob has.
  static let bobKeys = ofBob.map(\.path)

  /// Ranges without a meaning for a scheme.
  static func idleKeys(_ scheme: MDIKeys.Scheme) -> [String] {
    let idle =
      scheme == .four
      ? beyond(FourIntensitySpace.ranged, ThreeIntensitySpace.ranged)
      : beyond(ThreeIntensitySpace.ranged, FourIntensitySpace.ranged)
    return idle.flatMap { [$0.rangePath(), $0.rangePath(of: "bob_")] }
  }
}
