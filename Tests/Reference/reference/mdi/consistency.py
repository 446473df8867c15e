# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts that contradict the settings (MDI-34b, MDI-38b; revision 2)."""

from mpmath import mp, mpf

from ..linear_program import Polytope

LEAST = mpf(10) ** -6  # below it the counts are refused


def centred(rows, intervals, extra):
    """s* of MDI-34b for cells (row, (L, U)) and extra rows (row, low, high); the unknowns of the rows are >= 0."""
    count = len(rows[0])
    matrix, low, high = [], [], []
    for row, (L, U) in zip(rows, intervals):
        middle, half = (L + U) / 2, (U - L) / 2
        scaled = [a / half for a in row]
        matrix += [scaled + [mpf(1)], scaled + [mpf(-1)]]  # the last unknown is 1 - s
        low += [middle / half, -mp.inf]
        high += [mp.inf, middle / half]
    for row, L, U in extra:
        matrix.append(list(row) + [mpf(0)])
        low.append(L)
        high.append(U)
    return 1 + program(matrix, low, high, count).maximise({count: mpf(-1)})[0]


def program(matrix, low, high, count):
    """One-sided rows get a finite start: the simplex method keeps nonbasic slacks at a finite end."""
    polytope = Polytope(matrix, low, high, [mp.inf] * (count + 1))
    for r in range(polytope.m):
        polytope.at_high[polytope.n + r] = mp.isinf(polytope.low[polytope.n + r])
    return polytope


def four_intensities(nine, wx, wy, D, A, B):
    """MDI-38b: relations (1) to (6) over the nine numbers; nine maps a name to its interval."""
    names = ["oo", "xo", "ox", "yo", "oy", "xx", "yy", "T", "zz"]
    index = {name: i for i, name in enumerate(names)}
    zA, yA, xA = A
    zB, yB, xB = B

    def row(**terms):
        values = [mpf(0)] * len(names)
        for name, value in terms.items():
            values[index[name]] = mpf(value)
        return values

    def combine(*parts):
        return [sum(f * r[i] for f, r in parts) for i in range(len(names))]

    H = row(xo=1, ox=1, oo=-1)
    Cx = combine((1, row(xx=1)), (-1, H))
    Cy = row(yy=1, yo=-1, oy=-1, oo=1)
    S_row = combine((wx / D, Cx), (-wy / D, Cy))
    extra = [(row(xo=1, oo=-1), mpf(0), mp.inf), (row(ox=1, oo=-1), mpf(0), mp.inf),
             (combine((xA, row(yo=1, oo=-1)), (-yA, row(xo=1, oo=-1))), mpf(0), mp.inf),
             (combine((xB, row(oy=1, oo=-1)), (-yB, row(ox=1, oo=-1))), mpf(0), mp.inf),
             (combine((xA * xB, Cy), (-yA * yB, Cx)), mpf(0), mp.inf),
             (combine((1, row(T=1)), (-mpf(1) / 2, H)), mpf(0), mp.inf),
             (combine((1, row(xx=1, T=-1)), (-mpf(1) / 2, H)), mpf(0), mp.inf),
             (row(zz=1, oo=-1), mpf(0), mp.inf),
             (combine((1, row(zz=1, oo=-1)), (-zA * zB, S_row)), mpf(0), mp.inf),
             (S_row, -mp.inf, mpf(1))]
    cells = [row(**{name: 1}) for name in names]
    # The nine numbers have no sign of their own in the sheet: each is a difference of two unknowns.
    extra = [(r + [-x for x in r], L, U) for r, L, U in extra]
    return centred([r + [-x for x in r] for r in cells], [nine[name] for name in names], extra)


def yields(cells, cut=10):
    """MDI-34b for cells (kind, a, b, (L, U)), kind one of nX, nZ, mX.

    t and u - t are the unknowns of a round with photons on both sides, so that t <= u needs no rows; with vacuum on
    one side t = u/2, one unknown.
    """
    index = {}

    def unknown(*key):
        return index.setdefault(key, len(index))

    def terms(kind, n, m):
        if kind == "nZ" and (n, m) not in ((0, 0), (1, 1)):
            return [(unknown("v", n, m), mpf(1))]
        if n == 0 or m == 0:
            return [(unknown("u", n, m), mpf(1) / 2 if kind == "mX" else mpf(1))]
        wrong, right = unknown("t", n, m), unknown("r", n, m)
        return [(wrong, mpf(1))] if kind == "mX" else [(wrong, mpf(1)), (right, mpf(1))]

    sparse = []
    for kind, a, b, _ in cells:
        row = {}
        for n in range(cut + 1):
            for m in range(cut + 1):
                power = (a ** n if n else mpf(1)) * (b ** m if m else mpf(1))
                for k, w in terms(kind, n, m):
                    row[k] = row.get(k, mpf(0)) + w * power
        sparse.append(row)
    single = {k: mpf(1) for k in (unknown("t", 1, 1), unknown("r", 1, 1))}
    count = len(index)
    rows = [[row.get(k, mpf(0)) for k in range(count)] for row in sparse]
    return centred(rows, [interval for *_, interval in cells],
                   [([single.get(k, mpf(0)) for k in range(count)], mpf(0), mpf(1))])
