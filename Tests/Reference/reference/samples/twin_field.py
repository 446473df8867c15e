# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of twin-field QKD."""

from .draws import rounded, shares, spread, uniform


def arms(r):
    eta = spread(r, 1e-5, 0.1)
    ratio = r.choice([1.0, 1.0, spread(r, 0.1, 10)])
    return {"etaA": eta, "etaB": rounded(min(eta * ratio, 0.9)), "pd": spread(r, 1e-10, 1e-6),
            "theta": uniform(r, 0, 0.35), "phi": r.choice([0.0, uniform(r, 0, 0.2)])}


def key(r):
    return {"sA": spread(r, 0.005, 0.06), "sB": spread(r, 0.005, 0.06), "f_EC": uniform(r, 1, 1.25)}


def decoys(r):
    mu = [uniform(r, 0.3, 0.7), uniform(r, 0.08, 0.2), r.choice([1e-4, 1e-3])]
    if r.random() < 0.3:
        mu.insert(2, uniform(r, 0.01, 0.05))
    return mu


def infinite(r):
    return {**arms(r), **key(r), "S": r.choice([4, 6, 8, 12])}


def decoy(r):
    mu = decoys(r)
    return {**arms(r), **key(r), "muA": mu, "muB": mu, "S": r.choice([2, 4, 6]), "ncut": r.choice([8, 10])}


def finite(r):
    mu = decoys(r)
    inputs = {**arms(r), **key(r), "N": spread(r, 1e9, 1e14), "pX": uniform(r, 0.3, 0.95), "muA": mu, "muB": mu,
              "eps_sec": r.choice([1e-10, 1e-8]), "eps_cor": r.choice([1e-10, 1e-15]), "S": r.choice([4, 4, 6]),
              "ncut": r.choice([8, 10]), "method": r.choice(["kato", "kato", "paper", "azuma"])}
    inputs["pA"] = inputs["pB"] = shares(r, len(mu))
    if r.random() < 0.3:
        inputs.update({"composition": r.choice(["root", "linear"]), "prediction": r.choice(["expected", "evaluated"])})
    return inputs


def statistics(r):
    if r.random() < 0.5:
        return "statistics.chernoff", {"chi": spread(r, 1, 1e12, 6), "eps": spread(r, 1e-25, 1e-3)}
    n = spread(r, 1e4, 1e13, 6)
    return "statistics.kato", {"n": n, "obs": rounded(n * r.random() ** 3), "pred": rounded(n * r.random() ** 3),
                               "eps": spread(r, 1e-25, 1e-3)}


def draw(r):
    kind = r.random()
    for limit, name, make in ((0.4, "tf.cal.finite", finite), (0.6, "tf.cal.decoy", decoy),
                              (0.9, "tf.cal.infinite", infinite)):
        if kind < limit:
            return name, make(r)
    return statistics(r)
