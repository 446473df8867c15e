// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: counts")
struct TwinFieldMalformedCountsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "more errors than successes",
      TwinFieldText.run.replacing("key_mode_errors = 1275105", with: "key_mode_errors = 76931697"),
      says: """
        f.toml:9:1: counts.key_mode_errors = 76931697: cannot exceed counts.key_mode_successes = 76931696; errors \
        are a part of the successes
        """),
    MalformedFile(
      "negative errors",
      TwinFieldText.run.replacing("key_mode_errors = 1275105", with: "key_mode_errors = -1"),
      says: """
        f.toml:9:1: counts.key_mode_errors = -1: must be at least 0 (counts)
        """),
    MalformedFile(
      "an error rate for errors",
      TwinFieldText.run.replacing("key_mode_errors = 1275105", with: "key_mode_errors = 0.0166"),
      says: """
        f.toml:9:1: counts.key_mode_errors = 0.0166: must be a whole number; give the counts of the run, not rates \
        or averages
        """),
    MalformedFile(
      "half a success",
      TwinFieldText.run.replacing("key_mode_successes = 76931696", with: "key_mode_successes = 76931696.5"),
      says: """
        f.toml:8:1: counts.key_mode_successes = 76931696.5: must be a whole number; give the counts of the run, not \
        rates or averages
        """),
    MalformedFile(
      "half a round",
      TwinFieldText.run.replacing("pulses = 1e12", with: "pulses = 1000000000000.5"),
      says: """
        f.toml:7:1: counts.pulses = 1000000000000.5: must be a whole number; give the counts of the run, not rates \
        or averages
        """),
    MalformedFile(
      "no rounds",
      TwinFieldText.run.replacing("pulses = 1e12", with: "pulses = 0"),
      says: """
        f.toml:7:1: counts.pulses = 0: must be greater than 0 and at most 1e+18 (rounds)
        """),
    MalformedFile(
      "rounds left out",
      TwinFieldText.run.replacing("pulses = 1e12\n", with: ""),
      says: """
        f.toml:6:1: counts.pulses: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "errors left out",
      TwinFieldText.run.replacing("key_mode_errors = 1275105\n", with: ""),
      says: """
        f.toml:6:1: counts.key_mode_errors: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "fewer rounds than successes",
      TwinFieldText.run.replacing("pulses = 1e12", with: "pulses = 1e8"),
      says: """
        f.toml:7:1: counts.pulses = 1e8: cannot be below the 264767309 successes of key and test mode; every round \
        emitted counts, also those without a click
        """),
    MalformedFile(
      "a fraction in the matrix",
      TwinFieldText.run.replacing("15375714", with: "15375714.25"),
      says: """
        f.toml:10:67: counts.test_mode_successes[2][2] = 15375714.25: must be a whole number; give the counts of \
        the run, not rates or averages
        """),
    MalformedFile(
      "gains for counts",
      TwinFieldText.run.replacing("[27281536, 25272308, 33433415]", with: "[2.7e-4, 2.5e-4, 3.3e-4]"),
      says: """
        f.toml:10:25: counts.test_mode_successes[1][1] = 2.7e-4: must be a whole number; give the counts of the \
        run, not rates or averages
        f.toml:10:33: counts.test_mode_successes[1][2] = 2.5e-4: must be a whole number; give the counts of the \
        run, not rates or averages
        f.toml:10:41: counts.test_mode_successes[1][3] = 3.3e-4: must be a whole number; give the counts of the \
        run, not rates or averages
        """),
    MalformedFile(
      "a negative test count",
      TwinFieldText.run.replacing("43614", with: "-43614"),
      says: """
        f.toml:10:109: counts.test_mode_successes[3][3] = -43614: must be at least 0 (counts)
        """),
    MalformedFile(
      "a row too few",
      TwinFieldText.run.replacing(", [34852388, 13099150, 43614]", with: ""),
      says: """
        f.toml:10:1: counts.test_mode_successes = [[27281536, 25272308, 33433415], [25915866, 15375714, 125616…: \
        must have 3 elements, found 2
        """),
    MalformedFile(
      "a count too few",
      TwinFieldText.run.replacing("[25915866, 15375714, 12561622]", with: "[25915866, 15375714]"),
      says: """
        f.toml:10:56: counts.test_mode_successes[2] = [25915866, 15375714]: must have 3 elements, found 2
        """),
    MalformedFile(
      "a list for the matrix",
      TwinFieldText.run.replacing(
        "[[27281536, 25272308, 33433415], [25915866, 15375714, 12561622], [34852388, 13099150, 43614]]",
        with: "[27281536, 15375714, 43614]"),
      says: """
        f.toml:10:24: counts.test_mode_successes[1] = 27281536: must be a list of lists of numbers (counts), found \
        a number; a list of one is written [27281536]
        f.toml:10:34: counts.test_mode_successes[2] = 15375714: must be a list of lists of numbers (counts), found \
        a number; a list of one is written [15375714]
        f.toml:10:44: counts.test_mode_successes[3] = 43614: must be a list of lists of numbers (counts), found a \
        number; a list of one is written [43614]
        """),
    MalformedFile(
      "no test counts",
      TwinFieldText.runHead,
      says: """
        f.toml:6:1: counts.test_mode_successes: must be given (or counts.file)
        """),
    MalformedFile(
      "test counts twice",
      TwinFieldText.run + "file = \"run.csv\"", table: TwinFieldText.table,
      says: """
        f.toml:10:1: counts.test_mode_successes = [[27281536, 25272308, 33433415], [25915866, 15375714, 125616…: \
        cannot be given together with counts.file
        """),
    MalformedFile(
      "mixed modes among the test counts",
      TwinFieldText.run + "test_mode_total = 210000000",
      says: """
        f.toml:11:1: counts.test_mode_total = 210000000: is not the sum 187835613 of counts.test_mode_successes; \
        only rounds with both users in test mode count, and all of them; mixed-mode rounds are discarded
        """),
    MalformedFile(
      "a negative leak",
      TwinFieldText.run + "error_correction_leak_bits = -5",
      says: """
        f.toml:11:1: counts.error_correction_leak_bits = -5: must be at least 0 (bits)
        """),
    MalformedFile(
      "a leak and its estimate",
      TwinFieldText.run + """
        error_correction_leak_bits = 10900000
        [security]
        error_correction_efficiency = 1.16
        """,
      says: """
        f.toml:13:1: security.error_correction_efficiency = 1.16: estimates what counts.error_correction_leak_bits \
        states; give one of the two
        """),
    MalformedFile(
      "a channel beside counts",
      TwinFieldText.run + """
        [link]
        loss_db = 45
        """,
      says: """
        f.toml:12:1: link.loss_db = 45: has no meaning beside measured counts; an analysis sees the counts only, \
        never a channel model; see counts.plan
        """),
    MalformedFile(
      "an arm beside counts",
      TwinFieldText.run + """
        [link]
        alice_excess_loss_db = 3
        """,
      says: """
        f.toml:12:1: link.alice_excess_loss_db = 3: has no meaning beside measured counts; an analysis sees the \
        counts only, never a channel model; see counts.plan
        """),
    MalformedFile(
      "detectors beside counts",
      TwinFieldText.run + """
        [detector]
        misalignment = 0.02
        """,
      says: """
        f.toml:12:1: detector.misalignment = 0.02: has no meaning beside measured counts; an analysis sees the \
        counts only, never a channel model; see counts.plan
        """),
    MalformedFile(
      "a planned block beside counts",
      TwinFieldText.run + """
        [security]
        pulses = 1e12
        """,
      says: """
        f.toml:12:1: security.pulses = 1e12: has no meaning beside measured counts; give counts.pulses
        """),
    MalformedFile(
      "a sweep beside counts",
      TwinFieldText.run + """
        [sweep]
        values = [1, 2]
        """,
      says: """
        f.toml:12:1: sweep.values = [1, 2]: has no meaning beside measured counts; a run has one result
        """),
    MalformedFile(
      "an asymptotic analysis of counts",
      TwinFieldText.run + """
        [security]
        analysis = "asymptotic"
        """,
      says: """
        f.toml:12:1: security.analysis = "asymptotic": must be finite with measured counts; a finite run fluctuates
        """),
    MalformedFile(
      "counts of a comparison protocol",
      TwinFieldText.run.replacing("[counts]", with: "source.scheme = \"sns-aopp\"\n[counts]"),
      says: """
        f.toml:6:1: source.scheme = "sns-aopp": must be curty-azuma-lo with measured counts; the others are for \
        comparison only
        """),
    MalformedFile(
      "a setting left open",
      TwinFieldText.run.replacing("key_intensity = 0.02", with: "key_intensity = \"optimise\""),
      says: """
        f.toml:2:1: source.key_intensity = "optimise": must be a number: a run has been made with fixed settings
        """),
    MalformedFile(
      "a setting left out",
      TwinFieldText.run.replacing("source.key_mode_probability = 0.6\n", with: ""),
      says: """
        f.toml:2:1: source.key_mode_probability: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "a decoy left open",
      TwinFieldText.run.replacing("[0.4, 0.1, 1e-4]", with: "[0.4, \"optimise\", 1e-4]"),
      says: """
        f.toml:3:33: source.test_intensities[2] = "optimise": must be a number: a run has been made with fixed \
        settings
        """),
    MalformedFile(
      "half of Bob",
      TwinFieldText.run.replacing("[counts]", with: "source.bob_key_intensity = 0.03\n[counts]"),
      says: """
        f.toml:2:1: source.bob_test_intensities: must be given: the analysis of a run needs it; give all of Bob's \
        settings, or none if they are Alice's
        f.toml:2:1: source.bob_test_probabilities: must be given: the analysis of a run needs it; give all of Bob's \
        settings, or none if they are Alice's
        """),
    MalformedFile(
      "key pulses too bright",
      TwinFieldText.run.replacing("key_intensity = 0.02", with: "key_intensity = 0.4"),
      says: """
        f.toml:2:1: source.key_intensity = 0.4: must be below the strongest test intensity 0.4; photon numbers of \
        brighter key pulses cannot be bounded; 0.01 to 0.04 is usual
        """),
    MalformedFile(
      "probabilities of a run that do not sum to 1",
      TwinFieldText.run.replacing("[0.2, 0.3, 0.5]", with: "[0.2, 0.3, 0.4]"),
      says: """
        f.toml:4:1: source.test_probabilities = [0.2, 0.3, 0.4]: must sum to 1, not 0.9; probabilities given the \
        test mode, without the key pulses
        """),
    MalformedFile(
      "the total misspelt",
      TwinFieldText.run + "MZ_total = 3",
      says: """
        f.toml:11:1: counts.MZ_total: is not a known key; did you mean counts.test_mode_total?
        """),
    MalformedFile(
      "errors of the test mode",
      TwinFieldText.run + "test_mode_errors = 3",
      says: """
        f.toml:11:1: counts.test_mode_errors: is not a known key; did you mean counts.key_mode_errors?
        """),
  ]
}
