// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments

/// Something that the verdict needs and the claim does not say.
struct Missing: Sendable, Equatable {
  /// The keys that would say it, any one of them.
  let keys: [String]
  /// What it is for.
  let purpose: String
  /// What its value would have to be for the claim to hold; nil if nothing can be said.
  let requirement: String?
}

extension Missing {
  /// What a claim leaves out of its own statement.
  static func ofStatement(_ claim: ClaimFile, rate: Double?) -> [Missing] {
    let s = claim.statement
    var list: [Missing] = []
    func add(_ keys: [String], _ purpose: String, _ requirement: String?) {
      list.append(Missing(keys: keys, purpose: purpose, requirement: requirement))
    }
    guard let quantity = s.quantity, let value = s.value else {
      add(
        [ClaimKeys.ratePerPulse.path, ClaimKeys.bitsPerSecond.path, ClaimKeys.lengthBits.path], "what is claimed",
        rate.map { "at most \($0.words) bit/pulse, the rate in the worst case of the uncertainty box" })
      return list + ofProtocol(claim)
    }
    switch quantity {
    case .ratePerPulse:
      if s.countsEveryPulse == nil {
        add(
          [ClaimKeys.sifting.path], "whether every emitted pulse is counted",
          rate.map {
            value <= $0
              ? "either: the claim holds for every emitted pulse"
              : "\"excluded\", with a sifting factor of at most \(($0 / value).words)"
          })
      } else if s.countsEveryPulse == false, s.siftingFactor == nil {
        add(
          [ClaimKeys.siftingFactor.path], "the share of the pulses that sifting leaves",
          rate.map { "at most \(min(1, $0 / value).words)" })
      }
    case .bitsPerSecond:
      if s.clockHz == nil {
        add(
          [ClaimKeys.clockHz.path, SourceKeys.repetitionRateHz.path], "pulses per second",
          rate.flatMap { $0 > 0 ? "at least \((value / $0).words) Hz at a duty cycle of 1" : nil })
      }
      if s.dutyCycle == nil {
        add(
          [ClaimKeys.dutyCycle.path], "the share of the time in which pulses are sent",
          s.clockHz.flatMap { clock in
            rate.flatMap { rate in
              guard rate > 0 else { return nil }
              let least = value / clock / rate
              return least <= 1 ? "at least \(least.words)" : "above 1 (\(least.words)): no duty cycle is enough"
            }
          })
      }
    case .lengthBits:
      if s.block == nil {
        add(
          [
            claim.family.traits.blockKey, CountsKeys.pulses.path,
            ClaimKeys.acquisitionTimeS.path,
          ],
          "the number of pulses of the block",
          rate.flatMap { $0 > 0 ? "about \((value / $0).words) or more, at the rate of the stated settings" : nil })
      }
    }
    return list + ofProtocol(claim)
  }

  private static func ofProtocol(_ claim: ClaimFile) -> [Missing] {
    guard claim.isFinite else { return [] }
    var list: [Missing] = []
    if claim.statement.isOneWay == nil {
      list.append(
        Missing(
          keys: [ClaimKeys.errorCorrection.path], purpose: "which messages the leakage counts",
          requirement: "one-way; or two-way with the messages of both directions counted in the leakage"))
    }
    if claim.statement.authenticationBits == nil {
      list.append(
        Missing(
          keys: [ClaimKeys.authenticationBits.path], purpose: "key used up by authentication of the block",
          requirement: "not more than the margin of the verdict; 0 if the claim is a gross rate and says so"))
    }
    return list
  }

  /// What parameter files have a default for, and a claim must say.
  static func ofDevices(_ claim: ClaimFile, link: ClaimedLink?) throws -> [Missing] {
    let target = claim.statement.weakestRatePerPulse
    var list = try claim.missingNeeds.map { need -> Missing in
      var requirement: String?
      if let link, let target, let key = need.keys.first, let found = try WhatIf.threshold(key, link, target: target) {
        requirement =
          "\(found.isLargest ? "at most" : "at least") \(found.value.words), all else as stated"
      } else if need.keys.contains(SecurityKeys.secrecy.path) {
        requirement = "the value that the length was made for; 1e-10 is evaluated here"
      } else if need.keys.contains(SecurityKeys.correctness.path) {
        requirement = "the value that the length was made for; the default is evaluated here"
      } else if need.keys.contains(LinkKeys.modesPerPulse.path) {
        requirement =
          "2 for polarisation, time bins and two-pulse phase; 1 for one mode; twice that for two polarisations"
      } else if need.keys.contains(ClaimKeys.stations.path) {
        requirement = "0 for point to point, or the number of trusted nodes and repeaters"
      }
      return Missing(keys: need.keys, purpose: need.purpose, requirement: requirement)
    }
    let counted = try CountsBox.reads(claim).filter { key in
      !claim.evidence.contains { $0.key == key && $0.uncertainty != nil }
        && !claim.valuesWithoutUncertainty.contains(key)
    }
    list += (claim.valuesWithoutUncertainty + counted).map {
      Missing(
        keys: ["[[evidence]] with key = \"\($0)\""], purpose: "uncertainty and source of \($0)",
        requirement: "small enough that the worst case still reaches the claim; see the box and the sensitivities")
    }
    return list
  }

  /// What a reader of parameter files found to be left out.
  static func ofReading(_ errors: [DocumentError], _ claim: ClaimFile) -> [Missing] {
    errors.map { error in
      var requirement: String?
      let isLoss = error.problem.contains(LinkKeys.lossDb.path)
      if isLoss, let rate = claim.statement.weakestRatePerPulse {
        requirement = claim.statement.modesPerPulse.flatMap { Ceilings.largestLoss(rate, modes: $0) }.map {
          "less than \($0.words) dB in any case, where the ceiling is reached"
        }
      }
      let key = error.path ?? ""
      return Missing(
        keys: isLoss ? LinkStatement.totals.map(\.path) : [key],
        purpose: claim.meaning(of: key).meaning, requirement: requirement)
    }
  }
}
