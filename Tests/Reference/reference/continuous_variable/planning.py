# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits (CV-70, CV-71), noise budget (CV-80 to CV-83), fading (CV-85), regression (CV-40 to CV-42), leakage (CV-45b)."""

from mpmath import mp, mpf

from ..precision import log2, real, require
from .channel import quantile
from .composable import Shares, lower_chi
from .entropies import G


def bounds(inputs, revision):
    """cv.bounds."""
    T, xi = real(inputs["T"]), real(inputs["xi"])
    require(0 <= T <= 1 and xi >= 0, "an input outside its range")
    if T == 1:
        if xi == 0:
            return {"nbar": mp.nan, "plob": mp.inf, "thermal_upper": mp.inf, "rci_lower": mp.inf}
        half = xi / 2
        upper = (half - 1) / mp.log(2) - log2(half) if half < 1 else mpf(0)
        return {"plob": mp.inf, "thermal_upper": upper, "rci_lower": max(mpf(0), -1 / mp.log(2) - log2(half))}
    nbar = T * xi / (2 * (1 - T))
    plob = -mp.log1p(-T) / mp.log(2)
    if T > 0 and nbar < T / (1 - T):
        upper = plob - nbar * log2(T) - G(nbar)
    else:
        upper = mpf(0)
    return {"nbar": nbar, "plob": plob, "thermal_upper": upper, "rci_lower": max(mpf(0), plob - G(nbar))}


def noise_budget(inputs, revision):
    """cv.noise_budget."""
    V_A, T, eta = (real(inputs[k]) for k in ("V_A", "T", "eta_d"))
    kappa = 1 if inputs["detection"] == "homodyne" else 2
    phase, B = real(inputs["phase_var"]), real(inputs["bandwidth"])
    x = mp.pi / (mpf(2) ** int(inputs["dac_bits"]) * mp.sqrt(12))
    return {"phase": V_A * mp.expm1(phase), "phase_literature": -2 * V_A * mp.expm1(-phase / 2),
            "rin_sig": V_A * mp.sqrt(real(inputs["rin_sig"]) * B),
            "rin_lo": real(inputs["rin_lo"]) * B * (T * V_A + 1) / (4 * T),
            "dac": V_A * (x + x * x / 2) ** 2,
            "adc": kappa * real(inputs["adc_ratio"]) ** 2 / (12 * mpf(2) ** (2 * int(inputs["adc_bits"])) * eta * T)}


def fading(inputs, revision):
    """cv.fading."""
    T, xi, V_A = real(inputs["T_samples"]), real(inputs["xi"]), real(inputs["V_A"])
    weights = real(inputs.get("weights", [1] * len(T)))
    total = sum(weights)
    mean = sum(q * x for q, x in zip(weights, T)) / total
    root = sum(q * mp.sqrt(x) for q, x in zip(weights, T)) / total
    return {"T_eff": root ** 2, "xi_eff": (mean * xi + (mean - root ** 2) * V_A) / root ** 2}


def estimate(inputs, revision):
    """cv.estimate: regression, intervals and the statistics of CV-98."""
    x, y = real(inputs["x"]), real(inputs["y"])
    require(len(x) == len(y) and len(x) > 1, "pairs are needed")
    M = len(x)
    eps = real(inputs.get("eps_PE", 2e-11))
    Sxx = sum(a * a for a in x)
    t = sum(a * b for a, b in zip(x, y)) / Sxx
    z = [b - t * a for a, b in zip(x, y)]
    rss = sum(a * a for a in z)
    s2 = rss / M
    upper = lower_chi(rss, mpf(M - 1), mp.log(3 / eps))
    V = Sxx / M
    result = {"M": M, "Sxx": Sxx, "V_A_hat": V, "t_hat": t, "rss": rss, "s2_hat": s2}
    if upper is not None:
        half = quantile(eps / 3) * mp.sqrt(upper / Sxx)
        result.update({"sigma2_max": upper, "t_lo": t - half, "t_hi": t + half})
    result["kurtosis_z"] = sum(a ** 4 for a in z) / M / s2 ** 2
    result["kurtosis_x"] = sum(a ** 4 for a in x) / M / V ** 2
    result["corr_x2_z2"] = sum((a * a / V - 1) * (b * b / s2 - 1) for a, b in zip(x, z)) / M
    lags = range(1, min(10, M - 1) + 1)
    first = [sum(z[i] * z[i + l] for i in range(M - l)) / (M - l) / s2 for l in lags]
    second = [sum((z[i] ** 2 / s2 - 1) * (z[i + l] ** 2 / s2 - 1) for i in range(M - l)) / (M - l) for l in lags]
    result["lag_z"] = max(abs(v) for v in first)
    result["lag_z2"] = max(abs(v) for v in second)
    return result


def leak_minimum(inputs, revision):
    """cv.leak_minimum (CV-45b)."""
    shares = Shares(inputs)
    kappa = 1 if inputs.get("detection", "homodyne") == "homodyne" else 2
    n, H, t, sigma2, Sxx, M, V_A = (real(inputs[k]) for k in (
        "n", "symbol_entropy", "t_hat", "sigma2_hat", "sum_x2", "pairs", "V_A"))
    k, x = M - 1, mp.log(3 / shares.PE)
    rss = M * sigma2
    high = lower_chi(rss, k, x)
    low = rss / (k + 2 * mp.sqrt(k * x) + 2 * x)
    t_hi = t + quantile(shares.PE / 3) * mp.sqrt(high / Sxx)
    I = mpf(kappa) / 2 * log2(1 + t_hi ** 2 * V_A / low)
    ent = log2(n) * mp.sqrt(2 * mp.log(1 / shares.ent) / n)
    leak = (n * (H - I - ent) - quantile(shares.cor) / mp.log(2) * mp.sqrt(kappa * n / 2) + log2(shares.cor))
    return {"I_max": I, "leak_EC_min": max(mpf(0), leak)}
