# SPDX-License-Identifier: GPL-3.0-or-later
"""Best settings (section 7): a lower bound on the optimum, for rows ``at_least``."""

from mpmath import mp, mpf

from ..precision import InputError, NotCovered
from ..search import maximise
from . import asymptotic, finite, satellite

DIGITS = 30  # of the search; the value at the point found has all digits


def scale(x, low, high):
    return low + (high - low) * x


def settings_two(point, fixed):
    mu1 = scale(point[0], 0.05, 1.0)
    p1 = scale(point[2], 0.005, 0.989)
    p2 = scale(point[3], 0.02, 0.98) * (1 - p1)
    return {**fixed, "mu": [mu1, mu1 * scale(point[1], 0.02, 0.6) + fixed["mu3"], fixed["mu3"]],
            "p_mu": [p1, p2, 1 - p1 - p2], "pX": scale(point[4], 0.05, 0.999)}


def settings_one(point, fixed):
    mu1 = scale(point[0], 0.05, 1.0)
    p1 = scale(point[2], 0.005, 0.995)
    return {**fixed, "mu": [mu1, mu1 * scale(point[1], 0.02, 0.9)], "p_mu": [p1, 1 - p1],
            "pX": scale(point[3], 0.05, 0.999)}


def search(build, evaluate, quantity, revision, starts):
    def objective(point):
        with mp.workdps(DIGITS):
            try:
                return evaluate(build(point), revision)[quantity]
            except InputError:
                return float("-inf")

    return evaluate(build(maximise(objective, starts)[1]), revision)


def raw_rate(analysis):
    """The signed rate per pulse beside the other quantities."""
    def evaluate(inputs, revision):
        result = analysis(inputs, revision)
        if "rate" in result and result["length"] > 0:
            result["signed"] = result["rate"]
        else:
            result["signed"] = result["length_raw"] * mpf(10) ** -18
        return result
    return evaluate


def two_decoy(inputs, revision):
    """bb84.optimise.two_decoy."""
    fixed = {k: v for k, v in inputs.items() if k != "variables"}
    fixed.setdefault("mu3", 0.0)
    starts = [(0.6, 0.15, 0.93, 0.7, 0.94), (0.5, 0.3, 0.7, 0.65, 0.9), (0.4, 0.3, 0.3, 0.5, 0.6)]
    return search(lambda p: settings_two(p, fixed), raw_rate(finite.two_decoys), "signed", revision, starts)


def one_decoy(inputs, revision):
    """bb84.optimise.one_decoy."""
    fixed = {k: v for k, v in inputs.items() if k != "variables"}
    starts = [(0.5, 0.3, 0.8, 0.93), (0.4, 0.3, 0.4, 0.7)]
    return search(lambda p: settings_one(p, fixed), raw_rate(finite.one_decoy), "signed", revision, starts)


def asymptotic_optimum(inputs, revision):
    """bb84.optimise.asymptotic over mu, or mu and nu with nu from 1 % of mu."""
    fixed = {k: v for k, v in inputs.items() if k != "variables"}
    two = "nu" in inputs.get("variables", [])

    def build(point):
        mu = scale(point[0], 0.001, 1.0)
        return {**fixed, "mu": mu, **({"nu": mu * scale(point[1], 0.01, 0.9)} if two else {})}

    starts = [(0.5, 0.05)[: 2 if two else 1], (0.1, 0.3)[: 2 if two else 1]]
    return search(build, asymptotic.asymptotic, "rate_raw", revision, starts)


def satellite_optimum(inputs, revision):
    """satellite.optimise.pass: the length over the settings of all slots."""
    fixed = {k: v for k, v in inputs.items() if k != "variables"}
    fixed.setdefault("mu3", 0.0)

    def evaluate(values, revision):
        return satellite.satellite_pass(values, revision)

    starts = [(0.6, 0.2, 0.8, 0.7, 0.9)]
    return search(lambda p: settings_two(p, fixed), evaluate, "length_raw", revision, starts)
