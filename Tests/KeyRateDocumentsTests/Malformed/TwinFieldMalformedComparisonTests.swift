// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: comparison protocols")
struct TwinFieldMalformedComparisonTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a finite key of a comparison protocol",
      TwinFieldText.phaseMatching + "security.analysis = \"finite\"",
      says: """
        f.toml:4:1: security.analysis = "finite": must be infinite-decoys with source.scheme = "phase-matching"; \
        comparison protocols have no finite key here
        """),
    MalformedFile(
      "a block of a comparison protocol",
      TwinFieldText.phaseMatching + "security.pulses = 1e12",
      says: """
        f.toml:4:1: security.pulses = 1e12: has no meaning with source.scheme = "phase-matching"; leave it out
        """),
    MalformedFile(
      "arms that are not alike",
      TwinFieldText.phaseMatching + "link.bob_excess_loss_db = 3",
      says: """
        f.toml:3:1: source.scheme = "phase-matching": needs arms of equal loss, but Alice's has 25 dB and Bob's 28 \
        dB; arms that are not alike are implemented for curty-azuma-lo only
        """),
    MalformedFile(
      "a share off the middle",
      TwinFieldText.phaseMatching + "link.alice_share = 0.4",
      says: """
        f.toml:3:1: source.scheme = "phase-matching": needs arms of equal loss, but Alice's has 20 dB and Bob's 30 \
        dB; arms that are not alike are implemented for curty-azuma-lo only
        """),
    MalformedFile(
      "decoys of a comparison protocol",
      TwinFieldText.phaseMatching + "source.test_intensities = [0.4, 0.1, 1e-4]",
      says: """
        f.toml:4:1: source.test_intensities = [0.4, 0.1, 1e-4]: has no meaning with source.scheme = \
        "phase-matching"; leave it out
        """),
    MalformedFile(
      "key modes of a comparison protocol",
      TwinFieldText.phaseMatching + "source.key_mode_probability = 0.6",
      says: """
        f.toml:4:1: source.key_mode_probability = 0.6: has no meaning with source.scheme = "phase-matching"; leave \
        it out
        """),
    MalformedFile(
      "sending in phase-matching",
      TwinFieldText.phaseMatching + "source.sending_probability = 0.3",
      says: """
        f.toml:4:1: source.sending_probability = 0.3: has no meaning with source.scheme = "phase-matching"; leave \
        it out
        """),
    MalformedFile(
      "pairs in phase-matching",
      TwinFieldText.phaseMatching + "source.pairing_length = 1e6",
      says: """
        f.toml:4:1: source.pairing_length = 1e6: has no meaning with source.scheme = "phase-matching"; leave it out
        """),
    MalformedFile(
      "Bob's intensity",
      TwinFieldText.phaseMatching + "source.bob_key_intensity = 0.1",
      says: """
        f.toml:4:1: source.bob_key_intensity = 0.1: has no meaning with source.scheme = "phase-matching"; leave it \
        out
        """),
    MalformedFile(
      "one slice",
      TwinFieldText.phaseMatching + "source.phase_slices = 1",
      says: """
        f.toml:4:1: source.phase_slices = 1: must be between 2 and 1024
        """),
    MalformedFile(
      "slices in the main protocol",
      TwinFieldText.infiniteDecoys + "source.phase_slices = 16",
      says: """
        f.toml:4:1: source.phase_slices = 16: has no meaning with source.scheme = "curty-azuma-lo"; leave it out
        """),
    MalformedFile(
      "an abbreviation",
      TwinFieldText.infiniteDecoys + "source.scheme = \"sns\"",
      says: """
        f.toml:4:1: source.scheme = "sns": must be one of curty-azuma-lo, lucamarini-2018, phase-matching, \
        sending-or-not-sending, sns-aopp, mode-pairing; write sending-or-not-sending
        """),
    MalformedFile(
      "another abbreviation",
      TwinFieldText.infiniteDecoys + "source.scheme = \"PM-QKD\"",
      says: """
        f.toml:4:1: source.scheme = "PM-QKD": must be one of curty-azuma-lo, lucamarini-2018, phase-matching, \
        sending-or-not-sending, sns-aopp, mode-pairing; write phase-matching
        """),
    MalformedFile(
      "sending in percent",
      TwinFieldText.oddParityPairing + "source.sending_probability = 4",
      says: """
        f.toml:4:1: source.sending_probability = 4: must be greater than 0 and less than 1; a fraction, not percent
        """),
    MalformedFile(
      "always sending",
      TwinFieldText.oddParityPairing + "source.sending_probability = 1",
      says: """
        f.toml:4:1: source.sending_probability = 1: must be greater than 0 and less than 1
        """),
    MalformedFile(
      "key rounds in percent",
      TwinFieldText.original + "source.key_fraction = 50",
      says: """
        f.toml:4:1: source.key_fraction = 50: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "a phase offset that the protocol has no place for",
      TwinFieldText.phaseMatching + "detector.phase_offset_rad = 0.1",
      says: """
        f.toml:4:1: detector.phase_offset_rad = 0.1: has no meaning with source.scheme = "phase-matching"; leave it \
        out
        """),
  ]
}
