# SPDX-License-Identifier: GPL-3.0-or-later
"""Discrete modulation (CV-52, CV-54) and its finite key (CV-99)."""

from mpmath import mp, mpf

from ..precision import log2, real, require
from . import entropies
from .channel import Setup, physical
from .composable import Block, Clipped, Lengths, Shares, finish, no_key
from .constellations import information, psk, qam


def constellation_of(inputs):
    kind = inputs.get("constellation", "psk")
    if kind == "psk":
        return psk(int(inputs["M"]), real(inputs["alpha"]))
    require(kind in ("qam-binomial", "qam-uniform", "qam-gaussian"), "unknown constellation")
    side = int(inputs["side"]) if "side" in inputs else int(round(int(inputs["M"]) ** 0.5))
    require("M" not in inputs or side * side == int(inputs["M"]), "M is not a square")
    return qam(side, kind, real(inputs["V_A"]), real(inputs.get("nu", 0)))


def mutual_information(inputs, s, c):
    kind = inputs.get("mutual_information", "exact")
    require(kind in ("exact", "gaussian"), "unknown mutual_information")
    if kind == "gaussian":
        s.V_A = c.V_A
        return s.information(s.slope, s.noise)
    return information(c, 2 * s.slope / mp.sqrt(s.noise))


def holevo(a, b, Z, eta, v):
    with mp.workdps(entropies.DIGITS):
        return entropies.reverse(a, b, Z * Z, "heterodyne", entropies.added_noise("heterodyne", eta, v))


def asymptotic(inputs, revision):
    """cv.discrete.asymptotic."""
    s = Setup(inputs, discrete=True)
    require(s.detection == "heterodyne", "no bound for homodyne detection")
    c = constellation_of(inputs)
    T, w, eta, v = s.primed(s.T, s.w)
    Z = max(mpf(0), 2 * mp.sqrt(T) * c.C - mp.sqrt(2 * w * c.w))
    chi = holevo(c.V_A + 1, 1 + T * c.V_A + w, Z, eta, v)
    if s.trust == "known-noise":
        chi += log2(s.noise / (s.noise - s.v))
    I = mutual_information(inputs, s, c)
    raw = s.beta * I - chi
    return {"V_A": c.V_A, "C": c.C, "twice_C": 2 * c.C, "w": c.w, "Z_star": Z, "chi": chi, "I_AB": I, "rate_raw": raw,
            "rate": (1 - s.fer) * max(mpf(0), raw)}


def composable(inputs, revision):
    """cv.discrete.composable: CV-99, simulated statistics."""
    inputs = {"beta": 0.95, **inputs}
    s = Setup(inputs, discrete=True)
    c = constellation_of(inputs)
    s.V_A = V_A = c.V_A
    shares, block = Shares(inputs, mpf("1e-10") / 6), Block(inputs, s)  # six equal shares
    lengths = Lengths(inputs, block, s.kappa, False, revision)
    t = t0 = s.slope
    sigma2, m = s.noise, block.m
    clip = Clipped(inputs, s, shares, block, V_A, sigma2, t, None)
    W, r, D = clip.W, clip.r, clip.D
    X = 2 * max(abs(a) for a in c.points)
    F = max(abs(f) for f in c.means)
    delta_f = W * (2 * r + mp.sqrt(D))
    delta_c = X * delta_f / 2
    ell = mp.log(8 / shares.PE)
    B_Z, B_R, B_F = (r + t0 * X) ** 2 / 2, X * (r + t0 * X) / 2, F * (r + t0 * X)
    var_F = sigma2 * sum(p * abs(f) ** 2 for p, f in zip(c.shares, c.means))
    S_U = sigma2 + mp.sqrt(2 * sigma2 ** 2 * ell / m) + 7 * B_Z * ell / (3 * (m - 1))
    D_R = mp.sqrt(2 * (V_A * sigma2 / 2) * ell / m) + 14 * B_R * ell / (3 * (m - 1))
    sigma2_max = S_U + W * D / 2 + 2 * t0 * delta_c
    t_hi = t0 + (D_R + delta_c) / V_A
    result = {"W": W, "delta_W": clip.penalty, "sigma2_max": sigma2_max, "I_AB": mutual_information(inputs, s, c)}
    s.V_A = V_A
    c1 = (2 * t0 * c.C - mp.sqrt(2 * var_F * ell / m) - 14 * B_F * ell / (3 * (m - 1)) - F * delta_f) / mp.sqrt(2 * clip.eta)
    T_hi, w = physical(s, t_hi, sigma2_max)
    Z = max(mpf(0), 2 * c1 - mp.sqrt(2 * w * c.w))
    b = 1 + T_hi * V_A + w
    result.update({"Z_low": Z, "b_hi": b, "w_hi": w})
    v = s.v if s.trust == "trusted" else mpf(0)
    chi = holevo(V_A + 1, b, Z, clip.eta, v) + (log2(1 + s.v) if s.trust == "known-noise" else 0)
    result["chi_worst"] = chi
    if W > mpf(1) / 8:
        return no_key(result, "block too small")
    return finish(inputs, s, block, shares, lengths, s.beta * result["I_AB"] - chi - clip.penalty, result, revision)
