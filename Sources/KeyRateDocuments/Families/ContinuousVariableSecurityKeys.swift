// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable

extension SecurityKeys {
  package static let symbols = Key<Double>(
    "security.symbols", unit: "symbols", range: AllowedRange(1...1e18), absent: "needed (finite)",
    "Symbols of the block, N.", KeyFacts(ideal: 1e18, imperfection: "finite statistics", scan: .logarithmic(1e3, 1e18)),
    aliases: ["N", "security.N", "security.pulses", "security.block_size"])

  package static let attacks = WordKey<AttackClass>(
    "security.attacks", default: .collective,
    "Attacks that a composable key is proved against: collective, or general by the Gaussian de Finetti reduction (CV-47; heterodyne, planning only).",
    slips: [.words(["coherent"], "write general")])

  package static let energyTestFraction = Key<Double>(
    "security.energy_test_fraction", range: .between(0, 1), default: 0.1,
    "Share of the symbols for the energy test of general attacks; they make no key.",
    slips: [.above(0.999, "a fraction, not percent")])

  package static let estimationFraction = Key<SettingValue>(
    "security.estimation_fraction", range: .between(0, 1), absent: "optimised",
    "Share of the symbols revealed for parameter estimation, f_PE.", slips: [.above(0.999, "a fraction, not percent")],
    aliases: ["f_PE", "security.f_PE"])

  package static let estimation = WordKey<EstimationMode>(
    "security.estimation", default: .sacrifice,
    "sacrifice: revealed symbols make no key. after-EC: all symbols serve both purposes; planning only.")

  package static let digitisationBits = Key<Int>(
    "security.digitisation_bits", unit: "bits per quadrature", range: AllowedRange(1...16), default: 6,
    "Digits of Bob's outcome that enter the hash.", aliases: ["security.bits", "bits"])

  package static let frameErrors = WordKey<FrameErrorMode>(
    "security.frame_errors", default: .block,
    "block: a failure aborts the whole block. frame: failed frames are dropped; customary, planning only.")

  package static let entropyPenalty = Key<Bool>(
    "security.entropy_penalty", default: true, "Whether the entropy of the outcomes is estimated from them.")

  package static let extraLeakBits = Key<Double>(
    "security.extra_leak_bits", unit: "bits", range: .nonNegative, default: 0,
    "Announcements besides error correction; 64 are ample for after-EC.")

  package static let noiseHypothesis = WordKey<NoiseHypothesis>(
    "security.noise_hypothesis", default: .gaussian,
    "gaussian: noise alike in both quadratures (CV-41), proves collective Gaussian attacks only. bounded: any collective attack, from outcomes that stay inside a circle (CV-92; heterodyne, revealed symbols)."
  )

  package static let clipRadius = Key<Double>(
    "security.clip_radius", unit: "of the outcomes", range: .positive, absent: "expected runs: that of an honest run",
    "Radius in phase space that no outcome of all symbols may exceed, fixed before the run (CV-92); not above the range of the converter in either quadrature."
  )

  package static let slopeReference = Key<Double>(
    "security.slope_reference", absent: "expected runs: the expected slope",
    "Slope of outcomes on sent values from an earlier run, fixed before this one (CV-92).")

  package static let continuity = WordKey<ContinuityBound>(
    "security.continuity", default: .entropies,
    "How the cut-off behind the circle is paid: entropies (CV-92), or holevo, sharper and planning only (CV-92a).")

  package static let agreedLengths = Key<Int>(
    "security.agreed_lengths", range: AllowedRange(1...1_000_000_000),
    absent: "1 for expected, every whole length for measured data",
    "How many lengths were agreed upon before the run, without naming them: planning only (CV-46c). A certificate needs lengths, length_step or fixed_length, or none of them.",
    aliases: ["n_lengths", "security.n_lengths"])

  package static let listedLengths = Key<[Double]>(
    "security.lengths", unit: "bits", range: AllowedRange(1...1e18), absent: "every whole length",
    "The lengths agreed upon before the run; the key has the longest that the bound allows, or none (CV-46c).")

  package static let lengthStep = Key<Double>(
    "security.length_step", unit: "bits", range: AllowedRange(1...1e18), absent: "every whole length",
    "All multiples of this were agreed upon before the run (CV-46c).")

  package static let fixedLength = Key<Double>(
    "security.fixed_length", unit: "bits", range: AllowedRange(1...1e18), absent: "not fixed",
    "The one length agreed upon before the run; the key has it or none (CV-46c).")

  package static let lengthAgreement = WordKey<LengthAgreement>(
    "security.length_agreement", default: LengthAgreement.none,
    "What a single length rests on: before-run (give fixed_length), or computed from-revealed symbols alone.")

  package static let mutualInformation = WordKey<MutualInformation>(
    "security.mutual_information", default: .exact,
    "Discrete modulation: exact for the constellation, or gaussian as in most figures.")

  package static let successProbability = Key<Double>(
    "security.success_probability", range: .above(0, upTo: 1), default: 1,
    "york2021, york2023: probability that error correction succeeds.")
}
