# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparison protocols (TF-40 to TF-46), symmetric arms, infinitely many decoys."""

from mpmath import mp, mpf

from ..precision import entropy, real
from .model import Arms


def get(inputs, *keys):
    return [real(inputs[k]) for k in keys]


def slice_error(M):
    return mpf(1) / 2 - M * mp.sin(2 * mp.pi / M) / (4 * mp.pi)


def phase_slice_error(inputs, revision):
    """tf.phase_slice_error."""
    return {"E_M": slice_error(real(inputs["M"]))}


def lucamarini(inputs, revision):
    """tf.lucamarini2018 (TF-40, TF-41)."""
    eta, pd, mu, e_opt, f, M, d = get(inputs, "eta", "pd", "mu", "e_opt", "f_EC", "M", "d")
    E_M = slice_error(M)
    e = e_opt + E_M - 2 * e_opt * E_M
    signal = -mp.expm1(-eta * mu)
    Q = 2 * pd + signal
    E = (pd + e * signal) / Q
    Y1 = 2 * pd + eta
    e1 = (pd + e * eta) / Y1
    return {"rate": d / M * max(mpf(0), mu * mp.exp(-mu) * Y1 * (1 - entropy(e1)) - f * Q * entropy(E))}


def phase_matching(inputs, revision):
    """tf.phase_matching (TF-42, TF-43)."""
    eta, pd, mu, e_opt, f, M = get(inputs, "eta", "pd", "mu", "e_opt", "f_EC", "M")
    with mp.workdps(2 * mp.dps):
        x = mp.sin(mp.pi / M) / (mp.pi / M)
        E_s = (1 - x * x) / 2
        e = e_opt + E_s - 2 * e_opt * E_s
        Q = (1 - pd) * (mp.exp(-mu * eta * e) + mp.exp(-mu * eta * (1 - e)) - 2 * (1 - pd) * mp.exp(-mu * eta))
        E_Z = (1 - pd) * (mp.exp(-mu * eta * (1 - e)) - (1 - pd) * mp.exp(-mu * eta)) / Q
        even, k = mpf(0), 0
        while True:
            weight = mp.exp(-mu) * mu ** k / mp.factorial(k)
            Y = (1 - pd) * ((1 - eta * e) ** k + (1 - eta * (1 - e)) ** k - 2 * (1 - pd) * (1 - eta) ** k)
            even += weight * Y
            k += 2
            if k > 10 + 2 * mu and weight < mp.eps * even:
                break
        q = even / Q
        R = mpf(0) if q >= 0.5 else 2 / M * max(mpf(0), Q * (1 - f * entropy(E_Z) - entropy(q)))
        return {"Q": Q, "EZ": E_Z, "q_even": q, "rate": R}


def sns_parts(inputs):
    eta, pd, em, muz, eps = get(inputs, "eta", "pd", "em", "muz", "eps")
    arms = Arms({"etaA": inputs["eta"], "etaB": inputs["eta"], "pd": inputs["pd"]})
    nn, sn, ss = 2 * pd * (1 - pd), 2 * arms.gain(muz, mpf(0)), 2 * arms.gain(muz, muz)
    right = (1 - pd) * (eta * (1 - em) + (1 - eta) * pd)
    wrong = (1 - pd) * (eta * em + (1 - eta) * pd)
    s1 = right + wrong
    n1 = 2 * eps * (1 - eps) * muz * mp.exp(-muz) * s1
    return eps, nn, sn, ss, s1, wrong / s1 if s1 > 0 else mpf(1) / 2, n1


def sns(inputs, revision):
    """tf.sns (TF-44)."""
    eps, nn, sn, ss, s1, e1, n1 = sns_parts(inputs)
    f = real(inputs["f_EC"])
    S = (1 - eps) ** 2 * nn + 2 * eps * (1 - eps) * sn + eps ** 2 * ss
    E = ((1 - eps) ** 2 * nn + eps ** 2 * ss) / S
    return {"s1": s1, "e1": e1, "n1": n1, "Sz": S, "Ez": E,
            "rate": max(mpf(0), n1 * (1 - entropy(e1)) - f * S * entropy(E))}


def sns_aopp(inputs, revision):
    """tf.sns.aopp (TF-45)."""
    eps, nn, sn, ss, s1, e1, n1 = sns_parts(inputs)
    f = real(inputs["f_EC"])
    N0 = eps * (1 - eps) * sn + eps ** 2 * ss
    N1 = eps * (1 - eps) * sn + (1 - eps) ** 2 * nn
    w0, w1 = eps ** 2 * ss / N0, (1 - eps) ** 2 * nn / N1
    u0, u1 = n1 / 2 / N0, n1 / 2 / N1
    ng = min(N0, N1)
    keep = (1 - w0) * (1 - w1) + w0 * w1
    E = w0 * w1 / keep
    e = 2 * e1 * (1 - e1)
    return {"s1": s1, "e1": e1, "n1": ng * u0 * u1, "e1_aopp": e, "nt": ng * keep, "E": E,
            "rate": max(mpf(0), ng * u0 * u1 * (1 - entropy(e)) - f * ng * keep * entropy(E))}


def mode_pairing(inputs, revision):
    """tf.mode_pairing (TF-46)."""
    eta, pd, mu, l, theta, phi, f = get(inputs, "eta", "pd", "mu", "l", "theta", "phi", "f_EC")
    arms = Arms({"etaA": inputs["eta"], "etaB": inputs["eta"], "pd": inputs["pd"], "theta": inputs["theta"]})
    P00, P0, P2 = 2 * pd * (1 - pd), 2 * arms.gain(mu, mpf(0)), 2 * arms.gain(mu, mu)
    p = (P00 + 2 * P0 + P2) / 4
    reached = -mp.expm1(l * mp.log1p(-p))
    rp = 1 / (1 / (p * reached) + 1 / p)
    rs = (2 * P00 * P2 + 2 * P0 ** 2) / (16 * p * p)
    EZ = P00 * P2 / (P00 * P2 + P0 ** 2)
    with mp.workdps(2 * mp.dps):
        Y10, Y11 = 2 * arms.photon_yield(1, 0), 2 * arms.photon_yield(1, 1)
    W = Y10 ** 2 + P00 * Y11
    q11 = 2 * (mu * mp.exp(-mu)) ** 2 * W / (16 * p * p * rs)
    e11 = (1 - (1 - pd) ** 2 * eta ** 2 * mp.cos(theta) ** 2 * mp.cos(phi) / W) / 2
    return {"p": p, "rp": rp, "rs": rs, "EZ": EZ, "q11": q11, "e11": e11,
            "rate": max(mpf(0), rp * rs * (q11 * (1 - entropy(e11)) - f * entropy(EZ)))}
