# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of continuous variables."""

from .draws import maybe, spread, uniform

TRUST = ["trusted", "trusted", "known-noise", "trusted-loss", "untrusted"]


def receiver(r):
    return {"T": spread(r, 1e-3, 1), "xi": spread(r, 1e-4, 0.05), "eta_d": uniform(r, 0.3, 1),
            "v_el": uniform(r, 0, 0.2), "beta": uniform(r, 0.9, 1), "trust": r.choice(TRUST)}


def gaussian(r):
    inputs = {**receiver(r), "V_A": spread(r, 0.5, 30), "detection": r.choice(["homodyne", "heterodyne"])}
    maybe(r, inputs, 0.2, fer=[0.05, 0.3], reconciliation=["direct"])
    return inputs


def composable(r):
    inputs = {**receiver(r), "V_A": spread(r, 0.5, 30), "detection": r.choice(["homodyne", "heterodyne"]),
              "N": int(spread(r, 1e7, 1e13)), "f_PE": uniform(r, 0.05, 0.6)}
    maybe(r, inputs, 0.2, fer=[0.05, 0.3], bits=[5, 8], extra_leak_bits=[64], entropy_penalty=[False])
    if inputs["detection"] == "heterodyne":
        maybe(r, inputs, 0.3, noise_hypothesis=["bounded"])
    return inputs


def discrete(r):
    inputs = {**receiver(r), "constellation": "psk", "M": r.choice([4, 5, 6, 8]), "alpha": uniform(r, 0.2, 1),
              "mutual_information": "gaussian"}
    inputs["T"] = spread(r, 0.02, 1)
    return inputs


def relay(r):
    return {"V_A": spread(r, 1, 50), "V_B": spread(r, 1, 50), "tau_A": uniform(r, 0.8, 1), "tau_B": spread(r, 0.01, 1),
            "xi_A": uniform(r, 0, 0.02), "xi_B": uniform(r, 0, 0.02), "eta_r": uniform(r, 0.9, 1),
            "v_el_r": uniform(r, 0, 0.02), "beta": uniform(r, 0.9, 1), "key_from": r.choice(["alice", "bob"])}


def draw(r):
    kind = r.random()
    for limit, name, make in ((0.35, "cv.gaussian.asymptotic", gaussian), (0.65, "cv.gaussian.composable", composable),
                              (0.8, "cv.discrete.asymptotic", discrete), (1, "cv.mdi.asymptotic", relay)):
        if kind < limit:
            return name, make(r)
