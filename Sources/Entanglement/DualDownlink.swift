// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// A satellite with a source of entangled pairs between two ground stations (photons sheet, section 3).
package struct DualDownlink: Sendable, Equatable {
  /// The radius of the Earth in metres (bb84 sheet, section 8).
  package static let earthRadius = 6_371_000.0
  /// The product of the gravitational constant and the Earth's mass in m³/s².
  package static let gravity = 3.986004418e14

  /// Height of the orbit above sea level in metres.
  package var orbitHeight: Double
  /// Height of the stations above sea level in metres.
  package var stationHeight: Double
  /// Arc between the stations at sea level in metres; they lie at equal distance from the midpoint.
  package var separation: Double
  /// Arc by which the ground track misses the midpoint, in metres.
  package var offset: Double
  /// The angle between the ground track and the line through the stations, in degrees.
  package var headingDegrees: Double

  /// Describes a pass.
  ///
  /// - Throws: `InputError` for heights and arcs that cannot be.
  package init(
    orbitHeight: Double, stationHeight: Double = 0, separation: Double, offset: Double = 0,
    headingDegrees: Double = 90
  ) throws(InputError) {
    try require(orbitHeight, "h_m", in: 0...1e9, excludingLower: true, hint: "in metres")
    try require(stationHeight, "h0_m", in: -500...9000, hint: "in metres")
    let half = Double.pi * Self.earthRadius
    try require(separation, "separation_m", in: 0...half, hint: "in metres along the ground")
    try require(offset, "offset_m", in: -half...half, hint: "in metres along the ground")
    try require(headingDegrees, "heading_deg", in: -360...360)
    guard orbitHeight > stationHeight else {
      throw InputError("h_m", orbitHeight, allowed: "must be above the stations at \(stationHeight) m")
    }
    self.orbitHeight = orbitHeight
    self.stationHeight = stationHeight
    self.separation = separation
    self.offset = offset
    self.headingDegrees = headingDegrees
  }

  /// Where a station sees the satellite.
  package struct Sight: Sendable, Equatable {
    /// Slant range in metres.
    package let range: Double
    /// Elevation in degrees; negative below the horizon.
    package let elevationDegrees: Double
  }

  private var angularRate: Double {
    let r = Self.earthRadius + orbitHeight
    return (Self.gravity / (r * r * r)).squareRoot()
  }

  /// What both stations see at a time in seconds from the closest approach to the midpoint (PH-20, BB-51).
  package func sights(at time: Double) -> (alice: Sight, bob: Sight) {
    let xi = offset / Self.earthRadius
    let s = separation / (2 * Self.earthRadius)
    let g = headingDegrees * Double.pi / 180
    let phase = angularRate * time
    let (c, d) = (Double.cos(phase), Double.sin(phase))
    let x = -Double.sin(xi) * Double.sin(g) * c + Double.cos(g) * d
    let z = Double.cos(xi) * c
    // y does not enter: both stations lie in the plane of x and z.
    func sight(_ side: Double) -> Sight {
      let ground = Self.earthRadius + stationHeight
      let r = Self.earthRadius + orbitHeight
      let cosine = side * Double.sin(s) * x + Double.cos(s) * z
      let range = (ground * ground + r * r - 2 * ground * r * cosine).squareRoot()
      let sine = Swift.min(1, Swift.max(-1, (r * cosine - ground) / range))
      return Sight(range: range, elevationDegrees: Double.asin(sine) * 180 / Double.pi)
    }
    return (sight(-1), sight(1))
  }

  /// Half a revolution: all that can be in sight of both stations.
  var halfSpan: Double { Double.pi / angularRate }
}

/// The optics of one downlink (bb84 sheet, BB-54 to BB-57).
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

/// The pairs that both stations receive during a pass (PH-21, PH-22).
package struct DualPass: Sendable, Equatable {
  /// Time slots in which both stations see the satellite high enough.
  package private(set) var slots = 0
  /// Coincidences, all basis combinations.
  package private(set) var coincidences = 0.0
  /// Error rates over all of them; 1/2 without coincidences.
  package private(set) var errorRate = 0.5
  /// The same in the test basis.
  package private(set) var testErrorRate = 0.5
  /// The mean of the products η_A η_B over the slots.
  package private(set) var meanProduct = 0.0

  /// Adds up a pass in slots of equal duration.
  ///
  /// - Parameters:
  ///   - geometry: orbit and stations.
  ///   - alice: her downlink.
  ///   - bob: his.
  ///   - pump: source and detectors; arm transmittances vary from slot to slot.
  ///   - brightness: pair rate and window.
  ///   - misalignment: e_d and e_dZ.
  ///   - slotSeconds: duration of a slot.
  ///   - leastElevationDegrees: below it, at either station, a slot is dropped; fixed before the pass.
  /// - Throws: `InputError` for quantities out of range.
  package init(
    _ geometry: DualDownlink, alice: DownlinkOptics, bob: DownlinkOptics, pump: ContinuousPump, pairRateHz: Double,
    windowSeconds: Double, misalignment: Double, testBasisMisalignment: Double, slotSeconds: Double,
    leastElevationDegrees: Double
  ) throws(InputError) {
    try pump.validate()
    try require(pairRateHz, "pair_rate", in: 0...1e15, hint: "pairs per second")
    try require(windowSeconds, "window_s", in: 0...1, excludingLower: true, hint: "in seconds, not picoseconds")
    try require(misalignment, "e_d", in: 0...0.5, hint: "a fraction, not percent")
    try require(testBasisMisalignment, "e_dZ", in: 0...0.5, hint: "a fraction, not percent")
    try require(leastElevationDegrees, "min_elev_deg", in: 0...90)
    guard slotSeconds > 0, geometry.halfSpan / slotSeconds <= 1e6 else {
      throw InputError("dt_s", slotSeconds, allowed: "must be positive and leave at most a million slots per pass")
    }
    let most = Int((geometry.halfSpan / slotSeconds).rounded(.down))
    var errors = 0.0
    var testErrors = 0.0
    var products = 0.0
    for j in -most...most {
      let (a, b) = geometry.sights(at: Double(j) * slotSeconds)
      guard a.elevationDegrees >= leastElevationDegrees, b.elevationDegrees >= leastElevationDegrees else { continue }
      let (etaA, etaB) = (alice.transmittance(a), bob.transmittance(b))
      let seen = pump.observables(
        pairRateHz: pairRateHz, windowSeconds: windowSeconds, alice: etaA, bob: etaB, misalignment: misalignment,
        testBasisMisalignment: testBasisMisalignment)
      slots += 1
      coincidences += seen.coincidences * slotSeconds
      errors += seen.coincidences * seen.errorRate * slotSeconds
      testErrors += seen.coincidences * seen.testErrorRate * slotSeconds
      products += etaA * etaB
    }
    if coincidences > 0 {
      errorRate = errors / coincidences
      testErrorRate = testErrors / coincidences
    }
    if slots > 0 { meanProduct = products / Double(slots) }
  }
}
