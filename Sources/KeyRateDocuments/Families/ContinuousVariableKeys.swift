// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable

/// The keys that continuous variables add to the common ones.
enum ContinuousVariableKeys {
  /// Which states are sent.
  enum Modulation: String, CaseIterable, Sendable {
    case gaussian, psk, qam
    case file
  }

  /// Which limit of data an analysis assumes.
  enum AnalysisKind: String, CaseIterable, Sendable {
    case composable, asymptotic, lgg2010, york2021, york2023
  }

  static let link: [KeyDefinition] = [
    KeyDefinition(
      "link.excess_noise", .number, unit: "shot-noise units", range: .from(0, below: 1000),
      "Excess noise per quadrature (xi) at the plane that link.excess_noise_reference names; or give a budget in [noise].",
      slips: [
        .below(0, "an estimate below 0 is legitimate in measured data: give [counts]"),
        .above(999, "a variance in shot-noise units, usually 0.001 to 0.1"),
      ],
      aliases: [
        "xi", "link.xi", "excess_noise", "link.excess_noise_snu", "source.excess_noise", "detector.excess_noise",
      ]),
    KeyDefinition(
      "link.excess_noise_reference", .words(NoisePlane.self),
      "Plane of the excess noise: channel input, channel output (input times T), or bob (output times efficiency; for heterodyne of each of two detectors).",
      slips: [.words(["alice"], "write input"), .words(["receiver", "detector"], "write bob")],
      aliases: ["xi_reference", "link.xi_reference", "link.excess_noise_plane", "link.reference"]),
  ]

  /// A transmittance that fluctuates, in place of a fixed one.
  static let fading: [KeyDefinition] = [
    KeyDefinition(
      "link.fading_transmittances", .numbers, range: .probability, default: "none: a steady channel",
      "Transmittances that a fading channel takes within a block, in place of distance, loss or transmittance; asymptotic only (CV-85).",
      slips: [.within(1...100, "fractions, not percent")], aliases: ["link.transmittances", "link.fading"]),
    KeyDefinition(
      "link.fading_weights", .numbers, range: .nonNegative, default: "all equal",
      "How often each of them occurs; normalised."),
  ]

  /// A noise budget, in place of link.excess_noise.
  static let noise: [KeyDefinition] = [
    KeyDefinition(
      "noise.phase_variance_rad2", .number, unit: "rad^2", range: AllowedRange(0...1), default: "none",
      "Variance of the residual phase after recovery (CV-80).",
      slips: [.above(1, "a variance in rad^2: (2 degrees)^2 is 0.00122"), .below(0, "a variance")]),
    KeyDefinition(
      "noise.signal_rin_per_hz", .number, unit: "1/Hz", range: AllowedRange(0...1), default: "none",
      "Relative intensity noise of the signal laser (CV-81); needs noise.bandwidth_hz.",
      slips: [.below(0, "10^(x/10) of x dBc/Hz: -150 is 1e-15")]),
    KeyDefinition(
      "noise.oscillator_rin_per_hz", .number, unit: "1/Hz", range: AllowedRange(0...1), default: "none",
      "Relative intensity noise of the local oscillator (CV-81); needs noise.bandwidth_hz.",
      slips: [.below(0, "10^(x/10) of x dBc/Hz: -150 is 1e-15")]),
    KeyDefinition(
      "noise.bandwidth_hz", .number, unit: "Hz", range: .positive, default: "none",
      "Electronic bandwidth of the receiver, for the intensity noises."),
    KeyDefinition(
      "noise.modulator_bits", .number, unit: "bits", range: AllowedRange(1...64), default: "none",
      "Effective bits of the converter that drives the modulator over one V_pi (CV-82)."),
    KeyDefinition(
      "noise.converter_bits", .number, unit: "bits", range: AllowedRange(1...64), default: "none",
      "Effective bits of Bob's converter (CV-83); needs noise.converter_range.", aliases: ["noise.adc_bits"]),
    KeyDefinition(
      "noise.converter_range", .number, unit: "shot-noise standard deviations", range: .above(0, upTo: 1e6),
      default: "none", "Full range of Bob's converter (CV-83).", aliases: ["noise.adc_range"]),
    KeyDefinition(
      "noise.raman_photons", .number, unit: "photons per mode", range: AllowedRange(0...1000), default: "none",
      "Raman photons that arrive at the channel output in the mode of a symbol: excess noise 2 n there."),
    KeyDefinition(
      "noise.other", .number, unit: "shot-noise units", range: .from(0, below: 1000), default: "none",
      "Excess noise measured besides, as modulation extinction and common-mode rejection, at the plane that link.excess_noise_reference names."
    ),
  ]

  static let source: [KeyDefinition] = [
    KeyDefinition(
      "source.modulation", .words(Modulation.self), default: "gaussian",
      "States that are sent: gaussian, psk (states on a circle), qam (square grid), or a constellation from a file.",
      slips: [.words(["qpsk"], "write psk and source.states = 4"), .words(["discrete"], "write psk, qam or file")],
      aliases: ["modulation", "source.constellation"]),
    KeyDefinition(
      "source.modulation_variance", .setting, unit: "shot-noise units per quadrature", range: .above(0, upTo: 1e9),
      default: "optimised",
      "Modulation variance V_A: twice the mean photon number per symbol.",
      slips: [.below(1e-300, "give the variance, not 0: nothing would be sent")],
      aliases: ["V_A", "source.V_A", "source.variance", "modulation_variance", "VA"]),
    KeyDefinition(
      "source.mean_photons", .number, unit: "mean photons per symbol", range: .above(0, upTo: 5e8),
      default: "modulation_variance", "The same as a photon number: V_A = 2 n. In place of modulation_variance.",
      aliases: [
        "source.mean_photon_number", "source.photons", "source.mean_photons_per_symbol", "mean_photons", "source.mu",
        "source.intensity",
      ]),
    KeyDefinition(
      "source.states", .integer, range: AllowedRange(3...1024), default: "4", "Number of states of psk.",
      slips: [.below(3, "the bound needs an isotropic constellation: at least 3 states")], aliases: ["source.M", "M"]),
    KeyDefinition(
      "source.amplitude", .number, range: .above(0, upTo: 30), default: "from modulation_variance",
      "Amplitude alpha of psk: V_A = 2 alpha^2. In place of modulation_variance.", aliases: ["source.alpha"]),
    KeyDefinition(
      "source.side", .integer, range: AllowedRange(2...32), default: "8",
      "States along one side of qam: 8 for 64-QAM.", slips: [.above(32, "the side, not the number of states")]),
    KeyDefinition(
      "source.shaping", .words(QAMShaping.self), default: "binomial", "Probabilities of the points of qam (CV-56)."),
    KeyDefinition(
      "source.shaping_parameter", .setting, range: AllowedRange(0...50), default: "optimised",
      "nu of gaussian shaping, in units of the grid spacing.", aliases: ["source.nu", "nu"]),
    KeyDefinition(
      "source.constellation_file", .text, default: "needed with modulation = \"file\"",
      "CSV file beside this one with the columns re, im, probability; amplitudes alpha, |alpha|^2 in photons."),
    KeyDefinition(
      "source.repetition_rate_hz", .number, unit: "Hz", range: .positive, default: "none: no rates per second",
      "Symbols per second.", slips: [.within(1e-3...100, "in Hz: 100 MBaud is 1e8")],
      aliases: [
        "source.symbol_rate_hz", "source.symbol_rate", "source.baud_rate", "source.repetition_rate", "source.clock_hz",
      ]),
    KeyDefinition(
      "source.overhead", .number, range: .from(0, below: 1), default: "0",
      "Share of the symbols that pilots, frames and calibration take; rates per second only.",
      slips: [.within(1...100, "a fraction, not percent")]),
  ]

  static let detector: [KeyDefinition] = [
    KeyDefinition(
      "detector.detection", .words(Detection.self), default: "homodyne",
      "homodyne: one quadrature per symbol. heterodyne: both, also RF heterodyne.", aliases: ["detection"]),
    KeyDefinition(
      "detector.efficiency", .number, range: .above(0, upTo: 1),
      "Efficiency of the receiver with its optics, without the heterodyne splitter.",
      slips: [
        .within(0...0, "a detector that sees nothing makes no key"), .within(1...100, "a fraction, not percent"),
      ],
      aliases: ["efficiency", "eta_d", "detector.eta", "detector.eta_d", "detector.quantum_efficiency"]),
    KeyDefinition(
      "detector.electronic_noise", .number, unit: "shot noise of the same detector", range: .from(0, below: 1000),
      "Electronic noise variance v_el of one balanced detector.",
      slips: [.below(0, "a variance; a clearance of c dB is 1/(10^(c/10) - 1)")],
      aliases: [
        "v_el", "electronic_noise", "detector.v_el", "detector.electronic_noise_snu", "link.electronic_noise",
        "source.electronic_noise", "link.v_el",
      ]),
    KeyDefinition(
      "detector.trust", .words(ReceiverTrust.self), default: "trusted",
      "What Eve is given of the receiver (CV-11): nothing, the values of its noise, its noise, or all of it.",
      aliases: ["trust", "security.trust", "detector.trust_level"]),
  ]

  static let security: [KeyDefinition] = [
    KeyDefinition(
      "security.analysis", .words(AnalysisKind.self), default: "composable",
      "composable: a key of finite length against collective attacks (CV-45). asymptotic: infinitely many symbols (CV-12, CV-54). lgg2010, york2021, york2023: published formulas, comparison only (CV-48, CV-49)."
    ),
    KeyDefinition(
      "security.symbols", .number, unit: "symbols", range: AllowedRange(1...1e18), default: "needed (finite)",
      "Symbols of the block, N.", aliases: ["N", "security.N", "security.pulses", "security.block_size"]),
    KeyDefinition(
      "security.attacks", .words(AttackClass.self), default: "collective",
      "Attacks that a composable key is proved against: collective, or general by the Gaussian de Finetti reduction (CV-47; heterodyne, planning only).",
      slips: [.words(["coherent"], "write general")]),
    KeyDefinition(
      "security.energy_test_fraction", .number, range: .between(0, 1), default: "0.1",
      "Share of the symbols for the energy test of general attacks; they make no key.",
      slips: [.above(0.999, "a fraction, not percent")]),
    KeyDefinition(
      "security.estimation_fraction", .setting, range: .between(0, 1), default: "optimised",
      "Share of the symbols revealed for parameter estimation, f_PE.",
      slips: [.above(0.999, "a fraction, not percent")],
      aliases: ["f_PE", "security.f_PE"]),
    KeyDefinition(
      "security.estimation", .words(EstimationMode.self), default: "sacrifice",
      "sacrifice: revealed symbols make no key. after-EC: all symbols serve both purposes; planning only."),
    KeyDefinition(
      "security.digitisation_bits", .integer, unit: "bits per quadrature", range: AllowedRange(1...16), default: "6",
      "Digits of Bob's outcome that enter the hash.", aliases: ["security.bits", "bits"]),
    KeyDefinition(
      "security.secrecy", .number, range: .between(0, 1), default: "1e-10",
      "Secrecy parameter eps_sec, in five equal shares; of lgg2010 and york each failure probability.",
      slips: KeySlip.failureProbability,
      aliases: ["eps_sec", "security.eps_sec", "security.epsilon_sec", "security.epsilon"]),
    KeyDefinition(
      "security.correctness", .number, range: .between(0, 1), default: "1e-15", "Correctness parameter eps_cor.",
      slips: KeySlip.failureProbability, aliases: ["eps_cor", "security.eps_cor", "security.epsilon_cor"]),
    KeyDefinition(
      "security.reconciliation", .words(Reconciliation.self), default: "reverse",
      "reverse: Alice corrects her data to Bob's. direct: Bob does; asymptotic only, above a transmittance of 1/2."),
    KeyDefinition(
      "security.reconciliation_efficiency", .number, range: .probability, default: "0.95",
      "beta: share of the mutual information that error correction keeps.",
      slips: [
        .within(1...2, "a share: 0.95 keeps 95 %; it is not the factor f_EC of discrete variables"),
        .above(2, "a fraction, not percent"),
      ],
      aliases: ["beta", "security.beta", "security.efficiency", "security.error_correction_efficiency"]),
    KeyDefinition(
      "security.frame_error_rate", .number, range: .from(0, below: 1), default: "0",
      "FER: probability that error correction fails.", slips: [.within(1...100, "a fraction, not percent")],
      aliases: ["FER", "fer", "security.fer", "security.FER"]),
    KeyDefinition(
      "security.frame_errors", .words(FrameErrorMode.self), default: "block",
      "block: a failure aborts the whole block. frame: failed frames are dropped; customary, planning only."),
    KeyDefinition(
      "security.entropy_penalty", .bool, default: "true", "Whether the entropy of the outcomes is estimated from them."),
    KeyDefinition(
      "security.extra_leak_bits", .number, unit: "bits", range: .nonNegative, default: "0",
      "Announcements besides error correction; 64 are ample for after-EC."),
    KeyDefinition(
      "security.agreed_lengths", .integer, range: AllowedRange(1...1_000_000_000),
      default: "1 for expected, 128 for measured data", "Lengths agreed upon before the run (CV-46c).",
      aliases: ["n_lengths", "security.n_lengths"]),
    KeyDefinition(
      "security.length_agreement", .words(LengthAgreement.self), default: "none",
      "What a single length rests on: fixed before-run, or computed from-revealed symbols alone."),
    KeyDefinition(
      "security.mutual_information", .words(MutualInformation.self), default: "exact",
      "Discrete modulation: exact for the constellation, or gaussian as in most figures."),
    KeyDefinition(
      "security.success_probability", .number, range: .above(0, upTo: 1), default: "1",
      "york2021, york2023: probability that error correction succeeds."),
  ]

  static let counts: [KeyDefinition] = [
    KeyDefinition(
      "counts.symbols", .number, unit: "symbols", range: AllowedRange(1...1e18),
      "Symbols of the block, key and revealed.",
      aliases: ["counts.N"]),
    KeyDefinition(
      "counts.estimation_pairs", .number, range: AllowedRange(2...2e18), default: "rows of counts.file",
      "Real pairs (x, y) used for estimation: one for each homodyne symbol, two for each heterodyne symbol.",
      aliases: ["counts.M", "counts.pairs"]),
    KeyDefinition(
      "counts.slope", .number, default: "from sums or file", "t_hat = sum(x y) / sum(x^2).",
      aliases: ["counts.t_hat", "t_hat"]),
    KeyDefinition(
      "counts.noise_variance", .number, unit: "shot-noise units", range: .positive, default: "from sums or file",
      "sigma2_hat: residual sum of squares over pairs.", aliases: ["counts.sigma2_hat", "sigma2_hat"]),
    KeyDefinition(
      "counts.sum_x2", .number, range: .positive, default: "needed, or counts.file",
      "Sum of squares of Alice's values.",
      aliases: ["counts.Sxx", "counts.sum_xx", "sum_x2"]),
    KeyDefinition(
      "counts.sum_xy", .number, default: "slope", "Sum of products.", aliases: ["counts.Sxy"]),
    KeyDefinition(
      "counts.sum_y2", .number, range: .positive, default: "noise_variance", "Sum of squares of Bob's outcomes.",
      aliases: ["counts.Syy", "counts.sum_yy"]),
    KeyDefinition(
      "counts.subtracted_means", .integer, range: AllowedRange(0...1_000_000), default: "0; 1 if the file is centred",
      "Sample means subtracted from Bob's outcomes; each costs a degree of freedom."),
    KeyDefinition(
      "counts.file", .text, default: "sums in this file",
      "CSV file beside this one with the revealed pairs in the columns x, y, both in shot-noise units."),
    KeyDefinition(
      "counts.centre", .bool, default: "true", "Whether the means of the file's columns are subtracted."),
    KeyDefinition(
      "counts.shot_noise_variance", .number, unit: "squared volts", range: .positive,
      default: "none: y in shot-noise units",
      "Variance of Bob's output with local oscillator and without signal; y is then in volts."),
    KeyDefinition(
      "counts.electronics_variance", .number, unit: "squared volts", range: .nonNegative,
      default: "goes with shot_noise_variance", "Variance of Bob's output without light; sets the electronic noise."),
    KeyDefinition(
      "counts.symbol_entropy_bits", .number, unit: "bits per symbol", range: .nonNegative,
      default: "estimated with reconciliation_efficiency",
      "Empirical entropy of Bob's digitised outcome; goes with error_correction_leak_bits.", aliases: ["counts.H_Y"]),
    KeyDefinition(
      "counts.error_correction_leak_bits", .number, unit: "bits", range: .nonNegative,
      default: "estimated with reconciliation_efficiency",
      "Every bit sent for reconciliation, both directions, without the verification tag.",
      aliases: ["counts.leak", "counts.leak_bits", "counts.leak_EC", "leak_EC"]),
  ]

  static let all =
    link + fading + noise + source + detector + security + ContinuousVariableSearchRanges.keys + counts
}
