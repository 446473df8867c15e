// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed files of sending-or-not-sending: runs")
struct SendingOrNotSendingMalformedRunTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "pairs announced in order",
      SendingOrNotSendingText.run + "pairs_announced = \"ordered\"\n",
      says: """
        f.toml:23:1: counts.pairs_announced = "ordered": must be unordered positions; an order (zero, one) \
        publishes the whole key
        """),
    MalformedFile(
      "pairs of neighbours",
      SendingOrNotSendingText.run + "pairing = \"neighbours\"\n",
      says: """
        f.toml:23:1: counts.pairing = "neighbours": must be uniformly random; in time order, between \
        neighbours or by block nothing is proven; analyse the run without pairing
        """),
    MalformedFile(
      "pairs in time order",
      SendingOrNotSendingText.run + "pairing = \"time-order\"\n",
      says: """
        f.toml:23:1: counts.pairing = "time-order": must be uniformly random; in time order, between \
        neighbours or by block nothing is proven; analyse the run without pairing
        """),
    MalformedFile(
      "an unknown pairing",
      SendingOrNotSendingText.run + "pairing = \"random\"\n",
      says: """
        f.toml:23:1: counts.pairing = "random": must be one of uniform, time-order, neighbours, blocks
        """),
    MalformedFile(
      "slice numbers without their number",
      SendingOrNotSendingText.run + "acceptance = \"slice-numbers\"\n",
      says: """
        f.toml:10:1: counts.acceptance_slices: must be given with counts.acceptance = "slice-numbers"
        """),
    MalformedFile(
      "a number of slices without slice numbers",
      SendingOrNotSendingText.run + "acceptance = \"phase-difference\"\nacceptance_slices = 16\n",
      says: """
        f.toml:24:1: counts.acceptance_slices = 16: has no meaning without counts.acceptance = \
        "slice-numbers"; leave it out
        """),
    MalformedFile(
      "one slice",
      SendingOrNotSendingText.run + "acceptance = \"slice-numbers\"\nacceptance_slices = 1\n",
      says: """
        f.toml:24:1: counts.acceptance_slices = 1: must be between 2 and 1000000
        """),
    MalformedFile(
      "discrete phases without their number",
      SendingOrNotSendingText.run + "phase_randomisation = \"discrete\"\n",
      says: """
        f.toml:10:1: counts.phases: must be given with counts.phase_randomisation = "discrete"
        """),
    MalformedFile(
      "a number of phases without discrete ones",
      SendingOrNotSendingText.run + "phases = 16\n",
      says: """
        f.toml:23:1: counts.phases = 16: has no meaning without counts.phase_randomisation = "discrete"; leave \
        it out
        """),
    MalformedFile(
      "pairs without pairing",
      SendingOrNotSendingText.plainRun + "pairs_kept = 391890220\n",
      says: """
        f.toml:23:1: counts.pairs_kept: is not a known key
        """),
    MalformedFile(
      "a declaration of pairing without pairing",
      SendingOrNotSendingText.plainRun + "pairing = \"uniform\"\n",
      says: """
        f.toml:23:1: counts.pairing: is not a known key
        """),
    MalformedFile(
      "key rounds counted as vacuum",
      SendingOrNotSendingText.run.replacing("nobody_sent = 45", with: "nobody_sent = 5e11"),
      says: """
        f.toml:12:1: counts.nobody_sent = 5e11: count exceeds rounds: only 18840000000 rounds of these \
        settings are expected; rounds of two signal windows are key, not test
        """),
    MalformedFile(
      "more slice errors than pulses",
      SendingOrNotSendingText.run.replacing("slice_errors = 61055", with: "slice_errors = 3e11"),
      says: """
        f.toml:17:1: counts.slice_errors = 3e11: count exceeds rounds: only 14400000000 rounds of these \
        settings are expected; the first letter is Alice's setting; N counts all rounds
        """),
    MalformedFile(
      "more weak decoys than were sent",
      SendingOrNotSendingText.run.replacing("weak_alice = 38110604", with: "weak_alice = 5e11"),
      says: """
        f.toml:13:1: counts.weak_alice = 5e11: count exceeds rounds: only 76260000000 rounds of these settings \
        are expected; the first letter is Alice's setting; N counts all rounds
        """),
    MalformedFile(
      "more strong decoys of Bob than were sent",
      SendingOrNotSendingText.run.replacing("strong_bob = 38015266", with: "strong_bob = 1e11"),
      says: """
        f.toml:16:1: counts.strong_bob = 1e11: count exceeds rounds: only 9532500000 rounds of these settings \
        are expected; the first letter is Alice's setting; N counts all rounds
        """),
    MalformedFile(
      "more zeros than signals",
      SendingOrNotSendingText.run.replacing("zeros = 1183755965", with: "zeros = 9e11"),
      says: """
        f.toml:18:1: counts.zeros = 9e11: count exceeds rounds: only 195075000000 rounds of these settings are \
        expected; Bob's bit is 0 where he sent
        """),
    MalformedFile(
      "more ones than signals",
      SendingOrNotSendingText.run.replacing("ones = 681057920", with: "ones = 9e11"),
      says: """
        f.toml:19:1: counts.ones = 9e11: count exceeds rounds: only 527425000000 rounds of these settings are \
        expected; Bob's bit is 1 where he did not send
        """),
    MalformedFile(
      "fewer rounds than clicks",
      SendingOrNotSendingText.run.replacing("pulses = 1e12", with: "pulses = 1e8"),
      says: """
        f.toml:13:1: counts.weak_alice = 38110604: count exceeds rounds: only 7626000 rounds of these settings \
        are expected; the first letter is Alice's setting; N counts all rounds
        """),
    MalformedFile(
      "more pairs than bits make",
      SendingOrNotSendingText.run.replacing("pairs_kept = 391890220", with: "pairs_kept = 681057921"),
      says: """
        f.toml:20:1: counts.pairs_kept = 681057921: cannot exceed the 681057920 pairs that counts.zeros and \
        counts.ones make; pairs kept after Alice's parities, not bits
        """),
    MalformedFile(
      "more pair errors than pairs",
      SendingOrNotSendingText.run.replacing("pair_errors = 331", with: "pair_errors = 391890221"),
      says: """
        f.toml:21:1: counts.pair_errors = 391890221: cannot exceed counts.pairs_kept = 391890220; errors are a \
        part of the bits
        """),
    MalformedFile(
      "more errors than zeros",
      SendingOrNotSendingText.plainRun.replacing("zero_errors = 502611349", with: "zero_errors = 1183755966"),
      says: """
        f.toml:20:1: counts.zero_errors = 1183755966: cannot exceed counts.zeros = 1183755965; errors are a \
        part of the bits
        """),
    MalformedFile(
      "more errors than ones",
      SendingOrNotSendingText.plainRun.replacing("one_errors = 771", with: "one_errors = 681057921"),
      says: """
        f.toml:21:1: counts.one_errors = 681057921: cannot exceed counts.ones = 681057920; errors are a part \
        of the bits
        """),
    MalformedFile(
      "half a click",
      SendingOrNotSendingText.run.replacing("weak_alice = 38110604", with: "weak_alice = 38110604.5"),
      says: """
        f.toml:13:1: counts.weak_alice = 38110604.5: must be a whole number; give the counts of the run, not \
        rates or averages
        """),
    MalformedFile(
      "gains for counts",
      SendingOrNotSendingText.run.replacing("strong_alice = 38002512", with: "strong_alice = 3.8e-5"),
      says: """
        f.toml:15:1: counts.strong_alice = 3.8e-5: must be a whole number; give the counts of the run, not \
        rates or averages
        """),
    MalformedFile(
      "an error rate for errors",
      SendingOrNotSendingText.run.replacing("pair_errors = 331", with: "pair_errors = 8e-7"),
      says: """
        f.toml:21:1: counts.pair_errors = 8e-7: must be a whole number; give the counts of the run, not rates \
        or averages
        """),
    MalformedFile(
      "a negative count",
      SendingOrNotSendingText.run.replacing("slice_errors = 61055", with: "slice_errors = -1"),
      says: """
        f.toml:17:1: counts.slice_errors = -1: must be at least 0 (counts)
        """),
    MalformedFile(
      "no rounds",
      SendingOrNotSendingText.run.replacing("pulses = 1e12", with: "pulses = 0"),
      says: """
        f.toml:11:1: counts.pulses = 0: must be greater than 0 and at most 1e+18 (rounds)
        """),
    MalformedFile(
      "rounds left out",
      SendingOrNotSendingText.run.replacing("pulses = 1e12\n", with: ""),
      says: """
        f.toml:10:1: counts.pulses: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "slice errors left out",
      SendingOrNotSendingText.run.replacing("slice_errors = 61055\n", with: ""),
      says: """
        f.toml:10:1: counts.slice_errors: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "pairs left out",
      SendingOrNotSendingText.run.replacing("pairs_kept = 391890220\npair_errors = 331\n", with: ""),
      says: """
        f.toml:10:1: counts.pairs_kept: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "neither errors nor leak",
      SendingOrNotSendingText.run.replacing("pair_errors = 331\nerror_correction_leak_bits = 9000\n", with: ""),
      says: """
        f.toml:10:1: counts.pair_errors: must be given, or counts.error_correction_leak_bits; without counted \
        errors nobody knows what correcting them discloses
        """),
    MalformedFile(
      "neither errors nor leak, without pairing",
      SendingOrNotSendingText.plainRun.replacing("one_errors = 771\nerror_correction_leak_bits = 9000\n", with: ""),
      says: """
        f.toml:10:1: counts.one_errors: must be given, or counts.error_correction_leak_bits; without counted \
        errors nobody knows what correcting them discloses
        """),
    MalformedFile(
      "a leak and its estimate",
      SendingOrNotSendingText.run + "[security]\nerror_correction_efficiency = 1.16\n",
      says: """
        f.toml:24:1: security.error_correction_efficiency = 1.16: estimates what \
        counts.error_correction_leak_bits states; give one of the two
        """),
    MalformedFile(
      "a negative leak",
      SendingOrNotSendingText.run.replacing(
        "error_correction_leak_bits = 9000", with: "error_correction_leak_bits = -9000"),
      says: """
        f.toml:22:1: counts.error_correction_leak_bits = -9000: must be at least 0 (bits)
        """),
    MalformedFile(
      "a link beside counts",
      SendingOrNotSendingText.run.replacing("[counts]", with: "link.loss_db = 40\n[counts]"),
      says: """
        f.toml:10:1: link.loss_db = 40: has no meaning beside measured counts; an analysis sees the counts \
        only, never a channel model
        """),
    MalformedFile(
      "a detector beside counts",
      SendingOrNotSendingText.run.replacing("[counts]", with: "detector.dark_count_probability = 1e-8\n[counts]"),
      says: """
        f.toml:10:1: detector.dark_count_probability = 1e-8: has no meaning beside measured counts; an \
        analysis sees the counts only, never a channel model
        """),
    MalformedFile(
      "planned rounds beside counts",
      SendingOrNotSendingText.run.replacing("[counts]", with: "security.pulses = 1e12\n[counts]"),
      says: """
        f.toml:10:1: security.pulses = 1e12: has no meaning beside measured counts; give counts.pulses
        """),
    MalformedFile(
      "a search beside counts",
      SendingOrNotSendingText.run.replacing("[counts]", with: "search.weak_intensity = [0.01, 0.1]\n[counts]"),
      says: """
        f.toml:10:1: search.weak_intensity = [0.01, 0.1]: has no meaning beside measured counts; the settings \
        of a run are given
        """),
    MalformedFile(
      "a sweep beside counts",
      SendingOrNotSendingText.run.replacing("[counts]", with: "sweep.values = [1, 2]\n[counts]"),
      says: """
        f.toml:10:1: sweep.values = [1, 2]: has no meaning beside measured counts; a run has one result
        """),
    MalformedFile(
      "infinite data of a run",
      SendingOrNotSendingText.run.replacing("[counts]", with: "security.analysis = \"asymptotic\"\n[counts]"),
      says: """
        f.toml:10:1: security.analysis = "asymptotic": must be finite with measured counts; a finite run \
        fluctuates
        """),
    MalformedFile(
      "a setting left out",
      SendingOrNotSendingText.run.replacing("source.slice_width_rad = 0.4\n", with: ""),
      says: """
        f.toml:2:1: source.slice_width_rad: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "a setting left open",
      SendingOrNotSendingText.run.replacing(
        "source.weak_intensity = 0.05", with: "source.weak_intensity = \"optimise\""),
      says: """
        f.toml:5:1: source.weak_intensity = "optimise": must be a number: a run has been made with fixed \
        settings
        """),
    MalformedFile(
      "half of Bob",
      SendingOrNotSendingText.run.replacing("[counts]", with: "source.bob_weak_intensity = 0.06\n[counts]"),
      says: """
        f.toml:2:1: source.bob_signal_window_probability: must be given: the analysis of a run needs it; give \
        all of Bob's settings, or none if they are Alice's
        f.toml:2:1: source.bob_weak_probability: must be given: the analysis of a run needs it; give all of \
        Bob's settings, or none if they are Alice's
        f.toml:2:1: source.bob_strong_probability: must be given: the analysis of a run needs it; give all of \
        Bob's settings, or none if they are Alice's
        f.toml:2:1: source.bob_strong_intensity: must be given: the analysis of a run needs it; give all of \
        Bob's settings, or none if they are Alice's
        f.toml:2:1: source.bob_signal_intensity: must be given: the analysis of a run needs it; give all of \
        Bob's settings, or none if they are Alice's
        f.toml:2:1: source.bob_sending_probability: must be given: the analysis of a run needs it; give all of \
        Bob's settings, or none if they are Alice's
        """),
    MalformedFile(
      "decoys exchanged in a run",
      SendingOrNotSendingText.run.replacing("source.weak_intensity = 0.05", with: "source.weak_intensity = 0.5"),
      says: """
        f.toml:5:1: source.weak_intensity = 0.5: must be below a2 = 0.4; were the two decoys exchanged?
        """),
  ]
}
