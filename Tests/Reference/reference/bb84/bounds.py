# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoy bounds (BB-31, BB-32, BB-33, BB-40, BB-41, BB-42, BB-43 and the sound forms BB-33a to c, BB-43a)."""

from mpmath import mp, mpf

from .tails import tail

ZERO = mpf(0)


class Weights:
    """tau_0, tau_1 of BB-20 and the settings."""

    def __init__(self, mu, p_mu):
        self.mu, self.p_mu = mu, p_mu
        self.tau0 = sum(p * mp.exp(-k) for k, p in zip(mu, p_mu))
        self.tau1 = sum(p * mp.exp(-k) * k for k, p in zip(mu, p_mu))

    def ends(self, counts, budget, clamp):
        """Weighted (lower, upper) of each intensity of a class."""
        total = sum(counts)
        pairs = []
        for x, k, p in zip(counts, self.mu, self.p_mu):
            low, high = tail(budget.stat, x, total, budget.L)
            if clamp:
                low, high = max(low, ZERO), min(high, total)
            pairs.append((mp.exp(k) / p * low, mp.exp(k) / p * high))
        return pairs


def limited(value, total, clipped):
    """Not below 0; not above the total of the class unless the proof is taken as printed."""
    value = max(value, ZERO)
    return min(value, total) if clipped else value


def vacuum_two(w, ends):
    """BB-31 before clipping."""
    m2, m3 = w.mu[1], w.mu[2]
    return w.tau0 * (m2 * ends[2][0] - m3 * ends[1][1]) / (m2 - m3)


def single_two(w, ends, s0):
    """BB-32 before clipping."""
    m1, m2, m3 = w.mu
    bracket = ends[1][0] - ends[2][1] - (m2 ** 2 - m3 ** 2) / m1 ** 2 * (ends[0][1] - s0 / w.tau0)
    return w.tau1 * m1 * bracket / (m1 * (m2 - m3) - m2 ** 2 + m3 ** 2)


def vacuum_one(w, ends):
    """BB-41 before clipping."""
    m1, m2 = w.mu
    return w.tau0 * (m1 * ends[1][0] - m2 * ends[0][1]) / (m1 - m2)


def single_one(w, ends, s0U):
    """BB-42 before clipping."""
    m1, m2 = w.mu
    bracket = ends[1][0] - (m2 / m1) ** 2 * ends[0][1] - (m1 ** 2 - m2 ** 2) / m1 ** 2 * s0U / w.tau0
    return w.tau1 * m1 / (m2 * (m1 - m2)) * bracket


def coin(s, L):
    """BB-33a: vacuum errors are fair coins."""
    return max(ZERO, s / 2 - mp.sqrt(s * L / 2))


def coin_inverse(v, L):
    """BB-40, sound: the largest number of fair coins that show v heads."""
    return ((mp.sqrt(2 * L) + mp.sqrt(2 * L + 8 * v)) / 2) ** 2


def errors_two(w, ends):
    """BB-33 before clipping."""
    return w.tau1 * (ends[1][1] - ends[2][0]) / (w.mu[1] - w.mu[2])


def errors_one(w, ends):
    """BB-43 before clipping."""
    return w.tau1 * (ends[0][1] - ends[1][0]) / (w.mu[0] - w.mu[1])


def decoy_vacuum_errors_two(w, ends):
    return w.tau0 * (w.mu[1] * ends[2][0] - w.mu[2] * ends[1][1]) / (w.mu[1] - w.mu[2])


def decoy_vacuum_errors_one(w, ends):
    return w.tau0 * (w.mu[0] * ends[1][0] - w.mu[1] * ends[0][1]) / (w.mu[0] - w.mu[1])


def sound_errors_two(w, ends, total, coin_part):
    """BB-33b and BB-33c: (v0L, bracket); v1 = max(0, bracket)."""
    v0 = max(ZERO, coin_part, decoy_vacuum_errors_two(w, ends))
    return v0, min(total - v0, w.tau1 * (ends[1][1] - v0 / w.tau0) / w.mu[1])


def sound_errors_one(w, ends, total, coin_part):
    """BB-43a: (v0L, bracket)."""
    v0 = max(ZERO, coin_part, decoy_vacuum_errors_one(w, ends))
    forms = [w.tau1 * (ends[k][1] - v0 / w.tau0) / w.mu[k] for k in (0, 1)]
    return v0, min([total - v0] + forms)
