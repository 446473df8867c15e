// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: ranges of the search of MDI, twin-field and continuous variables")
struct MalformedSearchFamiliesTests {
  @Test("Every message says what to change", arguments: mdi + twinField + continuous)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  private static let mdiHead = """
    protocol = "mdi"
    link.loss_db = 10
    security.pulses = 1e12

    """

  static let mdi: [MalformedFile] = [
    MalformedFile(
      "ranges of both users",
      mdiHead + """
        search.intensity_1 = [0.2, 0.4]
        search.intensity_3 = [0, 0.1]
        search.bob_probability_1 = [0, 0.5]
        """, says: "accepted"),
    MalformedFile(
      "mdi: a setting that is given",
      mdiHead + "source.intensities = [0.4, \"optimise\", 0.05]\nsearch.intensity_1 = [0.2, 0.5]",
      says: """
        f.toml:5:1: search.intensity_1 = [0.2, 0.5]: has nothing to search: source.intensities gives this setting; \
        leave one of the two out
        """),
    MalformedFile(
      "mdi: the same, given on the command line", mdiHead + "search.intensity_1 = [0.2, 0.5]",
      settings: [("source.intensities", "[0.4, 0.2, 0.05]")], says: "accepted"),
    MalformedFile(
      "mdi: an analysis without these ranges, given on the command line",
      mdiHead + "search.intensity_1 = [0.2, 0.5]\nsearch.intensity_3 = [0, 0.1]\nsearch.bob_probability_2 = [0, 0.1]",
      settings: [("security.analysis", "infinite-decoys")], says: "accepted"),
    MalformedFile(
      "mdi: a strong decoy below the weak one",
      mdiHead + "search.intensity_2 = [0.01, 0.02]\nsearch.intensity_3 = [0.1, 0.2]",
      says: """
        f.toml:4:1: search.intensity_2 = [0.01, 0.02]: leaves no room above the weak decoy
        """),
    MalformedFile(
      "mdi: probabilities that cannot sum to 1",
      mdiHead + "search.probability_1 = [0.8, 0.9]\nsearch.probability_3 = [0.3, 0.5]",
      says: """
        f.toml:5:1: search.probability_3 = [0.3, 0.5]: cannot hold together with the other probabilities, which sum to 1
        """),
    MalformedFile(
      "mdi: Alice's range where Bob has none",
      mdiHead + """
        source.symmetric = false
        source.bob_intensities = ["optimise", 0.5, 0.1]
        source.intensities = ["optimise", 0.5, "optimise"]
        source.bob_intensity_probabilities = [0.9, "optimise", "optimise"]
        search.probability_2 = [0.2, 0.3]
        """,
      says: """
        f.toml:8:1: search.probability_2 = [0.2, 0.3]: cannot hold together with the other probabilities, which sum \
        to 1; for Bob, who has no range of his own; give search.bob_probability_2
        """),
    MalformedFile(
      "mdi: a range of Bob beside equal settings",
      mdiHead + "source.symmetric = true\nsearch.bob_intensity_1 = [0.2, 0.4]",
      says: """
        f.toml:5:1: search.bob_intensity_1 = [0.2, 0.4]: cannot be given with source.symmetric = true; Bob then uses \
        Alice's settings
        """),
    MalformedFile(
      "mdi: a basis with four intensities", mdiHead + "search.key_basis_probability_1 = [0.5, 0.9]",
      says: """
        f.toml:4:1: search.key_basis_probability_1 = [0.5, 0.9]: has no meaning with source.scheme = \
        "four-intensity"; leave it out
        """),
    MalformedFile(
      "mdi: a weakest of three", mdiHead + "source.scheme = \"three-intensity\"\nsearch.intensity_3 = [0, 0.1]",
      says: """
        f.toml:5:1: search.intensity_3 = [0, 0.1]: has no meaning with source.scheme = "three-intensity"; leave it out
        """),
    MalformedFile(
      "mdi: three intensities, their names by letters",
      mdiHead + "search.intensity_z = [0.2, 0.4]",
      says: """
        f.toml:4:1: search.intensity_z: is not a known key; did you mean search.intensity_1?
        """),
    MalformedFile(
      "mdi: percent", mdiHead + "search.probability_1 = [30, 90]",
      says: """
        f.toml:4:25: search.probability_1[1] = 30: must be between 0 and 1; a fraction, not percent
        f.toml:4:29: search.probability_1[2] = 90: must be between 0 and 1; a fraction, not percent
        """),
    MalformedFile(
      "mdi: a decoy with infinitely many decoys",
      """
      protocol = "mdi"
      link.loss_db = 10
      security.analysis = "infinite-decoys"
      search.intensity_1 = [0.2, 0.4]
      search.intensity_2 = [0.1, 0.2]
      """,
      says: """
        f.toml:5:1: search.intensity_2 = [0.1, 0.2]: has no meaning with security.analysis = "infinite-decoys"; leave \
        it out
        """),
    MalformedFile(
      "mdi: beside the counts of a run",
      """
      protocol = "mdi"
      source.intensities = [0.4, 0.2, 0.05]
      source.intensity_probabilities = [0.6, 0.1, 0.2]
      search.intensity_1 = [0.2, 0.4]
      counts = { pulses = 1e12, zz = 1e6, zz_errors = 0, xx = 1e4, xx_errors = 0, yy = 1e4, xo = 10, ox = 10, \
      yo = 10, oy = 10, oo = 1 }
      """,
      says: """
        f.toml:4:1: search.intensity_1 = [0.2, 0.4]: has no meaning beside measured counts; the settings of a run are \
        given
        """),
  ]

  private static let twinFieldHead = """
    protocol = "twin-field"
    link.loss_db = 30
    security.analysis = "asymptotic"

    """

  static let twinField: [MalformedFile] = [
    MalformedFile(
      "ranges of both users, the link asymptotic",
      twinFieldHead + "search.key_intensity = [0, 0.02]\nsearch.bob_test_intensity_1 = [0.1, 0.3]", says: "accepted"),
    MalformedFile(
      "tf: a setting that is given", twinFieldHead + "source.key_intensity = 0.02\nsearch.key_intensity = [0.01, 0.03]",
      says: """
        f.toml:5:1: search.key_intensity = [0.01, 0.03]: has nothing to search: source.key_intensity gives this \
        setting; leave one of the two out
        """),
    MalformedFile(
      "tf: a protocol without these ranges, given on the command line",
      twinFieldHead + "search.test_intensity_1 = [0.1, 0.3]\nsearch.key_intensity = [0.01, 0.02]",
      settings: [("source.scheme", "phase-matching")], says: "accepted"),
    MalformedFile(
      "tf: key pulses brighter than the decoys",
      twinFieldHead + "search.key_intensity = [0.2, 0.3]\nsearch.test_intensity_1 = [0.1, 0.15]",
      says: """
        f.toml:5:1: search.test_intensity_1 = [0.1, 0.15]: leaves no room between the other intensities
        """),
    MalformedFile(
      "tf: key pulses brighter than a decoy that is given",
      twinFieldHead + "search.key_intensity = [0.2, 0.3]\nsource.test_intensities = [0.15, 0.05, 1e-4]",
      says: """
        f.toml:4:1: search.key_intensity = [0.2, 0.3]: leaves no room below the strongest test intensity
        """),
    MalformedFile(
      "tf: a weaker intensity that no stronger one exceeds", twinFieldHead + "search.test_intensity_2 = [1.5, 2]",
      says: """
        f.toml:4:1: search.test_intensity_2 = [1.5, 2]: leaves no room for test intensity 1, which must be stronger
        """),
    MalformedFile(
      "tf: the weakest", twinFieldHead + "search.test_intensity_3 = [0, 0.01]",
      says: """
        f.toml:4:1: search.test_intensity_3 = [0, 0.01]: has nothing to search: the weakest test intensity is what the \
        extinction allows
        """),
    MalformedFile(
      "tf: an intensity that is not sent", twinFieldHead + "search.test_intensity_4 = [0, 0.01]",
      says: """
        f.toml:4:1: search.test_intensity_4 = [0, 0.01]: has no meaning with 3 test intensities; source.decoys counts \
        them
        """),
    MalformedFile(
      "tf: a probability without a block", twinFieldHead + "search.key_mode_probability = [0.5, 0.9]",
      says: """
        f.toml:4:1: search.key_mode_probability = [0.5, 0.9]: has no meaning with security.analysis = "asymptotic"; \
        leave it out
        """),
    MalformedFile(
      "tf: a range of Bob beside users alike",
      twinFieldHead + "source.users_alike = true\nsearch.bob_key_intensity = [0.01, 0.02]",
      says: """
        f.toml:5:1: search.bob_key_intensity = [0.01, 0.02]: has no meaning with source.users_alike = true; Bob does \
        as Alice does
        """),
    MalformedFile(
      "tf: a sending probability of another protocol", twinFieldHead + "search.sending_probability = [0.01, 0.1]",
      says: """
        f.toml:4:1: search.sending_probability = [0.01, 0.1]: has no meaning with source.scheme = "curty-azuma-lo"; \
        leave it out
        """),
    MalformedFile(
      "tf: a comparison protocol in its ranges",
      """
      protocol = "twin-field"
      link.loss_db = 30
      source.scheme = "sending-or-not-sending"
      search.key_intensity = [0.3, 0.5]
      search.sending_probability = [0, 0.1]
      """, says: "accepted"),
    MalformedFile(
      "tf: falling", twinFieldHead + "search.key_intensity = [0.03, 0.01]",
      says: """
        f.toml:4:1: search.key_intensity = [0.03, 0.01]: must rise from its first number to its second; [least, largest]
        """),
  ]

  private static let continuousHead = """
    protocol = "cv"
    link = { loss_db = 2, excess_noise = 0.01, excess_noise_reference = "input" }
    detector = { efficiency = 0.6, electronic_noise = 0.1, detection = "heterodyne" }

    """

  private static let relayHead = """
    protocol = "cv-mdi"
    link = { alice_loss_db = 0.1, bob_loss_db = 1, alice_excess_noise = 0.01, bob_excess_noise = 0.01, \
    excess_noise_reference = "input" }
    detector = { efficiency = 0.98, electronic_noise = 0.01 }

    """

  static let continuous: [MalformedFile] = [
    MalformedFile(
      "ranges of a finite key",
      continuousHead + """
        security.symbols = 1e9
        search.modulation_variance = [0, 5]
        search.estimation_fraction = [0.1, 0.5]
        """, says: "accepted"),
    MalformedFile(
      "cv: two ways to say one range",
      continuousHead + """
        security.symbols = 1e9
        search.modulation_variance = [0, 5]
        search.mean_photons = [0, 2]
        """,
      says: """
        f.toml:6:1: search.mean_photons = [0, 2]: cannot be given together with search.modulation_variance
        """),
    MalformedFile(
      "cv: a photon number that is given",
      continuousHead + "security.symbols = 1e9\nsource.mean_photons = 2\nsearch.modulation_variance = [1, 5]",
      says: """
        f.toml:6:1: search.modulation_variance = [1, 5]: has nothing to search: source.mean_photons gives this setting; \
        leave one of the two out
        """),
    MalformedFile(
      "cv: the same, given on the command line",
      continuousHead + "security.symbols = 1e9\nsearch.modulation_variance = [1, 5]",
      settings: [("source.mean_photons", "2")], says: "accepted"),
    MalformedFile(
      "cv: an analysis without this range, given on the command line",
      continuousHead + "security.symbols = 1e9\nsearch.estimation_fraction = [0.1, 0.5]",
      settings: [("security.analysis", "asymptotic")], says: "accepted"),
    MalformedFile(
      "cv: an amplitude of gaussian modulation",
      continuousHead + "security.analysis = \"asymptotic\"\nsearch.amplitude = [0.1, 0.5]",
      says: """
        f.toml:5:1: search.amplitude = [0.1, 0.5]: has no meaning with source.modulation = "gaussian"; leave it out
        """),
    MalformedFile(
      "cv: an amplitude of psk",
      continuousHead + """
        security.analysis = "asymptotic"
        source.modulation = "psk"
        search.amplitude = [0, 0.4]
        """, says: "accepted"),
    MalformedFile(
      "cv: a shaping that has no parameter",
      continuousHead + """
        security.analysis = "asymptotic"
        source.modulation = "qam"
        search.shaping_parameter = [0.1, 0.4]
        """,
      says: """
        f.toml:6:1: search.shaping_parameter = [0.1, 0.4]: goes with source.shaping = "gaussian"
        """),
    MalformedFile(
      "cv: a share without a block",
      continuousHead + "security.analysis = \"asymptotic\"\nsearch.estimation_fraction = [0.1, 0.4]",
      says: """
        f.toml:5:1: search.estimation_fraction = [0.1, 0.4]: has no meaning with security.analysis = "asymptotic"; \
        leave it out
        """),
    MalformedFile(
      "cv: a share after error correction",
      continuousHead + """
        security.symbols = 1e9
        security.estimation = "after-EC"
        search.estimation_fraction = [0.1, 0.4]
        """,
      says: """
        f.toml:6:1: search.estimation_fraction = [0.1, 0.4]: has no meaning with security.estimation = "after-EC"; all \
        symbols serve both purposes
        """),
    MalformedFile(
      "cv: an empty range",
      continuousHead + "security.symbols = 1e9\nsearch.modulation_variance = [5, 5]",
      says: """
        f.toml:5:1: search.modulation_variance = [5, 5]: must rise from its first number to its second; [least, largest]
        """),
    MalformedFile(
      "cv-mdi: ranges of both users",
      relayHead + "search.modulation_variance = [0, 10]\nsearch.bob_modulation_variance = [1, 5]", says: "accepted"),
    MalformedFile(
      "cv-mdi: a variance that is given",
      relayHead + "source.bob_modulation_variance = 5\nsearch.bob_modulation_variance = [1, 5]",
      says: """
        f.toml:5:1: search.bob_modulation_variance = [1, 5]: has nothing to search: source.bob_modulation_variance \
        gives this setting; leave one of the two out
        """),
  ]
}
