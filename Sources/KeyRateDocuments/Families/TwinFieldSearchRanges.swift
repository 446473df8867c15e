// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import TwinField

/// Reads the ranges of `[search]`.
enum TwinFieldSearchRanges {
  /// The weakest of eight test intensities is never searched.
  private static let intensityNumbers = 1...(Settings.mostIntensities - 1)
  private static let probabilityNumbers = 1...Settings.mostIntensities

  private static let sideKeys: [KeyDefinition] =
    [
      SearchRangeReading.intensity(
        "key_intensity", upTo: Settings.largestIntensity, default: "[1e-4, 0.3]; comparison protocols [1e-4, 2]",
        "Range of the intensity of the key pulses where it is left open; 0 stands for 1e-4.",
        aliases: ["s", "signal_intensity", "intensity_1", "sA"])
    ]
    + intensityNumbers.map { k in
      SearchRangeReading.intensity(
        "test_intensity_\(k)", upTo: Settings.largestIntensity, default: k == 1 ? "[0.05, 1]" : "[0.001, 0.6]",
        "Range of \(k == 1 ? "the strongest test intensity" : "test intensity \(k)"); the weakest is never searched.",
        aliases: ["decoy_\(k)"])
    }
    + probabilityNumbers.map { k in
      SearchRangeReading.probability(
        "test_probability_\(k)", default: "0.003 to what the others leave",
        "Range of the probability of test intensity \(k) in test mode; 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["probability_\(k)"])
    }

  private static let bobs = SearchRangeReading.ofBob(sideKeys, "The same of Bob.")
  /// The ranges that only Bob has.
  static let bobKeys = bobs.map(\.path)

  private static let keyMode = "search.key_mode_probability"
  /// The range of the comparison protocols that send or do not.
  static let sending = "search.sending_probability"

  /// All keys.
  static let keys: [KeyDefinition] =
    sideKeys + bobs + [
      SearchRangeReading.probability(
        "key_mode_probability", default: "[0.02, 0.99]",
        "Range of the probability of the key mode; 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["pX", "p_X", "key_basis_probability"]),
      SearchRangeReading.probability(
        "sending_probability", default: "[0.001, 0.6]",
        "Range of how often a user sends (sending-or-not-sending, sns-aopp); 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["epsilon"]),
    ]

  /// The ranges of test intensities.
  static let testIntensities = keys.map(\.path).filter { $0.contains("test_intensity") }
  /// The ranges that only a finite key has.
  static let finite = keys.map(\.path).filter { $0.contains("test_probability") } + [keyMode]

  /// Ranges of settings that a key gives, of Alice or of Bob.
  static func ranges(of setting: String) -> [String] {
    let user = setting.hasPrefix("source.bob_") ? "bob_" : ""
    switch setting.dropFirst("source.\(user)".count) {
    case "key_intensity": return ["search.\(user)key_intensity"]
    case "test_intensities": return intensityNumbers.map { "search.\(user)test_intensity_\($0)" }
    case "test_probabilities": return probabilityNumbers.map { "search.\(user)test_probability_\($0)" }
    case "key_mode_probability" where user.isEmpty: return [keyMode]
    case "sending_probability": return [sending]
    default: return []
    }
  }

  /// Refuses ranges of intensities that are not searched or not sent.
  static func refuseBeyond(_ reader: DocumentReader, _ partial: PartialSettings) {
    refuseBeyond(reader, partial.alice, "")
    if let bob = partial.bob { refuseBeyond(reader, bob, "bob_") }
  }

  private static func refuseBeyond(_ reader: DocumentReader, _ partial: PartialSideSettings, _ user: String) {
    let (intensities, probabilities) = (partial.testIntensities, partial.testProbabilities.count)
    for k in intensityNumbers where !intensities.isEmpty && k >= intensities.count {
      let key = "search.\(user)test_intensity_\(k)"
      guard reader.gives(key) else { continue }
      if k == intensities.count {
        reader.refuse(key, "has nothing to search: the weakest test intensity is what the extinction allows")
      } else {
        reader.refuse(
          key, "has no meaning with \(intensities.count) test intensities", hint: "source.decoys counts them")
      }
    }
    for k in probabilityNumbers where probabilities > 0 && k > probabilities {
      let key = "search.\(user)test_probability_\(k)"
      guard reader.gives(key) else { continue }
      reader.refuse(key, "has no meaning with \(probabilities) test intensities", hint: "source.decoys counts them")
    }
  }
}
