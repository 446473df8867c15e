# SPDX-License-Identifier: GPL-3.0-or-later
"""The photons sheet (equations PH-...) evaluated with 50 digits, straight from its text.

An implementation of its own: no stable forms, no Newton iterations, bisection everywhere. It
shares nothing with the program but the sheet. `evaluate(calculation, inputs)` returns quantities
by the names of the checkpoint table; `Refusal` stands for inputs that the sheet refuses.
"""
from functools import lru_cache
from mpmath import mp, mpf, exp, log, sqrt, sin, cos, asin, pi, erf, inf, power, ceil, floor, binomial

mp.dps = 50


class Refusal(Exception):
    pass


def h(p):
    p = mpf(p)
    return mpf(0) if p <= 0 or p >= 1 else -(p * log(p) + (1 - p) * log(1 - p)) / log(2)


def divergence(a, p):
    a, p = mpf(a), mpf(p)
    total = mpf(0)
    if a > 0:
        total += a * log(a / p)
    if a < 1:
        total += (1 - a) * log((1 - a) / (1 - p))
    return total


def bisect(f, low, high, steps=230):
    """The root of an increasing function."""
    for _ in range(steps):
        middle = (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def get(i, key, default=None):
    value = i.get(key, default)
    if value == "inf":
        return inf
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return mpf(value)
    return value


def arm(i, side):
    if f"eta_{side}" in i:
        eta = get(i, f"eta_{side}")
    elif f"loss{side}_dB" in i:
        eta = power(10, -get(i, f"loss{side}_dB") / 10)
    else:
        eta = power(10, -get(i, f"L{side}_km") * get(i, "alpha_dB_km", 0.2) / 10)
    eta *= get(i, f"eta_d{side}", get(i, "eta_d", 1))
    if not 0 <= eta <= 1:
        raise Refusal("eta")
    return eta


# --- 1. BBM92 observables ------------------------------------------------------------------

def pulsed(mu, modes, ea, eb, pa, pb, ed):
    """PH-2, PH-3 from the probabilities that detectors stay silent."""

    def one(eta, p):  # a given detector of one user silent
        return (1 - p) * (exp(-mu * eta / 2) if modes == inf else (1 + mu * eta / (2 * modes)) ** (-modes))

    def pair(w):
        if modes == inf:
            return (1 - pa) * (1 - pb) * exp(-(mu / 2) * (ea + eb) + (mu / 2) * ea * eb * w)
        lam = mu / (2 * modes)
        b = (1 + lam * ea) * (1 + lam * eb)
        k = lam * (1 + lam) * ea * eb
        return (1 - pa) * (1 - pb) * (b - k * w) ** (-modes)

    # All detectors silent at both users.
    if modes == inf:
        none = (1 - pa) ** 2 * (1 - pb) ** 2 * exp(-mu * (ea + eb - ea * eb))
    else:
        lam = mu / (2 * modes)
        b = (1 + lam * ea) * (1 + lam * eb)
        k = lam * (1 + lam) * ea * eb
        none = (1 - pa) ** 2 * (1 - pb) ** 2 * (b - k) ** (-2 * modes)
    quiet_a, quiet_b = one(ea, pa) ** 2, one(eb, pb) ** 2
    q = 1 - quiet_a - quiet_b + none
    # s = [silent of the one] - [silent of the other]; E[s_A s_B] = 2 [P(right) - P(wrong)].
    s = 2 * (pair(1 - ed) - pair(ed))
    eq = (q - s) / 2
    return 1 - quiet_a, q, eq


def pulsed_mfl(mu, ea, eb, pa, pb, ed):
    """PH-4."""
    lam = mu / 2
    b = (1 + lam * ea) * (1 + lam * eb)
    k = lam * (1 + lam) * ea * eb
    quiet_a = (1 - pa) * (1 + lam * ea) ** -2
    quiet_b = (1 - pb) * (1 + lam * eb) ** -2
    q = 1 - quiet_a - quiet_b + (1 - pa) * (1 - pb) * (b - k) ** -2
    return 1 - quiet_a, q, q / 2 - (1 - 2 * ed) * k / (b * (b - k))


def observe_pulsed(i, ed=None):
    mu, modes = get(i, "mu"), get(i, "modes", 1)
    if modes < 1:
        raise Refusal("modes")
    ea, eb = arm(i, "A"), arm(i, "B")
    pa, pb = get(i, "p_A", get(i, "p", 0)), get(i, "p_B", get(i, "p", 0))
    ed = get(i, "e_d", 0) if ed is None else ed
    if i.get("model", "exact") == "mfl2007":
        return pulsed_mfl(mu, ea, eb, pa, pb, ed)
    return pulsed(mu, modes, ea, eb, pa, pb, ed)


def error_rate(q, eq):
    return eq / q if q > 0 else mpf(1) / 2


def cw(i):
    """PH-6, PH-7, PH-8."""
    r, w, j = get(i, "pair_rate"), get(i, "window_s"), get(i, "jitter_s", 0)
    ea, eb = arm(i, "A"), arm(i, "B")
    dead, detectors = get(i, "t_dead", 0), get(i, "detectors", 4)

    def singles(eta, dark):
        c = 1 / (1 + (r * eta + dark) * dead / detectors)
        return c, c * (r * eta + dark)

    ca, sa = singles(ea, get(i, "DCR_A", 0))
    cb, sb = singles(eb, get(i, "DCR_B", 0))
    inside = mpf(1) if j == 0 else erf(sqrt(log(2)) * w / j)
    true = inside * r * ea * eb * ca * cb
    if i.get("model", "neumann2021") == "saturated":
        accidental = (1 - exp(-sa * w)) * (1 - exp(-sb * w)) / w
    else:
        accidental = sa * sb * w
    ed = get(i, "e_d", 0)
    edz = get(i, "e_dZ", ed)
    c = true + accidental
    return dict(singles_A=sa, singles_B=sb, accidentals=accidental, coincidences=c,
                E=(ed * true + accidental / 2) / c if c > 0 else mpf(1) / 2,
                EZ=(edz * true + accidental / 2) / c if c > 0 else mpf(1) / 2)


def capped(e):
    return min(e, mpf(1) / 2)


# --- sampling -------------------------------------------------------------------------------

def kl(v, k, n, l2):
    b = v / k
    if b >= mpf(1) / 2:
        return mpf(1) / 2
    p = bisect(lambda x: k * divergence(b, x) - l2, b, 1 - mpf(10) ** -45)
    return p + k / n * (p - b)


def total_errors(v, z, l2):
    """K >= v/z with K D(v/K||z) = l2 (PH-14, PH-15)."""
    if v <= 0:
        return l2 / -log(1 - z)
    high = v / z * 2 + l2
    while high * divergence(v / high, z) < l2:
        high *= 2
    return bisect(lambda x: x * divergence(v / x, z) - l2, v / z, high)


def serfling(v, k, n, l2):
    return v / k + sqrt((n + k) * (k + 1) / (n * k ** 2) * l2 / 2)


def hyper(v, k, n, l2):
    """BB-26."""
    simple = kl(v, k, n, l2)
    b = v / k
    total = n + k

    def e2(p):
        f = p + k / n * (p - b)
        return k * divergence(b, p) + n * divergence(f, p) - log(8 * total * p * (1 - p)) / 2

    left = max(b, 1 / total)
    right = (mpf(1) / 2 + k / n * b) / (1 + k / n)
    if not left < right or e2(left) > l2 or e2(right) < l2:
        return simple
    p = bisect(lambda x: e2(x) - l2, left, right)
    return min(simple, p + k / n * (p - b))


def exact(v, k, n, l2):
    """BB-28 by exact rational tails."""
    from fractions import Fraction
    from math import comb
    n, k, v = int(floor(n)), int(floor(k)), int(ceil(v))
    if n < 1 or k < 1 or v >= k:
        return mpf(1) / 2
    limit = -l2

    def tail(total_marked):
        # The largest term first, neighbours by ratios, in 50 digits.
        population = n + k
        least, most = max(0, k + total_marked - population), min(k, total_marked)
        if v < least:
            return -inf
        top = min(v, most)
        lb = mp.loggamma
        def lc(a, b):
            return lb(a + 1) - lb(b + 1) - lb(a - b + 1)
        term, total = mpf(1), mpf(0)
        peak = lc(total_marked, top) + lc(population - total_marked, k - top) - lc(population, k)
        j = top
        while j >= least:
            total += term
            if j == least or term < total * mpf(10) ** -40:
                break
            term *= mpf(j) * (population - total_marked - k + j) / (mpf(total_marked - j + 1) * (k - j + 1))
            j -= 1
        return min(mpf(0), peak + log(total))

    low, high = v, n + v + 1
    while high - low > 1:
        middle = (low + high) // 2
        if tail(middle) > limit:
            low = middle
        else:
            high = middle
    return mpf(low - v) / n


def phi_bound(sampling, v, k, n, l2, z_min=None):
    half = mpf(1) / 2
    v, k, n = mpf(v), mpf(k), mpf(n)
    if n <= 0 or k <= 0 or v >= k / 2:
        return half
    if sampling == "binomial":
        value = (total_errors(v, mpf(z_min), l2) - v) / n
    elif sampling == "kl":
        value = kl(v, k, n, l2)
    elif sampling == "klt":
        value = min(kl(v, k, n, l2), (total_errors(v, k / (n + k), l2) - v) / n)
    elif sampling == "serfling":
        value = serfling(v, k, n, l2)
    elif sampling == "hyper":
        value = hyper(v, k, n, l2)
    elif sampling == "exact":
        value = exact(v, k, n, l2)
    else:
        raise Refusal("sampling")
    return min(value, half)


# --- 2. finite key BBM92 ---------------------------------------------------------------------

def penalties(eps, eps_cor):
    return 2 * log(1 / (2 * eps)) / log(2) + log(2 / eps_cor) / log(2)


def check_counts(pairs):
    for n, m in pairs:
        if n < 0 or m < 0 or m > n:
            raise Refusal("counts")


def leakage(i, classes):
    if "leak_EC" in i:
        return get(i, "leak_EC") if sum(n for n, _ in classes) > 0 else mpf(0)
    return sum((get(i, "f_EC", 1.16) * n * h(min(m / n, mpf(1) / 2)) for n, m in classes if n > 0), mpf(0))


def bbm92_finite(i):
    key, sampling = i.get("key", "one"), i.get("sampling", "kl")
    eps, eps_cor = get(i, "eps_sec") / 3, get(i, "eps_cor")
    px = get(i, "pX", 0.5)
    pxb = get(i, "pX_bob", px)
    if key == "pooled" and (px != mpf(1) / 2 or pxb != mpf(1) / 2):
        raise Refusal("pX")
    if sampling == "binomial" and key != "one":
        raise Refusal("sampling")
    blocks = []  # (n, m, k, v): key rounds and errors, tests that bound their phase errors
    if "counts" in i:
        c = {name: mpf(value) for name, value in i["counts"].items()}
        if key == "one":
            check_counts([(c["nX"], c["mX"]), (c["nZ"], c["mZ"])])
            blocks = [(c["nX"], c["mX"], c["nZ"], c["mZ"])]
        elif key == "pooled":
            check_counts([(c["n"], c["m"]), (c["k"], c["v"])])
            blocks = [(c["n"], c["m"], c["k"], c["v"])]
        else:
            check_counts([(c["nX"], c["mX"]), (c["nZ"], c["mZ"]), (c["kX"], c["vX"]), (c["kZ"], c["vZ"])])
            blocks = [(c["nX"], c["mX"], c["kZ"], c["vZ"]), (c["nZ"], c["mZ"], c["kX"], c["vX"])]
    else:
        if "coincidences" in i:
            c, e = get(i, "coincidences"), get(i, "E")
            ez = get(i, "EZ", i["E"])
        elif "pair_rate" in i:
            seen = cw(i)
            c, e, ez = seen["coincidences"] * get(i, "duration_s"), seen["E"], seen["EZ"]
        else:
            _, q, eq = observe_pulsed(i)
            _, qz, eqz = observe_pulsed(i, get(i, "e_dZ", get(i, "e_d", 0)))
            c, e, ez = get(i, "N") * q, error_rate(q, eq), error_rate(qz, eqz)
        x, z = c * px * pxb, c * (1 - px) * (1 - pxb)
        r = get(i, "test_fraction", 0)
        if key == "one":
            blocks = [(x, x * e, z, z * ez)]
        elif key == "pooled":
            mean = (e + ez) / 2
            blocks = [((1 - r) * (x + z), (1 - r) * (x * e + z * ez), r * (x + z), r * (x * e + z * ez))]
        else:
            blocks = [((1 - r) * x, (1 - r) * x * e, r * z, r * z * ez), ((1 - r) * z, (1 - r) * z * ez, r * x, r * x * e)]
    if sampling == "exact":
        blocks = [(floor(n), m, floor(k), ceil(v)) for n, m, k, v in blocks]
    l2 = 2 * log(1 / eps) + (log(2) if key == "both" else 0)
    phis = [phi_bound(sampling, v, k, n, l2, i.get("z_min")) for n, _, k, v in blocks]
    entropy = mpf(0)
    for (n, _, k, v), phi in zip(blocks, phis):
        entropy += n * (1 - h(phi))
    leak = leakage(i, [(n, m) for n, m, _, _ in blocks])
    penalty = penalties(eps, eps_cor)
    raw = entropy - leak - penalty
    length = max(mpf(0), floor(raw))
    out = dict(leak_EC=leak, penalty=penalty, length_raw=raw, length=length)
    if key == "both":
        out.update(phi_X=phis[0], phi_Z=phis[1])
    else:
        out["phi"] = phis[0]
    if "N" in i:
        out["rate"] = length / get(i, "N")
    if "duration_s" in i:
        out["rate_per_s"] = length / get(i, "duration_s")
    return out


# --- 3. dual downlink -------------------------------------------------------------------------

EARTH, GRAVITY = mpf(6371000), mpf("3.986004418e14")


def place(i, t):
    ground = EARTH + get(i, "h0_m", 0)
    r = EARTH + get(i, "h_m")
    s, xi = get(i, "separation_m") / EARTH / 2, get(i, "offset_m", 0) / EARTH
    g = get(i, "heading_deg", 90) * pi / 180
    w = sqrt(GRAVITY / r ** 3)
    c, si = cos(w * t), sin(w * t)
    sat = (-sin(xi) * sin(g) * c + cos(g) * si, sin(xi) * cos(g) * c + sin(g) * si, cos(xi) * c)
    out = []
    for sign in (-1, 1):
        station = (sign * sin(s), mpf(0), cos(s))
        cospsi = sum(a * b for a, b in zip(sat, station))
        distance = sqrt(ground ** 2 + r ** 2 - 2 * ground * r * cospsi)
        elevation = asin((r * cospsi - ground) / distance) * 180 / pi
        out.append((distance, elevation))
    return out


def downlink(i, side, distance, elevation):
    def of(key, default=None):
        return get(i, f"{key}_{side}", get(i, key, default))
    w0, lam = get(i, "w0_m"), get(i, "wavelength_m")
    zr = pi * w0 ** 2 / lam
    w2 = w0 ** 2 * (1 + (distance / zr) ** 2) + 4 * (get(i, "sigma_p", 0) * distance) ** 2
    a, b = of("receiver_radius_m"), of("b_obs", 0)
    geometric = exp(-2 * b ** 2 / w2) * (1 - exp(-2 * (a ** 2 - b ** 2) / w2))
    airmass = 1 / (sin(elevation * pi / 180) + mpf("0.50572") * (elevation + mpf("6.07995")) ** mpf("-1.6364"))
    return geometric * of("eta_zenith", 1) ** airmass * of("eta_fixed", 1)


def satellite_pass(i):
    dt, least = get(i, "dt_s", 1), get(i, "min_elev_deg", 10)
    count, total, errors, product, slots = 0, mpf(0), mpf(0), mpf(0), 0
    j = 0
    span = int(3000 / dt)
    for j in range(-span, span + 1):
        (da, ea), (db, eb) = place(i, j * dt)
        if ea < least or eb < least:
            continue
        etas = downlink(i, "A", da, ea), downlink(i, "B", db, eb)
        seen = cw({**i, "eta_A": etas[0], "eta_B": etas[1]})
        slots += 1
        total += seen["coincidences"] * dt
        errors += seen["coincidences"] * seen["E"] * dt
        product += etas[0] * etas[1]
    out = dict(slots=mpf(slots), coincidences=total, E=errors / total if total > 0 else mpf(1) / 2,
               mean_eta_AB=product / slots if slots else mpf(0))
    inner = {k: v for k, v in i.items() if k not in ("pair_rate",)}
    inner.update(coincidences=total, E=out["E"])
    out.update(bbm92_finite(inner))
    return out


# --- 4. single photons --------------------------------------------------------------------------

def few(n, t):
    """f_n(t): two or more of n photons pass."""
    return 1 - (1 - t) ** n - n * t * (1 - t) ** (n - 1)


def multiphoton(i):
    method = i.get("method", "moment")
    t = get(i, "t", 1)
    if method == "moment":
        m, g2 = get(i, "mean_photons"), get(i, "g2")
        return dict(p_multi=min(mpf(1), g2 * (t * m) ** 2 / 2), mean_photons=t * m)
    e1 = get(i, "eta_1")
    if method == "clicks":
        g2, p = get(i, "g2"), get(i, "click")
        if 2 * g2 * p >= 1:
            raise Refusal("2 g2 P")
        m = 2 * p / (e1 * (1 + sqrt(1 - 2 * g2 * p)))
        return dict(p_multi=min(mpf(1), g2 * (t * m) ** 2 / 2), mean_photons=t * m)
    e2 = get(i, "eta_2")
    if e1 + e2 > 1:
        raise Refusal("eta")
    if method == "hbt_counts":
        c, n, l = get(i, "coincidences"), get(i, "N_cal"), log(1 / get(i, "eps_cal"))
        pc = 1 - exp(-l / n) if c == 0 else bisect(lambda x: n * divergence(c / n, x) - l, c / n, mpf(1) - mpf(10) ** -45)
    elif "P_c" in i:
        pc = get(i, "P_c")
    else:
        pc = get(i, "g2") * get(i, "P_1") * get(i, "P_2")
    factor = 1 / (2 * e1 * e2)
    if t < 1:
        # PH-33 without the steps of 2 %: every n, the limit 1 included.
        best = mpf(1)
        for n in range(2, int(60 / min(e1, e2, t)) + 2):
            c_n = 1 - (1 - e1) ** n - (1 - e2) ** n + (1 - e1 - e2) ** n
            best = max(best, few(n, t) / c_n)
        factor = min(factor, best)
    return dict(p_multi=min(mpf(1), pc * factor), P_c=pc)


def source_clicks(i):
    """C(x) and p_multi of section 4b."""
    t = get(i, "t", 1)
    if "p_n" in i:
        p = [mpf(x) for x in i["p_n"]]
        return (lambda x: 1 - sum(q * (1 - t * x) ** n for n, q in enumerate(p)),
                sum(q * few(n, t) for n, q in enumerate(p) if n >= 2))
    if "mu" in i:
        mu = get(i, "mu")
        return lambda x: 1 - exp(-mu * x), 1 - (1 + mu) * exp(-mu)
    m, g2 = get(i, "mean_photons"), get(i, "g2")
    p2 = g2 * m ** 2 / 2
    p1 = m - 2 * p2
    if p1 < 0 or 1 - p1 - p2 < 0:
        raise Refusal("no two-photon model")
    return lambda x: t * x * (p1 + p2 * (2 - t * x)), p2 * t ** 2


def point_to_point(i):
    eta = get(i, "eta") if "eta" in i else power(10, -get(i, "loss_dB") / 10)
    return eta * get(i, "eta_d", 1)


def click_response(c, eta, p, ed):
    """PH-36."""
    q = p * (2 - p) + (1 - p) ** 2 * c(eta)
    return q, (q - (1 - p) * (c(eta * (1 - ed)) - c(eta * ed))) / 2


def gllp(c, p_multi, i, scale=1):
    """PH-39."""
    eta, p, ed = point_to_point(i), get(i, "p", 0), get(i, "e_d", 0)
    q, eq = click_response(c, eta, p, ed)
    _, eqz = click_response(c, eta, p, get(i, "e_dZ", i.get("e_d", 0)))
    f, sift = get(i, "f_EC", 1.16), get(i, "q", 0.5)
    s = q - p_multi
    e = error_rate(q, eq)
    shown, e = e, capped(e)
    if s <= 0:
        phi, raw = mpf(1) / 2, sift * (s - f * q * h(e))
    else:
        phi = capped(eqz / s)
        raw = sift * (s * (1 - h(phi)) - f * q * h(e))
    return dict(Q=q, EQ=eq, E=shown, phi=phi, rate_raw=raw * scale, rate=max(mpf(0), raw * scale), p_multi=p_multi)


def forward_upper(n, p, l):
    """PH-37: N y with N D(y||p) = L, y >= p."""
    if p <= 0:
        return mpf(0)
    if log(1 / p) <= l / n:
        return n
    return n * bisect(lambda y: n * divergence(y, p) - l, p, mpf(1))


def forward_lower(n, p, l):
    if n <= 0 or -log(1 - p) <= l / n:
        return mpf(0)
    return n * bisect(lambda y: l - n * divergence(y, p), mpf(0), p)


def four_counts(i, response):
    if "counts" in i:
        c = {k: mpf(v) for k, v in i["counts"].items()}
        check_counts([(c["nX"], c["mX"]), (c["nZ"], c["mZ"])])
        return c["nX"], c["mX"], c["nZ"], c["mZ"]
    px = get(i, "pX", 0.5)
    pxb = get(i, "pX_bob", px)
    (q, eq), (qz, eqz) = response
    n = get(i, "N")
    return n * px * pxb * q, n * px * pxb * eq, n * (1 - px) * (1 - pxb) * qz, n * (1 - px) * (1 - pxb) * eqz


def single_photon_finite(i):
    response, p_multi = None, get(i, "p_multi")
    if "counts" not in i or p_multi is None:
        c, model_multi = source_clicks(i)
        p_multi = model_multi if p_multi is None else p_multi
        if "counts" not in i:
            eta, p, ed = point_to_point(i), get(i, "p", 0), get(i, "e_d", 0)
            response = click_response(c, eta, p, ed), click_response(c, eta, p, get(i, "e_dZ", i.get("e_d", 0)))
    nx, mx, nz, mz = four_counts(i, response)
    eps_sec, n = get(i, "eps_sec"), get(i, "N")
    if i.get("composition", "linear") == "tup24":
        eps = eps_sec / 3
        l = l2 = 2 * log(1 / eps) + log(3)
    else:
        eps = eps_sec / 5
        l, l2 = log(1 / eps), 2 * log(1 / eps)
    px = get(i, "pX", 0.5)
    pxb = get(i, "pX_bob", px)
    m_x = forward_upper(n, p_multi * px * pxb, l)
    m_z = forward_upper(n, p_multi * (1 - px) * (1 - pxb), l)
    s_x, s_z = max(mpf(0), nx - m_x), max(mpf(0), nz - m_z)
    v = min(mz, s_z)
    phi = phi_bound(i.get("sampling", "kl"), v, s_z, s_x, l2)
    leak = leakage(i, [(nx, mx)])
    raw = s_x * (1 - h(phi)) - leak - penalties(eps, get(i, "eps_cor"))
    length = max(mpf(0), floor(raw))
    return dict(M_X=m_x, M_Z=m_z, sX=s_x, sZ=s_z, phi=phi, length_raw=raw, length=length, rate=length / n, p_multi=p_multi)


# --- 5. heralded ---------------------------------------------------------------------------------

def heralded_source(i):
    mu, modes, eta_h, p_h, t = get(i, "mu"), get(i, "modes", 1), get(i, "eta_h"), get(i, "p_h", 0), get(i, "t", 1)
    d, r = 1 - p_h, 1 - eta_h
    if modes == inf:
        g = lambda x: exp(-mu * x)
        g1 = lambda x: mu * exp(-mu * x)
        g2 = lambda x: mu ** 2 * exp(-mu * x)
    else:
        g = lambda x: (1 + mu * x / modes) ** -modes
        g1 = lambda x: mu * (1 + mu * x / modes) ** (-modes - 1)
        g2 = lambda x: mu ** 2 * (1 + 1 / modes) * (1 + mu * x / modes) ** (-modes - 2)
    herald = 1 - d * g(eta_h)
    gh = lambda x: (g(x) - d * g(eta_h + r * x)) / herald
    gh1 = lambda x: (g1(x) - d * r * g1(eta_h + r * x)) / herald
    gh2 = lambda x: (g2(x) - d * r * r * g2(eta_h + r * x)) / herald
    p0, p1 = gh(t), t * gh1(t)
    mean = t * gh1(mpf(0))
    return dict(P_herald=herald, p0=p0, p1=p1, p_multi=1 - p0 - p1, mean_photons=mean, g2=t ** 2 * gh2(mpf(0)) / mean ** 2), gh, g


def heralded_asymptotic(i):
    out, gh, _ = heralded_source(i)
    t = get(i, "t", 1)
    return {**gllp(lambda x: 1 - gh(t * x), out["p_multi"], i, scale=out["P_herald"]), "P_herald": out["P_herald"]}


def passive_decoy(i):
    eta_h, p_h = get(i, "eta_h"), get(i, "p_h", 0)
    e_lo, e_hi = [mpf(x) for x in i["eta_h_range"]] if "eta_h_range" in i else (eta_h, eta_h)
    q_lo, q_hi = [mpf(x) for x in i["p_h_range"]] if "p_h_range" in i else (p_h, p_h)
    r_lo, r_hi, d_lo, d_hi = 1 - e_hi, 1 - e_lo, 1 - q_hi, 1 - q_lo
    if "counts" in i:
        c = {k: mpf(v) for k, v in i["counts"].items()}
    else:
        out, _, g = heralded_source({**i, "t": 1})
        d, r = 1 - p_h, 1 - eta_h
        px = get(i, "pX", 0.5)
        pxb = get(i, "pX_bob", px)
        eta, p, ed = point_to_point(i), get(i, "p", 0), get(i, "e_d", 0)
        edz = get(i, "e_dZ", i.get("e_d", 0))
        all_clicks = lambda x: 1 - g(x)
        unheralded = lambda x: d * (g(eta_h) - g(eta_h + r * x))  # P(N, photon click)
        def joint(clicks, weight, e):
            q = weight * p * (2 - p) + (1 - p) ** 2 * clicks(eta)
            return q, (q - (1 - p) * (clicks(eta * (1 - e)) - clicks(eta * e))) / 2
        c = {}
        for basis, share, e in (("X", px * pxb, ed), ("Z", (1 - px) * (1 - pxb), edz)):
            total = joint(all_clicks, mpf(1), e)
            without = joint(unheralded, d * g(eta_h), e)
            n = get(i, "N") * share
            c[f"n{basis}N"], c[f"m{basis}N"] = n * without[0], n * without[1]
            c[f"n{basis}T"], c[f"m{basis}T"] = n * (total[0] - without[0]), n * (total[1] - without[1])
    check_counts([(c[f"n{b}{t}"], c[f"m{b}{t}"]) for b in "XZ" for t in "TN"])
    eps_sec = get(i, "eps_sec")
    if i.get("composition", "linear") == "tup24":
        eps = eps_sec / 3
        l = l2 = 2 * log(1 / eps) + log(7)
    else:
        eps = eps_sec / 9
        l, l2 = log(1 / eps), 2 * log(1 / eps)

    def lower(x, n):
        if x <= 0 or n <= 0:
            return mpf(0)
        if x >= n:
            return n * exp(-l / n)
        return n * bisect(lambda p: l - n * divergence(x / n, p), mpf(10) ** -300, x / n, 1200)

    out = {}
    s1 = {}
    for basis in "XZ":
        n = c[f"n{basis}T"] + c[f"n{basis}N"]
        m = c[f"m{basis}N"]
        s0 = min(n, total_errors(m, d_lo / 2, l))
        raw = (lower(c[f"n{basis}N"], n) / d_hi - r_hi ** 2 * n - (1 - r_hi ** 2) * s0) / (r_hi * (1 - r_hi))
        s1[basis] = min(max(raw, mpf(0)), n)
        out[f"s{basis}0U"], out[f"s{basis}1"] = s0, s1[basis]
    t1 = 1 - d_hi * r_hi
    s_xt = min(forward_lower(s1["X"], t1, l), c["nXT"])
    s_zt = min(forward_lower(s1["Z"], t1, l), c["nZT"])
    v = min(c["mZT"], s_zt)
    phi = phi_bound(i.get("sampling", "kl"), v, s_zt, s_xt, l2)
    leak = leakage(i, [(c["nXT"], c["mXT"])])
    raw = s_xt * (1 - h(phi)) - leak - penalties(eps, get(i, "eps_cor"))
    out.update(sXT=s_xt, sZT=s_zt, vZ1=v, phi=phi, length_raw=raw, length=max(mpf(0), floor(raw)))
    return out


# --- 7. ceilings of COW and DPS ---------------------------------------------------------------------

def plob(eta):
    return inf if eta >= 1 else -log(1 - eta) / log(2)


def cow_ratio(mu, f, eta, monitor):
    s = exp(-mu)
    g_d, g_c = (1 - f) * (1 - exp(-eta * mu)), f * (1 - exp(-2 * eta * mu))

    def value(q):
        q2 = 1 - 2 * s / (1 + s - q)
        a, d = (1 - f) * q / 2, f * max(mpf(0), q2)
        rest = 1 - 2 * a - d
        t = a / (a + rest)
        a_d, a_c = 2 * a * t, d * t ** 2
        if monitor == "gain":
            return (a_d + a_c) / (g_d + g_c)
        if g_c == 0:
            return a_d / g_d
        x = min(mpf(1), max(mpf(0), 2 - (2 + 2 * t) * g_c / g_d))
        return min(a_d * x / g_d, a_c * x * (2 - x) / g_c)

    steps = 400
    best = max(range(steps + 1), key=lambda j: value((1 - s) * j / steps))
    low, high = (1 - s) * max(0, best - 1) / steps, (1 - s) * min(steps, best + 1) / steps
    golden = (sqrt(mpf(5)) - 1) / 2
    for _ in range(130):
        a, b = high - golden * (high - low), low + golden * (high - low)
        if value(a) < value(b):
            low = a
        else:
            high = b
    return max(value((low + high) / 2), value((1 - s) * best / steps)), g_d


def cow_ceiling(i):
    mu, f, monitor = get(i, "mu"), get(i, "f_decoy"), i.get("monitor", "decoys")
    if mu <= 0:
        raise Refusal("mu")
    eta = power(10, -get(i, "loss_dB") / 10) * get(i, "eta_d", 1)
    ratio, g_d = cow_ratio(mu, f, eta, monitor)
    return dict(ratio=ratio, gain_data=g_d, insecure=mpf(ratio >= 1), ceiling=mpf(0) if ratio >= 1 else g_d)


def dps_ceiling(i):
    mu, e, eta_b = get(i, "mu"), get(i, "E"), get(i, "eta_B", 1)
    eta = power(10, -get(i, "loss_dB") / 10) if "loss_dB" in i else mpf(1)
    gain = get(i, "gain") if "gain" in i else 1 - exp(-mu * eta * eta_b)
    if e <= 0:
        return dict(k=mpf(0), attack_gain=mpf(0), gain=gain, ratio=mpf(0), insecure=mpf(0), ceiling=gain)
    k = max(mpf(1), ceil(pi / (2 * asin(sqrt(e))) - 1 - mpf("1e-12")))
    q = 1 - exp(-2 * mu)
    attack = eta_b * exp(-2 * mu) * q ** k / (1 - q ** (k + 1))
    return dict(k=k, gain=gain, attack_gain=attack, ratio=attack / gain, insecure=mpf(attack >= gain),
                ceiling=mpf(0) if attack >= gain else gain)


# --- the table of calculations ------------------------------------------------------------------------

def evaluate(name, i):
    if name == "bbm92.channel":
        click, q, eq = observe_pulsed(i)
        return dict(click_A=click, Q=q, EQ=eq, E=error_rate(q, eq))
    if name == "bbm92.asymptotic":
        _, q, eq = observe_pulsed(i)
        _, qz, eqz = observe_pulsed(i, get(i, "e_dZ", i.get("e_d", 0)))
        e, ez = error_rate(q, eq), error_rate(qz, eqz)
        raw = get(i, "q", 0.5) * q * (1 - h(capped(ez)) - get(i, "f_EC", 1.16) * h(capped(e)))
        return dict(E=e, EZ=ez, rate_raw=raw, Q=q)
    if name == "bbm92.cw":
        out = cw(i)
        out["rate_raw_per_s"] = get(i, "q", 0.5) * out["coincidences"] * (
            1 - h(capped(out["EZ"])) - get(i, "f_EC", 1.16) * h(capped(out["E"])))
        return out
    if name == "bbm92.six_state":
        e, f = get(i, "E"), get(i, "f_EC", 1)
        return dict(fraction=1 - e - (1 - e) * h((1 - 3 * e / 2) / (1 - e)) - f * h(e), fraction_bb84=1 - h(e) - f * h(e))
    if name == "bbm92.finite":
        return bbm92_finite(i)
    if name == "bbm92.ceiling":
        a, b = power(10, -get(i, "lossA_dB") / 10), power(10, -get(i, "lossB_dB") / 10)
        m = get(i, "modes_per_pulse", 2)
        return dict(bound=m * min(plob(a), plob(b)), plob_total=plob(a * b), plob_total_M=m * plob(a * b))
    if name == "bbm92.satellite.geometry":
        (da, ea), (db, eb) = place(i, get(i, "t_s"))
        return dict(elevA_deg=ea, elevB_deg=eb, rangeA_m=da, rangeB_m=db)
    if name == "bbm92.satellite.pass":
        return satellite_pass(i)
    if name == "single_photon.multiphoton":
        return multiphoton(i)
    if name in ("single_photon.asymptotic", "single_photon.channel", "weak_coherent.asymptotic"):
        c, p_multi = source_clicks(i)
        return gllp(c, p_multi, i)
    if name in ("single_photon.finite", "weak_coherent.finite"):
        return single_photon_finite(i)
    if name == "single_photon.heralded":
        return heralded_source(i)[0]
    if name == "single_photon.heralded.asymptotic":
        return heralded_asymptotic(i)
    if name == "single_photon.passive_decoy":
        return passive_decoy(i)
    if name == "cow.ceiling":
        return cow_ceiling(i)
    if name == "dps.ceiling":
        return dps_ceiling(i)
    return None
