# SPDX-License-Identifier: GPL-3.0-or-later
"""Error-correction leakage and the Shannon rule with one class (MDI-34c)."""

from mpmath import mpf

from ..precision import entropy, log2, real, require
from .asymptotic import efficiency


def leakage(inputs, n, m):
    """Measured bits, or f_EC n h(m/n)."""
    f = efficiency(inputs)
    if n <= 0:
        return mpf(0)
    if inputs.get("leak_EC") is not None:
        leak = real(inputs["leak_EC"])
        require(leak >= 0, "negative leakage")
        return leak
    return f * n * entropy(m / n)


def shannon_minimum(inputs, n, m):
    """lambda_min."""
    if n <= 0 or m <= 0 or m >= n:
        return mpf(0)
    pattern = max(mpf(0), n * entropy(m / n) - log2(8 * m * (1 - m / n)) / 2)
    return max(mpf(0), pattern + log2(real(inputs.get("eps_cor", 1e-15))))
