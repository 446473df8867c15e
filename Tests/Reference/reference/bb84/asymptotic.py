# SPDX-License-Identifier: GPL-3.0-or-later
"""Infinite blocks (BB-10, BB-11, BB-12, BB-13, BB-14, BB-15), cut-off distances, Shannon's floor (BB-35b)."""

from mpmath import mp, mpf

from ..precision import NotCovered, clip, entropy, log2, real, require
from .channel import Link

HALF = mpf(1) / 2


def estimates(inputs, link):
    """(Q, E, Y0-like, Y1, e1, extra quantities, certified) of one operating point."""
    mu = real(inputs["mu"])
    q, eq = link.response(mu, link.e_d)
    E = eq / q if q > 0 else mpf(0)
    method = inputs.get("method", "infinite")
    if method == "infinite":
        y0, y1, error = link.yields(link.e_d)
        return q, E, y0, y1, clip(error / y1, mpf(0), HALF) if y1 > 0 else mpf(0), {"Y0": y0}
    nu = real(inputs["nu"])
    qn, en = link.response(nu, link.e_d)
    if method == "vacuum-weak":
        nu2 = real(inputs.get("nu2", 0))
        require(nu > nu2 >= 0 and nu + nu2 < mu, "nu1 > nu2 >= 0 and nu1 + nu2 < mu are needed")
        q2, e2 = link.response(nu2, link.e_d)
        y0 = max(mpf(0), (nu * q2 * mp.exp(nu2) - nu2 * qn * mp.exp(nu)) / (nu - nu2))
        y1 = mu / (mu * nu - mu * nu2 - nu ** 2 + nu2 ** 2) * (
            qn * mp.exp(nu) - q2 * mp.exp(nu2) - (nu ** 2 - nu2 ** 2) / mu ** 2 * (q * mp.exp(mu) - y0))
        error = (en * mp.exp(nu) - e2 * mp.exp(nu2)) / (nu - nu2)
        extra = {"Y0": y0}
    else:
        require(method == "one-decoy", "unknown method")
        require(0 < nu < mu, "0 < nu < mu is needed")
        y0 = min(eq * mp.exp(mu), en * mp.exp(nu)) * 2
        y1 = mu / (mu * nu - nu ** 2) * (
            qn * mp.exp(nu) - q * mp.exp(mu) * nu ** 2 / mu ** 2 - (mu ** 2 - nu ** 2) / mu ** 2 * y0)
        error = en * mp.exp(nu) / nu
        extra = {"Y0U": y0}
    if y1 <= 0:
        return q, E, y0, mpf(0), HALF, extra
    return q, E, y0, y1, clip(error / y1, mpf(0), HALF), extra


def asymptotic(inputs, revision):
    """bb84.asymptotic."""
    if "p_ap" in inputs and inputs["p_ap"] != 0 or "t_dead" in inputs:
        raise NotCovered("after-pulses and dead time in section 2")
    link = Link({"L_km": 0, **inputs} if not {"eta", "loss_dB", "L_km"} & set(inputs) else inputs, revision)
    f = real(inputs.get("f_EC", 1.16))
    require(f >= 1, "f_EC below 1")
    factor = real(inputs.get("q", 1)) * real(inputs.get("p_signal", 1))
    mu = real(inputs["mu"])
    Q, E, y0, y1, e1, extra = estimates(inputs, link)
    q1 = y1 * mu * mp.exp(-mu)
    raw = -f * Q * entropy(E) + q1 * (1 - entropy(e1))
    if inputs.get("method", "infinite") == "infinite" and inputs.get("vacuum", False):
        raw += y0 * mp.exp(-mu)
    raw *= factor
    result = {"Q": Q, "E": E, "Q1": q1, "Y1": y1, "e1": e1, "rate_raw": raw, "rate": max(mpf(0), raw)}
    result["plob"] = -mp.log1p(-link.channel) / mp.log(2) if link.channel < 1 else mp.inf
    result.update(extra)
    return result


def deviation(inputs, revision):
    """bb84.asymptotic.deviation: vacuum + weak against infinitely many decoys."""
    finite = asymptotic({**inputs, "method": "vacuum-weak"}, revision)
    limit = asymptotic({**inputs, "method": "infinite"}, revision)
    return {"Y1_deviation": 1 - finite["Y1"] / limit["Y1"], "e1_deviation": finite["e1"] / limit["e1"] - 1}


def cutoff(inputs, revision):
    """bb84.cutoff: where the signed rate changes its sign."""
    def raw(length):
        return asymptotic({**inputs, "L_km": length}, revision)["rate_raw"]

    low, high = mpf(0), mpf(1)
    if raw(low) <= 0:
        return {"L_km": mpf(0)}
    while raw(high) > 0:
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        if raw(middle) > 0:
            low = middle
        else:
            high = middle
    return {"L_km": (low + high) / 2}


def optimal_mu(inputs, revision):
    """bb84.optimal_mu (BB-12)."""
    e = real(inputs.get("e_d", 0))
    f = real(inputs.get("f_EC", 1.16))
    right = f * entropy(e) / (1 - entropy(e)) if entropy(e) < 1 else mp.inf
    if right >= 1:
        return {"mu": mpf(0)}
    low, high = mpf(0), mpf(1)
    for _ in range(160):
        middle = (low + high) / 2
        if (1 - middle) * mp.exp(-middle) > right:
            low = middle
        else:
            high = middle
    return {"mu": low}


def leak_floor(inputs, revision):
    """bb84.leak_floor (BB-35b, the Shannon rule)."""
    shannon = floor = mpf(0)
    for n, m in zip(real(inputs["nX"]), real(inputs["mX"])):
        if m <= 0 or m >= n:
            continue
        plain = n * entropy(m / n)
        shannon += plain
        floor += max(mpf(0), plain - log2(8 * m * (1 - m / n)) / 2)
    return {"shannon": shannon, "floor": max(mpf(0), floor + log2(real(inputs["eps_cor"])))}
