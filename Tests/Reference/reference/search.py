# SPDX-License-Identifier: GPL-3.0-or-later
"""A simplex search (Nelder, Mead 1965) over a unit box, in doubles, for the rows ``at_least`` of the tables."""


def maximise(objective, starts, evaluations=500, size=0.08):
    """The best (value, point) over several starts; each start is followed by a restart at its best point."""
    best = None
    for start in starts:
        point, step = list(start), size
        for _ in range(2):
            value, point = simplex(objective, point, step, evaluations)
            step /= 4
            if best is None or value > best[0]:
                best = (value, point)
    return best


def simplex(objective, start, size, evaluations):
    def value(point):
        if any(not 0 < x < 1 for x in point):
            return float("-inf")
        return float(objective(point))

    n = len(start)
    points = [list(start)]
    for i in range(n):
        other = list(start)
        other[i] += size if other[i] + size < 1 else -size
        points.append(other)
    ranked = sorted(((value(p), p) for p in points), key=lambda pair: -pair[0])
    count = n + 1
    while count < evaluations:
        high, low = ranked[0][0], ranked[-1][0]
        spread = max(abs(a - b) for p in ranked[1:] for a, b in zip(p[1], ranked[0][1]))
        if spread < 1e-4 or (low > float("-inf") and abs(high - low) <= 1e-11 * abs(high) and spread < 1e-4):
            break
        centre = [sum(p[1][i] for p in ranked[:-1]) / n for i in range(n)]
        worst = ranked[-1]

        def along(factor):
            point = [c + factor * (c - w) for c, w in zip(centre, worst[1])]
            return value(point), point

        reflected = along(1.0)
        count += 1
        if reflected[0] > ranked[0][0]:
            expanded = along(2.0)
            count += 1
            ranked[-1] = max(expanded, reflected, key=lambda pair: pair[0])
        elif reflected[0] > ranked[-2][0]:
            ranked[-1] = reflected
        else:
            contracted = along(0.5 if reflected[0] > worst[0] else -0.5)
            count += 1
            if contracted[0] > max(worst[0], reflected[0]):
                ranked[-1] = contracted
            else:
                top = ranked[0][1]
                ranked = ranked[:1] + [(lambda q: (value(q), q))([(a + b) / 2 for a, b in zip(top, p[1])])
                                       for p in ranked[1:]]
                count += n
        ranked.sort(key=lambda pair: -pair[0])
    return ranked[0]
