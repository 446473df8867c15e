# SPDX-License-Identifier: GPL-3.0-or-later
"""Capacities and bounds of single channels (BND-4 to BND-29b), chains (BND-30 to BND-32)."""

from mpmath import mp, mpf

from ..precision import entropy, log2, real, require

LN2 = mp.log(2)


def capacity(eta):
    """BND-4."""
    return mp.inf if eta >= 1 else -mp.log1p(-eta) / LN2


def thermal_entropy(x):
    """g(x)."""
    return mpf(0) if x <= 0 else ((x + 1) * mp.log1p(x) - x * mp.log(x)) / LN2


def transmittance(inputs):
    """eta of the channel; loss above 3000 dB counts as 0."""
    if "eta" in inputs:
        eta = real(inputs["eta"])
    else:
        loss = (real(inputs["loss_dB"]) if "loss_dB" in inputs else
                real(inputs["L_km"]) * real(inputs.get("alpha_dB_km", 0.2)))
        loss += real(inputs.get("excess_dB", 0))
        require(loss >= 0, "negative loss")
        eta = mpf(0) if loss > 3000 else mp.power(10, -loss / 10)
    require(0 <= eta <= 1, "eta outside [0, 1]")
    return eta


def modes(inputs):
    M = real(inputs.get("modes_per_pulse", 1))
    require(M > 0, "modes_per_pulse must be positive")
    return M


def failure(inputs):
    eps = real(inputs["eps"])
    require(0 <= eps < 1, "eps outside [0, 1)")
    return eps


def constant(eps):
    """C(eps) of BND-22."""
    return log2(6) + 2 * (mp.log1p(eps) - mp.log1p(-eps)) / LN2


def pure_loss(inputs, revision):
    """bounds.pure_loss (BND-4, BND-5, BND-6)."""
    eta, M = transmittance(inputs), modes(inputs)
    result = {"eta": eta, "plob": M * capacity(eta)}
    result["tgw"] = mp.inf if eta == 1 else M * (mp.log1p(eta) - mp.log1p(-eta)) / LN2
    direct = mp.inf if eta == 1 else (max(mpf(0), log2(eta / (1 - eta))) if eta > 0 else mpf(0))
    result["unassisted_private"] = M * direct
    if "clock_hz" in inputs:
        result["plob_bits_per_s"] = real(inputs["clock_hz"]) * result["plob"]
    return result


def energy_constrained(inputs, revision):
    """bounds.energy_constrained (BND-7, BND-8, BND-9)."""
    eta, N = transmittance(inputs), real(inputs["mean_photons"])
    require(N >= 0, "negative mean photon number")
    with mp.workdps(3 * mp.dps):
        g = thermal_entropy
        squashed = g(N * (1 + eta) / 2) - g(N * (1 - eta) / 2)
        lower = g(N) - g((1 - eta) * N)
        direct = max(mpf(0), g(eta * N) - g((1 - eta) * N))
    return {"squashed_upper": squashed, "upper": min(capacity(eta), squashed), "rci_lower": lower,
            "unassisted_private": direct}


def gaussian(t, x, inputs):
    """BND-12, BND-13, BND-24, BND-25, BND-27 for threshold t and x thermal photons."""
    with mp.workdps(3 * mp.dps):
        if mp.isinf(t):
            upper = lower = mp.inf
        elif x >= t:
            upper = lower = mpf(0)
        else:
            upper = log2(1 + t) if x == 0 else (x + 1) * log2((1 + t) / (1 + x)) - x * log2(t / x)
            lower = max(mpf(0), log2(1 + t) - thermal_entropy(x))
    result = {"upper": upper, "lower_rci": lower}
    if "n" in inputs:
        n, eps = real(inputs["n"]), failure(inputs)
        require(n >= 1, "n below 1")
        if x >= t:
            result["finite_bits"] = -mp.log1p(-eps) / LN2
        else:
            V = mpf(0) if x == 0 else x * (x + 1) * log2(t * (1 + x) / ((1 + t) * x)) ** 2
            result["finite_bits"] = n * upper + mp.sqrt(2 * n * V / (1 - eps)) + constant(eps)
    return result


def thermal_loss(inputs, revision):
    """bounds.thermal_loss (BND-11, BND-14)."""
    eta = transmittance(inputs)
    if "nbar" in inputs:
        x = real(inputs["nbar"])
    else:
        require(eta < 1, "eta = 1 needs nbar")
        x = eta * real(inputs["excess_noise_snu"]) / (2 * (1 - eta))
    require(x >= 0, "negative noise")
    t = mp.inf if eta == 1 else eta / (1 - eta)
    return {"nbar": x, "nbar_threshold": t, **gaussian(t, x, inputs)}


def amplifier(inputs, revision):
    """bounds.amplifier."""
    gain, x = real(inputs["gain"]), real(inputs.get("nbar", 0))
    require(gain > 1 and x >= 0, "gain above 1 and noise not below 0 are needed")
    return gaussian(1 / (gain - 1), x, inputs)


def additive_noise(inputs, revision):
    """bounds.additive_noise (BND-15, BND-26, BND-27)."""
    xi = real(inputs["xi"])
    require(xi > 0, "xi must be positive")
    upper = (xi - 1) / LN2 - log2(xi) if xi < 1 else mpf(0)
    result = {"upper": upper, "lower_rci": max(mpf(0), -1 / LN2 - log2(xi))}
    if "n" in inputs:
        n, eps = real(inputs["n"]), failure(inputs)
        if xi >= 1:
            result["finite_bits"] = -mp.log1p(-eps) / LN2
        else:
            V = ((1 - xi) / LN2) ** 2
            result["finite_bits"] = n * upper + mp.sqrt(2 * n * V / (1 - eps)) + constant(eps)
    return result


def probability(inputs):
    p = real(inputs["p"])
    require(0 <= p <= 1, "p outside [0, 1]")
    return p


def shannon(values):
    return -sum(q * log2(q) for q in values if q > 0)


def distribution(inputs):
    values = real(inputs["probs"])
    require(all(q >= 0 for q in values) and abs(sum(values) - 1) <= mpf("1e-12"), "probabilities do not sum to 1")
    return values


def dephasing(inputs, revision):
    """bounds.dephasing (BND-16, BND-29a)."""
    if "probs" in inputs:
        values = distribution(inputs)
        return {"capacity": log2(len(values)) - shannon(values)}
    p = probability(inputs)
    result = {"capacity": 1 - entropy(p)}
    if "n" in inputs:
        n, eps = int(inputs["n"]), failure(inputs)
        require(n >= 1, "n below 1")
        p = min(p, 1 - p)
        if p == 0:
            return {**result, "finite_bits": n - log2(1 - eps)}
        term, gathered, size = (1 - p) ** n, mpf(0), mpf(0)  # of C(n,k) p^k (1-p)^(n-k)
        for k in range(n + 1):
            number = mp.binomial(n, k)
            if gathered + term >= 1 - eps:
                size += (1 - eps - gathered) / term * number
                break
            gathered += term
            size += number
            term *= mpf(n - k) / (k + 1) * p / (1 - p)
        result["finite_bits"] = n - log2(size)
    return result


def erasure(inputs, revision):
    """bounds.erasure (BND-17, BND-29b)."""
    p, d = probability(inputs), real(inputs.get("d", 2))
    require(d >= 2, "d below 2")
    result = {"capacity": (1 - p) * log2(d)}
    if "n" in inputs:
        n, eps = int(inputs["n"]), failure(inputs)
        require(n >= 1, "n below 1")
        if p in (0, 1):
            result["finite_bits"] = (n * log2(d) if p == 0 else mpf(0)) - log2(1 - eps)
            return result
        term, gathered, total = (1 - p) ** n, mpf(0), mpf(0)
        for k in range(n, -1, -1):
            if gathered + term >= 1 - eps:
                total += (1 - eps - gathered) * d ** -k
                break
            gathered += term
            total += term * d ** -k
            term *= mpf(k) / (n - k + 1) * p / (1 - p)
        result["finite_bits"] = -log2(total)
    return result


def pauli_of(values):
    top = max(values)
    return {"upper": 1 - entropy(top) if top > 0.5 else mpf(0), "lower_hashing": max(mpf(0), 1 - shannon(values))}


def pauli(inputs, revision):
    """bounds.pauli (BND-18)."""
    values = distribution(inputs)
    require(len(values) == 4, "four probabilities")
    return pauli_of(values)


def depolarizing(inputs, revision):
    """bounds.depolarizing (BND-19)."""
    p = real(inputs["p"])
    require(0 <= p <= mpf(4) / 3, "p outside [0, 4/3]")
    result = pauli_of([1 - 3 * p / 4, p / 4, p / 4, p / 4])
    if p >= mpf(2) / 3:
        result["upper"] = mpf(0)
    return result


def maximum(f):
    """Maximum of a concave function on [0, 1]."""
    ratio, a, b = (mp.sqrt(5) - 1) / 2, mpf(0), mpf(1)
    for _ in range(140):
        c, d = b - ratio * (b - a), a + ratio * (b - a)
        if f(c) > f(d):
            b = d
        else:
            a = c
    return f((a + b) / 2)


def amplitude_damping(inputs, revision):
    """bounds.amplitude_damping (BND-20)."""
    p = probability(inputs)
    first = mp.inf if p == 0 else -log2(p)
    squashed = maximum(lambda u: entropy(u * (1 - p / 2)) - entropy(u * p / 2))
    return {"ree_upper": min(mpf(1), first), "squashed_upper": squashed, "upper": min(mpf(1), first, squashed),
            "lower_rci": max(mpf(0), maximum(lambda u: entropy(u) - entropy(u * p)))}


def repeater_chain(inputs, revision):
    """bounds.repeater_chain (BND-30, BND-31)."""
    M = modes(inputs)
    mode = inputs.get("station_loss", "none")
    require(mode in ("none", "each_link"), "unknown station_loss")
    if "etas" in inputs:
        etas = real(inputs["etas"])
        require(etas and all(0 <= x <= 1 for x in etas), "transmittances outside [0, 1]")
        return {"bound": M * capacity(min(etas))}
    eta, k = transmittance(inputs), int(inputs.get("repeaters", 0))
    require(k >= 0, "negative number of repeaters")
    link = eta ** (mpf(1) / (k + 1))
    if mode == "each_link":
        station = real(inputs.get("station_eta", 1))
        require(0 <= station <= 1, "station_eta outside [0, 1]")
        link *= station
    return {"bound": M * capacity(link)}


def min_repeaters(inputs, revision):
    """bounds.min_repeaters (BND-32): the least k whose BND-31 reaches the target."""
    eta, target = transmittance(inputs), real(inputs["target_rate"])
    require(eta > 0 and target > 0, "eta and target must be positive")
    if eta >= 1:
        return {"repeaters": 0}
    needed = -mp.expm1(-target * LN2)
    k = max(0, int(mp.ceil(mp.log(eta) / mp.log(needed))) - 1)

    def reaches(k):  # rounding of the target itself does not ask for one repeater more
        return capacity(eta ** (mpf(1) / (k + 1))) >= target * (1 - mpf(10) ** -12)

    while not reaches(k):
        k += 1
    while k > 0 and reaches(k - 1):
        k -= 1
    return {"repeaters": k}
