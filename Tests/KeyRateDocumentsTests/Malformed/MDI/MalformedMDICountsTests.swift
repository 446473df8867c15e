// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: MDI-QKD, counts")
struct MalformedMDICountsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a count left out",
      MDIText.four.replacing("oo = 0\n", with: ""),
      says: """
        f.toml:4:1: counts.oo: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "more errors than announcements",
      MDIText.four.replacing("xx_errors = 26000", with: "xx_errors = 260000"),
      says: """
        f.toml:9:1: counts.xx_errors = 260000: cannot exceed the announcements counts.xx = 100000; errors \
        are a part of them
        """),
    MalformedFile(
      "a fraction of a count",
      MDIText.four.replacing("yy = 50000", with: "yy = 50000.5"),
      says: """
        f.toml:10:1: counts.yy = 50000.5: must be a whole number; give the counts of the run, not rates or \
        averages
        """),
    MalformedFile(
      "more announcements than pulses",
      MDIText.four.replacing("xo = 6000", with: "xo = 60000000000"),
      says: """
        f.toml:11:1: counts.xo = 60000000000: count exceeds pulses: only 10500000000 pulse pairs of these \
        settings are expected; N counts the pulse pairs emitted, and probabilities belong to the settings in \
        this order
        """),
    MalformedFile(
      "negative counts",
      MDIText.four.replacing("oy = 16000", with: "oy = -1"),
      says: """
        f.toml:14:1: counts.oy = -1: must be a count, 0 or greater
        """),
    MalformedFile(
      "the counts of the other scheme",
      MDIText.four + "key_basis_errors = 3",
      says: """
        f.toml:16:1: counts.key_basis_errors = 3: has no meaning with source.scheme = "four-intensity"; was \
        the run made with three intensities?
        """),
    MalformedFile(
      "detectors beside counts",
      MDIText.four.replacing("[counts]", with: "detector.efficiency = 0.1\n[counts]"),
      says: """
        f.toml:4:1: detector.efficiency = 0.1: has no meaning beside measured counts; an analysis sees the \
        counts only, never a channel model
        """),
    MalformedFile(
      "a run without probabilities",
      MDIText.four.replacing("source.intensity_probabilities = [0.7, 0.04, 0.21]\n", with: ""),
      says: """
        f.toml:2:1: source.intensity_probabilities: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "a run with open settings",
      MDIText.four.replacing("0.19, 0.05]", with: "0.19, \"optimise\"]"),
      says: """
        f.toml:2:1: source.intensities = [0.42, 0.19, "optimise"]: every value must be a number: a run has \
        been made with fixed settings
        """),
    MalformedFile(
      "leak and efficiency",
      MDIText.four + "error_correction_leak_bits = 1e6\n[security]\nerror_correction_efficiency = 1.1",
      says: """
        f.toml:18:1: security.error_correction_efficiency = 1.1: estimates what \
        counts.error_correction_leak_bits measures; give one of the two
        """),
    MalformedFile(
      "an asymptotic run",
      MDIText.four + "[security]\nanalysis = \"infinite-decoys\"",
      says: """
        f.toml:17:1: security.analysis = "infinite-decoys": must be finite with measured counts; a finite \
        run fluctuates
        """),
    MalformedFile(
      "the complete published analysis of a run",
      MDIText.three + "[security]\naccounting = \"curty2014-complete\"",
      says: """
        f.toml:13:1: security.accounting = "curty2014-complete": is for expected counts only, as a row of \
        the literature; it treats each Bell state by itself; the default accounting pools them and gives far \
        more key
        """),
    MalformedFile(
      "rows too short",
      MDIText.three.replacing(
        "key_basis_detections = [[9000, 900, 90], [900, 90, 9], [90, 9, 0]]",
        with: "key_basis_detections = [[9000, 900, 90], [900, 90, 9], [90, 9]]"),
      says: """
        f.toml:8:56: counts.key_basis_detections[3] = [90, 9]: must have 3 elements, found 2
        """),
    MalformedFile(
      "more errors in one cell",
      MDIText.three.replacing("[90, 9, 1], [9, 1, 0]", with: "[90, 99, 1], [9, 1, 0]"),
      says: """
        f.toml:11:41: counts.test_basis_errors[2][2] = 99: cannot exceed the announcements \
        counts.test_basis_detections[2][2] = 90; errors are a part of them
        """),
    MalformedFile(
      "more announcements than pulses in one cell",
      MDIText.three.replacing(
        "key_basis_detections = [[9000, 900, 90], [900, 90, 9]",
        with: "key_basis_detections = [[9000, 900, 90], [900, 9e10, 9]"),
      says: """
        f.toml:8:48: counts.key_basis_detections[2][2] = 9e10: count exceeds pulses: only 6400000000 pulse \
        pairs of these settings are expected; N counts the pulse pairs emitted, and probabilities belong to \
        the settings in this order
        """),
  ]
}
