# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes random inputs of the sending-or-not-sending calculations and what the second implementation makes of them.

Usage: python3 generate.py [count] [seed] > ../../KeyRateCalculationsTests/sns-independent.csv
A checkpoint table: one line for each quantity of each input, or one with the quantity `error` where inputs cannot be.
"""
import csv
import json
import math
import random
import sys

import sns_reference as reference

QUANTITIES = {
    "tf.sns.channel": ["n_oo", "n_1o", "n_o1", "n_2o", "n_o2", "m_D", "n_D", "n0", "n1", "nt", "Ez", "ng", "nt_aopp",
                       "E_aopp", "QD", "TD", "Szz", "vac"],
    "tf.sns.finite": ["n1", "Nph", "eph", "leak_EC", "cost", "length_raw"],
    "tf.aopp.finite": ["u0", "u1", "Nph", "kL", "lnA", "SU", "eph", "leak_EC", "cost", "length_raw"],
    "tf.sns.finite.counts": ["n1", "Nph", "eph", "leak_EC", "cost", "length_raw"],
    "tf.aopp.finite.counts": ["u0", "u1", "Nph", "kL", "lnA", "SU", "eph", "leak_EC", "cost", "length_raw"],
    "tf.aopp.pairs": ["kL", "ps", "lnA", "SU", "e", "e_simple"],
    "tf.sns.decoyfree": ["rate"],
}


def short(x, digits=4):
    return float(f"{x:.{digits}g}")


def log_uniform(r, a, b):
    return short(math.exp(r.uniform(math.log(a), math.log(b))))


def user(r, paired, suffix=""):
    p1 = short(r.uniform(0.4, 0.95))
    a2 = short(r.uniform(0.2, 0.7))
    eps = r.uniform(0.2, 0.4) if paired else r.uniform(0.02, 0.1)
    values = {"pz": short(r.uniform(0.4, 0.96)), "p1": p1, "p2": short((1 - p1) * r.uniform(0.1, 0.8)),
              "a1": short(a2 * r.uniform(0.05, 0.4)), "a2": a2, "z": short(r.uniform(0.3, 0.7)), "eps": short(eps)}
    return {k + suffix: v for k, v in values.items()}


def link(r):
    a = r.uniform(8, 32)
    b = a if r.random() < 0.6 else a + r.uniform(-4, 4)
    values = {"pd": log_uniform(r, 1e-11, 1e-8), "e_d": short(r.uniform(0, 0.06))}
    if r.random() < 0.5:
        values.update(etaA=short(10 ** (-a / 10)), etaB=short(10 ** (-b / 10)))
    else:
        values.update(LA_km=short(a / 0.17 - 10), LB_km=short(b / 0.17 - 10), alpha_dB_km=0.17,
                      eta_d=short(r.uniform(0.5, 0.9)))
    return values


def settings(r, paired):
    values = user(r, paired)
    if r.random() < 0.35:
        # A second user beside the first: balanced or not, it must be sound.
        for k, v in user(r, paired, "B").items():
            if k[:-1] in ("a1", "a2", "z", "eps"):
                values[k] = short(values[k[:-1]] * r.uniform(0.6, 1.6)) if r.random() < 0.7 else v
        if values.get("a1B", values["a1"]) >= values.get("a2B", values["a2"]):
            values["a1B"] = short(values.get("a2B", values["a2"]) / 3)
    values["Delta"] = short(r.uniform(0.1, 1.2) if r.random() < 0.9 else r.uniform(1.2, 3.14))
    if r.random() < 0.25:
        values["mixed"] = False
    return values


def options(r, paired):
    values = {}
    if r.random() < 0.3:
        values["accounting"] = "root"
    if paired and r.random() < 0.25:
        values["method"] = "simple"
    if r.random() < 0.3:
        values["cells"] = r.choice([1, 2, 7, 40])
    if r.random() < 0.3:
        values["eps_sec"] = log_uniform(r, 1e-20, 1e-4)
        values["eps_cor"] = log_uniform(r, 1e-25, 1e-5)
    return values


def blocks(r):
    return float(f"{10 ** r.uniform(10.5, 15):.3g}")


def counted(r, base, paired):
    c = reference.channel({**reference.DEFAULTS, **base})
    out = {k: v for k, v in base.items() if k not in ("LA_km", "LB_km", "alpha_dB_km", "eta_d", "pd", "e_d", "etaA", "etaB")}
    for k in ("n_oo", "n_1o", "n_o1", "n_2o", "n_o2", "m_D", "n0", "n1"):
        x = float(c[k])
        out[k] = max(0, round(x + r.gauss(0, 1) * math.sqrt(x)))
    if r.random() < 0.3:
        # Counts that no honest link makes.
        k = r.choice(["n_oo", "n_1o", "n_o1", "n_2o", "n_o2", "m_D"])
        out[k] = round(out[k] * r.choice([0, 0.3, 0.7, 1.5, 4, 1000]))
    if paired:
        out["nt_aopp"] = round(min(out["n0"], out["n1"], float(c["nt_aopp"]) * r.choice([1, 1, 1, 0.5, 1.2])))
    out["leak_EC"] = round(float(c["nt"]) * r.uniform(0.05, 0.25)) if not paired else round(float(c["nt_aopp"]) * r.uniform(0, 0.05))
    return out


def draw(r):
    kind = r.choice(list(QUANTITIES) + ["tf.sns.finite", "tf.aopp.finite", "tf.aopp.finite.counts"])
    paired = ".aopp." in kind or r.random() < 0.3
    if kind == "tf.aopp.pairs":
        n0, n1 = round(10 ** r.uniform(3, 9)), 0
        n1 = round(n0 * r.uniform(0.3, 2))
        u0, u1 = round(n0 * r.uniform(0.2, 0.9)), round(n1 * r.uniform(0.2, 0.9))
        m = round(min(u0, u1) * r.uniform(0, 0.6)) if r.random() < 0.9 else round(u0 * r.uniform(0.4, 2))
        return kind, {"u0": u0, "u1": u1, "n0": n0, "n1": n1, "m": m, "eps_c": log_uniform(r, 1e-15, 1e-5),
                      "eps_q": log_uniform(r, 1e-30, 1e-10)}
    base = {**link(r), **settings(r, paired)}
    if kind == "tf.sns.decoyfree":
        return kind, {**base, "N": 1.0, "f_EC": short(r.uniform(1, 1.3)), "aopp": paired}
    base["N"] = blocks(r)
    if kind == "tf.sns.channel":
        return kind, base
    if kind.endswith(".counts"):
        return kind, {**counted(r, base, ".aopp." in kind), **options(r, ".aopp." in kind)}
    return kind, {**base, **options(r, paired), "f_EC": short(r.uniform(1, 1.3))}


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    r = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["id", "calculation", "inputs", "quantity", "expected", "rtol", "check", "provenance"])
    for index in range(count):
        name, inputs = draw(r)
        text = json.dumps(inputs, separators=(",", ":"))

        def row(quantity, expected, tolerance):
            out.writerow([f"sns-{index:03d}", name, text, quantity, expected, tolerance, "equals", "sns_reference.py"])

        try:
            values = reference.evaluate(name, inputs)
        except reference.Refused:
            row("error", "input", "")
            continue
        for quantity in QUANTITIES[name]:
            # The raw length of refused data is no number of the sheet; that they give no key is.
            if quantity not in values or quantity == "length_raw" and values["refused"]:
                continue
            value = float(values[quantity])
            scale = abs(value)
            if quantity == "length_raw":
                # A difference of larger numbers: their digits count.
                scale += float(values["leak_EC"]) + float(values.get("kL", values.get("n1", 0)))
            row(quantity, repr(value), f"{1e-11 * scale / abs(value):.3g}" if value else "0")
        if name.split(".")[-1] in ("finite", "counts"):
            length = float(values["length"])
            if length == 0 or scale * 1e-11 < 0.1:
                row("length", repr(length), "0")


main()
