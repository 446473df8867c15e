# SPDX-License-Identifier: GPL-3.0-or-later
"""Infinite data (MDI-14, MDI-15), three intensities in closed form (MDI-16 to MDI-20) and by linear programs (MDI-21)."""

from mpmath import mp, mpf

from ..linear_program import Infeasible, Polytope
from ..precision import entropy, real, require
from .model import HALF, Relay


def hc(x):
    """h(x) below 1/2, 1 from there on."""
    return entropy(x) if x < HALF else mpf(1)


def efficiency(inputs):
    f = real(inputs.get("f_EC", 1.16))
    require(f >= 1, "f_EC below 1")
    return f


def asymptotic(inputs, revision):
    """mdi.asymptotic."""
    relay, f = Relay(inputs), efficiency(inputs)
    muA, muB = real(inputs["muA"]), real(inputs["muB"])
    Y, eX, _ = relay.single()
    Q, T = relay.gain("Z", muA, muB)
    E = T / Q if Q > 0 else HALF
    Q11 = muA * muB * mp.exp(-muA - muB) * Y
    return {"Y11": Y, "e11X": eX, "Q11": Q11, "QZ": Q, "EZ": E,
            "rate": max(mpf(0), Q11 * (1 - hc(eX)) - f * Q * entropy(E))}


def single_photon(inputs, revision):
    """mdi.single_photon."""
    relay, f = Relay(inputs), efficiency(inputs)
    Y, eX, eZ = relay.single()
    return {"Y11": Y, "e11X": eX, "e11Z": eZ, "rate": max(mpf(0), Y * (1 - hc(eX) - f * entropy(eZ)))}


def triples(inputs):
    A, B = real(inputs["A"]), real(inputs["B"])
    for t in (A, B):
        require(len(t) == 3 and t[0] > t[1] > t[2] >= 0, "mu > nu > om >= 0 is needed")
    return A, B


class Coefficients:
    """MDI-19 and MDI-20: weights of the cells in the bounds of Y11 and t11."""

    def __init__(self, A, B):
        (mA, nA, oA), (mB, nB, oB) = A, B
        if (mA + oA) * (nB + oB) <= (mB + oB) * (nA + oA):
            w_d, w_s, gap = (mA ** 2 - oA ** 2) * (mB - oB), (nA ** 2 - oA ** 2) * (nB - oB), mA - nA
        else:
            w_d, w_s, gap = (mB ** 2 - oB ** 2) * (mA - oA), (nB ** 2 - oB ** 2) * (nA - oA), mB - nB
        D = (mA - oA) * (mB - oB) * (nA - oA) * (nB - oB) * gap
        e = {(i, j): mp.exp(A[i] + B[j]) for i in range(3) for j in range(3)}
        self.yields = {(1, 1): w_d * e[1, 1] / D, (1, 2): -w_d * e[1, 2] / D, (2, 1): -w_d * e[2, 1] / D,
                       (0, 0): -w_s * e[0, 0] / D, (0, 2): w_s * e[0, 2] / D, (2, 0): w_s * e[2, 0] / D,
                       (2, 2): (w_d - w_s) * e[2, 2] / D}
        D2 = (nA - oA) * (nB - oB)
        self.errors = {(1, 1): e[1, 1] / D2, (1, 2): -e[1, 2] / D2, (2, 1): -e[2, 1] / D2, (2, 2): e[2, 2] / D2}


def decoy3(inputs, revision):
    """mdi.decoy3; revision 1 knew the form of ``yields: x13`` only."""
    relay, f = Relay(inputs), efficiency(inputs)
    A, B = triples(inputs)
    c = Coefficients(A, B)
    Z, X = ({(i, j): relay.gain(basis, A[i], B[j]) for i in range(3) for j in range(3)} for basis in "ZX")
    YZ, YX = (max(mpf(0), sum(w * table[k][0] for k, w in c.yields.items())) for table in (Z, X))
    bracket = sum(w * X[k][1] for k, w in c.errors.items())
    t = max(mpf(0), bracket)
    option = inputs.get("yields", "best" if revision >= 2 else "x13")
    require(option in ("best", "x13"), "unknown yields")
    if option == "best":
        gain_yield = error_yield = max(YZ, YX)
    else:
        gain_yield, error_yield = YZ, YX
    e = min(HALF, t / error_yield) if error_yield > 0 else HALF
    Q, T = Z[0, 0]
    E = T / Q if Q > 0 else HALF
    raw = A[0] * B[0] * mp.exp(-A[0] - B[0]) * gain_yield * (1 - hc(e)) - f * Q * entropy(E)
    return {"Y11Z_L": YZ, "Y11X_L": YX, "t11_U": t, "e11X_U": e, "QZ": Q, "EZ": E, "rate": max(mpf(0), raw), "raw": raw}


def poisson(mu, n):
    return mp.exp(-mu) * (mpf(1) if n == 0 else mu ** n) / mp.factorial(n)


def program(values, A, B, cut):
    """The polytope of MDI-21 or MDI-22, rows divided by their right side, and the scale of every variable."""
    P = [[[poisson(k, n) for n in range(cut + 1)] for k in t] for t in (A, B)]
    rows, low, coefficients = [], [], []
    for (i, j), value in values.items():
        weights = [P[0][i][n] * P[1][j][m] for n in range(cut + 1) for m in range(cut + 1)]
        if value <= 0:
            continue
        rest = min(value, 1 - sum(weights))
        coefficients.append([w / value for w in weights])
        low.append(1 - rest / value)
    scale = []
    for k in range((cut + 1) ** 2):
        top = max(row[k] for row in coefficients)
        scale.append(min(mpf(1), 1 / top) if top > 0 else mpf(1))
    rows = [[a * s for a, s in zip(row, scale)] for row in coefficients]
    return Polytope(rows, low, [mpf(1)] * len(rows), [mpf(1)] * len(scale)), scale


def decoy3_lp(inputs, revision):
    """mdi.decoy3.lp: the better of program and closed form."""
    relay = Relay(inputs)
    A, B = triples(inputs)
    cut = int(inputs.get("cut", 10))
    X = {(i, j): relay.gain("X", A[i], B[j]) for i in range(3) for j in range(3)}
    c = Coefficients(A, B)
    k = cut + 2
    polytope, scale = program({key: v[0] for key, v in X.items()}, A, B, cut)
    Y = -polytope.maximise({k: mpf(-1)})[0] * scale[k]
    polytope, scale = program({key: v[1] for key, v in X.items()}, A, B, cut)
    t = polytope.maximise({k: mpf(1)})[0] * scale[k]
    return {"Y11X_L": max(Y, sum(w * X[key][0] for key, w in c.yields.items())),
            "t11_U": min(t, max(mpf(0), sum(w * X[key][1] for key, w in c.errors.items())))}


def cutoff(inputs, revision):
    """mdi.decoy3.cutoff: the largest total distance with key at some mu of the grid."""
    require(inputs["muGrid"] == "0.05..1.2 step 0.05", "another grid")
    grid = [mpf(i) / 20 for i in range(1, 25)]
    nu, om = real(inputs["nu"]), real(inputs["om"])

    def positive(length):
        with mp.workdps(30):
            for mu in grid:
                if mu > nu:
                    point = {**inputs, "LA_km": length / 2, "LB_km": length / 2, "A": [mu, nu, om], "B": [mu, nu, om]}
                    if decoy3(point, revision)["raw"] > 0:
                        return True
        return False

    low, high = mpf(0), mpf(50)
    while positive(high):
        low, high = high, high + 50
    for _ in range(22):
        middle = (low + high) / 2
        if positive(middle):
            low = middle
        else:
            high = middle
    return {"L_total_km": low}
