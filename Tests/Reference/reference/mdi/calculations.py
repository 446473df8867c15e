# SPDX-License-Identifier: GPL-3.0-or-later
"""Named calculations of the family."""

from . import adaptive, asymptotic, concentration, finite3, finite4, model, optimum

CALCULATIONS = {
    "mdi.adaptive": adaptive.adaptive,
    "mdi.adaptive.closed": adaptive.closed,
    "mdi.adaptive.pdc_limit": adaptive.pdc_limit,
    "mdi.adaptive.threshold": adaptive.threshold,
    "mdi.asymptotic": asymptotic.asymptotic,
    "mdi.concentration": concentration.concentration,
    "mdi.decoy3": asymptotic.decoy3,
    "mdi.decoy3.cutoff": asymptotic.cutoff,
    "mdi.decoy3.lp": asymptotic.decoy3_lp,
    "mdi.expected_min": adaptive.expected_min,
    "mdi.finite3": finite3.finite3,
    "mdi.finite3.counts": finite3.counts,
    "mdi.finite4": finite4.finite4,
    "mdi.finite4.counts": finite4.counts,
    "mdi.gains": model.gains,
    "mdi.gains.rotation": model.gains_rotation,
    "mdi.memory_assisted": adaptive.memory_assisted,
    "mdi.optimise.asymptotic": optimum.asymptotic_optimum,
    "mdi.optimise.finite3": optimum.finite3_optimum,
    "mdi.optimise.finite4": optimum.finite4_optimum,
    "mdi.single11": model.single11,
    "mdi.single11.rotation": model.single11_rotation,
    "mdi.single_photon": asymptotic.single_photon,
}
