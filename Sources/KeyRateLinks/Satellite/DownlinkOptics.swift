// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// The optics of one downlink (bb84 sheet, BB-54, BB-55, BB-56, BB-57).
package struct DownlinkOptics: Sendable, Equatable {
  /// Wavelength in metres.
  package var wavelength: Double
  /// Radius of the beam at the transmitter, 1/e² of the intensity, in metres.
  package var beamRadius: Double
  /// Pointing jitter of the transmitter, rms per axis, in radians.
  package var pointingJitter: Double
  /// Radius of the receiving aperture in metres.
  package var receiverRadius: Double
  /// Radius of its central obscuration in metres.
  package var obscurationRadius: Double
  /// Transmittance of the atmosphere at the zenith.
  package var zenithTransmittance: Double
  /// Everything else that is constant: optics and detectors.
  package var fixedTransmittance: Double

  /// Describes a downlink.
  ///
  /// - Throws: `InputError` for quantities out of range.
  package init(
    wavelength: Double, beamRadius: Double, pointingJitter: Double = 0, receiverRadius: Double,
    obscurationRadius: Double = 0, zenithTransmittance: Double = 1, fixedTransmittance: Double = 1
  ) throws(InputError) {
    try require(wavelength, "wavelength_m", in: 0...1e-3, excludingLower: true, hint: "in metres, not nanometres")
    try require(beamRadius, "w0_m", in: 0...100, excludingLower: true)
    try require(pointingJitter, "sigma_p", in: 0...1, hint: "in radians")
    try require(receiverRadius, "receiver_radius_m", in: 0...100, excludingLower: true)
    try require(obscurationRadius, "b_obs", in: 0...receiverRadius)
    try require(zenithTransmittance, "eta_zenith", in: 0...1)
    try require(fixedTransmittance, "eta_fixed", in: 0...1)
    self.wavelength = wavelength
    self.beamRadius = beamRadius
    self.pointingJitter = pointingJitter
    self.receiverRadius = receiverRadius
    self.obscurationRadius = obscurationRadius
    self.zenithTransmittance = zenithTransmittance
    self.fixedTransmittance = fixedTransmittance
  }

  /// The transmittance towards a station that sees the satellite above its horizon; 0 below.
  package func transmittance(_ sight: DualDownlink.Sight) -> Double {
    guard sight.elevationDegrees > 0 else { return 0 }
    let d = sight.range
    let rayleigh = Double.pi * beamRadius * beamRadius / wavelength
    let spread = d / rayleigh
    let squared = beamRadius * beamRadius * (1 + spread * spread) + 4 * pointingJitter * pointingJitter * d * d
    let (a, b) = (receiverRadius, obscurationRadius)
    let geometric = -Double.exp(-2 * b * b / squared) * Double.expMinusOne(-2 * (a * a - b * b) / squared)
    // Kasten and Young 1989.
    let elevation = sight.elevationDegrees
    let airmass =
      1 / (Double.sin(elevation * Double.pi / 180) + 0.50572 * Double.pow(elevation + 6.07995, -1.6364))
    return geometric * Double.pow(zenithTransmittance, airmass) * fixedTransmittance
  }
}
