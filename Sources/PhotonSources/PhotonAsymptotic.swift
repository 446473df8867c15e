// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  static let worstCase = Quantity.Origin(
    "PH-39", "Gottesman, Lo, Luetkenhaus, Preskill 2004, arXiv:quant-ph/0212066")
  static let rest = Quantity(
    .estimation, "s", "detections that no multi-photon pulse explains, per round", .lowerBound
  ).by(worstCase)
  static let efficiency = Quantity(.keyLength, "f_EC", "efficiency of error correction", .input)
  static let siftingFactor = Quantity(.keyLength, "q", "sifting factor", .input)
  static let rawRate = Quantity(
    .keyLength, "rate_raw", "secret bits per pulse, signed", .estimate, unit: "bit/pulse"
  ).by(worstCase)
  static let rate = Quantity(.keyLength, "rate", "secret bits per pulse", .estimate, unit: "bit/pulse").by(worstCase)

  static let asymptotic = [rest, efficiency, siftingFactor, rawRate, rate]
}

/// BB84 without decoys in the limit of infinite data (photons sheet, PH-39; Gottesman, Lo, Luetkenhaus, Preskill
/// 2004, quant-ph/0212066). Planning only.
package enum PhotonAsymptotic {
  /// Options of an asymptotic analysis.
  package struct Options: Sendable, Equatable {
    /// f_EC ≥ 1.
    package var errorCorrectionEfficiency: Double
    /// q: 1/2 for balanced bases, pX_A pX_B with a bias.
    package var siftingFactor: Double

    /// Makes options.
    package init(errorCorrectionEfficiency: Double = 1.16, siftingFactor: Double = 0.5) {
      self.errorCorrectionEfficiency = errorCorrectionEfficiency
      self.siftingFactor = siftingFactor
    }

    /// Refuses options out of range.
    package func validate() throws(InputError) {
      try require(
        errorCorrectionEfficiency, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
      try require(siftingFactor, "q", in: 0...1, excludingLower: true)
    }
  }

  /// What the gain certifies if every multi-photon pulse was detected.
  package struct Estimate: Sendable, Equatable {
    /// Q and EQ of a round, key basis.
    package var key: PhotonSetup.Response
    /// The same in the test basis.
    package var test: PhotonSetup.Response
    /// P(two photons or more).
    package var multiphoton: Double
    /// s = Q − p_multi.
    package var rest: Double
    /// φ, at most 1/2.
    package var phaseError: Double
    /// Rounds per pump pulse.
    package var roundsPerPulse: Double
    /// Signed rate per pump pulse; for s ≤ 0 the slope for a search.
    package var rawRate: Double

    /// max(0, raw rate), 0 where multi-photon pulses explain everything.
    package var rate: Double { rest > 0 ? Swift.max(0, rawRate) : 0 }

    /// Why there is no key, or nil.
    package var reasonForZero: ReasonForZero? {
      if rate > 0 { return nil }
      if !(key.gain > 0) { return ReasonForZero(.noDetections) }
      if !(rest > 0) { return ReasonForZero(.multiphotonExplainsAll) }
      if phaseError >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
      return ReasonForZero(.leakageExceedsSecrecy)
    }
  }

  /// The estimate for a link whose gain is that of its channel model.
  ///
  /// - Parameter multiphoton: a bound on P(two photons or more); nil takes the source model's.
  /// - Throws: `InputError`.
  package static func estimate(
    _ setup: PhotonSetup, _ settings: PhotonSettings, _ options: Options, multiphoton: Double? = nil
  ) throws(InputError) -> Estimate {
    try setup.validate()
    try settings.validate()
    try options.validate()
    if let multiphoton { try require(multiphoton, "p_multi", in: 0...1) }
    return evaluate(setup, settings, options, multiphoton: multiphoton)
  }

  /// The same without checks, for the inner loop of a search.
  static func evaluate(
    _ setup: PhotonSetup, _ settings: PhotonSettings, _ options: Options, multiphoton: Double? = nil
  ) -> Estimate {
    let (key, test) = setup.responses(preAttenuation: settings.preAttenuation)
    let many = multiphoton ?? setup.source.multiphotonProbability(preAttenuation: settings.preAttenuation)
    let rest = key.gain - many
    let cost = options.errorCorrectionEfficiency * key.gain * binaryEntropy(Swift.min(key.errorRate, 0.5))
    let phi = rest > 0 ? Swift.min(test.errorGain / rest, 0.5) : 0.5
    let secret = rest > 0 ? rest * binaryEntropyComplement(phi) : rest
    let rounds = setup.source.roundsPerPulse
    return Estimate(
      key: key, test: test, multiphoton: many, rest: rest, phaseError: phi, roundsPerPulse: rounds,
      rawRate: options.siftingFactor * rounds * (secret - cost))
  }

  /// The asymptotic rate of a link with its trace.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ setup: PhotonSetup, _ settings: PhotonSettings, _ options: Options
  ) throws(InputError) -> SecretKeyRate {
    let e = try estimate(setup, settings, options)
    typealias Q = Quantities
    let list =
      setup.trace(settings) + [
        Q.multiphoton.by(setup.source.multiphotonEquation, "source model").directed(.expectation)(e.multiphoton),
        Q.rest(e.rest), Q.phaseError.by(Q.worstCase)(e.phaseError, note: e.phaseError >= 0.5 ? "capped at 1/2" : nil),
        Q.efficiency(options.errorCorrectionEfficiency), Q.siftingFactor(options.siftingFactor), Q.rawRate(e.rawRate),
        Q.rate(e.rate),
      ] + setup.ceilingTrace
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: setup.source.calculationPrefix + ".asymptotic", title: setup.source.title + ", asymptotic",
        options: [.init("channel model", "threshold2")], status: .planning,
        statusReasons: ["asymptotic: not composable, says nothing about a finite run"]),
      ratePerPulse: e.rate, rawRatePerPulse: e.rawRate, reasonForZero: e.reasonForZero, trace: list,
      assumptions: [
        "infinitely many pulses, perfect BB84 states, basis-independent detection",
        "no coherence between photon numbers of different pulses",
      ])
  }
}

extension PhotonSource {
  /// The equation of the multi-photon probability.
  var multiphotonEquation: String {
    switch self {
    case .twoPhoton: "PH-30"
    case .distribution: "PH-33"
    case .coherent: "PH-40"
    case .heralded: "PH-45"
    }
  }

  /// How calculations with this source are named.
  package var calculationPrefix: String {
    switch self {
    case .twoPhoton, .distribution: "single_photon"
    case .coherent: "weak_coherent"
    case .heralded: "single_photon.heralded"
    }
  }

  /// The source in words.
  package var title: String {
    switch self {
    case .twoPhoton, .distribution: "BB84 with a single-photon source"
    case .coherent: "BB84 with weak coherent pulses, no decoys"
    case .heralded: "BB84 with heralded photons"
    }
  }
}
