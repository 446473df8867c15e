// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity

/// The values that the devices may have, and what the rate is at their worst and at their best.
struct UncertaintyBox {
  /// One quantity of the box.
  struct Quantity {
    let evidence: ClaimEvidence
    /// The ends, held to what the key allows.
    let low, high: Double
    /// The rates at the ends, all else as stated.
    let rateLow, rateHigh: Double

    /// How far the quantity alone moves the rate.
    var span: Double { max(rateLow, rateHigh) - min(rateLow, rateHigh) }
    /// The end where the rate is lower.
    var worst: ClaimChange { ClaimChange(evidence.key, rateLow <= rateHigh ? low : high) }
    /// The end where the rate is higher.
    var best: ClaimChange { ClaimChange(evidence.key, rateLow <= rateHigh ? high : low) }
  }

  /// The quantities with an uncertainty.
  let quantities: [Quantity]
  /// The rate at the stated values.
  let nominal: Double
  /// The lowest and the highest rate found at corners of the box.
  let worst, best: Double
  /// Where they were found.
  let worstCorner, bestCorner: [ClaimChange]
  /// The least and the largest expectation of each observation over all corners visited.
  let observations: [String: ClosedRange<Double>]
  /// How many corners were evaluated.
  let evaluations: Int

  /// The quantity that moves the rate most; nil if none does.
  var dominant: Quantity? { quantities.filter { $0.span > 0 }.max { $0.span < $1.span } }

  /// The ends of a quantity: the stated uncertainty, widened to the coverage that the claim is judged with.
  static func ends(_ evidence: ClaimEvidence, of claim: ClaimFile) throws -> (low: Double, high: Double)? {
    guard let uncertainty = evidence.uncertainty, let k = evidence.coverageFactor, uncertainty > 0 else { return nil }
    let half = uncertainty * max(1, claim.statement.coverageFactor / k)
    let range = claim.allowedRange(of: evidence.key)
    let low = try held(evidence.value - half, range.lower, evidence, isLower: true)
    let high = try held(evidence.value + half, range.upper, evidence, isLower: false)
    return (low, high)
  }

  private static func held(
    _ value: Double, _ end: AllowedRange.End?, _ evidence: ClaimEvidence, isLower: Bool
  ) throws -> Double {
    switch end {
    case .closed(let limit): return isLower ? max(value, limit) : min(value, limit)
    case .open(let limit) where isLower ? value <= limit : value >= limit:
      throw DocumentError(
        path: evidence.key, value: "\(evidence.value)",
        problem: "its uncertainty box reaches \(value), outside what the key allows",
        hint: "is the uncertainty given in percent, or for another unit?")
    default: return value
    }
  }

  /// Finds the worst and the best corner: from the corner to which the single quantities point, by turning one
  /// quantity at a time until nothing moves. No rate inside the box is claimed to be bounded by theorem.
  init(_ link: ClaimedLink) throws {
    var seen: [String: ClosedRange<Double>] = [:]
    var count = 0
    func rate(_ changes: [ClaimChange]) throws -> Double {
      let result = try changes.isEmpty ? link.result : link.result(changes)
      count += 1
      for entry in result.trace where entry.stage == .observations {
        let old = seen[entry.symbol] ?? entry.value...entry.value
        seen[entry.symbol] = min(old.lowerBound, entry.value)...max(old.upperBound, entry.value)
      }
      return result.ratePerPulse ?? 0
    }
    let atStated = try rate([])
    let rows = try link.claim.evidence.compactMap { evidence -> Quantity? in
      guard let (low, high) = try Self.ends(evidence, of: link.claim) else { return nil }
      return Quantity(
        evidence: evidence, low: low, high: high, rateLow: try rate([ClaimChange(evidence.key, low)]),
        rateHigh: try rate([ClaimChange(evidence.key, high)]))
    }
    func climb(_ start: [ClaimChange], isBetter: (Double, Double) -> Bool) throws -> (Double, [ClaimChange]) {
      var corner = start
      var value = try rate(corner)
      var moved = !corner.isEmpty
      var passes = 0
      while moved, passes < 4 {
        moved = false
        passes += 1
        for (index, quantity) in rows.enumerated() {
          var turned = corner
          let other = corner[index] == ClaimChange(quantity.evidence.key, quantity.low) ? quantity.high : quantity.low
          turned[index] = ClaimChange(quantity.evidence.key, other)
          let found = try rate(turned)
          if isBetter(found, value) {
            value = found
            corner = turned
            moved = true
          }
        }
      }
      return (value, corner)
    }
    let low = try climb(rows.map(\.worst), isBetter: <)
    let high = try climb(rows.map(\.best), isBetter: >)
    // A rate need not be monotone: an end or the stated values may be worse than the corner.
    var candidates: [(Double, [ClaimChange])] = [low, high, (atStated, [])]
    for quantity in rows {
      candidates.append((quantity.rateLow, [ClaimChange(quantity.evidence.key, quantity.low)]))
      candidates.append((quantity.rateHigh, [ClaimChange(quantity.evidence.key, quantity.high)]))
    }
    let lowest = candidates.min { $0.0 < $1.0 } ?? low
    let highest = candidates.max { $0.0 < $1.0 } ?? high
    nominal = atStated
    quantities = rows
    (worst, worstCorner) = lowest.0 < low.0 ? lowest : low
    (best, bestCorner) = highest.0 > high.0 ? highest : high
    observations = seen
    evaluations = count
  }

  /// The least lossy link of the box and its ceiling in bits per mode; nil if the link has none.
  static func ceiling(_ link: ClaimedLink) throws -> (perMode: Double, corner: [ClaimChange], isUpperLimit: Bool)? {
    guard let nominal = link.link.ceilingPerMode else { return nil }
    var corner: [ClaimChange] = []
    var best = nominal.ratePerPulse
    let lossKeys = link.claim.inputs.filter { $0.number != nil && isLoss($0.key) }.map(\.key)
    var stated: Set<String> = []
    for evidence in link.claim.evidence where isLoss(evidence.key) {
      if evidence.uncertainty != nil { stated.insert(evidence.key) }
      guard let (low, high) = try ends(evidence, of: link.claim) else { continue }
      for value in [low, high] {
        let change = ClaimChange(evidence.key, value)
        let others = corner.filter { $0.key != evidence.key }
        guard let bound = try link.link(others + [change]).ceilingPerMode?.ratePerPulse, bound > best else { continue }
        best = bound
        corner = others + [change]
      }
    }
    // A law of states is no record of them: its average refutes nothing (LK-90, BND-33x).
    let isSteady = link.link.link?.isSteady ?? false
    return (best, corner, isSteady && lossKeys.allSatisfy(stated.contains))
  }

  /// Keys that say how much the channel loses.
  private static func isLoss(_ key: String) -> Bool { LinkStatement.numbers.contains { $0.path == key } }
}
