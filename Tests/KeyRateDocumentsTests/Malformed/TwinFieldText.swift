// SPDX-License-Identifier: GPL-3.0-or-later
/// Beginnings of twin-field files that are right so far.
enum TwinFieldText {
  /// A link and a block: three lines of a finite-key analysis.
  static let finite = linkOnly + "security.pulses = 1e12\n"
  /// Three lines of an asymptotic analysis.
  static let asymptotic = linkOnly + "security.analysis = \"asymptotic\"\n"
  /// Three lines of an analysis with infinitely many decoys.
  static let infiniteDecoys = linkOnly + "security.analysis = \"infinite-decoys\"\n"
  /// Three lines of comparison protocols.
  static let phaseMatching = linkOnly + "source.scheme = \"phase-matching\"\n"
  static let oddParityPairing = linkOnly + "source.scheme = \"sns-aopp\"\n"
  static let original = linkOnly + "source.scheme = \"lucamarini-2018\"\n"
  /// Two lines without a block.
  static let linkOnly = """
    protocol = "twin-field"
    link.loss_db = 50

    """
  /// Two lines without a link.
  static let noLink = """
    protocol = "twin-field"
    security.analysis = "infinite-decoys"

    """

  /// Nine lines of a run, its test counts still to come.
  static let runHead = """
    protocol = "twin-field"
    source.key_intensity = 0.02
    source.test_intensities = [0.4, 0.1, 1e-4]
    source.test_probabilities = [0.2, 0.3, 0.5]
    source.key_mode_probability = 0.6
    [counts]
    pulses = 1e12
    key_mode_successes = 76931696
    key_mode_errors = 1275105

    """
  /// The same with its test counts in a tenth line: the counts of a checkpoint of the tf sheet.
  static let run =
    runHead
    + "test_mode_successes = [[27281536, 25272308, 33433415], [25915866, 15375714, 12561622], "
    + "[34852388, 13099150, 43614]]\n"
  /// The same with its test counts in a table.
  static let runWithFile = runHead + "file = \"run.csv\"\n"

  /// The test counts as a table.
  static let table = """
    alice_intensity,bob_intensity,successes
    0.4,0.4,27281536
    0.4,0.1,25272308
    0.4,1e-4,33433415
    0.1,0.4,25915866
    0.1,0.1,15375714
    0.1,1e-4,12561622
    1e-4,0.4,34852388
    1e-4,0.1,13099150
    1e-4,1e-4,43614

    """

  /// What was expected of the run.
  static let plan = """
    protocol = "twin-field"
    link.loss_db = 45
    detector.dark_count_probability = 1e-8
    security.pulses = 1e12
    detector.misalignment = 0.0165

    """
}
