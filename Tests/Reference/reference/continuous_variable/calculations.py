# SPDX-License-Identifier: GPL-3.0-or-later
"""Named calculations of the family."""

from . import channel, composable, discrete, planning, optimum, relay

CALCULATIONS = {
    "cv.bounds": planning.bounds,
    "cv.discrete.asymptotic": discrete.asymptotic,
    "cv.discrete.composable": discrete.composable,
    "cv.estimate": planning.estimate,
    "cv.fading": planning.fading,
    "cv.gaussian.asymptotic": channel.asymptotic,
    "cv.gaussian.composable": composable.gaussian,
    "cv.gaussian.lgg2010": channel.lgg2010,
    "cv.gaussian.york": channel.york,
    "cv.leak_minimum": planning.leak_minimum,
    "cv.mdi.asymptotic": relay.asymptotic,
    "cv.noise_budget": planning.noise_budget,
    "cv.optimise.discrete_asymptotic": optimum.discrete_asymptotic,
    "cv.optimise.gaussian_asymptotic": optimum.gaussian_asymptotic,
    "cv.optimise.gaussian_composable": optimum.gaussian_composable,
}
