// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@testable import KeyRateDocuments

@Suite("Malformed: Continuous variables")
struct MalformedContinuousVariableTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  /// Eleven lines that are right.
  static let link = """
    protocol = "cv"
    [link]
    distance_km = 25
    excess_noise = 0.01
    excess_noise_reference = "input"
    [detector]
    detection = "heterodyne"
    efficiency = 0.6
    electronic_noise = 0.05
    [security]
    symbols = 1e9

    """

  /// A run: thirteen lines.
  static let run = """
    protocol = "cv"
    [source]
    modulation_variance = 5.3
    [detector]
    efficiency = 0.674
    electronic_noise = 0.037
    [counts]
    symbols = 1e8
    estimation_pairs = 5e7
    slope = 0.5241
    noise_variance = 1.03933
    sum_x2 = 2.65e8

    """

  private static func changed(_ text: String, _ line: String, to new: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 == line ? new : String($0) }
      .joined(separator: "\n")
  }

  static let files: [MalformedFile] = [
    MalformedFile("nothing wrong", link, says: "accepted"),
    MalformedFile(
      "excess noise without plane", changed(link, "excess_noise_reference = \"input\"", to: ""),
      says: """
        f.toml:4:1: link.excess_noise = 0.01: needs its plane: give link.excess_noise_reference = "input", "output" or \
        "bob"; papers differ by factors of the transmittance; most quote the channel input
        """),
    MalformedFile(
      "curves at different planes, one without",
      link + """
        [sweep]
        from = 0
        to = 10
        points = 2
        [[curve]]
        label = "a"
        link.excess_noise = 0.001
        link.excess_noise_reference = "output"
        [[curve]]
        label = "b"
        link.excess_noise = 0.02
        """,
      says: """
        f.toml:22:1: curve[2].link.excess_noise = 0.02: needs link.excess_noise_reference in the same curve: the curves \
        of this file state noise at different planes; input and output differ by the transmittance
        """),
    MalformedFile(
      "a plane that does not exist",
      changed(link, "excess_noise_reference = \"input\"", to: "excess_noise_reference = \"alice\""),
      says: """
        f.toml:5:1: link.excess_noise_reference = "alice": must be one of input, output, bob; write input
        """),
    MalformedFile(
      "no excess noise",
      changed(changed(link, "excess_noise_reference = \"input\"", to: ""), "excess_noise = 0.01", to: ""),
      says: """
        f.toml:2:1: link.excess_noise: must be given: at least 0 and less than 1000 (shot-noise units)
        """),
    MalformedFile(
      "negative excess noise", changed(link, "excess_noise = 0.01", to: "excess_noise = -0.01"),
      says: """
        f.toml:4:1: link.excess_noise = -0.01: must be at least 0 and less than 1000 (shot-noise units); an estimate \
        below 0 is legitimate in measured data: give [counts]
        """),
    MalformedFile(
      "efficiency 0", changed(link, "efficiency = 0.6", to: "efficiency = 0"),
      says: """
        f.toml:8:1: detector.efficiency = 0: must be greater than 0 and at most 1; a detector that sees nothing makes no key
        """),
    MalformedFile(
      "efficiency in percent", changed(link, "efficiency = 0.6", to: "efficiency = 60"),
      says: """
        f.toml:8:1: detector.efficiency = 60: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "electronic noise at the wrong place", changed(link, "distance_km = 25", to: "distance_km = 25\nv_el = 0.1"),
      says: """
        f.toml:4:1: link.v_el: is not a known key; did you mean detector.electronic_noise?
        """),
    MalformedFile(
      "a clearance instead of electronic noise",
      changed(link, "electronic_noise = 0.05", to: "electronic_noise = -15"),
      says: """
        f.toml:9:1: detector.electronic_noise = -15: must be at least 0 and less than 1000 (shot noise of the same \
        detector); a variance; a clearance of c dB is 1/(10^(c/10) - 1)
        """),
    MalformedFile(
      "a photon number", link + "[source]\nmean_photon_number = 2.5",
      says: """
        f.toml:13:1: source.mean_photon_number: is not a known key; did you mean source.mean_photons?
        """),
    MalformedFile(
      "photon number and variance", link + "[source]\nmean_photons = 2.5\nmodulation_variance = 5",
      says: """
        f.toml:13:1: source.mean_photons = 2.5: cannot be given together with source.modulation_variance
        """),
    MalformedFile(
      "beta as f_EC", link + "reconciliation_efficiency = 1.05",
      says: """
        f.toml:12:1: security.reconciliation_efficiency = 1.05: must be between 0 and 1; a share: 0.95 keeps 95 %; it \
        is not the factor f_EC of discrete variables
        """),
    MalformedFile(
      "beta in percent", link + "reconciliation_efficiency = 95",
      says: """
        f.toml:12:1: security.reconciliation_efficiency = 95: must be between 0 and 1; a fraction, not percent
        """),
    MalformedFile(
      "finite key of discrete modulation", link + "[source]\nmodulation = \"qam\"",
      says: """
        f.toml:10:1: security.analysis: must be asymptotic with source.modulation = "qam"; there is no finite-size proof for \
        discrete modulation here; security.noise_hypothesis = "bounded" with security.analysis = "composable" gives a \
        planning value (CV-99)
        """),
    MalformedFile(
      "discrete modulation with homodyne detection",
      changed(changed(link, "detection = \"heterodyne\"", to: ""), "symbols = 1e9", to: "analysis = \"asymptotic\"")
        + "[source]\nmodulation = \"psk\"",
      says: """
        f.toml:6:1: detector.detection: must be heterodyne with discrete modulation; no bound is published for discrete \
        modulation with homodyne detection
        """),
    MalformedFile(
      "two states",
      changed(link, "symbols = 1e9", to: "analysis = \"asymptotic\"") + "[source]\nmodulation = \"psk\"\nstates = 2",
      says: """
        f.toml:14:1: source.states = 2: must be between 3 and 1024; the bound needs an isotropic \
        constellation: at least 3 states
        """),
    MalformedFile(
      "no block size", changed(link, "symbols = 1e9", to: ""),
      says: """
        f.toml:10:1: security.symbols: must be given: a finite key needs the number of symbols of its block; or \
        security.analysis = "asymptotic"
        """),
    MalformedFile(
      "direct reconciliation of a finite block", link + "reconciliation = \"direct\"",
      says: """
        f.toml:12:1: security.reconciliation = "direct": must be reverse in a finite-size analysis; there is no \
        finite-size proof for direct reconciliation here
        """),
    MalformedFile(
      "a block in an asymptotic analysis", link + "analysis = \"asymptotic\"",
      says: """
        f.toml:11:1: security.symbols = 1e9: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "an unknown bound", link + "[plot]\nbounds = [\"thermic\"]",
      says: """
        f.toml:13:11: plot.bounds[1] = "thermic": must be one of plob, thermal, thermal-lower, tgw; did you mean thermal?
        """),
    MalformedFile("a run", run, says: "accepted"),
    MalformedFile(
      "V_A as a photon number", changed(run, "modulation_variance = 5.3", to: "modulation_variance = 2.65"),
      says: """
        f.toml:3:1: source.modulation_variance = 2.65: must agree with sum_x2 / M = 5.3, the sample variance of \
        Alice's values, to 6 standard deviations; a factor of 2: V_A is a variance per quadrature, twice the mean photon \
        number
        """),
    MalformedFile(
      "half a pair",
      changed(run, "efficiency = 0.674", to: "efficiency = 0.674\ndetection = \"heterodyne\"")
        .replacing("5e7", with: "50000001"),
      says: """
        f.toml:10:1: counts.estimation_pairs = 50000001: must be a whole number of pairs, two for each heterodyne symbol
        """),
    MalformedFile(
      "more revealed than sent", run.replacing("symbols = 1e8", with: "symbols = 1e7"),
      says: """
        f.toml:9:1: counts.estimation_pairs = 5e7: cannot come from more than the 10000000.0 symbols of the block; \
        counts.symbols counts key and revealed symbols together
        """),
    MalformedFile(
      "one length without agreement", run + "[security]\nagreed_lengths = 1",
      says: """
        f.toml:14:1: security.agreed_lengths = 1: proves nothing for a length computed after the run (CV-46c); state \
        the length that was fixed before the run, or leave it out: then every length is agreed upon
        """),
    MalformedFile(
      "entropy without leakage", run + "symbol_entropy_bits = 4.2",
      says: """
        f.toml:7:1: counts.error_correction_leak_bits: must be given together with counts.symbol_entropy_bits
        """),
    MalformedFile(
      "a channel beside data", run + "[link]\ndistance_km = 20",
      says: """
        f.toml:14:1: link.distance_km = 20: has no meaning beside measured data; an analysis sees the data only, never \
        a channel model
        """),
    MalformedFile(
      "raw pairs with a word", pairs, table: "x,y\n1.0,0.5\n0.3,clipped\n",
      says: "run.csv:3:5: y = clipped: must be a number"),
    MalformedFile(
      "raw pairs without a column", pairs, table: "alice,y\n1.0,0.5\n",
      says: "run.csv: has no column x, only alice, y"),
    MalformedFile(
      "one raw pair", pairs, table: "x,y\n1.0,0.5\n",
      says: "f.toml:5:1: counts.estimation_pairs: needs at least two pairs"),
  ]

  /// A run whose revealed pairs stand in a table.
  static let pairs = """
    protocol = "cv"
    source.modulation_variance = 5.3
    detector.efficiency = 0.674
    detector.electronic_noise = 0.037
    [counts]
    symbols = 1e8
    file = "run.csv"
    """
}
