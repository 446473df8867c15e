// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// How much thicker the atmosphere is along a slant path than at the zenith.
package enum AirMass: String, Sendable, CaseIterable {
  /// Kasten and Young 1989, valid to the horizon; the default.
  case kastenYoung = "kasten-young"
  /// 1/sin(elevation).
  case plane

  /// The air mass at an elevation in rad, above 0 (BB-56).
  package func value(elevation: Double) -> Double {
    switch self {
    case .plane: return 1 / Double.sin(elevation)
    case .kastenYoung:
      let degrees = elevation * 180 / Double.pi
      return 1 / (Double.sin(elevation) + 0.50572 * Double.pow(degrees + 6.07995, -1.6364))
    }
  }
}

/// A Gaussian beam from a satellite into a telescope on the ground, long-term averages (bb84 sheet, section 8).
package struct SatelliteBeam: Sendable, Equatable {
  /// λ in m.
  package var wavelength: Double
  /// w0 in m: the 1/e² radius of the intensity at the transmitter.
  package var waist: Double
  /// a in m.
  package var receiverRadius: Double
  /// b in m, the radius of the central obscuration; 0 without one.
  package var obscurationRadius: Double
  /// σ_p in rad: the rms pointing jitter of each axis.
  package var pointingJitter: Double
  /// The transmittance of the atmosphere at the zenith.
  package var zenithTransmittance: Double
  /// How it falls towards the horizon.
  package var airMass: AirMass
  /// Receiver optics, detectors and other constant parts.
  package var fixedTransmittance: Double

  /// Describes a beam.
  package init(
    wavelength: Double, waist: Double, receiverRadius: Double, obscurationRadius: Double = 0,
    pointingJitter: Double = 0,
    zenithTransmittance: Double = 1, airMass: AirMass = .kastenYoung, fixedTransmittance: Double = 1
  ) {
    self.wavelength = wavelength
    self.waist = waist
    self.receiverRadius = receiverRadius
    self.obscurationRadius = obscurationRadius
    self.pointingJitter = pointingJitter
    self.zenithTransmittance = zenithTransmittance
    self.airMass = airMass
    self.fixedTransmittance = fixedTransmittance
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError` naming the quantity.
  package func validate() throws(InputError) {
    try require(wavelength, "wavelength_m", in: 1e-8...1e-3, hint: "in m")
    try require(waist, "w0_m", in: 0...100, excludingLower: true, hint: "in m")
    try require(receiverRadius, "receiver_radius_m", in: 0...100, excludingLower: true, hint: "a radius in m")
    try require(obscurationRadius, "b_obs", in: 0...receiverRadius, excludingUpper: true, hint: "a radius in m")
    try require(pointingJitter, "sigma_p", in: 0...1, hint: "in rad, of each axis")
    try require(zenithTransmittance, "eta_zenith", in: 0...1)
    try require(fixedTransmittance, "eta_fixed", in: 0...1)
  }

  /// w² at a range in m, pointing jitter included (BB-54).
  package func squaredRadius(range d: Double) -> Double {
    let spread = d * wavelength / (Double.pi * waist * waist)
    let jitter = pointingJitter * d
    return waist * waist * (1 + spread * spread) + 4 * jitter * jitter
  }

  /// The share of the beam that enters the telescope (BB-55).
  package func collection(range: Double) -> Double {
    let w2 = squaredRadius(range: range)
    let (a, b) = (receiverRadius, obscurationRadius)
    return -Double.exp(-2 * b * b / w2) * Double.expMinusOne(-2 * (a - b) * (a + b) / w2)
  }

  /// The total transmittance at an elevation in rad, above 0 (BB-57).
  package func transmittance(range: Double, elevation: Double) -> Double {
    collection(range: range) * Double.pow(zenithTransmittance, airMass.value(elevation: elevation)) * fixedTransmittance
  }
}
