# SPDX-License-Identifier: GPL-3.0-or-later
"""The golden numbers that stand inside Swift test files: blocks of lines ``name numbers`` in a ``NumberTable``."""

import math
import re

from mpmath import mp, mpf

from .linear_program import Infeasible, Polytope
from .precision import entropy
from . import bb84  # noqa: F401  (the digits are set by the package)
from .bb84.tails import lower_root, upper_root
from .bb84.sampling import log_tail
from .continuous_variable.channel import Setup
from .continuous_variable.entropies import G


def blocks(path):
    """Lines of every multi-line string of a file, split at blanks."""
    with open(path, encoding="utf-8") as file:
        return [[line.split() for line in block.strip().splitlines() if line.strip()]
                for block in re.findall(r'NumberTable\(\s*"""\n(.*?)"""', file.read(), re.S)]


def double(text):
    """The double that a decimal stands for, as the tests read it."""
    return mpf(float(text))


def close(got, expected, rtol):
    if mp.isinf(expected):
        return got == expected
    return abs(got - expected) <= rtol * abs(expected) + (mpf(10) ** -40 if expected == 0 else mpf("5e-324"))


ELEMENTARY = {
    "exp": mp.exp, "expm1": mp.expm1, "log": mp.log, "log1p": mp.log1p, "sqrt": mp.sqrt,
    "divide": lambda a, b: a / b, "multiply": lambda a, b: a * b,
    "phi": lambda u: (1 + u) * mp.log1p(u) - u,
    "entropy": entropy, "complement": lambda p: 1 - entropy(p),
    "gammastar": lambda x: mp.exp(mp.loggamma(x) + x - (x - mpf(1) / 2) * mp.log(x)) / mp.sqrt(2 * mp.pi),
    "log1mexp": lambda x: mp.log1p(-mp.exp(x)) if x < -1 else mp.log(-mp.expm1(x)),
    "normal": lambda x: mp.erfc(x / mp.sqrt(2)) / 2,
    "poisson": lambda n, mu: mp.exp(-mu) * mu ** n / mp.factorial(n),
    "poissontail": lambda n, mu: mp.gammainc(n + 1, 0, mu, regularized=True),
}


def elementary(line):
    """[(description, got, expected, rtol)] of a line ``name arguments value remainder``."""
    name, numbers = line[0], [double(x) for x in line[1:]]
    *arguments, value, rest = numbers
    with mp.workdps(120):
        return [(" ".join(line[:-2]), ELEMENTARY[name](*arguments), value + rest, mpf(10) ** -30)]


def relative_entropy(line):
    """Bounds on the mean of a count (BB-22)."""
    x, n, L, value, rest = (double(v) for v in line[1:])
    with mp.workdps(120):
        got = n * (upper_root if line[0] == "upper" else lower_root)(x / n, L / n)
    return [(" ".join(line[:4]), got, value + rest, mpf(10) ** -28)]


def hypergeometric(line):
    """ln P(X <= x): x, objects, marked, drawn."""
    x, objects, marked, drawn = (int(float(v)) for v in line[:4])
    with mp.workdps(80):
        got = log_tail(objects - drawn, drawn, marked, x)
    return [(" ".join(line[:4]), got, double(line[4]) + double(line[5]), mpf(10) ** -25)]


def thermal_difference(line):
    """g(a + d) - g(a)."""
    a, d, value = (double(v) for v in line)
    with mp.workdps(120):
        return [(" ".join(line[:2]), G(a + d) - G(a), value, mpf(10) ** -15)]


def gaussian(line):
    """I_AB, chi and beta I - chi of Gaussian modulation."""
    names = ("trusted", "known-noise", "trusted-loss", "untrusted")
    V_A, T, xi, eta, v, beta = (float(x) for x in line[1:7])
    s = Setup({"V_A": V_A, "T": T, "xi": xi, "eta_d": eta, "v_el": v, "beta": beta, "trust": names[int(line[7])],
               "detection": {"hom": "homodyne", "het": "heterodyne"}[line[0]]})
    I = s.information(s.slope, s.noise)
    chi = s.holevo(*s.primed(s.T, s.w)) + s.known_noise(s.T, s.w)
    label = " ".join(line[:8])
    return [(label + " " + name, got, mpf(x), mpf("1e-14"))
            for name, got, x in zip(("I", "chi", "K"), (I, chi, s.beta * I - chi), line[8:11])]


class Program:
    """One linear program of the table: coefficients are doubles made by the formula in the table's order."""

    def __init__(self, header):
        self.label = " ".join(header)
        cut, normalised, scaled, self.uncertainty, self.box = (float(x) for x in header[1:6])
        self.cut, self.normalised, self.scaled = int(cut), normalised == 1, scaled == 1
        self.alice, self.bob, self.lower, self.upper, self.total, self.rows = [], [], [], [], [], []
        self.targets, self.contradiction = [], None

    def add(self, name, values):
        if name == "row":
            self.rows.append(values)
        elif name == "maximum":
            self.targets.append(values)
        elif name == "contradiction":
            self.contradiction = values[0]
        else:
            getattr(self, name).extend(values)

    def weights(self, settings):
        table = []
        for factor, mu in zip(settings[::2], settings[1::2]):
            row = [factor]
            for n in range(1, self.cut + 1):
                row.append(row[n - 1] * mu / n)
            table.append(row)
        if self.normalised:
            for n in range(self.cut + 1):
                total = 0.0
                for row in table:
                    total += row[n]
                for row in table:
                    row[n] = row[n] / total
        return table

    def polytope(self):
        n = (self.cut + 1) ** 2
        b = self.weights(self.bob)
        matrix = [[u * v for u in x for v in y] for x in self.weights(self.alice) for y in b]
        low, high = list(self.lower), list(self.upper)
        if self.total:
            matrix.append([1.0] * n)
            low.append(self.total[0])
            high.append(self.total[1])
        box = [self.box] * n
        if self.scaled:
            for row, side in zip(matrix, high):
                for k in range(n):
                    if row[k] > 0 and side / row[k] < box[k]:
                        box[k] = side / row[k]
            matrix = [[a * u / side for a, u in zip(row, box)] for row, side in zip(matrix, high)]
            low, high, box = [l / h for l, h in zip(low, high)], [1.0] * len(high), [1.0] * n
        for row in self.rows:
            entries = [0.0] * n
            for k, value in zip(row[2::2], row[3::2]):
                entries[int(k)] = value
            matrix.append(entries)
            low.append(row[0])
            high.append(row[1])
        low = [-mp.inf if l != l else mpf(l) for l in low]
        high = [mp.inf if h != h else mpf(h) for h in high]
        if self.uncertainty:  # the union over all coefficients in their ranges, as no unknown is negative
            down = [[mpf(self.moved(a, -math.inf)) for a in row] for row in matrix]
            up = [[mpf(self.moved(a, math.inf)) for a in row] for row in matrix]
            kept = [(row, l, mp.inf) for row, l in zip(up, low) if not mp.isinf(l)]
            kept += [(row, -mp.inf, h) for row, h in zip(down, high) if not mp.isinf(h)]
        else:
            kept = [([mpf(a) for a in row], l, h) for row, l, h in zip(matrix, low, high)]
        polytope = Polytope([row for row, *_ in kept], [l for _, l, _ in kept], [h for *_, h in kept],
                            [mpf(u) for u in box])
        for r in range(polytope.m):  # a nonbasic slack rests at a finite end
            polytope.at_high[n + r] = mp.isinf(polytope.low[n + r])
        return polytope

    def moved(self, a, towards):
        """A coefficient at the end of its range; entries that are 0 are exact."""
        if a != 0:
            for _ in range(int(self.uncertainty)):
                a = math.nextafter(a, towards)
        return a

    def results(self):
        polytope = self.polytope()
        if self.contradiction is not None:
            try:
                polytope.find_point()
            except Infeasible:
                return [(self.label + " contradiction", mpf(1), mpf(1), mpf(0))]
            return [(self.label + " contradiction", mpf(0), mpf(1), mpf(0))]
        found = []
        for column, sign, value, rest in self.targets:
            got = polytope.maximise({int(column): mpf(sign)})[0]
            found.append(("%s column %d sign %d" % (self.label, column, sign), got, mpf(value) + mpf(rest), mpf("1e-14")))
        return found


def linear_programs(lines):
    programs = []
    for line in lines:
        if line[0] in ("alice", "bob", "lower", "upper", "total", "row", "maximum", "contradiction"):
            programs[-1].add(line[0], [float(x) for x in line[1:]])
        else:
            programs.append(Program(line))
    return programs


READERS = {
    "ScalarGoldens.swift": elementary, "SpecialGoldens.swift": elementary, "EntropyGoldens.swift": elementary,
    "RelativeEntropyGoldens.swift": relative_entropy, "HypergeometricGoldens.swift": hypergeometric,
    "EntropyDifferenceGoldens.swift": thermal_difference, "GaussianGoldens.swift": gaussian,
}


def evaluate(path, name):
    """All [(description, got, expected, rtol)] of a file."""
    for lines in blocks(path):
        if name == "LinearProgramGoldens.swift":
            for program in linear_programs(lines):
                yield from program.results()
        else:
            for line in lines:
                yield from READERS[name](line)
