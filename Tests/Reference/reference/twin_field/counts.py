# SPDX-License-Identifier: GPL-3.0-or-later
"""Measured counts (section 8): validation, refusals TF-52 and TF-53, predictions."""

from mpmath import mp, mpf

from ..linear_program import Infeasible
from ..precision import real, require
from .coefficients import pairs
from .finite import (CountProgram, Observed, Settings, Budget, Weights, from_successes, length, no_key, sigma)
from .statistics import count_upper, sum_upper, trials_upper


def observations(inputs, s):
    MX, EX = real(inputs["MX"]), real(inputs["EX"])
    table = inputs["MZ"]
    require(len(table) == len(s.muA) and all(len(row) == len(s.muB) for row in table), "M_ij for every pair")
    counts = {(i, j): real(x) for i, row in enumerate(table) for j, x in enumerate(row)}
    require(all(x >= 0 and x == mp.floor(x) for x in list(counts.values()) + [MX, EX]), "counts are whole numbers")
    require(EX <= MX, "more errors than successes")
    observed = Observed(MX, EX, counts)
    require(observed.MX + observed.MZ <= s.N, "more successes than rounds")
    return observed


def given_predictions(table):
    """{"n,m": L~, "tail": .., "ph": ..} with pairs as keys."""
    tuned = {}
    for key, value in table.items():
        tuned[key if key in ("tail", "ph") else tuple(int(x) for x in key.split(","))] = real(value)
    return tuned


def too_many(s, budget, observed):
    """TF-52: the name of the class that has more successes than rounds can give, or None."""
    if observed.MX > count_upper(s.N * s.pX ** 2, budget.Ld):
        return "more key-mode successes than key-mode rounds"
    for (i, j), count in observed.counts.items():
        if count > count_upper(s.N * (1 - s.pX) ** 2 * s.pA[i] * s.pB[j], budget.Ld):
            return "more test-mode successes than rounds with these intensities"
    return None


def successes_upper(s, budget, observed, program, weights):
    """M_X^U of TF-53."""
    n = observed.MX + observed.MZ
    whole = mp.sqrt(sum_upper(observed.MZ, n, observed.MZ, budget.Lk))
    total = mpf(0)
    for j in (0, 1):
        for k in (0, 1):
            inner = weights.W(j, k, squares=True) * whole
            for a in range(j, s.S + 1, 2):
                for b in range(k, s.S - a + 1, 2):
                    upper = program.upper((a, b))
                    inner += weights.r(a, b) * mp.sqrt(sum_upper(upper, n, upper, budget.Lk))
            total += inner ** 2
    total *= (s.pX / (1 - s.pX)) ** 2
    return trials_upper(total, n, total, budget.Lk)


def counts(inputs, revision):
    """tf.cal.finite.counts."""
    s = Settings(inputs)
    budget = Budget(inputs, s, revision)
    observed = observations(inputs, s)
    leak = None
    if inputs.get("leak_EC") is not None:
        leak = real(inputs["leak_EC"])
        require(leak >= 0, "negative leakage")
    if s.beyond:
        return no_key(s, observed, "signal intensity not below the strongest decoy")
    if observed.MX <= 0 or observed.MZ <= 0:
        return no_key(s, observed, "no detections")
    if revision >= 2:
        refusal = too_many(s, budget, observed)
        if refusal:
            return no_key(s, observed, "inconsistent data: " + refusal)
    weights = Weights(s, budget.composition)
    program = CountProgram(s, budget, observed)
    try:
        uppers = {pair: program.upper(pair) for pair in pairs(s.S)}
        limit = successes_upper(s, budget, observed, program, weights) if revision >= 2 else None
    except Infeasible:
        return no_key(s, observed, "inconsistent test-basis data")
    pred = inputs.get("pred", "successes" if revision >= 2 else None)
    if pred == "successes":
        tuned = from_successes(s, budget, observed.MX + observed.MZ)
    else:
        require(pred is None or isinstance(pred, dict), "unknown predictions")
        tuned = None if pred is None else given_predictions(pred)
    result = length(s, budget, observed, sigma(s, budget, observed, program, weights, tuned), tuned, leak)
    result.update({"MX": observed.MX, "MZ": observed.MZ, "eX": observed.EX / observed.MX, "M00U": uppers[0, 0],
                   "M11U": program.upper((1, 1)) if (1, 1) in program.index else None})
    if limit is not None:
        result["MX_U"] = limit
        if observed.MX > limit:
            result.update({"length": 0, "rate": mpf(0),
                           "reason": "inconsistent data: more key-mode successes than the test counts allow"})
    return {k: v for k, v in result.items() if v is not None}
