# SPDX-License-Identifier: GPL-3.0-or-later
"""Composable key length (CV-40 to CV-46d), calibration (CV-90, CV-91), bounded noise (CV-92 to CV-95)."""

from mpmath import mp, mpf

from ..precision import NotCovered, log2, real, require
from . import entropies
from .channel import Setup, physical, quantile, region

GOLDEN = (mp.sqrt(5) - 1) / 2


class Shares:
    def __init__(self, inputs, default=mpf("2e-11")):
        self.s, self.PA, self.PE, self.ent, self.W = (
            real(inputs.get("eps_" + k, default)) for k in ("s", "PA", "PE", "ent", "W"))
        self.cor = real(inputs.get("eps_cor", 1e-15))
        require(all(0 < e < 1 for e in (self.s, self.PA, self.PE, self.ent, self.cor, self.W)), "eps outside (0, 1)")


class Block:
    """Numbers of symbols and pairs."""

    def __init__(self, inputs, s):
        N = self.N = real(inputs["N"])
        require(N > 0 and N == mp.floor(N), "N is not a whole number")
        self.mode = inputs.get("pe_mode", "sacrifice")
        require(self.mode in ("sacrifice", "after-EC"), "unknown pe_mode")
        if self.mode == "sacrifice":
            f = real(inputs.get("f_PE", 0.5))
            require(0 < f < 1, "f_PE outside (0, 1)")
            self.m = mp.floor(f * N + mpf(1) / 2)
            self.n, self.M = N - self.m, s.kappa * self.m
        else:
            self.m, self.n, self.M = mpf(0), N, s.kappa * N
        self.bits = int(inputs.get("bits", 6))


def lower_chi(rss, k, x):
    """Upper limit of a variance (CV-41); None if the sample is too small."""
    rest = k - 2 * mp.sqrt(k * x)
    return rss / rest if rest > 0 else None


def worst(s, low, high, w, chi_at):
    """CV-44: the maximum over T in [low, high]."""
    def value(T):
        return chi_at(T, w)

    best = max(value(low), value(high))
    points = [low + (high - low) * mpf(i) / 16 for i in range(17)]
    values = [value(T) for T in points]
    k = max(range(17), key=lambda i: values[i])
    a, b = points[max(k - 1, 0)], points[min(k + 1, 16)]
    c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
    vc, vd = value(c), value(d)
    for _ in range(40):
        best = max(best, vc, vd)
        if vc > vd:
            b, d, vd = d, c, vc
            c = b - GOLDEN * (b - a)
            vc = value(c)
        else:
            a, c, vc = c, d, vd
            d = a + GOLDEN * (b - a)
            vd = value(d)
    return best


def interval(hat, samples, x):
    """CV-90: both limits of a variance from so many samples."""
    low = samples * hat / (samples + 2 * mp.sqrt(samples * x) + 2 * x)
    rest = samples - 2 * mp.sqrt(samples * x)
    return (low, samples * hat / rest) if rest > 0 else None


class Lengths:
    """CV-46c: the number K of agreed lengths and the rounding of the bound."""

    def __init__(self, inputs, block, kappa, measured, revision):
        self.agreed = self.step = self.fixed = None
        self.K, self.announced = mpf(1), 0
        if "lengths" in inputs:
            self.agreed = sorted(int(x) for x in inputs["lengths"])
            self.K, self.announced = mpf(len(self.agreed)), 1
        elif "length_step" in inputs:
            self.step = int(inputs["length_step"])
            self.K, self.announced = mp.floor(block.n * kappa * block.bits / self.step), 1
        elif "fixed_length" in inputs:
            self.fixed = int(inputs["fixed_length"])
        elif inputs.get("from_revealed"):
            pass
        elif "n_lengths" in inputs:  # the bound of revision 1, without the bit for transcripts
            self.K = real(inputs["n_lengths"])
        elif measured and revision >= 2:
            self.K, self.announced = block.n * kappa * block.bits, 1
        elif measured:
            self.K = mpf(128)
        self.smoothing = inputs.get("composition", "split")

    @property
    def eps_divisors(self):
        """(of eps_s, of eps_PA)."""
        if self.smoothing == "one-smoothing":
            return mpf(1), mp.sqrt(self.K)
        return self.K, self.K

    def answer(self, raw):
        bound = max(0, int(mp.floor(raw)))
        if self.agreed is not None:
            return max([0] + [x for x in self.agreed if x <= bound])
        if self.step is not None:
            return bound // self.step * self.step
        if self.fixed is not None:
            return self.fixed if bound >= self.fixed else 0
        return bound


def finish(inputs, s, block, shares, lengths, per_symbol, result, revision):
    """CV-45, CV-46."""
    n = block.n
    frame = inputs.get("fer_mode", "block")
    require(frame in ("block", "frame"), "unknown fer_mode")
    if frame == "frame":
        n = mp.floor((1 - s.fer) * n)
    divide_s, divide_PA = lengths.eps_divisors
    eps_s, eps_PA = shares.s / divide_s, shares.PA / divide_PA
    d = mpf(2) ** (s.kappa * block.bits)
    aep = 4 * log2(mp.sqrt(d) + 2) * mp.sqrt(log2(2 / eps_s ** 2))
    ent = mpf(0)
    if inputs.get("entropy_penalty", True):
        sample = block.m if inputs.get("from_revealed") else n
        ent = log2(sample) * mp.sqrt(2 * mp.log(1 / shares.ent) / sample)
    raw = (n * (per_symbol - ent) - mp.sqrt(n) * aep - mp.ceil(log2(1 / shares.cor))
           - real(inputs.get("extra_leak_bits", 0)) - 2 * log2(1 / (2 * eps_PA)) - lengths.announced)
    result.update({"delta_aep": aep, "delta_ent": ent, "length_raw": raw, "n_lengths": lengths.K})
    result["length"] = lengths.answer(raw) if n >= mpf("1.6") * log2(2 / eps_s ** 2) else 0
    result["rate"] = result["length"] / block.N * (1 if frame == "frame" else 1 - s.fer)
    return result


def no_key(result, reason):
    result.update({"length": 0, "rate": mpf(0), "reason": reason})
    return result


def gaussian(inputs, revision):
    """cv.gaussian.composable."""
    s = Setup(inputs)
    shares, block = Shares(inputs), Block(inputs, s)
    hypothesis = inputs.get("noise_hypothesis", "gaussian")
    require(hypothesis in ("gaussian", "bounded"), "unknown noise_hypothesis")
    if hypothesis == "bounded":
        return bounded(inputs, s, shares, block, revision)
    measured = "t_hat" in inputs
    lengths = Lengths(inputs, block, s.kappa, measured, revision)
    M = block.M
    t = real(inputs["t_hat"]) if measured else s.slope
    sigma2 = real(inputs["sigma2_hat"]) if measured else s.noise
    Sxx = real(inputs["sum_x2"]) if measured else M * s.V_A
    calibrated = "light_samples" in inputs
    share = shares.PE / (7 if calibrated else 3)
    sigma2_max = lower_chi(M * sigma2, M - 1, -mp.log(share))
    floor = s.floor
    result = {"n_lengths": lengths.K}
    if calibrated and measured:
        light = real(inputs["light_variance"])
        floor = light if s.trust in ("trusted", "known-noise") else light - real(inputs.get("dark_variance", 0))
    noise = max(sigma2, floor) if revision >= 2 and measured else sigma2
    result["I_AB"] = s.information(t, noise)
    if sigma2_max is None:
        return no_key(result, "block too small")
    result["sigma2_max"] = sigma2_max
    if t <= 0 and measured:
        return no_key(result, "no positive correlation")
    half = quantile(share) * mp.sqrt(sigma2_max / Sxx)
    t_lo, t_hi = t - half, t + half
    result.update({"t_lo": t_lo, "t_hi": t_hi})
    if calibrated:
        box = calibrated_region(inputs, s, shares, t_lo, t_hi, sigma2_max, result)
        if isinstance(box, str):
            return no_key(result, box)
        low, high, w, chi_at = box
    else:
        contradiction = sigma2_max < s.floor
        low, w = physical(s, t_lo, sigma2_max)
        high, _ = physical(s, t_hi, sigma2_max)

        def chi_at(T, w):
            return s.holevo(*region(s, T, w)) + s.known_noise(T, w)

        result.update({"T_lo": low, "w_hi": w})
        if contradiction:
            return no_key(result, "estimates contradict the calibration")
    return with_region(inputs, s, block, shares, lengths, result, low, high, w, chi_at, mpf(0), revision)


def with_region(inputs, s, block, shares, lengths, result, low, high, w, chi_at, extra, revision):
    high = min(1 + w / 2, high)
    if low > high:
        return no_key(result, "estimates contradict the calibration")
    result["chi_worst"] = worst(s, low, high, w, chi_at)
    per_symbol = s.beta * result["I_AB"] - result["chi_worst"] - extra
    return finish(inputs, s, block, shares, lengths, per_symbol, result, revision)


def unit_limits(inputs, x):
    """(L_lo, L_hi, E_lo, E_hi) of CV-90 or a reason."""
    light = interval(real(inputs["light_variance"]), real(inputs["light_samples"]), x)
    dark = interval(real(inputs["dark_variance"]), real(inputs["dark_samples"]), x)
    if light is None or dark is None:
        return "calibration sample too small"
    return light + dark


def calibrated_region(inputs, s, shares, t_lo, t_hi, sigma2_max, result):
    """CV-91: (T_lo, T_hi, w, chi(T, w)), everything in the unit of the samples, or a reason."""
    limits = unit_limits(inputs, mp.log(7 / shares.PE))
    if isinstance(limits, str):
        return limits
    L_lo, L_hi, E_lo, E_hi = limits
    N_lo, N_hi = L_lo - E_hi, L_hi - E_lo
    result.update({"unit_lo": N_lo, "unit_hi": N_hi})
    if N_lo <= 0:
        return "calibration sample too small"
    eta = mpf(1) if s.trust == "untrusted" else s.eta
    low, high = s.kappa * max(t_lo, mpf(0)) ** 2 / (eta * N_hi), s.kappa * t_hi ** 2 / (eta * N_lo)
    if s.trust in ("trusted", "known-noise"):
        w = s.kappa * max(mpf(0), sigma2_max - L_lo) / (eta * N_lo)
        contradiction = sigma2_max < L_lo
    else:
        w = s.kappa * max(mpf(0), sigma2_max / N_lo - 1) / eta
        contradiction = sigma2_max < N_lo
    v = E_lo / N_hi if s.trust == "trusted" else mpf(0)
    known = E_hi / N_lo

    def chi_at(T, w):
        return s.holevo(T, w, eta, v) + s.known_noise(T, w, known)

    result.update({"T_lo": low, "w_hi": w})
    return "estimates contradict the calibration" if contradiction else (low, high, w, chi_at)


class Clipped:
    """CV-92: what the circle of radius r is worth; volts if there is a calibration."""

    def __init__(self, inputs, s, shares, block, V_A, sigma2, t, limits):
        self.limits = limits
        if limits is not None:
            L_lo, L_hi, E_lo, E_hi = limits
            N_lo, N_hi = L_lo - E_hi, L_hi - E_lo
            eta = mpf(1) if s.trust == "untrusted" else s.eta
            if s.trust in ("trusted", "known-noise"):
                self.s2_lo, self.s2_hi = L_lo, L_hi
            else:
                self.s2_lo, self.s2_hi = N_lo, N_hi
            ratio, unit = N_lo / self.s2_hi, N_hi
        else:
            eta = mpf(1) if s.trust == "untrusted" else s.eta
            self.s2_lo = self.s2_hi = s.floor
            ratio, unit = 1 / s.floor, mpf(1)
        self.eta = eta
        N = block.N
        if "clip_radius" in inputs:
            self.r = real(inputs["clip_radius"])
        else:
            self.r = mp.sqrt(2 * (sigma2 + t ** 2 * V_A) * mp.log(1000 * N))
        self.small = self.r ** 2 < 4 * self.s2_hi
        prime = eta * ratio
        rho = self.r ** 2 / (2 * self.s2_lo)
        self.cut = mp.ceil((rho + mp.log(50)) / -mp.log1p(-prime / 2))
        self.W = mp.log(1 / shares.W) / (mpf("0.99") * N)
        self.D = 2 * (eta * self.cut * unit + self.s2_hi)
        self.delta_W = mp.sqrt(2 * self.W)
        self.penalty = 2 * (self.delta_W * 2 * block.bits + entropies.G(self.delta_W))


def bounded(inputs, s, shares, block, revision):
    """CV-92 to CV-95, heterodyne and sacrifice."""
    require(s.detection == "heterodyne" and block.mode == "sacrifice", "bounded noise: heterodyne and sacrifice only")
    measured = "mean_Z" in inputs
    lengths = Lengths(inputs, block, s.kappa, measured, revision)
    calibrated = "light_samples" in inputs
    V_A, m = s.V_A, block.m
    result = {"n_lengths": lengths.K}
    limits = None
    if calibrated:
        limits = unit_limits(inputs, mp.log(7 / shares.PE))
        if isinstance(limits, str):
            return no_key(result, limits)
        result.update({"unit_lo": limits[0] - limits[3], "unit_hi": limits[1] - limits[2]})
    t, sigma2 = s.slope, s.noise
    t0 = real(inputs["slope_reference"]) if "slope_reference" in inputs else t
    clip = Clipped(inputs, s, shares, block, V_A, sigma2, t, limits)
    result.update({"W": clip.W, "delta_W": clip.penalty})
    if clip.small:
        raise NotCovered("a radius below twice the receiver's noise")
    if measured:
        mean_Z, var_Z, mean_R, var_R = (real(inputs[k]) for k in ("mean_Z", "var_Z", "mean_R", "var_R"))
    else:
        mean_Z, var_Z = sigma2, sigma2 ** 2
        mean_R, var_R = V_A * (t - t0), V_A * sigma2 / 2
    ell = mp.log((14 if calibrated else 6) / shares.PE)
    X = mp.sqrt(80 * V_A)
    r, tiny = clip.r, mp.exp(-40)
    B_Z, B_R = (r + abs(t0) * X) ** 2 / 2, X * (r + abs(t0) * X) / 2
    S_U = (mean_Z + mp.sqrt(2 * var_Z * ell / m) + 7 * B_Z * ell / (3 * (m - 1))
           + tiny * (r ** 2 + 82 * t0 ** 2 * V_A))
    D_R = (mp.sqrt(2 * var_R * ell / m) + 14 * B_R * ell / (3 * (m - 1))
           + tiny * (r * mp.sqrt(82 * V_A) / 2 + 41 * abs(t0) * V_A))
    W = clip.W
    delta_c = W * mp.sqrt(V_A * (1 + mp.log(1 / W)) / 2) * (2 * r + mp.sqrt(clip.D))
    sigma2_max = S_U + W * clip.D / 2 + 2 * abs(t0) * delta_c
    t_lo, t_hi = t0 + (mean_R - D_R - delta_c) / V_A, t0 + (mean_R + D_R + delta_c) / V_A
    t_hat = t0 + mean_R / V_A
    floor = s.floor
    if calibrated:
        light = real(inputs["light_variance"])
        floor = light if s.trust in ("trusted", "known-noise") else light - real(inputs["dark_variance"])
    result["I_AB"] = s.information(t_hat, max(mean_Z - V_A * (t_hat - t0) ** 2, floor))
    result.update({"sigma2_max": sigma2_max, "t_lo": t_lo, "t_hi": t_hi})
    if W > mpf(1) / 8:
        return no_key(result, "block too small")
    if t_hat <= 0:
        return no_key(result, "no positive correlation")
    if calibrated:
        box = calibrated_region(inputs, s, shares, t_lo, t_hi, sigma2_max, result)
        if isinstance(box, str):
            return no_key(result, box)
        low, high, w, _ = box
        known = (limits[3] / (limits[0] - limits[3])) if s.trust == "known-noise" else mpf(0)
        v = limits[2] / (limits[1] - limits[2]) if s.trust == "trusted" else mpf(0)

        def chi_at(T, w):
            return s.holevo(T, w, clip.eta, v) + log2(1 + known)
    else:
        if sigma2_max < s.floor:
            return no_key(result, "estimates contradict the calibration")
        low, w = physical(s, t_lo, sigma2_max)
        high, _ = physical(s, t_hi, sigma2_max)

        def chi_at(T, w):
            return s.holevo(*region(s, T, w)) + (log2(1 + s.v) if s.trust == "known-noise" else 0)

        result.update({"T_lo": low, "w_hi": w})
    return with_region(inputs, s, block, shares, lengths, result, low, high, w, chi_at, clip.penalty, revision)
