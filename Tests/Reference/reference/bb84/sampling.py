# SPDX-License-Identifier: GPL-3.0-or-later
"""Phase-error fraction of the key rounds from a random sample (BB-25, BB-26, BB-27, BB-28, BB-29, BB-30)."""

from mpmath import mp, mpf

from ..precision import real, require
from .tails import divergence, upper_root

HALF = mpf(1) / 2


def phase_error(kind, v, sZ, sX, log_inverse, log_gamma=None):
    """phi, at most 1/2.

    log_inverse is ln(1/eps), so that the allowed failure probability is exp(-2 log_inverse); log_gamma is ln(1/a)
    of BB-30, the constant eps_sec/21 inside a key length.
    """
    if sX <= 0 or sZ <= 0:
        return HALF
    b = v / sZ
    if b >= HALF:
        return HALF
    L2 = 2 * log_inverse
    if kind == "none":
        return b
    if kind == "exact":
        if sX + sZ <= mpf(10) ** 8:
            return min(exact(v, sZ, sX, L2), HALF)
        kind = "kl"
    if kind == "kl":
        phi = relative_entropy(b, sZ, sX, L2)[1]
    elif kind == "hyper":
        phi = hypergeometric(b, sZ, sX, L2)
    elif kind == "serfling":
        phi = b + mp.sqrt((sX + sZ) * (sZ + 1) / (sX * sZ * sZ) * log_inverse)
    elif kind == "yin2020":
        phi = yin2020(b, sZ, sX, L2)
    else:
        require(kind == "lim-gamma", "unknown sampling")
        phi = lim_gamma(b, sZ, sX, log_inverse if log_gamma is None else log_gamma)
    return min(phi, HALF)


def relative_entropy(b, sZ, sX, L2):
    """BB-25: (p, phi)."""
    p = upper_root(b, L2 / sZ)
    return p, p + sZ / sX * (p - b)


def hypergeometric(b, sZ, sX, L2):
    """BB-26: the smaller of the kl root and the upward crossing of E2."""
    N = sX + sZ
    phi_kl = relative_entropy(b, sZ, sX, L2)[1]

    def phi(p):
        return p + sZ / sX * (p - b)

    def exponent(p):
        f = min(phi(p), mpf(1))
        return sZ * divergence(b, p) + sX * divergence(f, p) - mp.log(8 * N * p * (1 - p)) / 2

    low, high = max(b, 1 / N), (HALF * sX + b * sZ) / N
    if low >= high or exponent(high) < L2 or exponent(low) > L2:
        return phi_kl
    for _ in range(170):
        middle = (low + high) / 2
        if exponent(middle) < L2:
            low = middle
        else:
            high = middle
    return min(phi_kl, phi(high))


def exact(v, sZ, sX, L2):
    """BB-28: the largest number K of errors whose hypergeometric lower tail exceeds eps^2."""
    n, k, v = int(mp.floor(sX)), int(mp.floor(sZ)), int(mp.ceil(v))
    if n < 1 or k < 1 or v >= k:
        return HALF
    low, high = v, n + v  # K = v is always allowed: the tail is 1
    if log_tail(n, k, high, v) > -L2:
        return mpf(high - v) / n
    while high - low > 1:
        middle = (low + high) // 2
        if log_tail(n, k, middle, v) > -L2:
            low = middle
        else:
            high = middle
    return mpf(low - v) / n


def log_binomial(n, k):
    return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)


def log_tail(n, k, K, v):
    """ln P[v' <= v], v' of k draws from n + k with K marked."""
    bottom = max(0, K - n)
    top = min(v, k, K)
    if top < bottom:
        return -mp.inf
    first = log_binomial(K, top) + log_binomial(n + k - K, k - top) - log_binomial(n + k, k)
    total = term = mpf(1)
    for j in range(top, bottom, -1):
        term = term * j * (n - K + j) / ((K - j + 1) * (k - j + 1))
        total += term
        if term < total * mpf(10) ** -40 and j * (n - K + j) < (K - j + 1) * (k - j + 1):
            break
    return first + mp.log(total)


def yin2020(b, sZ, sX, L2):
    """BB-29; 1/2 without errors or where the radicand is negative."""
    if b <= 0:
        return HALF
    n, k = sX, sZ
    A = max(n, k)
    G = (n + k) / (n * k) * (mp.log((n + k) / (2 * mp.pi * n * k * b * (1 - b))) + 2 * L2)
    ratio = A * G / (n + k)
    radicand = ratio * ratio + 4 * b * (1 - b) * G
    if radicand < 0:
        return HALF
    return b + ((1 - 2 * b) * ratio + mp.sqrt(radicand)) / (2 + 2 * A * ratio / (n + k))


def lim_gamma(b, sZ, sX, log_inverse):
    """BB-30; log_inverse = ln(1/a)."""
    if b <= 0:
        return mpf(0)
    logarithm = mp.log((sX + sZ) / (sX * sZ * b * (1 - b))) + 2 * log_inverse
    if logarithm <= 0:
        return b
    return b + mp.sqrt((sX + sZ) * b * (1 - b) / (sX * sZ * mp.log(2)) * logarithm / mp.log(2))


def sampling_calculation(inputs, revision):
    """bb84.sampling."""
    v, sZ, sX, eps = (real(inputs[k]) for k in ("v", "sZ", "sX", "eps"))
    return {"phi": phase_error(inputs.get("sampling", "kl"), v, sZ, sX, -mp.log(eps))}


def slopes_calculation(inputs, revision):
    """bb84.sampling.slopes, kl: numerical derivatives of phi, independent of the closed form BB-82."""
    v, sZ, sX, eps = (real(inputs[k]) for k in ("v", "sZ", "sX", "eps"))
    L2 = -2 * mp.log(eps)

    def phi(v, sZ, sX):
        return relative_entropy(v / sZ, sZ, sX, L2)[1]

    point = [v, sZ, sX]
    result = {}
    for index, name in enumerate(("phi_dv", "phi_dsZ", "phi_dsX")):
        def along(value, index=index):
            return phi(*(value if i == index else w for i, w in enumerate(point)))
        if name == "phi_dv" and v <= 0:
            result[name] = mp.inf
        else:
            result[name] = mp.diff(along, point[index], h=point[index] * mpf(10) ** -15)
    return result
