// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@testable import KeyRateDocuments

@Suite("Malformed: noise budgets, fading, general attacks")
struct MalformedBudgetTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  /// Twelve lines that are right.
  static let link = """
    protocol = "cv"
    [link]
    distance_km = 25
    excess_noise_reference = "input"
    [detector]
    detection = "heterodyne"
    efficiency = 0.6
    electronic_noise = 0.05
    [security]
    analysis = "asymptotic"
    [noise]
    other = 0.001

    """

  /// Nine lines that are right.
  static let fading = """
    protocol = "cv"
    [detector]
    efficiency = 0.6
    electronic_noise = 0.05
    [link]
    excess_noise = 0.01
    excess_noise_reference = "input"
    fading_transmittances = [0.2, 0.3]
    [security]

    """

  static let finite =
    fading.replacing("fading_transmittances = [0.2, 0.3]", with: "distance_km = 25") + "symbols = 1e10\n"

  static let files: [MalformedFile] = [
    MalformedFile("a budget", link, says: "accepted"),
    MalformedFile("fading", fading + "analysis = \"asymptotic\"", says: "accepted"),
    MalformedFile(
      "budget and stated noise", link.replacing("distance_km = 25", with: "distance_km = 25\nexcess_noise = 0.01"),
      says: """
        f.toml:4:1: link.excess_noise = 0.01: cannot be given together with noise.other; the sum of [noise] takes its \
        place; what is measured besides is noise.other
        """),
    MalformedFile(
      "budget without plane", link.replacing("excess_noise_reference = \"input\"", with: ""),
      says: """
        f.toml:12:1: noise.other = 0.001: needs a plane: give link.excess_noise_reference = "input", "output" or "bob"; \
        noise.other is stated there and the sum of [noise] is printed there
        """),
    MalformedFile(
      "intensity noise without bandwidth", link + "signal_rin_per_hz = 1e-15",
      says: "f.toml:13:1: noise.signal_rin_per_hz = 1e-15: needs noise.bandwidth_hz beside it"),
    MalformedFile(
      "intensity noise in dBc/Hz", link + "signal_rin_per_hz = -150\nbandwidth_hz = 1e8",
      says: """
        f.toml:13:1: noise.signal_rin_per_hz = -150: must be between 0 and 1 (1/Hz); 10^(x/10) of x dBc/Hz: -150 is 1e-15
        """),
    MalformedFile(
      "a bandwidth for nothing", link + "bandwidth_hz = 1e8",
      says: """
        f.toml:13:1: noise.bandwidth_hz = 1e8: goes with noise.signal_rin_per_hz or noise.oscillator_rin_per_hz
        """),
    MalformedFile(
      "a converter without its range", link + "converter_bits = 10",
      says: "f.toml:13:1: noise.converter_bits = 10: needs noise.converter_range beside it"),
    MalformedFile(
      "a phase in degrees", link + "phase_variance_rad2 = 4",
      says: """
        f.toml:13:1: noise.phase_variance_rad2 = 4: must be between 0 and 1 (rad^2); a variance in rad^2: (2 degrees)^2 is \
        0.00122
        """),
    MalformedFile(
      "a thermal-loss bound of a budget", link + "[plot]\nbounds = [\"plob\", \"thermal\"]",
      says: """
        f.toml:14:1: plot.bounds = ["plob", "thermal"]: cannot hold thermal with a noise budget; the noise of a budget depends on \
        the modulation and may be that of trusted devices
        """),
    MalformedFile(
      "a budget beside measured data", MalformedContinuousVariableTests.run + "[noise]\nother = 0.001",
      says: """
        f.toml:14:1: noise.other = 0.001: has no meaning beside measured data; a budget predicts noise, it never replaces \
        a measured one
        """),
    MalformedFile(
      "fading of a finite block", fading + "symbols = 1e10",
      says: """
        f.toml:8:1: link.fading_transmittances = [0.2, 0.3]: must not be given with security.analysis = "composable"; fading \
        makes the noise non-Gaussian, so that no interval of a finite block holds: sort the data into narrow bins of \
        transmittance, each with a block of its own
        """),
    MalformedFile(
      "fading and a distance",
      fading.replacing("fading_trans", with: "distance_km = 25\nfading_trans") + "analysis = \"asymptotic\"",
      says: """
        f.toml:8:1: link.distance_km = 25: cannot be given together with link.fading_transmittances; they are the whole \
        loss of the channel
        """),
    MalformedFile(
      "fading noise at the output",
      fading.replacing("reference = \"input\"", with: "reference = \"output\"") + "analysis = \"asymptotic\"",
      says: """
        f.toml:6:1: link.excess_noise = 0.01: must be stated at the channel input when the channel fades; at the other \
        planes it changes with the transmittance
        """),
    MalformedFile(
      "weights that do not fit",
      fading.replacing("[0.2, 0.3]", with: "[0.2, 0.3]\nfading_weights = [1]") + "analysis = \"asymptotic\"",
      says: "f.toml:9:1: link.fading_weights = [1]: must be as many as T_samples, at least one"),
    MalformedFile(
      "weights without transmittances", finite.replacing("distance_km", with: "fading_weights = [1]\ndistance_km"),
      says: "f.toml:8:1: link.fading_weights = [1]: goes with link.fading_transmittances"),
    MalformedFile(
      "fading of a constellation",
      fading + "analysis = \"asymptotic\"\n[source]\nmodulation = \"psk\"\n",
      says: """
        f.toml:8:1: link.fading_transmittances = [0.2, 0.3]: must not be given with source.modulation = "psk"; averaged \
        moments are justified for Gaussian modulation only
        """),
    MalformedFile(
      "general attacks on homodyne detection", finite + "attacks = \"general\"",
      says: """
        f.toml:11:1: security.attacks = "general": must be collective with homodyne detection; the reduction needs a protocol \
        that treats both quadratures alike: heterodyne
        """),
    MalformedFile(
      "coherent attacks by their other name", finite + "attacks = \"coherent\"",
      says: "f.toml:11:1: security.attacks = \"coherent\": must be one of collective, general; write general"),
    MalformedFile(
      "an energy test for collective attacks", finite + "energy_test_fraction = 0.1",
      says: """
        f.toml:11:1: security.energy_test_fraction = 0.1: goes with security.attacks = "general"
        """),
    MalformedFile(
      "general attacks on a run", MalformedContinuousVariableTests.run + "[security]\nattacks = \"general\"",
      says: """
        f.toml:14:1: security.attacks = "general": must be collective with measured data; the reduction needs an energy test \
        that was part of the run, and its constants are not verified here
        """),
  ]
}
