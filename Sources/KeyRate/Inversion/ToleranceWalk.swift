// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateNumerics
import KeyRateSecurity
import RealModule
import KeyRateReports

/// Walks away from an operating point until a target is missed.
struct ToleranceWalk {
  let point: OperatingPoint
  let target: KeyTarget

  /// One input of a box with its single tolerances.
  struct Axis {
    let path: String
    let value: Double
    let low: Double
    let high: Double

    /// The end at a part of the tolerance, rounded towards the operating point.
    func end(_ factor: Double, up: Bool) -> Double {
      let limit = up ? high : low
      if factor >= 1 || limit == value { return limit }
      let x = SearchRange.rounded(value + factor * (limit - value), digits: 6, up: !up)
      return up ? Swift.min(Swift.max(x, value), high) : Swift.max(Swift.min(x, value), low)
    }
  }

  /// A box in which the target is met at every corner.
  struct Joint {
    var factor = 0.0
    var ends: [(low: Double, high: Double)] = []
    var corners = 0
    var inner = 0
    var worst: LinkEvaluation?
    var worstMoves: [LinkVariant.Move] = []
  }

  private static let steps = 48
  private static let refinements = 60

  /// The result with some inputs moved; nil with the reason if it cannot be evaluated.
  private func judged(_ moves: [LinkVariant.Move]) throws -> (LinkEvaluation?, isMet: Bool, reason: String) {
    try Task.checkCancellation()
    let e: LinkEvaluation
    do {
      e = try point.moved(moves)
    } catch let violation as InvariantViolation {
      throw violation
    } catch let error as CancellationError {
      throw error
    } catch {
      return (nil, false, "cannot be evaluated: \(error)")
    }
    let isMet = try target.verdict(e).isMet
    return (e, isMet, e.result.reasonForZero?.description ?? "the target is missed")
  }

  /// The farthest value towards an end such that the target was met all the way.
  func limit(_ quantity: LinkVariant.Quantity, from value: Double, to end: Double) throws -> ToleranceBox.Limit {
    guard end != value else {
      return .init(value: value, missedAt: nil, reason: "already at the end of its range")
    }
    let isUp = end > value
    var met = value
    var missed: (value: Double, reason: String)?
    for x in path(from: value, to: end) where isUp ? x > met : x < met {
      let (_, isMet, reason) = try judged([.init(quantity.path, x)])
      if !isMet {
        missed = (x, reason)
        break
      }
      met = x
    }
    guard var beyond = missed else {
      return .init(value: met, missedAt: nil, reason: "met up to the end of what was searched")
    }
    let isRatio = met > 0 && beyond.value > 0 && (met / beyond.value > 4 || beyond.value / met > 4)
    for _ in 0..<Self.refinements {
      if abs(beyond.value - met) <= 1e-7 * Swift.max(abs(beyond.value), abs(met)) { break }
      let x = isRatio ? (met * beyond.value).squareRoot() : met + (beyond.value - met) / 2
      guard x != met, x != beyond.value else { break }
      let (_, isMet, reason) = try judged([.init(quantity.path, x)])
      if isMet { met = x } else { beyond = (x, reason) }
    }
    let short = SearchRange.rounded(met, digits: 6, up: !isUp)
    if short != met, isUp ? short >= value : short <= value, try judged([.init(quantity.path, short)]).isMet {
      met = short
    }
    return .init(value: met, missedAt: beyond.value, reason: beyond.reason)
  }

  /// Values on the way to an end: small steps first, because a tolerance may be small.
  private func path(from value: Double, to end: Double) -> [Double] {
    let scale = value == 0 ? abs(end) * 1e-9 : abs(value) * 1e-4
    let whole = abs(end - value)
    let first = Swift.min(scale, whole / 2)
    let sign: Double = end > value ? 1 : -1
    let growing = (0..<Self.steps).map { k in
      value + sign * first * Double.pow(whole / first, Double(k) / Double(Self.steps - 1))
    }
    // Even steps besides: growing ones are wide at the far end.
    let even = (1..<Self.steps).map { value + sign * whole * Double($0) / Double(Self.steps) }
    let all = (growing.dropLast() + even + [end]).sorted()
    return sign > 0 ? all : all.reversed()
  }

  /// The largest common part of the single tolerances at which every corner meets the target.
  func joint(_ axes: [Axis], inner: Int) throws -> Joint {
    var good = Joint(ends: axes.map { ($0.value, $0.value) })
    var bad = 1.0
    func attempt(_ factor: Double) throws -> Joint? {
      let ends = axes.map { (low: $0.end(factor, up: false), high: $0.end(factor, up: true)) }
      guard var joint = try corners(axes, ends) else { return nil }
      joint.factor = factor
      return joint
    }
    if let whole = try attempt(1) {
      good = whole
    } else {
      // From within, so that a box that opens again farther out is not taken.
      for k in 1...16 {
        let factor = Double(k) / 16
        guard let joint = try attempt(factor) else {
          bad = factor
          break
        }
        good = joint
      }
      for _ in 0..<14 {
        let factor = (good.factor + bad) / 2
        if let joint = try attempt(factor) { good = joint } else { bad = factor }
      }
    }
    // Corners say nothing about the inside by themselves: points of it are tried as well, and the box shrinks.
    for _ in 0..<20 {
      if try isMetInside(axes, good.ends, count: inner) {
        good.inner = inner
        return good
      }
      guard let smaller = try attempt(good.factor * 0.9) else { break }
      good = smaller
    }
    return Joint(ends: axes.map { ($0.value, $0.value) })
  }

  private func corners(_ axes: [Axis], _ ends: [(low: Double, high: Double)]) throws -> Joint? {
    var joint = Joint(ends: ends)
    var least = Double.infinity
    for corner in 0..<(1 << axes.count) {
      let moves = axes.indices.map { k in
        LinkVariant.Move(axes[k].path, corner & (1 << k) != 0 ? ends[k].high : ends[k].low)
      }
      let (e, isMet, _) = try judged(moves)
      guard isMet, let e else { return nil }
      joint.corners += 1
      let rate = e.result.ratePerPulse ?? 0
      if rate < least { (least, joint.worst, joint.worstMoves) = (rate, e, moves) }
    }
    return joint
  }

  private func isMetInside(_ axes: [Axis], _ ends: [(low: Double, high: Double)], count: Int) throws -> Bool {
    // The same points on every machine.
    var random = SplitMix64(seed: 20_140_203)
    for _ in 0..<count {
      let moves = axes.indices.map { k in
        LinkVariant.Move(axes[k].path, ends[k].low + random.unit() * (ends[k].high - ends[k].low))
      }
      if try !judged(moves).isMet { return false }
    }
    return true
  }
}
