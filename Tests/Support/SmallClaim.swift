// SPDX-License-Identifier: GPL-3.0-or-later
/// A claim for tests.
package enum SmallClaim {
  /// Supported, and evaluated in milliseconds: asymptotic, all settings given, no search but that of the optimum.
  package static let text = """
    protocol = "bb84"
    [claim]
    claimant = "A"
    rate_per_pulse = 1e-4
    sifting = "included"
    stations = 0
    [link]
    loss_db = 10
    modes_per_pulse = 2
    [source]
    intensities = [0.48, 0.05, 0]
    [detector]
    efficiency = 0.1
    dark_count_probability = 1e-6
    misalignment = 0.02
    [security]
    analysis = "asymptotic"
    error_correction_efficiency = 1.2
    [[evidence]]
    key = "link.loss_db"
    uncertainty = 0.1
    coverage_factor = 2
    source = "measured"
    [[evidence]]
    key = "detector.efficiency"
    relative_uncertainty = 0.05
    coverage_factor = 2
    source = "certificate"
    [[evidence]]
    key = "detector.dark_count_probability"
    relative_uncertainty = 0.2
    coverage_factor = 2
    source = "certificate"
    [[evidence]]
    key = "detector.misalignment"
    uncertainty = 0.002
    coverage_factor = 2
    source = "measured"

    """
}
