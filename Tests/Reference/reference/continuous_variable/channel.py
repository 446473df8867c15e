# SPDX-License-Identifier: GPL-3.0-or-later
"""Channel, receiver and trust levels (CV-1 to CV-11a)."""

from mpmath import mp, mpf

from ..linear_link import transmittance
from ..precision import log2, real, require
from . import entropies

TRUST = ("trusted", "trusted-loss", "known-noise", "untrusted")


class Setup:
    """V_A, T, w at the channel output, receiver, level of trust."""

    def __init__(self, inputs, discrete=False):
        with mp.workdps(entropies.DIGITS):
            T = transmittance(inputs, eta="T")
        require(T is not None, "no transmittance")
        self.T = T
        if not discrete:
            self.V_A = real(inputs["V_A"])
            require(self.V_A > 0 and not mp.isinf(self.V_A), "V_A must be positive")
        self.eta, self.v = real(inputs.get("eta_d", 1)), real(inputs.get("v_el", 0))
        require(0 < self.eta <= 1 and self.v >= 0, "eta_d outside (0, 1] or v_el below 0")
        self.detection = inputs.get("detection", "heterodyne" if discrete else "homodyne")
        require(self.detection in ("homodyne", "heterodyne"), "unknown detection")
        self.kappa = 1 if self.detection == "homodyne" else 2
        self.trust = inputs.get("trust", "trusted")
        require(self.trust in TRUST, "unknown trust")
        xi = real(inputs.get("xi", 0))
        require(xi >= 0, "negative excess noise")
        reference = inputs.get("xi_reference", "input")
        require(reference in ("input", "output", "bob"), "unknown xi_reference")
        self.w = {"input": T * xi, "output": xi, "bob": self.kappa * xi / self.eta}[reference]
        self.beta = real(inputs.get("beta", 1))
        require(0 <= self.beta <= 1, "beta outside [0, 1]")
        self.fer = real(inputs.get("fer", 0))
        require(0 <= self.fer < 1, "fer outside [0, 1)")

    @property
    def slope(self):
        """t of CV-5."""
        return mp.sqrt(self.eta * self.T / self.kappa)

    @property
    def noise(self):
        """sigma2 of CV-5."""
        return 1 + self.v + self.eta * self.w / self.kappa

    @property
    def floor(self):
        """The receiver's own noise (CV-45a)."""
        return 1 + self.v if self.trust in ("trusted", "known-noise") else mpf(1)

    def primed(self, T, w):
        """T', w', eta', v' of CV-11."""
        if self.trust == "trusted":
            return T, w, self.eta, self.v
        if self.trust == "known-noise":
            return T, w, self.eta, mpf(0)
        if self.trust == "trusted-loss":
            return T, w + self.kappa * self.v / self.eta, self.eta, mpf(0)
        return self.eta * T, self.eta * w + self.kappa * self.v, mpf(1), mpf(0)

    def known_noise(self, T, w, v=None):
        """delta_kn of CV-11a; 0 for the other levels."""
        v = self.v if v is None else v
        if self.trust != "known-noise" or v == 0:
            return mpf(0)
        V_b = self.eta / self.kappa * (T * self.V_A + w) + 1 + v
        return mpf(self.kappa) / 2 * log2(V_b / (V_b - v))

    def holevo(self, T, w, eta, v):
        """chi_BE at primed quantities."""
        with mp.workdps(entropies.DIGITS):
            a, b, c2 = self.V_A + 1, T * self.V_A + w + 1, T * self.V_A * (self.V_A + 2)
            return entropies.reverse(a, b, c2, self.detection, entropies.added_noise(self.detection, eta, v))

    def information(self, slope, noise):
        """I_AB of CV-9."""
        return mpf(self.kappa) / 2 * mp.log1p(slope ** 2 * self.V_A / noise) / mp.log(2)


def asymptotic(inputs, revision):
    """cv.gaussian.asymptotic (CV-12)."""
    s = Setup(inputs)
    I = s.information(s.slope, s.noise)
    T, w, eta, v = s.primed(s.T, s.w)
    way = inputs.get("reconciliation", "reverse")
    require(way in ("reverse", "direct"), "unknown reconciliation")
    if way == "direct":
        chi = entropies.direct(s.V_A, T, w, s.detection)
    else:
        chi = s.holevo(T, w, eta, v) + s.known_noise(s.T, s.w)
    raw = s.beta * I - chi
    result = {"I_AB": I, "chi": chi, "rate_raw": raw, "rate": (1 - s.fer) * max(mpf(0), raw)}
    if s.T > 0:
        result.update({"I_per_T": I / s.T, "chi_per_T": chi / s.T, "rate_raw_per_T": raw / s.T})
    return result


def lgg2010(inputs, revision):
    """cv.gaussian.lgg2010 (CV-48)."""
    s = Setup(inputs)
    N = real(inputs["N"])
    m = mp.floor(real(inputs["f_PE"]) * N + mpf(1) / 2)
    n, M = N - m, s.kappa * m
    z = quantile(real(inputs["eps_PE"]) / 4)
    t, sigma2 = s.slope, s.noise
    t_min = t - z * mp.sqrt(sigma2 / (M * s.V_A))
    sigma2_max = sigma2 + z * sigma2 * mp.sqrt(2) / mp.sqrt(M)
    delta = 7 * mp.sqrt(log2(2 / real(inputs["eps_bar"])) / n) + 2 / n * log2(1 / real(inputs["eps_PA"]))
    result = {"t_min": t_min, "sigma2_max": sigma2_max, "Delta_n": delta, "rate": mpf(0)}
    if t_min > 0:
        T, w = physical(s, t_min, sigma2_max)
        chi = s.holevo(*region(s, T, w)) + s.known_noise(T, w)
        result["chi"] = chi
        result["rate"] = max(mpf(0), n / N * (s.beta * s.information(t, sigma2) - chi - delta))
    return result


def york(inputs, revision):
    """cv.gaussian.york (CV-49)."""
    s = Setup(inputs)
    N, p, bits = real(inputs["N"]), real(inputs["p_ec"]), int(inputs["bits"])
    eps_PE, eps_s, eps_h = (real(inputs[k]) for k in ("eps_PE", "eps_s", "eps_h"))
    m = mp.floor(real(inputs["f_PE"]) * N + mpf(1) / 2)
    n, M = N - m, s.kappa * m
    wc = quantile(eps_PE) if eps_PE > mpf("1e-17") else mp.sqrt(2 * mp.log(1 / eps_PE))
    T = s.T - wc * 2 * s.T * mp.sqrt(s.kappa * s.noise / (s.eta * s.T * s.V_A * M))
    sigma2 = s.noise * (1 + wc * mp.sqrt(2 / M))
    d = mpf(2) ** (s.kappa * bits)
    if int(inputs["version"]) == 2021:
        inner = 18 / (p ** 2 * eps_s ** 4)
        theta = log2(p * (1 - eps_s ** 2 / 3)) + 2 * log2(mp.sqrt(2) * eps_h)
    else:
        inner = 2 / eps_s ** 2
        theta = 2 * log2(mp.sqrt(2) * eps_h)
    delta = 4 * log2(mp.sqrt(d) + 2) * mp.sqrt(log2(inner))
    result = {"T_wc": T, "s2_wc": sigma2, "Delta_aep": delta, "Theta": theta, "rate": mpf(0)}
    if T > 0:
        _, w = physical(s, mpf(0), sigma2)
        seen = s.eta * T if s.trust == "untrusted" else T
        chi = s.holevo(*region(s, seen, w)) + s.known_noise(T, w)
        result["chi_wc"] = chi
        result["rate"] = max(mpf(0), n * p / N * (s.beta * s.information(s.slope, s.noise) - chi
                                                  - delta / mp.sqrt(n) + theta / n))
    return result


def quantile(eps):
    """Upper-tail standard normal quantile."""
    with mp.workdps(80):
        return mp.sqrt(2) * mp.erfinv(1 - 2 * eps)


def physical(s, t, sigma2):
    """(T, w) of the level of trust from slope and noise (CV-43); w is not negative."""
    eta = mpf(1) if s.trust == "untrusted" else s.eta
    return s.kappa * max(t, mpf(0)) ** 2 / eta, max(mpf(0), s.kappa * (sigma2 - s.floor) / eta)


def region(s, T, w):
    """Arguments of the Holevo quantity for T, w of CV-43."""
    if s.trust == "trusted":
        return T, w, s.eta, s.v
    return T, w, mpf(1) if s.trust == "untrusted" else s.eta, mpf(0)
