# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a checkpoint table: random inputs with the values of reference.py.

python3 generate.py > ../../KeyRateCalculationsTests/independent-photons.csv     (seeded: the same bytes everywhere)
"""
import csv
import json
import math
import random
import sys

from mpmath import nstr

import reference

random.seed(20240920)


def sig(x, digits=4):
    return float(f"{x:.{digits}g}")


def log_uniform(low, high):
    return sig(math.exp(random.uniform(math.log(low), math.log(high))))


def uniform(low, high):
    return sig(random.uniform(low, high))


def pick(*words):
    return random.choice(words)


def pulsed():
    i = dict(mu=log_uniform(1e-4, 2), modes=pick(1, 1, "inf", 2.5, 30), lossA_dB=uniform(0, 45), lossB_dB=uniform(0, 45),
             eta_d=uniform(0.05, 1), p_A=log_uniform(1e-10, 1e-2), p_B=log_uniform(1e-10, 1e-2), e_d=pick(0, uniform(0, 0.2)))
    if random.random() < 0.3:
        i.update(model="mfl2007", modes=1)
    if random.random() < 0.3:
        i["e_dZ"] = uniform(0, 0.2)
    return i


def continuous():
    return dict(pair_rate=log_uniform(1e4, 1e10), window_s=log_uniform(2e-11, 3e-9), jitter_s=pick(0, log_uniform(2e-11, 1e-9)),
                DCR_A=log_uniform(1, 1e4), DCR_B=log_uniform(1, 1e4), t_dead=pick(0, log_uniform(1e-8, 1e-6)),
                detectors=pick(1, 4), e_d=uniform(0, 0.1), lossA_dB=uniform(0, 45), lossB_dB=uniform(0, 45),
                eta_dA=uniform(0.1, 1), eta_dB=uniform(0.1, 1), model=pick("neumann2021", "saturated"))


def failures():
    return dict(eps_sec=pick(1e-6, 1e-9, 1e-10, 1e-12), eps_cor=pick(1e-6, 1e-10, 1e-15))


def sample(low, high, worst=0.12):
    n = int(math.exp(random.uniform(math.log(low), math.log(high))))
    return n, int(n * random.uniform(0, worst) * pick(0, 1, 1, 1, 1))


def pair_counts():
    i = dict(key=pick("one", "pooled", "both"), sampling=pick("kl", "klt", "klt", "serfling", "hyper", "exact"), **failures())
    if i["key"] == "one" and random.random() < 0.25:
        i.update(sampling="binomial", z_min=uniform(0.02, 0.6))
    high = 3e6 if i["sampling"] == "exact" else 1e12
    names = dict(one=("nX", "mX", "nZ", "mZ"), pooled=("n", "m", "k", "v"),
                 both=("nX", "mX", "nZ", "mZ", "kX", "vX", "kZ", "vZ"))[i["key"]]
    values = [x for _ in range(len(names) // 2) for x in sample(50, high)]
    i["counts"] = dict(zip(names, values))
    if random.random() < 0.5:
        keys = [(values[0], values[1])] + ([(values[2], values[3])] if i["key"] == "both" else [])
        i["leak_EC"] = int(sum(1.15 * n * float(reference.h(m / n)) for n, m in keys if n))
    return i


def pair_expected():
    kind = pick("given", "pulsed", "continuous")
    i = dict(key=pick("one", "pooled", "both"), sampling=pick("kl", "klt", "serfling"), f_EC=uniform(1.05, 1.3), **failures())
    if kind == "given":
        i.update(coincidences=log_uniform(1e4, 1e10), E=uniform(0.003, 0.09), EZ=uniform(0.003, 0.09))
    elif kind == "pulsed":
        i.update(pulsed(), N=log_uniform(1e10, 1e14), mu=log_uniform(1e-3, 0.2), lossA_dB=uniform(0, 20), lossB_dB=uniform(0, 20))
        i.update(p_A=1e-7, p_B=1e-7, e_d=0.01)
    else:
        i.update(continuous(), duration_s=log_uniform(10, 1e5), lossA_dB=uniform(0, 25), lossB_dB=uniform(0, 25), e_d=0.01)
    if i["key"] != "one":
        i["test_fraction"] = uniform(0.02, 0.6)
    if i["key"] != "pooled":
        i["pX"] = uniform(0.3, 0.97)
    return i


def link():
    return dict(loss_dB=uniform(0, 25), eta_d=uniform(0.1, 1), p=log_uniform(1e-9, 1e-4), e_d=uniform(0, 0.04))


def source():
    kind = pick("two", "list", "mu")
    if kind == "two":
        return dict(mean_photons=log_uniform(0.02, 0.9), g2=log_uniform(1e-4, 0.1), t=pick(1, uniform(0.1, 1)))
    if kind == "mu":
        return dict(mu=log_uniform(1e-5, 0.3))
    two, three = log_uniform(1e-5, 1e-2), log_uniform(1e-6, 1e-3)
    one = uniform(0.2, 0.9)
    return dict(p_n=[1 - one - two - three, one, two, three], t=pick(1, uniform(0.1, 1)))


def multiphoton():
    method = pick("moment", "hbt", "hbt", "clicks", "hbt_counts")
    i = dict(method=method, t=pick(1, uniform(0.05, 1)))
    if method == "moment":
        i.update(g2=log_uniform(1e-4, 2), mean_photons=log_uniform(0.01, 1))
    elif method == "clicks":
        i.update(g2=log_uniform(1e-3, 0.8), click=log_uniform(1e-3, 0.5), eta_1=uniform(0.05, 1))
    elif method == "hbt":
        i.update(eta_1=uniform(0.15, 0.5), eta_2=uniform(0.15, 0.5))
        i.update(dict(P_c=log_uniform(1e-9, 1e-3)) if random.random() < 0.5 else
                 dict(g2=log_uniform(1e-3, 0.5), P_1=uniform(0.01, 0.2), P_2=uniform(0.01, 0.2)))
    else:
        i.update(coincidences=pick(0, random.randint(1, 5000)), N_cal=float(random.randint(10 ** 6, 10 ** 10)),
                 eps_cal=pick(1e-8, 1e-10), eta_1=uniform(0.15, 0.5), eta_2=uniform(0.15, 0.5), t=1)
    return i


def photon_counts():
    n = random.randint(10 ** 6, 10 ** 11)
    px = uniform(0.3, 0.97)
    gain = log_uniform(1e-3, 0.3)
    error, test_error = random.uniform(0, 0.05), random.uniform(0, 0.05)
    nx, nz = int(n * px * px * gain), int(n * (1 - px) ** 2 * gain)
    i = dict(N=n, pX=px, p_multi=pick(0, log_uniform(1e-7, 1) * gain),
             counts=dict(nX=nx, mX=int(nx * error), nZ=nz, mZ=int(nz * test_error)), composition=pick("linear", "tup24"),
             sampling=pick("kl", "klt", "serfling"), **failures())
    i["leak_EC"] = int(1.15 * nx * float(reference.h(error)))
    return i


def photon_expected():
    i = dict(N=log_uniform(1e7, 1e12), pX=uniform(0.4, 0.97), composition=pick("linear", "tup24"),
             sampling=pick("kl", "klt", "serfling"), f_EC=1.16, **link(), **failures())
    i.update(source())
    return i


def herald():
    return dict(mu=log_uniform(1e-5, 0.6), modes=pick(1, 3, 20.5, "inf"), eta_h=uniform(0.1, 0.95), p_h=log_uniform(1e-8, 1e-3),
                t=pick(1, uniform(0.1, 1)))


def passive_counts():
    eta, background = random.uniform(0.2, 0.8), random.choice([0, 1e-6, 1e-4])
    mean = random.choice([0.02, 0.1, 0.3])
    total_x, total_z = random.randint(10 ** 5, 10 ** 9), random.randint(10 ** 4, 10 ** 8)

    def split(total):
        # Detections of a lossy channel: mostly single pairs, some double ones, a few dark ones.
        double, dark = mean * random.uniform(0.8, 1.2), random.choice([0, 1e-4, 3e-3])
        silent = (1 - background) * ((1 - double - dark) * (1 - eta) + double * (1 - eta) ** 2 + dark)
        without = int(total * silent)
        with_herald = total - without
        error = random.uniform(0.002, 0.04)
        return with_herald, int(with_herald * error), without, int(without * error + total * dark / 2)

    xt, mxt, xn, mxn = split(total_x)
    zt, mzt, zn, mzn = split(total_z)
    spread, extra = random.choice([0, 0.005, 0.03]), random.choice([0, 1e-5])
    return dict(counts=dict(nXT=xt, mXT=mxt, nXN=xn, mXN=mxn, nZT=zt, mZT=mzt, nZN=zn, mZN=mzn),
                eta_h_range=[sig(eta - spread, 12), sig(eta + spread, 12)], p_h_range=[background, background + extra],
                leak_EC=int(1.15 * xt * float(reference.h(mxt / xt))), composition=pick("linear", "tup24"),
                sampling=pick("kl", "klt", "serfling"), **failures())


def passive_expected():
    i = herald()
    i.update(t=1, mu=log_uniform(0.01, 0.4), eta_h=uniform(0.2, 0.9))
    return dict(i, N=log_uniform(1e9, 1e13), pX=uniform(0.5, 0.95), f_EC=1.16, composition=pick("linear", "tup24"),
                sampling=pick("kl", "klt"), **link(), **failures())


def cow():
    return dict(mu=log_uniform(1e-3, 1.5), f_decoy=uniform(0.01, 0.3), loss_dB=uniform(3, 60), eta_d=uniform(0.1, 1),
                monitor=pick("decoys", "gain"))


def dps():
    return dict(mu=log_uniform(0.01, 2), E=pick(0, log_uniform(1e-3, 0.3)), loss_dB=uniform(1, 60), eta_B=uniform(0.05, 1))


KINDS = [
    ("bbm92.channel", 24, pulsed, ("Q", "EQ", "click_A")),
    ("bbm92.asymptotic", 8, pulsed, ("rate_raw", "E", "EZ")),
    ("bbm92.cw", 14, continuous, ("coincidences", "accidentals", "E", "singles_A", "rate_raw_per_s")),
    ("bbm92.finite", 70, pair_counts, ("phi", "phi_X", "phi_Z", "leak_EC", "length_raw", "length")),
    ("bbm92.finite", 30, pair_expected, ("phi", "phi_X", "phi_Z", "leak_EC", "length_raw")),
    ("bbm92.six_state", 3, lambda: dict(E=uniform(0, 0.3), f_EC=uniform(1, 1.3)), ("fraction", "fraction_bb84")),
    ("single_photon.multiphoton", 30, multiphoton, ("p_multi", "mean_photons", "P_c")),
    ("single_photon.asymptotic", 16, lambda: dict(source(), **link()), ("Q", "EQ", "p_multi", "phi", "rate_raw")),
    ("single_photon.finite", 24, photon_counts, ("M_X", "M_Z", "sX", "sZ", "phi", "length_raw", "length")),
    ("single_photon.finite", 16, photon_expected, ("M_X", "M_Z", "phi", "length_raw")),
    ("single_photon.heralded", 12, herald, ("P_herald", "p0", "p1", "p_multi", "mean_photons", "g2")),
    ("single_photon.heralded.asymptotic", 8, lambda: dict(herald(), **link()), ("P_herald", "Q", "phi", "rate_raw")),
    ("single_photon.passive_decoy", 24, passive_counts, ("sX0U", "sZ0U", "sX1", "sZ1", "sXT", "sZT", "vZ1", "phi", "length_raw", "length")),
    ("single_photon.passive_decoy", 8, passive_expected, ("sX1", "sZ1", "sXT", "sZT", "phi", "length_raw")),
    ("cow.ceiling", 14, cow, ("ratio", "gain_data", "insecure")),
    ("dps.ceiling", 10, dps, ("k", "gain", "attack_gain", "ratio", "insecure")),
]


def tolerance(quantity, value, out):
    if quantity in ("length", "insecure", "k"):
        return 1e-15
    if quantity in ("length_raw", "rate_raw", "rate_raw_per_s"):
        # What is left of a difference of large numbers.
        return 1e-7
    return 1e-8 if quantity in ("ratio",) else 1e-9


def main():
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["id", "calculation", "inputs", "quantity", "expected", "rtol", "check", "provenance"])
    for block, (name, count, make, quantities) in enumerate(KINDS):
        done = 0
        while done < count:
            inputs = make()
            try:
                out = reference.evaluate(name, inputs)
            except reference.Refusal:
                out = None
            done += 1
            text = json.dumps(inputs, separators=(",", ":"))
            row_id = f"random-{block:02d}-{done:02d}"
            if out is None:
                writer.writerow([row_id, name, text, "error", "input", 0, "equals", "reference.py"])
                continue
            for quantity in quantities:
                if quantity in out:
                    expected = nstr(out[quantity], 17, min_fixed=-5, max_fixed=17)
                    writer.writerow([row_id, name, text, quantity, expected, tolerance(quantity, out[quantity], out), "equals", "reference.py"])


if __name__ == "__main__":
    main()
