# SPDX-License-Identifier: GPL-3.0-or-later
"""The number type of the reference: mpmath with DIGITS decimal digits."""

from mpmath import mp, mpf

DIGITS = 50
mp.dps = DIGITS


class InputError(ValueError):
    """The inputs are outside what the sheet allows; a table says ``error, input`` for them."""


class NotCovered(Exception):
    """The calculation, or one of its options, is not written here; check.py counts such rows apart."""


def real(value):
    """A mpf of a JSON number; lists become lists."""
    if isinstance(value, (list, tuple)):
        return [real(v) for v in value]
    if isinstance(value, bool) or isinstance(value, str) or value is None:
        raise InputError("a number is wanted, not %r" % (value,))
    return mpf(value)


def require(condition, message):
    """Refuses the inputs unless the condition holds (a NaN refuses as well)."""
    if not condition:
        raise InputError(message)


def clip(x, low, high):
    """x, not below low and not above high."""
    return min(max(x, low), high)


def log2(x):
    return mp.log(x) / mp.log(2)


def entropy(x):
    """h(x), binary entropy in bits, h(0) = h(1) = 0."""
    if x <= 0 or x >= 1:
        return mpf(0)
    return -(x * mp.log(x) + (1 - x) * mp.log1p(-x)) / mp.log(2)


def bits(n):
    """ceil(log2(n + 1)) of a count; exact for whole n, where n = 2^j - 1 gives j."""
    whole = int(mp.floor(n))
    if whole == n:
        return whole.bit_length()
    return int(mp.ceil(log2(n + 1)))
