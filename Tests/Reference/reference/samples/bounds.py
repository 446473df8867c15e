# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of the limits."""

from .draws import spread, uniform


def draw(r):
    kind = r.randrange(6)
    if kind == 0:
        return "bounds.pure_loss", {"loss_dB": uniform(r, 0, 100), "modes_per_pulse": r.choice([1, 2, 4])}
    if kind == 1:
        return "bounds.energy_constrained", {"eta": spread(r, 1e-6, 1), "mean_photons": spread(r, 1e-4, 1e4)}
    if kind == 2:
        return "bounds.thermal_loss", {"eta": spread(r, 1e-4, 0.99), "nbar": spread(r, 1e-6, 1), "n": spread(r, 1e4, 1e12),
                                       "eps": spread(r, 1e-12, 0.1)}
    if kind == 3:
        return "bounds.finite_pure_loss", {"loss_dB": uniform(r, 0, 60), "n": spread(r, 1e4, 1e13),
                                           "eps_sec": spread(r, 1e-12, 1e-3), "p_abort": uniform(r, 0, 0.9)}
    if kind == 4:
        return "bounds.repeater_chain", {"loss_dB": uniform(r, 10, 300), "repeaters": r.randrange(12)}
    return "bounds.amplifier", {"gain": uniform(r, 1.01, 5), "nbar": uniform(r, 0, 1)}
