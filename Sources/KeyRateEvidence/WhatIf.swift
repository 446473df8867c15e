// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import RealModule

/// How the verdict would change if values were others.
enum WhatIf {
  /// One value scaled, all else as stated.
  struct Step {
    let key: String
    /// The relative change.
    let change: Double
    /// The rate; nil if the value is not allowed.
    let rate: Double?
  }

  /// The relative changes of the sensitivity table.
  static let changes = [-0.10, -0.05, -0.01, 0.01, 0.05, 0.10]

  /// The rate with each uncertain value, and each loss, changed by 1, 5 and 10 %.
  static func steps(_ link: ClaimedLink) throws -> [Step] {
    let losses = link.claim.inputs.filter { $0.number != nil && $0.key.hasPrefix("link.") }.map(\.key)
    let security = [SecurityKeys.errorCorrectionEfficiency.path, SecurityKeys.reconciliationEfficiency.path].filter {
      link.claim.number($0) != nil
    }
    let varied = LinkStatement.totals.map(\.path) + [LinkKeys.excessNoise.path]
    var keys = losses.filter(varied.contains)
    // One probability of a list cannot change alone.
    let single = link.claim.evidence.map(\.key).filter {
      !(ClaimChange.element($0)?.key.hasSuffix("probabilities") ?? false)
    }
    for key in single + security where !keys.contains(key) { keys.append(key) }
    return try keys.flatMap { key -> [Step] in
      guard let value = link.claim.numberInForce(key), value != 0 else { return [] }
      return try changes.map { change in
        let other = value * (1 + change)
        guard link.claim.allowedRange(of: key).contains(other) else { return Step(key: key, change: change, rate: nil) }
        return Step(key: key, change: change, rate: try link.rate([ClaimChange(key, other)]))
      }
    }
  }

  /// The changes that add a loss to the channel; nil if the claim says its loss in no known way.
  static func adding(_ decibel: Double, to claim: ClaimFile) -> [ClaimChange]? {
    claim.linkStatement?.adding(decibel, claim.number)?.map { ClaimChange($0.key, $0.value) }
  }

  /// The extra loss, 0 to 100 dB, up to which a condition on the rate holds, to 1e-3 dB below the crossing.
  ///
  /// - Returns: nil if it does not hold without extra loss, or the loss cannot be varied; 100 if it holds everywhere.
  static func reach(_ link: ClaimedLink, while holds: (Double) -> Bool) throws -> Double? {
    func isGood(_ decibel: Double) throws -> Bool {
      guard let changes = adding(decibel, to: link.claim) else { return false }
      return holds(try link.rate(changes) ?? 0)
    }
    guard try isGood(0) else { return nil }
    var low = 0.0
    var high = 100.0
    if try isGood(high) { return high }
    while high - low > 1e-3 {
      let middle = (low + high) / 2
      if try isGood(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Rates of the stated settings around the operating point, for the figure.
  static func curve(_ link: ClaimedLink) throws -> [(lossDecibel: Double, rate: Double, ceiling: Double)] {
    let here = link.link.lossDecibel
    return try (0...24).compactMap { index in
      let extra = Double(index - 10)
      guard here + extra >= 0, extra >= 0 || link.claim.linkStatement?.canSubtract(-extra, link.claim.number) ?? true,
        let changes = adding(extra, to: link.claim)
      else { return nil }
      let changed = try link.link(changes)
      guard changed.search?.variables.count ?? 0 == link.point.count else { return nil }
      let rate = try changed.evaluate(link.point).ratePerPulse ?? 0
      return (changed.lossDecibel, rate, changed.ceilingPerMode?.ratePerPulse ?? .nan)
    }
  }

  /// The value of a missing key at which the claim would just be reached.
  ///
  /// - Returns: the value and whether it is the largest or the smallest; nil if no value or every value reaches it.
  static func threshold(_ key: String, _ link: ClaimedLink, target: Double) throws -> (value: Double, isLargest: Bool)?
  {
    let name = key.split(separator: ".").last.map(String.init) ?? key
    // Ends of the search: the favourable one first.
    let ends: [String: (Double, Double, isLogarithmic: Bool)] = [
      "efficiency": (1, 1e-4, true), "dark_count_probability": (1e-15, 1e-2, true),
      "misalignment": (0, 0.5, false), "error_correction_efficiency": (1, 10, false),
      "reconciliation_efficiency": (1, 0.5, false), "attenuation_db_per_km": (0, 2, false),
    ]
    guard let (good, bad, isLogarithmic) = ends[name] else { return nil }
    func reaches(_ value: Double) throws -> Bool { try link.rate([ClaimChange(key, value)]) ?? 0 >= target }
    guard try reaches(good), try !reaches(bad) else { return nil }
    var (inside, outside) = (good, bad)
    for _ in 0..<40 {
      let middle = isLogarithmic ? Double.sqrt(inside * outside) : (inside + outside) / 2
      if try reaches(middle) { inside = middle } else { outside = middle }
    }
    return (inside, bad > good)
  }
}
