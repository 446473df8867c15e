# SPDX-License-Identifier: GPL-3.0-or-later
"""The refutation of claims (BND-22, BND-23, BND-28, BND-42; rules R2 to R6 of section 7)."""

from mpmath import mp, mpf

from ..precision import real, require
from .channels import capacity, constant, modes, transmittance


def effective(D):
    """eps of BND-28."""
    require(0 <= D < 1, "no bound: failure probabilities sum to 1 or more")
    return D * (2 - D)


def finite_pure_loss(inputs, revision):
    """bounds.finite_pure_loss."""
    eta, M, n = transmittance(inputs), modes(inputs), real(inputs["n"])
    require(n >= 1, "n below 1")
    if "eps" in inputs:
        eps = real(inputs["eps"])
        require(0 <= eps < 1, "eps outside [0, 1)")
    else:
        eps = effective(sum(real(inputs.get(k, 0)) for k in ("eps_sec", "eps_cor", "p_abort")))
    bits = n * M * capacity(eta) + constant(eps)
    return {"eps_used": eps, "c_eps_bits": constant(eps), "finite_bits": bits, "rate_bound_per_pulse": bits / n}


def claim_check(inputs, revision):
    """bounds.claim_check (BND-42)."""
    etas, n, key, M = real(inputs["etas"]), real(inputs["n"]), real(inputs["key_bits"]), modes(inputs)
    require(etas and all(0 <= x <= 1 for x in etas), "transmittances outside [0, 1]")
    require(n >= 1, "n below 1")
    eps = effective(sum(real(inputs.get(k, 0)) for k in ("eps_sec", "eps_cor", "p_abort")))
    bound = n * M * min(capacity(x) for x in etas) + constant(eps)
    exceeds = key > bound * (1 + mpf(10) ** -12)
    return {"bound_bits": bound, "ratio": mpf(0) if mp.isinf(bound) else key / bound,
            "verdict": "exceeds" if exceeds else "consistent"}


def claim_rate(inputs, revision):
    """bounds.claim_rate: nothing unsaid is read against the claimant."""
    links = inputs["links"]
    require(links, "no link")
    box = real(inputs.get("box_factor", 3))
    etas, certain = [], True
    for link in links:
        if "loss_dB" not in link:
            etas.append(mpf(1))
            certain = False
            continue
        u = real(link.get("uncertainty_dB", 0))
        certain = certain and "uncertainty_dB" in link
        loss = real(link["loss_dB"]) - u * max(box / real(link.get("coverage_factor", 1)), mpf(1))
        etas.append(mp.power(10, -max(loss, mpf(0)) / 10))
    eta = min(etas)
    K = capacity(eta)
    result = {"eta_max": eta, "per_mode": K, "refutes": 0, "verdict": "undecidable"}
    conditions = True
    M = per_second = None
    if "modes_per_pulse" in inputs:
        M = modes(inputs)
    elif "optical_bandwidth_hz" in inputs and "clock_hz" in inputs:
        B, clock = real(inputs["optical_bandwidth_hz"]), real(inputs["clock_hz"])
        M = 2 * B * real(inputs.get("spatial_modes", 1)) / clock * mpf("1.1")
        conditions = "spatial_modes" in inputs and "time_s" in inputs and B * real(inputs["time_s"]) >= 10000
    if M is None or mp.isinf(K):
        return result
    shares = ("eps_sec", "eps_cor", "p_abort")
    D = sum(real(inputs.get(k, 0)) for k in shares)
    if any(k not in inputs for k in shares):
        D = max(D, mpf("0.999"))
    if "key_bits" in inputs and "n" in inputs:
        claim, limit = real(inputs["key_bits"]), real(inputs["n"]) * M * K + constant(effective(D))
    elif "bits_per_second" in inputs and "clock_hz" in inputs:
        claim = real(inputs["bits_per_second"])
        limit = real(inputs["clock_hz"]) * real(inputs.get("duty_cycle", 1)) * M * K
        conditions = conditions and claim / limit >= mpf("1.001")
    elif "rate_per_pulse" in inputs:
        claim, limit = real(inputs["rate_per_pulse"]), M * K
    else:
        return result
    exceeds = claim > limit * (1 + mpf(10) ** -12)
    result.update({"limit": limit, "ratio": claim / limit, "verdict": "exceeds" if exceeds else "consistent",
                   "refutes": int(exceeds and certain and conditions)})
    return result
