// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

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
    let source = "Gottesman, Lo, Luetkenhaus, Preskill 2004, quant-ph/0212066"
    var list = setup.trace(settings)
    list += [
      .init(
        .estimation, "p_multi", "two photons or more at the channel input", e.multiphoton,
        equation: setup.source.multiphotonEquation, source: "source model", direction: .expectation),
      .init(
        .estimation, "s", "detections that no multi-photon pulse explains, per round", e.rest, equation: "PH-39",
        source: source, direction: .lowerBound),
      .init(
        .estimation, "phi", "phase-error fraction of these", e.phaseError, equation: "PH-39", source: source,
        direction: .upperBound, note: e.phaseError >= 0.5 ? "capped at 1/2" : nil),
      .init(
        .keyLength, "f_EC", "efficiency of error correction", options.errorCorrectionEfficiency, direction: .input),
      .init(.keyLength, "q", "sifting factor", options.siftingFactor, direction: .input),
      .init(
        .keyLength, "rate_raw", "secret bits per pulse, signed", e.rawRate, unit: "bit/pulse", equation: "PH-39",
        source: source, direction: .estimate),
      .init(
        .keyLength, "rate", "secret bits per pulse", e.rate, unit: "bit/pulse", equation: "PH-39", source: source,
        direction: .estimate),
      .init(
        .ceiling, "plob", "repeaterless bound, channel only, two modes per pulse",
        2 * PureLoss.repeaterless(setup.channel), unit: "bit/pulse", equation: "BND-4",
        source: "Pirandola et al. 2017, arXiv:1510.08863", direction: .upperBound),
    ]
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

extension PhotonSetup {
  /// Hardware, settings and what the link does to a round, for the trace of a result.
  package func trace(_ settings: PhotonSettings) -> [TraceEntry] {
    let (key, test) = responses(preAttenuation: settings.preAttenuation)
    var list: [TraceEntry] = [
      .init(.setup, "loss_dB", "loss of the channel", channel.lossDecibel, unit: "dB", direction: .input),
      .init(.setup, "eta_d", "efficiency of the receiver", detectorEfficiency.value, direction: .input),
      .init(.setup, "eta", "total transmittance", transmittance, equation: "BB-1", direction: .exact),
      .init(.setup, "p", "dark-count probability per detector per gate", backgroundProbability, direction: .input),
      .init(.setup, "e_d", "misalignment", misalignment, direction: .input),
      .init(.settings, "t", "transmittance before the channel", settings.preAttenuation, direction: .input),
    ]
    switch source {
    case .twoPhoton(let mean, let g2):
      list.append(.init(.setup, "mean_photons", "mean photons per pulse", mean, direction: .input))
      list.append(.init(.setup, "g2", "second-order correlation, raw", g2, direction: .input))
    case .distribution: break
    case .coherent(let mu):
      list.append(.init(.settings, "mu", "mean photons per pulse", mu, unit: "photon/pulse", direction: .input))
    case .heralded(let heralded):
      list.append(.init(.settings, "mu", "mean pairs per pulse", heralded.mean, unit: "pair/pulse", direction: .input))
      list.append(.init(.setup, "modes", "Schmidt modes", heralded.modes, direction: .input))
      list.append(.init(.setup, "eta_h", "efficiency of the herald arm", heralded.heraldEfficiency, direction: .input))
      list.append(.init(.setup, "p_h", "herald without light", heralded.heraldBackground, direction: .input))
      list.append(
        .init(
          .channel, "P_herald", "probability of a herald", heralded.heraldProbability, equation: "PH-45",
          direction: .expectation))
    }
    list += [
      .init(.channel, "Q", "gain of a round", key.gain, equation: "PH-36", direction: .expectation),
      .init(.channel, "E", "error rate, key basis", key.errorRate, equation: "PH-36", direction: .expectation),
      .init(.channel, "EZ", "error rate, test basis", test.errorRate, equation: "PH-36", direction: .expectation),
    ]
    return list
  }
}
