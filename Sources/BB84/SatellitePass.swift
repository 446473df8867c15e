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
    var samples: [Link.Sample] = []
    for slot in -last...last {
      let place = geometry.position(culmination: culmination, time: Double(slot) * slotSeconds)
      guard duration > 0, place.elevation >= leastElevation else { continue }
      let eta = beam.transmittance(range: place.range, elevation: place.elevation)
      guard let channel = Transmittance(eta) else {
        throw InputError("eta", eta, allowed: "must be between 0 and 1")
      }
      samples.append(Link.Sample(weight: 1, Link.Arm(channel), time: Double(slot + last) * slotSeconds))
    }
    slots = samples.count
    guard !samples.isEmpty else {
      let zero = settings.intensities.map { _ in 0.0 }
      counts = Observations(
        keyDetections: zero, keyErrors: zero, testDetections: zero, testErrors: zero, pulses: nil, origin: .expected)
      meanTransmittance = 0
      return
    }
    var setup = receiver
    setup.link = try Link(samples, provenance: .modelled)
    counts = Simulation.observations(setup, settings, block: .pulses(rate * slotSeconds * Double(slots)))
    meanTransmittance = setup.link.meanTransmittance.value
  }
}
