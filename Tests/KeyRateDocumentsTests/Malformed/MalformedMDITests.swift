import Testing

@Suite("Malformed: MDI-QKD")
struct MalformedMDITests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "four intensities out of order",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.05, 0.2]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.05, 0.2]: must be ordered signal z, strong decoy y, weak decoy \
        x with y > x; the vacuum is not in the list
        """),
    MalformedFile(
      "a vacuum in the list of decoys",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.2, 0]: the weak decoy must be above 0; the vacuum is a setting \
        of its own
        """),
    MalformedFile(
      "four values for three places",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0.05, 0]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.2, 0.05, 0]: must have 3 values (signal z, strong decoy y, \
        weak decoy x), found 4
        """),
    MalformedFile(
      "probabilities that leave no vacuum",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensity_probabilities = [0.7, 0.1, 0.2]
      """,
      says: """
        f.toml:4:1: source.intensity_probabilities = [0.7, 0.1, 0.2]: must sum to less than 1, not 1: the \
        vacuum takes the rest
        """),
    MalformedFile(
      "three intensities out of order",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensities = [0.1, 0.4, 0]
      """,
      says: """
        f.toml:5:1: source.intensities = [0.1, 0.4, 0]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "an open weakest intensity",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensities = [0.4, 0.1, "optimise"]
      """,
      says: """
        f.toml:5:33: source.intensities[3] = "optimise": the weakest of three intensities cannot be left open; \
        give what the extinction allows, or 0
        """),
    MalformedFile(
      "probabilities of three that do not sum to 1",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensity_probabilities = [0.4, 0.1, 0.2]
      """,
      says: """
        f.toml:5:1: source.intensity_probabilities = [0.4, 0.1, 0.2]: must sum to 1, not 0.7
        """),
    MalformedFile(
      "a basis for four intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.key_basis_probabilities = [0.9, 0.4, 0.3]
      """,
      says: """
        f.toml:4:1: source.key_basis_probabilities = [0.9, 0.4, 0.3]: exists with three intensities only; of \
        four, signals are in Z and decoys in X
        """),
    MalformedFile(
      "no pulses",
      """
      protocol = "mdi"
      link.loss_db = 20
      """,
      says: """
        f.toml: security.pulses: must be given: between 1 and 1e+18 (pulse pairs)
        """),
    MalformedFile(
      "the background of two detectors by its usual name",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.Y0 = 6.02e-6
      """,
      says: """
        f.toml:4:1: detector.Y0: is not a known key; did you mean detector.dark_count_probability?
        """),
    MalformedFile(
      "dark counts per second",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.dark_count_probability = 25
      """,
      says: """
        f.toml:4:1: detector.dark_count_probability = 25: must be at least 0 and less than 0.5 (per detector \
        per gate); counts per second? give detector.dark_count_rate_hz, or multiply by the gate time
        """),
    MalformedFile(
      "a visibility",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.misalignment = 0.98
      """,
      says: """
        f.toml:4:1: detector.misalignment = 0.98: must be between 0 and 0.5; of a visibility V take (1 - V)/2
        """),
    MalformedFile(
      "Bob's settings on a symmetric link",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.symmetric = true
      source.bob_intensities = [0.4, 0.2, 0.05]
      """,
      says: """
        f.toml:5:1: source.bob_intensities = [0.4, 0.2, 0.05]: cannot be given with source.symmetric = true; \
        Bob then uses Alice's settings
        """),
    MalformedFile(
      "one arm alone",
      """
      protocol = "mdi"
      link.alice_distance_km = 10
      security.pulses = 1e12
      """,
      says: """
        f.toml:2:1: link.alice_distance_km = 10: needs link.bob_distance_km beside it
        """),
    MalformedFile(
      "arms and the whole",
      """
      protocol = "mdi"
      link.distance_km = 70
      link.alice_distance_km = 10
      link.bob_distance_km = 60
      security.pulses = 1e12
      """,
      says: """
        f.toml:2:1: link.distance_km = 70: cannot be given together with link.alice_distance_km; the two arms \
        say it already
        """),
    MalformedFile(
      "pulses in an asymptotic analysis",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      security.analysis = "infinite-decoys"
      """,
      says: """
        f.toml:3:1: security.pulses = 1e12: has no meaning with security.analysis = "infinite-decoys"; leave it \
        out
        """),
    MalformedFile(
      "decoys of an analysis with infinitely many",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "infinite-decoys"
      source.intensities = [0.4, 0.1, 0]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.1, 0]: must have 1 value (the signal), found 3
        """),
    MalformedFile(
      "a rotation in the flip model",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.alice_rotation_rad = 0.1
      """,
      says: """
        f.toml:4:1: detector.alice_rotation_rad = 0.1: belongs to the model rotation; model flip takes e_d
        """),
    MalformedFile(
      "degrees",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.model = "rotation"
      detector.alice_rotation_rad = 5
      """,
      says: """
        f.toml:5:1: detector.alice_rotation_rad = 5: must be between -3.2 and 3.2 (rad); in rad, not degrees
        """),
    MalformedFile(
      "three Bell states",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.bell_states = 4
      """,
      says: """
        f.toml:4:1: detector.bell_states = 4: must be between 1 and 2
        """),
    MalformedFile(
      "pair probabilities that do not sum to 1",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "adaptive"
      source.pair_probabilities = [0, 0.5, 0.1]
      """,
      says: """
        f.toml:4:1: source.pair_probabilities = [0, 0.5, 0.1]: must sum to 1, not 0.6
        """),
    MalformedFile(
      "two kinds of source",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "adaptive"
      source.pair_probabilities = [0, 1, 0]
      source.down_conversion = 0.1
      """,
      says: """
        f.toml:5:1: source.down_conversion = 0.1: cannot be given together with source.pair_probabilities
        """),
    MalformedFile(
      "intensities of an adaptive relay",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "adaptive"
      source.intensities = [0.4, 0.2, 0.05]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.2, 0.05]: has no meaning with security.analysis = "adaptive"; \
        leave it out
        """),
    MalformedFile(
      "a scan of three intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      security.scan = "double"
      """,
      says: """
        f.toml:5:1: security.scan = "double": has no meaning with source.scheme = "three-intensity"; leave it \
        out
        """),
    MalformedFile(
      "a scheme by number",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "4"
      """,
      says: """
        f.toml:4:1: source.scheme = "4": must be one of four-intensity, three-intensity; write four-intensity
        """),
    MalformedFile(
      "composition without its square",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      security.accounting = "curty2014"
      security.error_correction_in_clear = true
      """,
      says: """
        f.toml:5:1: security.error_correction_in_clear = true: exists with the phase-error accounting only
        """),
    MalformedFile(
      "a leak as strong as the weak decoy",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0.05]
      source.vacuum_intensity = 0.05
      """,
      says: """
        f.toml:5:1: source.vacuum_intensity = 0.05: must be below the weak decoy x = 0.05
        """),
    MalformedFile(
      "a count left out",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      """,
      says: """
        f.toml:4:1: counts.oo: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "more errors than announcements",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 260000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      """,
      says: """
        f.toml:9:1: counts.xx_errors = 260000: cannot exceed the announcements counts.xx = 100000; errors are a \
        part of them
        """),
    MalformedFile(
      "a fraction of a count",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000.5
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      """,
      says: """
        f.toml:10:1: counts.yy = 50000.5: must be a whole number; give the counts of the run, not rates or \
        averages
        """),
    MalformedFile(
      "more announcements than pulses",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 60000000000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      """,
      says: """
        f.toml:11:1: counts.xo = 60000000000: count exceeds pulses: only 10500000000.0 pulse pairs of these \
        settings are expected; N counts the pulse pairs emitted, and probabilities belong to the settings in \
        this order
        """),
    MalformedFile(
      "negative counts",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = -1
      oo = 0
      """,
      says: """
        f.toml:14:1: counts.oy = -1: must be a count, 0 or greater
        """),
    MalformedFile(
      "the counts of the other scheme",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      key_basis_errors = 3
      """,
      says: """
        f.toml:16:1: counts.key_basis_errors = 3: has no meaning with source.scheme = "four-intensity"; was the \
        run made with three intensities?
        """),
    MalformedFile(
      "detectors beside counts",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      detector.efficiency = 0.1
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      """,
      says: """
        f.toml:4:1: detector.efficiency = 0.1: has no meaning beside measured counts; an analysis sees the \
        counts only, never a channel model
        """),
    MalformedFile(
      "a run without probabilities",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      """,
      says: """
        f.toml:2:1: source.intensity_probabilities: must be given: the analysis of a run needs it
        """),
    MalformedFile(
      "a run with open settings",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, "optimise"]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      """,
      says: """
        f.toml:2:1: source.intensities = [0.42, 0.19, "optimise"]: every value must be a number: a run has been \
        made with fixed settings
        """),
    MalformedFile(
      "rows too short",
      """
      protocol = "mdi"
      source.scheme = "three-intensity"
      source.intensities = [0.4, 0.1, 0]
      source.intensity_probabilities = [0.6, 0.2, 0.2]
      source.key_basis_probabilities = [0.9, 0.4, 0.3]
      [counts]
      pulses = 1e12
      key_basis_detections = [[9000, 900, 90], [900, 90, 9], [90, 9]]
      key_basis_errors = 100
      test_basis_detections = [[9000, 900, 90], [900, 90, 9], [90, 9, 0]]
      test_basis_errors = [[900, 90, 9], [90, 9, 1], [9, 1, 0]]
      """,
      says: """
        f.toml:8:56: counts.key_basis_detections[3] = [90, 9]: must have 3 elements, found 2
        """),
    MalformedFile(
      "more errors in one cell",
      """
      protocol = "mdi"
      source.scheme = "three-intensity"
      source.intensities = [0.4, 0.1, 0]
      source.intensity_probabilities = [0.6, 0.2, 0.2]
      source.key_basis_probabilities = [0.9, 0.4, 0.3]
      [counts]
      pulses = 1e12
      key_basis_detections = [[9000, 900, 90], [900, 90, 9], [90, 9, 0]]
      key_basis_errors = 100
      test_basis_detections = [[9000, 900, 90], [900, 90, 9], [90, 9, 0]]
      test_basis_errors = [[900, 90, 9], [90, 99, 1], [9, 1, 0]]
      """,
      says: """
        f.toml:11:41: counts.test_basis_errors[2][2] = 99: cannot exceed the announcements \
        counts.test_basis_detections[2][2] = 90; errors are a part of them
        """),
    MalformedFile(
      "leak and efficiency",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      error_correction_leak_bits = 1e6
      [security]
      error_correction_efficiency = 1.1
      """,
      says: """
        f.toml:18:1: security.error_correction_efficiency = 1.1: estimates what \
        counts.error_correction_leak_bits measures; give one of the two
        """),
    MalformedFile(
      "an asymptotic run",
      """
      protocol = "mdi"
      source.intensities = [0.42, 0.19, 0.05]
      source.intensity_probabilities = [0.7, 0.04, 0.21]
      [counts]
      pulses = 1e12
      zz = 40000000
      zz_errors = 600000
      xx = 100000
      xx_errors = 26000
      yy = 50000
      xo = 6000
      ox = 6000
      yo = 16000
      oy = 16000
      oo = 0
      [security]
      analysis = "infinite-decoys"
      """,
      says: """
        f.toml:17:1: security.analysis = "infinite-decoys": must be finite with measured counts; a finite run \
        fluctuates
        """),
  ]
}
