// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// A satellite with a source of entangled pairs between two ground stations (photons sheet, section 3).
package struct DualDownlink: Sendable, Equatable {
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
    let half = Double.pi * SatelliteGeometry.earthRadius
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
    /// Elevation in rad; negative below the horizon.
    package let elevation: Double
  }

  private var angularRate: Double {
    let r = SatelliteGeometry.earthRadius + orbitHeight
    return (SatelliteGeometry.gravitation / (r * r * r)).squareRoot()
  }

  /// What both stations see at a time in seconds from the closest approach to the midpoint (PH-20, BB-51).
  package func sights(at time: Double) -> (alice: Sight, bob: Sight) {
    let xi = offset / SatelliteGeometry.earthRadius
    let s = separation / (2 * SatelliteGeometry.earthRadius)
    let g = headingDegrees * Double.pi / 180
    let phase = angularRate * time
    let (c, d) = (Double.cos(phase), Double.sin(phase))
    let x = -Double.sin(xi) * Double.sin(g) * c + Double.cos(g) * d
    let z = Double.cos(xi) * c
    // y does not enter: both stations lie in the plane of x and z.
    func sight(_ side: Double) -> Sight {
      let ground = SatelliteGeometry.earthRadius + stationHeight
      let r = SatelliteGeometry.earthRadius + orbitHeight
      let cosine = side * Double.sin(s) * x + Double.cos(s) * z
      let range = (ground * ground + r * r - 2 * ground * r * cosine).squareRoot()
      let sine = Swift.min(1, Swift.max(-1, (r * cosine - ground) / range))
      return Sight(range: range, elevation: Double.asin(sine))
    }
    return (sight(-1), sight(1))
  }

  /// Half a revolution in seconds: all that can be in sight of both stations.
  private var halfSpan: Double { Double.pi / angularRate }

  /// One slot of a pass.
  package struct Slot: Sendable, Equatable {
    /// Its middle, in seconds from the closest approach to the midpoint.
    package let time: Double
    /// η_A and η_B.
    package let alice, bob: Double
  }

  /// The slots of a pass in which both stations see the satellite high enough, in the order of time (PH-20, BB-61).
  ///
  /// - Parameters:
  ///   - alice: her downlink.
  ///   - bob: his.
  ///   - slotSeconds: the duration of a slot.
  ///   - leastElevationDegrees: below it, at either station, a slot is dropped; fixed before the pass.
  /// - Throws: `InputError` for quantities out of range.
  package func slots(
    alice: SatelliteBeam, bob: SatelliteBeam, slotSeconds: Double, leastElevationDegrees: Double
  ) throws(InputError) -> [Slot] {
    try alice.validate()
    try bob.validate()
    try require(leastElevationDegrees, "min_elev_deg", in: 0...90)
    let least = leastElevationDegrees * Double.pi / 180
    guard slotSeconds > 0, halfSpan / slotSeconds <= 1e6 else {
      throw InputError("dt_s", slotSeconds, allowed: "must be positive and leave at most a million slots per pass")
    }
    let most = Int((halfSpan / slotSeconds).rounded(.down))
    return (-most...most).compactMap { j in
      let time = Double(j) * slotSeconds
      let (a, b) = sights(at: time)
      // At the horizon itself nothing arrives.
      guard a.elevation >= least, b.elevation >= least, a.elevation > 0, b.elevation > 0 else { return nil }
      return Slot(
        time: time, alice: alice.transmittance(range: a.range, elevation: a.elevation),
        bob: bob.transmittance(range: b.range, elevation: b.elevation))
    }
  }

  /// The pass as a link, one sample for each slot (LK-85); a source in the satellite takes the place of the station in
  /// the middle.
  ///
  /// - Throws: `InputError` for quantities out of range, or if no slot is left.
  package func link(
    alice: SatelliteBeam, bob: SatelliteBeam, slotSeconds: Double, leastElevationDegrees: Double
  ) throws(InputError) -> Link {
    let slots = try slots(
      alice: alice, bob: bob, slotSeconds: slotSeconds, leastElevationDegrees: leastElevationDegrees)
    guard !slots.isEmpty else {
      throw InputError(
        "min_elev_deg", leastElevationDegrees, allowed: "leaves no slot of the pass",
        hint: "both stations must see the satellite at the same time")
    }
    return try Self.link(of: slots)
  }

  /// Slots of equal duration as a link, the first at time 0.
  ///
  /// - Throws: `InputError` if there is none, or for transmittances that cannot be.
  package static func link(of slots: [Slot]) throws(InputError) -> Link {
    let start = slots.first?.time ?? 0
    var samples: [Link.Sample] = []
    for slot in slots {
      guard let a = Transmittance(slot.alice), let b = Transmittance(slot.bob) else {
        throw InputError("eta", value: "\(slot.alice), \(slot.bob)", allowed: "must be between 0 and 1")
      }
      samples.append(.init(weight: 1, .init(a), .init(b), time: slot.time - start))
    }
    return try Link(samples, provenance: .modelled)
  }
}
