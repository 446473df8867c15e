# SPDX-License-Identifier: GPL-3.0-or-later
"""Fading and diffraction (BND-33 to BND-40)."""

from mpmath import mp, mpf

from ..precision import real, require
from .channels import capacity

PIECES = [0, 0.5, 1, 2, 3, 4, 6, 9, 14]


def mixture(inputs, revision):
    """bounds.fading_mixture (BND-33)."""
    etas, weights = real(inputs["etas"]), real(inputs["weights"])
    require(len(etas) == len(weights) and all(0 <= x <= 1 for x in etas) and all(w >= 0 for w in weights), "a bad sample")
    total = sum(weights)
    mean = sum(w * x for w, x in zip(weights, etas)) / total
    return {"bound": sum(w * capacity(x) for w, x in zip(weights, etas)) / total, "mean_eta": mean,
            "plob_of_mean": capacity(mean)}


def diffraction(inputs, revision):
    """bounds.diffraction (BND-34, BND-35, BND-36)."""
    w0, wavelength, z, a = (real(inputs[k]) for k in ("w0_m", "wavelength_m", "range_m", "aperture_radius_m"))
    curved = 1 - z / real(inputs["curvature_m"]) if "curvature_m" in inputs else mpf(1)
    w = w0 * mp.sqrt(curved ** 2 + (z * wavelength / (mp.pi * w0 ** 2)) ** 2)
    eta = -mp.expm1(-2 * a ** 2 / w ** 2)
    return {"w_z_m": w, "eta_diffraction": eta, "plob_diffraction": capacity(eta),
            "plob_total": capacity(eta * real(inputs.get("eta_other", 1)))}


def pointing(inputs, revision):
    """bounds.fading_pointing (BND-37, BND-38; BND-39 with model weibull), quadrature with 20 digits."""
    with mp.workdps(20):
        a, w, sigma, other = (real(inputs[k]) for k in ("aperture_radius_m", "beam_radius_m", "sigma_m", "eta_other"))
        model = inputs.get("model", "exact")
        require(model in ("exact", "weibull"), "unknown model")
        q = 2 * a ** 2 / w ** 2
        e0 = -mp.expm1(-q)
        if model == "weibull":
            scaled0, scaled1 = (mp.exp(-2 * q) * mp.besseli(k, 2 * q) for k in (0, 1))
            f0 = 1 / (1 - scaled0)
            L = mp.log(2 * e0 * f0)
            gamma = 4 * q * f0 * scaled1 / L
            r0 = a * L ** (-1 / gamma)

            def tau(r):
                return e0 * mp.exp(-(r / r0) ** gamma)
        else:
            def tau(r):
                def density(x):
                    y = 4 * x * r / w ** 2
                    return x * mp.exp(-2 * (x - r) ** 2 / w ** 2 - y) * mp.besseli(0, y)
                return 4 / w ** 2 * mp.quad(density, [0, a], maxdegree=4)

        if sigma == 0:
            return {"bound": capacity(other * tau(mpf(0))), "mean_eta": other * tau(mpf(0)),
                    "plob_of_mean": capacity(other * tau(mpf(0)))}
        known = {}

        def at(u):
            if u not in known:
                known[u] = other * tau(sigma * u)
            return known[u]

        mean = mp.quad(lambda u: u * mp.exp(-u * u / 2) * at(u), PIECES, maxdegree=4)
        bound = mp.quad(lambda u: u * mp.exp(-u * u / 2) * capacity(at(u)), PIECES, maxdegree=4)
        return {"bound": bound, "mean_eta": mean, "plob_of_mean": capacity(mean)}
