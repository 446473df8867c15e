// SPDX-License-Identifier: GPL-3.0-or-later
/// Runs of MDI-QKD that are right, to be spoilt.
enum MDIText {
  /// Fifteen lines of a run with four intensities.
  static let four = """
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

    """

  /// Eleven lines of a run with three intensities.
  static let three = """
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
    test_basis_errors = [[900, 90, 9], [90, 9, 1], [9, 1, 0]]

    """

  /// N_ij as expected, lines 16 to 21 of `four`.
  static let sent = """
    sent = [
      [490000000000, 28000000000, 147000000000, 35000000000],
      [28000000000, 1600000000, 8400000000, 2000000000],
      [147000000000, 8400000000, 44100000000, 10500000000],
      [35000000000, 2000000000, 10500000000, 2500000000],
    ]

    """

  /// The first six lines of `four` with its counts in a table.
  static let fourWithFile =
    four.split(separator: "\n", omittingEmptySubsequences: false).prefix(5).joined(separator: "\n")
    + "\nfile = \"run.csv\"\n"
  /// The first eight lines of `three` with its counts in a table.
  static let threeWithFile =
    three.split(separator: "\n", omittingEmptySubsequences: false).prefix(7).joined(separator: "\n")
    + "\nfile = \"run.csv\"\n"

  /// The counts of `four`.
  static let fourTable = """
    alice_setting,bob_setting,detections,errors
    z,z,40000000,600000
    x,x,100000,26000
    y,y,50000,
    x,o,6000,
    o,x,6000,
    y,o,16000,
    o,y,16000,
    o,o,0,

    """

  /// The counts of `three`.
  static let threeTable = """
    basis,alice_setting,bob_setting,detections,errors
    key,mu,mu,9000,100
    key,mu,nu,900,
    key,mu,om,90,
    key,nu,mu,900,
    key,nu,nu,90,
    key,nu,om,9,
    key,om,mu,90,
    key,om,nu,9,
    key,om,om,0,
    test,mu,mu,9000,900
    test,mu,nu,900,90
    test,mu,om,90,9
    test,nu,mu,900,90
    test,nu,nu,90,9
    test,nu,om,9,1
    test,om,mu,90,9
    test,om,nu,9,1
    test,om,om,0,0

    """
}
