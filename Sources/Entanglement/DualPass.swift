// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity

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
    _ geometry: DualDownlink, alice: SatelliteBeam, bob: SatelliteBeam, pump: ContinuousPump, pairRateHz: Double,
    windowSeconds: Double, misalignment: Double, testBasisMisalignment: Double, slotSeconds: Double,
    leastElevationDegrees: Double
  ) throws(InputError) {
    try pump.validate()
    try require(pairRateHz, "pair_rate", in: 0...1e15, hint: "pairs per second")
    try require(windowSeconds, "window_s", in: 0...1, excludingLower: true, hint: "in seconds, not picoseconds")
    try require(misalignment, "e_d", in: 0...0.5, hint: "a fraction, not percent")
    try require(testBasisMisalignment, "e_dZ", in: 0...0.5, hint: "a fraction, not percent")
    let all = try geometry.slots(
      alice: alice, bob: bob, slotSeconds: slotSeconds, leastElevationDegrees: leastElevationDegrees)
    guard !all.isEmpty else { return }
    let link = try DualDownlink.link(of: all)
    let setup = PairSetup(
      link: link, aliceDetector: .one, bobDetector: .one, pump: .continuous(pump), misalignment: misalignment,
      testBasisMisalignment: testBasisMisalignment)
    let seen = setup.observables(.continuous(pairRateHz: pairRateHz, windowSeconds: windowSeconds))
    slots = all.count
    coincidences = seen.coincidences * slotSeconds * Double(slots)
    errorRate = seen.errorRate
    testErrorRate = seen.testErrorRate
    meanProduct = link.meanTransmittance.value
  }
}
