# SPDX-License-Identifier: GPL-3.0-or-later
"""Best settings (section 9): lower bounds on optima, for rows ``at_least``."""

from mpmath import mp, mpf

from ..precision import InputError, NotCovered
from ..search import maximise
from . import asymptotic, finite3, finite4

DIGITS = 25


def scale(x, low, high):
    return low + (high - low) * x


def search(build, evaluate, quantity, start, evaluations, fallback):
    def objective(point):
        with mp.workdps(DIGITS):
            try:
                result = evaluate(build(point), 2)
            except InputError:
                return float("-inf")
            return result[quantity] if result[quantity] > 0 else -1 + fallback(result)

    return evaluate(build(maximise(objective, start, evaluations)[1]), 2)


def asymptotic_optimum(inputs, revision):
    """mdi.optimise.asymptotic over muA and muB."""
    fixed = {k: v for k, v in inputs.items() if k != "free"}

    def build(p):
        return {**fixed, "muA": scale(p[0], 0.001, 1.5), "muB": scale(p[1], 0.001, 1.5)}

    return search(build, asymptotic.asymptotic, "rate", [(0.35, 0.35), (0.2, 0.2)], 200, lambda r: mpf(0))


def finite3_optimum(inputs, revision):
    """mdi.optimise.finite3, equal settings of both users."""
    fixed = {k: v for k, v in inputs.items() if k not in ("om", "symmetric")}
    om = inputs["om"]

    def build(p):
        mu = scale(p[0], 0.05, 1.2)
        nu = om + scale(p[1], 0.01, 0.95) * (mu - om)
        first = scale(p[2], 0.01, 0.98)
        second = (1 - first) * scale(p[3], 0.02, 0.98)
        t, q, z = [mu, nu, om], [first, second, 1 - first - second], [scale(x, 0.01, 1.0) for x in p[4:7]]
        return {**fixed, "A": t, "B": t, "pI_A": q, "pI_B": q, "pZ_A": z, "pZ_B": z}

    start = [(0.26, 0.2, 0.6, 0.7, 0.96, 0.35, 0.2)]
    return search(build, finite3.finite3, "length_raw", start, 250, lambda r: r["S11_L"] * mpf(10) ** -25)


def finite4_optimum(inputs, revision):
    """mdi.optimise.finite4, equal settings of both users (a lower bound for unequal arms)."""
    fixed = {k: v for k, v in inputs.items() if k != "symmetric"}
    fixed.setdefault("joint", True)
    fixed.setdefault("scan", True)

    def build(p):
        z, y = scale(p[0], 0.05, 1.2), scale(p[1], 0.05, 1.0)
        pz = scale(p[3], 0.05, 0.95)
        py = (1 - pz) * scale(p[4], 0.02, 0.9)
        px = (1 - pz - py) * scale(p[5], 0.05, 0.98)
        t, q = [z, y, y * scale(p[2], 0.02, 0.9)], [pz, py, px]
        return {**fixed, "IA": t, "IB": t, "pA": q, "pB": q}

    fast = dict(fixed, scan=False)
    start = [(0.33, 0.13, 0.25, 0.74, 0.12, 0.83)]

    def cheap(values, revision):
        return finite4.finite4({**values, "scan": False}, revision)

    def objective(point):
        with mp.workdps(DIGITS):
            try:
                result = cheap(build(point), 2)
            except InputError:
                return float("-inf")
            return result["length_raw"] if result["length_raw"] > 0 else -1 + result["S11_L"] * mpf(10) ** -25

    return finite4.finite4(build(maximise(objective, start, 300)[1]), 2)
