# SPDX-License-Identifier: GPL-3.0-or-later
"""Random inputs of BB84."""

from .draws import maybe, rounded, shares, spread, uniform

MODELS = ["threshold2", "threshold2", "ma2005", "ma2005x", "lim2014", "rusca2018"]


def hardware(r):
    inputs = {"model": r.choice(MODELS), "eta_d": uniform(r, 0.05, 0.95), "p": spread(r, 1e-10, 1e-5),
              "e_d": uniform(r, 0, 0.05)}
    if r.random() < 0.7:
        inputs["loss_dB"] = uniform(r, 0, 40)
    else:
        inputs.update({"L_km": uniform(r, 0, 200), "alpha_dB_km": uniform(r, 0.16, 0.25)})
    return inputs


def intensities(r, count):
    mu1 = uniform(r, 0.2, 0.9)
    mu2 = rounded(mu1 * r.uniform(0.05, 0.6))
    weakest = rounded(r.choice([0.0, 2e-4, r.uniform(0, 0.3) * min(mu2, mu1 - mu2)]))
    return [mu1, mu2, weakest][:count]


def finite(r, decoys):
    inputs = hardware(r)
    inputs.update({"mu": intensities(r, decoys + 1), "p_mu": shares(r, decoys + 1), "pX": uniform(r, 0.3, 0.98),
                   "eps_sec": spread(r, 1e-14, 1e-6), "eps_cor": spread(r, 1e-15, 1e-9), "f_EC": uniform(r, 1, 1.3)})
    if r.random() < 0.7:
        inputs["N"] = spread(r, 1e8, 1e15)
    else:
        inputs["nX_block"] = spread(r, 1e4, 1e10)
    if r.random() < 0.3:
        inputs.update({"rep_rate": spread(r, 1e6, 5e9), "t_dead": spread(r, 1e-9, 1e-6)})
    if r.random() < 0.3:
        inputs["p_ap"] = uniform(r, 0, 0.1)
        if r.random() < 0.5:
            inputs["afterpulse"] = r.choice(["shared", "own-intensity"])
    maybe(r, inputs, 0.2, pX_bob=[0.5, 0.9], e_dZ=[0.001, 0.03], vacuum=[False], sampling=[
        "kl", "hyper", "serfling", "yin2020", "lim-gamma"], stat=["kl", "hoeffding", "chernoff"])
    if r.random() < 0.3:
        published = "lim2014" if decoys == 2 else "rusca2018"
        inputs["proof"] = r.choice([published, published + "-clipped"])
    else:
        maybe(r, inputs, 0.2, composition=["tup24"], penalty=["lim"])
    if decoys == 1:
        maybe(r, inputs, 0.3, k0=["mu1", "mu2"])
    return inputs


def channel(r):
    inputs = hardware(r)
    inputs["mu"] = uniform(r, 0, 1)
    if r.random() < 0.5:
        inputs.update({"p_ap": uniform(r, 0, 0.1), "mu_mix": intensities(r, 3), "p_mix": shares(r, 3)})
        maybe(r, inputs, 0.5, afterpulse=["shared", "own-intensity"], afterpulse_order=["first", "geometric"])
    return inputs


def asymptotic(r):
    inputs = hardware(r)
    mu = uniform(r, 0.2, 0.9)
    inputs.update({"mu": mu, "f_EC": uniform(r, 1, 1.3), "q": r.choice([0.5, 1.0]),
                   "method": r.choice(["infinite", "vacuum-weak", "one-decoy"])})
    if inputs["method"] != "infinite":
        inputs["nu"] = rounded(mu * r.uniform(0.05, 0.5))
    return inputs


def three_state(r):
    inputs = finite(r, r.choice([1, 2]))
    for key in ("proof", "composition", "penalty", "sampling", "k0", "nX_block"):
        inputs.pop(key, None)
    inputs.setdefault("N", spread(r, 1e9, 1e14))
    return inputs


def tail(r):
    n = spread(r, 1, 1e15)
    return {"stat": r.choice(["kl", "kl", "hoeffding", "chernoff"]), "x": rounded(n * r.random() ** r.choice([1, 8])),
            "n": n, "eps": spread(r, 1e-30, 1e-3)}


def sampling(r):
    sZ = spread(r, 10, 1e10)
    return {"sampling": r.choice(["kl", "hyper", "serfling", "yin2020", "lim-gamma"]),
            "v": rounded(sZ * r.uniform(0, 0.3)), "sZ": sZ, "sX": spread(r, 10, 1e12), "eps": spread(r, 1e-20, 1e-5)}


def split(r):
    return {"t": spread(r, 1, 1e12), "pi": uniform(r, 0.01, 0.95), "L": uniform(r, 1, 70)}


def draw(r):
    kind = r.random()
    if kind < 0.35:
        return "bb84.finite.two_decoy", finite(r, 2)
    if kind < 0.65:
        return "bb84.finite.one_decoy", finite(r, 1)
    if kind < 0.75:
        return "bb84.finite.three_state", three_state(r)
    for limit, name, make in ((0.82, "bb84.channel", channel), (0.88, "bb84.asymptotic", asymptotic),
                              (0.92, "bb84.tail", tail), (0.96, "bb84.sampling", sampling), (1, "bb84.split", split)):
        if kind < limit:
            return name, make(r)
