# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of MDI."""

from .draws import maybe, rounded, shares, spread, uniform


def hardware(r):
    length = uniform(r, 0, 80)
    return {"alpha_dB_km": uniform(r, 0.16, 0.22), "eta_d": uniform(r, 0.1, 0.9), "pd": spread(r, 1e-9, 1e-5),
            "e_d": uniform(r, 0, 0.04), "f_EC": uniform(r, 1, 1.25), "LA_km": length,
            "LB_km": r.choice([length, uniform(r, 0, 80)])}


def three(r):
    mu = uniform(r, 0.2, 0.7)
    return [mu, rounded(mu * r.uniform(0.1, 0.4)), r.choice([0.0, 5e-4])]


def finite(r):
    inputs = {**hardware(r), "N": spread(r, 1e10, 1e15), "eps_sec": r.choice([1e-10, 1e-8]), "eps_cor": 1e-15}
    maybe(r, inputs, 0.2, accounting=["clear", "curty2014"], concentration=["chernoffSimple", "gaussian"])
    return inputs


def finite3(r):
    inputs = finite(r)
    inputs.update({"A": three(r), "B": three(r)})
    inputs["pI_A"] = inputs["pI_B"] = shares(r, 3)
    inputs["pZ_A"] = inputs["pZ_B"] = [uniform(r, 0.5, 1), uniform(r, 0.1, 0.6), uniform(r, 0.1, 0.6)]
    return inputs


def finite4(r):
    inputs = finite(r)
    for user in "AB":
        y = uniform(r, 0.1, 0.35)
        inputs["I" + user] = [uniform(r, 0.2, 0.7), y, rounded(y * r.uniform(0.1, 0.6))]
        inputs["p" + user] = [round(x, 4) for x in shares(r, 4)[:3]]
    inputs.update({"joint": r.choice([True, False]), "scan": r.choice([True, True, False])})
    return inputs


def asymptotic(r):
    return {**hardware(r), "muA": uniform(r, 0.1, 0.8), "muB": uniform(r, 0.1, 0.8)}


def decoy3(r):
    inputs = {**hardware(r), "A": three(r), "B": three(r)}
    maybe(r, inputs, 0.4, yields=["x13"])
    return inputs


def gains(r):
    return {"basis": r.choice("ZX"), "muA": uniform(r, 0, 1), "muB": uniform(r, 0, 1), "etaA": spread(r, 1e-6, 1),
            "etaB": spread(r, 1e-6, 1), "pd": spread(r, 1e-10, 1e-5), "e_d": uniform(r, 0, 0.1)}


def draw(r):
    kind = r.random()
    for limit, name, make in ((0.3, "mdi.finite3", finite3), (0.55, "mdi.finite4", finite4),
                              (0.7, "mdi.decoy3", decoy3), (0.85, "mdi.asymptotic", asymptotic),
                              (1, "mdi.gains", gains)):
        if kind < limit:
            return name, make(r)
