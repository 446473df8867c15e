# SPDX-License-Identifier: GPL-3.0-or-later
"""Shares of eps_sec and penalties (BB-36, BB-37, BB-38, BB-39, BB-45, BB-46, BB-76)."""

from mpmath import mp, mpf

from ..precision import InputError, log2, real, require

SOUND = "sound"
CLIPPED = {"lim2014-clipped": "lim2014", "rusca2018-clipped": "rusca2018"}
PUBLISHED = ("lim2014", "rusca2018", "lim2014-clipped", "rusca2018-clipped", "satquma2022")
TAILS = {"two": {1: 12, 2: 13}, "one": {1: 11, 2: 11}}  # events of the sound proofs


class Budget:
    """What the failure probabilities are worth: exponents of tails and sampling, penalty in bits."""

    def __init__(self, inputs, protocol, revision):
        self.proof = inputs.get("proof", SOUND)
        allowed = {"two": ("sound", "lim2014", "lim2014-clipped", "satquma2022"),
                   "one": ("sound", "rusca2018", "rusca2018-clipped"), "three": ("sound",)}[protocol]
        require(self.proof in allowed, "unknown proof")
        published = self.proof != SOUND
        self.sound = not published
        self.stat = inputs.get("stat", "kl" if self.sound else "hoeffding")
        if self.proof == "satquma2022":
            self.stat = inputs.get("stat", "chernoff")
        self.sampling = inputs.get("sampling", "kl" if self.sound else "lim-gamma")
        # Revision 1 knew the clipped forms under the names of the published ones.
        self.clipped = self.sound or self.proof in CLIPPED or (revision == 1 and self.proof != "satquma2022")
        eps_sec, eps_cor = real(inputs.get("eps_sec", 1e-10)), real(inputs.get("eps_cor", 1e-15))
        require(0 < eps_sec < 1 and 0 < eps_cor < 1, "eps outside (0, 1)")
        self.composition = inputs.get("composition", "linear")
        self.penalty_kind = inputs.get("penalty", "pa")
        require(self.composition in ("linear", "tup24") and self.penalty_kind in ("pa", "lim"), "unknown option")
        if published or protocol == "three":
            require(self.composition == "linear" and self.penalty_kind == "pa", "option of the sound proof only")
        self.log_gamma = -mp.log(eps_sec / 21)
        self.infinite = self.stat == "none"
        if self.composition == "tup24":
            events = TAILS[protocol][revision]
            self.eps = eps_sec / 3
            self.L = -2 * mp.log(self.eps) + mp.log(events + 1)
            self.log_sampling = self.L / 2
        elif self.sound:
            self.eps = eps_sec / {"two": {1: 15, 2: 16}[revision], "one": 14, "three": 17}[protocol]
            self.L = self.log_sampling = -mp.log(self.eps)
        else:
            self.eps = eps_sec / (19 if protocol == "one" else 21)
            self.L = -mp.log(self.eps)
            self.log_sampling = self.log_gamma
        if self.sound and self.penalty_kind == "pa":
            hashing = 2 * log2(1 / (2 * self.eps))
        elif self.sound:
            hashing = 6 * log2(21 / eps_sec)
        else:
            hashing = 6 * log2((19 if protocol == "one" else 21) / eps_sec)
        self.penalty = hashing + log2(2 / eps_cor)
        if self.infinite:  # no tails and no constants; the sampling bound is an option of its own
            self.L = self.penalty = mpf(0)
