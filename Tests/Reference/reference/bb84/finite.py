# SPDX-License-Identifier: GPL-3.0-or-later
"""Key length with two decoys and with one (BB-34, BB-35, BB-36, BB-37, BB-44, BB-45, BB-46, BB-49, BB-71 to 74 of revision 1)."""

from mpmath import mp, mpf

from ..precision import InputError, bits, entropy, real, require
from . import bounds
from .bounds import Weights, limited
from .budget import Budget
from .channel import expected_counts, measured_counts
from .feasibility import feasible
from .sampling import phase_error

ZERO = mpf(0)
NINE = mpf(10) ** -9


def settings(inputs, decoys):
    """(mu, p_mu) with the requirements of sections 0, 4 and 5."""
    mu, p_mu = real(inputs["mu"]), real(inputs["p_mu"])
    require(isinstance(mu, list) and len(mu) == decoys + 1 and len(p_mu) == decoys + 1, "wrong number of intensities")
    require(all(p > 0 for p in p_mu), "a probability is not positive")
    require(abs(sum(p_mu) - 1) <= mpf("1e-12"), "probabilities do not sum to 1")
    if decoys == 2:
        require(mu[0] > mu[1] + mu[2] and mu[1] > mu[2] >= 0, "mu1 > mu2 + mu3, mu2 > mu3 >= 0 is needed")
    else:
        require(mu[0] > mu[1] > 0, "mu1 > mu2 > 0 is needed")
    return mu, p_mu


def leakage(inputs, total, errors, revision):
    """BB-35 and BB-35a."""
    f = real(inputs.get("f_EC", 1.16))
    require(f >= 1, "f_EC below 1")
    if total <= 0:
        return ZERO
    if "leak_EC" in inputs:
        leak = real(inputs["leak_EC"])
        require(leak >= 0, "negative leakage")
        return leak
    share = errors / total
    return f * total * entropy(min(share, mpf(1) / 2) if revision >= 2 else share)


def finish(result, inputs, budget, revision, entropy_bits, leak, penalty, contradiction, N):
    """The last lines of every key length."""
    raw = -leak - penalty if contradiction else entropy_bits - leak - penalty
    result["length_raw"] = raw
    result["length"] = max(ZERO, raw) if budget.infinite else max(0, int(mp.floor(raw)))
    result["contradiction"] = int(contradiction)
    result["leak_EC"], result["penalty"] = leak, penalty
    if N is not None:
        result["rate"] = result["length"] / N
    return result


def counts_of(inputs, mu, p_mu, revision):
    if "counts" in inputs:
        require(inputs.get("stat") != "none", "stat none is refused with measured counts")
        return measured_counts(inputs, len(mu))
    return expected_counts(inputs, mu, p_mu, revision)


def two_decoys(inputs, revision):
    """bb84.finite.two_decoy."""
    budget = Budget(inputs, "two", revision)
    mu, p_mu = settings(inputs, 2)
    counts = counts_of(inputs, mu, p_mu, revision)
    return two_decoys_of_counts(inputs, revision, budget, mu, p_mu, counts)


def two_decoys_of_counts(inputs, revision, budget, mu, p_mu, counts):
    w = Weights(mu, p_mu)
    nX, nZ, M = sum(counts.nX), sum(counts.nZ), sum(counts.mZ)
    if budget.proof == "satquma2022":
        return satquma(inputs, revision, budget, w, counts)
    X = w.ends(counts.nX, budget, budget.sound)
    Z = w.ends(counts.nZ, budget, budget.sound)
    E = w.ends(counts.mZ, budget, budget.sound)
    s0X = limited(bounds.vacuum_two(w, X), nX, budget.clipped)
    s0Z = limited(bounds.vacuum_two(w, Z), nZ, budget.clipped)
    s1X = limited(bounds.single_two(w, X, s0X), nX, budget.clipped)
    s1Z = limited(bounds.single_two(w, Z, s0Z), nZ, budget.clipped)
    contradiction = False
    v0 = None
    if budget.sound and revision >= 2:
        v0, bracket = bounds.sound_errors_two(w, E, M, bounds.coin(s0Z, budget.L))
        v1 = max(ZERO, bracket)
        if not budget.infinite:  # BB-47, BB-49
            contradiction = (not feasible(counts.nX, mu, p_mu, budget.stat, budget.L)
                             or not feasible(counts.nZ, mu, p_mu, budget.stat, budget.L)
                             or w.tau0 * E[2][0] > M * (1 + NINE) + NINE
                             or bracket < -NINE * (1 + M))
    else:
        v1 = limited(bounds.errors_two(w, E), M, budget.clipped)
    phi = phase_error(budget.sampling, v1, s1Z, s1X, budget.log_sampling, budget.log_gamma)
    vacuum = s0X if inputs.get("vacuum", True) else ZERO
    mX = counts.key_errors
    result = {"nX": nX, "mX": mX, "qberX": mX / nX if nX > 0 else ZERO, "sX0": s0X, "sX1": s1X, "sZ0": s0Z,
              "sZ1": s1Z, "vZ1": v1, "phiX": phi}
    if v0 is not None:
        result["vZ0"] = v0
    leak = leakage(inputs, nX, mX, revision)
    secret = vacuum + s1X * (1 - entropy(phi))
    return finish(result, inputs, budget, revision, secret, leak, budget.penalty, contradiction, counts.N)


def satquma(inputs, revision, budget, w, counts):
    """BB-71 to BB-74 of revision 1: what the public tool computes."""
    nX, nZ, mX, M = sum(counts.nX), sum(counts.nZ), counts.key_errors, sum(counts.mZ)
    X, Z = w.ends(counts.nX, budget, False), w.ends(counts.nZ, budget, False)
    E = w.ends([M * n / nZ for n in counts.nZ], budget, False)
    m2, m3 = w.mu[1], w.mu[2]
    s0X, s0Z = (max(ZERO, w.tau0 * (m2 * B[2][0] - m3 * B[1][0]) / (m2 - m3)) for B in (X, Z))
    s1X, s1Z = bounds.single_two(w, X, s0X), bounds.single_two(w, Z, s0Z)
    v1 = min(bounds.errors_two(w, E), M)
    phi = phase_error(budget.sampling, v1, s1Z, s1X, budget.log_sampling, budget.log_gamma)
    result = {"nX": nX, "mX": mX, "qberX": mX / nX, "sX0": s0X, "sX1": s1X, "sZ0": s0Z, "sZ1": s1Z, "vZ1": v1,
              "phiX": phi}
    leak = leakage(inputs, nX, mX, revision)
    secret = s0X + s1X * (1 - entropy(phi))
    return finish(result, inputs, budget, revision, secret, leak, budget.penalty, False, counts.N)


def one_decoy(inputs, revision):
    """bb84.finite.one_decoy."""
    budget = Budget(inputs, "one", revision)
    mu, p_mu = settings(inputs, 1)
    counts = counts_of(inputs, mu, p_mu, revision)
    return one_decoy_of_counts(inputs, revision, budget, mu, p_mu, counts)


def vacuum_errors(ends, w, k0):
    """v0U of BB-40: tau_0 m+ of one intensity, or of the better one."""
    forms = {"mu1": [0], "mu2": [1], "min": [0, 1]}
    require(k0 in forms, "unknown k0")
    return min(w.tau0 * ends[k][1] for k in forms[k0])


def one_decoy_of_counts(inputs, revision, budget, mu, p_mu, counts):
    w = Weights(mu, p_mu)
    nX, nZ, M, mX = sum(counts.nX), sum(counts.nZ), sum(counts.mZ), counts.key_errors
    k0 = inputs.get("k0", "min")
    X = w.ends(counts.nX, budget, budget.sound)
    Z = w.ends(counts.nZ, budget, budget.sound)
    EZ = w.ends(counts.mZ, budget, budget.sound)
    if counts.mX is None:  # mX_total: no tails of key errors (section 5)
        EX, v0X = None, mX
    else:
        EX = w.ends(counts.mX, budget, budget.sound)
        v0X = vacuum_errors(EX, w, k0)
    v0Z = vacuum_errors(EZ, w, k0)

    def vacuum_upper(v, n, m):
        if budget.sound:
            s = bounds.coin_inverse(limited(v, m, True), budget.L)
        else:
            s = 2 * (v + mp.sqrt(n * budget.L / 2))
        return min(s, n) if budget.clipped else s

    s0UX, s0UZ = vacuum_upper(v0X, nX, mX), vacuum_upper(v0Z, nZ, M)
    s0X = limited(bounds.vacuum_one(w, X), nX, budget.clipped)
    s0Z = limited(bounds.vacuum_one(w, Z), nZ, budget.clipped)
    s1X = limited(bounds.single_one(w, X, s0UX), nX, budget.clipped)
    s1Z = limited(bounds.single_one(w, Z, s0UZ), nZ, budget.clipped)
    contradiction, v0 = False, None
    if budget.sound and revision >= 2:
        v0, bracket = bounds.sound_errors_one(w, EZ, M, bounds.coin(s0Z, budget.L))
        v1 = max(ZERO, bracket)
        if not budget.infinite:  # BB-48, BB-49
            tests = [feasible(counts.nX, mu, p_mu, budget.stat, budget.L),
                     feasible(counts.nZ, mu, p_mu, budget.stat, budget.L),
                     s0X <= s0UX * (1 + NINE) + NINE, s0Z <= s0UZ * (1 + NINE) + NINE,
                     EX is None or w.tau0 * EX[0][1] >= mX * (1 - NINE) - NINE,
                     w.tau0 * EZ[0][1] >= M * (1 - NINE) - NINE,
                     w.tau0 * EZ[1][0] <= M * (1 + NINE) + NINE,
                     bracket >= -NINE * (1 + M)]
            contradiction = not all(tests)
    else:
        v1 = limited(bounds.errors_one(w, EZ), M, budget.clipped)
    phi = phase_error(budget.sampling, v1, s1Z, s1X, budget.log_sampling, budget.log_gamma)
    announced = 0
    if budget.sound and not budget.infinite:
        announced = bits(nX) if counts.mX is None else sum(bits(n) for n in counts.nX)
    result = {"nX": nX, "mX": mX, "qberX": mX / nX if nX > 0 else ZERO, "sX0": s0X, "sX0U": s0UX, "sX1": s1X,
              "sZ0": s0Z, "sZ0U": s0UZ, "sZ1": s1Z, "vZ1": v1, "phiX": phi, "leakPE": announced}
    if v0 is not None:
        result["vZ0"] = v0
    leak = leakage(inputs, nX, mX, revision)
    vacuum = s0X if inputs.get("vacuum", True) else ZERO
    secret = vacuum + s1X * (1 - entropy(phi))
    return finish(result, inputs, budget, revision, secret, leak, budget.penalty + announced, contradiction, counts.N)
