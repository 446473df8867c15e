// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed files of entangled pairs")
struct MalformedPairTests {
  @Test("Every message says what to change", arguments: links + runs)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  /// Four lines of a link.
  static let link = """
    protocol = "bbm92"
    link.loss_db = 20
    source.mean_pairs = 0.05
    security.pulses = 1e12

    """
  /// Four lines of a link with a continuous pump.
  static let continuous = """
    protocol = "bbm92"
    link.loss_db = 20
    source = { pump = "continuous", pair_rate_hz = 1e7 }
    security.duration_s = 1e3

    """
  /// Six lines of a run.
  static let one = """
    protocol = "bbm92"
    [counts]
    key_basis_detections = 250000
    key_basis_errors = 3800
    test_basis_detections = 60000
    test_basis_errors = 1080

    """
  /// Six lines of a pooled run.
  static let pooled = """
    protocol = "bbm92"
    counts = { key_rounds = 1750, key_round_errors = 79, test_rounds = 1350, test_round_errors = 61 }
    security.key_mode = "pooled"

    """

  static let links: [MalformedFile] = [
    MalformedFile("a good link", link, says: "accepted"),
    MalformedFile(
      "a pooled test with unequal bases", link + "security.key_mode = \"pooled\"\nsource.key_basis_probability = 0.6",
      says: """
        f.toml:6:1: source.key_basis_probability = 0.6: must be exactly 0.5 with key = pooled; one pooled test says \
        nothing about either basis otherwise; use key = one or both
        """),
    MalformedFile(
      "fewer modes than one", link + "source.schmidt_modes = 0.5",
      says: """
        f.toml:5:1: source.schmidt_modes = 0.5: must be at least 1; 1 is a single Schmidt mode, 1e12 Poissonian
        """),
    MalformedFile(
      "an efficiency in percent", link + "detector.bob_efficiency = 80",
      says: """
        f.toml:5:1: detector.bob_efficiency = 80: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "a window of a pulsed pump", link + "detector.coincidence_window_s = 1e-9",
      says: """
        f.toml:5:1: detector.coincidence_window_s = 1e-9: has no meaning with source.pump = "pulsed"; leave it out
        """),
    MalformedFile(
      "a window to be optimised without a width of the peak", continuous,
      says: """
        f.toml: detector.jitter_s: must be positive where the window is optimised; without a width of the peak \
        the best window is the narrowest; give the window
        """),
    MalformedFile(
      "a model of the other pump", link + "detector.model = \"saturated\"",
      says: """
        f.toml:5:1: detector.model = "saturated": belongs to a continuous pump; with pulses: exact or mfl2007
        """),
    MalformedFile(
      "a bound that is none", link + "security.sampling = \"yin2020\"",
      says: """
        f.toml:5:1: security.sampling = "yin2020": must be one of kl, klt, serfling, hyper, exact, binomial; not a \
        bound; kl is the usual one, klt the tighter one
        """),
    MalformedFile(
      "binomial with disclosed subsets",
      link + """
        security.key_mode = "both"
        security.sampling = "binomial"
        source.key_basis_probability = 0.5
        security.test_fraction = 0.1
        """,
      says: """
        f.toml:6:1: security.sampling = "binomial": exists for key = one only
        """),
    MalformedFile(
      "dark counts of two meanings", link + "detector.background_probability = 1e-6",
      says: """
        f.toml:5:1: detector.background_probability = 1e-6: model exact counts per detector: give \
        detector.dark_count_probability; the dark counts of one of two detectors are about half the background
        """),
    MalformedFile(
      "no block", "protocol = \"bbm92\"\nlink.loss_db = 20\n",
      says: """
        f.toml: security.pulses: one of security.pulses, security.duration_s must be given
        """),
    MalformedFile(
      "a duration without a clock", "protocol = \"bbm92\"\nlink.loss_db = 20\nsecurity.duration_s = 10\n",
      says: """
        f.toml:3:1: security.duration_s = 10: needs source.repetition_rate_hz; or give security.pulses
        """),
  ]

  static let runs: [MalformedFile] = [
    MalformedFile("a good run", one, says: "accepted"),
    MalformedFile(
      "more errors than rounds", one.replacing("= 1080", with: "= 60001"),
      says: """
        f.toml:6:1: counts.test_basis_errors = 60001: cannot exceed nZ = 60000.0; errors are a part of the rounds; \
        were the two exchanged?
        """),
    MalformedFile(
      "discarded double clicks", one + "[detector]\ndouble_clicks = \"discarded\"",
      says: """
        f.toml:8:1: detector.double_clicks = "discarded": must be given a random bit; dropping them lets Eve choose \
        which rounds count; no proof covers it
        """),
    MalformedFile(
      "a pooled run whose bases are not stated", pooled,
      says: """
        f.toml: source.key_basis_probability: must be stated: the analysis of this run rests on it; key_mode = \
        "pooled" needs exactly 0.5 at both users
        """),
    MalformedFile(
      "a pooled run with unequal bases", pooled + "source.key_basis_probability = 0.5001",
      says: """
        f.toml:4:1: source.key_basis_probability = 0.5001: must be exactly 0.5 with key = pooled; one pooled test \
        says nothing about either basis otherwise; use key = one or both
        """),
    MalformedFile(
      "a pooled run with passive bases",
      pooled + "source.key_basis_probability = 0.5\ndetector.basis_choice = \"passive\"",
      says: """
        f.toml:3:1: security.key_mode = "pooled": needs active basis choice; Alice's is passive; use key = one with \
        sampling = binomial
        """),
    MalformedFile(
      "a splitter that may deviate with sampling of fixed labels",
      one + "[detector]\nbasis_choice = \"passive\"\nsplitting_deviation = 0.01",
      says: """
        f.toml: security.sampling: must be binomial where a passive splitter may deviate (Alice); the sizes of \
        the samples are not random labels of equal probability then
        """),
    MalformedFile(
      "a least test probability above what the bases allow",
      one + """
        [source]
        key_basis_probability = 0.7
        [security]
        sampling = "binomial"
        least_test_probability = 0.3
        """,
      says: """
        f.toml:11:1: security.least_test_probability = 0.3: cannot exceed 0.1551724137931035, the least that the \
        basis choices allow
        """),
    MalformedFile(
      "counts of another way to make key", one.replacing("key_basis_errors", with: "key_round_errors"),
      says: """
        f.toml:2:1: counts.key_basis_errors: must be given with security.key_mode = "one"
        f.toml:4:1: counts.key_round_errors = 3800: has no meaning with security.key_mode = "one"; give \
        counts.key_basis_detections, counts.key_basis_errors, counts.test_basis_detections, counts.test_basis_errors
        """),
    MalformedFile(
      "a rate in place of a count", one.replacing("= 3800", with: "= 3800.5"),
      says: """
        f.toml:4:1: counts.key_basis_errors = 3800.5: must be a whole number; give the counts of the run, not rates \
        or averages
        """),
    MalformedFile(
      "a channel beside counts", one + "[link]\nloss_db = 20",
      says: """
        f.toml:8:1: link.loss_db = 20: has no meaning beside measured counts; an analysis sees the counts only, never \
        a channel model
        """),
    MalformedFile(
      "fewer pulses than coincidences", one + "pulses = 1000",
      says: """
        f.toml:7:1: counts.pulses = 1000: cannot be below the 310000.0 coincidences; N counts every pump pulse, with \
        or without clicks
        """),
    MalformedFile(
      "a fixed length without all tolerances", one + "[acceptance]\nkey_basis_detections = 240000",
      says: """
        f.toml:7:1: acceptance.test_basis_detections: must be given: a fixed length needs all of \
        acceptance.key_basis_detections, acceptance.test_basis_detections, acceptance.test_basis_errors, \
        acceptance.leak_bits
        f.toml:7:1: acceptance.test_basis_errors: must be given: a fixed length needs all of \
        acceptance.key_basis_detections, acceptance.test_basis_detections, acceptance.test_basis_errors, \
        acceptance.leak_bits
        f.toml:7:1: acceptance.leak_bits: must be given: a fixed length needs all of acceptance.key_basis_detections, \
        acceptance.test_basis_detections, acceptance.test_basis_errors, acceptance.leak_bits
        """),
    MalformedFile("a fixed length", one + acceptance, says: "accepted"),
    MalformedFile(
      "a fixed length with the exact tail", one + acceptance + "[security]\nsampling = \"exact\"",
      says: """
        f.toml:13:1: security.sampling = "exact": must be kl, klt or serfling for a fixed length; the length must not \
        fall where a run is better than its tolerances
        """),
    MalformedFile(
      "a tolerance of another way to make key", one + acceptance + "test_rounds = 5",
      says: """
        f.toml:12:1: acceptance.test_rounds = 5: has no meaning with security.key_mode = "one"; give \
        acceptance.key_basis_detections, acceptance.test_basis_detections, acceptance.test_basis_errors, \
        acceptance.leak_bits
        """),
    MalformedFile(
      "more tolerated errors than rounds", one + acceptance.replacing("= 1100", with: "= 58001"),
      says: """
        f.toml:10:1: acceptance.test_basis_errors = 58001: cannot exceed nZ = 58000.0; errors are a part of the \
        rounds; were the two exchanged?
        """),
    MalformedFile(
      "a broken tolerance", one + acceptance.replacing("= 58000", with: "= 58000.5"),
      says: "f.toml:9:1: acceptance.test_basis_detections = 58000.5: must be a whole number"),
  ]

  /// Five lines of tolerances.
  static let acceptance = """
    [acceptance]
    key_basis_detections = 240000
    test_basis_detections = 58000
    test_basis_errors = 1100
    leak_bits = 34000

    """
}
