# SPDX-License-Identifier: GPL-3.0-or-later
"""Holevo quantities of two-mode Gaussian states (CV-4, CV-6, CV-7, CV-15, CV-18, CV-19, CV-20), literature form."""

from functools import wraps

from mpmath import mp, mpf

DIGITS = 150  # differences of entropies that agree in up to 60 digits


def many_digits(function):
    @wraps(function)
    def wrapped(*arguments):
        with mp.workdps(DIGITS):
            return function(*arguments)
    return wrapped


def G(n):
    """Entropy of a thermal mode of n photons."""
    if n <= 0:
        return mpf(0)
    return (mp.log1p(n) + n * mp.log1p(1 / n)) / mp.log(2)


def g(nu):
    return G((nu - 1) / 2)


def eigenvalues(total, product):
    """nu_+, nu_- from nu_+^2 + nu_-^2 and (nu_+ nu_-)^2."""
    root = mp.sqrt(max(total * total - 4 * product, mpf(0)))
    return mp.sqrt((total + root) / 2), mp.sqrt(max((total - root) / 2, mpf(0)))


def added_noise(detection, eta, v):
    """chi_D of CV-6, CV-7."""
    return (1 - eta + v) / eta if detection == "homodyne" else (2 - eta + 2 * v) / eta


@many_digits
def reverse(a, b, c2, detection, chi_D):
    """chi_BE for the matrix with blocks a, b, c and Bob's detector."""
    A, B = a * a + b * b - 2 * c2, (a * b - c2) ** 2
    D0 = a * b - c2
    if detection == "homodyne":
        C = (A * chi_D + a * D0 + b) / (b + chi_D)
        D = D0 * (a + D0 * chi_D) / (b + chi_D)
    else:
        C = (A * chi_D ** 2 + B + 1 + 2 * chi_D * (a * D0 + b) + 2 * c2) / (b + chi_D) ** 2
        D = ((a + D0 * chi_D) / (b + chi_D)) ** 2
    return sum(g(x) for x in eigenvalues(A, B)) - sum(g(x) for x in eigenvalues(C, D))


@many_digits
def direct(V_A, T, w, detection):
    """chi_AE of CV-19, CV-20."""
    a, b, c2 = V_A + 1, T * V_A + w + 1, T * V_A * (V_A + 2)
    whole = sum(g(x) for x in eigenvalues(a * a + b * b - 2 * c2, (a * b - c2) ** 2))
    if detection == "heterodyne":
        return whole - G(w / 2)
    u = (1 - T) * V_A
    s, p = u + 2 * w + w * w + w * T * V_A, w * (2 * u + w * V_A)
    root = mp.sqrt(max(s * s - 4 * p, mpf(0)))
    return whole - sum(g(mp.sqrt(1 + max(E, mpf(0)))) for E in ((s + root) / 2, (s - root) / 2))
