// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed files of sending-or-not-sending: links")
struct SendingOrNotSendingMalformedLinkTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "rounds left out",
      SendingOrNotSendingText.paired.replacing("security.pulses = 1e12\n", with: ""),
      says: """
        f.toml: security.pulses: must be given: between 1 and 1e+18 (rounds)
        """),
    MalformedFile(
      "no link",
      SendingOrNotSendingText.paired.replacing("link.loss_db = 50\n", with: ""),
      says: """
        f.toml: link.distance_km: one of link.distance_km, link.loss_db, link.transmittance must be given
        """),
    MalformedFile(
      "an analysis of other families",
      SendingOrNotSendingText.paired + "security.analysis = \"infinite-decoys\"\n",
      says: """
        f.toml:4:1: security.analysis = "infinite-decoys": must be one of finite, asymptotic
        """),
    MalformedFile(
      "the decoys exchanged",
      SendingOrNotSendingText.paired + "source.weak_intensity = 0.4\nsource.strong_intensity = 0.1\n",
      says: """
        f.toml:4:1: source.weak_intensity = 0.4: must be below a2 = 0.1; were the two decoys exchanged?
        """),
    MalformedFile(
      "two decoys alike",
      SendingOrNotSendingText.paired + "source.weak_intensity = 0.1\nsource.strong_intensity = 0.1\n",
      says: """
        f.toml:4:1: source.weak_intensity = 0.1: must be below a2 = 0.1; were the two decoys exchanged?
        """),
    MalformedFile(
      "probabilities that leave nothing for the vacuum",
      SendingOrNotSendingText.paired + "source.weak_probability = 0.7\nsource.strong_probability = 0.3\n",
      says: """
        f.toml:4:1: source.weak_probability = 0.7: must be above 0: p1 + p2 leave the rest to the vacuum; p0, \
        p1, p2 are probabilities given a decoy window
        """),
    MalformedFile(
      "a sending probability of 0",
      SendingOrNotSendingText.paired + "source.sending_probability = 0\n",
      says: """
        f.toml:4:1: source.sending_probability = 0: must be greater than 0 and less than 1
        """),
    MalformedFile(
      "a sending probability of 1",
      SendingOrNotSendingText.paired + "source.sending_probability = 1\n",
      says: """
        f.toml:4:1: source.sending_probability = 1: must be greater than 0 and less than 1
        """),
    MalformedFile(
      "a signal window in percent",
      SendingOrNotSendingText.paired + "source.signal_window_probability = 85\n",
      says: """
        f.toml:4:1: source.signal_window_probability = 85: must be greater than 0 and less than 1; a fraction, \
        not percent
        """),
    MalformedFile(
      "no decoy window",
      SendingOrNotSendingText.paired + "source.signal_window_probability = 1\n",
      says: """
        f.toml:4:1: source.signal_window_probability = 1: must be greater than 0 and less than 1
        """),
    MalformedFile(
      "no weak decoy",
      SendingOrNotSendingText.paired + "source.weak_intensity = 0\n",
      says: """
        f.toml:4:1: source.weak_intensity = 0: must be greater than 0 and at most 10 (mean photons per pulse)
        """),
    MalformedFile(
      "no light in a signal",
      SendingOrNotSendingText.paired + "source.signal_intensity = 0\n",
      says: """
        f.toml:4:1: source.signal_intensity = 0: must be greater than 0 and at most 10 (mean photons per \
        pulse)
        """),
    MalformedFile(
      "a negative intensity",
      SendingOrNotSendingText.paired + "source.strong_intensity = -0.3\n",
      says: """
        f.toml:4:1: source.strong_intensity = -0.3: must be greater than 0 and at most 10 (mean photons per \
        pulse)
        """),
    MalformedFile(
      "photons per second",
      SendingOrNotSendingText.paired + "source.signal_intensity = 1e6\n",
      says: """
        f.toml:4:1: source.signal_intensity = 1e6: must be greater than 0 and at most 10 (mean photons per \
        pulse); mean photons per pulse, usually below 1
        """),
    MalformedFile(
      "a slice in degrees",
      SendingOrNotSendingText.paired + "source.slice_width_rad = 20\n",
      says: """
        f.toml:4:1: source.slice_width_rad = 20: must be greater than 0 and at most 3.141592653589793 (rad); \
        in radians, at most pi; a full width, not degrees
        """),
    MalformedFile(
      "an empty slice",
      SendingOrNotSendingText.paired + "source.slice_width_rad = 0\n",
      says: """
        f.toml:4:1: source.slice_width_rad = 0: must be greater than 0 and at most 3.141592653589793 (rad)
        """),
    MalformedFile(
      "slots in percent",
      SendingOrNotSendingText.paired + "source.signal_slot_share = 40\n",
      says: """
        f.toml:4:1: source.signal_slot_share = 40: must be greater than 0 and at most 1; a fraction, not \
        percent
        """),
    MalformedFile(
      "no slot for a round",
      SendingOrNotSendingText.paired + "source.signal_slot_share = 0\n",
      says: """
        f.toml:4:1: source.signal_slot_share = 0: must be greater than 0 and at most 1
        """),
    MalformedFile(
      "a misalignment above one half",
      SendingOrNotSendingText.paired + "detector.misalignment = 0.6\n",
      says: """
        f.toml:4:1: detector.misalignment = 0.6: must be between 0 and 0.5; of a visibility V take (1 - V)/2
        """),
    MalformedFile(
      "no cell",
      SendingOrNotSendingText.paired + "security.cells = 0\n",
      says: """
        f.toml:4:1: security.cells = 0: must be between 1 and 4096
        """),
    MalformedFile(
      "the published form with many cells",
      SendingOrNotSendingText.paired + "security.composition = \"published\"\nsecurity.cells = 16\n",
      says: """
        f.toml:4:1: security.composition = "published": exists for aopp with the method spin and one cell only \
        (TFS-28)
        """),
    MalformedFile(
      "the published form by the method simple",
      SendingOrNotSendingText.paired + "security.composition = \"published\"\nsecurity.phase_errors = \"simple\"\n",
      says: """
        f.toml:4:1: security.composition = "published": exists for aopp with the method spin and one cell only \
        (TFS-28)
        """),
    MalformedFile(
      "the published form without pairing",
      SendingOrNotSendingText.plain + "security.composition = \"published\"\n",
      says: """
        f.toml:4:1: security.composition = "published": must be one of split, root; the published form \
        (TFS-28) is one of pairs: protocol = "aopp"
        """),
    MalformedFile(
      "a method of pairs without pairing",
      SendingOrNotSendingText.plain + "security.phase_errors = \"simple\"\n",
      says: """
        f.toml:4:1: security.phase_errors: is not a known key; did you mean counts.slice_errors?
        """),
    MalformedFile(
      "another method of pairs",
      SendingOrNotSendingText.paired + "security.phase_errors = \"joint\"\n",
      says: """
        f.toml:4:1: security.phase_errors = "joint": must be one of spin, simple
        """),
    MalformedFile(
      "secrecy of 0",
      SendingOrNotSendingText.paired + "security.secrecy = 0\n",
      says: """
        f.toml:4:1: security.secrecy = 0: must be greater than 0 and less than 1; no finite key is perfect; \
        1e-10 is usual
        """),
    MalformedFile(
      "both failures together too large",
      SendingOrNotSendingText.paired + "security.secrecy = 0.6\nsecurity.correctness = 0.5\n",
      says: """
        f.toml:4:1: security.secrecy = 0.6: must leave eps_sec + eps_cor below 1
        """),
    MalformedFile(
      "settings of Bob who does as Alice",
      SendingOrNotSendingText.paired + "source.users_alike = true\nsource.bob_signal_intensity = 0.5\n",
      says: """
        f.toml:5:1: source.bob_signal_intensity = 0.5: has no meaning with source.users_alike = true; Bob does \
        as Alice does
        """),
    MalformedFile(
      "Bob's weak decoy above the strong one of both",
      SendingOrNotSendingText.unequal + "source.strong_intensity = 0.3\nsource.bob_weak_intensity = 0.35\n",
      says: """
        f.toml:6:1: source.bob_weak_intensity = 0.35: must be below a2 = 0.3; were the two decoys exchanged?
        """),
    MalformedFile(
      "Alice's decoys exchanged, Bob's not given",
      SendingOrNotSendingText.unequal + "source.strong_intensity = 0.1\nsource.weak_intensity = 0.35\n",
      says: """
        f.toml:6:1: source.weak_intensity = 0.35: must be below a2 = 0.1; were the two decoys exchanged?
        """),
    MalformedFile(
      "slice numbers in place of the phase difference",
      SendingOrNotSendingText.paired + "source.phase_slices = 16\n",
      says: """
        f.toml:4:1: source.phase_slices: is not a known key
        """),
    MalformedFile(
      "decoys of infinite data",
      SendingOrNotSendingText.infinite + "source.weak_probability = 0.8\n",
      says: """
        f.toml:4:1: source.weak_probability = 0.8: has no meaning with security.analysis = "asymptotic"; leave \
        it out
        """),
    MalformedFile(
      "a block of infinite data",
      SendingOrNotSendingText.infinite + "security.pulses = 1e12\n",
      says: """
        f.toml:4:1: security.pulses = 1e12: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "a range of decoys with infinite data",
      SendingOrNotSendingText.infinite + "search.strong_intensity = [0.1, 0.3]\n",
      says: """
        f.toml:4:1: search.strong_intensity = [0.1, 0.3]: has no meaning with security.analysis = \
        "asymptotic"; leave it out
        """),
    MalformedFile(
      "a composition of infinite data",
      SendingOrNotSendingText.infinite + "security.composition = \"root\"\n",
      says: """
        f.toml:4:1: security.composition = "root": has no meaning with security.analysis = "asymptotic"; leave \
        it out
        """),
    MalformedFile(
      "a range without room above the weak decoy",
      SendingOrNotSendingText.paired + "source.weak_intensity = 0.5\nsearch.strong_intensity = [0.1, 0.2]\n",
      says: """
        f.toml:5:1: search.strong_intensity = [0.1, 0.2]: leaves no room above the weak decoy
        """),
    MalformedFile(
      "a range without room below the strong decoy",
      SendingOrNotSendingText.paired + "search.weak_intensity = [0.5, 0.6]\nsearch.strong_intensity = [0.1, 0.2]\n",
      says: """
        f.toml:4:1: search.weak_intensity = [0.5, 0.6]: leaves no room below the strong decoy
        """),
    MalformedFile(
      "ranges of probabilities without room",
      SendingOrNotSendingText.paired + "search.weak_probability = [0.7, 0.8]\nsearch.strong_probability = [0.4, 0.5]\n",
      says: """
        f.toml:5:1: search.strong_probability = [0.4, 0.5]: leaves no room beside the weak decoy and vacuum
        """),
    MalformedFile(
      "a range of what is given",
      SendingOrNotSendingText.paired + "source.signal_intensity = 0.5\nsearch.signal_intensity = [0.1, 0.2]\n",
      says: """
        f.toml:5:1: search.signal_intensity = [0.1, 0.2]: has nothing to search: source.signal_intensity gives \
        this setting; leave one of the two out
        """),
    MalformedFile(
      "a range that falls",
      SendingOrNotSendingText.paired + "search.signal_intensity = [0.2, 0.1]\n",
      says: """
        f.toml:4:1: search.signal_intensity = [0.2, 0.1]: must rise from its first number to its second; \
        [least, largest]
        """),
    MalformedFile(
      "a range of a sending probability that follows",
      SendingOrNotSendingText.unequal + "search.bob_sending_probability = [0.1, 0.2]\n",
      says: """
        f.toml:5:1: search.bob_sending_probability = [0.1, 0.2]: cannot be kept: it follows from the other \
        user's (TFS-7); give the sending probability itself, or leave the range out
        """),
    MalformedFile(
      "a range of Alice's that follows",
      SendingOrNotSendingText.unequal
        + "source.bob_sending_probability = 0.3\nsearch.sending_probability = [0.1, 0.2]\n",
      says: """
        f.toml:6:1: search.sending_probability = [0.1, 0.2]: cannot be kept: it follows from the other user's \
        (TFS-7); give the sending probability itself, or leave the range out
        """),
    MalformedFile(
      "a slice range beyond pi",
      SendingOrNotSendingText.paired + "search.slice_width_rad = [1, 4]\n",
      says: """
        f.toml:4:30: search.slice_width_rad[2] = 4: must be between 0 and 3.141592653589793 (rad)
        """),
  ]
}
