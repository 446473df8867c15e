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
