# SPDX-License-Identifier: GPL-3.0-or-later
"""Finite key with four intensities (MDI-35 to MDI-40)."""

from mpmath import mp, mpf

from ..precision import NotCovered, real, require
from . import consistency
from .asymptotic import hc
from .concentration import Concentration, accounting
from .finite3 import possible
from .leakage import leakage, shannon_minimum
from .model import HALF, Relay

NAMES = ("xx", "yy", "xo", "ox", "yo", "oy", "oo")


class Protocol:
    """Intensities z, y, x, o of both users and their probabilities."""

    def __init__(self, inputs):
        self.N = real(inputs["N"])
        require(self.N > 0, "N must be positive")
        self.mu, self.p = {}, {}
        o = inputs.get("o", 0)
        o = list(o) if isinstance(o, list) else [o, o]
        for user, leak in zip("AB", o):
            z, y, x = real(inputs["I" + user])
            leak = real(leak)
            require(z > 0 and y > x > leak >= 0, "z > 0 and y > x > o >= 0 are needed")
            pz, py, px = real(inputs["p" + user])
            require(min(pz, py, px) > 0 and pz + py + px < 1, "probabilities of intensities")
            self.mu[user] = {"z": z, "y": y, "x": x, "o": leak}
            self.p[user] = {"z": pz, "y": py, "x": px, "o": 1 - pz - py - px}
        A, B = self.mu["A"], self.mu["B"]
        if A["y"] * B["x"] <= B["y"] * A["x"]:
            self.wx, self.wy, gap = A["y"] ** 2 * B["y"], A["x"] ** 2 * B["x"], A["y"] - A["x"]
        else:
            self.wx, self.wy, gap = B["y"] ** 2 * A["y"], B["x"] ** 2 * A["x"], B["y"] - B["x"]
        self.D = A["x"] * B["x"] * A["y"] * B["y"] * gap
        self.W = self.N * self.p["A"]["z"] * self.p["B"]["z"] * A["z"] * B["z"] * mp.exp(-A["z"] - B["z"])

    def share(self, pair):
        return self.p["A"][pair[0]] * self.p["B"][pair[1]]

    def weight(self, pair):
        """e^(i+j)/(N p_i p_j)."""
        return mp.exp(self.mu["A"][pair[0]] + self.mu["B"][pair[1]]) / (self.N * self.share(pair))

    @property
    def leaking(self):
        return self.mu["A"]["o"] > 0 or self.mu["B"]["o"] > 0


def joint_bound(bound, terms, side, joint):
    """J of MDI-39 for [(gamma, count)]: 0 = from below, 1 = from above."""
    if not joint:
        return sum(g * bound.expectation(x)[side] for g, x in terms)
    total, previous = mpf(0), mpf(0)
    ordered = sorted(terms, key=lambda term: term[0])
    for k, (gamma, _) in enumerate(ordered):
        total += (gamma - previous) * bound.expectation(sum(x for _, x in ordered[k:]))[side]
        previous = gamma
    return total


class Analysis:
    """G, H, T of MDI-38, MDI-38a or MDI-40, and l(H) or l(H, M)."""

    def __init__(self, inputs, protocol, n, mxx, mzz):
        self.p, self.n, self.mzz = protocol, n, mzz
        self.scan = inputs.get("scan", True)
        require(self.scan in (True, False, "double"), "unknown scan")
        self.double = self.scan == "double"
        joint = inputs.get("joint", True)
        self.eps1, self.cost = accounting(inputs, 15 if self.double else 14)
        bound = self.bound = Concentration(inputs.get("concentration", "chernoff"), self.eps1)
        w = {name: protocol.weight(name) for name in NAMES}
        wx, wy = protocol.wx, protocol.wy
        A, B = protocol.mu["A"], protocol.mu["B"]
        more = 1 + A["o"] / A["y"] + B["o"] / B["y"]
        first = n["xx"] - mxx if self.double else n["xx"]
        self.G = (joint_bound(bound, [(wx * w["xx"], first), (wy * w["yo"], n["yo"]), (wy * w["oy"], n["oy"])], 0, joint)
                  - joint_bound(bound, [(wy * more * w["yy"], n["yy"]), (wy * w["oo"], n["oo"])], 1, joint))
        sides = [(w["xo"], n["xo"]), (w["ox"], n["ox"])]
        low, high = bound.expectation(n["oo"])
        subtract_low = w["oo"] * high
        self.raw_high = joint_bound(bound, sides, 1, joint)
        if protocol.leaking:
            subtract_low += (A["o"] / A["x"] + B["o"] / B["x"]) * w["xx"] * bound.expectation(n["xx"])[1]
        else:
            self.raw_high -= w["oo"] * low
        self.H_L = max(mpf(0), joint_bound(bound, sides, 0, joint) - subtract_low)
        self.H_U = max(self.H_L, self.raw_high)
        errors = bound.expectation(mxx)
        self.M_L, self.T_U = w["xx"] * errors[0], w["xx"] * errors[1]
        self.xAxB = A["x"] * B["x"]
        self.leak = leakage(inputs, n["zz"], mzz)
        self.w = w

    def s(self, H, M=mpf(0)):
        p = self.p
        return max(mpf(0), (self.G + (p.wx * M if self.double else 0) - p.wx * H) / p.D)

    def t(self, H, M=None):
        return max(mpf(0), ((self.T_U if M is None else M) - H / 2) / self.xAxB)

    def point(self, s, t):
        """(raw length, s, t, S11, N_ph, e_ph, unclipped S11)."""
        unbounded = self.bound.observed(self.p.W * s)[0]
        S, phases = min(unbounded, self.n["zz"]), self.bound.observed(self.p.W * t)[1]
        e = min(HALF, phases / S) if S > 0 else HALF
        return S * (1 - hc(e)) - self.leak - self.cost, s, t, S, phases, e, unbounded

    def minimum(self):
        """The least l over H (and M): the whole result of the scan."""
        if self.double:
            def inner(H):
                return least(lambda M: self.point(self.s(H, M), self.t(H, M)), self.M_L, self.T_U)
            return least(inner, self.H_L, self.H_U)
        if self.scan:
            return least(lambda H: self.point(self.s(H), self.t(H)), self.H_L, self.H_U)
        return self.point(self.s(self.H_U), self.t(self.H_L))


def least(f, low, high, grid=25, steps=50):
    """Minimum of a function that is convex up to a flat or falling end: a grid with both ends, then golden section."""
    points = [low + (high - low) * i / (grid - 1) for i in range(grid)]
    values = [f(x) for x in points]
    k = min(range(grid), key=lambda i: values[i][0])
    best = values[k]
    if high <= low:
        return best
    a, b = points[max(k - 1, 0)], points[min(k + 1, grid - 1)]
    ratio = (mp.sqrt(5) - 1) / 2
    c, d = b - ratio * (b - a), a + ratio * (b - a)
    vc, vd = f(c), f(d)
    for _ in range(steps):
        best = min(best, vc, vd, key=lambda v: v[0])
        if vc[0] < vd[0]:
            b, d, vd = d, c, vc
            c = b - ratio * (b - a)
            vc = f(c)
        else:
            a, c, vc = c, d, vd
            d = a + ratio * (b - a)
            vd = f(d)
    return best


def analyse(inputs, protocol, n, mxx, mzz, complete):
    a = Analysis(inputs, protocol, n, mxx, mzz)
    raw, s, t, S, phases, e, unbounded = a.minimum()
    refused = a.T_U < a.H_L / 2 or a.raw_high < 0 or unbounded > n["zz"]
    result = {"eps1": a.eps1, "G_L": a.G, "h_L": a.H_L, "h_U": a.H_U, "s11_L": s, "t11_U": t, "S11_L": S,
              "Nph_U": phases, "e_ph": e, "nZ": n["zz"], "EZ": mzz / n["zz"] if n["zz"] > 0 else HALF,
              "leak_EC": a.leak, "length_raw": raw}
    if complete:
        if protocol.leaking:
            raise NotCovered("MDI-34b with four intensities")
        result["leak_EC_min"] = shannon_minimum(inputs, n["zz"], mzz)
        nine = {}
        for name in NAMES + ("zz",):
            nine[name] = tuple(protocol.weight(name) * x for x in a.bound.expectation(n[name]))
        nine["T"] = (a.M_L, a.T_U)
        order = ("z", "y", "x")
        result["consistency"] = consistency.four_intensities(
            nine, protocol.wx, protocol.wy, protocol.D,
            [protocol.mu["A"][k] for k in order], [protocol.mu["B"][k] for k in order])
        refused = refused or result["consistency"] < consistency.LEAST
    result["length"] = 0 if refused or n["zz"] <= 0 else max(0, int(mp.floor(raw)))
    result["rate"] = result["length"] / protocol.N
    return result


def expected(inputs, protocol):
    relay = Relay(inputs)
    A, B = protocol.mu["A"], protocol.mu["B"]
    X = {name: relay.gain("X", A[name[0]], B[name[1]]) for name in NAMES}
    QZ, TZ = relay.gain("Z", A["z"], B["z"])
    N = protocol.N
    n = {name: N * protocol.share(name) * X[name][0] for name in NAMES}
    n["zz"] = N * protocol.share("zz") * QZ
    return n, N * protocol.share("xx") * X["xx"][1], N * protocol.share("zz") * TZ


def finite4(inputs, revision):
    """mdi.finite4: expected counts of model M1."""
    protocol = Protocol(inputs)
    return analyse(inputs, protocol, *expected(inputs, protocol), False)


def counts(inputs, revision):
    """mdi.finite4.counts."""
    protocol = Protocol(inputs)
    given = inputs["n"]
    require(all(name in given for name in NAMES + ("zz",)) and "mxx" in inputs and "mzz" in inputs, "a count is missing")
    n = {name: real(given[name]) for name in NAMES + ("zz",)}
    mxx, mzz = real(inputs["mxx"]), real(inputs["mzz"])
    require(all(x >= 0 and x == mp.floor(x) for x in list(n.values()) + [mxx, mzz]), "counts are whole numbers")
    require(mxx <= n["xx"] and mzz <= n["zz"], "more errors than announcements")
    for name in n:
        possible(n[name], protocol.N * protocol.share(name))
    return analyse(inputs, protocol, n, mxx, mzz, revision >= 2)
