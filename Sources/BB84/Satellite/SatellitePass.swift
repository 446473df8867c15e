// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// The expected block of a pass (bb84 sheet, section 8): counts of all slots added up, for one analysis.
///
/// Adding them is sound: a proof never uses a constant channel. It uses constant settings, so all slots have the same.
package struct SatellitePass: Sendable, Equatable {
  /// The expected counts of all slots together.
  package let counts: Observations
  /// How many slots the satellite stood high enough.
  package let slots: Int
  /// The mean of their transmittances; 0 without slots.
  package let meanTransmittance: Double

  /// Adds up a pass (BB-61).
  ///
  /// - Parameters:
  ///   - geometry: orbit and station.
  ///   - beam: transmitter, atmosphere and telescope.
  ///   - culmination: the largest elevation, in rad.
  ///   - leastElevation: slots below it are left out, in rad; fixed before the run.
  ///   - slotSeconds: the length of a slot.
  ///   - receiver: the receiver; its channel is replaced slot by slot, and with shared after-pulses its background.
  ///   - settings: the settings of all slots.
  /// - Throws: `InputError` for inputs that cannot be.
  package init(
    _ geometry: SatelliteGeometry, _ beam: SatelliteBeam, culmination: Double, leastElevation: Double,
    slotSeconds: Double, receiver: Setup, settings: Settings
  ) throws(InputError) {
    try beam.validate()
    try receiver.validate()
    try settings.validate()
    try require(culmination, "theta_max_deg", in: 0...(Double.pi / 2), excludingLower: true)
    try require(leastElevation, "min_elev_deg", in: 0...(Double.pi / 2), excludingLower: true)
    try require(slotSeconds, "dt_s", in: 1e-3...1e5)
    guard let rate = receiver.repetitionRateHz else {
      throw InputError(
        "rep_rate", value: "missing", allowed: "is needed: a pass has a duration, not a number of pulses")
    }
    let duration = geometry.duration(culmination: culmination, above: leastElevation)
    let half = duration / 2 / slotSeconds
    guard half <= 1e6 else {
      throw InputError("dt_s", slotSeconds, allowed: "must leave at most a million slots")
    }
    let last = Int(half.rounded(.down))
    var all: Observations?
    var kept = 0
    var sum = 0.0
    for slot in -last...last {
      let place = geometry.position(culmination: culmination, time: Double(slot) * slotSeconds)
      guard duration > 0, place.elevation >= leastElevation else { continue }
      let eta = beam.transmittance(range: place.range, elevation: place.elevation)
      var setup = receiver
      guard let channel = Transmittance(eta) else { continue }
      setup.channel = channel
      let counts = Simulation.observations(setup, settings, block: .pulses(rate * slotSeconds))
      all = all.map { $0.adding(counts) } ?? counts
      kept += 1
      sum += eta
    }
    let zero = settings.intensities.map { _ in 0.0 }
    counts =
      all
      ?? Observations(
        keyDetections: zero, keyErrors: zero, testDetections: zero, testErrors: zero, pulses: nil, origin: .expected)
    slots = kept
    meanTransmittance = kept > 0 ? sum / Double(kept) : 0
  }
}

extension Observations {
  /// The counts of two parts of a run together.
  func adding(_ other: Observations) -> Observations {
    func sum(_ a: ByIntensity<Double>, _ b: ByIntensity<Double>) -> ByIntensity<Double> {
      ByIntensity(a.signal + b.signal, a.decoy + b.decoy, a.weakest.flatMap { x in b.weakest.map { x + $0 } })
    }
    return Observations(
      keyDetections: sum(keyDetections, other.keyDetections), keyErrors: sum(keyErrors, other.keyErrors),
      testDetections: sum(testDetections, other.testDetections), testErrors: sum(testErrors, other.testErrors),
      pulses: pulses.flatMap { a in other.pulses.map { a + $0 } }, origin: origin)
  }
}

/// Diffraction of a Gaussian beam that the transmitter cuts, in the far field (BB-60; Sidhu et al. 2022, arXiv:2012.07829).
package enum Fraunhofer {
  /// The share of the power that enters a receiver.
  ///
  /// - Parameters:
  ///   - waist: the 1/e radius of the field, in m.
  ///   - transmitter: the radius that cuts the beam, in m.
  ///   - receiver: the radius of the receiver, in m.
  ///   - range: in m.
  ///   - wavelength: in m.
  package static func collection(
    waist: Double, transmitter: Double, receiver: Double, range: Double, wavelength: Double
  ) -> Double {
    let k = 2 * Double.pi / wavelength
    func field(_ r: Double) -> Double { Double.exp(-r * r / (waist * waist)) }
    // The oscillations of the kernel over both apertures set the number of panels.
    let panels = max(1, Int((k * receiver * transmitter / range / 2).rounded(.up)))
    func amplitude(_ rho: Double) -> Double {
      integral(0, transmitter, panels) { r in r * field(r) * besselJ0(k * rho * r / range) }
    }
    let received = integral(0, receiver, panels) { rho in
      let u = amplitude(rho)
      return rho * u * u
    }
    let sent = integral(0, transmitter, 4) { r in r * field(r) * field(r) }
    return (k / range) * (k / range) * received / sent
  }

  /// J0 by its integral, which the trapezoidal rule converges to faster than any power.
  static func besselJ0(_ x: Double) -> Double {
    let points = 24 + Int(abs(x))
    var sum = 0.0
    for j in 0..<points { sum += Double.cos(x * Double.sin(Double.pi * (Double(j) + 0.5) / Double(points))) }
    return sum / Double(points)
  }

  /// Gauss's rule of ten points on equal panels.
  static func integral(_ a: Double, _ b: Double, _ panels: Int, _ f: (Double) -> Double) -> Double {
    let nodes = [
      (0.1488743389816312, 0.2955242247147529), (0.4333953941292472, 0.2692667193099963),
      (0.6794095682990244, 0.2190863625159820), (0.8650633666889845, 0.1494513491505806),
      (0.9739065285171717, 0.0666713443086881),
    ]
    let width = (b - a) / Double(panels)
    var sum = 0.0
    for panel in 0..<panels {
      let middle = a + (Double(panel) + 0.5) * width
      for (x, w) in nodes { sum += w * (f(middle - x * width / 2) + f(middle + x * width / 2)) }
    }
    return sum * width / 2
  }
}
