# SPDX-License-Identifier: GPL-3.0-or-later
"""Finite key with three intensities (MDI-31 to MDI-34b)."""

from mpmath import mp, mpf

from ..precision import real, require
from . import consistency
from .asymptotic import Coefficients, hc, triples
from .concentration import Concentration, accounting
from .leakage import leakage, shannon_minimum
from .model import HALF, Relay

CELLS = [(i, j) for i in range(3) for j in range(3)]


class Protocol:
    """Intensities and probabilities of settings."""

    def __init__(self, inputs):
        self.A, self.B = triples(inputs)
        self.N = real(inputs["N"])
        require(self.N > 0, "N must be positive")
        pI, pZ = ([real(inputs[k + s]) for s in ("_A", "_B")] for k in ("pI", "pZ"))
        for p in pI:
            require(len(p) == 3 and all(q > 0 for q in p) and sum(p) <= 1 + mpf("1e-9"), "probabilities of intensities")
        for p in pZ:
            require(len(p) == 3 and all(0 <= q <= 1 for q in p), "probabilities of bases")
        self.pZ = {(i, j): pI[0][i] * pZ[0][i] * pI[1][j] * pZ[1][j] for i, j in CELLS}
        self.pX = {(i, j): pI[0][i] * (1 - pZ[0][i]) * pI[1][j] * (1 - pZ[1][j]) for i, j in CELLS}


def analyse(inputs, protocol, nZ, nX, mX, mZss, complete):
    """MDI-31 to MDI-34; complete adds MDI-34b and MDI-34c."""
    eps1, cost = accounting(inputs, 13)
    bound = Concentration(inputs.get("concentration", "chernoff"), eps1)
    c = Coefficients(protocol.A, protocol.B)
    raw_yield = raw_error = mpf(0)
    for cell, w in c.yields.items():
        if w == 0:
            continue
        require(protocol.pZ[cell] > 0, "a needed setting is never chosen")
        low, high = bound.expectation(nZ[cell])
        raw_yield += w * (low if w > 0 else high) / (protocol.N * protocol.pZ[cell])
    for cell, w in c.errors.items():
        require(protocol.pX[cell] > 0, "a needed setting is never chosen")
        low, high = bound.expectation(mX[cell])
        raw_error += w * (high if w > 0 else low) / (protocol.N * protocol.pX[cell])
    Y, t = max(mpf(0), raw_yield), max(mpf(0), raw_error)
    muA, muB = protocol.A[0], protocol.B[0]
    W = protocol.N * protocol.pZ[0, 0] * muA * muB * mp.exp(-muA - muB)
    n = nZ[0, 0]
    unbounded = bound.observed(W * Y)[0]
    S, phases = min(unbounded, n), bound.observed(W * t)[1]
    e = min(HALF, phases / S) if S > 0 else HALF
    leak = leakage(inputs, n, mZss)
    refused = raw_error < 0 or unbounded > n  # MDI-34a
    result = {"eps1": eps1, "Y11_L": Y, "t11_U": t, "S11_L": S, "Nph_U": phases, "e_ph": e, "nZss": n,
              "EZ": mZss / n if n > 0 else HALF, "leak_EC": leak}
    if complete:
        result["leak_EC_min"] = shannon_minimum(inputs, n, mZss)
        cells = []
        for kind, counts, p in (("nZ", nZ, protocol.pZ), ("nX", nX, protocol.pX), ("mX", mX, protocol.pX)):
            for i, j in CELLS:
                if p[i, j] > 0:
                    low, high = bound.expectation(counts[i, j])
                    scale = mp.exp(protocol.A[i] + protocol.B[j]) / (protocol.N * p[i, j])
                    cells.append((kind, protocol.A[i], protocol.B[j], (scale * low, scale * high)))
        result["consistency"] = consistency.yields(cells)
        refused = refused or result["consistency"] < consistency.LEAST
    raw = S * (1 - hc(e)) - leak - cost
    result["length"] = 0 if refused or n <= 0 else max(0, int(mp.floor(raw)))
    result["length_raw"] = raw
    result["rate"] = result["length"] / protocol.N
    return result


def finite3(inputs, revision):
    """mdi.finite3: expected counts of model M1."""
    protocol, relay = Protocol(inputs), Relay(inputs)
    Z = {k: relay.gain("Z", protocol.A[k[0]], protocol.B[k[1]]) for k in CELLS}
    X = {k: relay.gain("X", protocol.A[k[0]], protocol.B[k[1]]) for k in CELLS}
    N = protocol.N
    nZ = {k: N * protocol.pZ[k] * Z[k][0] for k in CELLS}
    nX = {k: N * protocol.pX[k] * X[k][0] for k in CELLS}
    mX = {k: N * protocol.pX[k] * X[k][1] for k in CELLS}
    return analyse(inputs, protocol, nZ, nX, mX, N * protocol.pZ[0, 0] * Z[0, 0][1], False)


def grid(inputs, key):
    require(key in inputs and len(inputs[key]) == 3 and all(len(row) == 3 for row in inputs[key]), "a count is missing")
    values = {(i, j): real(inputs[key][i][j]) for i, j in CELLS}
    require(all(x >= 0 and x == mp.floor(x) for x in values.values()), "counts are whole numbers")
    return values


def possible(count, mean):
    """Section 6: no more events than pulses with these settings."""
    require(count <= mean + 7 * mp.sqrt(mean) + 10, "count exceeds pulses")


def counts(inputs, revision):
    """mdi.finite3.counts."""
    protocol = Protocol(inputs)
    nZ, nX, mX = (grid(inputs, k) for k in ("nZ", "nX", "mX"))
    require("mZss" in inputs, "a count is missing")
    mZss = real(inputs["mZss"])
    require(0 <= mZss <= nZ[0, 0] and mZss == mp.floor(mZss), "more errors than announcements")
    for k in CELLS:
        require(mX[k] <= nX[k], "more errors than announcements")
        possible(nZ[k], protocol.N * protocol.pZ[k])
        possible(nX[k], protocol.N * protocol.pX[k])
    return analyse(inputs, protocol, nZ, nX, mX, mZss, revision >= 2)
