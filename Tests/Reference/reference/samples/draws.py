# SPDX-License-Identifier: GPL-3.0-or-later
"""Random numbers with few digits, so that tables stay readable."""

import math


def rounded(x, digits=3):
    return float("%.*g" % (digits, x))


def uniform(random, low, high, digits=3):
    return rounded(random.uniform(low, high), digits)


def spread(random, low, high, digits=3):
    """Uniform in the logarithm."""
    return rounded(math.exp(random.uniform(math.log(low), math.log(high))), digits)


def shares(random, count, digits=3):
    """Positive probabilities of few decimals whose sum is 1 to the last bit that matters."""
    step = 10 ** digits
    cuts = sorted(random.sample(range(1, step), count - 1))
    return [(b - a) / step for a, b in zip([0] + cuts, cuts + [step])]


def maybe(random, inputs, share, **choices):
    """Sets keys to one of their values, each with a probability."""
    for key, values in choices.items():
        if random.random() < share:
            inputs[key] = random.choice(values)
