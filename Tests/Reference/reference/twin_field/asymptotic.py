# SPDX-License-Identifier: GPL-3.0-or-later
"""Asymptotic rates of Curty-Azuma-Lo: infinitely many decoys and linear programs (TF-8 to TF-13)."""

from mpmath import mp, mpf

from ..linear_program import Infeasible, Polytope
from ..precision import clip, entropy, real, require
from .coefficients import cat, pairs, same_parity, tail, weighted_tail
from .model import Arms

HALF = mpf(1) / 2


def phase_sum(cA, cB, S, upper, tails):
    """Right side of TF-8 for upper bounds of yields {pair: Y^U}."""
    return sum((sum(cA[n] * cB[m] * mp.sqrt(max(upper[n, m], 0)) for n, m in same_parity(S, j)) + tails[j]) ** 2
               for j in (0, 1))


def extended(c, S):
    return c + [mpf(0)] * max(0, S + 1 - len(c))


def infinite_sum(arms, sA, sB, S):
    """Right side of TF-8 with the true yields."""
    cA, cB = extended(cat(sA), S), extended(cat(sB), S)
    with mp.workdps(2 * mp.dps):
        yields = {pair: arms.photon_yield(*pair) for pair in pairs(S)}
    return phase_sum(cA, cB, S, yields, [tail(cA, cB, S, j, j) for j in (0, 1)])


def rate(Q, e, phase, f):
    """TF-10 for one outcome, twice: (e_ph before its cap, rate of both outcomes)."""
    if Q <= 0:
        return HALF, mpf(0)
    raw = phase / Q
    if e >= HALF or raw >= HALF:
        return raw, mpf(0)
    return raw, 2 * max(mpf(0), Q * (1 - f * entropy(e) - entropy(raw)))


def intensities(inputs):
    sA, sB = real(inputs["sA"]), real(inputs["sB"])
    require(sA > 0 and sB > 0, "key intensities must be positive")
    return sA, sB


def efficiency(inputs):
    f = real(inputs.get("f_EC", 1.16))
    require(f >= 1, "f_EC below 1")
    return f


def infinite(inputs, revision):
    """tf.cal.infinite."""
    arms = Arms(inputs)
    sA, sB = intensities(inputs)
    S = int(inputs.get("S", 12))
    require(S >= 0, "negative S")
    Q, e = arms.key(sA, sB)
    raw, R = rate(Q, e, infinite_sum(arms, sA, sB, S), efficiency(inputs))
    return {"Q": Q, "eX": e, "eZ_raw": raw, "rate": R}


def decoys(inputs):
    """(muA, muB), strictly falling."""
    lists = []
    for key in ("muA", "muB"):
        mu = real(inputs[key])
        require(isinstance(mu, list) and mu and all(k >= 0 for k in mu), "intensities not below 0")
        require(all(a > b for a, b in zip(mu, mu[1:])), "intensities must fall")
        lists.append(mu)
    return lists


def cutoffs(inputs, S_default):
    S, ncut = int(inputs.get("S", S_default)), int(inputs.get("ncut", 10))
    require(0 <= S <= ncut, "S above ncut")
    return S, ncut


class YieldProgram:
    """The polytope of TF-11 in the scaled variables of TF-13."""

    def __init__(self, gains, muA, muB, ncut):
        self.ncut = ncut
        self.muA, self.muB = muA, muB
        self.g = {(i, j): mp.exp(a + b) * gains[i, j] for i, a in enumerate(muA) for j, b in enumerate(muB)}
        powers = [[[k ** n / mp.factorial(n) if k > 0 or n else mpf(1) for n in range(ncut + 1)] for k in mu]
                  for mu in (muA, muB)]
        heads = [[sum(row) for row in table] for table in powers]
        tails = [[exponential_tail(k, ncut) for k in mu] for mu in (muA, muB)]
        self.index = {(n, m): n * (ncut + 1) + m for n in range(ncut + 1) for m in range(ncut + 1)}
        self.scale = [self.cap(n, m) for n in range(ncut + 1) for m in range(ncut + 1)]
        rows, low = [], []
        for (i, j), g in self.g.items():
            if g <= 0:
                continue
            omitted = tails[0][i] * heads[1][j] + heads[0][i] * tails[1][j] + tails[0][i] * tails[1][j]
            rows.append([powers[0][i][n] * powers[1][j][m] * self.scale[self.index[n, m]] / g
                         for n in range(ncut + 1) for m in range(ncut + 1)])
            low.append(max(mpf(0), 1 - omitted / g))
        size = (ncut + 1) ** 2
        self.polytope = Polytope(rows, low, [mpf(1)] * len(rows), [mpf(1) if s > 0 else mpf(0) for s in self.scale][:size])

    def cap(self, n, m):
        """U(n, m) of TF-13, for every n and m."""
        best = mpf(1)
        for (i, j), g in self.g.items():
            weight = self.weight(i, n, self.muA) * self.weight(j, m, self.muB)
            if weight > 0:
                best = min(best, g / weight)
        return best

    @staticmethod
    def weight(i, n, mu):
        return mpf(1) if n == 0 else mu[i] ** n / mp.factorial(n)

    def upper(self, n, m):
        k = self.index[n, m]
        return min(mpf(1), self.polytope.maximise({k: mpf(1)})[0] * self.scale[k])


def exponential_tail(x, ncut):
    """sum over n > ncut of x^n/n!, directly."""
    if x <= 0:
        return mpf(0)
    term = x ** (ncut + 1) / mp.factorial(ncut + 1)
    total, n = mpf(0), ncut + 1
    while term > total * mp.eps:
        total += term
        n += 1
        term *= x / n
    return total


def setup(inputs):
    arms = Arms(inputs)
    sA, sB = intensities(inputs)
    muA, muB = decoys(inputs)
    S, ncut = cutoffs(inputs, 6)
    f = efficiency(inputs)
    gains = {(i, j): arms.gain(a, b) for i, a in enumerate(muA) for j, b in enumerate(muB)}
    return arms, sA, sB, S, f, YieldProgram(gains, muA, muB, ncut)


def residues(program, cA, cB, S, revision):
    """T_j of TF-9, and of TF-9a in revision 2."""
    if revision >= 2:
        return [weighted_tail(cA, cB, S, j, lambda n, m: mp.sqrt(program.cap(n, m))) for j in (0, 1)]
    return [tail(cA, cB, S, j, j) for j in (0, 1)]


def decoy(inputs, revision):
    """tf.cal.decoy."""
    arms, sA, sB, S, f, program = setup(inputs)
    cA, cB = extended(cat(sA), S), extended(cat(sB), S)
    upper = {pair: program.upper(*pair) for pair in pairs(S)}
    Q, e = arms.key(sA, sB)
    raw, R = rate(Q, e, phase_sum(cA, cB, S, upper, residues(program, cA, cB, S, revision)), f)
    result = {"eX": e, "eZ_raw": raw, "rate": R}
    for name, pair in (("Y00", (0, 0)), ("Y02", (0, 2)), ("Y11", (1, 1))):
        if pair in upper:
            result[name] = upper[pair]
        elif sum(pair) <= program.ncut:
            result[name] = program.upper(*pair)
    return result
