// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable

/// What a single length of a measured run rests on.
package enum LengthAgreement: String, Sendable, CaseIterable {
  /// Nothing: the length is computed from the run.
  case none
  /// The length was fixed before the run.
  case beforeRun = "before-run"
  /// Length, leakage and the entropy estimate follow from the revealed symbols alone.
  case fromRevealed = "from-revealed"
}

/// The keys that continuous variables add to the common ones.
package enum ContinuousVariableKeys {
  /// Which states are sent.
  package enum Modulation: String, CaseIterable, Sendable {
    case gaussian, psk, qam
    case file
  }

  /// Which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case composable, asymptotic, lgg2010, york2021, york2023
  }

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, default: .composable,
    "composable: a key of finite length against collective Gaussian attacks, or any collective ones (CV-45, security.noise_hypothesis). asymptotic: infinitely many symbols (CV-12, CV-54). lgg2010, york2021, york2023: published formulas, comparison only (CV-48, CV-49)."
  )

  static let reconciliation = WordKey<Reconciliation>(
    SecurityKeys.reconciliation, default: .reverse,
    "reverse: Alice corrects her data to Bob's. direct: Bob does; asymptotic only, above a transmittance of 1/2.")

  static let lengthComposition = WordKey<LengthComposition>(
    SecurityKeys.composition, default: .split,
    "How agreed lengths share the failure probabilities: split (CV-46c), or one-smoothing for all of them (CV-46d).")

  static let excessNoiseReference = WordKey<NoisePlane>(
    LinkKeys.excessNoiseReference,
    "Plane of the excess noise: channel input, channel output (input times T), or bob (output times efficiency; for heterodyne of each of two detectors).",
    slips: [.words(["alice"], "write input"), .words(["receiver", "detector"], "write bob")],
    aliases: ["xi_reference", "link.xi_reference", "link.excess_noise_plane", "link.reference"])

  // Where a key has a meaning.
  private static let finite = analysis.isNot(.asymptotic)
  private static let composable = analysis.is(.composable)
  private static let psk = SourceKeys.modulation.is(.psk)
  private static let qam = SourceKeys.modulation.is(.qam)

  static let link: [any DocumentKey] = [
    LinkKeys.excessNoise.with(symbols: ["xi"]),
    excessNoiseReference,
  ]

  /// A transmittance that fluctuates, in place of a fixed one.
  static let fading: [any DocumentKey] = [
    LinkKeys.fadingTransmittances.with(symbols: ["T_samples"]),
    LinkKeys.fadingWeights.with(symbols: ["weights"]),
  ]

  /// A noise budget, in place of link.excess_noise.
  static let noise: [any DocumentKey] = [
    NoiseKeys.phaseVarianceRad2.with(symbols: ["phase_var"]),
    NoiseKeys.signalRinPerHz.with(symbols: ["rin_sig"]),
    NoiseKeys.oscillatorRinPerHz.with(symbols: ["rin_lo"]),
    NoiseKeys.bandwidthHz.with(symbols: ["bandwidth"]),
    NoiseKeys.modulatorBits.with(symbols: ["dac_bits"]),
    NoiseKeys.converterBits.with(symbols: ["adc_bits"]),
    NoiseKeys.converterRange.with(symbols: ["adc_ratio"]),
    NoiseKeys.ramanPhotons.with(symbols: ["n_raman"]),
    NoiseKeys.other.with(symbols: ["xi_other"]),
  ]

  static let source: [any DocumentKey] = [
    SourceKeys.modulation,
    SourceKeys.modulationVariance.with(symbols: ["V_A"]),
    SourceKeys.meanPhotons,
    SourceKeys.states.with(symbols: ["M"]).when(psk),
    SourceKeys.amplitude.with(symbols: ["alpha"]).when(psk),
    SourceKeys.side.with(symbols: ["side"]).when(qam),
    SourceKeys.shaping.when(qam),
    SourceKeys.shapingParameter.with(symbols: ["nu"]).when(qam, SourceKeys.shaping.is(.gaussian)),
    SourceKeys.constellationFile.with(symbols: ["states", "probabilities", "re", "im", "p"]).when(
      SourceKeys.modulation.is(.file)),
    SourceKeys.repetitionRateHz.with(
      meaning: "Symbols per second.", symbols: ["symbol_rate"], slips: [.within(1e-3...100, "in Hz: 100 MBaud is 1e8")],
      aliases: [
        "source.symbol_rate_hz", "source.symbol_rate", "source.baud_rate", "source.repetition_rate", "source.clock_hz",
      ]),
    SourceKeys.overhead,
  ]

  static let detector: [any DocumentKey] = [
    DetectorKeys.detection.with(symbols: ["detection"]),
    DetectorKeys.efficiency.with(
      required: true, meaning: "Efficiency of the receiver with its optics, without the heterodyne splitter.",
      symbols: ["eta_d"],
      slips: [
        .within(0...0, "a detector that sees nothing makes no key"), .within(1...100, "a fraction, not percent"),
      ]),
    DetectorKeys.electronicNoise.with(symbols: ["v_el"]),
    DetectorKeys.trust,
  ]

  static let security: [any DocumentKey] = [
    analysis,
    SecurityKeys.symbols.when(finite),
    SecurityKeys.attacks.with(symbols: ["attacks"]).when(composable),
    SecurityKeys.energyTestFraction.with(symbols: ["energy_test"]).when(composable, SecurityKeys.attacks.is(.general)),
    SecurityKeys.estimationFraction.with(symbols: ["f_PE"]).when(finite, SecurityKeys.estimation.is(.sacrifice)),
    SecurityKeys.estimation.when(composable),
    SecurityKeys.digitisationBits.with(symbols: ["bits"]).when(analysis.is(.composable, .york2021, .york2023)),
    SecurityKeys.secrecy.with(
      meaning:
        "Secrecy parameter eps_sec, in five equal shares (six with noise_hypothesis = \"bounded\"); of lgg2010 and york each failure probability.",
      symbols: ["eps_s", "eps_PA", "eps_PE", "eps_ent", "eps_W", "eps_bar", "eps_h"]
    ).when(finite),
    SecurityKeys.correctness.with(symbols: ["eps_cor"]).when(composable),
    reconciliation.with(symbols: ["reconciliation"]),
    SecurityKeys.reconciliationEfficiency.with(symbols: ["beta"]),
    SecurityKeys.frameErrorRate.with(symbols: ["FER"]).when(analysis.isNot(.york2021, .york2023)),
    SecurityKeys.frameErrors.when(composable),
    SecurityKeys.entropyPenalty.when(composable),
    SecurityKeys.extraLeakBits.with(symbols: ["extra_leak_bits"]).when(composable),
    SecurityKeys.noiseHypothesis.with(symbols: ["noise_hypothesis"]).when(composable),
    SecurityKeys.clipRadius.with(symbols: ["clip_radius"]).when(composable, SecurityKeys.noiseHypothesis.is(.bounded)),
    SecurityKeys.slopeReference.with(symbols: ["slope_reference"]).when(
      composable, SecurityKeys.noiseHypothesis.is(.bounded)),
    SecurityKeys.continuity.with(symbols: ["continuity"]).when(composable, SecurityKeys.noiseHypothesis.is(.bounded)),
    SecurityKeys.agreedLengths.with(symbols: ["n_lengths"]).when(composable),
    SecurityKeys.listedLengths.with(symbols: ["lengths"]).when(composable),
    SecurityKeys.lengthStep.with(symbols: ["length_step"]).when(composable),
    SecurityKeys.fixedLength.with(symbols: ["fixed_length"]).when(composable),
    SecurityKeys.lengthAgreement.with(symbols: ["agreement", "from_revealed"]).when(composable),
    lengthComposition.with(symbols: ["composition"]).when(composable),
    SecurityKeys.mutualInformation.with(symbols: ["mutual_information"]).when(
      analysis.is(.asymptotic), SourceKeys.modulation.isNot(.gaussian)),
    SecurityKeys.successProbability.with(symbols: ["p_ec"]).when(analysis.is(.york2021, .york2023)),
  ]

  static let counts: [any DocumentKey] = [
    CountsKeys.symbols.with(symbols: ["N", "n"]),
    CountsKeys.estimationPairs,
    CountsKeys.slope.with(symbols: ["t_hat"]),
    CountsKeys.noiseVariance.with(symbols: ["sigma2_hat"]),
    CountsKeys.sumX2.with(symbols: ["sum_x2"]),
    CountsKeys.sumXy.with(symbols: ["sum_xy"]),
    CountsKeys.sumY2.with(symbols: ["sum_y2"]),
    CountsKeys.subtractedMeans.with(symbols: ["subtracted_means"]),
    CountsKeys.file.with(
      absent: "sums in this file",
      meaning:
        "CSV file beside this one with the revealed pairs in the order of the run: columns x, y and quadrature (q or p), or x_q, x_p, y_q, y_p with one row for each heterodyne symbol; x in shot-noise units, y too or in volts."
    ),
    CountsKeys.centre,
    CountsKeys.shotNoiseVariance.with(symbols: ["light_variance"]),
    CountsKeys.lightSamples.with(symbols: ["light_samples"]),
    CountsKeys.electronicsVariance.with(symbols: ["dark_variance"]),
    CountsKeys.darkSamples.with(symbols: ["dark_samples"]),
    CountsKeys.meanZ.with(symbols: ["mean_Z"]),
    CountsKeys.varZ.with(symbols: ["var_Z"]),
    CountsKeys.meanR.with(symbols: ["mean_R"]),
    CountsKeys.varR.with(symbols: ["var_R"]),
    CountsKeys.outsideRadius.with(symbols: ["outside_radius"]),
    CountsKeys.symbolEntropyBits.with(symbols: ["H_Y"]),
    CountsKeys.errorCorrectionLeakBits.with(absent: "estimated with reconciliation_efficiency", symbols: ["leak_EC"]),
  ]

  /// Ranges go with their settings, and with the analyses that search.
  static let search: [any DocumentKey] = ContinuousVariableSearchRanges.keys.map {
    $0.when(analysis.isNot(.lgg2010, .york2021, .york2023))
  }

  static let all =
    link + fading + [LinkSampleKeys.rows(.direct, coherent: true)] + noise + source + detector + security + search
    + counts
}

extension LinkKeys {
  package static let excessNoise = Key<Double>(
    "link.excess_noise", unit: "shot-noise units", range: .from(0, below: 1000),
    "Excess noise per quadrature (xi) at the plane that link.excess_noise_reference names; or give a budget in [noise].",
    KeyFacts(
      replaces: [
        "noise.phase_variance_rad2", "noise.signal_rin_per_hz", "noise.oscillator_rin_per_hz", "noise.bandwidth_hz",
        "noise.modulator_bits", "noise.converter_bits", "noise.converter_range", "noise.raman_photons", "noise.other",
      ], ideal: 0, imperfection: "excess noise", scan: .logarithmic(0, 10)),
    slips: [
      .below(0, "an estimate below 0 is legitimate in measured data: give [counts]"),
      .above(999, "a variance in shot-noise units, usually 0.001 to 0.1"),
    ],
    aliases: [
      "xi", "link.xi", "excess_noise", "link.excess_noise_snu", "source.excess_noise", "detector.excess_noise",
    ])

  package static let fadingTransmittances = Key<[Double]>(
    "link.fading_transmittances", range: .probability, absent: "none: a steady channel",
    "Transmittances that a fading channel takes within a block, in place of distance, loss or transmittance; asymptotic only (CV-85).",
    KeyFacts(replaces: [
      "link.distance_km", "link.loss_db", "link.transmittance", "link.attenuation_db_per_km", "link.excess_loss_db",
      "link.fading_weights",
    ]), slips: [.within(1...100, "fractions, not percent")], aliases: ["link.transmittances", "link.fading"])

  package static let fadingWeights = Key<[Double]>(
    "link.fading_weights", range: .nonNegative, absent: "all equal", "How often each of them occurs; normalised.")
}

extension NoiseKeys {
  package static let phaseVarianceRad2 = Key<Double>(
    "noise.phase_variance_rad2", unit: "rad^2", range: AllowedRange(0...1), absent: "none",
    "Variance of the residual phase after recovery (CV-80).", KeyFacts(replaces: ["link.excess_noise"]),
    slips: [.above(1, "a variance in rad^2: (2 degrees)^2 is 0.00122"), .below(0, "a variance")])

  package static let signalRinPerHz = Key<Double>(
    "noise.signal_rin_per_hz", unit: "1/Hz", range: AllowedRange(0...1), absent: "none",
    "Relative intensity noise of the signal laser (CV-81); needs noise.bandwidth_hz.",
    KeyFacts(replaces: ["link.excess_noise"]), slips: [.below(0, "10^(x/10) of x dBc/Hz: -150 is 1e-15")])

  package static let oscillatorRinPerHz = Key<Double>(
    "noise.oscillator_rin_per_hz", unit: "1/Hz", range: AllowedRange(0...1), absent: "none",
    "Relative intensity noise of the local oscillator (CV-81); needs noise.bandwidth_hz.",
    KeyFacts(replaces: ["link.excess_noise"]), slips: [.below(0, "10^(x/10) of x dBc/Hz: -150 is 1e-15")])

  package static let bandwidthHz = Key<Double>(
    "noise.bandwidth_hz", unit: "Hz", range: .positive, absent: "none",
    "Electronic bandwidth of the receiver, for the intensity noises.", KeyFacts(replaces: ["link.excess_noise"]))

  package static let modulatorBits = Key<Double>(
    "noise.modulator_bits", unit: "bits", range: AllowedRange(1...64), absent: "none",
    "Effective bits of the converter that drives the modulator over one V_pi (CV-82).",
    KeyFacts(replaces: ["link.excess_noise"]))

  package static let converterBits = Key<Double>(
    "noise.converter_bits", unit: "bits", range: AllowedRange(1...64), absent: "none",
    "Effective bits of Bob's converter (CV-83); needs noise.converter_range.",
    KeyFacts(replaces: ["link.excess_noise"]), aliases: ["noise.adc_bits"])

  package static let converterRange = Key<Double>(
    "noise.converter_range", unit: "shot-noise standard deviations", range: .above(0, upTo: 1e6), absent: "none",
    "Full range of Bob's converter (CV-83).", KeyFacts(replaces: ["link.excess_noise"]), aliases: ["noise.adc_range"])

  package static let ramanPhotons = Key<Double>(
    "noise.raman_photons", unit: "photons per mode", range: AllowedRange(0...1000), absent: "none",
    "Raman photons that arrive at the channel output in the mode of a symbol: excess noise 2 n there.",
    KeyFacts(replaces: ["link.excess_noise"]))

  package static let other = Key<Double>(
    "noise.other", unit: "shot-noise units", range: .from(0, below: 1000), absent: "none",
    "Excess noise measured besides, as modulation extinction and common-mode rejection, at the plane that link.excess_noise_reference names.",
    KeyFacts(replaces: ["link.excess_noise"]))
}

extension SourceKeys {
  package static let modulation = WordKey<ContinuousVariableKeys.Modulation>(
    "source.modulation", default: .gaussian,
    "States that are sent: gaussian, psk (states on a circle), qam (square grid), or a constellation from a file.",
    slips: [.words(["qpsk"], "write psk and source.states = 4"), .words(["discrete"], "write psk, qam or file")],
    aliases: ["modulation", "source.constellation"])

  package static let modulationVariance = Key<SettingValue>(
    "source.modulation_variance", unit: "shot-noise units per quadrature", range: .above(0, upTo: 1e9),
    absent: "optimised", "Modulation variance V_A: twice the mean photon number per symbol.",
    KeyFacts(replaces: ["source.mean_photons", "source.amplitude"], scan: .logarithmic(1e-4, 1e4)),
    slips: [.below(1e-300, "give the variance, not 0: nothing would be sent")],
    aliases: ["V_A", "source.V_A", "source.variance", "modulation_variance", "VA"])

  package static let meanPhotons = Key<Double>(
    "source.mean_photons", unit: "mean photons per symbol", range: .above(0, upTo: 5e8), absent: "modulation_variance",
    "The same as a photon number: V_A = 2 n. In place of modulation_variance.",
    KeyFacts(replaces: ["source.modulation_variance", "source.amplitude"], scan: .logarithmic(1e-4, 1e4)),
    aliases: [
      "source.mean_photon_number", "source.photons", "source.mean_photons_per_symbol", "mean_photons", "source.mu",
      "source.intensity",
    ])

  package static let states = Key<Int>(
    "source.states", range: AllowedRange(3...1024), default: 4, "Number of states of psk.",
    slips: [.below(3, "the bound needs an isotropic constellation: at least 3 states")], aliases: ["source.M", "M"])

  package static let amplitude = Key<Double>(
    "source.amplitude", range: .above(0, upTo: 30), absent: "from modulation_variance",
    "Amplitude alpha of psk: V_A = 2 alpha^2. In place of modulation_variance.",
    KeyFacts(replaces: ["source.modulation_variance", "source.mean_photons"]), aliases: ["source.alpha"])

  package static let side = Key<Int>(
    "source.side", range: AllowedRange(2...32), default: 8, "States along one side of qam: 8 for 64-QAM.",
    slips: [.above(32, "the side, not the number of states")])

  package static let shaping = WordKey<QAMShaping>(
    "source.shaping", default: .binomial, "Probabilities of the points of qam (CV-56).")

  package static let shapingParameter = Key<SettingValue>(
    "source.shaping_parameter", range: AllowedRange(0...50), absent: "optimised",
    "nu of gaussian shaping, in units of the grid spacing.", aliases: ["source.nu", "nu"])

  package static let constellationFile = Key<String>(
    "source.constellation_file", absent: "needed with modulation = \"file\"",
    "CSV file beside this one with the columns re, im, probability; amplitudes alpha, |alpha|^2 in photons.")
}

extension DetectorKeys {
  package static let detection = WordKey<Detection>(
    "detector.detection", default: .homodyne,
    "homodyne: one quadrature per symbol. heterodyne: both, also RF heterodyne.", aliases: ["detection"])

  package static let trust = WordKey<ReceiverTrust>(
    "detector.trust", default: .trusted,
    "What Eve is given of the receiver (CV-11): nothing, the values of its noise, its noise, or all of it.",
    aliases: ["trust", "security.trust", "detector.trust_level"])
}
