# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounds of expectations and of counts (MDI-24, MDI-25, MDI-26, MDI-28); accounting (MDI-29, MDI-29a, MDI-30)."""

from mpmath import mp, mpf

from ..precision import log2, real, require


def newton(f, slope, start):
    x = start
    for _ in range(200):
        step = f(x) / slope(x)
        x -= step
        if abs(step) <= abs(x) * mpf(10) ** (4 - mp.dps):
            break
    return x


class Concentration:
    def __init__(self, method, eps):
        require(method in ("chernoff", "chernoffSimple", "gaussian"), "unknown concentration")
        self.method, self.eps, self.beta = method, eps, -mp.log(eps)

    def expectation(self, x):
        """(E_L, E_U) of an observed x."""
        beta = self.beta
        if self.method == "gaussian":
            z = mp.sqrt(2) * mp.erfinv(1 - 2 * self.eps)
            return max(mpf(0), x - z * mp.sqrt(x)), x + z * mp.sqrt(x)
        if self.method == "chernoffSimple":
            return (max(mpf(0), x - beta / 2 - mp.sqrt(2 * beta * x + beta ** 2 / 4)),
                    x + beta + mp.sqrt(2 * beta * x + beta ** 2))
        if x <= 0:
            return mpf(0), beta
        r = beta / x
        low = newton(lambda w: mp.expm1(w) - w - r, mp.expm1, -r - 1)  # w = ln(E/x) on either side
        high = newton(lambda w: mp.expm1(w) - w - r, mp.expm1, mp.log(1 + r + mp.sqrt(2 * r + r * r)))
        return x * mp.exp(low), x * mp.exp(high)

    def observed(self, E):
        """(x_L, x_U) of a count with expectation E."""
        beta = self.beta
        if self.method == "gaussian":
            return E, E
        if self.method == "chernoffSimple":
            return (max(mpf(0), E - mp.sqrt(2 * beta * E)), E + (beta + mp.sqrt(8 * beta * E + beta ** 2)) / 2)
        if E <= 0:
            return mpf(0), mpf(0)
        r = beta / E

        def f(v):
            return (1 + v) * mp.log1p(v) - v - r

        high = newton(f, mp.log1p, r + mp.sqrt(2 * r) + r)
        if beta >= E:
            return mpf(0), E * (1 + high)
        start = -mp.sqrt(2 * r)  # left of the root, as (1+v) ln(1+v) - v >= v^2/2 for v <= 0
        if start > mpf("-0.9"):
            return E * (1 + newton(f, mp.log1p, start)), E * (1 + high)
        return E * (1 + bisect(f, mpf(-1), mpf(0))), E * (1 + high)


def bisect(f, a, b):
    """Root with f(a) > 0 > f(b); a = -1 stands for the limit."""
    for _ in range(200):
        middle = (a + b) / 2
        if f(middle) < 0:
            b = middle
        else:
            a = middle
    return b


def concentration(inputs, revision):
    """mdi.concentration."""
    c = Concentration(inputs["method"], real(inputs["eps"]))
    x = real(inputs["x"])
    require(inputs["direction"] in ("observedToExpected", "expectedToObserved"), "unknown direction")
    low, high = (c.expectation if inputs["direction"] == "observedToExpected" else c.observed)(x)
    return {"lower": low, "upper": high}


def accounting(inputs, events):
    """(eps_1, cost in bits)."""
    eps_sec, eps_cor = real(inputs.get("eps_sec", 1e-10)), real(inputs.get("eps_cor", 1e-15))
    require(0 < eps_sec < 1 and 0 < eps_cor < 1, "eps outside (0, 1)")
    kind = inputs.get("accounting", "phaseError")
    require(kind in ("phaseError", "clear", "curty2014"), "unknown accounting")
    if kind == "curty2014":
        eps1 = eps_sec / (6 + 5 * events)
        return eps1, log2(8 / eps_cor) + 2 * log2(2 / eps1 ** 2) + 2 * log2(1 / (2 * eps1))
    if kind == "clear":
        eps_sec = eps_sec * mpf("0.8")
    return eps_sec ** 2 / (4 * events), 2 * log2(2 / eps_sec) + log2(2 / eps_cor)
