# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights of photon-number pairs: cat states (TF-7, TF-9), ratios to the test states (TF-30, TF-31), and their tails."""

from mpmath import mp, mpf


def same_parity(S, parity):
    """P_j(S) of TF-8."""
    return [(n, m) for n in range(parity, S + 1, 2) for m in range(parity, S - n + 1, 2)]


def pairs(S):
    return [pair for parity in (0, 1) for pair in same_parity(S, parity)]


def cat(s):
    """c_n of TF-7 until they no longer matter."""
    values, n = [mp.exp(-s / 2)], 0
    while not (n > 2 * s + 4 and values[-1] < mpf(10) ** (-mp.dps - 10)):
        n += 1
        values.append(values[-1] * mp.sqrt(s / n))
    return values


def ratios(s, mu, p):
    """r_n of TF-30 until they no longer matter; s below the strongest intensity."""
    values = []
    limit = mpf(10) ** (-mp.dps)
    n = 0
    while True:
        total = mpf(0)
        for k, q in zip(mu, p):
            power = (k / s) ** n if k > 0 else mpf(1 if n == 0 else 0)
            total += q * mp.exp(s - k) * power
        values.append(1 / mp.sqrt(total))
        if n > 20 and values[-1] < limit * values[0] or n > 6000:
            return values
        n += 1


def tail(first, second, S, parityA, parityB):
    """Sum of first_n second_m over n, m of given parities with n + m > S: suffix sums, all terms positive."""
    suffix = [mpf(0)] * (len(second) + 2)
    for m in range(len(second) - 1, -1, -1):
        suffix[m] = suffix[m + 2] + second[m]
    total = mpf(0)
    for n in range(parityA, len(first), 2):
        start = max(S - n + 1, 0)
        start += (start - parityB) % 2
        if start < len(second):
            total += first[n] * suffix[start]
    return total


def weighted_tail(first, second, S, parity, weight):
    """Sum of first_n second_m weight(n, m) over the same parity class with n + m > S (TF-9a)."""
    total = mpf(0)
    for n in range(parity, len(first), 2):
        for m in range(parity, len(second), 2):
            if n + m > S:
                term = first[n] * second[m]
                if term < mpf(10) ** (-mp.dps - 5):
                    continue
                total += term * weight(n, m)
    return total
