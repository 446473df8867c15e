# SPDX-License-Identifier: GPL-3.0-or-later
"""The joint bound in asymptotic and finite form (TF-35)."""

from mpmath import mp, mpf

from .asymptotic import phase_sum, rate, residues, setup
from .coefficients import cat, pairs, same_parity
from .asymptotic import extended
from .finite import finite, sigma, tuned_at
from .joint import maximum
from .statistics import affine, sum_upper


def decoy_joint(inputs, revision):
    """tf.cal.decoy.joint: the smaller of the joint and the separate bound."""
    arms, sA, sB, S, f, program = setup(inputs)
    cA, cB = extended(cat(sA), S), extended(cat(sB), S)
    tails = residues(program, cA, cB, S, revision)
    upper = {pair: program.upper(*pair) for pair in pairs(S)}
    groups = [(tails[j], [(program.index[pair], cA[pair[0]] * cB[pair[1]], mpf(0), program.scale[program.index[pair]])
                          for pair in same_parity(S, j) if program.scale[program.index[pair]] > 0]) for j in (0, 1)]
    phase = min(maximum(program.polytope, groups), phase_sum(cA, cB, S, upper, tails))
    Q, e = arms.key(sA, sB)
    raw, R = rate(Q, e, phase, f)
    return {"eX": e, "eZ_raw": raw, "rate": R}


def joint_sigma(s, budget, observed, program, weights, tuned):
    """Sigma_ph of the joint bound, never above the separate one."""
    n = observed.MX + observed.MZ
    whole = mp.sqrt(sum_upper(observed.MZ, n, tuned_at(s, tuned, "tail"), budget.Lk))
    groups = []
    for j in (0, 1):
        terms = []
        for pair in same_parity(s.S, j):
            o, g = affine(n, tuned_at(s, tuned, pair), budget.Lk)
            k = program.index[pair]
            terms.append((k, weights.r(*pair), o, g * program.scale[k]))
        groups.append((weights.W(j, j) * whole, terms))
    factor = (s.pX / (1 - s.pX)) ** 2
    return min(factor * maximum(program.polytope, groups), sigma(s, budget, observed, program, weights, tuned))


def finite_joint(inputs, revision):
    """tf.cal.finite.joint."""
    return finite(inputs, revision, joint_sigma)
