// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: link and detectors")
struct TwinFieldMalformedLinkTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "arms by length and loss",
      TwinFieldText.noLink + """
        link.alice_distance_km = 100
        link.bob_distance_km = 100
        link.alice_loss_db = 20
        link.bob_loss_db = 20
        """,
      says: """
        f.toml:5:1: link.alice_loss_db = 20: the arms are given by their lengths already
        """),
    MalformedFile(
      "arms and the whole loss",
      TwinFieldText.infiniteDecoys + """
        link.alice_loss_db = 20
        link.bob_loss_db = 30
        """,
      says: """
        f.toml:2:1: link.loss_db = 50: cannot be given together with link.alice_loss_db; the two arms say it already
        """),
    MalformedFile(
      "one arm only",
      TwinFieldText.noLink + "link.alice_loss_db = 20",
      says: """
        f.toml:3:1: link.alice_loss_db = 20: needs link.bob_loss_db beside it
        """),
    MalformedFile(
      "only Bob's length",
      TwinFieldText.noLink + "link.bob_distance_km = 100",
      says: """
        f.toml:3:1: link.bob_distance_km = 100: needs link.alice_distance_km beside it
        """),
    MalformedFile(
      "arms and a share",
      TwinFieldText.noLink + """
        link.alice_distance_km = 100
        link.bob_distance_km = 150
        link.alice_share = 0.4
        """,
      says: """
        f.toml:5:1: link.alice_share = 0.4: cannot be given together with link.alice_distance_km; the two arms say \
        it already
        """),
    MalformedFile(
      "attenuation beside losses",
      TwinFieldText.noLink + """
        link.alice_loss_db = 20
        link.bob_loss_db = 30
        link.attenuation_db_per_km = 0.2
        """,
      says: """
        f.toml:5:1: link.attenuation_db_per_km = 0.2: goes with lengths, but the file gives link.alice_loss_db
        """),
    MalformedFile(
      "no link at all",
      TwinFieldText.noLink,
      says: """
        f.toml: link.distance_km: one of link.distance_km, link.loss_db, link.transmittance must be given
        """),
    MalformedFile(
      "share in percent",
      TwinFieldText.infiniteDecoys + "link.alice_share = 40",
      says: """
        f.toml:4:1: link.alice_share = 40: must be between 0 and 1; a fraction, not percent
        """),
    MalformedFile(
      "negative share",
      TwinFieldText.infiniteDecoys + "link.alice_share = -0.1",
      says: """
        f.toml:4:1: link.alice_share = -0.1: must be between 0 and 1
        """),
    MalformedFile(
      "negative loss of an arm",
      TwinFieldText.noLink + """
        link.alice_loss_db = -20
        link.bob_loss_db = 20
        """,
      says: """
        f.toml:3:1: link.alice_loss_db = -20: must be at least 0 (dB); a loss is counted positive: 20, not -20
        """),
    MalformedFile(
      "negative further loss",
      TwinFieldText.infiniteDecoys + "link.bob_excess_loss_db = -3",
      says: """
        f.toml:4:1: link.bob_excess_loss_db = -3: must be at least 0 (dB)
        """),
    MalformedFile(
      "efficiency in percent",
      TwinFieldText.infiniteDecoys + "detector.efficiency = 50",
      says: """
        f.toml:4:1: detector.efficiency = 50: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "misalignment in percent",
      TwinFieldText.infiniteDecoys + "detector.misalignment = 2",
      says: """
        f.toml:4:1: detector.misalignment = 2: must be between 0 and 0.5; a fraction, not percent
        """),
    MalformedFile(
      "a visibility for a misalignment",
      TwinFieldText.infiniteDecoys + "detector.misalignment = 0.96",
      says: """
        f.toml:4:1: detector.misalignment = 0.96: must be between 0 and 0.5; of a visibility V take (1 - V)/2
        """),
    MalformedFile(
      "degrees for radians",
      TwinFieldText.infiniteDecoys + "detector.phase_offset_rad = 10",
      says: """
        f.toml:4:1: detector.phase_offset_rad = 10: must be between -3.1416 and 3.1416 (rad); in radians, not \
        degrees
        """),
    MalformedFile(
      "degrees of polarisation",
      TwinFieldText.infiniteDecoys + "detector.polarisation_angle_rad = 16",
      says: """
        f.toml:4:1: detector.polarisation_angle_rad = 16: must be between -3.1416 and 3.1416 (rad); in radians, not \
        degrees
        """),
    MalformedFile(
      "misalignment twice",
      TwinFieldText.infiniteDecoys + """
        detector.misalignment = 0.02
        detector.polarisation_angle_rad = 0.28
        """,
      says: """
        f.toml:5:1: detector.polarisation_angle_rad = 0.28: cannot be given together with detector.misalignment
        """),
    MalformedFile(
      "Hz for a probability",
      TwinFieldText.infiniteDecoys + "detector.dark_count_probability = 10",
      says: """
        f.toml:4:1: detector.dark_count_probability = 10: must be at least 0 and less than 1 (per detector per \
        gate); counts per second? give detector.dark_count_rate_hz, or multiply by the window
        """),
    MalformedFile(
      "a dark-count rate without window",
      TwinFieldText.infiniteDecoys + "detector.dark_count_rate_hz = 10",
      says: """
        f.toml:4:1: detector.dark_count_rate_hz = 10: needs detector.gate_s or source.repetition_rate_hz; a rate \
        becomes a probability per gate only with the gate's length
        """),
    MalformedFile(
      "a window without a rate",
      TwinFieldText.infiniteDecoys + "detector.gate_s = 1e-9",
      says: """
        f.toml:4:1: detector.gate_s = 1e-9: goes with detector.dark_count_rate_hz
        """),
    MalformedFile(
      "dark counts twice",
      TwinFieldText.infiniteDecoys + """
        detector.dark_count_rate_hz = 10
        detector.dark_count_probability = 1e-8
        detector.gate_s = 1e-9
        """,
      says: """
        f.toml:4:1: detector.dark_count_rate_hz = 10: cannot be given together with detector.dark_count_probability
        """),
    MalformedFile(
      "nanoseconds",
      TwinFieldText.infiniteDecoys + """
        detector.dark_count_rate_hz = 10
        detector.gate_s = 3
        """,
      says: """
        f.toml:5:1: detector.gate_s = 3: must be greater than 0 and at most 1 (s); in seconds: 1 ns is 1e-9
        """),
    MalformedFile(
      "GHz, but no number",
      TwinFieldText.infiniteDecoys + "source.repetition_rate_hz = \"1 GHz\"",
      says: """
        f.toml:4:1: source.repetition_rate_hz = "1 GHz": must be a number, found text; units are part of the key's \
        name, write the number alone
        """),
    MalformedFile(
      "an unknown bound",
      TwinFieldText.infiniteDecoys + "plot.bounds = [\"plob\", \"repeater\"]",
      says: """
        f.toml:4:24: plot.bounds[2] = "repeater": must be one of plob, plob-with-receiver, single-repeater, tgw
        """),
    MalformedFile(
      "a bound by a truth value",
      TwinFieldText.infiniteDecoys + "plot.bounds = true",
      says: """
        f.toml:4:1: plot.bounds = true: must be a list of texts, found true or false; [] draws none, ["plob"] the \
        repeaterless bound
        """),
    MalformedFile(
      "the receiver under the name of BB84",
      TwinFieldText.infiniteDecoys + "detector.background_probability = 1e-6",
      says: """
        f.toml:4:1: detector.background_probability: is not a known key; did you mean \
        detector.dark_count_probability?
        """),
  ]
}
