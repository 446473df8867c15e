# SPDX-License-Identifier: GPL-3.0-or-later
"""Optima with infinitely many decoys: best key intensity, crossing of the repeaterless bound, cut-off."""

import re

from mpmath import mp, mpf

from ..precision import NotCovered, entropy, real
from ..search import maximise
from .asymptotic import infinite

GOLDEN = (mp.sqrt(5) - 1) / 2


def signed(inputs):
    """Twice TF-10 before its cut at 0, so that a search sees a slope."""
    result = infinite(inputs, 2)
    Q, e, raw = result["Q"], result["eX"], min(result["eZ_raw"], mpf(1) / 2)
    return 2 * Q * (1 - real(inputs["f_EC"]) * entropy(min(e, mpf(1) / 2)) - entropy(raw))


def best(inputs, symmetric=True):
    """(rate, sA, sB) by golden section in ln s, or a simplex search for two intensities."""
    def at(a, b):
        with mp.workdps(25):
            return signed({**inputs, "sA": a, "sB": b})

    low, high = mp.log(mpf("1e-4")), mp.log(mpf("0.3"))
    if symmetric:
        points = [low + (high - low) * i / 24 for i in range(25)]
        values = [at(mp.exp(x), mp.exp(x)) for x in points]
        i = max(range(25), key=lambda i: values[i])
        a, b = points[max(i - 1, 0)], points[min(i + 1, 24)]
        c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
        vc, vd = at(mp.exp(c), mp.exp(c)), at(mp.exp(d), mp.exp(d))
        for _ in range(60):
            if vc > vd:
                b, d, vd = d, c, vc
                c = b - GOLDEN * (b - a)
                vc = at(mp.exp(c), mp.exp(c))
            else:
                a, c, vc = c, d, vd
                d = a + GOLDEN * (b - a)
                vd = at(mp.exp(d), mp.exp(d))
        s = mp.exp((a + b) / 2)
        return signed({**inputs, "sA": s, "sB": s}), s, s

    def place(point):
        return [mp.exp(low + (high - low) * mpf(x)) for x in point]

    ratio = mp.sqrt(real(inputs["etaB"]) / real(inputs["etaA"]))
    start = [float((mp.log(mpf("0.03") * r) - low) / (high - low)) for r in (ratio, 1 / ratio)]
    start = [min(max(x, 0.05), 0.95) for x in start]
    _, point = maximise(lambda p: at(*place(p)), [start], 400)
    a, b = place(point)
    return signed({**inputs, "sA": a, "sB": b}), a, b


def optimise_infinite(inputs, revision):
    """tf.cal.optimise.infinite: a rate, or a feature named in words (section 4)."""
    if "feature" not in inputs:
        value, a, b = best({"f_EC": 1.16, "S": 12, **inputs}, inputs.get("symmetric", False))
        return {"rate": max(mpf(0), value), "sA": a, "sB": b}
    text = inputs["feature"]
    pd, f = re.search(r"pd=([0-9.e-]+)", text), re.search(r"f=([0-9.]+)", text)
    if not (pd and f and "2 % misalignment" in text):
        raise NotCovered("a feature in other words")
    base = {"pd": float(pd.group(1)), "theta": 2 * mp.asin(mp.sqrt(mpf("0.02"))), "phi": 0, "f_EC": float(f.group(1)),
            "S": 12}

    def value(loss):
        arm = mp.power(10, -loss / 20)
        return best({**base, "etaA": arm, "etaB": arm})[0]

    def above(loss):
        return value(loss) + mp.log1p(-mp.power(10, -loss / 10)) / mp.log(2)

    if "beats PLOB" in text:
        return {"crossing_loss_dB": first_change(above, 20, 2, 1)}
    return {"cutoff_loss_dB": first_change(value, 20, 5, -1)}


def first_change(function, start, step, sign):
    """Where the function takes the sign for the first time."""
    low, high = mpf(start), mpf(start + step)
    while function(high) * sign <= 0:
        low, high = high, high + step
    for _ in range(16):
        middle = (low + high) / 2
        if function(middle) * sign > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2
