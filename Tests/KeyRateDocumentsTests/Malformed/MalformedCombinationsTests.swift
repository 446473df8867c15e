import Testing

@Suite("Malformed: Keys that contradict one another")
struct MalformedCombinationsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "vacuum counts of an asymptotic analysis",
      MalformedFile.asymptotic + "security.vacuum_counts = true",
      says: """
        f.toml:4:1: security.vacuum_counts = true: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "reconciliation in an asymptotic analysis",
      MalformedFile.asymptotic + "security.reconciliation = \"reverse\"",
      says: """
        f.toml:4:1: security.reconciliation = "reverse": has no meaning with security.analysis = "asymptotic"; leave \
        it out
        """),
    MalformedFile(
      "Bob's basis alone",
      MalformedFile.asymptotic + "detector.key_basis_probability = 0.9",
      says: """
        f.toml:4:1: detector.key_basis_probability = 0.9: goes with source.key_basis_probability; their product is the \
        sifting factor
        """),
    MalformedFile(
      "composition for infinite blocks",
      """
      protocol = "bb84"
      link.loss_db = 20
      security.analysis = "infinite-block"
      security.composition = "tup24"
      """,
      says: """
        f.toml:4:1: security.composition = "tup24": has no meaning with security.analysis = "infinite-block"; leave it \
        out
        """),
    MalformedFile(
      "asymptotic: the weakest twice",
      MalformedFile.asymptotic + """
        source.intensities = [0.5, 0.1, 0]
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: stands for the last of source.intensities when that list is left \
        out; give one of the two
        """),
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
      "two block sizes",
      MalformedFile.finite + "security.key_block_size = 1e7",
      says: """
        f.toml:4:1: security.key_block_size = 1e7: cannot be given together with security.pulses
        """),
    MalformedFile(
      "no block size",
      """
      protocol = "bb84"
      link.loss_db = 20
      """,
      says: """
        f.toml: security.pulses: one of security.pulses, security.key_block_size must be given
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
    MalformedFile(
      "too few intensities",
      MalformedFile.finite + """
        source.decoys = 2
        source.intensities = [0.5, 0.1]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.5, 0.1]: must have 3 values, found 2; two decoys mean three intensities, \
        see source.decoys
        """),
    MalformedFile(
      "too many intensities",
      MalformedFile.finite + """
        source.decoys = 1
        source.intensities = [0.5, 0.1, 0]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.5, 0.1, 0]: must have 2 values, found 3; one decoy means two intensities, \
        see source.decoys
        """),
    MalformedFile(
      "four intensities",
      MalformedFile.finite + "source.intensities = [0.5, 0.2, 0.1, 0]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.2, 0.1, 0]: must have 2 values (one decoy) or 3 (two decoys), found 4
        """),
    MalformedFile(
      "too few probabilities",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.intensity_probabilities = [0.7, 0.3]
        """,
      says: """
        f.toml:5:1: source.intensity_probabilities = [0.7, 0.3]: must have 2 values (one decoy) or 3 (two decoys), \
        found 2; source.intensities has 3
        """),
    MalformedFile(
      "rising order",
      MalformedFile.finite + "source.intensities = [0, 0.1, 0.5]",
      says: """
        f.toml:4:1: source.intensities = [0, 0.1, 0.5]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "two intensities alike",
      MalformedFile.finite + "source.intensities = [0.5, 0.1, 0.1]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.1, 0.1]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "decoys as strong as the signal",
      MalformedFile.finite + "source.intensities = [0.5, 0.4, 0.1]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.4, 0.1]: the first must exceed the sum of the other two; the bound on \
        single photons needs it
        """),
    MalformedFile(
      "vacuum as the only decoy",
      MalformedFile.finite + "source.intensities = [0.5, 0]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0]: needs a decoy above 0; a vacuum decoy alone certifies no single \
        photons; use two decoys
        """),
    MalformedFile(
      "probabilities that do not sum to 1",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.intensity_probabilities = [0.7, 0.2, 0.2]
        """,
      says: """
        f.toml:5:1: source.intensity_probabilities = [0.7, 0.2, 0.2]: must sum to 1, not 1.1
        """),
    MalformedFile(
      "a probability 0",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.intensity_probabilities = [0.8, 0.2, 0]
        """,
      says: """
        f.toml:5:45: source.intensity_probabilities[3] = 0: must be greater than 0 and at most 1; every intensity must \
        be sent
        """),
    MalformedFile(
      "given probabilities that leave nothing",
      MalformedFile.finite + "source.intensity_probabilities = [0.8, 0.3, \"optimise\"]",
      says: """
        f.toml:4:1: source.intensity_probabilities = [0.8, 0.3, "optimise"]: the given ones sum to 1.1 and leave too \
        little for the one left open
        """),
    MalformedFile(
      "the weakest intensity left open",
      MalformedFile.finite + "source.intensities = [0.5, 0.1, \"optimise\"]",
      says: """
        f.toml:4:33: source.intensities[3] = "optimise": the weakest of three intensities cannot be left open; give \
        what the extinction allows, or 0
        """),
    MalformedFile(
      "the weakest intensity twice",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: stands for the last of source.intensities when that list is left \
        out; give one of the two
        """),
    MalformedFile(
      "a weakest intensity with one decoy",
      MalformedFile.finite + """
        source.decoys = 1
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: exists with two decoys only
        """),
    MalformedFile(
      "a two-decoy proof with one decoy",
      MalformedFile.finite + """
        source.decoys = 1
        security.proof = "lim2014"
        """,
      says: """
        f.toml:5:1: security.proof = "lim2014": needs two decoys; with one decoy use sound or rusca2018
        """),
    MalformedFile(
      "a one-decoy proof with two",
      MalformedFile.finite + "security.proof = \"rusca2018\"",
      says: """
        f.toml:4:1: security.proof = "rusca2018": needs one decoy; with two decoys use sound or lim2014
        """),
    MalformedFile(
      "composition with a published proof",
      MalformedFile.finite + """
        security.proof = "lim2014"
        security.composition = "tup24"
        """,
      says: """
        f.toml:5:1: security.composition = "tup24": exists for proof = sound only
        """),
    MalformedFile(
      "penalty with a published proof",
      MalformedFile.finite + """
        security.proof = "lim2014"
        security.penalty = "lim"
        """,
      says: """
        f.toml:5:1: security.penalty = "lim": exists for proof = sound only
        """),
    MalformedFile(
      "pulses in an asymptotic analysis",
      MalformedFile.asymptotic + "security.pulses = 1e9",
      says: """
        f.toml:4:1: security.pulses = 1e9: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "secrecy in an asymptotic analysis",
      MalformedFile.asymptotic + "security.secrecy = 1e-10",
      says: """
        f.toml:4:1: security.secrecy = 1e-10: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "sifting factor in a finite one",
      MalformedFile.finite + "security.sifting_factor = 0.5",
      says: """
        f.toml:4:1: security.sifting_factor = 0.5: has no meaning with security.analysis = "finite"; leave it out
        """),
    MalformedFile(
      "sifting factor and basis probability",
      MalformedFile.asymptotic + """
        security.sifting_factor = 0.5
        source.key_basis_probability = 0.9
        """,
      says: """
        f.toml:4:1: security.sifting_factor = 0.5: follows from the key basis probabilities; give one of the two
        """),
    MalformedFile(
      "asymptotic: three intensities for one decoy",
      MalformedFile.asymptotic + """
        source.decoys = 1
        source.intensities = [0.5, 0.1, 0]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.5, 0.1, 0]: must have 2 values, found 3; one decoy means two intensities, \
        see source.decoys
        """),
    MalformedFile(
      "asymptotic: decoys as strong as the signal",
      MalformedFile.asymptotic + "source.intensities = [0.5, 0.4, 0.1]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.4, 0.1]: the first must exceed the sum of the other two; the bound on \
        single photons needs it
        """),
    MalformedFile(
      "asymptotic: rising order",
      MalformedFile.asymptotic + """
        source.decoys = 1
        source.intensities = [0.1, 0.5]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.1, 0.5]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "asymptotic: the weakest left open",
      MalformedFile.asymptotic + "source.intensities = [0.5, 0.1, \"optimise\"]",
      says: """
        f.toml:4:33: source.intensities[3] = "optimise": the weakest of three intensities cannot be left open; give \
        what the extinction allows, or 0
        """),
    MalformedFile(
      "vacuum counts with reverse reconciliation",
      MalformedFile.finite + """
        security.reconciliation = "reverse"
        security.vacuum_counts = true
        """,
      says: """
        f.toml:5:1: security.vacuum_counts = true: must be false with reconciliation = "reverse"; Eve may know Bob's \
        bit in a vacuum round
        """),
    MalformedFile(
      "a vacuum source with two decoys",
      MalformedFile.finite + "security.vacuum_source = \"mu1\"",
      says: """
        f.toml:4:1: security.vacuum_source = "mu1": exists with one decoy only
        """),
    MalformedFile(
      "two of four thresholds",
      MalformedFile.finite + """
        acceptance.vacuum = 10
        acceptance.phase_error = 0.05
        """,
      says: """
        f.toml:4:1: acceptance.single_photons: must be given: a fixed length needs all four thresholds of [acceptance]
        f.toml:4:1: acceptance.leak_bits: must be given: a fixed length needs all four thresholds of [acceptance]
        """),
    MalformedFile(
      "margin and thresholds",
      MalformedFile.finite + """
        [acceptance]
        margin_sigma = 5
        vacuum = 10
        single_photons = 1e5
        phase_error = 0.05
        leak_bits = 1e5
        """,
      says: """
        f.toml:5:1: acceptance.margin_sigma = 5: chooses the thresholds; give it or the four thresholds
        """),
    MalformedFile(
      "fixed length with a published proof",
      MalformedFile.finite + """
        security.proof = "lim2014"
        acceptance.margin_sigma = 5
        """,
      says: """
        f.toml:4:1: security.proof = "lim2014": must be sound with a fixed length; leave it out, or leave out \
        [acceptance]
        """),
    MalformedFile(
      "fixed length with secrecy per bit",
      MalformedFile.finite + """
        security.secrecy_per_bit = 1e-15
        acceptance.margin_sigma = 5
        """,
      says: """
        f.toml:4:1: security.secrecy_per_bit = 1e-15: has no meaning with a fixed length; give security.secrecy
        """),
  ]
}
