// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import SendingOrNotSending

/// What a laboratory says of its run, as words of `[counts]`.
package enum RunDeclarations {
  /// How the phase reference was found.
  package enum PhaseReference: String, CaseIterable, Sendable {
    case fixedBefore = "fixed-before"
    case fitted
  }

  /// How pairs of weak decoys were accepted.
  package enum Acceptance: String, CaseIterable, Sendable {
    case phaseDifference = "phase-difference"
    case sliceNumbers = "slice-numbers"
  }

  /// How phases were drawn.
  package enum Randomisation: String, CaseIterable, Sendable {
    case continuous, discrete
  }

  /// How zeros and ones were paired.
  package enum Pairing: String, CaseIterable, Sendable {
    case uniform
    case timeOrder = "time-order"
    case neighbours, blocks
  }

  /// How pairs were announced.
  package enum Announcement: String, CaseIterable, Sendable {
    case unordered, ordered
  }
}

extension CountsKeys {
  private static func count(
    _ name: String, _ symbol: String, _ meaning: String, absent: String = "must be given", aliases: [String] = []
  ) -> Key<Double> {
    Key<Double>(
      "counts.\(name)", unit: "counts", range: .nonNegative, absent: absent, "\(symbol): \(meaning)",
      KeyFacts(symbols: [symbol]), aliases: ["counts.\(symbol)", symbol] + aliases)
  }

  package static let nobodySent = count(
    "nobody_sent", "n_oo", "one click, nobody sent, at least one decoy window; never rounds of two signal windows.")
  package static let weakAlice = count(
    "weak_alice", "n_1o", "one click, weak decoy of Alice, nothing from Bob (the first letter is Alice's).")
  package static let weakBob = count("weak_bob", "n_o1", "one click, weak decoy of Bob, nothing from Alice.")
  package static let strongAlice = count("strong_alice", "n_2o", "one click, strong decoy of Alice, nothing from Bob.")
  package static let strongBob = count("strong_bob", "n_o2", "one click, strong decoy of Bob, nothing from Alice.")
  package static let sliceErrors = count(
    "slice_errors", "m_D", "both weak decoys, phases in the slice, one click at the wrong detector.")
  package static let zeros = count(
    "zeros", "n0", "key bits that are 0 at Bob: two signal windows, one click, Bob sent.")
  package static let ones = count(
    "ones", "n1", "key bits that are 1 at Bob: two signal windows, one click, Bob did not send.")
  package static let zeroErrors = count(
    "zero_errors", "m0", "errors among the zeros (both sent).", absent: "not counted; then the leak must be given")
  package static let oneErrors = count(
    "one_errors", "m1", "errors among the ones (nobody sent).", absent: "not counted; then the leak must be given")
  package static let pairsKept = count(
    "pairs_kept", "nt_aopp", "pairs left after Alice's parities, one key bit each.")
  package static let pairErrors = count(
    "pair_errors", "m_aopp", "errors among the kept pairs.", absent: "not counted; then the leak must be given")

  package static let phaseReference = WordKey<RunDeclarations.PhaseReference>(
    "counts.phase_reference", absent: "not declared: planning",
    "fixed-before: one rule for psi, fixed before windows and phases were disclosed. fitted: on the errors it should not know, outside every proof."
  )
  package static let acceptance = WordKey<RunDeclarations.Acceptance>(
    "counts.acceptance", absent: "not declared: planning",
    "How pairs of weak decoys were accepted: by the phase difference alone, or by slice numbers, which no proof covers.",
    KeyFacts(symbols: ["acceptance"]))
  package static let acceptanceSlices = Key<Int>(
    "counts.acceptance_slices", range: AllowedRange(2...1_000_000), absent: "needed with slice-numbers",
    "M: slices of the circle with slice-numbers; the accepted fraction is 2/M.",
    KeyFacts(requires: [acceptance.is(.sliceNumbers)]), aliases: ["counts.slices", "counts.phase_slices"])
  package static let phaseRandomisation = WordKey<RunDeclarations.Randomisation>(
    "counts.phase_randomisation", absent: "not declared: planning",
    "continuous: uniform in 0 to 2 pi. discrete: so many equally spaced phases, outside every proof.",
    KeyFacts(symbols: ["phase_randomisation"]), aliases: ["counts.phase_randomization"])
  package static let phases = Key<Int>(
    "counts.phases", range: AllowedRange(2...1_000_000), absent: "needed with discrete",
    "How many discrete phases were used.", KeyFacts(requires: [phaseRandomisation.is(.discrete)]),
    aliases: ["counts.discrete_phases"])
  package static let disclosedAfterRun = Key<Bool>(
    "counts.disclosed_after_run", absent: "not declared: planning",
    "Windows and intensities disclosed after the last click of the block; phases of announced pairs of weak decoys only."
  )
  package static let settingsFixedBeforeRun = Key<Bool>(
    "counts.settings_fixed_before_run", absent: "not declared: planning",
    "Rounds, settings, slice, cells, method and leak allowance were fixed before the run.")
  package static let pairing = WordKey<RunDeclarations.Pairing>(
    "counts.pairing", absent: "not declared: planning",
    "How Bob paired zeros with ones: uniform, at random after all clicks. Every other way is refused.",
    KeyFacts(symbols: ["pairing"]))
  package static let pairsAnnounced = WordKey<RunDeclarations.Announcement>(
    "counts.pairs_announced", absent: "not declared: planning",
    "Pairs announced as unordered positions; ordered ones publish the key and are refused.",
    KeyFacts(symbols: ["pairs_announced"]))
}
