# SPDX-License-Identifier: GPL-3.0-or-later
"""Satellite passes (BB-50, BB-51, BB-52, BB-53, BB-54, BB-55, BB-56, BB-57, BB-60, BB-61)."""

from mpmath import mp, mpf

from ..precision import real, require
from .budget import Budget
from .channel import Counts, Link
from .finite import one_decoy_of_counts, settings, two_decoys_of_counts

EARTH = mpf(6371000)
GM = mpf("3.986004418e14")


class Orbit:
    """A circular orbit over a station."""

    def __init__(self, inputs):
        self.R0 = EARTH + real(inputs.get("h0_m", 0))
        self.r = EARTH + real(inputs["h_m"])
        self.w = mp.sqrt(GM / self.r ** 3)
        theta = mp.radians(real(inputs.get("theta_max_deg", 90)))
        self.theta_max = theta
        self.xi = mp.acos(self.R0 * mp.cos(theta) / self.r) - theta

    def at(self, t):
        """(range, elevation in rad) at time t from culmination (BB-51)."""
        cosine = mp.cos(self.xi) * mp.cos(self.w * t)
        d = mp.sqrt(self.R0 ** 2 + self.r ** 2 - 2 * self.R0 * self.r * cosine)
        return d, mp.asin((self.r * cosine - self.R0) / d)

    def slant(self, elevation):
        """BB-52."""
        return mp.sqrt(self.r ** 2 - (self.R0 * mp.cos(elevation)) ** 2) - self.R0 * mp.sin(elevation)

    def duration(self, elevation):
        """BB-53."""
        psi = mp.acos(self.R0 * mp.cos(elevation) / self.r) - elevation
        if psi <= self.xi:
            return mpf(0)
        return 2 * mp.acos(mp.cos(psi) / mp.cos(self.xi)) / self.w


def geometry(inputs, revision):
    """satellite.geometry."""
    orbit = Orbit(inputs)
    result = {}
    if "t_s" in inputs:
        d, elevation = orbit.at(real(inputs["t_s"]))
        result.update({"range_m": d, "elev_deg": mp.degrees(elevation)})
    if "min_elev_deg" in inputs:
        result["duration_s"] = orbit.duration(mp.radians(real(inputs["min_elev_deg"])))
    return result


def optics(inputs, d, elevation):
    """(w, eta_geo, eta_atm, eta) at range d and elevation (BB-54 to 57)."""
    w0, a, b = (real(inputs.get(k, v)) for k, v in (("w0_m", 0), ("receiver_radius_m", 0), ("b_obs", 0)))
    rayleigh = mp.pi * w0 ** 2 / real(inputs["wavelength_m"])
    w2 = w0 ** 2 * (1 + (d / rayleigh) ** 2) + 4 * (real(inputs.get("sigma_p", 0)) * d) ** 2
    geo = mp.exp(-2 * b ** 2 / w2) * -mp.expm1(-2 * (a ** 2 - b ** 2) / w2)
    degrees = mp.degrees(elevation)
    if inputs.get("airmass", "kasten-young") == "plane":
        mass = 1 / mp.sin(elevation)
    else:
        mass = 1 / (mp.sin(elevation) + mpf("0.50572") * (degrees + mpf("6.07995")) ** mpf("-1.6364"))
    atmosphere = real(inputs.get("eta_zenith", 1)) ** mass
    return mp.sqrt(w2), geo, atmosphere, geo * atmosphere * real(inputs.get("eta_fixed", 1))


def link(inputs, revision):
    """satellite.link."""
    orbit = Orbit(inputs)
    elevation = mp.radians(real(inputs["elev_deg"]))
    d = real(inputs["range_m"]) if "range_m" in inputs else orbit.slant(elevation)
    w, geo, atmosphere, eta = optics(inputs, d, elevation)
    return {"range_m": d, "w": w, "eta_geo": geo, "eta_atm": atmosphere, "eta": eta,
            "loss_dB": -10 * mp.log10(eta)}


def fraunhofer(inputs, revision):
    """satellite.fraunhofer (BB-60); quadrature with 20 digits."""
    aT, aR, d, wavelength, w0 = (real(inputs[k]) for k in (
        "transmitter_radius_m", "receiver_radius_m", "range_m", "wavelength_m", "w0_m"))
    with mp.workdps(20):
        k = 2 * mp.pi / wavelength

        def field(r):
            return mp.sqrt(2 / mp.pi) / w0 * mp.exp(-(r / w0) ** 2)

        def u(rho):
            return mp.quad(lambda r: r * field(r) * mp.besselj(0, k * rho * r / d), [0, aT], maxdegree=5)

        power = mp.quad(lambda rho: rho * u(rho) ** 2, [0, aR], maxdegree=5)
        return {"eta_diff": (k / d) ** 2 * power / mp.quad(lambda r: r * field(r) ** 2, [0, aT])}


def satellite_pass(inputs, revision):
    """satellite.pass (BB-61): counts of all slots, then one analysis."""
    orbit = Orbit(inputs)
    decoys = len(inputs["mu"]) - 1
    mu, p_mu = settings(inputs, decoys)
    budget = Budget(inputs, "two" if decoys == 2 else "one", revision)
    dt, rate = real(inputs.get("dt_s", 1)), real(inputs["rep_rate"])
    lowest = mp.radians(real(inputs.get("min_elev_deg", 10)))
    half = orbit.duration(lowest) / 2
    last = int(mp.floor(half / dt))
    etas = []
    for j in range(-last, last + 1):
        d, elevation = orbit.at(j * dt)
        if half > 0 and elevation >= lowest:
            etas.append(optics(inputs, d, elevation)[3])
    pXA, pXB = real(inputs["pX"]), real(inputs.get("pX_bob", inputs["pX"]))
    sums = [[mpf(0)] * len(mu) for _ in range(4)]
    for eta in etas:
        hardware = Link({**inputs, "eta": 0}, revision)
        hardware.eta = eta
        p = hardware.background(list(zip(mu, p_mu)))
        x = [hardware.response(k, hardware.e_d, p) for k in mu]
        z = [hardware.response(k, hardware.e_dZ, p) for k in mu]
        click = sum(q * (pXB * a[0] + (1 - pXB) * b[0]) for q, a, b in zip(p_mu, x, z))
        dead = 1 / (1 + hardware.kappa * click)
        N = rate * dt * dead
        for i, q in enumerate(p_mu):
            sums[0][i] += N * pXA * pXB * q * x[i][0]
            sums[1][i] += N * pXA * pXB * q * x[i][1]
            sums[2][i] += N * (1 - pXA) * (1 - pXB) * q * z[i][0]
            sums[3][i] += N * (1 - pXA) * (1 - pXB) * q * z[i][1]
    counts = Counts(*sums, None, False)
    analyse = two_decoys_of_counts if decoys == 2 else one_decoy_of_counts
    result = analyse(inputs, revision, budget, mu, p_mu, counts)
    result["slots"] = len(etas)
    result["mean_eta"] = sum(etas) / len(etas) if etas else mpf(0)
    return result
