// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Counts of a run")
struct MalformedCountsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "more errors than detections",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [27731, 475200]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529, 92]
        """,
      says: """
        f.toml:7:28: counts.key_basis_errors[2] = 475200: cannot exceed the detections counts.key_basis_detections[2] \
        = 324345; errors are a part of the detections
        """),
    MalformedFile(
      "more errors in the test basis",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [27731, 4752]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529, 9200]
        """,
      says: """
        f.toml:9:27: counts.test_basis_errors[2] = 9200: cannot exceed the detections counts.test_basis_detections[2] \
        = 6177; errors are a part of the detections
        """),
    MalformedFile(
      "more detections than pulses",
      """
      protocol = "bb84"
      source.intensities = [0.5, 0.15]
      source.intensity_probabilities = [0.7, 0.3]
      [counts]
      pulses = 1e6
      key_basis_detections = [2521034, 324345]
      key_basis_errors = [27731, 4752]
      test_basis_detections = [48012, 6177]
      test_basis_errors = [529, 92]
      """,
      says: """
        f.toml:5:1: counts.pulses = 1e6: cannot be less than the 2899568 detections of both bases; give every pulse \
        sent, with all intensities and bases, detected or not
        """),
    MalformedFile(
      "a fraction of a count",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [27731, 4752]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529.5, 92]
        """,
      says: """
        f.toml:9:22: counts.test_basis_errors[1] = 529.5: must be a whole number; give the counts of the run, not \
        rates or averages
        """),
    MalformedFile(
      "a negative count",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [27731, 4752]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529, -92]
        """,
      says: """
        f.toml:9:27: counts.test_basis_errors[2] = -92: must be a count, 0 or greater
        """),
    MalformedFile(
      "three counts for two intensities",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [27731, 4752, 3]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529, 92]
        """,
      says: """
        f.toml:7:1: counts.key_basis_errors = [27731, 4752, 3]: must have 2 elements, found 3
        """),
    MalformedFile(
      "a list missing",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [27731, 4752]
        test_basis_detections = [48012, 6177]
        """,
      says: """
        f.toml:4:1: counts.test_basis_errors: must be given: a list of numbers (counts)
        """),
    MalformedFile(
      "error rates for errors",
      MalformedFile.countsHead + """
        key_basis_detections = [2521034, 324345]
        key_basis_errors = [0.011, 0.0147]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529, 92]
        """,
      says: """
        f.toml:7:21: counts.key_basis_errors[1] = 0.011: must be a whole number; give the counts of the run, not rates \
        or averages
        f.toml:7:28: counts.key_basis_errors[2] = 0.0147: must be a whole number; give the counts of the run, not \
        rates or averages
        """),
    MalformedFile(
      "all lists missing",
      MalformedFile.countsHead,
      says: """
        f.toml:4:1: counts.key_basis_detections: must be given: a list of numbers (counts)
        f.toml:4:1: counts.key_basis_errors: must be given: a list of numbers (counts)
        f.toml:4:1: counts.test_basis_detections: must be given: a list of numbers (counts)
        f.toml:4:1: counts.test_basis_errors: must be given: a list of numbers (counts)
        """),
    MalformedFile(
      "leak and f_EC",
      MalformedFile.countsWithLists + """
        error_correction_leak_bits = 300000
        [security]
        error_correction_efficiency = 1.16
        """,
      says: """
        f.toml:12:1: security.error_correction_efficiency = 1.16: estimates what counts.error_correction_leak_bits \
        measures; give one of the two
        """),
    MalformedFile(
      "a detector",
      MalformedFile.countsWithLists + """
        [detector]
        efficiency = 0.2
        """,
      says: """
        f.toml:11:1: detector.efficiency = 0.2: has no meaning beside measured counts; an analysis sees the counts \
        only, never a channel model
        """),
    MalformedFile(
      "a link",
      MalformedFile.countsWithLists + """
        [link]
        loss_db = 20
        """,
      says: """
        f.toml:11:1: link.loss_db = 20: has no meaning beside measured counts; an analysis sees the counts only, never \
        a channel model
        """),
    MalformedFile(
      "security.pulses",
      MalformedFile.countsWithLists + """
        [security]
        pulses = 1e10
        """,
      says: """
        f.toml:11:1: security.pulses = 1e10: has no meaning beside measured counts; give counts.pulses
        """),
    MalformedFile(
      "an asymptotic analysis of counts",
      MalformedFile.countsWithLists + """
        [security]
        analysis = "asymptotic"
        """,
      says: """
        f.toml:11:1: security.analysis = "asymptotic": must be finite with measured counts; a finite run fluctuates
        """),
    MalformedFile(
      "a sweep",
      MalformedFile.countsWithLists + """
        [sweep]
        variable = "link.loss_db"
        values = [1, 2]
        """,
      says: """
        f.toml:11:1: sweep.variable = "link.loss_db": has no meaning beside measured counts; a run has one result
        f.toml:12:1: sweep.values = [1, 2]: has no meaning beside measured counts; a run has one result
        """),
    MalformedFile(
      "counts without intensities",
      """
      protocol = "bb84"
      source.intensity_probabilities = [0.7, 0.3]
      [counts]
      pulses = 1e10
      key_basis_detections = [2521034, 324345]
      key_basis_errors = [27731, 4752]
      test_basis_detections = [48012, 6177]
      test_basis_errors = [529, 92]
      """,
      says: """
        f.toml:2:1: source.intensities: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "open intensity",
      """
      protocol = "bb84"
      source.intensities = [0.5, "optimise"]
      source.intensity_probabilities = [0.7, 0.3]
      [counts]
      pulses = 1e10
      key_basis_detections = [2521034, 324345]
      key_basis_errors = [27731, 4752]
      test_basis_detections = [48012, 6177]
      test_basis_errors = [529, 92]
      """,
      says: """
        f.toml:2:1: source.intensities = [0.5, "optimise"]: every value must be a number: a run has been made with \
        fixed settings
        """),
    MalformedFile(
      "open probabilities",
      """
      protocol = "bb84"
      source.intensities = [0.5, 0.15]
      source.intensity_probabilities = "optimise"
      [counts]
      pulses = 1e10
      key_basis_detections = [2521034, 324345]
      key_basis_errors = [27731, 4752]
      test_basis_detections = [48012, 6177]
      test_basis_errors = [529, 92]
      """,
      says: """
        f.toml:3:1: source.intensity_probabilities = "optimise": every value must be a number: a run has been made \
        with fixed settings
        """),
    MalformedFile(
      "no statistics for counts",
      MalformedFile.countsWithLists + """
        [security]
        statistics = "none"
        """,
      says: """
        f.toml:11:1: security.statistics = "none": is refused with measured counts; a finite run fluctuates; use kl
        """),
    MalformedFile(
      "secrecy per bit with counts",
      MalformedFile.countsWithLists + """
        [security]
        secrecy_per_bit = 1e-15
        """,
      says: """
        f.toml:11:1: security.secrecy_per_bit = 1e-15: has no meaning beside measured counts; eps_sec of a run is a \
        number fixed before it: give security.secrecy
        """),
    MalformedFile(
      "a margin with counts",
      MalformedFile.countsWithLists + """
        [acceptance]
        margin_sigma = 5
        """,
      says: """
        f.toml:11:1: acceptance.margin_sigma = 5: has no meaning beside measured counts; give the four thresholds that \
        were fixed before the run
        """),
    MalformedFile(
      "leak",
      MalformedFile.countsWithLists + "leak = 300000",
      says: """
        f.toml:10:1: counts.leak: is not a known key; did you mean counts.error_correction_leak_bits?
        """),
    MalformedFile(
      "nX",
      MalformedFile.countsHead + """
        nX = [2521034, 324345]
        key_basis_errors = [27731, 4752]
        test_basis_detections = [48012, 6177]
        test_basis_errors = [529, 92]
        """,
      says: """
        f.toml:6:1: counts.nX: is not a known key; did you mean counts.key_basis_detections?
        """),
    MalformedFile(
      "thresholds with a published proof",
      MalformedFile.countsWithLists + """
        [security]
        proof = "rusca2018"
        [acceptance]
        vacuum = 0
        single_photons = 1e5
        phase_error = 0.05
        leak_bits = 4e5
        """,
      says: """
        f.toml:11:1: security.proof = "rusca2018": must be sound with a fixed length; leave it out, or leave out \
        [acceptance]
        """),
    MalformedFile(
      "one-decoy thresholds without pulses",
      """
      protocol = "bb84"
      source.intensities = [0.5, 0.15]
      source.intensity_probabilities = [0.7, 0.3]
      [counts]
      key_basis_detections = [2521034, 324345]
      key_basis_errors = [27731, 4752]
      test_basis_detections = [48012, 6177]
      test_basis_errors = [529, 92]
      [acceptance]
      vacuum = 0
      single_photons = 1e5
      phase_error = 0.05
      leak_bits = 4e5
      """,
      says: """
        f.toml:4:1: counts.pulses: a fixed length with one decoy needs the number of pulses
        """),
    MalformedFile(
      "negative leak",
      MalformedFile.countsWithLists + "error_correction_leak_bits = -1",
      says: """
        f.toml:10:1: counts.error_correction_leak_bits = -1: must be at least 0 (bits)
        """),
  ]
}
