// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// A run of BB84 without decoys as it is planned: how long, how analysed, and how the source is known.
package struct PhotonPlan: Sendable {
  /// Pump pulses.
  package let pulses: Double
  /// Sampling, failure probabilities and leakage.
  package let options: PhotonFiniteKeyOptions
  /// How P(two photons or more) is known, for a source and the transmittance behind it; not used with passive decoys.
  package let limit: @Sendable (PhotonSource, _ preAttenuation: Double) -> MultiphotonLimit
  /// The herald detector where detections without herald are kept as decoys; nil otherwise.
  package let heralds: HeraldRange?

  /// Makes a plan.
  package init(
    pulses: Double, options: PhotonFiniteKeyOptions,
    limit: @escaping @Sendable (PhotonSource, Double) -> MultiphotonLimit, heralds: HeraldRange? = nil
  ) {
    self.pulses = pulses
    self.options = options
    self.limit = limit
    self.heralds = heralds
  }

  /// What the expected counts certify.
  func estimate(_ setup: PhotonSetup, _ settings: PhotonSettings) throws(InputError) -> PhotonEstimate<Double> {
    if let heralds {
      return try PassiveDecoy.evaluate(.expected(setup, settings, pulses: pulses), heralds, options).key
    }
    let counts = PhotonCounts.expected(setup, settings, triggers: pulses * setup.source.roundsPerPulse)
    return try PhotonAnalysis.estimate(counts, settings, limit(setup.source, settings.preAttenuation), options)
  }

  /// The key of the expected run, with every intermediate quantity.
  ///
  /// - Throws: `InputError`.
  package func analyse(_ setup: PhotonSetup, _ settings: PhotonSettings) throws(InputError) -> SecretKeyRate {
    if let heralds {
      return try PassiveDecoy.analyse(.expected(setup, settings, pulses: pulses), heralds, options)
    }
    let rounds = setup.source.roundsPerPulse
    guard rounds > 0 else {
      throw InputError("eta_h", 0, allowed: "leaves no herald at all, and no round")
    }
    return try PhotonFiniteKey.analyse(
      .expected(setup, settings, triggers: pulses * rounds), settings, limit(setup.source, settings.preAttenuation),
      options, pulsesPerTrigger: 1 / rounds)
  }
}
