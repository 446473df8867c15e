# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts that contradict the settings (BB-47, BB-48; revision 2): can any photon-number distribution give them?"""

from mpmath import mp, mpf

from ..precision import InputError, real, require
from .tails import tail

SLACK = mpf(10) ** -9


def weighted(stat, n, mu, p_mu, L):
    """Clamped weighted ends [(W-, W+)] and unweighted upper end n1+ of a class of counts."""
    total = sum(n)
    ends = []
    for x, k, p in zip(n, mu, p_mu):
        lower, upper = tail(stat, x, total, L)
        weight = mp.exp(k) / p
        ends.append((weight * max(lower, mpf(0)), weight * min(upper, total)))
    return ends


def feasible_one_decoy(n, mu, p_mu, stat, L):
    """BB-48."""
    ends = weighted(stat, n, mu, p_mu, L)
    total = sum(n)
    tau0 = sum(p * mp.exp(-k) for p, k in zip(p_mu, mu))
    level = total / tau0
    return ends[1][0] <= level * (1 + SLACK) and ends[0][1] >= level * (1 - SLACK)


def feasible_two_decoys(n, mu, p_mu, stat, L):
    """BB-47: the cone of (g1, g2, g3) meets the box."""
    total = sum(n)
    if total <= 0:
        return True
    (_, W1u), (W2l, W2u), (W3l, W3u) = weighted(stat, n, mu, p_mu, L)
    q = [p * mp.exp(-k) for p, k in zip(p_mu, mu)]
    n1u = W1u * q[0]
    rest = total - n1u
    r2, r3 = mu[1] / mu[0], mu[2] / mu[0]
    unit = total / sum(q)
    slack, reach = SLACK * max(unit, W2u), SLACK * unit

    def G(g3):
        return max(W2l, g3, (rest - q[2] * g3) / q[1])

    def g1(g3):
        return (total - q[1] * G(g3) - q[2] * g3) / q[0]

    tests = [lambda g3: W2u - G(g3), lambda g3: g1(g3) - G(g3)]
    for j in range(201):
        power2, power3 = (mpf(1), mpf(1)) if j == 0 else (r2 ** j, r3 ** j)
        A = (power3 - power3 * r3) / (power2 - power2 * r2)
        B = A * power2 - power3
        tests.append(lambda g3, A=A, B=B: g3 - A * G(g3) + B * g1(g3))
        if n1u > 0 and power2 * r2 < W2l * q[0] / n1u or (j > 0 and power3 * r3 == 0):
            break
    kinks = [W2l, rest / (q[1] + q[2]), (rest - q[1] * W2l) / q[2]]
    points = sorted({W3l, W3u} | {k for k in kinks if W3l < k < W3u})
    low, high = W3l, W3u
    for test in tests:
        ends = permitted(test, points, slack)
        if ends is None:
            return False
        low, high = max(low, ends[0]), min(high, ends[1])
    return low <= high + reach


def permitted(test, points, slack):
    """The interval where a concave piecewise linear function is not below -slack; None if empty."""
    values = [test(x) + slack for x in points]
    found = []
    for i, (x, y) in enumerate(zip(points, values)):
        if y >= 0:
            found.append(x)
        if i and (y < 0) != (values[i - 1] < 0):
            x0, y0 = points[i - 1], values[i - 1]
            found.append(x0 + (x - x0) * y0 / (y0 - y))
    return (min(found), max(found)) if found else None


def feasible(n, mu, p_mu, stat, L):
    return (feasible_two_decoys if len(mu) == 3 else feasible_one_decoy)(n, mu, p_mu, stat, L)


def feasible_calculation(inputs, revision):
    """bb84.feasible."""
    mu, p_mu, n = (real(inputs[k]) for k in ("mu", "p_mu", "n"))
    require(len(mu) == len(p_mu) == len(n), "lists of one length are needed")
    return {"feasible": int(feasible(n, mu, p_mu, inputs.get("stat", "kl"), -mp.log(real(inputs["eps"]))))}
