# SPDX-License-Identifier: GPL-3.0-or-later
"""CV-MDI, asymptotic (CV-60 to CV-63, literally, with many digits)."""

from mpmath import mp, mpf

from ..precision import real, require
from . import entropies
from .entropies import eigenvalues, g


@entropies.many_digits
def asymptotic(inputs, revision):
    """cv.mdi.asymptotic."""
    V_A, V_B = real(inputs["V_A"]), real(inputs["V_B"])
    require(V_A > 0 and V_B > 0, "modulation must be positive")
    tau = []
    for user in "AB":
        if "loss_%s_dB" % user in inputs:
            tau.append(mp.power(10, -real(inputs["loss_%s_dB" % user]) / 10))
        else:
            tau.append(real(inputs["tau_" + user]))
    require(all(0 <= x <= 1 for x in tau), "transmittance outside [0, 1]")
    xi = [real(inputs.get("xi_" + user, 0)) for user in "AB"]
    eta, v = real(inputs.get("eta_r", 1)), real(inputs.get("v_el_r", 0))
    beta = real(inputs.get("beta", 1))
    require(all(x >= 0 for x in xi) and 0 < eta <= 1 and v >= 0 and 0 <= beta <= 1, "an input outside its range")
    mA, mB = V_A + 1, V_B + 1
    lam = (1 - tau[0]) + tau[0] * xi[0] + (1 - tau[1]) + tau[1] * xi[1] + 2 * (1 - eta + v) / eta
    theta = tau[0] * mA + tau[1] * mB + lam
    a = mA - tau[0] * (mA ** 2 - 1) / theta
    b = mB - tau[1] * (mB ** 2 - 1) / theta
    c2 = tau[0] * tau[1] * (mA ** 2 - 1) * (mB ** 2 - 1) / theta ** 2
    I = -mp.log1p(-c2 / ((a + 1) * (b + 1))) / mp.log(2)
    whole = sum(g(x) for x in eigenvalues(a * a + b * b - 2 * c2, (a * b - c2) ** 2))
    key = inputs.get("key_from", "alice")
    require(key in ("alice", "bob"), "unknown key_from")
    chi = whole - (g(b - c2 / (a + 1)) if key == "alice" else g(a - c2 / (b + 1)))
    raw = beta * I - chi
    result = {"a": a, "b": b, "c": mp.sqrt(c2), "I_AB": I, "chi": chi, "rate_raw": raw, "rate": max(mpf(0), raw)}
    T = tau[0] * tau[1]
    if T > 0:
        result.update({"I_per_T": I / T, "chi_per_T": chi / T, "rate_raw_per_T": raw / T})
    return result
