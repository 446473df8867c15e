// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// From the counts of four intensities each to a key length (mdi sheet, section 5.5), generic over the
/// number type; `FiniteKey` offers the plain entry points.
enum FourIntensityAnalysis {
  /// One-sided bounds used: five for G, six for H, one each for T, S11 and N_ph; one more for a double scan.
  static func bounds(_ scan: Scan) -> Int { scan == .double ? 15 : 14 }

  static func estimate<S: Scalar>(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) -> FiniteEstimate<S> {
    let bounds = bounds(options.scan)
    let beta: S = options.beta(bounds: bounds)
    let tails = CountTails(options.bound, beta: beta)
    let a = choices.alice
    let b = choices.bob
    let (yA, xA, oA) = (S(a.strongDecoy), S(a.weakDecoy), S(a.vacuum))
    let (yB, xB, oB) = (S(b.strongDecoy), S(b.weakDecoy), S(b.vacuum))
    func rest(_ c: FourIntensityChoice) -> S {
      S.one - S(c.signalProbability) - S(c.strongProbability) - S(c.weakProbability)
    }
    let n = S(counts.pulses)
    func weight(_ pA: S, _ pB: S) -> S { S.one / (n * pA * pB) }
    let (pyA, pxA, poA) = (S(a.strongProbability), S(a.weakProbability), rest(a))
    let (pyB, pxB, poB) = (S(b.strongProbability), S(b.weakProbability), rest(b))

    // The case of MDI-35, with products compared without rounding.
    let difference =
      DoubleDouble(a.strongDecoy) * DoubleDouble(b.weakDecoy) - DoubleDouble(b.strongDecoy) * DoubleDouble(a.weakDecoy)
    let isCaseA = !difference.isCertainlyPositive
    let wx = isCaseA ? yA * yA * yB : yB * yB * yA
    let wy = isCaseA ? xA * xA * xB : xB * xB * xA
    let gap = isCaseA ? yA - xA : yB - xB
    let d = xA * xB * yA * yB * gap

    var e = FiniteEstimate<S>()
    let xx = S(counts.xx)
    let leaks = a.vacuum > 0 || b.vacuum > 0
    let isDouble = options.scan == .double
    let expXX = S.exp(xA + xB)
    let wXX = expXX * weight(pxA, pxB)
    let wXO = S.exp(xA + oB) * weight(pxA, poB)
    let wOX = S.exp(oA + xB) * weight(poA, pxB)
    // The vacuum cell; with leaking vacuum Y00 ≤ e^(oA+oB) Y_oo (MDI-38a).
    let wOO = S.exp(oA + oB) * weight(poA, poB)
    // n_xx − m_xx: with a double scan the errors are a variable of their own (MDI-40).
    let first = isDouble ? xx - S(counts.xxErrors) : xx
    let leak = leaks ? S.one + oA / yA + oB / yB : S.one
    let gains = [
      (weight: wx * wXX, count: first), (weight: wy * S.exp(yA + oB) * weight(pyA, poB), count: S(counts.yo)),
      (weight: wy * S.exp(oA + yB) * weight(poA, pyB), count: S(counts.oy)),
    ]
    let losses = [
      (weight: wy * leak * S.exp(yA + yB) * weight(pyA, pyB), count: S(counts.yy)),
      (weight: wy * wOO, count: S(counts.oo)),
    ]
    let gL =
      JointBound.lower(gains, tails, joint: options.joint) - JointBound.upper(losses, tails, joint: options.joint)
    let sides = [(weight: wXO, count: S(counts.xo)), (weight: wOX, count: S(counts.ox))]
    var hLower = JointBound.lower(sides, tails, joint: options.joint) - wOO * tails.expectationUpper(S(counts.oo))
    var hUpper = JointBound.upper(sides, tails, joint: options.joint)
    if leaks {
      hLower = hLower - (oA / xA + oB / xB) * wXX * tails.expectationUpper(xx)
    } else {
      hUpper = hUpper - wOO * tails.expectationLower(S(counts.oo))
    }
    if hLower.lowest < 0 || hUpper.lowest < hLower.highest { e.clamps.insert(.vacuumSide) }
    let hL = S.maximum(S.zero, hLower)
    let hU = S.maximum(hL, hUpper)
    let tUpper = wXX * tails.expectationUpper(S(counts.xxErrors))
    e.gainSum = LowerBound(gL)
    e.vacuumSide = (LowerBound(hL), UpperBound(hU))
    e.detections = S(counts.zz)
    e.errors = S(counts.zzErrors)
    let zA = S(a.signal)
    let zB = S(b.signal)
    let sent = n * S(a.signalProbability) * S(b.signalProbability) * zA * zB * S.exp(-zA - zB)

    // s and t as straight lines along the one or two edges on which the minimum lies.
    func s(_ h: S, _ m: S?) -> S { (gL + (m.map { wx * $0 } ?? S.zero) - wx * h) / d }
    func t(_ h: S, _ m: S) -> S { (m - h / S(2)) / (xA * xB) }
    let top = isDouble ? tUpper : nil
    var corners = [(h: hL, m: tUpper, s: s(hL, top), t: t(hL, tUpper))]
    if options.scan != .off { corners.append((hU, tUpper, s(hU, top), t(hU, tUpper))) }
    if isDouble {
      let tLower = wXX * tails.expectationLower(S(counts.xxErrors))
      corners.append((hU, tLower, s(hU, tLower), t(hU, tLower)))
    }
    let tradeoff = PairTradeoff(sent: sent, detections: e.detections, tails: tails)
    var best: (point: EdgePoint<S>, h: S, m: S)?
    var certified: S?
    if options.scan == .off {
      let point = tradeoff.at(s(hU, nil), corners[0].t)
      best = (point, hL, tUpper)
    } else {
      for (from, to) in zip(corners, corners.dropFirst()) {
        let point = tradeoff.minimum(from: (from.s, from.t), to: (to.s, to.t))
        if best.map({ point.entropy.approximation < $0.point.entropy.approximation }) ?? true {
          let position = S(point.position)
          best = (point, from.h + position * (to.h - from.h), from.m + position * (to.m - from.m))
        }
        certified = certified.map { S.minimum($0, point.certified) } ?? point.certified
      }
    }
    guard let best else { return e }
    let p = best.point
    if p.s.lowest < 0 { e.clamps.insert(.yield) }
    if p.t.lowest < 0 { e.clamps.insert(.errors) }
    if p.s.straddles(S.zero) { e.straddled.insert(.yield) }
    if p.t.straddles(S.zero) { e.straddled.insert(.errors) }
    if p.certain.straddles(e.detections) { e.straddled.formUnion([.pairs, .inconsistent]) }
    if (tUpper - hL / S(2)).straddles(S.zero) || hUpper.straddles(S.zero) { e.straddled.insert(.inconsistent) }
    if hLower.straddles(S.zero) || hUpper.straddles(hLower) { e.straddled.insert(.vacuumSide) }
    e.yield = LowerBound(S.maximum(S.zero, p.s))
    e.errorYield = UpperBound(S.maximum(S.zero, p.t))
    e.scanned = (best.h.approximation, best.m.approximation)
    e.pairs = LowerBound(S.minimum(p.certain, e.detections))
    e.phaseErrors = UpperBound(p.phaseErrors)
    // Under the model each of these is one of the failure events that are paid for.
    e.isInconsistent =
      (tUpper - hL / S(2)).lowest < 0 || hUpper.lowest < 0 || p.certain.highest > e.detections.highest
    e.capPhaseError()
    let least = corners.map { sent * $0.s }.min { $0.approximation < $1.approximation } ?? S.zero
    e.pairFraction = ThreeIntensityAnalysis.searchFraction(
      options.scan == .off ? sent * s(hU, nil) : least, beta: beta, of: e.detections)
    e.finish(options, bounds: bounds)
    if let certified, !e.isInconsistent {
      // The certified minimum over the whole range, not the value at one point of it.
      e.entropy = S.minimum(e.entropy, certified)
      e.rawLength = e.entropy - e.leakage.value - e.cost
    }
    return e
  }
}
