# SPDX-License-Identifier: GPL-3.0-or-later
"""Transmittance of a link given as a number, a loss in dB, or a length of fibre (BB-1, BB-2)."""

from mpmath import mp, mpf

from .precision import real, require


def transmittance(inputs, eta="eta", loss="loss_dB", length="L_km"):
    """eta of the channel alone, without ``eta_d``; None if no key is present."""
    if eta in inputs:
        value = real(inputs[eta])
        require(0 <= value <= 1, "%s outside [0, 1]" % eta)
        return value
    if loss in inputs or length in inputs:
        decibel = real(inputs.get(loss, 0)) + real(inputs.get(length, 0)) * real(inputs.get("alpha_dB_km", 0.2))
        require(decibel >= 0, "negative loss")
        return mp.power(10, -decibel / 10)
    return None
