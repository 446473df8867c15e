# SPDX-License-Identifier: GPL-3.0-or-later
"""Named calculations of the family."""

from . import asymptotic, channel, feasibility, finite, optimum, sampling, satellite, tails, three_state

CALCULATIONS = {
    "bb84.asymptotic": asymptotic.asymptotic,
    "bb84.asymptotic.deviation": asymptotic.deviation,
    "bb84.channel": channel.channel,
    "bb84.cutoff": asymptotic.cutoff,
    "bb84.feasible": feasibility.feasible_calculation,
    "bb84.finite.one_decoy": finite.one_decoy,
    "bb84.finite.three_state": three_state.three_state,
    "bb84.finite.two_decoy": finite.two_decoys,
    "bb84.leak_floor": asymptotic.leak_floor,
    "bb84.optimal_mu": asymptotic.optimal_mu,
    "bb84.optimise.asymptotic": optimum.asymptotic_optimum,
    "bb84.optimise.one_decoy": optimum.one_decoy,
    "bb84.optimise.two_decoy": optimum.two_decoy,
    "bb84.sampling": sampling.sampling_calculation,
    "bb84.sampling.slopes": sampling.slopes_calculation,
    "bb84.split": tails.split_calculation,
    "bb84.tail": tails.tail_calculation,
    "bb84.tail.slopes": tails.slopes_calculation,
    "satellite.fraunhofer": satellite.fraunhofer,
    "satellite.geometry": satellite.geometry,
    "satellite.link": satellite.link,
    "satellite.optimise.pass": optimum.satellite_optimum,
    "satellite.pass": satellite.satellite_pass,
}
