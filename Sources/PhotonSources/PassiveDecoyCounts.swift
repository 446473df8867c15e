// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The counts of a heralded source whose detections without herald are kept as decoys: T with, N without herald.
package struct PassiveDecoyCounts: Sendable, Equatable {
  /// n_XT, m_XT: the key rounds.
  package var keyHeralded: PhotonSample
  /// n_XN, m_XN: disclosed.
  package var keyUnheralded: PhotonSample
  /// n_ZT, m_ZT: disclosed.
  package var testHeralded: PhotonSample
  /// n_ZN, m_ZN: disclosed.
  package var testUnheralded: PhotonSample
  /// N: pump pulses; nil if unknown.
  package var pulses: Double?
  /// Measured or expected.
  package var origin: PhotonCountsOrigin

  /// Gathers counts.
  package init(
    keyHeralded: PhotonSample, keyUnheralded: PhotonSample, testHeralded: PhotonSample, testUnheralded: PhotonSample,
    pulses: Double?, origin: PhotonCountsOrigin
  ) {
    self.keyHeralded = keyHeralded
    self.keyUnheralded = keyUnheralded
    self.testHeralded = testHeralded
    self.testUnheralded = testUnheralded
    self.pulses = pulses
    self.origin = origin
  }

  /// The counts by their symbols.
  var named: [(String, String, PhotonSample)] {
    [
      ("nXT", "mXT", keyHeralded), ("nXN", "mXN", keyUnheralded), ("nZT", "mZT", testHeralded),
      ("nZN", "mZN", testUnheralded),
    ]
  }

  /// Refuses counts that cannot be.
  package func validate() throws(InputError) { try origin.validate(named, rounds: pulses, symbol: "N") }

  /// Expected counts of so many pump pulses.
  ///
  /// - Throws: `InputError` if the source is not a heralded one.
  package static func expected(
    _ setup: PhotonSetup, _ settings: PhotonSettings, pulses: Double
  ) throws(InputError) -> PassiveDecoyCounts {
    guard case .heralded(let source) = setup.source else {
      throw InputError("source", value: setup.source.title, allowed: "must be a heralded pair source")
    }
    let t = settings.preAttenuation
    func samples(_ share: Double, _ e: Double) -> (heralded: PhotonSample, unheralded: PhotonSample) {
      let all = setup.response(misalignment: e) { source.clickProbabilityOfAll(t * $0) }
      let without = setup.response(weight: source.silentProbability, misalignment: e) {
        source.clickProbabilityWithoutHerald(t * $0)
      }
      return (
        PhotonSample(
          detections: share * (all.gain - without.gain),
          errors: share * Swift.max(0, all.errorGain - without.errorGain)),
        PhotonSample(detections: share * without.gain, errors: share * without.errorGain)
      )
    }
    let x = pulses * settings.keyBasisProbability * settings.bobKeyBasisProbability
    let z = pulses * (1 - settings.keyBasisProbability) * (1 - settings.bobKeyBasisProbability)
    let key = samples(x, setup.misalignment)
    let test = samples(z, setup.testBasisMisalignment)
    return PassiveDecoyCounts(
      keyHeralded: key.heralded, keyUnheralded: key.unheralded, testHeralded: test.heralded,
      testUnheralded: test.unheralded, pulses: pulses, origin: .expected)
  }
}

/// What is known of the herald detector: ranges that hold for every mode, wavelength and time (hypothesis H2).
package struct HeraldRange: Sendable, Equatable {
  /// η_h.
  package var efficiency: ClosedRange<Double>
  /// p_h, after-pulses included.
  package var background: ClosedRange<Double>

  /// Makes ranges.
  package init(efficiency: ClosedRange<Double>, background: ClosedRange<Double>) {
    self.efficiency = efficiency
    self.background = background
  }

  /// Refuses ranges for which the bounds say nothing.
  package func validate() throws(InputError) {
    try require(efficiency.lowerBound, "eta_h", in: 0...1, excludingLower: true, excludingUpper: true)
    try require(efficiency.upperBound, "eta_h", in: 0...1)
    try require(background.lowerBound, "p_h", in: 0...1, excludingUpper: true)
    try require(background.upperBound, "p_h", in: 0...1, excludingUpper: true)
  }
}
