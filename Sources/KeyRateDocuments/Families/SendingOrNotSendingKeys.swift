// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import SendingOrNotSending

/// The keys that sending-or-not-sending adds to the common ones; pairing has some more.
package enum SendingOrNotSendingKeys {
  /// Which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case asymptotic
  }

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, default: .finite,
    "finite: a key of finite length. asymptotic: infinite data and perfect estimates (TFS-8), comparison only.")

  static let composition = WordKey<Accounting>(
    SecurityKeys.composition, words: [.split, .root], default: .split,
    "split: classical events linearly, events about phase errors under a root (TFS-15). root: all under one root (TFS-16)."
  )

  static let pairComposition = WordKey<Accounting>(
    SecurityKeys.composition, default: .split,
    "split (TFS-15), root (TFS-16), or published: linear and without factor A (TFS-28), comparison only, with cells = 1."
  )

  static let pairErrors = WordKey<PairingMethod>(
    SecurityKeys.phaseErrors.path, default: .spin,
    "Phase errors of pairs. spin: by spin symmetry (TFS-23), derived, unpublished. simple: every error of a bit is one of a pair (TFS-25).",
    aliases: ["security.method", "security.pairing_method"])

  // Where a key has a meaning.
  static let finite = analysis.is(.finite)
  private static let percent: [KeySlip] = [.above(1, "a fraction, not percent")]

  /// One user's settings and Bob's beside them.
  private static func user(_ key: Key<SettingValue>, _ symbols: [String], when requirement: KeyRequirement? = nil)
    -> [any DocumentKey]
  {
    let alice = key.with(symbols: symbols.map { $0 + "A" })
    let bob = bobKey(key).with(symbols: symbols.map { $0 + "B" })
    guard let requirement else { return [alice, bob] }
    return [alice.when(requirement), bob.when(requirement)]
  }

  /// The settings of a user in the order of the files, without Bob's.
  static let userSettings = [
    SourceKeys.signalWindowProbability, SourceKeys.weakProbability, SourceKeys.strongProbability,
    SourceKeys.weakIntensity, SourceKeys.strongIntensity, SourceKeys.signalIntensity, sending,
  ]

  private static let sending = SourceKeys.sendingProbability.with(
    meaning: "eps: how often a user sends, given a signal window.", slips: percent,
    aliases: ["source.epsilon", "source.eps", "eps", "epsilon"])

  private static let bobNames = [
    SourceKeys.sendingProbability.path: "as Alice, or so that no signal is wasted (TFS-7)"
  ]

  /// Bob's key beside Alice's.
  static func bobKey(_ key: Key<SettingValue>) -> Key<SettingValue> {
    let name = key.path.dropFirst("source.".count)
    let d = key.definition
    return Key<SettingValue>(
      "source.bob_\(name)", unit: d.unit, range: d.range, absent: bobNames[key.path] ?? "as Alice, or optimised",
      "The same of Bob.", slips: d.slips)
  }

  static let source: [any DocumentKey] =
    user(SourceKeys.signalWindowProbability, ["pz"]) + user(SourceKeys.weakProbability, ["p1", "p0"], when: finite)
    + user(SourceKeys.strongProbability, ["p2"], when: finite) + user(SourceKeys.weakIntensity, ["a1"])
    + user(SourceKeys.strongIntensity, ["a2"], when: finite) + user(SourceKeys.signalIntensity, ["z"])
    + user(sending, ["eps"])
    + [
      SourceKeys.sliceWidthRad,
      SourceKeys.usersAlike,
      SourceKeys.mixedRounds.when(finite),
      SourceKeys.repetitionRateHz.with(
        meaning: "Pulse slots per second, all of them: rounds, reference pulses and guard slots.", symbols: ["rep_rate"]
      ),
      SourceKeys.signalSlotShare,
    ]

  static let detector: [any DocumentKey] =
    [
      DetectorKeys.efficiency.with(
        meaning:
          "Efficiency of the detectors with the optics of the middle; it enters each arm once. 1 if the loss axis contains it."
      )
    ] + DetectorKeys.ofStation + [
      DetectorKeys.misalignment.with(
        meaning:
          "Clicks at the wrong detector inside the slice: what reference, drift and optics leave (simulation only).",
        symbols: ["e_d"])
    ]

  static func security(_ scheme: Scheme) -> [any DocumentKey] {
    [
      analysis,
      SecurityKeys.pulses.with(
        unit: "rounds", absent: "must be given (finite)",
        meaning: "Rounds N: one slot of Alice and Bob in which the protocol runs; reference pulses are no rounds.",
        aliases: ["N", "security.N", "pulses", "security.rounds", "security.number_of_pulses"]
      ).when(finite),
      SecurityKeys.secrecy.with(symbols: ["eps_sec"]).when(finite),
      SecurityKeys.correctness.with(symbols: ["eps_cor"]).when(finite),
      SecurityKeys.errorCorrectionEfficiency.with(symbols: ["f_EC"]),
      scheme == .aopp ? pairComposition.with(symbols: ["accounting"]).when(finite) : composition.when(finite),
      SecurityKeys.cells.when(finite),
    ] + (scheme == .aopp ? [pairErrors.when(finite)] : [])
  }

  static func counts(_ scheme: Scheme) -> [any DocumentKey] {
    let pairs: [any DocumentKey] =
      scheme == .aopp
      ? [CountsKeys.pairsKept, CountsKeys.pairErrors, CountsKeys.pairing, CountsKeys.pairsAnnounced] : []
    return [
      CountsKeys.pulses.with(
        unit: "rounds", absent: "must be given",
        meaning:
          "Rounds of the run, whatever was chosen and detected; fixed before it. Reference pulses are no rounds.",
        symbols: ["N"], aliases: ["counts.N", "counts.rounds"]),
      CountsKeys.nobodySent, CountsKeys.weakAlice, CountsKeys.weakBob, CountsKeys.strongAlice, CountsKeys.strongBob,
      CountsKeys.sliceErrors, CountsKeys.zeros, CountsKeys.ones, CountsKeys.zeroErrors, CountsKeys.oneErrors,
    ] + pairs + [
      CountsKeys.file.with(
        meaning:
          "CSV file beside this one with the columns event, count, in place of the counts above, named as they are; rows of one event, such as one for each detector, are added."
      ),
      CountsKeys.errorCorrectionLeakBits.with(
        absent: "assumed with error_correction_efficiency",
        meaning:
          "What error correction was allowed to disclose, both directions, without the verification tag; abort if it needs more.",
        symbols: ["leak_EC"]),
      CountsKeys.plan, CountsKeys.phaseReference, CountsKeys.acceptance, CountsKeys.acceptanceSlices,
      CountsKeys.phaseRandomisation,
      CountsKeys.phases, CountsKeys.disclosedAfterRun, CountsKeys.settingsFixedBeforeRun,
    ]
  }

  static let search: [any DocumentKey] = SendingOrNotSendingSearchRanges.keys

  static func all(_ scheme: Scheme) -> [any DocumentKey] {
    LinkKeys.arms + [LinkSampleKeys.rows(.station, coherent: false)] + source + detector + security(scheme) + search
      + counts(scheme)
  }
}

extension SourceKeys {
  private static let percent: [KeySlip] = [.above(1, "a fraction, not percent")]
  private static let light: [KeySlip] = [.above(10, "mean photons per pulse, usually below 1")]

  package static let signalWindowProbability = Key<SettingValue>(
    "source.signal_window_probability", range: .between(0, 1), absent: "optimised; asymptotic 0.9999",
    "pz: probability that a user makes a round a signal window; the others are decoy windows.", slips: percent,
    aliases: ["pz", "source.pz", "source.p_z", "source.signal_probability"])

  package static let weakProbability = Key<SettingValue>(
    "source.weak_probability", range: .between(0, 1), absent: "optimised",
    "p1: probability of the weak decoy, given a decoy window; vacuum gets what weak and strong leave.", slips: percent,
    aliases: ["p1", "source.p1", "source.weak_decoy_probability"])

  package static let strongProbability = Key<SettingValue>(
    "source.strong_probability", range: .between(0, 1), absent: "optimised",
    "p2: probability of the strong decoy, given a decoy window.", slips: percent,
    aliases: ["p2", "source.p2", "source.strong_decoy_probability"])

  package static let weakIntensity = Key<SettingValue>(
    "source.weak_intensity", unit: "mean photons per pulse", range: .above(0, upTo: 10),
    absent: "optimised; asymptotic: both arrive alike",
    "a1: the weak decoy, whose phases show how well single photons interfere.", slips: light,
    aliases: ["a1", "source.a1", "source.weak_decoy_intensity", "source.mu1"])

  package static let strongIntensity = Key<SettingValue>(
    "source.strong_intensity", unit: "mean photons per pulse", range: .above(0, upTo: 10), absent: "optimised",
    "a2: the strong decoy, above the weak one.", slips: light,
    aliases: ["a2", "source.a2", "source.strong_decoy_intensity", "source.mu2"])

  package static let signalIntensity = Key<SettingValue>(
    "source.signal_intensity", unit: "mean photons per pulse", range: .above(0, upTo: 10), absent: "optimised",
    "z: a signal window in which the user sends; not sending is exactly nothing.", slips: light,
    aliases: ["z", "source.z", "source.muz", "source.mu_z"])

  package static let sliceWidthRad = Key<SettingValue>(
    "source.slice_width_rad", unit: "rad", range: .above(0, upTo: 3.141592653589793),
    absent: "optimised; asymptotic 0.01",
    "Delta: full width of the accepted slice of thetaA - thetaB - psi modulo pi; a window |cos| >= c is 2 arccos c.",
    KeyFacts(symbols: ["Delta"]), slips: [.above(3.15, "in radians, at most pi; a full width, not degrees")],
    aliases: ["source.slice_width", "source.delta", "source.Delta", "Delta"])

  package static let mixedRounds = Key<Bool>(
    "source.mixed_rounds", default: true,
    "Whether rounds of one decoy and one signal window are counted too, sending or not sending disclosed.",
    aliases: ["source.mixed", "source.count_mixed_rounds"])

  package static let signalSlotShare = Key<Double>(
    "source.signal_slot_share", range: .above(0, upTo: 1), default: 1,
    "Rounds among all pulse slots; the others carry phase reference pulses or nothing and are uses of the channel too.",
    KeyFacts(symbols: ["signal_slot_share"]), slips: [.within(1...100, "a fraction, not percent")],
    aliases: ["source.duty_cycle", "source.duty", "source.signal_share", "source.slot_share"])
}

extension SecurityKeys {
  package static let cells = Key<Int>(
    "security.cells", range: AllowedRange(1...Double(FiniteKeyOptions.mostCells)), default: 16,
    "K: cells of the scan over the unknown number of vacuum rounds (TFS-13); fixed before the run.",
    KeyFacts(symbols: ["cells"]), aliases: ["security.K", "security.scan_cells"])
}
