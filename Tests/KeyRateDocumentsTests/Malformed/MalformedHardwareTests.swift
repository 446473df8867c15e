// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Keys of link and detectors that contradict one another")
struct MalformedHardwareTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "both km and dB",
      MalformedFile.finite + "link.distance_km = 100",
      says: """
        f.toml:2:1: link.loss_db = 20: cannot be given together with link.distance_km
        """),
    MalformedFile(
      "no link",
      """
      protocol = "bb84"
      security.pulses = 1e9
      """,
      says: """
        f.toml: link.distance_km: one of link.distance_km, link.loss_db, link.transmittance must be given
        """),
    MalformedFile(
      "an empty link",
      """
      protocol = "bb84"
      [link]
      attenuation_db_per_km = 0.2
      [security]
      pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.distance_km: one of link.distance_km, link.loss_db, link.transmittance must be given
        """),
    MalformedFile(
      "attenuation with dB",
      MalformedFile.finite + "link.attenuation_db_per_km = 0.2",
      says: """
        f.toml:4:1: link.attenuation_db_per_km = 0.2: goes with link.distance_km, but the file gives link.loss_db; \
        link.loss_db is the whole loss of the channel
        """),
    MalformedFile(
      "dark counts with a total model",
      MalformedFile.finite + """
        detector.model = "ma2005"
        detector.dark_count_probability = 1e-6
        """,
      says: """
        f.toml:5:1: detector.dark_count_probability = 1e-6: model ma2005 counts all detectors together: give \
        detector.background_probability; the background of two detectors is about twice the dark counts of one
        """),
    MalformedFile(
      "background with threshold2",
      MalformedFile.finite + "detector.background_probability = 1e-6",
      says: """
        f.toml:4:1: detector.background_probability = 1e-6: model threshold2 counts per detector: give \
        detector.dark_count_probability; the dark counts of one of two detectors are about half the background
        """),
    MalformedFile(
      "rate and probability",
      MalformedFile.finite + """
        source.repetition_rate_hz = 1e9
        detector.dark_count_probability = 1e-7
        detector.dark_count_rate_hz = 100
        """,
      says: """
        f.toml:6:1: detector.dark_count_rate_hz = 100: cannot be given together with detector.dark_count_probability
        """),
    MalformedFile(
      "rate without gate",
      MalformedFile.finite + "detector.dark_count_rate_hz = 100",
      says: """
        f.toml:4:1: detector.dark_count_rate_hz = 100: needs detector.gate_s or source.repetition_rate_hz; a rate \
        becomes a probability per gate only with the gate's length
        """),
    MalformedFile(
      "gate without rate",
      MalformedFile.finite + "detector.gate_s = 1e-9",
      says: """
        f.toml:4:1: detector.gate_s = 1e-9: goes with detector.dark_count_rate_hz
        """),
    MalformedFile(
      "dead time without clock",
      MalformedFile.finite + "detector.dead_time_s = 1e-7",
      says: """
        f.toml:4:1: detector.dead_time_s = 1e-7: needs source.repetition_rate_hz; the share of blocked gates depends \
        on the time between pulses
        """),
  ]
}
