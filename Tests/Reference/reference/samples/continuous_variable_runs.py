# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of measured runs with continuous variables: agreed lengths, calibrations, noise of any law."""

import math

from .continuous_variable import TRUST
from .draws import maybe, spread, uniform


def receiver(r):
    return {"V_A": spread(r, 1, 15), "T": spread(r, 0.1, 0.8), "xi": spread(r, 1e-4, 0.01), "eta_d": uniform(r, 0.4, 0.95),
            "v_el": uniform(r, 0.005, 0.15), "beta": uniform(r, 0.93, 0.99), "trust": r.choice(TRUST)}


def lengths(r, inputs):
    kind = r.randrange(7)
    if kind == 1:
        inputs["lengths"] = sorted(int(spread(r, 1e5, 1e10)) for _ in range(r.randint(1, 20)))
    elif kind == 2:
        inputs["length_step"] = int(spread(r, 1, 1e7))
    elif kind == 3:
        inputs["fixed_length"] = int(spread(r, 1e5, 1e9))
    elif kind == 4:
        inputs["from_revealed"] = True
    elif kind == 5:
        inputs["n_lengths"] = 1
    if kind in (0, 1, 2):
        maybe(r, inputs, 0.4, composition=["one-smoothing"])


def run(r):
    """Estimates near those of a link, in shot-noise units or in volts."""
    inputs = receiver(r)
    inputs["detection"] = r.choice(["homodyne", "heterodyne"])
    kappa = 1 if inputs["detection"] == "homodyne" else 2
    inputs["N"] = int(spread(r, 1e8, 1e12))
    inputs["f_PE"] = uniform(r, 0.05, 0.5)
    inputs["bits"] = r.choice([5, 6, 8])
    lengths(r, inputs)
    m = math.floor(inputs["f_PE"] * inputs["N"] + 0.5)
    pairs = kappa * m
    t = math.sqrt(inputs["eta_d"] * inputs["T"] / kappa)
    s2 = 1 + inputs["v_el"] + inputs["eta_d"] * inputs["T"] * inputs["xi"] / kappa
    t *= 1 + r.gauss(0, 1) * math.sqrt(s2 / (pairs * inputs["V_A"])) / t
    s2 *= 1 + r.gauss(0, 1) * math.sqrt(2 / pairs)
    unit = 1.0
    if r.random() < 0.6:
        unit = spread(r, 1e-4, 10)
        inputs.update(light_variance=float((1 + inputs["v_el"]) * unit), light_samples=int(spread(r, 1e8, 1e13)),
                      dark_variance=float(inputs["v_el"] * unit), dark_samples=int(spread(r, 1e8, 1e13)))
    if kappa == 2 and r.random() < 0.5:
        radius = math.sqrt(2 * (s2 + t * t * inputs["V_A"]) * math.log(1000 * inputs["N"])) * uniform(r, 1, 1.2)
        t0 = t * (1 + r.gauss(0, 1) * 1e-3)
        inputs.update(noise_hypothesis="bounded", clip_radius=radius * math.sqrt(unit), slope_reference=t0 * math.sqrt(unit),
                      mean_Z=(s2 + inputs["V_A"] * (t - t0) ** 2) * unit, var_Z=(s2 * unit) ** 2,
                      mean_R=inputs["V_A"] * (t - t0) * math.sqrt(unit), var_R=inputs["V_A"] * s2 / 2 * unit)
        maybe(r, inputs, 0.3, eps_W=[1e-12, 1e-9])
    else:
        inputs.update(t_hat=t * math.sqrt(unit), sigma2_hat=s2 * unit, sum_x2=float(pairs * inputs["V_A"]))
    return inputs


def discrete(r):
    return {"M": r.choice([3, 4, 5, 8]), "alpha": uniform(r, 0.2, 0.7), "N": int(spread(r, 1e9, 1e13)),
            "f_PE": uniform(r, 0.1, 0.5), "T": uniform(r, 0.3, 1), "xi": spread(r, 1e-4, 0.01),
            "eta_d": uniform(r, 0.5, 1), "v_el": uniform(r, 0, 0.05), "beta": uniform(r, 0.93, 0.99), "trust": r.choice(TRUST)}


def leak(r):
    detection = r.choice(["homodyne", "heterodyne"])
    pairs = int(spread(r, 1e6, 1e12))
    V_A = spread(r, 1, 20)
    return {"n": int(spread(r, 1e7, 1e12)), "symbol_entropy": uniform(r, 3, 9), "t_hat": uniform(r, 0.1, 0.7),
            "sigma2_hat": uniform(r, 1, 1.2), "sum_x2": float(pairs * V_A), "pairs": pairs, "V_A": V_A, "detection": detection}


def far(r):
    """Long links, where chi and I are small."""
    if r.random() < 0.5:
        return "cv.gaussian.asymptotic", {
            "V_A": spread(r, 0.1, 1e3), "T": spread(r, 1e-40, 1e-4), "xi": 0.0, "eta_d": uniform(r, 0.3, 1),
            "v_el": uniform(r, 0, 0.2), "beta": uniform(r, 0.9, 1), "detection": r.choice(["homodyne", "heterodyne"])}
    return "cv.mdi.asymptotic", {
        "V_A": spread(r, 1, 50), "V_B": spread(r, 1, 50), "tau_A": uniform(r, 0.9, 1), "loss_B_dB": uniform(r, 60, 400),
        "beta": uniform(r, 0.9, 1), "key_from": "alice"}


def draw(r):
    kind = r.random()
    if kind < 0.5:
        return "cv.gaussian.composable", run(r)
    if kind < 0.7:
        return "cv.discrete.composable", discrete(r)
    if kind < 0.8:
        return "cv.leak_minimum", leak(r)
    return far(r)
