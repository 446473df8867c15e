# SPDX-License-Identifier: GPL-3.0-or-later
"""Gains and single-photon yields (MDI-1 to MDI-9 literally, with twice the digits; MDI-11, MDI-12, MDI-13)."""

from mpmath import mp, mpf

from ..precision import real, require

HALF = mpf(1) / 2


class Relay:
    """Arms with detectors, dark counts of each of four detectors, flip probability of model M1."""

    def __init__(self, inputs):
        if "etaA" in inputs:
            self.etaA, self.etaB = real(inputs["etaA"]), real(inputs["etaB"])
        else:
            alpha, eta_d = real(inputs.get("alpha_dB_km", 0.2)), real(inputs.get("eta_d", 1))
            self.etaA, self.etaB = (eta_d * mp.power(10, -alpha * real(inputs[k]) / 10) for k in ("LA_km", "LB_km"))
        require(0 <= self.etaA <= 1 and 0 <= self.etaB <= 1, "transmittance outside [0, 1]")
        self.pd, self.e_d = real(inputs.get("pd", 0)), real(inputs.get("e_d", 0))
        require(0 <= self.pd < 0.5 and 0 <= self.e_d <= 0.5, "pd or e_d outside its range")

    def gain(self, basis, muA, muB):
        """(Q, T) of MDI-4 or MDI-5, MDI-6."""
        require(muA >= 0 and muB >= 0, "negative intensity")
        with mp.workdps(2 * mp.dps):
            a, b = self.etaA * muA, self.etaB * muB
            s, x, q = a + b, mp.sqrt(a * b) / 2, 1 - self.pd
            if basis == "Z":
                C = 2 * q ** 2 * mp.exp(-s / 2) * (1 - q * mp.exp(-a / 2)) * (1 - q * mp.exp(-b / 2))
                W = 2 * self.pd * q ** 2 * mp.exp(-s / 2) * (mp.besseli(0, 2 * x) - q * mp.exp(-s / 2))
                return C + W, self.e_d * C + (1 - self.e_d) * W
            require(basis == "X", "unknown basis")
            y = q * mp.exp(-s / 4)
            Q = 2 * y ** 2 * (1 + 2 * y ** 2 - 4 * y * mp.besseli(0, x) + mp.besseli(0, 2 * x))
            return Q, Q / 2 - (1 - 2 * self.e_d) * y ** 2 * (mp.besseli(0, 2 * x) - 1)

    def single(self):
        """(Y11, e11_X, e11_Z) of MDI-7, MDI-8, MDI-9."""
        a, b, pd, q = self.etaA, self.etaB, self.pd, 1 - self.pd
        Y = q ** 2 * (a * b / 2 + (2 * a + 2 * b - 3 * a * b) * pd + 4 * (1 - a) * (1 - b) * pd ** 2)
        if Y <= 0:
            return mpf(0), HALF, HALF
        t = Y / 2 - (HALF - self.e_d) * q ** 2 * a * b / 2
        C = 2 * q ** 2 * (a / 2 + pd * (1 - a)) * (b / 2 + pd * (1 - b))
        W = 2 * pd * q ** 2 * ((1 - a / 2) * (1 - b / 2) + a * b / 4 - q * (1 - a) * (1 - b))
        return Y, t / Y, (self.e_d * C + (1 - self.e_d) * W) / Y


def gains(inputs, revision):
    """mdi.gains."""
    Q, T = Relay(inputs).gain(inputs["basis"], real(inputs["muA"]), real(inputs["muB"]))
    return {"Q": Q, "T": T, "E": T / Q if Q > 0 else HALF}


def single11(inputs, revision):
    """mdi.single11."""
    Y, eX, eZ = Relay(inputs).single()
    return {"Y11": Y, "e11X": eX, "e11Z": eZ}


PLUS = ((0, 1), (2, 3))  # detectors cH, cV, dH, dV
MINUS = ((0, 3), (2, 1))


def wrong(basis, plus, bitA, bitB):
    """Section 1: what counts as an error after post-processing."""
    if basis == "Z":
        return bitA == bitB
    return (bitA != bitB) if plus else (bitA == bitB)


def angles(inputs, bitA, bitB):
    base = mpf(0) if inputs["basis"] == "Z" else mp.pi / 4
    return (base + bitA * mp.pi / 2 + real(inputs["thetaA"]), base + bitB * mp.pi / 2 + real(inputs["thetaB"]))


def gains_rotation(inputs, revision):
    """mdi.gains.rotation (MDI-11, MDI-12), 64 phases."""
    relay = Relay(inputs)
    a, b, q = relay.etaA * real(inputs["muA"]), relay.etaB * real(inputs["muB"]), 1 - relay.pd
    Q = T = mpf(0)
    for bitA in (0, 1):
        for bitB in (0, 1):
            psiA, psiB = angles(inputs, bitA, bitB)
            cA, cB, sA, sB = mp.cos(psiA), mp.cos(psiB), mp.sin(psiA), mp.sin(psiB)
            for step in range(64):
                cosine = mp.cos(2 * mp.pi * step / 64)
                H, V = (a * cA ** 2 + b * cB ** 2) / 2, (a * sA ** 2 + b * sB ** 2) / 2
                dH, dV = mp.sqrt(a * b) * cA * cB * cosine, mp.sqrt(a * b) * sA * sB * cosine
                none = [q * mp.exp(-I) for I in (H + dH, V + dV, H - dH, V - dV)]
                for plus, patterns in ((True, PLUS), (False, MINUS)):
                    for pattern in patterns:
                        p = mpf(1)
                        for d in range(4):
                            p *= 1 - none[d] if d in pattern else none[d]
                        Q += p
                        if wrong(inputs["basis"], plus, bitA, bitB):
                            T += p
    return {"Q": Q / 256, "T": T / 256}


def single11_rotation(inputs, revision):
    """mdi.single11.rotation (MDI-13)."""
    relay = Relay(inputs)
    a, b, pd = relay.etaA, relay.etaB, relay.pd
    Q = T = mpf(0)
    for bitA in (0, 1):
        for bitB in (0, 1):
            psiA, psiB = angles(inputs, bitA, bitB)
            u = [x / mp.sqrt(2) for x in (mp.cos(psiA), mp.sin(psiA), mp.cos(psiA), mp.sin(psiA))]
            v = [x / mp.sqrt(2) for x in (mp.cos(psiB), mp.sin(psiB), -mp.cos(psiB), -mp.sin(psiB))]
            for plus, patterns in ((True, PLUS), (False, MINUS)):
                for i, j in patterns:
                    p = (1 - pd) ** 2 * (
                        a * b * ((u[i] * v[j] + u[j] * v[i]) ** 2
                                 + 2 * pd * (u[i] ** 2 * v[i] ** 2 + u[j] ** 2 * v[j] ** 2))
                        + a * (1 - b) * pd * (u[i] ** 2 + u[j] ** 2) + b * (1 - a) * pd * (v[i] ** 2 + v[j] ** 2)
                        + (1 - a) * (1 - b) * pd ** 2)
                    Q += p
                    if wrong(inputs["basis"], plus, bitA, bitB):
                        T += p
    return {"Y11": Q / 4, "e11": T / Q if Q > 0 else HALF}
