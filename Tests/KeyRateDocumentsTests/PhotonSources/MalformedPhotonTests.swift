// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed files of sources without decoys")
struct MalformedPhotonTests {
  @Test("Every message says what to change", arguments: links + runs + attacked)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  /// Six lines of a link.
  static let single = """
    protocol = "bb84"
    source.kind = "single-photon"
    source.mean_photons = 0.5
    source.g2 = 0.02
    link.loss_db = 5
    security.pulses = 1e11

    """
  static let weak = """
    protocol = "bb84"
    source.kind = "weak-coherent"
    link.loss_db = 5
    security.pulses = 1e11

    """
  /// Nine lines of a run.
  static let run = """
    protocol = "bb84"
    source = { kind = "single-photon", key_basis_probability = 0.9, calibration = "stated", multiphoton_probability = 2e-4 }
    [counts]
    pulses = 1e9
    key_basis_detections = [8100000]
    key_basis_errors = [81000]
    test_basis_detections = [100000]
    test_basis_errors = [1100]

    """

  static let links: [MalformedFile] = [
    MalformedFile("good single photons", single, says: "accepted"),
    MalformedFile("good weak pulses", weak, says: "accepted"),
    MalformedFile(
      "decoys of a single-photon source", single + "source.decoys = 2",
      says: """
        f.toml:7:1: source.decoys = 2: has no meaning with source.kind = "single-photon"; leave it out
        """),
    MalformedFile(
      "g2 of a source with decoys", "protocol = \"bb84\"\nlink.loss_db = 5\nsecurity.pulses = 1e9\nsource.g2 = 0.1",
      says: """
        f.toml:4:1: source.g2 = 0.1: has no meaning with source.kind = "decoy"; leave it out
        """),
    MalformedFile(
      "g2 corrected for background", single + "source.g2_background = \"subtracted\"",
      says: """
        f.toml:7:1: source.g2_background = "subtracted": must be raw, over the whole clock period; light that was \
        subtracted or gated away still leaves Alice's laboratory
        """),
    MalformedFile(
      "no two-photon source", single.replacing("g2 = 0.02", with: "g2 = 3"),
      says: """
        f.toml:3:1: source.mean_photons = 0.5: and g2 = 3.0 belong to no source of at most two photons; give p_n, or \
        a bound p_multi with measured counts
        """),
    MalformedFile(
      "infinitely many decoys without decoys",
      "protocol = \"bb84\"\nsource.kind = \"weak-coherent\"\nlink.loss_db = 5\nsecurity.analysis = \"infinite-decoys\"",
      says: """
        f.toml:4:1: security.analysis = "infinite-decoys": has no meaning with source.kind = "weak-coherent"; there \
        are no decoys
        f.toml:4:1: security.pulses: must be given
        """),
    MalformedFile(
      "the exact tail where bounds are inserted", single + "security.sampling = \"exact\"",
      says: """
        f.toml:7:1: security.sampling = "exact": must be kl, klt or serfling; the exact tail counts whole rounds; \
        bounds on them cannot be inserted
        """),
    MalformedFile(
      "efficiencies that sum above one",
      single + """
        source.calibration = "hbt"
        source.hbt_coincidence_probability = 1e-4
        source.hbt_efficiency_1 = 0.6
        source.hbt_efficiency_2 = 0.5
        """,
      says: """
        f.toml:9:1: source.hbt_efficiency_1 = 0.6: and eta_2 = 0.5 cannot sum above 1; both contain the splitter \
        between the two detectors
        """),
    MalformedFile(
      "bursts that leave the mean open",
      single.replacing("g2 = 0.02", with: "g2 = 0.6") + """
        source.calibration = "clicks"
        source.click_probability = 1
        source.hbt_efficiency_1 = 0.6
        """,
      says: """
        f.toml:8:1: source.click_probability = 1: must be below 1/(2 g2) = 0.8333333333333334; stronger bursts than \
        that leave the mean photon number open; use coincidences
        """),
    MalformedFile(
      "a heralded source without its efficiency",
      "protocol = \"bb84\"\nsource.kind = \"heralded\"\nlink.loss_db = 5\nsecurity.pulses = 1e11",
      says: """
        f.toml:2:1: source.herald_efficiency: must be given: it is a property of a heralded source
        """),
    MalformedFile(
      "ranges without passive decoys",
      "protocol = \"bb84\"\nsource = { kind = \"heralded\", herald_efficiency = 0.5, herald_dark_range = [0, 1e-6] }\nlink.loss_db = 5\nsecurity.pulses = 1e11",
      says: """
        f.toml:2:56: source.herald_dark_range = [0, 1e-6]: goes with source.passive_decoy = true
        """),
  ]

  static let runs: [MalformedFile] = [
    MalformedFile("a good run", run, says: "accepted"),
    MalformedFile(
      "a run that rests on a model",
      run.replacing(", calibration = \"stated\", multiphoton_probability = 2e-4", with: ""),
      says: """
        f.toml:2:1: source.calibration: must say how P(two photons or more) is known; a run rests on a measurement of the \
        source, never on a model
        """),
    MalformedFile(
      "a run whose bases are not stated", run.replacing("key_basis_probability = 0.9, ", with: ""),
      says: """
        f.toml:2:1: source.key_basis_probability: must be stated: how many multi-photon pulses met the key basis depends \
        on it
        """),
    MalformedFile(
      "more errors than detections", run.replacing("[1100]", with: "[100001]"),
      says: """
        f.toml:8:1: counts.test_basis_errors = [100001]: cannot exceed nZ = 100000.0; errors are a part of the \
        detections; were the two exchanged?
        """),
    MalformedFile(
      "fewer triggers than detections", run.replacing("= 1e9", with: "= 1e6"),
      says: """
        f.toml:4:1: counts.pulses = 1e6: cannot be below the 8200000.0 detections of both bases; it counts every \
        trigger, with or without a click
        """),
    MalformedFile(
      "a weak pulse without its intensity",
      run.replacing(
        "kind = \"single-photon\", key_basis_probability = 0.9, calibration = \"stated\", multiphoton_probability = 2e-4",
        with: "kind = \"weak-coherent\", key_basis_probability = 0.9"),
      says: """
        f.toml:2:1: source.mean_photons: must be given: the analysis rests on its upper limit
        """),
  ]

  static let attacked: [MalformedFile] = [
    MalformedFile(
      "a device that sends nothing",
      "protocol = \"cow\"\nlink.loss_db = 20\nsource = { mean_photons = 0, decoy_probability = 0.1 }",
      says: """
        f.toml:3:12: source.mean_photons = 0: must be greater than 0 and at most 100 (photons per pulse); a source that sends nothing \
        makes no key
        """),
    MalformedFile(
      "counts of a protocol without a proof", "protocol = \"cow\"\n[counts]\npulses = 1e9",
      says: """
        f.toml:2:1: [counts]: has no meaning with protocol = "cow": no proof turns its counts into a key here; \
        `keyrate validate` judges a claim by what an explicit attack leaves
        """),
  ]
}
