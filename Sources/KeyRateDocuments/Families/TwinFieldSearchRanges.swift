// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity
import TwinField

/// The ranges of `[search]`: those of the settings that the search spaces declare, with what is said of them.
enum TwinFieldSearchRanges {
  /// The weakest of eight test intensities is never searched.
  private static let testIntensities = (0..<(Settings.mostIntensities - 1)).map { SearchSetting.testIntensity($0) }
  private static let testProbabilities = (0..<Settings.mostIntensities).map { SearchSetting.testProbability($0) }

  private static let aliceKeys: [KeyDefinition] =
    [
      SearchSetting.keyIntensity.rangeKey(
        among: TwinFieldKeys.source, default: "[1e-4, 0.3]; comparison protocols [1e-4, 2]",
        "Range of the intensity of the key pulses where it is left open; 0 stands for 1e-4.",
        aliases: ["s", "signal_intensity", "intensity_1", "sA"])
    ]
    + zip(testIntensities, 1...).map { setting, k in
      setting.rangeKey(
        among: TwinFieldKeys.source, default: k == 1 ? "[0.05, 1]" : "[0.001, 0.6]",
        "Range of \(k == 1 ? "the strongest test intensity" : "test intensity \(k)"); the weakest is never searched.",
        aliases: ["decoy_\(k)"])
    }
    + zip(testProbabilities, 1...).map { setting, k in
      setting.rangeKey(
        among: TwinFieldKeys.source, default: "0.003 to what the others leave",
        "Range of the probability of test intensity \(k) in test mode; 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["probability_\(k)"])
    }

  private static let ofBob = ([.keyIntensity] + testIntensities + testProbabilities).map {
    $0.rangeKey(of: "bob_", among: TwinFieldKeys.source, default: "as Alice's", "The same of Bob.")
  }
  /// The ranges that only Bob has.
  static let bobKeys = ofBob.map(\.path)

  /// All keys.
  static let keys: [KeyDefinition] =
    aliceKeys + ofBob + [
      SearchSpace.keyMode.rangeKey(
        among: TwinFieldKeys.source, default: "[0.02, 0.99]",
        "Range of the probability of the key mode; 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["pX", "p_X", "key_basis_probability"]),
      ComparisonSearchSpace.sending.rangeKey(
        among: TwinFieldKeys.source, default: "[0.001, 0.6]",
        "Range of how often a user sends (sending-or-not-sending, sns-aopp); 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["epsilon"]),
    ]

  /// Refuses ranges of intensities that are not searched or not sent.
  static func refuseBeyond(_ reader: DocumentReader, _ partial: PartialSettings) {
    refuseBeyond(reader, partial.alice, "")
    if let bob = partial.bob { refuseBeyond(reader, bob, "bob_") }
  }

  private static func refuseBeyond(_ reader: DocumentReader, _ partial: PartialSideSettings, _ user: String) {
    let (intensities, probabilities) = (partial.testIntensities, partial.testProbabilities.count)
    for (setting, k) in zip(testIntensities, 1...) where !intensities.isEmpty && k >= intensities.count {
      let key = setting.rangePath(of: user)
      guard reader.gives(key) else { continue }
      if k == intensities.count {
        reader.refuse(key, "has nothing to search: the weakest test intensity is what the extinction allows")
      } else {
        reader.refuse(
          key, "has no meaning with \(intensities.count) test intensities", hint: "source.decoys counts them")
      }
    }
    for (setting, k) in zip(testProbabilities, 1...) where probabilities > 0 && k > probabilities {
      let key = setting.rangePath(of: user)
      guard reader.gives(key) else { continue }
      reader.refuse(key, "has no meaning with \(probabilities) test intensities", hint: "source.decoys counts them")
    }
  }
}
