// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading
import ContinuousVariable
import KeyRateSecurity

/// Reads the ranges of `[search]`.
enum ContinuousVariableSearchRanges {
  private static let scale = ["search.modulation_variance", "search.mean_photons", "search.amplitude"]
  private static let fraction = "search.estimation_fraction"
  private static let shaping = "search.shaping_parameter"

  /// The keys of prepare-and-measure protocols.
  static let keys: [KeyDefinition] = [
    KeyDefinition(
      scale[0], .numbers, unit: "shot-noise units per quadrature", range: AllowedRange(0...1e9),
      default: "[0.001, 1000]; psk [0.005, 8]; qam [0.05, 50]",
      "Range of the modulation variance V_A where it is left open; 0 stands for the usual least one.",
      aliases: ["search.V_A", "search.variance"]),
    KeyDefinition(
      scale[1], .numbers, unit: "mean photons per symbol", range: AllowedRange(0...5e8),
      default: "modulation_variance", "The same as photon numbers: V_A = 2 n. In place of search.modulation_variance.",
      aliases: ["search.photons", "search.intensity", "search.mu", "search.intensity_1"]),
    KeyDefinition(
      scale[2], .numbers, range: AllowedRange(0...30), default: "modulation_variance",
      "The same as amplitudes alpha of psk: V_A = 2 alpha^2. In place of search.modulation_variance.",
      aliases: ["search.alpha"]),
    KeyDefinition(
      shaping, .numbers, range: AllowedRange(0...50), default: "[0.001, 2]",
      "Range of nu of gaussian shaping; 0 stands for 0.001.", aliases: ["search.nu"]),
    SearchRangeReading.probability(
      "estimation_fraction", default: "[0.001, 0.95]",
      "Range of the share of the symbols for parameter estimation; 0 and 1 stand for 1e-4 and 0.9999.",
      aliases: ["f_PE"]),
  ]

  /// The keys of CV-MDI.
  static let relayKeys: [KeyDefinition] = [("", "Alice", "[0.001, 1000]"), ("bob_", "Bob", "as Alice's")].map {
    KeyDefinition(
      "search.\($0)modulation_variance", .numbers, unit: "shot-noise units per quadrature",
      range: AllowedRange(0...1e9),
      default: $2, "Range of the modulation variance of \($1) where it is left open; 0 stands for the usual least one.",
      aliases: [$0.isEmpty ? "search.V_A" : "search.V_B"])
  }

  /// Ranges of what a key gives.
  static func ranges(of setting: String) -> [String] {
    switch setting {
    case SourceKeys.modulationVariance.path, SourceKeys.meanPhotons.path, SourceKeys.amplitude.path: scale
    case SourceKeys.shapingParameter.path: [shaping]
    case SecurityKeys.estimationFraction.path: [fraction]
    default: []
    }
  }

  /// The range of V_A, from the one of its keys that the file gives.
  ///
  /// - Parameter variance: V_A if it is given.
  static func modulation(_ reader: DocumentReader, _ variance: Double?) -> SearchRanges {
    guard let key = reader.atMostOne(of: scale) else { return SearchRanges() }
    let settings = [SourceKeys.modulationVariance.path, SourceKeys.meanPhotons.path, SourceKeys.amplitude.path]
    let setting = settings.first(where: reader.gives) ?? SourceKeys.constellationFile.path
    let name = String(key.dropFirst("search.".count))
    let range = SearchRangeReading.range(reader, name, givenBy: variance == nil ? nil : setting)
    func converted(_ x: Double) -> Double { key == scale[1] ? 2 * x : key == scale[2] ? 2 * x * x : x }
    return ["modulation_variance": range.map { converted($0.lowerBound)...converted($0.upperBound) }]
  }

  /// The ranges of V_A and f_PE.
  static func composable(
    _ reader: DocumentReader, _ variance: Double?, _ fraction: Double?, _ mode: EstimationMode
  ) -> SearchRanges {
    var ranges = modulation(reader, variance)
    if mode == .afterCorrection, reader.gives(Self.fraction) {
      reader.refuse(
        Self.fraction, "has no meaning with security.estimation = \"after-EC\"",
        hint: "all symbols serve both purposes")
    } else {
      ranges["estimation_fraction"] = SearchRangeReading.range(
        reader, "estimation_fraction", givenBy: fraction == nil ? nil : SecurityKeys.estimationFraction.path)
    }
    return ranges
  }

  /// The ranges of V_A and ν.
  static func constellation(
    _ reader: DocumentReader, _ variance: Double?, _ nu: Double?, _ shaping: QAMShaping?
  ) -> SearchRanges {
    var ranges = modulation(reader, variance)
    guard let shaping else { return ranges }
    if shaping != .gaussian, reader.gives(Self.shaping) {
      reader.refuse(Self.shaping, "goes with source.shaping = \"gaussian\"")
    } else {
      ranges["shaping_parameter"] = SearchRangeReading.range(
        reader, "shaping_parameter", givenBy: nu == nil ? nil : SourceKeys.shapingParameter.path)
    }
    return ranges
  }
}
