# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes library-functions.csv: function values to 40 digits and the doubles on either side of them.

Usage: python3 generate.py > library-functions.csv   (needs mpmath; deterministic)

Arguments are drawn over the whole range of each function, at its ends, at powers of two, and,
out of many, where this machine's C library is farthest off and where a value lies nearest to the
middle between two doubles, the hardest cases for a library.
"""
import math
import random
import sys

import mpmath
from mpmath import mp, mpf

FULL = 1300  # bits: exp(5e-324) differs from 1 in bit 1075
QUICK = 200


def ends(value):
    """The largest double not above and the smallest not below an exact value."""
    try:
        f = float(value)
    except OverflowError:
        f = math.inf if value > 0 else -math.inf
    below = above = f
    while mpf(below) > value:
        below = math.nextafter(below, -math.inf)
    while mpf(math.nextafter(below, math.inf)) <= value:
        below = math.nextafter(below, math.inf)
    above = below if mpf(below) == value else math.nextafter(below, math.inf)
    return below, above


def phi(x):
    u = mpf(x)
    return mpf(1) if u == -1 else (1 + u) * mp.log(1 + u) - u


def entropy(x):
    p = mpf(x)
    if p == 0 or p == 1:
        return mpf(0)
    return -(p * mp.log(p) + (1 - p) * mp.log(1 - p)) / mp.log(2)


def quantile(x):
    p = mpf(x)
    # Newton on ln Q in full precision from the asymptotic start.
    z = mp.sqrt(-2 * mp.log(p)) if p < 0.1 else mpf(0)
    for _ in range(200):
        q = mp.erfc(z / mp.sqrt(2)) / 2
        step = (mp.log(q) - mp.log(p)) * q / (mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi))
        z += step
        if abs(step) < mpf(10) ** -120:
            return z
    raise ValueError(x)


FUNCTIONS = {
    "exp": (lambda x: mp.exp(mpf(x)), math.exp),
    "expm1": (lambda x: mp.expm1(mpf(x)), math.expm1),
    "log": (lambda x: mp.log(mpf(x)), math.log),
    "log1p": (lambda x: mp.log1p(mpf(x)), math.log1p),
    "sqrt": (lambda x: mp.sqrt(mpf(x)), math.sqrt),
    "kernel": (phi, None),
    "remainder": (lambda x: mp.exp(mpf(x)) - 1 - mpf(x), None),
    "entropy": (entropy, None),
    "complement": (lambda x: 1 - entropy(x), None),
    "quantile": (quantile, None),
}


def signed_log(r, low, high, negative):
    size = math.exp(r.uniform(math.log(low), math.log(high)))
    return -size if r.random() < negative else size


def draw(name, r):
    if name == "exp":
        return r.uniform(-745, 709.7) if r.random() < 0.5 else signed_log(r, 1e-20, 700, 0.5)
    if name == "expm1":
        return r.uniform(-40, 709.7) if r.random() < 0.3 else signed_log(r, 1e-20, 36, 0.6)
    if name == "log":
        return r.uniform(0.5, 2) if r.random() < 0.4 else math.ldexp(r.uniform(1, 2), r.randrange(-1074, 1024))
    if name == "log1p":
        if r.random() < 0.5:
            return r.uniform(-0.9, 1)
        return -math.exp(-r.uniform(0.01, 36)) if r.random() < 0.4 else signed_log(r, 1e-20, 1e300, 0)
    if name == "sqrt":
        return math.ldexp(r.uniform(1, 2), r.randrange(-1074, 1024))
    if name == "kernel":
        k = r.random()
        if k < 0.3:
            return signed_log(r, 1e-150, 0.06, 0.5)
        if k < 0.5:
            return signed_log(r, 0.05, 0.07, 0.5)
        if k < 0.7:
            return signed_log(r, 0.06, 0.999999, 0.7)
        return signed_log(r, 1, 1e300, 0)
    if name == "remainder":
        return signed_log(r, 1e-150, 30, 0.5) if r.random() < 0.6 else signed_log(r, 5e-4, 5e-3, 0.5)
    if name in ("entropy", "complement"):
        k = r.random()
        if k < 0.4:
            return math.exp(r.uniform(math.log(1e-300), math.log(0.5)))
        if k < 0.7:
            return 0.5 - math.exp(r.uniform(math.log(1e-15), math.log(0.4)))
        return r.uniform(0.4, 0.6) if k < 0.85 else 1 - math.exp(r.uniform(math.log(1e-15), math.log(0.5)))
    if name == "quantile":
        return math.exp(r.uniform(math.log(1e-60), math.log(0.5)))
    raise ValueError(name)


TINY = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-100, 1e-20, 2**-54, 2**-53, 2**-52]
EXTREMES = {
    "exp": TINY + [-t for t in TINY] + [0.0, 1.0, -1.0, 709.0, 709.782712893384, 709.7827128933841, -708.0, -708.4,
                                       -740.0, -745.0, -745.1332191019411, -745.2, -1000.0, 710.0],
    "expm1": TINY + [-t for t in TINY] + [0.0, 1.0, -1.0, -36.0, -37.0, -38.0, -60.0, -1000.0, 709.782712893384, 710.0,
                                         0.34657359, -0.34657359, 0.6931471805599453, -0.6931471805599453],
    "log": TINY + [1.0, 1 - 2**-53, 1 + 2**-52, 2.0, 0.5, math.e, 1.7976931348623157e308],
    "log1p": TINY + [-t for t in TINY] + [0.0, -1 + 2**-53, -0.5, 1.0, math.e - 1, 1e16, 1.7976931348623157e308,
                                         -0.2928932188134525, 0.41421356237309503],
    "sqrt": TINY + [0.0, 1.0, 2.0, 4.0, 1 - 2**-53, 1 + 2**-52, 1.7976931348623157e308],
    "kernel": [1e-160, -1e-160, 1e-100, 0.0, -1.0, -1 + 2**-53, 0.003, -0.003, 0.06, -0.06, math.nextafter(0.06, 0),
               -math.nextafter(0.06, 0), 1.0, 1e10, 1e100, 1e300],
    "remainder": [1e-160, -1e-160, 0.0, 1e-3, -1e-3, math.nextafter(1e-3, 0), -math.nextafter(1e-3, 0), 1.0, -1.0,
                  -50.0, -700.0, 700.0],
    "entropy": [0.0, 1.0, 0.5, 5e-324, 1e-310, 2**-53, 1 - 2**-53, 0.475, 0.525, 0.11],
    "complement": [0.0, 1.0, 0.5, 5e-324, 1e-310, 2**-53, 1 - 2**-53, 0.475, 0.525, 0.5 - 2**-53, 0.5 - 2**-54,
                   math.nextafter(0.475, 1), math.nextafter(0.475, 0), 0.11],
    "quantile": [0.5, 0.49, 0.1, 0.02425, 1e-10 / 15, 1e-12, 1e-15, 1e-30, 1e-60],
}


def position(value, low, high):
    return float((value - mpf(low)) / (mpf(high) - mpf(low))) if high != low and math.isfinite(high) else 0.0


def hardest(name, f, library, r, tries, keep):
    """The arguments at which the library is farthest off, and those nearest to the middle of two doubles."""
    scored = []
    mp.prec = QUICK
    for _ in range(tries):
        x = draw(name, r)
        try:
            got = library(x)
        except (OverflowError, ValueError):
            continue
        value = f(x)
        if got == 0 or abs(got) < 1e-300 or not math.isfinite(got):
            continue
        low, high = ends(value)
        scored.append((abs(float((mpf(got) - value) / mpf(math.ulp(got)))), abs(position(value, low, high) - 0.5), x))
    worst = [s[2] for s in sorted(scored, key=lambda s: -s[0])[:keep]]
    middle = [s[2] for s in sorted(scored, key=lambda s: s[1])[:keep]]
    print(f"{name}: largest error {max(s[0] for s in scored):.4f} ulp in {len(scored)}", file=sys.stderr)
    return worst + middle


def main():
    r = random.Random(20261121)
    print("function,argument,value,below,above,fraction")
    for name, (f, library) in FUNCTIONS.items():
        arguments = list(EXTREMES[name])
        if name in ("exp", "expm1", "log", "log1p", "sqrt"):
            arguments += hardest(name, f, library, r, 60000, 120)
            arguments += [draw(name, r) for _ in range(360)]
        else:
            arguments += [draw(name, r) for _ in range(80 if name == "quantile" else 400)]
        seen = set()
        for x in arguments:
            if x in seen:
                continue
            seen.add(x)
            mp.prec = 500 if name == "quantile" else FULL
            if name in ("kernel", "remainder", "complement"):
                mp.prec = 3 * FULL  # the cancellation at 1e-160 and at 5e-324 costs so many bits
            value = f(x)
            low, high = ends(value)
            text = mpmath.nstr(value, 40)
            print(f"{name},{x!r},{text},{low!r},{high!r},{position(value, low, high):.6f}")


main()
