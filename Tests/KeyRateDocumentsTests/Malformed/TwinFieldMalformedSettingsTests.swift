// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: settings")
struct TwinFieldMalformedSettingsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "key pulses as bright as the strongest decoy",
      TwinFieldText.finite + """
        source.key_intensity = 0.5
        source.test_intensities = [0.4, 0.1, 1e-4]
        """,
      says: """
        f.toml:4:1: source.key_intensity = 0.5: must be below the strongest test intensity 0.4; photon numbers of \
        brighter key pulses cannot be bounded; 0.01 to 0.04 is usual
        """),
    MalformedFile(
      "the same in the asymptotic limit",
      TwinFieldText.asymptotic + """
        source.key_intensity = 0.4
        source.test_intensities = [0.4, 0.1, 1e-4]
        """,
      says: """
        f.toml:4:1: source.key_intensity = 0.4: must be below the strongest test intensity 0.4; photon numbers of \
        brighter key pulses cannot be bounded; 0.01 to 0.04 is usual
        """),
    MalformedFile(
      "Bob's key pulses as bright as his strongest decoy",
      TwinFieldText.finite + """
        source.key_intensity = 0.02
        source.bob_key_intensity = 0.3
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.bob_test_intensities = [0.2, 0.1, 1e-4]
        """,
      says: """
        f.toml:5:1: source.bob_key_intensity = 0.3: must be below the strongest test intensity 0.2; photon numbers \
        of brighter key pulses cannot be bounded; 0.01 to 0.04 is usual
        """),
    MalformedFile(
      "decoys in rising order",
      TwinFieldText.finite + "source.test_intensities = [1e-4, 0.1, 0.4]",
      says: """
        f.toml:4:1: source.test_intensities = [1e-4, 0.1, 0.4]: must be in falling order; strongest first, no two \
        alike
        """),
    MalformedFile(
      "two decoys alike",
      TwinFieldText.finite + "source.test_intensities = [0.4, 0.1, 0.1]",
      says: """
        f.toml:4:1: source.test_intensities = [0.4, 0.1, 0.1]: must be in falling order; strongest first, no two \
        alike
        """),
    MalformedFile(
      "an order that no value left open can mend",
      TwinFieldText.finite + "source.test_intensities = [0.1, \"optimise\", 0.4]",
      says: """
        f.toml:4:1: source.test_intensities = [0.1, "optimise", 0.4]: must be in falling order; strongest first, no \
        two alike
        """),
    MalformedFile(
      "the weakest left open",
      TwinFieldText.finite + "source.test_intensities = [0.4, 0.1, \"optimise\"]",
      says: """
        f.toml:4:38: source.test_intensities[3] = "optimise": the weakest intensity cannot be left open; give what \
        the extinction allows, such as 1e-4
        """),
    MalformedFile(
      "all intensities in one word, with the weakest",
      TwinFieldText.finite + """
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: stands for the last of source.test_intensities when that list \
        is left out; give one of the two
        """),
    MalformedFile(
      "a weakest intensity that is none",
      TwinFieldText.finite + "source.weakest_intensity = 0.3",
      says: """
        f.toml:4:1: source.weakest_intensity = 0.3: must be between 0 and 0.1 (mean photons per pulse); what is \
        left of a pulse that should be dark: 1e-5 to 1e-3
        """),
    MalformedFile(
      "one decoy",
      TwinFieldText.finite + "source.test_intensities = [0.4]",
      says: """
        f.toml:4:1: source.test_intensities = [0.4]: must have 2 to 8 values, found 1; one intensity alone bounds \
        no yield; the weakest is one of them
        """),
    MalformedFile(
      "one decoy by its number",
      TwinFieldText.finite + "source.decoys = 1",
      says: """
        f.toml:4:1: source.decoys = 1: must be between 2 and 8; one intensity alone bounds no yield
        """),
    MalformedFile(
      "nine decoys",
      TwinFieldText.finite + "source.test_intensities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]",
      says: """
        f.toml:4:1: source.test_intensities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]: must have 2 to 8 \
        values, found 9
        """),
    MalformedFile(
      "two intensities for three decoys",
      TwinFieldText.finite + """
        source.decoys = 3
        source.test_intensities = [0.4, 1e-4]
        """,
      says: """
        f.toml:5:1: source.test_intensities = [0.4, 1e-4]: must have 3 values, found 2; source.decoys = 3 counts \
        every test intensity, the weakest included
        """),
    MalformedFile(
      "probabilities of another number",
      TwinFieldText.finite + """
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.test_probabilities = [0.5, 0.5]
        """,
      says: """
        f.toml:5:1: source.test_probabilities = [0.5, 0.5]: must have 3 values, found 2; intensities and \
        probabilities of a user go together, two to eight of each
        """),
    MalformedFile(
      "Bob's probabilities of another number",
      TwinFieldText.finite + """
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.bob_test_intensities = [0.4, 1e-4]
        source.bob_test_probabilities = [0.2, 0.3, 0.5]
        """,
      says: """
        f.toml:6:1: source.bob_test_probabilities = [0.2, 0.3, 0.5]: must have 2 values, found 3; intensities and \
        probabilities of a user go together, two to eight of each
        """),
    MalformedFile(
      "probabilities above 1 together",
      TwinFieldText.finite + "source.test_probabilities = [0.2, 0.3, 0.6]",
      says: """
        f.toml:4:1: source.test_probabilities = [0.2, 0.3, 0.6]: must sum to 1, not 1.1; probabilities given the \
        test mode, without the key pulses
        """),
    MalformedFile(
      "probabilities of a share of all rounds",
      TwinFieldText.finite + "source.test_probabilities = [0.04, 0.06, 0.1]",
      says: """
        f.toml:4:1: source.test_probabilities = [0.04, 0.06, 0.1]: must sum to 1, not 0.2; probabilities given the \
        test mode, without the key pulses
        """),
    MalformedFile(
      "probabilities that leave nothing",
      TwinFieldText.finite + "source.test_probabilities = [0.5, 0.5, \"optimise\"]",
      says: """
        f.toml:4:1: source.test_probabilities = [0.5, 0.5, "optimise"]: the given ones sum to 1 and leave too \
        little for those left open
        """),
    MalformedFile(
      "percent for probabilities",
      TwinFieldText.finite + "source.test_probabilities = [20, 30, 50]",
      says: """
        f.toml:4:30: source.test_probabilities[1] = 20: must be greater than 0 and at most 1; a fraction, not \
        percent
        f.toml:4:34: source.test_probabilities[2] = 30: must be greater than 0 and at most 1; a fraction, not \
        percent
        f.toml:4:38: source.test_probabilities[3] = 50: must be greater than 0 and at most 1; a fraction, not \
        percent
        """),
    MalformedFile(
      "a decoy that is never sent",
      TwinFieldText.finite + "source.test_probabilities = [0.5, 0.5, 0]",
      says: """
        f.toml:4:40: source.test_probabilities[3] = 0: must be greater than 0 and at most 1; every intensity must \
        be sent
        """),
    MalformedFile(
      "pX = 0",
      TwinFieldText.finite + "source.key_mode_probability = 0",
      says: """
        f.toml:4:1: source.key_mode_probability = 0: must be greater than 0 and less than 1; without key rounds \
        there is no key
        """),
    MalformedFile(
      "pX = 1",
      TwinFieldText.finite + "source.key_mode_probability = 1",
      says: """
        f.toml:4:1: source.key_mode_probability = 1: must be greater than 0 and less than 1; without test rounds \
        nothing is certified
        """),
    MalformedFile(
      "pX in percent",
      TwinFieldText.finite + "source.key_mode_probability = 60",
      says: """
        f.toml:4:1: source.key_mode_probability = 60: must be greater than 0 and less than 1; a fraction, not \
        percent
        """),
    MalformedFile(
      "Bob's pX = 1",
      TwinFieldText.finite + """
        source.key_mode_probability = 0.6
        source.bob_key_mode_probability = 1
        """,
      says: """
        f.toml:5:1: source.bob_key_mode_probability = 1: must be greater than 0 and less than 1; without test \
        rounds nothing is certified
        """),
    MalformedFile(
      "pX under the name of the paper",
      TwinFieldText.finite + "source.pX = 0.6",
      says: """
        f.toml:4:1: source.pX: is not a known key; did you mean source.key_mode_probability?
        """),
    MalformedFile(
      "decoys under another name",
      TwinFieldText.finite + "source.intensities = [0.4, 0.1, 1e-4]",
      says: """
        f.toml:4:1: source.intensities: is not a known key; did you mean source.test_intensities?
        """),
    MalformedFile(
      "the amplitude squared under its symbol",
      TwinFieldText.finite + "source.s = 0.02",
      says: """
        f.toml:4:1: source.s: is not a known key; did you mean source.key_intensity?
        """),
    MalformedFile(
      "no key pulses",
      TwinFieldText.finite + "source.key_intensity = 0",
      says: """
        f.toml:4:1: source.key_intensity = 0: must be greater than 0 and at most 5 (mean photons per pulse)
        """),
    MalformedFile(
      "key pulses in percent",
      TwinFieldText.finite + "source.key_intensity = 20",
      says: """
        f.toml:4:1: source.key_intensity = 20: must be greater than 0 and at most 5 (mean photons per pulse); \
        usually below 1
        """),
    MalformedFile(
      "a word for an intensity",
      TwinFieldText.finite + "source.key_intensity = \"auto\"",
      says: """
        f.toml:4:1: source.key_intensity = "auto": must be a number or the word "optimise"
        """),
    MalformedFile(
      "Bob alike and by himself",
      TwinFieldText.finite + """
        source.users_alike = true
        source.bob_key_intensity = 0.03
        """,
      says: """
        f.toml:5:1: source.bob_key_intensity = 0.03: has no meaning with source.users_alike = true; Bob does as \
        Alice does
        """),
    MalformedFile(
      "a decoy list with infinitely many decoys",
      TwinFieldText.infiniteDecoys + "source.test_intensities = [0.4, 0.1, 1e-4]",
      says: """
        f.toml:4:1: source.test_intensities = [0.4, 0.1, 1e-4]: has no meaning with security.analysis = \
        "infinite-decoys"; leave it out
        """),
    MalformedFile(
      "a number of decoys with infinitely many",
      TwinFieldText.infiniteDecoys + "source.decoys = 3",
      says: """
        f.toml:4:1: source.decoys = 3: has no meaning with security.analysis = "infinite-decoys"; leave it out
        """),
    MalformedFile(
      "probabilities with infinite data",
      TwinFieldText.asymptotic + """
        source.test_probabilities = [0.2, 0.3, 0.5]
        source.key_mode_probability = 0.6
        """,
      says: """
        f.toml:4:1: source.test_probabilities = [0.2, 0.3, 0.5]: has no meaning with security.analysis = \
        "asymptotic"; leave it out
        f.toml:5:1: source.key_mode_probability = 0.6: has no meaning with security.analysis = "asymptotic"; leave \
        it out
        """),
    MalformedFile(
      "a setting of BB84",
      TwinFieldText.finite + "source.key_basis_probability = 0.9",
      says: """
        f.toml:4:1: source.key_basis_probability: is not a known key; did you mean source.key_mode_probability?
        """),
  ]
}
