// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import MDI

/// The columns of MDI-QKD in tables.
enum MDIColumns {
  static let finite = [Quantities.errorRate, Quantities.phaseError, Quantities.pairs].map {
    LinkProblem.Diagnostic($0)
  }
  static let asymptotic = [Quantities.errorRate, Quantities.asymptoticError].map { LinkProblem.Diagnostic($0) }
  static let relay = [Quantities.errorRate, Quantities.pairingError, Quantities.beatsFrom].map {
    LinkProblem.Diagnostic($0)
  }

  /// Columns of one party: what a setting is called, its value, whether it was free.
  private struct Setting {
    let column: String
    let meaning: String
    let value: Double
    let isFree: Bool
    let isProbability: Bool
  }

  private static func columns(_ settings: [Setting], _ party: String?) -> [LinkProblem.SettingColumn] {
    settings.map { s in
      LinkProblem.SettingColumn(
        column: party.map { "\($0)_\(s.column)" } ?? s.column,
        meaning: s.meaning + (party.map { " (\($0 == "alice" ? "Alice" : "Bob"))" } ?? ""),
        unit: s.isProbability ? "" : "photon/pulse", value: s.value, isFree: s.isFree, isProbability: s.isProbability)
    }
  }

  private static func both<T: Sendable>(
    _ values: PerParty<T>, symmetric: Bool, _ settings: (T, Bool) -> [Setting]
  ) -> [LinkProblem.SettingColumn] {
    symmetric
      ? columns(settings(values.alice, true), nil)
      : columns(settings(values.alice, true), "alice") + columns(settings(values.bob, false), "bob")
  }

  static func four(
    _ choices: PerParty<FourIntensityChoice>, _ partial: PerParty<PartialFourIntensities>, symmetric: Bool
  ) -> [LinkProblem.SettingColumn] {
    both(choices, symmetric: symmetric) { c, isAlice in
      let p = isAlice ? partial.alice : partial.bob
      let words = ["signal", "strong decoy", "weak decoy"]
      let mu = [c.signal, c.strongDecoy, c.weakDecoy]
      let shares = [c.signalProbability, c.strongProbability, c.weakProbability]
      return zip(words.indices, words).map { k, word in
        Setting(
          column: "intensity_\(["z", "y", "x"][k])", meaning: "mean photons per pulse, \(word)", value: mu[k],
          isFree: p.intensities[k] == nil, isProbability: false)
      }
        + zip(words.indices, words).map { k, word in
          Setting(
            column: "probability_\(["z", "y", "x"][k])", meaning: "probability of the \(word)", value: shares[k],
            isFree: p.probabilities[k] == nil, isProbability: true)
        }
    }
  }

  static func three(
    _ choices: PerParty<ThreeIntensityChoice>, _ partial: PerParty<PartialThreeIntensities>, symmetric: Bool
  ) -> [LinkProblem.SettingColumn] {
    both(choices, symmetric: symmetric) { c, isAlice in
      let p = isAlice ? partial.alice : partial.bob
      func list(
        _ column: String, _ meaning: String, _ values: [Double], _ free: [Double?], isProbability: Bool
      ) -> [Setting] {
        values.enumerated().map { k, value in
          Setting(
            column: "\(column)_\(k + 1)", meaning: "\(meaning) \(k + 1)", value: value,
            isFree: k < free.count && free[k] == nil, isProbability: isProbability)
        }
      }
      return list(
        "intensity", "mean photons per pulse, intensity", c.intensities.list, p.intensities, isProbability: false)
        + list("probability", "probability of intensity", c.probabilities.list, p.probabilities, isProbability: true)
        + list(
          "key_basis_probability", "probability of the Z basis at intensity", c.keyBasis.list, p.keyBasis,
          isProbability: true)
    }
  }

  static func asymptotic(_ s: AsymptoticSettings, _ space: AsymptoticSearchSpace) -> [LinkProblem.SettingColumn] {
    guard space.method != .singlePhoton else { return [] }
    return both(s.intensities, symmetric: space.isSymmetric) { c, isAlice in
      let free = isAlice ? space.partial.alice : space.partial.bob
      let count = space.method == .decoy3 ? 3 : 1
      return c.list.prefix(count).enumerated().map { k, value in
        Setting(
          column: "intensity_\(k + 1)", meaning: "mean photons per pulse, intensity \(k + 1)", value: value,
          isFree: k < free.count && free[k] == nil, isProbability: false)
      }
    }
  }
}
