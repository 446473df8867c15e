# SPDX-License-Identifier: GPL-3.0-or-later
"""Named calculations of the family."""

from . import asymptotic, comparison, counts, finite, joint_bound, model, optimum, statistics

CALCULATIONS = {
    "statistics.chernoff": statistics.chernoff_calculation,
    "statistics.kato": statistics.kato_calculation,
    "tf.bounds": model.bounds,
    "tf.cal.decoy": asymptotic.decoy,
    "tf.cal.decoy.joint": joint_bound.decoy_joint,
    "tf.cal.finite": finite.finite,
    "tf.cal.finite.counts": counts.counts,
    "tf.cal.finite.joint": joint_bound.finite_joint,
    "tf.cal.infinite": asymptotic.infinite,
    "tf.cal.key_gain": model.key_gain,
    "tf.cal.optimise.infinite": optimum.optimise_infinite,
    "tf.cal.test_gain": model.test_gain,
    "tf.cal.yield": model.photon_yield,
    "tf.lucamarini2018": comparison.lucamarini,
    "tf.mode_pairing": comparison.mode_pairing,
    "tf.phase_matching": comparison.phase_matching,
    "tf.phase_slice_error": comparison.phase_slice_error,
    "tf.sns": comparison.sns,
    "tf.sns.aopp": comparison.sns_aopp,
}
