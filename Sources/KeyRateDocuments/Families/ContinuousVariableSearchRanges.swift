// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

/// Reads the ranges of `[search]`: those of the settings that the search spaces declare, with what is said of them.
enum ContinuousVariableSearchRanges {
  /// The keys that give V_A, of which a file gives one; each has a range.
  private static let light: [any DocumentKey] = {
    let keys: [any DocumentKey] = [SourceKeys.modulationVariance, SourceKeys.meanPhotons, SourceKeys.amplitude]
    return ContinuousVariableKeys.source.filter { key in keys.contains { $0.path == key.path } }
  }()

  private static let variance = ModulationSearchSpace.variance.rangeKey(
    among: light, synonyms: light, unit: "shot-noise units per quadrature", upTo: 1e9,
    default: "[0.001, 1000]; psk [0.005, 8]; qam [0.05, 50]",
    "Range of the modulation variance V_A where it is left open; 0 stands for the usual least one.",
    aliases: ["V_A", "variance"])

  private static let photons = Key<[Double]>(
    "search.mean_photons", unit: "mean photons per symbol", range: AllowedRange(0...5e8),
    absent: "modulation_variance", "The same as photon numbers: V_A = 2 n. In place of search.modulation_variance.",
    aliases: ["search.photons", "search.intensity", "search.mu", "search.intensity_1"])

  private static let amplitude = Key<[Double]>(
    "search.amplitude", range: AllowedRange(0...30), absent: "modulation_variance",
    "The same as amplitudes alpha of psk: V_A = 2 alpha^2. In place of search.modulation_variance.",
    aliases: ["search.alpha"])

  private static let scale = [variance.path, photons.path, amplitude.path]

  /// The keys of prepare-and-measure protocols.
  static let keys: [KeyDefinition] = {
    func own(_ setting: some DocumentKey) -> any DocumentKey { light.first { $0.path == setting.path } ?? setting }
    return [
      variance,
      photons.definition.ranging(over: own(SourceKeys.meanPhotons), synonyms: light),
      amplitude.definition.ranging(over: own(SourceKeys.amplitude), synonyms: light),
      ConstellationSearchSpace.shaping.rangeKey(
        among: ContinuousVariableKeys.source, upTo: 50, default: "[0.001, 2]",
        "Range of nu of gaussian shaping; 0 stands for 0.001.", aliases: ["nu"]),
      ModulationSearchSpace.fraction.rangeKey(
        among: ContinuousVariableKeys.security, default: "[0.001, 0.95]",
        "Range of the share of the symbols for parameter estimation; 0 and 1 stand for 1e-4 and 0.9999.",
        aliases: ["f_PE"]),
    ]
  }()

  /// The keys of CV-MDI.
  static let relayKeys: [KeyDefinition] = [
    (RelaySearchSpace.aliceVariance, "Alice", "[0.001, 1000]", "V_A"),
    (RelaySearchSpace.bobVariance, "Bob", "as Alice's", "V_B"),
  ].map { setting, name, standard, symbol in
    setting.rangeKey(
      among: ContinuousVariableRelayKeys.source, unit: "shot-noise units per quadrature", upTo: 1e9, default: standard,
      "Range of the modulation variance of \(name) where it is left open; 0 stands for the usual least one.",
      aliases: [symbol])
  }

  /// The range of V_A, from the one of its keys that the file gives.
  ///
  /// - Parameter variance: V_A if it is given.
  static func modulation(_ reader: DocumentReader, _ variance: Double?) -> SearchRanges {
    guard let key = reader.atMostOne(of: scale) else { return SearchRanges() }
    let setting = light.map(\.path).first(where: reader.gives) ?? SourceKeys.constellationFile.path
    let name = String(key.dropFirst("search.".count))
    let range = SearchRangeReading.range(reader, name, givenBy: variance == nil ? nil : setting)
    func converted(_ x: Double) -> Double { key == photons.path ? 2 * x : key == amplitude.path ? 2 * x * x : x }
    return ["modulation_variance": range.map { converted($0.lowerBound)...converted($0.upperBound) }]
  }

  /// The ranges of V_A and f_PE.
  static func composable(
    _ reader: DocumentReader, _ variance: Double?, _ fraction: Double?, _ mode: EstimationMode
  ) -> SearchRanges {
    var ranges = modulation(reader, variance)
    let key = ModulationSearchSpace.fraction.rangePath()
    if mode == .afterCorrection, reader.gives(key) {
      reader.refuse(
        key, "has no meaning with security.estimation = \"after-EC\"",
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
    let key = ConstellationSearchSpace.shaping.rangePath()
    if shaping != .gaussian, reader.gives(key) {
      reader.refuse(key, "goes with source.shaping = \"gaussian\"")
    } else {
      ranges["shaping_parameter"] = SearchRangeReading.range(
        reader, "shaping_parameter", givenBy: nu == nil ? nil : SourceKeys.shapingParameter.path)
    }
    return ranges
  }
}
