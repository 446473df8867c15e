// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// The named calculations of the bb84 sheet, section 8.
enum SatelliteCalculations {
  static let orbitKeys = ["h_m", "h0_m"]
  static let beamKeys = [
    "wavelength_m", "w0_m", "receiver_radius_m", "b_obs", "sigma_p", "eta_zenith", "airmass", "eta_fixed",
  ]

  static let all: [Calculation] = [
    Calculation("satellite.geometry", inputs: orbitKeys + ["theta_max_deg", "t_s", "min_elev_deg"], geometry),
    Calculation("satellite.link", inputs: orbitKeys + beamKeys + ["elev_deg"], link),
    Calculation(
      "satellite.fraunhofer",
      inputs: ["transmitter_radius_m", "receiver_radius_m", "range_m", "wavelength_m", "w0_m"], fraunhofer),
    Calculation(
      "satellite.pass",
      inputs: orbitKeys + beamKeys + ["theta_max_deg", "min_elev_deg", "dt_s"] + BB84Calculations.finiteKeys, pass),
  ]

  private static func orbit(_ inputs: CalculationInputs) throws -> SatelliteGeometry {
    try SatelliteGeometry(height: inputs.required("h_m"), stationHeight: inputs.number("h0_m", default: 0))
  }

  /// An angle in degrees, above the horizon, in rad.
  private static func elevation(_ inputs: CalculationInputs, _ name: String) throws -> Double {
    let degrees = try inputs.required(name)
    try require(degrees, name, in: 0...90, excludingLower: true, hint: "in degrees")
    return degrees * Double.pi / 180
  }

  private static func beam(_ inputs: CalculationInputs) throws -> SatelliteBeam {
    let beam = SatelliteBeam(
      wavelength: try inputs.required("wavelength_m"), waist: try inputs.required("w0_m"),
      receiverRadius: try inputs.required("receiver_radius_m"),
      obscurationRadius: try inputs.number("b_obs", default: 0),
      pointingJitter: try inputs.number("sigma_p", default: 0),
      zenithTransmittance: try inputs.number("eta_zenith", default: 1),
      airMass: try inputs.choice("airmass", default: AirMass.kastenYoung),
      fixedTransmittance: try inputs.number("eta_fixed", default: 1))
    try beam.validate()
    return beam
  }

  /// BB-51 at a time from culmination; BB-53 above a least elevation.
  static func geometry(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let orbit = try orbit(inputs)
    let culmination = try elevation(inputs, "theta_max_deg")
    var result: [String: CalculationValue] = [:]
    if let time = try inputs.number("t_s") {
      try require(time, "t_s", in: -1e6...1e6)
      let place = orbit.position(culmination: culmination, time: time)
      result["range_m"] = .number(place.range)
      result["elev_deg"] = .number(place.elevation * 180 / Double.pi)
    }
    if inputs.has("min_elev_deg") {
      let least = try elevation(inputs, "min_elev_deg")
      result["duration_s"] = .number(orbit.duration(culmination: culmination, above: least))
    }
    return result
  }

  /// BB-52, BB-54 to the telescope, BB-57.
  static func link(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let elevation = try elevation(inputs, "elev_deg")
    let range = try orbit(inputs).range(elevation: elevation)
    let eta = try beam(inputs).transmittance(range: range, elevation: elevation)
    return ["range_m": .number(range), "eta": .number(eta), "loss_dB": .number(-10 * Double.log10(eta))]
  }

  /// BB-60.
  static func fraunhofer(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    func length(_ name: String, _ most: Double) throws -> Double {
      let value = try inputs.required(name)
      try require(value, name, in: 0...most, excludingLower: true, hint: "in m")
      return value
    }
    let transmitter = try length("transmitter_radius_m", 100)
    let receiver = try length("receiver_radius_m", 100)
    let range = try length("range_m", 1e12)
    let wavelength = try length("wavelength_m", 1e-3)
    guard transmitter * receiver / (range * wavelength) < 100 else {
      throw InputError("range_m", range, allowed: "must be in the far field of the transmitter")
    }
    return [
      "eta_diff": .number(
        Fraunhofer.collection(
          waist: try length("w0_m", 100), transmitter: transmitter, receiver: receiver, range: range,
          wavelength: wavelength))
    ]
  }

  /// BB-61.
  static func pass(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let options = try BB84Calculations.finiteOptions(inputs)
    let intensities = try inputs.numbers("mu")?.count ?? 3
    let alice = try inputs.required("pX")
    let settings = Settings(
      intensities: try BB84Calculations.byIntensity(inputs.numbers("mu"), "mu", intensities),
      probabilities: try BB84Calculations.byIntensity(inputs.numbers("p_mu"), "p_mu", intensities),
      keyBasisProbability: alice, bobKeyBasisProbability: try inputs.number("pX_bob", default: alice))
    let pass = try SatellitePass(
      orbit(inputs), beam(inputs), culmination: elevation(inputs, "theta_max_deg"),
      leastElevation: elevation(inputs, "min_elev_deg"), slotSeconds: inputs.number("dt_s", default: 1),
      receiver: BB84Calculations.setup(inputs, channel: .one), settings: settings)
    let rate = try FiniteKey.analyse(pass.counts, settings, options)
    var result = rate.tracedValues
    result["slots"] = .number(Double(pass.slots))
    result["mean_eta"] = .number(pass.meanTransmittance)
    result["nX"] = .number(pass.counts.keyDetections.total)
    return result
  }
}
