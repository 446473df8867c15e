# SPDX-License-Identifier: GPL-3.0-or-later
"""Concentration bounds of counts (BB-21, BB-22, BB-23, BB-24) and binomial splits (BB-71, BB-72 of revision 2)."""

from mpmath import mp, mpf

from ..precision import require, real


def converged(step, value):
    """Whether a step of Newton's method no longer matters at the digits in use."""
    return abs(step) <= abs(value) * mpf(10) ** (4 - mp.dps)



def divergence(a, p):
    """D(a||p) in nats."""
    value = mpf(0)
    if a > 0:
        value += a * mp.log(a / p)
    if a < 1:
        value += (1 - a) * (mp.log1p(-a) - mp.log1p(-p))
    return value


def upper_root(a, c):
    """The p >= a with D(a||p) = c: Newton from the right, monotone because D is convex in p."""
    if c <= 0:
        return a
    if a >= 1:
        return mpf(1)
    if a <= 0:
        return -mp.expm1(-c)
    if a > 0.5:
        return 1 - lower_root(1 - a, c)
    p = min(a + c + mp.sqrt(2 * c * a + c * c), 1 - (1 - a) * mp.exp(-(c + mp.log(2)) / (1 - a)))
    if p >= 1:
        return mpf(1)
    return newton(a, c, p)


def lower_root(a, c):
    """The p <= a with D(a||p) = c."""
    if c <= 0 or a <= 0:
        return max(a, mpf(0))
    if a >= 1:
        return mp.exp(-c)
    p = a - mp.sqrt(2 * a * c)
    if p <= 0:
        p = a * mp.exp(-1 - c / a)
    return newton(a, c, p)


def newton(a, c, p):
    for _ in range(100):
        step = (divergence(a, p) - c) * p * (1 - p) / (p - a)
        p -= step
        if converged(step, p):
            break
    return p


def tail(stat, x, n, L):
    """(lower, upper) for a count x of n; L = ln(1/eps), 0 for the limit of infinite blocks."""
    if stat == "none":
        return x, x
    if stat == "hoeffding":
        width = mp.sqrt(n * L / 2)
        return x - width, x + width
    if stat == "chernoff":
        return (x - L / 2 - mp.sqrt(2 * L * x + L * L / 4), x + L + mp.sqrt(2 * L * x + L * L))
    require(stat == "kl", "unknown stat")
    if n <= 0:
        return mpf(0), mpf(0)
    a = min(x / n, mpf(1))
    return n * lower_root(a, L / n), n * upper_root(a, L / n)


def split_exponent(t, total, pi):
    """T D(t/T||pi)."""
    value = mpf(0)
    if t > 0:
        value += t * mp.log(t / (total * pi))
    if total > t:
        value += (total - t) * mp.log((total - t) / (total * (1 - pi)))
    return value


def split_upper(t, pi, L):
    """U(t; pi, L) of BB-71: the other part, from above."""
    if t <= 0:
        return -L / mp.log1p(-pi)
    if L <= 0:
        return t * (1 - pi) / pi
    T = t / pi + L / -mp.log1p(-pi) + mp.sqrt(2 * t * L) / pi
    while split_exponent(t, T, pi) < L:
        T *= 2
    for _ in range(100):
        step = (split_exponent(t, T, pi) - L) / mp.log((T - t) / (T * (1 - pi)))
        T -= step
        if converged(step, T):
            break
    return T - t


def split_lower(t, pi, L):
    """Lo(t; pi, L) of BB-72: the other part, from below."""
    if t <= 0:
        return mpf(0)
    if L <= 0:
        return t * (1 - pi) / pi
    if t * mp.log(1 / pi) <= L:
        return mpf(0)
    low, high = t, t / pi
    for _ in range(180):
        middle = (low + high) / 2
        if split_exponent(t, middle, pi) > L:
            low = middle
        else:
            high = middle
    return low - t


def tail_calculation(inputs, revision):
    """bb84.tail."""
    lower, upper = tail(inputs.get("stat", "kl"), real(inputs["x"]), real(inputs["n"]), -mp.log(real(inputs["eps"])))
    return {"lower": lower, "upper": upper}


def split_calculation(inputs, revision):
    """bb84.split."""
    t, pi, L = (real(inputs[k]) for k in ("t", "pi", "L"))
    return {"upper": split_upper(t, pi, L), "lower": split_lower(t, pi, L)}


def slopes_calculation(inputs, revision):
    """bb84.tail.slopes, kl: numerical derivatives of the tails, independent of the closed forms BB-80, BB-81."""
    x, n, eps = (real(inputs[k]) for k in ("x", "n", "eps"))
    L = -mp.log(eps)
    result = {}
    for name, side in (("lower", 0), ("upper", 1)):
        if x > 0:
            result[name + "_dx"] = mp.diff(lambda v: tail("kl", v, n, L)[side], x, h=x * mpf(10) ** -15)
        elif name == "upper":
            result["upper_dx"] = mp.inf
        result[name + "_dn"] = mp.diff(lambda v: tail("kl", x, v, L)[side], n, h=n * mpf(10) ** -15)
    return result
