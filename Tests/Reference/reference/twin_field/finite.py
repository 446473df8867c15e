# SPDX-License-Identifier: GPL-3.0-or-later
"""Finite key of Curty-Azuma-Lo: budget, count program, phase errors, length (TF-17 to TF-34b of section 7)."""

from mpmath import mp, mpf

from ..linear_program import Infeasible, Polytope
from ..precision import entropy, log2, real, require
from .asymptotic import HALF, cutoffs, decoys, efficiency, infinite_sum, intensities
from .coefficients import pairs, ratios, same_parity, tail
from .model import Arms
from .statistics import affine, count_upper, mean_interval, sum_upper, trials_upper

METHODS = ("kato", "paper", "azuma")


class Settings:
    """What the users chose, with the requirements of section 8."""

    def __init__(self, inputs):
        self.N = real(inputs["N"])
        require(self.N > 0, "N must be positive")
        self.pX = real(inputs["pX"])
        require(0 < self.pX < 1, "pX outside (0, 1)")
        self.sA, self.sB = intensities(inputs)
        self.muA, self.muB = decoys(inputs)
        self.pA, self.pB = real(inputs["pA"]), real(inputs["pB"])
        for p, mu in ((self.pA, self.muA), (self.pB, self.muB)):
            require(len(p) == len(mu) and all(q > 0 for q in p), "a positive probability for every intensity")
            require(abs(sum(p) - 1) <= mpf("1e-9"), "probabilities do not sum to 1")
        self.S, self.ncut = cutoffs(inputs, 4)
        self.f = efficiency(inputs)
        self.method = inputs.get("method", "kato")
        require(self.method in METHODS, "unknown method")

    @property
    def beyond(self):
        """Whether a key intensity is not below the strongest test intensity."""
        return self.sA >= self.muA[0] or self.sB >= self.muB[0]


class Budget:
    """TF-18, TF-19, TF-19a: exponents and eps_PA."""

    def __init__(self, inputs, settings, revision):
        eps_cor = real(inputs.get("eps_cor", 1e-10))
        dA, dB = len(settings.muA), len(settings.muB)
        Kd, Kk = 2 * dA * dB + 1, (settings.S // 2 + 1) ** 2 + 2
        self.composition = inputs.get("composition", "root" if revision == 1 or "eps_PE" in inputs else "linear")
        require(self.composition in ("root", "linear"), "unknown composition")
        if "eps_PE" in inputs:
            require(self.composition == "root", "eps_PE and eps_PA mean composition root")
            eps_PE, self.eps_PA = real(inputs["eps_PE"]), real(inputs["eps_PA"])
            require(eps_PE > 0 and self.eps_PA > 0, "eps must be positive")
            eps_sec = 2 * mp.sqrt(eps_PE) + self.eps_PA
        else:
            eps_sec = real(inputs.get("eps_sec", 1e-10))
            require(eps_sec > 0, "eps must be positive")
            eps_PE, self.eps_PA = (eps_sec / 4) ** 2, eps_sec / 2
        require(0 < eps_cor < 1 and eps_sec < 1, "eps outside (0, 1)")
        require(revision == 1 or eps_sec + eps_cor < 1, "secrecy and correctness must stay below 1")
        if self.composition == "linear":
            self.eps_d = eps_sec / (2 * Kd)
            self.eps_k = (9 * eps_sec / 40) ** 2 / Kk
            self.eps_PA = eps_sec / 20
        else:
            self.eps_d = self.eps_k = eps_PE / (Kd + Kk)
        self.Ld, self.Lk = -mp.log(self.eps_d), -mp.log(self.eps_k)
        self.penalty = log2(2 / eps_cor) + log2(1 / (4 * self.eps_PA ** 2))


class Observed:
    """M_X, E_X, M_ij; expected ones from TF-17."""

    def __init__(self, MX, EX, MZ):
        self.MX, self.EX, self.counts = MX, EX, MZ
        self.MZ = sum(MZ.values())

    @classmethod
    def expected(cls, arms, s):
        Q, e = arms.key(s.sA, s.sB)
        MX = 2 * Q * s.N * s.pX ** 2
        counts = {(i, j): 2 * arms.gain(a, b) * s.N * (1 - s.pX) ** 2 * s.pA[i] * s.pB[j]
                  for i, a in enumerate(s.muA) for j, b in enumerate(s.muB)}
        return cls(MX, MX * e, counts)


def poisson(mu, n):
    return mp.exp(-mu) * (mpf(1) if n == 0 else mu ** n) / mp.factorial(n)


class CountProgram:
    """The polytope of TF-22 in scaled variables, and M^U of every pair asked for."""

    def __init__(self, s, budget, observed):
        ncut = s.ncut
        self.index = {(n, m): n * (ncut + 1) + m for n in range(ncut + 1) for m in range(ncut + 1)}
        tails = [sum(p * beyond(mu, ncut) for p, mu in zip(ps, mus)) for ps, mus in ((s.pA, s.muA), (s.pB, s.muB))]
        E = s.N * (1 - s.pX) ** 2 * (tails[0] + tails[1] - tails[0] * tails[1])
        outside = min(observed.MZ, count_upper(E, budget.Ld))
        shares = []
        for p, mu in ((s.pA, s.muA), (s.pB, s.muB)):
            table = [[q * poisson(k, n) for n in range(ncut + 1)] for q, k in zip(p, mu)]
            sums = [sum(row[n] for row in table) for n in range(ncut + 1)]
            shares.append([[x / t if t > 0 else mpf(0) for x, t in zip(row, sums)] for row in table])
        interval = {key: mean_interval(chi, budget.Ld) for key, chi in observed.counts.items()}
        self.scale = []
        for n, m in self.index:
            best = observed.MZ
            for (i, j), (_, high) in interval.items():
                weight = shares[0][i][n] * shares[1][j][m]
                if weight > 0:
                    best = min(best, high / weight)
            self.scale.append(best)
        rows, low = [], []
        for (i, j), (lower, high) in interval.items():
            rows.append([shares[0][i][n] * shares[1][j][m] * self.scale[k] / high for (n, m), k in self.index.items()])
            low.append(max(mpf(0), (lower - outside) / high))
        rows.append([x / observed.MZ for x in self.scale])
        low.append(max(mpf(0), 1 - outside / observed.MZ))
        self.polytope = Polytope(rows, low, [mpf(1)] * len(rows), [mpf(1)] * len(self.scale))
        self.known = {}

    def upper(self, pair):
        if pair not in self.known:
            k = self.index[pair]
            self.known[pair] = self.polytope.maximise({k: mpf(1)})[0] * self.scale[k]
        return self.known[pair]


def beyond(mu, ncut):
    """P(Pois(mu) > ncut), directly."""
    if mu <= 0:
        return mpf(0)
    term, total, n = poisson(mu, ncut + 1), mpf(0), ncut + 1
    while term > total * mp.eps:
        total += term
        n += 1
        term *= mu / n
    return total


def tuned_at(s, tuned, key):
    """The L~ of a term, None where TF-29 is used: by the method, or because it is missing."""
    if tuned is None or s.method == "azuma" or (s.method == "paper" and key != (0, 0)):
        return None
    return tuned.get(key)


class Weights:
    """r_n of both users and the W of TF-31 or TF-53."""

    def __init__(self, s, composition):
        self.s = s
        self.A, self.B = ratios(s.sA, s.muA, s.pA), ratios(s.sB, s.muB, s.pB)
        self.composition = composition

    def r(self, n, m):
        return self.A[n] * self.B[m]

    def W(self, j, k, squares=None):
        if self.composition == "linear" if squares is None else squares:
            return mp.sqrt(tail([x * x for x in self.A], [x * x for x in self.B], self.s.S, j, k))
        return tail(self.A, self.B, self.s.S, j, k)


def sigma(s, budget, observed, program, weights, tuned):
    """Sigma_ph of TF-31."""
    n = observed.MX + observed.MZ
    whole = mp.sqrt(sum_upper(observed.MZ, n, tuned_at(s, tuned, "tail"), budget.Lk))
    total = mpf(0)
    for j in (0, 1):
        inner = sum(weights.r(*pair) * mp.sqrt(sum_upper(program.upper(pair), n, tuned_at(s, tuned, pair), budget.Lk))
                    for pair in same_parity(s.S, j))
        total += (inner + whole * weights.W(j, j)) ** 2
    return (s.pX / (1 - s.pX)) ** 2 * total


def predictions_of(s, budget, observed, evaluate=sigma):
    """TF-34a for expected counts: L~ of every term; None where the plan has none."""
    program = CountProgram(s, budget, observed)
    tuned = {pair: program.upper(pair) for pair in pairs(s.S)}
    tuned["tail"] = observed.MZ
    tuned["ph"] = evaluate(s, budget, observed, program, Weights(s, budget.composition), tuned)
    return tuned


def expected_predictions(s, arms):
    """TF-34."""
    photons = []
    for p, mu in ((s.pA, s.muA), (s.pB, s.muB)):
        photons.append([sum(q * poisson(k, n) for q, k in zip(p, mu)) for n in range(s.S + 1)])
    tuned = {}
    with mp.workdps(2 * mp.dps):
        for n, m in pairs(s.S):
            tuned[n, m] = s.N * (1 - s.pX) ** 2 * photons[0][n] * photons[1][m] * 2 * arms.photon_yield(n, m)
    tuned["tail"] = Observed.expected(arms, s).MZ
    tuned["ph"] = 2 * s.N * s.pX ** 2 * infinite_sum(arms, s.sA, s.sB, 20)
    return tuned


def from_successes(s, budget, successes):
    """TF-34b: the standard link that is expected to give so many successes."""
    class Standard:
        pass

    def arms_at(t):
        m = min(s.sA, s.sB)
        arms = Arms({"etaA": 0, "etaB": 0, "pd": 1e-8})
        arms.pd = mpf("1e-8")
        arms.etaA, arms.etaB = t * m / s.sA, t * m / s.sB
        return arms

    low, high = mpf(0), mpf(1)
    if sum_of(Observed.expected(arms_at(high), s)) <= successes:
        low = high
    elif sum_of(Observed.expected(arms_at(low), s)) >= successes:
        high = low
    else:
        for _ in range(100):
            middle = (low + high) / 2
            if sum_of(Observed.expected(arms_at(middle), s)) < successes:
                low = middle
            else:
                high = middle
    observed = Observed.expected(arms_at(low), s)
    if observed.MZ <= 0:
        return None
    try:
        return predictions_of(s, budget, observed)
    except Infeasible:
        return None


def sum_of(observed):
    return observed.MX + observed.MZ


def length(s, budget, observed, total, tuned, leak=None):
    """TF-32, TF-33."""
    n = observed.MX + observed.MZ
    phases = trials_upper(total, n, tuned_at(s, tuned, "ph"), budget.Lk)
    e_ph = min(HALF, phases / observed.MX)
    e_X = observed.EX / observed.MX
    if leak is None:
        leak = s.f * observed.MX * entropy(e_X)
    raw = observed.MX * (1 - entropy(e_ph)) - leak - budget.penalty
    result = {"Nph": phases, "eph": e_ph, "length_raw": raw, "Sigma_ph": total,
              "length": 0 if e_X >= HALF else max(0, int(mp.floor(raw)))}
    if e_X >= HALF:
        result["reason"] = "bit error rate >= 1/2"
    elif raw < 0 and e_ph < HALF and observed.MX * (1 - entropy(e_ph)) < leak:
        result["reason"] = "error correction leakage exceeds secrecy"
    result["rate"] = result["length"] / s.N
    return result


def no_key(s, observed, reason):
    return {"MX": observed.MX, "MZ": observed.MZ, "length": 0, "rate": mpf(0), "reason": reason}


def finite(inputs, revision, evaluate=sigma):
    """tf.cal.finite."""
    s = Settings(inputs)
    budget = Budget(inputs, s, revision)
    arms = Arms(inputs)
    prediction = inputs.get("prediction", "expected" if revision == 1 else "evaluated")
    require(prediction in ("expected", "evaluated"), "unknown prediction")
    observed = Observed.expected(arms, s)
    if s.beyond:
        return no_key(s, observed, "signal intensity not below the strongest decoy")
    if observed.MX <= 0 or observed.MZ <= 0:
        return no_key(s, observed, "no detections")
    weights = Weights(s, budget.composition)
    program = CountProgram(s, budget, observed)
    try:
        if prediction == "expected":
            tuned = expected_predictions(s, arms)
        else:
            tuned = {pair: program.upper(pair) for pair in pairs(s.S)}
            tuned["tail"] = observed.MZ
        total = evaluate(s, budget, observed, program, weights, tuned)
        if prediction == "evaluated":
            tuned["ph"] = total
        result = length(s, budget, observed, total, tuned)
        if (1, 1) in program.index:
            result["M11U"] = program.upper((1, 1))
        result["M00U"] = program.upper((0, 0))
    except Infeasible:
        return no_key(s, observed, "inconsistent test-basis data")
    result.update({"MX": observed.MX, "MZ": observed.MZ, "eX": observed.EX / observed.MX, "eps_d": budget.eps_d,
                   "eps_k": budget.eps_k, "W0": weights.W(0, 0), "W1": weights.W(1, 1)})
    return result
