# SPDX-License-Identifier: GPL-3.0-or-later
"""Adaptive and memory-assisted variants (MDI-41 to MDI-49)."""

from itertools import product

from mpmath import mp, mpf

from ..precision import entropy, real, require
from .asymptotic import efficiency, hc
from .model import HALF, MINUS, PLUS


def splitter(c, p, q):
    """MDI-43."""
    if c < 0 or c > p + q:
        return mpf(0)
    total = sum(mp.binomial(p, k) * mp.binomial(q, c - k) * (-1) ** (q - c + k) for k in range(max(0, c - q), min(p, c) + 1))
    return mp.sqrt(mp.factorial(c) * mp.factorial(p + q - c) / (mp.factorial(p) * mp.factorial(q))) * total * (
        mpf(2) ** (-mpf(p + q) / 2))


class BellMeasurement:
    """MDI-44 with threshold detectors."""

    def __init__(self, eta, pd):
        self.silent = [(1 - pd) * (1 - eta) ** m for m in range(6)]
        self.known = {}

    def pattern(self, plus, counts):
        total = mpf(0)
        for clicking in PLUS if plus else MINUS:
            p = mpf(1)
            for d in range(4):
                quiet = self.silent[counts[d]]
                p *= 1 - quiet if d in clicking else quiet
            total += p
        return total

    def element(self, plus, g, h, n1, n2):
        """M[(g1, g2), (h1, h2)] for totals n1, n2."""
        if g[0] + g[1] != h[0] + h[1]:
            return mpf(0)
        key = (plus, g, h, n1, n2)
        if key not in self.known:
            nH = h[0] + h[1]
            nV = n1 + n2 - nH
            total = mpf(0)
            for cH in range(nH + 1):
                for cV in range(nV + 1):
                    a = splitter(cH, *g) * splitter(cH, *h)
                    b = splitter(cV, n1 - g[0], n2 - g[1]) * splitter(cV, n1 - h[0], n2 - h[1])
                    if a != 0 and b != 0:
                        total += a * b * self.pattern(plus, (cH, cV, nH - cH, nV - cV))
            self.known[key] = total
        return self.known[key]


def station(measurement, source, arrival, amplitudes, plus):
    """MDI-45: {n: matrix} of the kept mode for one outcome of the check."""
    aV, aH = amplitudes[1], amplitudes[0]
    result = {}
    for n, p in enumerate(source):
        matrix = [[mpf(0)] * (n + 1) for _ in range(n + 1)]
        for nin, weight in ((0, 1 - arrival), (1, arrival)):
            inner = [mpf(1)] if nin == 0 else [aV, aH]  # by the number of H photons
            for m, k in product(range(n + 1), repeat=2):
                total = mpf(0)
                for g, h in product(range(nin + 1), repeat=2):
                    if inner[g] != 0 and inner[h] != 0:
                        total += inner[h] * inner[g] * measurement.element(plus, (g, n - k), (h, n - m), nin, n)
                matrix[m][k] += weight * p / (n + 1) * (-1) ** (m + k) * total
        result[n] = matrix
    return result


def trace(states):
    return sum(matrix[m][m] for n, matrix in states.items() for m in range(n + 1))


def success(final, plus, A, B):
    total = mpf(0)
    for (n1, a), (n2, b) in product(A.items(), B.items()):
        for m, k in product(range(n1 + 1), repeat=2):
            if a[m][k] == 0:
                continue
            for l, j in product(range(n2 + 1), repeat=2):
                if b[l][j] != 0 and m + l == k + j:
                    total += a[m][k] * b[l][j] * final.element(plus, (k, j), (m, l), n1, n2)
    return total


def states_of(basis, bit):
    if basis == "Z":
        return (mpf(1), mpf(0)) if bit == 0 else (mpf(0), mpf(1))
    r = 1 / mp.sqrt(mpf(2))
    return (r, r) if bit == 0 else (r, -r)


def source_of(inputs, user):
    if "p" + user in inputs:
        p = real(inputs["p" + user])
        require(len(p) == 3 and all(x >= 0 for x in p) and abs(sum(p) - 1) < mpf("1e-9"), "p0, p1, p2 sum to 1")
        return p
    lam = real(inputs["lambdaPDC"])
    require(lam >= 0, "negative lambda")
    p1, p2 = 2 * lam / (1 + lam) ** 3, 3 * lam ** 2 / (1 + lam) ** 4
    return [1 - p1 - p2, p1, p2]


def expected_minimum(m, pA, pB):
    """E[min] of MDI-46 for m trials."""
    def tails(p):
        values, total = [mpf(0)] * (m + 2), mpf(0)
        term = p ** m
        masses = [mp.binomial(m, k) * p ** k * (1 - p) ** (m - k) for k in range(m + 1)]
        for k in range(m, -1, -1):
            total += masses[k]
            values[k] = total
        return values
    a, b = tails(pA), tails(pB)
    return sum(a[k] * b[k] for k in range(1, m + 1))


def adaptive(inputs, revision):
    """mdi.adaptive (MDI-47)."""
    alpha, eta_d, pd = real(inputs.get("alpha_dB_km", 0.2)), real(inputs.get("eta_d", 1)), real(inputs.get("pd", 0))
    tau, etaSrc, f = real(inputs.get("tau", 1)), real(inputs.get("etaSrc", 1)), efficiency(inputs)
    check, final = BellMeasurement(eta_d, pd), BellMeasurement(eta_d * tau, pd)
    arrival = {u: etaSrc * mp.power(10, -alpha * real(inputs["L%s_km" % u]) / 10) for u in "AB"}
    source = {u: source_of(inputs, u) for u in "AB"}
    herald, joint, error = {u: mpf(0) for u in "AB"}, {}, {}
    for basis in "ZX":
        states = {(u, bit, plus): station(check, source[u], arrival[u], states_of(basis, bit), plus)
                  for u in "AB" for bit in (0, 1) for plus in (True, False)}
        if basis == "Z":
            for u in "AB":
                herald[u] = sum(trace(states[u, bit, plus]) for bit in (0, 1) for plus in (True, False)) / 2
        total = wrong = mpf(0)
        for bitA, bitB in product((0, 1), repeat=2):
            for a, b, c in product((True, False), repeat=3):
                p = success(final, c, states["A", bitA, a], states["B", bitB, b]) / 4
                total += p
                if basis == "Z":
                    bad = bitA == bitB
                else:
                    bad = (bitA == bitB) != ((a + b + c) % 2 == 1)
                wrong += p if bad else 0
        joint[basis], error[basis] = total, wrong / total if total > 0 else HALF
    for basis in "ZX":
        if error[basis] < mpf("1e-15"):
            error[basis] = mpf(0)
    p_bsm = joint["Z"] / (herald["A"] * herald["B"]) if herald["A"] * herald["B"] > 0 else mpf(0)
    modes = inputs.get("modes")
    if modes:
        pairs = expected_minimum(int(modes), herald["A"], herald["B"]) / int(modes)
    else:
        pairs = min(herald["A"], herald["B"])
    rate = max(mpf(0), pairs * p_bsm * (1 - hc(error["X"]) - f * entropy(error["Z"])))
    return {"P_hA": herald["A"], "P_hB": herald["B"], "P_bsm": p_bsm, "eX": error["X"], "eZ": error["Z"],
            "pairs": pairs, "rate": rate}


def error_of(r):
    return (r + r * r / 2) / (HALF + 2 * r + r * r)


def closed(inputs, revision):
    """mdi.adaptive.closed (MDI-48)."""
    p1, p2, eta = (real(inputs[k]) for k in ("p1", "p2", "etaHalf"))
    wS, wD = eta * p1 / 2, (1 - eta) * p2 / 3
    if wS + wD <= 0:
        return {"P_h": mpf(0), "P_bsm": mpf(0), "e": HALF, "rate": mpf(0)}
    P = (wS ** 2 / 2 + 2 * wS * wD + wD ** 2) / (wS + wD) ** 2
    e = error_of(wD / wS) if wS > 0 else HALF
    return {"P_h": wS + wD, "P_bsm": P, "e": e, "rate": max(mpf(0), (wS + wD) * P * (1 - 2 * entropy(e)))}


def threshold(inputs, revision):
    """mdi.adaptive.threshold: where h(e) = 1/2."""
    low, high = mpf(0), mpf(1)
    for _ in range(170):
        middle = (low + high) / 2
        if entropy(error_of(middle)) < HALF:
            low = middle
        else:
            high = middle
    return {"r_max": low}


def pdc_limit(inputs, revision):
    """mdi.adaptive.pdc_limit: the best R/eta of MDI-48 for p2 = 3/4 p1^2, eta -> 0, over r = p1/(2 eta_half)."""
    def value(r):
        return r * (HALF + 2 * r + r * r) / (1 + r) * (1 - 2 * entropy(error_of(r)))

    a, b = mpf("1e-6"), threshold({}, 2)["r_max"]
    ratio = (mp.sqrt(5) - 1) / 2
    for _ in range(120):
        c, d = b - ratio * (b - a), a + ratio * (b - a)
        if value(c) > value(d):
            b = d
        else:
            a = c
    return {"rate_over_eta": value((a + b) / 2)}


def expected_min(inputs, revision):
    """mdi.expected_min."""
    return {"value": expected_minimum(int(inputs["m"]), real(inputs["pA"]), real(inputs["pB"]))}


def memory_assisted(inputs, revision):
    """mdi.memory_assisted (MDI-49)."""
    a, b, p = (real(inputs[k]) for k in ("pA", "pB", "pBSM"))
    return {"value": p / (1 / a + 1 / b - 1 / (a + b - a * b))}
