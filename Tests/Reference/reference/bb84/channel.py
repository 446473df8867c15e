# SPDX-License-Identifier: GPL-3.0-or-later
"""Channel and detector models (BB-4, BB-5, BB-6, BB-7, BB-70 of revision 1), after-pulses, dead time, expected counts."""

from mpmath import mp, mpf

from ..linear_link import transmittance
from ..precision import InputError, NotCovered, real, require

PER_DETECTOR = ("threshold2", "lim2014", "satquma2022")
MODELS = ("threshold2", "ma2005", "ma2005x", "lim2014", "rusca2018", "satquma2022")


class Link:
    """Hardware: model, total transmittance, background p, misalignments, after-pulses, dead time."""

    def __init__(self, inputs, revision):
        self.model = inputs.get("model", "threshold2")
        require(self.model in MODELS, "unknown model")
        channel = transmittance(inputs)
        require(channel is not None, "no transmittance")
        self.channel = channel
        eta_d = real(inputs.get("eta_d", 1))
        require(0 <= eta_d <= 1, "eta_d outside [0, 1]")
        self.eta = channel * eta_d
        self.p = real(inputs.get("p", 0))
        require(0 <= self.p < 1, "p outside [0, 1)")
        self.e_d = real(inputs.get("e_d", 0))
        self.e_dZ = real(inputs.get("e_dZ", inputs.get("e_d", 0)))
        require(0 <= self.e_d <= 0.5 and 0 <= self.e_dZ <= 0.5, "misalignment outside [0, 1/2]")
        self.p_ap = real(inputs.get("p_ap", 0))
        require(0 <= self.p_ap < 0.5, "p_ap outside [0, 1/2)")
        if self.model in ("ma2005", "rusca2018"):
            require(self.p <= mpf("0.01"), "background too strong for a model that counts it twice")
        self.kappa = real(inputs.get("rep_rate", 0)) * real(inputs.get("t_dead", 0))
        shared = revision >= 2 and self.model == "threshold2"
        self.afterpulse = inputs.get("afterpulse", "shared" if shared else "own-intensity")
        self.order = inputs.get("afterpulse_order", "geometric")
        require(self.afterpulse in ("shared", "own-intensity"), "unknown afterpulse")
        require(self.order in ("geometric", "first"), "unknown afterpulse_order")

    def background(self, mix):
        """p' of BB-7c for a mix [(intensity, probability)]; p itself with own-intensity after-pulses."""
        if self.afterpulse != "shared" or self.p_ap == 0:
            return self.p
        share = self.p_ap / 2 if self.model in PER_DETECTOR else self.p_ap
        d0 = sum(q * -mp.expm1(-self.eta * k) for k, q in mix)

        def clicks(p):
            if self.model == "threshold2":
                return d0 + (1 - d0) * p * (2 - p)
            if self.model == "lim2014":
                return d0 + (1 - d0) * 2 * p
            if self.model == "ma2005x":
                return d0 + (1 - d0) * p
            return d0 + p

        def step(p):
            y = clicks(p)
            return self.p + share * y / (1 + self.kappa * y)

        if self.order == "first":
            return step(self.p)
        p = self.p
        for _ in range(2000):
            following = step(p)
            if abs(following - p) <= abs(following) * mpf(10) ** (4 - mp.dps):
                break
            p = following
        require(following < 0.5, "background with after-pulses not below 1/2")
        return following

    def response(self, k, e_d, p=None):
        """Gain Q and joint error EQ of intensity k before dead time (section 1)."""
        require(k >= 0, "negative intensity")
        shared = self.afterpulse == "shared"
        p = self.p if p is None else p
        signal = -mp.expm1(-self.eta * k)
        if self.model == "threshold2":
            right = -mp.expm1(-self.eta * k * (1 - e_d))
            wrong = -mp.expm1(-self.eta * k * e_d)
            c = right + p * (1 - right)
            w = wrong + p * (1 - wrong)
            q, eq = c + w - c * w, w - c * w / 2
        elif self.model in ("ma2005", "rusca2018"):
            q, eq = p + signal, p / 2 + e_d * signal
        elif self.model == "ma2005x":
            q, eq = signal + p * (1 - signal), p * (1 - signal) / 2 + e_d * signal
        elif self.model == "lim2014":
            q, eq = signal + 2 * p * (1 - signal), p + e_d * signal
        else:
            q = (1 + self.p_ap) * (signal + 2 * p * (1 - signal))
            return q, p + e_d * signal + self.p_ap * q / 2
        if not shared:
            q, eq = q * (1 + self.p_ap), eq + self.p_ap * q / 2
        return q, eq

    def yields(self, e_d, p=None):
        """Y0, Y1, e1 Y1 of the honest channel without own-intensity after-pulses (BB-4, BB-5, BB-6, BB-7e)."""
        p = self.p if p is None else p
        eta = self.eta
        if self.model == "threshold2":
            y0 = p * (2 - p)
            y1 = eta + y0 * (1 - eta)
            error = eta * (1 - e_d) * p / 2 + eta * e_d * (1 - p / 2) + (1 - eta) * (p - p * p / 2)
        elif self.model in ("ma2005", "rusca2018"):
            y0, y1, error = p, p + eta, p / 2 + e_d * eta
        elif self.model == "ma2005x":
            y0, y1, error = p, p + eta - p * eta, p * (1 - eta) / 2 + e_d * eta
        else:
            y0, y1, error = 2 * p, eta + 2 * p * (1 - eta), p + e_d * eta
        return y0, y1, error


def channel(inputs, revision):
    """bb84.channel: one pulse of intensity mu; the mix of BB-7c is mu_mix, p_mix, or the pulse alone."""
    link = Link(inputs, revision)
    k = real(inputs["mu"])
    require(k >= 0, "negative intensity")
    mix = list(zip(real(inputs.get("mu_mix", [inputs["mu"]])), real(inputs.get("p_mix", [1]))))
    p = link.background(mix)
    q, eq = link.response(k, link.e_d, p)
    y0, y1, error = link.yields(link.e_d, p)
    return {"eta": link.eta, "Q": q, "EQ": eq, "E": eq / q if q > 0 else mpf(0), "Y0": y0, "Y1": y1,
            "e1": error / y1 if y1 > 0 else mpf(0), "p_background": p}


class Counts:
    """Counts of the classes by intensity, measured (whole numbers) or expected."""

    def __init__(self, nX, mX, nZ, mZ, N, measured, total_mX=None):
        self.nX, self.mX, self.nZ, self.mZ = nX, mX, nZ, mZ
        self.N, self.measured, self.total_mX = N, measured, total_mX

    @property
    def key_errors(self):
        return self.total_mX if self.mX is None else sum(self.mX)


def expected_counts(inputs, mu, p_mu, revision):
    """BB-9 with BB-7c and BB-8; with nX_block N follows from the expected block."""
    link = Link(inputs, revision)
    pXA = real(inputs["pX"])
    pXB = real(inputs.get("pX_bob", inputs["pX"]))
    require(0 <= pXA <= 1 and 0 <= pXB <= 1, "pX outside [0, 1]")
    p = link.background(list(zip(mu, p_mu)))
    x = [link.response(k, link.e_d, p) for k in mu]
    z = [link.response(k, link.e_dZ, p) for k in mu]
    click = sum(q * (pXB * a[0] + (1 - pXB) * b[0]) for q, a, b in zip(p_mu, x, z))
    dead = 1 / (1 + link.kappa * click)
    gain = pXA * pXB * dead * sum(q * a[0] for q, a in zip(p_mu, x))
    if "nX_block" in inputs:
        require(gain > 0, "no clicks: a block of detections cannot be reached")
        N = real(inputs["nX_block"]) / gain
    else:
        N = real(inputs["N"])
    key, test = N * pXA * pXB * dead, N * (1 - pXA) * (1 - pXB) * dead
    return Counts([key * q * a[0] for q, a in zip(p_mu, x)], [key * q * a[1] for q, a in zip(p_mu, x)],
                  [test * q * b[0] for q, b in zip(p_mu, z)], [test * q * b[1] for q, b in zip(p_mu, z)], N, False)


def check_class(n, m):
    """Whole, not negative, errors not above detections (section 0)."""
    for count in list(n) + list(m):
        require(count >= 0 and count == mp.floor(count), "a count is not a whole number")
    for a, b in zip(n, m):
        require(b <= a, "more errors than detections")


def measured_counts(inputs, intensities):
    """The counts of a run, with the input errors of section 0."""
    given = inputs["counts"]
    classes = {}
    for name in ("nX", "mX", "nZ", "mZ"):
        if name == "mX" and "mX_total" in given:
            continue
        require(name in given and len(given[name]) == intensities, "counts for every intensity are needed")
        classes[name] = real(given[name])
    total = real(given["mX_total"]) if "mX_total" in given else None
    check_class(classes["nX"], classes.get("mX", []))
    check_class(classes["nZ"], classes["mZ"])
    if total is not None:
        require(total == mp.floor(total) and 0 <= total <= sum(classes["nX"]), "mX_total is no count of errors")
    N = real(inputs["N"]) if "N" in inputs else None
    if N is not None:
        require(N == mp.floor(N) and N > 0, "N is not a whole number")
        require(sum(classes["nX"]) + sum(classes["nZ"]) <= N, "more detections than pulses")
    return Counts(classes["nX"], classes.get("mX"), classes["nZ"], classes["mZ"], N, True, total)
