# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending-or-not-sending twin-field QKD, finite and asymptotic: a second implementation to 40 digits.

Written from the formula sheet (equation ids TFS-…) before the Swift sources, and sharing nothing with them.
The names of calculations, inputs and quantities are those of the checkpoint table.
Needs mpmath.
"""
from mpmath import mp, mpf

mp.dps = 40

DEFAULTS = {
    "alpha_dB_km": 0.2, "eta_d": 1, "pd": 1e-8, "e_d": 0.03, "f_EC": 1.16, "eps_sec": 1e-10, "eps_cor": 1e-15,
    "mixed": True, "cells": 16, "accounting": "split", "method": "spin",
}


class Refused(Exception):
    """Inputs that cannot be."""


def ln2():
    return mp.log(2)


def h(x):
    return mpf(0) if x <= 0 or x >= 1 else -(x * mp.log(x) + (1 - x) * mp.log1p(-x)) / ln2()


def hc(x):
    return h(x) if x < mpf(1) / 2 else mpf(1)


# Chernoff functions in their Lambert form (MDI-24): at 40 digits its cancellation does not matter.
def mean_lower(x, beta):
    if x <= 0:
        return mpf(0)
    z = -mp.exp(-beta / x - 1)
    return mp.re(-x * mp.lambertw(z, 0))


def mean_upper(x, beta):
    if x <= 0:
        return mpf(beta)
    z = -mp.exp(-beta / x - 1)
    return mp.re(-x * mp.lambertw(z, -1))


def bisect(f, low, high):
    """The root of an increasing function, by bisection to all digits."""
    for _ in range(400):
        middle = (low + high) / 2
        if middle == low or middle == high:
            break
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def rate(v):
    return (1 + v) * mp.log1p(v) - v if v > -1 else mpf(1)


def count_lower(e, beta):
    if beta >= e:
        return mpf(0)
    # (1+v) ln(1+v) - v = beta/E with w = ln(1+v) < 0: 1 - e^w + w e^w; v itself by bisection on [-1, 0].
    v = bisect(lambda v: -(rate(v) - beta / e), mpf(-1), mpf(0))
    return e * (1 + v)


def count_upper(e, beta):
    if e <= 0:
        return mpf(0)
    r = beta / e
    # rate(v) <= v^2/2 for v > 0, so the root is above sqrt(2r); and rate(v) >= 3v^2/(6+2v) (Bernstein).
    top = r + mp.sqrt(2 * r) + r
    return e * (1 + bisect(lambda v: rate(v) - r, mpf(0), top))


def links(i):
    if "etaA" in i:
        return mpf(i["etaA"]), mpf(i["etaB"])
    def arm(key):
        return mp.power(10, -mpf(i["alpha_dB_km"]) * mpf(i[key]) / 10) * mpf(i["eta_d"])
    return arm("LA_km"), arm("LB_km")


def user(i, suffix):
    def get(key):
        for name in (key + suffix, key):
            if name in i:
                return mpf(i[name])
        return None
    u = {k: get(k) for k in ("pz", "p0", "p1", "p2", "a1", "a2", "z", "eps")}
    if u["p0"] is None:
        u["p0"] = 1 - u["p1"] - u["p2"]
    for k in ("pz", "p0", "p1", "p2", "eps"):
        if not 0 < u[k] < 1:
            raise Refused(k)
    if abs(u["p0"] + u["p1"] + u["p2"] - 1) > mpf("1e-9"):
        raise Refused("sum")
    if not 0 < u["a1"] < u["a2"] or not u["z"] > 0:
        raise Refused("intensities")
    u["P0"], u["P1"], u["P2"] = [(1 - u["pz"]) * u[k] for k in ("p0", "p1", "p2")]
    u["Ps"], u["Pn"] = u["pz"] * u["eps"], u["pz"] * (1 - u["eps"])
    return u


def settings(i):
    if not 0 < mpf(i["Delta"]) <= mp.pi:
        raise Refused("Delta")
    return user(i, "A"), user(i, "B")


def probabilities(a, b, mixed):
    m = 1 if mixed else 0
    return {
        "oo": a["P0"] * b["P0"] + m * (a["P0"] * b["Pn"] + a["Pn"] * b["P0"]),
        "1o": a["P1"] * (b["P0"] + m * b["Pn"]), "o1": (a["P0"] + m * a["Pn"]) * b["P1"],
        "2o": a["P2"] * (b["P0"] + m * b["Pn"]), "o2": (a["P0"] + m * a["Pn"]) * b["P2"],
        "11": a["P1"] * b["P1"], "sn": a["Ps"] * b["Pn"], "ns": a["Pn"] * b["Ps"], "ss": a["Ps"] * b["Ps"],
        "nn": a["Pn"] * b["Pn"],
    }


def vacuum(a, b):
    def one(u):
        decoy = u["p0"] + u["p1"] * mp.exp(-u["a1"]) + u["p2"] * mp.exp(-u["a2"])
        return (1 - u["pz"]) * decoy + u["pz"] * (1 - u["eps"] + u["eps"] * mp.exp(-u["z"]))
    return one(a) * one(b) - a["P1"] * b["P1"] * mp.exp(-a["a1"] - b["a1"])


# --- the honest middle -------------------------------------------------------------------------------------------

def slice_gains(gA, gB, delta, e_d, pd):
    u, x = gA + gB, mp.sqrt(gA * gB)
    def mean(sign):
        # Adaptive quadrature of the integral itself, not the 64 points of the sheet.
        return mp.quad(lambda t: mp.expm1(u / 2 + sign * x * mp.cos(delta * t / 2)), [-1, 0, 1]) / 2
    r, w = [(1 - pd) * mp.exp(-u) * (pd + mean(s)) for s in (1, -1)]
    return r + w, (1 - e_d) * w + e_d * r


def one_sends(g, pd):
    return 2 * (1 - pd) * mp.exp(-g) * (mp.expm1(g / 2) + pd)


def both_send(g, k, pd):
    s = (g + k) / 2
    return 2 * (1 - pd) * mp.exp(-2 * s) * (mp.exp(s) * (mp.besseli(0, mp.sqrt(g * k)) - 1) + mp.expm1(s) + pd)


def channel(i):
    a, b = settings(i)
    etaA, etaB = links(i)
    pd, n = mpf(i["pd"]), mpf(i["N"])
    p = probabilities(a, b, i["mixed"])
    snn = 2 * pd * (1 - pd)
    qd, td = slice_gains(etaA * a["a1"], etaB * b["a1"], mpf(i["Delta"]), mpf(i["e_d"]), pd)
    fd = mpf(i["Delta"]) / mp.pi
    szz = both_send(etaA * a["z"], etaB * b["z"], pd)
    sz0, s0z = one_sends(etaA * a["z"], pd), one_sends(etaB * b["z"], pd)
    c = {
        "n_oo": n * p["oo"] * snn,
        "n_1o": n * p["1o"] * one_sends(etaA * a["a1"], pd), "n_o1": n * p["o1"] * one_sends(etaB * b["a1"], pd),
        "n_2o": n * p["2o"] * one_sends(etaA * a["a2"], pd), "n_o2": n * p["o2"] * one_sends(etaB * b["a2"], pd),
        "m_D": n * p["11"] * fd * td, "n_D": n * p["11"] * fd * qd,
        "n0": n * (p["ns"] * s0z + p["ss"] * szz), "n1": n * (p["sn"] * sz0 + p["nn"] * snn),
        "QD": qd, "TD": td, "Szz": szz, "vac": vacuum(a, b),
    }
    c["nt"] = c["n0"] + c["n1"]
    c["Ez"] = n * (p["ss"] * szz + p["nn"] * snn) / c["nt"]
    c["ng"] = min(c["n0"], c["n1"])
    w0, w1 = n * p["ss"] * szz / c["n0"], n * p["nn"] * snn / c["n1"]
    keep = (1 - w0) * (1 - w1) + w0 * w1
    c["nt_aopp"], c["E_aopp"] = c["ng"] * keep, w0 * w1 / keep
    return c


# --- from counts to key -------------------------------------------------------------------------------------------

def weights(a, b):
    p = probabilities(a, b, True)
    wa, wb = p["sn"] * a["z"] * mp.exp(-a["z"]), p["ns"] * b["z"] * mp.exp(-b["z"])
    r = a["a1"] / b["a1"]
    return min(wa, r * wb), min(wb, wa / r)


def budget(i, pairing):
    split = i["accounting"] == "split"
    nc = 9 if pairing else 7
    nq = 2 if not pairing or i["method"] == "simple" else 3
    nq += 1 if split else 0
    s = mp.log(mpf(i["eps_sec"]))
    if split:
        bc, bq = mp.log(4 * nc) - s, mp.log(16 * nq) - 2 * s
        log_pa = s - mp.log(4)
    else:
        bc = bq = mp.log(16 * (nc + nq)) - 2 * s
        log_pa = s - mp.log(2)
    cost = (mp.log(2) - mp.log(mpf(i["eps_cor"])) - mp.log(4) - 2 * log_pa) / ln2()
    return bc, bq, cost


def analyse(i, c, pairing, leak):
    """The quantities at the cell with the shortest key, and whether the data are refused."""
    a, b = settings(i)
    n = mpf(i["N"])
    p = probabilities(a, b, i["mixed"])
    bc, bq, cost = budget(i, pairing)
    if not pairing:
        cost += mp.log(c["n0"] + c["n1"] + 1) / ln2()
    s, fd = a["a1"] + b["a1"], mpf(i["Delta"]) / mp.pi
    low = {k: mean_lower(c["n_" + k], bc) / (n * p[k]) for k in ("oo", "1o", "o1", "2o", "o2")}
    high = {k: mean_upper(c["n_" + k], bc) / (n * p[k]) for k in ("oo", "1o", "o1", "2o", "o2")}
    hl, hu = low["oo"], high["oo"]
    refused = False
    for u, one, two in ((a, "1o", "2o"), (b, "o1", "o2")):
        e1, e2 = mp.exp(u["a1"]), mp.exp(u["a2"])
        if e1 * high[one] < hl or u["a1"] * e2 * high[two] + (u["a2"] - u["a1"]) * hu < u["a2"] * e1 * low[one]:
            refused = True
    tu = mp.exp(s) * mean_upper(c["m_D"], bq) / (n * p["11"] * fd)
    nv = n * vacuum(a, b)

    def g(x):
        return mean_lower(nv * x, bq) / nv if i["accounting"] == "split" else x

    def y(u, one, two, x):
        top = (u["a2"] ** 2 * mp.exp(u["a1"]) * low[one] - u["a1"] ** 2 * mp.exp(u["a2"]) * high[two]
               - (u["a2"] ** 2 - u["a1"] ** 2) * x)
        return max(mpf(0), top / (u["a1"] * u["a2"] * (u["a2"] - u["a1"])))

    if tu < g(hl) / 2:
        refused = True
    wa, wb = weights(a, b)
    cells = int(i["cells"])
    best = None
    for k in range(cells):
        h0, h1 = hl + (hu - hl) * k / cells, hl + (hu - hl) * (k + 1) / cells
        nph = count_upper(n * (wa + wb) * max(mpf(0), (tu - g(h0) / 2) / s), bq)
        y10, y01 = y(a, "1o", "2o", h1), y(b, "o1", "o2", h1)
        if pairing:
            u1, u0 = count_lower(n * wa * y10, bc), count_lower(n * wb * y01, bc)
            v = pairs(u0, u1, c["n0"], c["n1"], nph, bc, bq)
            if u1 > c["n1"] or u0 > c["n0"] or v["kL"] > c["nt_aopp"]:
                refused = True
            e = v["e"] if i["method"] == "spin" else v["e_simple"]
            v.update(u0=u0, u1=u1, Nph=nph, eph=e)
            v["bracket"] = v["kL"] * (1 - hc(e))
        else:
            n1 = count_lower(n * (wa * y10 + wb * y01), bc)
            if n1 > c["n0"] + c["n1"]:
                refused = True
            e = nph / n1 if n1 > 0 else mpf("inf")
            v = {"n1": n1, "Nph": nph, "eph": min(e, mpf(1) / 2), "bracket": n1 * (1 - hc(e)) if n1 > 0 else mpf(0)}
        v["length_raw"] = v["bracket"] - leak - cost
        if best is None or v["length_raw"] < best["length_raw"]:
            best = v
    best.update(leak_EC=leak, cost=cost, refused=refused)
    best["length"] = mpf(0) if refused else max(mpf(0), mp.floor(best["length_raw"]))
    best["rate"] = best["length"] / n
    return best


def pairs(u0, u1, n0, n1, m, bc, bq):
    half = mpf(1) / 2
    k = count_lower(u0 * u1 / max(n0, n1), bc)
    v = {"kL": k, "e": half, "e_simple": min(half, m / k) if k > 0 else half}
    if k > 0 and m < min(u0, u1):
        n = u0 + u1
        ps = m * (n - m) / (2 * u0 * u1)
        ln_a = (mp.log(4 / mp.sqrt(2 * mp.pi)) + mp.log(max(m, mpf(1))) / 2 + mp.log(mp.sqrt(n0 / u1) + mp.sqrt(n1 / u0))
                + mp.log((n - m + 1) / (n - 2 * m + 1)))
        su = count_upper(k * ps, bq + ln_a)
        v.update(ps=ps, lnA=ln_a, SU=su, e=min(half, su / k))
    return v


def decoy_free(i):
    a, b = settings(i)
    etaA, etaB = links(i)
    c = channel(i)
    n, pd, delta = mpf(i["N"]), mpf(i["pd"]), mpf(i["Delta"])
    wa, wb = weights(a, b)

    def y(eta):
        return 2 * (1 - pd) * (eta / 2 + (1 - eta) * pd)

    s, v = a["a1"] + b["a1"], mp.sin(delta / 2) / (delta / 2)
    t = ((a["a1"] * y(etaA) + b["a1"] * y(etaB)) / s
         - (1 - pd) * (2 * mp.sqrt(a["a1"] * b["a1"] * etaA * etaB) / s) * v * (1 - 2 * mpf(i["e_d"]))) / 2
    u1, u0, m, f = n * wa * y(etaA), n * wb * y(etaB), n * (wa + wb) * t, mpf(i["f_EC"])
    if i.get("aopp"):
        k = u0 * u1 / max(c["n0"], c["n1"])
        ps = min(mpf(1) / 2, m * (u0 + u1 - m) / (2 * u0 * u1))
        raw = k * (1 - hc(ps)) - f * c["nt_aopp"] * h(c["E_aopp"])
    else:
        raw = (u0 + u1) * (1 - hc(m / (u0 + u1))) - f * c["nt"] * h(c["Ez"])
    return max(mpf(0), raw / n)


def counts(i, pairing):
    a, b = settings(i)
    p = probabilities(a, b, i["mixed"])
    n = mpf(i["N"])
    c = {k: mpf(i[k]) for k in ("n_oo", "n_1o", "n_o1", "n_2o", "n_o2", "m_D", "n0", "n1")}
    ceilings = {k: p[k[2:]] for k in ("n_oo", "n_1o", "n_o1", "n_2o", "n_o2")}
    ceilings.update(m_D=p["11"], n0=p["ns"] + p["ss"], n1=p["sn"] + p["nn"])
    for k, share in ceilings.items():
        if c[k] < 0 or c[k] > n * share + 7 * mp.sqrt(n * share) + 10:
            raise Refused(k)
    if pairing:
        c["nt_aopp"] = mpf(i["nt_aopp"])
        if c["nt_aopp"] < 0 or c["nt_aopp"] > min(c["n0"], c["n1"]):
            raise Refused("nt_aopp")
    return c


def evaluate(name, inputs):
    """The quantities of a named calculation."""
    i = dict(DEFAULTS)
    i.update(inputs)
    if name == "tf.sns.slice":
        qd, td = slice_gains(*[mpf(i[k]) for k in ("gA", "gB", "Delta", "e_d", "pd")])
        return {"QD": qd, "TD": td}
    if name == "tf.sns.channel":
        return channel(i)
    if name == "tf.sns.decoyfree":
        return {"rate": decoy_free(i)}
    if name == "tf.aopp.pairs":
        return pairs(*[mpf(i[k]) for k in ("u0", "u1", "n0", "n1", "m")], -mp.log(mpf(i["eps_c"])),
                     -mp.log(mpf(i["eps_q"])))
    pairing = name.startswith("tf.aopp.")
    if name.endswith(".counts"):
        return analyse(i, counts(i, pairing), pairing, mpf(i["leak_EC"]))
    if name.endswith(".finite"):
        c = channel(i)
        n, e = (c["nt_aopp"], c["E_aopp"]) if pairing else (c["nt"], c["Ez"])
        return analyse(i, c, pairing, mpf(i["leak_EC"]) if "leak_EC" in i else mpf(i["f_EC"]) * n * h(e))
    raise KeyError(name)
