// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Numbers out of their range")
struct MalformedRangesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "percent",
      MalformedFile.finite + "detector.efficiency = 20",
      says: """
        f.toml:4:1: detector.efficiency = 20: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "misalignment in percent",
      MalformedFile.finite + "detector.misalignment = 1.5",
      says: """
        f.toml:4:1: detector.misalignment = 1.5: must be between 0 and 0.5; a fraction, not percent
        """),
    MalformedFile(
      "visibility for misalignment",
      MalformedFile.finite + "detector.misalignment = 0.98",
      says: """
        f.toml:4:1: detector.misalignment = 0.98: must be between 0 and 0.5; of a visibility V take (1 - V)/2
        """),
    MalformedFile(
      "efficiency 0",
      MalformedFile.finite + "detector.efficiency = 0",
      says: """
        f.toml:4:1: detector.efficiency = 0: must be greater than 0 and at most 1
        """),
    MalformedFile(
      "dark counts per second",
      MalformedFile.finite + "detector.dark_count_probability = 600",
      says: """
        f.toml:4:1: detector.dark_count_probability = 600: must be at least 0 and less than 1 (per detector per gate); \
        counts per second? give detector.dark_count_rate_hz, or multiply by the gate time
        """),
    MalformedFile(
      "background per second",
      MalformedFile.finite + """
        detector.model = "ma2005"
        detector.background_probability = 1200
        """,
      says: """
        f.toml:5:1: detector.background_probability = 1200: must be at least 0 and less than 1 (per gate, all \
        detectors); counts per second? multiply by the gate time
        """),
    MalformedFile(
      "background too high for its model",
      MalformedFile.finite + """
        detector.model = "ma2005"
        detector.background_probability = 0.02
        """,
      says: """
        f.toml:5:1: detector.background_probability = 0.02: must be at most 0.01 with model ma2005; this model counts \
        coincidences twice; use threshold2 or ma2005x
        """),
    MalformedFile(
      "negative dB",
      """
      protocol = "bb84"
      link.loss_db = -20
      security.pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.loss_db = -20: must be at least 0 (dB); a loss is counted positive: 20, not -20
        """),
    MalformedFile(
      "negative distance",
      """
      protocol = "bb84"
      link.distance_km = -1
      security.pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.distance_km = -1: must be at least 0 (km); a length is counted positive
        """),
    MalformedFile(
      "transmittance in percent",
      """
      protocol = "bb84"
      link.transmittance = 1.5
      security.pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.transmittance = 1.5: must be between 0 and 1; a fraction, not percent; for a loss in dB use \
        link.loss_db
        """),
    MalformedFile(
      "transmittance in dB",
      """
      protocol = "bb84"
      link.transmittance = -20
      security.pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.transmittance = -20: must be between 0 and 1; for a loss in dB use link.loss_db, counted \
        positive
        """),
    MalformedFile(
      "attenuation of the whole fibre",
      """
      protocol = "bb84"
      link.distance_km = 100
      link.attenuation_db_per_km = 20
      security.pulses = 1e9
      """,
      says: """
        f.toml:3:1: link.attenuation_db_per_km = 20: must be between 0 and 10 (dB/km); in dB per km: 0.2 for standard \
        fibre
        """),
    MalformedFile(
      "a clock of 0",
      MalformedFile.finite + "source.repetition_rate_hz = 0",
      says: """
        f.toml:4:1: source.repetition_rate_hz = 0: must be greater than 0 (Hz)
        """),
    MalformedFile(
      "dead time in nanoseconds",
      MalformedFile.finite + """
        source.repetition_rate_hz = 1e9
        detector.dead_time_s = 50
        """,
      says: """
        f.toml:5:1: detector.dead_time_s = 50: must be between 0 and 1 (s); in seconds: 100 ns is 1e-7
        """),
    MalformedFile(
      "gate in ns",
      MalformedFile.finite + """
        detector.dark_count_rate_hz = 100
        detector.gate_s = 1.5
        """,
      says: """
        f.toml:5:1: detector.gate_s = 1.5: must be greater than 0 and at most 1 (s); in seconds: 1 ns is 1e-9
        """),
    MalformedFile(
      "perfect secrecy",
      MalformedFile.finite + "security.secrecy = 0",
      says: """
        f.toml:4:1: security.secrecy = 0: must be greater than 0 and less than 1; no finite key is perfect; 1e-10 is \
        usual
        """),
    MalformedFile(
      "correctness 1",
      MalformedFile.finite + "security.correctness = 1",
      says: """
        f.toml:4:1: security.correctness = 1: must be greater than 0 and less than 1; a small probability; 1e-10 is \
        usual
        """),
    MalformedFile(
      "the exponent of a failure probability",
      MalformedFile.finite + "security.secrecy = -10",
      says: """
        f.toml:4:1: security.secrecy = -10: must be greater than 0 and less than 1; write the number, as in 1e-10, not \
        its exponent
        """),
    MalformedFile(
      "f_EC below 1",
      MalformedFile.finite + "security.error_correction_efficiency = 0.95",
      says: """
        f.toml:4:1: security.error_correction_efficiency = 0.95: must be between 1 and 10; f_EC counts what is leaked: \
        1 is ideal, 1.16 leaks 16 % more
        """),
    MalformedFile(
      "f_EC too large",
      MalformedFile.finite + "security.error_correction_efficiency = 16",
      says: """
        f.toml:4:1: security.error_correction_efficiency = 16: must be between 1 and 10; a factor, not percent: 1.16 \
        leaks 16 % more than the limit
        """),
    MalformedFile(
      "intensities in percent",
      MalformedFile.finite + "source.intensities = [48, 10, 0]",
      says: """
        f.toml:4:23: source.intensities[1] = 48: must be between 0 and 10 (mean photons per pulse); usually below 1
        """),
    MalformedFile(
      "negative intensity",
      MalformedFile.finite + "source.intensities = [0.5, 0.1, -0.1]",
      says: """
        f.toml:4:33: source.intensities[3] = -0.1: must be between 0 and 10 (mean photons per pulse); the weakest \
        intensity may be 0
        """),
    MalformedFile(
      "three decoys",
      MalformedFile.finite + "source.decoys = 3",
      says: """
        f.toml:4:1: source.decoys = 3: must be between 1 and 2; count the decoys, not the intensities: three \
        intensities are two decoys
        """),
    MalformedFile(
      "no pulses",
      """
      protocol = "bb84"
      link.loss_db = 20
      security.pulses = 0
      """,
      says: """
        f.toml:3:1: security.pulses = 0: must be between 1 and 1e+18 (pulses)
        """),
    MalformedFile(
      "too many pulses",
      """
      protocol = "bb84"
      link.loss_db = 20
      security.pulses = 1e19
      """,
      says: """
        f.toml:3:1: security.pulses = 1e19: must be between 1 and 1e+18 (pulses)
        """),
    MalformedFile(
      "after-pulses in percent",
      MalformedFile.finite + "detector.afterpulse_probability = 4",
      says: """
        f.toml:4:1: detector.afterpulse_probability = 4: must be at least 0 and less than 0.5; a fraction, not percent
        """),
    MalformedFile(
      "basis probability in percent",
      MalformedFile.finite + "source.key_basis_probability = 90",
      says: """
        f.toml:4:1: source.key_basis_probability = 90: must be between 0 and 1; a fraction, not percent
        """),
    MalformedFile(
      "a negative margin",
      MalformedFile.finite + "acceptance.margin_sigma = -3",
      says: """
        f.toml:4:1: acceptance.margin_sigma = -3: must be between 0 and 1000 (standard deviations)
        """),
  ]
}
