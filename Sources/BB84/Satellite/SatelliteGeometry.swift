// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// A pass of a satellite on a circular orbit over a ground station; the rotation of the Earth is neglected
/// (bb84 sheet, section 8).
package struct SatelliteGeometry: Sendable, Equatable {
  /// The radius of the Earth in m.
  package static let earthRadius = 6_371_000.0
  /// Its gravitational parameter in m³/s².
  package static let gravitation = 3.986004418e14

  /// R0, the distance of the station from the centre of the Earth, in m.
  package let stationRadius: Double
  /// r, that of the satellite.
  package let orbitRadius: Double

  /// A satellite at a height above a station at another, both in m.
  ///
  /// - Throws: `InputError` for heights that cannot be.
  package init(height: Double, stationHeight: Double = 0) throws(InputError) {
    try require(height, "h_m", in: 1e3...1e9, hint: "in m")
    try require(stationHeight, "h0_m", in: -500...1e4, hint: "in m")
    guard height > stationHeight else {
      throw InputError("h_m", height, allowed: "must be above the station")
    }
    stationRadius = Self.earthRadius + stationHeight
    orbitRadius = Self.earthRadius + height
  }

  /// The angular rate of the orbit in rad/s (BB-50).
  package var angularRate: Double {
    (Self.gravitation / (orbitRadius * orbitRadius * orbitRadius)).squareRoot()
  }

  /// The angle at the centre of the Earth between station and satellite when it stands at an elevation (BB-52), all in rad.
  package func centralAngle(elevation: Double) -> Double {
    Double.acos(stationRadius * Double.cos(elevation) / orbitRadius) - elevation
  }

  /// The slant range in m at an elevation in rad (BB-52).
  package func range(elevation: Double) -> Double {
    let c = stationRadius * Double.cos(elevation)
    return ((orbitRadius - c) * (orbitRadius + c)).squareRoot() - stationRadius * Double.sin(elevation)
  }

  /// Range in m and elevation in rad at a time from culmination (BB-51).
  ///
  /// - Parameters:
  ///   - culmination: the largest elevation of the pass, in rad.
  ///   - time: in s, of either sign.
  package func position(culmination: Double, time: Double) -> (range: Double, elevation: Double) {
    let cosine = Double.cos(centralAngle(elevation: culmination)) * Double.cos(angularRate * time)
    let (r0, r) = (stationRadius, orbitRadius)
    let range = (r0 * r0 + r * r - 2 * r0 * r * cosine).squareRoot()
    return (range, Double.asin(max(-1, min(1, (r * cosine - r0) / range))))
  }

  /// How long the satellite stands above an elevation, in s (BB-53); 0 if it never does.
  package func duration(culmination: Double, above least: Double) -> Double {
    let offset = centralAngle(elevation: culmination)
    let limit = centralAngle(elevation: least)
    guard limit > offset else { return 0 }
    return 2 * Double.acos(Double.cos(limit) / Double.cos(offset)) / angularRate
  }
}

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
