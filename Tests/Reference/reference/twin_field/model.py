# SPDX-License-Identifier: GPL-3.0-or-later
"""Channel and detectors (TF-1 to TF-6 of section 3)."""

from mpmath import mp, mpf

from ..precision import real, require


class Arms:
    """Transmittances of both arms with the detectors, dark counts, polarisation and phase offsets."""

    def __init__(self, inputs):
        if "etaA" in inputs or "etaB" in inputs:
            self.etaA, self.etaB = real(inputs["etaA"]), real(inputs["etaB"])
        else:
            alpha, eta_d = real(inputs.get("alpha_dB_km", 0.2)), real(inputs.get("eta_d", 1))
            self.etaA, self.etaB = (eta_d * mp.power(10, -alpha * real(inputs[k]) / 10) for k in ("LA_km", "LB_km"))
        require(0 <= self.etaA <= 1 and 0 <= self.etaB <= 1, "transmittance outside [0, 1]")
        self.pd = real(inputs.get("pd", 0))
        require(0 <= self.pd < 1, "pd outside [0, 1)")
        self.theta, self.phi = real(inputs.get("theta", 0)), real(inputs.get("phi", 0))

    def key(self, sA, sB):
        """TF-1, TF-2, TF-3: (Q_X, e_X) for one outcome; e_X = 1/2 without clicks."""
        gA, gB = self.etaA * sA, self.etaB * sB
        half = (gA + gB) / 2
        x = mp.sqrt(gA * gB) * mp.cos(self.phi) * mp.cos(self.theta)

        def click(y):
            return self.pd - (1 - self.pd) * mp.expm1(-y)

        right = (1 - self.pd) * mp.exp(-(half - x)) * click(half + x)
        wrong = (1 - self.pd) * mp.exp(-(half + x)) * click(half - x)
        if right + wrong <= 0:
            return mpf(0), mpf(1) / 2
        return (right + wrong) / 2, wrong / (right + wrong)

    def gain(self, mu, nu):
        """TF-4: one outcome, test mode."""
        u = self.etaA * mu + self.etaB * nu
        w = mp.sqrt(self.etaA * mu * self.etaB * nu) * mp.cos(self.theta)
        excess = sum_of_bessel(w)
        return (1 - self.pd) * (mp.exp(-u / 2) * (excess - mp.expm1(-u / 2)) + self.pd * mp.exp(-u))

    def photon_yield(self, n, m):
        """TF-5, TF-6: one outcome, n and m photons."""
        a, b = self.etaA, self.etaB
        mixed = a * b * mp.cos(self.theta) ** 2 / 4
        v = sum(mp.binomial(n, k) * mp.binomial(m, k) * mixed ** k * (1 - a / 2) ** (n - k) * (1 - b / 2) ** (m - k)
                for k in range(min(n, m) + 1))
        return (1 - self.pd) * (v - (1 - self.pd) * (1 - a) ** n * (1 - b) ** m)


def sum_of_bessel(w):
    """I0(w) - 1 as its series."""
    square, term, total, k = w * w / 4, mpf(1), mpf(0), 0
    while True:
        k += 1
        term = term * square / (k * k)
        total += term
        if term <= total * mp.eps or total == 0:
            return total


def key_gain(inputs, revision):
    """tf.cal.key_gain."""
    Q, e = Arms(inputs).key(real(inputs["sA"]), real(inputs["sB"]))
    return {"Q": Q, "eX": e}


def test_gain(inputs, revision):
    """tf.cal.test_gain."""
    mu, nu = real(inputs["mu"]), real(inputs["nu"])
    require(mu >= 0 and nu >= 0, "negative intensity")
    return {"gain": Arms(inputs).gain(mu, nu)}


def photon_yield(inputs, revision):
    """tf.cal.yield."""
    with mp.workdps(2 * mp.dps):  # TF-6 is a difference
        return {"yield": Arms(inputs).photon_yield(int(inputs["n"]), int(inputs["m"]))}


def bounds(inputs, revision):
    """tf.bounds (TF-50, TF-51)."""
    eta = real(inputs["eta"])
    require(0 <= eta <= 1, "eta outside [0, 1]")

    def capacity(x):
        return mp.inf if x >= 1 else -mp.log1p(-x) / mp.log(2)

    return {"plob": capacity(eta), "single_repeater": capacity(mp.sqrt(eta))}
