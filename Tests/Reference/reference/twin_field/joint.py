# SPDX-License-Identifier: GPL-3.0-or-later
"""The joint phase-error bound (TF-35, TF-36): a concave function maximised over the polytope.

Simplicial decomposition instead of the cutting planes of the sheet: the maximum over the hull of the vertices found so
far, then one linear program with its gradient. The value returned is TF-36 at the last point, an upper bound whose
excess over the maximum is below GAP.
"""

import math

from mpmath import mp, mpf

from .. import precision  # noqa: F401  (sets the digits)

GAP = 2e-7


class Concave:
    """F(z) = sum_j [C_j + sum_k a_k sqrt(o_k + g_k z_k)]^2 over groups [(C, [(index, a, o, g)])]."""

    def __init__(self, groups):
        self.groups = groups

    def value(self, z):
        return sum((C + sum(a * mp.sqrt(o + g * z[k]) for k, a, o, g in terms)) ** 2 for C, terms in self.groups)

    def gradient(self, z):
        result = {}
        for C, terms in self.groups:
            whole = C + sum(a * mp.sqrt(o + g * z[k]) for k, a, o, g in terms)
            for k, a, o, g in terms:
                result[k] = whole * a * g / mp.sqrt(o + g * z[k])
        return result


def maximum(polytope, groups, rounds=80):
    """TF-36 at the best point found."""
    F = Concave(groups)
    targets = [k for _, terms in groups for k, *_ in terms]
    floor = mpf(10) ** -14
    start = {k: mpf(1) / 2 for k in targets}
    vertices, weights = [], []
    point = start
    best = None
    for _ in range(rounds):
        gradient = F.gradient(point)
        top, vertex = polytope.maximise(gradient)
        bound = F.value(point) - sum(gradient[k] * point[k] for k in targets) + top
        best = bound if best is None else min(best, bound)
        vertices.append([float(vertex[k]) for k in targets])
        weights = hull_maximum(groups, targets, vertices, weights)
        kept = [i for i, w in enumerate(weights) if w > 0]
        vertices, weights = [vertices[i] for i in kept], [weights[i] for i in kept]
        point = {k: max(floor, sum(mpf(w) * mpf(v[i]) for w, v in zip(weights, vertices))) for i, k in enumerate(targets)}
        if best - F.value(point) <= GAP * best:
            break
    return best


def hull_maximum(groups, targets, vertices, known):
    """Weights of the maximum of F over the hull of some points, in doubles: pairwise steps with a line search.

    The weights of all points but the last are known from the round before.
    """
    position = {k: i for i, k in enumerate(targets)}
    plain = [(float(C), [(position[k], float(a), float(o), float(g)) for k, a, o, g in terms]) for C, terms in groups]
    dimension, count = len(targets), len(vertices)

    def gradient(z):
        result = [0.0] * dimension
        for C, terms in plain:
            roots = [math.sqrt(o + g * max(z[i], 1e-14)) for i, a, o, g in terms]
            whole = C + sum(a * r for (i, a, o, g), r in zip(terms, roots))
            for (i, a, o, g), r in zip(terms, roots):
                result[i] = whole * a * g / r
        return result

    def dot(a, b):
        return sum(x * y for x, y in zip(a, b))

    weights = [0.9 * w for w in known] + [0.1 if known else 1.0]
    z = [dot(weights, column) for column in zip(*vertices)]
    for _ in range(12 * count):
        slope = gradient(z)
        scores = [dot(slope, v) for v in vertices]
        top = max(range(count), key=lambda i: scores[i])
        away = min((i for i in range(count) if weights[i] > 0), key=lambda i: scores[i])
        rise = scores[top] - scores[away]
        if rise <= 1e-9 * abs(scores[top]) or top == away:
            break
        direction = [a - b for a, b in zip(vertices[top], vertices[away])]

        def derivative(t):
            return dot(gradient([x + t * d for x, d in zip(z, direction)]), direction)

        step = line_root(derivative, rise, weights[away])
        weights[top] += step
        weights[away] = weights[away] - step if step < weights[away] else 0.0
        z = [max(dot(weights, column), 0.0) for column in zip(*vertices)]
    total = sum(weights)
    return [w / total for w in weights]


def line_root(derivative, at_zero, end):
    """Zero of a falling function in [0, end] (Illinois), or the end where it is still positive."""
    a, fa, b = 0.0, at_zero, end
    fb = derivative(b)
    if fb >= 0:
        return b
    for _ in range(12):
        x = (a * fb - b * fa) / (fb - fa)
        fx = derivative(x)
        if abs(fx) < 1e-6 * at_zero:
            return x
        if fx > 0:
            a, fa, fb = x, fx, fb / 2
        else:
            b, fb, fa = x, fx, fa / 2
    return a
