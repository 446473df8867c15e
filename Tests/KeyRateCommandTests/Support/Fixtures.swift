// SPDX-License-Identifier: GPL-3.0-or-later
/// Parameter and counts files for the tests: small, complete, independent of the published sets.
enum Fixtures {
  /// Everything is given; nothing is searched.
  static let asymptotic = """
    title = "Asymptotic link"
    protocol = "bb84"
    reference = "made up for a test"
    notes = ["first remark", "second remark"]

    [link]
    distance_km = 60

    [source]
    intensities = [0.5, 0.1, 0]
    repetition_rate_hz = 1e8

    [detector]
    efficiency = 0.1
    dark_count_probability = 1e-6
    misalignment = 0.01

    [security]
    analysis = "asymptotic"

    """

  /// Every setting is left to the optimiser.
  static let finite = """
    title = "Finite keys"
    protocol = "bb84"

    [link]
    distance_km = 50

    [source]
    decoys = 2
    repetition_rate_hz = 1e9

    [detector]
    efficiency = 0.1
    dark_count_probability = 6e-7
    misalignment = 0.005

    [security]
    pulses = 1e10

    """

  /// Two curves up to where there is no key, with a name that needs care in XML and CSV.
  static let sweep =
    finite + """
      [sweep]
      from = 0
      to = 200
      points = 5

      [[curve]]
      label = "two decoys"

      [[curve]]
      label = "one decoy, f < 1.2 & \\"good\\""
      source.decoys = 1
      security.error_correction_efficiency = 1.1

      """

  /// Every setting is given.
  static let given =
    finite.replacing(
      "decoys = 2\n",
      with: """
        intensities = [0.5, 0.1, 2e-4]
        intensity_probabilities = [0.7, 0.2, 0.1]
        key_basis_probability = 0.9

        """)

  /// The worked example of section 11 of the bb84 sheet with two decoys.
  static let twoDecoyCounts = """
    title = "Worked example, two decoys"
    protocol = "bb84"

    [source]
    intensities = [0.5, 0.15, 0]
    intensity_probabilities = [0.7, 0.2, 0.1]

    [counts]
    pulses = 1e10
    key_basis_detections = [2521034, 216230, 2003]
    key_basis_errors = [27731, 3168, 1001]
    test_basis_detections = [28012, 2402, 22]
    test_basis_errors = [309, 36, 11]

    """

  /// The same with one decoy.
  static let oneDecoyCounts = """
    title = "Worked example, one decoy"
    protocol = "bb84"

    [source]
    intensities = [0.5, 0.15]
    intensity_probabilities = [0.7, 0.3]

    [counts]
    pulses = 1e10
    key_basis_detections = [2521034, 324345]
    key_basis_errors = [27731, 4752]
    test_basis_detections = [48012, 6177]
    test_basis_errors = [529, 92]

    """

  /// The counts of ``twoDecoyCounts`` as a CSV file.
  static let countsTable = """
    # basis key is X of the sheet
    basis,intensity,detections,errors
    key,0.5,2521034,27731
    key,0.15,216230,3168
    key,0,2003,1001
    test,0.5,28012,309
    test,0.15,2402,36
    test,0,22,11

    """
}
