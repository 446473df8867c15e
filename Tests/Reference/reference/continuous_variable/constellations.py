# SPDX-License-Identifier: GPL-3.0-or-later
"""Constellations and their constants C and w_tau (CV-50, CV-51, CV-56, CV-57, CV-58), exact mutual information (CV-55)."""

import math
from functools import lru_cache

from mpmath import mp, mpf

from ..precision import NotCovered, require

GRAM_DIGITS = 120  # doubled until the smallest eigenvalue of the Gram matrix is far above the rounding


class Constellation:
    """Points alpha_k, probabilities p_k, V_A, C, w_tau, F = max |f_k|, sum p |f|^2."""

    def __init__(self, points, shares, C, w, means):
        self.points, self.shares, self.C, self.w, self.means = points, shares, C, w, means
        self.V_A = 2 * sum(p * abs(a) ** 2 for a, p in zip(points, shares))


def psk(M, alpha):
    """CV-57: lambda_k in closed form."""
    require(M >= 3, "at least three phases")
    require(alpha > 0, "alpha must be positive")
    a2 = alpha ** 2
    lam = []
    for k in range(M):
        total, n = mpf(0), k
        term = a2 ** k / mp.factorial(k)
        while True:
            total += term
            for _ in range(M):
                n += 1
                term *= a2 / n
            if term < total * mpf(10) ** (-mp.dps - 5):
                break
        lam.append(mp.exp(-a2) * total)
    mean = sum(mp.power(lam[k - 1], mpf(3) / 2) / mp.sqrt(lam[k]) for k in range(M))
    w = a2 * (sum(lam[k - 1] ** 2 / lam[k] for k in range(M)) - mean ** 2)
    points = [alpha * mp.expjpi(mpf(2) * k / M) for k in range(M)]
    means = [alpha * mean * mp.expjpi(mpf(2) * k / M) for k in range(M)]  # <alpha_k|a_tau|alpha_k>
    return Constellation(points, [mpf(1) / M] * M, a2 * mean, w, means)


def square(side, kind, V_A, nu):
    """CV-56: points and probabilities of square QAM."""
    require(side >= 2, "a side of at least two")
    require(V_A > 0, "V_A must be positive")
    x = [mpf(2 * i - side + 1) / 2 for i in range(side)]
    if kind == "qam-binomial":
        p = [mp.binomial(side - 1, i) / mpf(2) ** (side - 1) for i in range(side)]
    elif kind == "qam-uniform":
        p = [mpf(1) / side] * side
    else:
        p = [mp.exp(-nu * v * v) for v in x]
        total = sum(p)
        p = [q / total for q in p]
    scale = mp.sqrt(V_A / (4 * sum(q * v * v for q, v in zip(p, x))))
    return [scale * v for v in x], p


@lru_cache(maxsize=None)
def qam(side, kind, V_A, nu):
    """C and w_tau from the Gram matrix, in the four sectors of the rotation by a right angle."""
    if side % 2:
        raise NotCovered("a square constellation with a point at the origin")
    if side > 16:
        raise NotCovered("more than 256 points")
    digits = GRAM_DIGITS
    while True:
        found = qam_with(side, kind, V_A, nu, digits)
        if found is not None:
            return found
        digits *= 2


def qam_with(side, kind, V_A, nu, digits):
    """The constellation with so many digits; None if they do not suffice."""
    axis, p = square(side, kind, V_A, nu)
    with mp.workdps(digits):
        axis, p = square(side, kind, V_A, nu)
        half = side // 2
        orbit = [(mp.mpc(axis[i], axis[j]), p[i] * p[j]) for i in range(half, side) for j in range(half, side)]
        size = len(orbit)
        turns = [mp.mpc(1), mp.mpc(0, 1), mp.mpc(-1), mp.mpc(0, -1)]
        roots = []
        for s in range(4):
            gram = mp.matrix(size, size)
            for r, (a, pa) in enumerate(orbit):
                for k, (b, pb) in enumerate(orbit):
                    total = sum(turns[-s * q % 4] * mp.exp(-(abs(a) ** 2 + abs(b) ** 2) / 2 + mp.conj(a) * turns[q] * b)
                                for q in range(4))
                    gram[r, k] = mp.sqrt(pa * pb) * total
            values, vectors = mp.eighe(gram)
            if min(values) < mpf(10) ** (-digits / 3):
                return None
            roots.append(Powers(gram, values, vectors, size))
        D = [a for a, _ in orbit]
        C = first = mpf(0)
        diagonal = [mp.mpc(0)] * size
        for s in range(4):
            low, high = roots[s], roots[(s - 1) % 4]
            inverse_root, root = low.power(-0.5), high.power(0.5)
            # C = Tr(G A G^(-1/2) A' G^(1/2)), G and the last factor in the sector s - 1.
            left = high.gram * scaled(D, inverse_root)
            right = scaled([mp.conj(a) for a in D], root)
            C += trace(left, right)
            square_gram = high.gram * high.gram
            first += trace(scaled([mp.conj(a) for a in D], square_gram), scaled(D, low.power(-1)))
            product = high.power(1.5) * scaled(D, inverse_root)
            for r in range(size):
                diagonal[r] += product[r, r] / 4
        means_first = [x / q for x, (_, q) in zip(diagonal, orbit)]
        w = mp.re(first) - 4 * sum(q * abs(m) ** 2 for m, (_, q) in zip(means_first, orbit))
        points = [turns[q] * a for q in range(4) for a, _ in orbit]
        shares = [q for _ in range(4) for _, q in orbit]
        means = [turns[q] * m for q in range(4) for m in means_first]
    result = Constellation([+a for a in points], [+q for q in shares], +mp.re(C), +w, [+m for m in means])
    result.axis, result.axis_shares = axis, p
    return result


class Powers:
    """Powers of a positive matrix from its eigenvectors."""

    def __init__(self, gram, values, vectors, size):
        self.gram, self.values, self.vectors, self.size = gram, values, vectors, size

    def power(self, exponent):
        scaled_vectors = self.vectors.copy()
        for k in range(self.size):
            factor = mp.power(self.values[k], mpf(exponent))
            for r in range(self.size):
                scaled_vectors[r, k] *= factor
        return scaled_vectors * self.vectors.H


def scaled(diagonal, matrix):
    """diag(d) M."""
    result = matrix.copy()
    for r, d in enumerate(diagonal):
        for k in range(result.cols):
            result[r, k] *= d
    return result


def trace(a, b):
    """Tr(a b)."""
    return sum(a[r, k] * b[k, r] for r in range(a.rows) for k in range(a.cols))


def information(c, scale):
    """CV-55 in doubles (the rule is good to 1e-13): scale = 2 sqrt(eta_d T/2)/sigma."""
    if hasattr(c, "axis"):
        return 2 * axis_information([float(scale * x) for x in c.axis], [float(q) for q in c.axis_shares])
    points = [(float(scale * mp.re(a)), float(scale * mp.im(a))) for a in c.points]
    shares = [float(q) for q in c.shares]
    step = 0.125
    grids = []
    for axis in (0, 1):
        low, high = min(p[axis] for p in points) - 10, max(p[axis] for p in points) + 10
        grids.append([low + step * i for i in range(int((high - low) / step) + 2)])
    # Gaussians factor: one exponential for each point and axis.
    columns = [[[math.exp(-(y - p[axis]) ** 2 / 2) for p in points] for y in grids[axis]] for axis in (0, 1)]
    norm = 1 / (2 * math.pi)
    terms = []
    for u in columns[0]:
        weighted = [q * x for q, x in zip(shares, u)]
        for v in columns[1]:
            mixture = 0.0
            for x, y in zip(weighted, v):
                mixture += x * y
            if mixture > 1e-290:
                terms.append(-mixture * math.log(mixture))
    entropy = math.fsum(terms) * norm * step * step / math.log(2)
    return mpf(entropy) - log_e_of_noise(2)


def log_e_of_noise(axes):
    """Entropy of the noise relative to the unnormalised density above: log2(e)/2 for each axis."""
    return mpf(axes) / 2 / mp.log(2)


def axis_information(points, shares):
    step = 0.125
    low, high = min(points) - 10, max(points) + 10
    terms = []
    for i in range(int((high - low) / step) + 2):
        y = low + step * i
        mixture = math.fsum(q * math.exp(-(y - x) ** 2 / 2) for q, x in zip(shares, points))
        if mixture > 1e-290:
            terms.append(-mixture * math.log(mixture))
    entropy = math.fsum(terms) * step / math.sqrt(2 * math.pi) / math.log(2)
    return mpf(entropy) - log_e_of_noise(1)
