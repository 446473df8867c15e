// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

/// The named calculations of the bounds sheet that the package has.
enum BoundsCalculations {
  static let channelKeys = ["eta", "loss_dB", "L_km", "alpha_dB_km", "excess_dB"]

  static let all: [Calculation] = [
    Calculation("bounds.pure_loss", inputs: channelKeys + ["modes_per_pulse", "clock_hz"], pureLoss),
    Calculation("bounds.energy_constrained", inputs: channelKeys + ["mean_photons"], energyConstrained),
    Calculation(
      "bounds.repeater_chain",
      inputs: channelKeys + ["etas", "repeaters", "station_eta", "station_loss", "modes_per_pulse"], repeaterChain),
    Calculation("bounds.min_repeaters", inputs: channelKeys + ["target_rate", "modes_per_pulse"], smallestNumber),
  ]

  static func modes(_ inputs: CalculationInputs) throws -> Double {
    let modes = try inputs.number("modes_per_pulse", default: 1)
    try require(modes, "modes_per_pulse", in: 0...1e6, excludingLower: true)
    return modes
  }

  static func pureLoss(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let eta = try inputs.channelTransmittance()
    let modes = try modes(inputs)
    var result: [String: CalculationValue] = [
      "eta": .number(eta.value),
      "plob": .number(PureLoss.perPulse(PureLoss.repeaterless(eta), modes: modes)),
      "tgw": .number(PureLoss.perPulse(PureLoss.takeokaGuhaWilde(eta), modes: modes)),
      "unassisted_private": .number(PureLoss.perPulse(PureLoss.unassistedPrivate(eta), modes: modes)),
    ]
    if let clock = try inputs.number("clock_hz") {
      try require(clock, "clock_hz", in: 0...1e18)
      result["plob_bits_per_s"] = .number(
        PureLoss.perSecond(PureLoss.repeaterless(eta), modes: modes, clockHz: clock))
    }
    return result
  }

  static func energyConstrained(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let eta = try inputs.channelTransmittance()
    let n = try inputs.required("mean_photons")
    try require(n, "mean_photons", in: 0...1e300)
    return [
      "squashed_upper": .number(EnergyConstrained.squashedUpper(eta, meanPhotons: n)),
      "upper": .number(EnergyConstrained.upper(eta, meanPhotons: n)),
      "rci_lower": .number(EnergyConstrained.reverseCoherentLower(eta, meanPhotons: n)),
      "unassisted_private": .number(EnergyConstrained.unassistedPrivate(eta, meanPhotons: n)),
    ]
  }

  static func repeaterChain(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let modes = try modes(inputs)
    if let etas = try inputs.numbers("etas") {
      guard !etas.isEmpty else { throw InputError("etas", value: "[]", allowed: "needs at least one link") }
      let links = try etas.enumerated().map { index, value in
        guard let t = Transmittance(value) else {
          throw InputError("etas[\(index + 1)]", value, allowed: "must be between 0 and 1")
        }
        return t
      }
      return ["bound": .number(RepeaterChain.bound(links: links) * modes)]
    }
    let k = try inputs.number("repeaters", default: 0)
    guard k == k.rounded(), k >= 0, k <= 1e9, let count = Int(exactly: k) else {
      throw InputError("repeaters", k, allowed: "must be a whole number between 0 and 1e9")
    }
    let eta = try inputs.channelTransmittance()
    let rule = try inputs.text("station_loss") ?? "none"
    guard ["none", "each_link"].contains(rule) else {
      throw InputError("station_loss", value: rule, allowed: "must be none or each_link")
    }
    let station = try inputs.number("station_eta", default: 1)
    guard let stationTransmittance = Transmittance(station) else {
      throw InputError("station_eta", station, allowed: "must be between 0 and 1")
    }
    let bound =
      rule == "each_link"
      ? RepeaterChain.bound(total: eta, repeaters: count, stationTransmittance: stationTransmittance)
      : RepeaterChain.bound(total: eta, repeaters: count)
    return ["bound": .number(bound * modes)]
  }

  static func smallestNumber(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let eta = try inputs.channelTransmittance()
    let target = try inputs.required("target_rate")
    guard
      let k = RepeaterChain.smallestNumber(targetBitsPerUse: target, total: eta, modes: try modes(inputs))
    else {
      throw InputError("target_rate", target, allowed: "must be positive, and the channel must transmit something")
    }
    return ["repeaters": .number(Double(k))]
  }
}
