# SPDX-License-Identifier: GPL-3.0-or-later
"""Linear programs by a bounded-variable revised simplex method in the digits of mpmath.

    maximise c.x   subject to   low_r <= sum_k A_rk x_k <= high_r,   0 <= x_k <= box_k

One slack for each row makes equations; the inverse of the basis is kept and updated. Objectives on one polytope share
the basis, so that only the first one needs a phase 1. Every optimum is checked against its dual bound (TF-14).
"""

from mpmath import mp, mpf


class Infeasible(Exception):
    """No point satisfies the rows; ``violation`` is the least sum of violations."""

    def __init__(self, violation):
        super().__init__("violation %s" % mp.nstr(violation, 5))
        self.violation = violation


class Polytope:
    def __init__(self, rows, low, high, box):
        self.m, self.n = len(rows), len(box)
        self.columns = [[rows[r][k] for r in range(self.m)] for k in range(self.n)]
        self.rows = rows
        zero = mpf(0)
        self.low = [zero] * self.n + list(low)
        self.high = list(box) + list(high)
        self.noise = mpf(10) ** (15 - mp.dps)
        # Slack of row r has index n + r and column -e_r.
        self.basis = [self.n + r for r in range(self.m)]
        self.inverse = [[mpf(-1) if i == j else zero for j in range(self.m)] for i in range(self.m)]
        self.at_high = [False] * self.n + [False] * self.m
        self.feasible = False
        self.values = None
        self.refresh()

    def bound(self, j):
        return self.high[j] if self.at_high[j] else self.low[j]

    def refresh(self):
        """Values of the basic variables from the bounds of the others."""
        basic = set(self.basis)
        right = [mpf(0)] * self.m
        for j in range(self.n + self.m):
            if j in basic:
                continue
            x = self.bound(j)
            if x == 0:
                continue
            if j < self.n:
                for r, a in enumerate(self.columns[j]):
                    right[r] -= a * x
            else:
                right[j - self.n] += x
        self.values = [mp.fdot(row, right) for row in self.inverse]

    def column(self, j):
        """B^-1 times column j."""
        if j < self.n:
            a = self.columns[j]
            return [mp.fdot(row, a) for row in self.inverse]
        r = j - self.n
        return [-row[r] for row in self.inverse]

    def reduced(self, costs):
        """(prices, {nonbasic: reduced cost}) for costs of all variables given as (dense of x, dict of others)."""
        basic_costs = [costs(j) for j in self.basis]
        prices = [mpf(0)] * self.m
        for cost, row in zip(basic_costs, self.inverse):
            if cost != 0:
                for r, a in enumerate(row):
                    prices[r] += cost * a
        basic = set(self.basis)
        result = {}
        for j in range(self.n + self.m):
            if j in basic or self.low[j] == self.high[j]:
                continue
            if j < self.n:
                result[j] = costs(j) - mp.fdot(prices, self.columns[j])
            else:
                result[j] = costs(j) + prices[j - self.n]
        return prices, result

    def violations(self):
        """Cost of phase 1 for each basic variable: +1 below its range, -1 above."""
        costs = {}
        total = mpf(0)
        for j, x in zip(self.basis, self.values):
            if x < self.low[j] - self.noise:
                costs[j] = mpf(1)
                total += self.low[j] - x
            elif x > self.high[j] + self.noise:
                costs[j] = mpf(-1)
                total += x - self.high[j]
        return costs, total

    def enter(self, gains, careful):
        """A nonbasic variable whose move improves the objective, or None."""
        best, chosen = self.noise, None
        for j, d in gains.items():
            size = -d if self.at_high[j] else d
            if size > best:
                chosen = j
                if careful:
                    return chosen
                best = size
        return chosen

    def move(self, j, phase_one):
        """Moves variable j off its bound as far as possible; returns the length of the step."""
        direction = -1 if self.at_high[j] else 1
        w = self.column(j)
        step, leaving, to_high = self.high[j] - self.low[j], None, None
        for i, (k, x, a) in enumerate(zip(self.basis, self.values, w)):
            rate = -direction * a
            if abs(rate) <= self.noise:
                continue
            low, high = self.low[k], self.high[k]
            if phase_one and x < low - self.noise:
                if rate < 0:
                    continue
                limit, up = (low - x) / rate, False
            elif phase_one and x > high + self.noise:
                if rate > 0:
                    continue
                limit, up = (high - x) / rate, True
            elif rate > 0:
                limit, up = (high - x) / rate, True
            else:
                limit, up = (low - x) / rate, False
            limit = max(limit, mpf(0))
            if limit < step or (limit == step and leaving is not None and abs(a) > abs(w[leaving])):
                step, leaving, to_high = limit, i, up
        if mp.isinf(step):
            raise ArithmeticError("unbounded program")
        for i, a in enumerate(w):
            self.values[i] -= direction * a * step
        if leaving is None:
            self.at_high[j] = not self.at_high[j]
            return step
        entering = self.bound(j) + direction * step
        self.at_high[self.basis[leaving]] = to_high
        self.basis[leaving] = j
        self.values[leaving] = entering
        pivot = self.inverse[leaving]
        scale = w[leaving]
        pivot = self.inverse[leaving] = [a / scale for a in pivot]
        for i, a in enumerate(w):
            if i != leaving and a != 0:
                row = self.inverse[i]
                self.inverse[i] = [x - a * p for x, p in zip(row, pivot)]
        return step

    def run(self, costs_of, phase_one):
        stalled = 0
        for _ in range(5000):
            costs = costs_of()
            if costs is None:
                return None
            prices, gains = self.reduced(costs)
            j = self.enter(gains, stalled > 30)
            if j is None:
                return prices, gains
            stalled = stalled + 1 if self.move(j, phase_one) <= self.noise else 0
        raise ArithmeticError("no end of the simplex method")

    def find_point(self):
        """Phase 1."""
        def costs():
            violated, total = self.violations()
            return None if not violated else (lambda j: violated.get(j, mpf(0)))

        if self.run(costs, True) is not None:
            violation = self.violations()[1]
            if violation > mpf(10) ** (25 - mp.dps):
                raise Infeasible(violation)
        self.feasible = True

    def maximise(self, c):
        """(optimum, point) for the objective {index: coefficient}; the optimum is that of the dual bound."""
        if not self.feasible:
            self.find_point()
        zero = mpf(0)
        prices, _ = self.run(lambda: (lambda j: c.get(j, zero)), False)
        self.refresh()
        point = [self.bound(k) for k in range(self.n)]
        for j, x in zip(self.basis, self.values):
            if j < self.n:
                point[j] = x
        value = sum(a * point[k] for k, a in c.items())
        dual = self.certificate(c, prices)
        if abs(dual - value) > mpf(10) ** (25 - mp.dps) * (1 + abs(value)):
            raise ArithmeticError("primal and dual value differ by %s" % mp.nstr(dual - value, 5))
        return dual, point

    def certificate(self, c, prices):
        """TF-14: an upper bound for any prices."""
        total = mpf(0)
        for r, price in enumerate(prices):
            end = self.high[self.n + r] if price > 0 else self.low[self.n + r]
            if price != 0 and (abs(price) > self.noise or not mp.isinf(end)):
                total += price * end
        for k in range(self.n):
            rest = c.get(k, mpf(0)) - mp.fdot(prices, self.columns[k])
            if rest > 0 and (rest > self.noise or not mp.isinf(self.high[k])):
                total += rest * self.high[k]
        return total
