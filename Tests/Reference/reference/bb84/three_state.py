# SPDX-License-Identifier: GPL-3.0-or-later
"""Three states (section 5b of revision 2: BB-70, BB-73, BB-74, BB-75, BB-76)."""

from mpmath import mp, mpf

from ..precision import bits, entropy, real, require
from . import bounds
from .bounds import Weights, limited
from .budget import Budget
from .channel import Link, check_class
from .feasibility import feasible
from .finite import NINE, ZERO, finish, leakage, settings
from .tails import split_lower, split_upper


class Classes:
    """Counts by intensity of the classes of section 5b."""

    def __init__(self, nX, mX, tP, tM, kP, N, total_mX=None):
        self.nX, self.mX, self.tP, self.tM, self.kP, self.N, self.total_mX = nX, mX, tP, tM, kP, N, total_mX

    @property
    def key_errors(self):
        return self.total_mX if self.mX is None else sum(self.mX)


def measured(inputs, intensities):
    given = inputs["counts"]
    classes = {}
    for name in ("nX", "mX", "tP", "tM", "kP"):
        if name == "mX" and "mX_total" in given:
            continue
        require(name in given and len(given[name]) == intensities, "counts for every intensity are needed")
        classes[name] = real(given[name])
    check_class(classes["nX"], classes.get("mX", []))
    for name in ("tP", "tM", "kP"):
        check_class(classes[name], [])
    N = real(inputs["N"]) if "N" in inputs else None
    if N is not None:
        require(N == mp.floor(N), "N is not a whole number")
        require(sum(sum(classes[k]) for k in ("nX", "tP", "tM", "kP")) <= N, "more detections than pulses")
    total = real(given["mX_total"]) if "mX_total" in given else None
    return Classes(classes["nX"], classes.get("mX"), classes["tP"], classes["tM"], classes["kP"], N, total)


def expected(inputs, mu, p_mu, pA, pB, revision):
    link = Link(inputs, revision)
    p = link.background(list(zip(mu, p_mu)))
    x = [link.response(k, link.e_d, p) for k in mu]
    z = [link.response(k, link.e_dZ, p) for k in mu]
    click = sum(q * (pB * a[0] + (1 - pB) * b[0]) for q, a, b in zip(p_mu, x, z))
    dead = 1 / (1 + link.kappa * click)
    if "nX_block" in inputs:
        N = real(inputs["nX_block"]) / (pA * pB * dead * sum(q * a[0] for q, a in zip(p_mu, x)))
    else:
        N = real(inputs["N"])
    key, test, mixed = (N * dead * f for f in (pA * pB, (1 - pA) * (1 - pB), pA * (1 - pB)))
    return Classes([key * q * a[0] for q, a in zip(p_mu, x)], [key * q * a[1] for q, a in zip(p_mu, x)],
                   [test * q * (b[0] - b[1]) for q, b in zip(p_mu, z)], [test * q * b[1] for q, b in zip(p_mu, z)],
                   [mixed * q * b[0] / 2 for q, b in zip(p_mu, z)], N)


def three_state(inputs, revision):
    """bb84.finite.three_state with two decoys or one."""
    budget = Budget(inputs, "three", 2)
    decoys = len(inputs["mu"]) - 1
    require(decoys in (1, 2), "two or three intensities")
    mu, p_mu = settings(inputs, decoys)
    pA = real(inputs["pX"])
    pB = real(inputs.get("pX_bob", inputs["pX"]))
    require(0 < pA < 1 and 0 < pB < 1, "pX outside (0, 1)")
    c = measured(inputs, decoys + 1) if "counts" in inputs else expected(inputs, mu, p_mu, pA, pB, 2)
    w = Weights(mu, p_mu)
    L = budget.L
    Lq = 2 * L + mp.log(3) if not budget.infinite else ZERO
    pi = (1 - pA) * (1 - pB) / ((1 - pA) * (1 - pB) + pA * pB / 2)
    pi_vacuum = pA * pB / (pA * pB + (1 - pA) * (1 - pB))
    nX, tP, tM, kP, mX = sum(c.nX), sum(c.tP), sum(c.tM), sum(c.kP), c.key_errors
    X, P, Mm, K = (w.ends(v, budget, True) for v in (c.nX, c.tP, c.tM, c.kP))
    tests = [feasible(c.nX, mu, p_mu, budget.stat, L), feasible(c.tP, mu, p_mu, budget.stat, L)]
    announced = 0
    result = {}
    if decoys == 2:
        s0X = limited(bounds.vacuum_two(w, X), nX, True)
        s1X = limited(bounds.single_two(w, X, s0X), nX, True)
        s0P = limited(bounds.vacuum_two(w, P), tP, True)
        tP1 = limited(bounds.single_two(w, P, s0P), tP, True)
        brackets = [bounds.sound_errors_two(w, ends, total, ZERO)[1] for ends, total in ((Mm, tM), (K, kP))]
        tests += [w.tau0 * ends[2][0] <= total * (1 + NINE) + NINE for ends, total in ((Mm, tM), (K, kP))]
    else:
        if c.mX is None:
            EX, v0 = None, mX
        else:
            EX = w.ends(c.mX, budget, True)
            v0 = min(w.tau0 * EX[k][1] for k in (0, 1))
        s0U = min(bounds.coin_inverse(limited(v0, mX, True), L), nX)
        s0X = limited(bounds.vacuum_one(w, X), nX, True)
        s1X = limited(bounds.single_one(w, X, s0U), nX, True)
        tP1 = limited(bounds.single_one(w, P, min(tP, split_upper(s0U, pi_vacuum, L))), tP, True)
        brackets = [bounds.sound_errors_one(w, ends, total, ZERO)[1] for ends, total in ((Mm, tM), (K, kP))]
        for ends, total in ((Mm, tM), (K, kP)):
            tests += [w.tau0 * ends[0][1] >= total * (1 - NINE) - NINE, w.tau0 * ends[1][0] <= total * (1 + NINE) + NINE]
        tests += [s0X <= s0U * (1 + NINE) + NINE, EX is None or w.tau0 * EX[0][1] >= mX * (1 - NINE) - NINE]
        if not budget.infinite:
            announced = bits(nX) if c.mX is None else sum(bits(n) for n in c.nX)
        result["sX0U"] = s0U
    tests += [b >= -NINE * (1 + total) for b, total in zip(brackets, (tM, kP))]
    tM1, kP1 = (max(ZERO, b) for b in brackets)
    upper = split_upper(kP1, 1 - pB, Lq)
    d = upper - split_lower(tP1, pi, Lq)
    tests.append(d >= -NINE * upper)
    if budget.infinite:
        d = max(d, ZERO)
    error = split_upper(tM1, pi, Lq) + d
    phi = min(mpf(1) / 2, error / s1X) if s1X > 0 else mpf(1) / 2
    phi = max(phi, ZERO)
    contradiction = not budget.infinite and not all(tests)
    result.update({"nX": nX, "mX": mX, "sX0": s0X, "sX1": s1X, "tP1": tP1, "tM1": tM1, "kP1": kP1, "E_phase": error,
                   "phiX": phi, "leakPE": announced})
    leak = leakage(inputs, nX, mX, 2)
    vacuum = s0X if inputs.get("vacuum", True) else ZERO
    secret = vacuum + s1X * (1 - entropy(phi))
    return finish(result, inputs, budget, 2, secret, leak, budget.penalty + announced, contradiction, c.N)
