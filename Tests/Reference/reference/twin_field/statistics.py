# SPDX-License-Identifier: GPL-3.0-or-later
"""Chernoff intervals (TF-21, TF-23) and concentration for dependent trials (TF-24 to TF-29)."""

from mpmath import mp, mpf

from ..precision import real, require


def root(f, slope, start):
    """Newton's method on a convex function from the side where it is positive."""
    x = start
    for _ in range(300):
        step = f(x) / slope(x)
        x -= step
        if abs(step) <= abs(x) * mpf(10) ** (4 - mp.dps):
            break
    return x


def mean_interval(chi, L):
    """(E_L, E_U) of TF-21; L = ln(1/eps)."""
    if chi <= 0:
        return mpf(0), L
    c = L / chi
    low = root(lambda u: mp.expm1(u) - u - c, lambda u: mp.expm1(u), -(1 + c))
    high = root(lambda u: mp.expm1(u) - u - c, lambda u: mp.expm1(u), mp.log(1 + c + mp.sqrt(2 * c + c * c)))
    return chi * mp.exp(low), chi * mp.exp(high)


def count_upper(E, L):
    """The root c > E of c ln(c/E) - c + E = L (TF-23, TF-52)."""
    if E <= 0:
        return mpf(0)
    c = E + 2 * L + mp.sqrt(2 * E * L)
    return root(lambda x: x * mp.log(x / E) - x + E - L, lambda x: mp.log(x / E), c)


def kato(n, tuned, L):
    """TF-26: (a, b) for failure exp(-L), tuned to a count; tuned is clamped to [0, n]."""
    l = -L
    t = min(max(tuned, mpf(0)), n)
    q = t * (n - t)
    root_n = mp.sqrt(n)
    inner = 9 * q - 2 * n * l
    a = 3 * (72 * root_n * q * l - 16 * n * root_n * l * l + 9 * mp.sqrt(2) * (n - 2 * t) * mp.sqrt(-n * n * l * inner))
    a /= 4 * (9 * n - 8 * l) * inner
    b = mp.sqrt(18 * a * a * n - (16 * a * a + 24 * a * root_n + 9 * n) * l) / (3 * mp.sqrt(2 * n))
    return a, b


def azuma(x, n, L):
    """TF-29."""
    return min(n, x + mp.sqrt(n * L / 2))


def affine(n, tuned, L):
    """(o, g) with SU = o + g Lambda before the cap at n: TF-27, or TF-29 where it may not be used or is not tuned."""
    if tuned is not None:
        a, b = kato(n, tuned, L)
        g = 1 + 2 * a / mp.sqrt(n)
        if g >= 0:
            return (b - a) * mp.sqrt(n), g
    return mp.sqrt(n * L / 2), mpf(1)


def sum_upper(count, n, tuned, L):
    """SU(Lambda, L~) of TF-27."""
    o, g = affine(n, tuned, L)
    return min(n, o + g * count)


def trials_upper(total, n, tuned, L):
    """NU(Sigma, L~) of TF-28."""
    if tuned is not None:
        a, b = kato(n, n - min(max(tuned, mpf(0)), n), L)
        a = -a
        if 1 - 2 * a / mp.sqrt(n) > 0 and 1 - 4 * a / (3 * mp.sqrt(n)) > 0:
            return min(n, (total + (b - a) * mp.sqrt(n)) / (1 - 2 * a / mp.sqrt(n)))
    return azuma(total, n, L)


def chernoff_calculation(inputs, revision):
    """statistics.chernoff."""
    chi, L = real(inputs["chi"]), -mp.log(real(inputs["eps"]))
    low, high = mean_interval(chi, L)
    return {"E_L": low, "E_U": high, "count_upper": count_upper(chi, L)}


def kato_calculation(inputs, revision):
    """statistics.kato."""
    n, observed, tuned = (real(inputs[k]) for k in ("n", "obs", "pred"))
    L = -mp.log(real(inputs["eps"]))
    a, b = kato(n, tuned, L)
    return {"a": a, "b": b, "sum_upper": sum_upper(observed, n, tuned, L),
            "count_upper": trials_upper(observed, n, tuned, L), "azuma": azuma(observed, n, L)}
