# SPDX-License-Identifier: GPL-3.0-or-later
"""Best modulation (section 10): a scan on a logarithmic scale, then golden section."""

from mpmath import mp, mpf

from ..precision import InputError, NotCovered
from ..search import maximise
from . import channel, composable, discrete

GOLDEN = (mp.sqrt(5) - 1) / 2


def one_variable(inputs, name, evaluate, low, high, points=48):
    """(value, argument) of the largest signed rate."""
    fixed = {k: v for k, v in inputs.items() if k not in ("bounds", "optimise")}

    def at(x):
        return evaluate({**fixed, name: mp.exp(x)}, 2)["rate_raw"]

    a, b = mp.log(mpf(low)), mp.log(mpf(high))
    xs = [a + (b - a) * i / (points - 1) for i in range(points)]
    ys = [at(x) for x in xs]
    k = max(range(points), key=lambda i: ys[i])
    a, b = xs[max(k - 1, 0)], xs[min(k + 1, points - 1)]
    c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
    yc, yd = at(c), at(d)
    for _ in range(40):
        if yc > yd:
            b, d, yd = d, c, yc
            c = b - GOLDEN * (b - a)
            yc = at(c)
        else:
            a, c, yc = c, d, yd
            d = a + GOLDEN * (b - a)
            yd = at(d)
    x = max((xs[0], xs[-1], (a + b) / 2), key=at)
    return evaluate({**fixed, name: mp.exp(x)}, 2)["rate"], mp.exp(x)


def gaussian_asymptotic(inputs, revision):
    """cv.optimise.gaussian_asymptotic."""
    low, high = inputs.get("bounds", {}).get("V_A", [1e-3, 1e3])
    rate, V_A = one_variable(inputs, "V_A", channel.asymptotic, low, high)
    return {"rate": rate, "V_A": V_A}


def discrete_asymptotic(inputs, revision):
    """cv.optimise.discrete_asymptotic over alpha."""
    low, high = inputs.get("bounds", {}).get("alpha", [0.05, 2])
    rate, alpha = one_variable(inputs, "alpha", discrete.asymptotic, low, high, 24)
    return {"rate": rate, "alpha": alpha}


def gaussian_composable(inputs, revision):
    """cv.optimise.gaussian_composable over V_A and f_PE."""
    fixed = {k: v for k, v in inputs.items() if k not in ("bounds", "optimise")}
    box = {"V_A": [0.01, 100], "f_PE": [0.001, 0.95], **inputs.get("bounds", {})}

    def build(p):
        values = {}
        for name, x in zip(("V_A", "f_PE"), p):
            low, high = (mp.log(mpf(v)) for v in box[name])
            values[name] = mp.exp(low + (high - low) * mpf(x))
        return {**fixed, **values}

    def objective(p):
        try:
            result = composable.gaussian(build(p), 2)
        except InputError:
            return float("-inf")
        return result.get("length_raw", mpf("-inf")) / mpf(fixed["N"])

    _, point = maximise(objective, [(0.68, 0.6)], 70)
    best = build(point)
    result = composable.gaussian(best, 2)
    return {"rate": result["rate"], "V_A": best["V_A"], "f_PE": best["f_PE"]}
