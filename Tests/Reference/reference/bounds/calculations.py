# SPDX-License-Identifier: GPL-3.0-or-later
"""Named calculations of the sheet."""

from . import channels, claims, fading

CALCULATIONS = {
    "bounds.additive_noise": channels.additive_noise,
    "bounds.amplifier": channels.amplifier,
    "bounds.amplitude_damping": channels.amplitude_damping,
    "bounds.claim_check": claims.claim_check,
    "bounds.claim_rate": claims.claim_rate,
    "bounds.dephasing": channels.dephasing,
    "bounds.depolarizing": channels.depolarizing,
    "bounds.diffraction": fading.diffraction,
    "bounds.energy_constrained": channels.energy_constrained,
    "bounds.erasure": channels.erasure,
    "bounds.fading_mixture": fading.mixture,
    "bounds.fading_pointing": fading.pointing,
    "bounds.finite_pure_loss": claims.finite_pure_loss,
    "bounds.min_repeaters": channels.min_repeaters,
    "bounds.pauli": channels.pauli,
    "bounds.pure_loss": channels.pure_loss,
    "bounds.repeater_chain": channels.repeater_chain,
    "bounds.thermal_loss": channels.thermal_loss,
}
