// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateDocuments
import KeyRateReading

/// Line (a): the ceiling of the link, with everything unsaid at the claimant's end (bounds sheet, sections 0, 4 and 7).
///
/// It reads the stations, the losses with their uncertainty, the modes and the claimed number with its clock or block;
/// no device, no efficiency, no default.
struct CeilingArgument {
  let argument: Argument
  /// Bits per mode at the stated loss, and at the least loss of the box.
  let perModeNominal, perMode: Double?
  /// The largest transmittance of the box, of the link with the least.
  let transmittance: Double?
  /// Stations between the ends.
  let stations: Int?
  /// Modes per pulse, and how they were counted.
  let modes: Double?
  let modesFrom: String
  /// Uses of the channel; nil if the claim is about a rate without a number of pulses.
  let uses: Double?
  /// The parts of D (BND-28) as they are stated, and D.
  let secrecy, correctness, abortProbability: Double?
  let distance: Double
  let infidelity, constantBits: Double?
  /// The conditions under which exceeding is a refutation, and whether they are met.
  let conditions: [(condition: String, isMet: Bool)]

  init(_ claim: ClaimFile) {
    let statement = claim.statement
    let losses = ClaimedLosses(claim)
    stations = losses.stations
    (secrecy, correctness) = (statement.secrecy, statement.correctness)
    abortProbability = statement.abortProbability
    let parts = [statement.secrecy, statement.correctness, statement.abortProbability]
    var sum = parts.compactMap { $0 }.reduce(0, +)
    if parts.contains(nil) { sum = max(sum, ClaimRate.unsaidDistance) }
    distance = sum
    let eps = FiniteUses.infidelity(secrecy: sum, correctness: 0, abortProbability: 0)
    infidelity = eps
    constantBits = eps.map(FiniteUses.constant)
    let counted = Self.modes(statement)
    modes = counted.modes?.count
    modesFrom = counted.from
    // Pilots are uses of the channel, too, unless their state is public; counting them favours the claimant.
    let usesPerPulse = 1 / max(1 - statement.overhead, .leastNormalMagnitude)
    uses = statement.mostPulses.map { $0 * usesPerPulse }
    let nominal = ClaimRate(
      links: losses.links.map { ClaimRate.Link(lossDecibel: $0.lossDecibel) }, modes: nil, quantity: nil,
      failure: (0, 0, 0), box: 1)
    perModeNominal = nominal.flatMap { $0.perMode.isFinite && !losses.links.isEmpty ? $0.perMode : nil }
    let claimed = Self.quantity(statement, usesPerPulse: usesPerPulse, hasBandwidth: counted.isBandwidthOnly)
    let found =
      losses.reasons.isEmpty
      ? ClaimRate(
        links: losses.links, modes: counted.modes, quantity: claimed.quantity,
        failure: (statement.secrecy, statement.correctness, statement.abortProbability), box: 1) : nil
    perMode = found.flatMap { $0.perMode.isFinite ? $0.perMode : nil }
    transmittance = found?.transmittance
    var conditions = [
      (
        "every loss is stated with an uncertainty",
        !losses.links.isEmpty
          && losses.links.allSatisfy { $0.lossDecibel != nil && $0.uncertaintyDecibel != nil }
      ),
      ("the stations between the ends are stated", losses.stations != nil),
      ("every mode that could carry key is counted", counted.modes?.isCertain ?? false),
      ("pure loss: no noise of the devices lowers the limit", true),
    ]
    if eps == nil { conditions.append(("the failure probabilities sum to less than 1 (BND-28)", false)) }
    self.conditions = conditions
    var open = losses.reasons
    if counted.modes == nil {
      open.append("The modes of a pulse are not stated, nor the optical bandwidth: no number is assumed (R4).")
    }
    if claimed.quantity == nil { open.append(claimed.open) }
    if eps == nil { open.append("The failure probabilities sum to 1 or more: no bound (BND-28).") }
    guard let found, let limit = found.limit, let value = claimed.value, open.isEmpty, let modes else {
      if open.isEmpty { open = ["The link has no loss within its uncertainty, so that there is no ceiling."] }
      argument = Argument(.ceiling, .notEvaluated, open)
      return
    }
    argument = Self.judge(
      found, limit: limit, value: value, unit: claimed.unit, modes: modes, uses: uses, distance: sum,
      stations: losses.stations ?? 0, unmet: conditions.filter { !$0.1 }.map(\.0))
  }

  private static func judge(
    _ found: ClaimRate, limit: Double, value: Double, unit: String, modes: Double, uses: Double?, distance: Double,
    stations: Int, unmet: [String]
  ) -> Argument {
    let place = stations == 0 ? "point to point" : "\(stations) station\(stations == 1 ? "" : "s") between the ends"
    var explanation: [String] = []
    if unit == "bit", let uses {
      explanation.append(
        "n M K + C(eps) with n = \(uses.words) uses, M = \(modes.words), K = \(found.perMode.words) bit/mode at the largest transmittance \(found.transmittance.words) of the channel alone (\(place)); D = \(distance.words) (BND-23, BND-28, BND-42)."
      )
    } else {
      explanation.append(
        "A rate of unlimited length: M K with M = \(modes.words) and K = \(found.perMode.words) bit/mode at the largest transmittance \(found.transmittance.words) of the channel alone (\(place)); BND-4, BND-30."
      )
    }
    guard found.verdict == .exceeds else {
      explanation.append(
        "Below the ceiling. That is no statement about security: it could only have refuted the claim.")
      return Argument(.ceiling, .consistent, claimed: value, limit: limit, unit: unit, most: limit, explanation)
    }
    explanation.append("The claim is \((value / limit).words) times the ceiling.")
    guard found.refutes else {
      explanation += unmet.map { "Not shown: \($0)." }
      if unmet.isEmpty { explanation.append("A clock without uncertainty does not refute by less than 0.1 %.") }
      return Argument(
        .ceiling, .exceedsUncertified, claimed: value, limit: limit, unit: unit, most: limit, explanation)
    }
    explanation.append("No protocol whatsoever makes such a key over this channel.")
    return Argument(.ceiling, .impossible, claimed: value, limit: limit, unit: unit, most: limit, explanation)
  }

  private static func modes(
    _ s: ClaimStatement
  ) -> (modes: ClaimRate.Modes?, from: String, isBandwidthOnly: Bool) {
    if let stated = s.modesPerPulse { return (.stated(stated), "as the claim states (BND-1)", false) }
    guard let band = s.opticalBandwidthHz else { return (nil, "", false) }
    // Bits per second need no clock: all modes of a second count.
    let isBandwidthOnly = s.clockHz == nil
    return (
      .bandwidth(
        hz: band, clockHz: s.clockHz ?? 1, spatialModes: s.spatialModes, seconds: s.acquisitionTimeSeconds),
      "from the optical bandwidth, two polarisations, 10 % more (BND-3)", isBandwidthOnly
    )
  }

  /// The claimed quantity as the ceiling reads it, in the reading that asks least.
  private static func quantity(
    _ s: ClaimStatement, usesPerPulse: Double, hasBandwidth: Bool
  ) -> (quantity: ClaimRate.Quantity?, value: Double?, unit: String, open: String) {
    guard let quantity = s.quantity, let value = s.value else {
      return (nil, nil, "", "The claim does not say how much key it is about.")
    }
    switch quantity {
    case .lengthBits:
      guard let pulses = s.mostPulses, pulses >= 1 else {
        return (nil, value, "bit", "A length needs the pulses of the block, or its clock and time (R5).")
      }
      return (.length(bits: value, pulses: pulses * usesPerPulse), value, "bit", "")
    case .bitsPerSecond:
      guard let clock = s.clockHz ?? (hasBandwidth ? 1 : nil) else {
        return (nil, value, "bit/s", "A rate per second needs the clock, or the optical bandwidth (R7).")
      }
      return (.perSecond(bits: value, clockHz: clock, dutyCycle: s.dutyCycle ?? 1), value, "bit/s", "")
    case .ratePerPulse:
      guard let rate = s.weakestRatePerPulse else {
        return (nil, value, "bit/pulse", "The share of the pulses that sifting leaves is not stated.")
      }
      if let pulses = s.pulses {
        return (.length(bits: (rate * pulses).tidy, pulses: pulses * usesPerPulse), (rate * pulses).tidy, "bit", "")
      }
      return (.perPulse(rate / usesPerPulse), rate / usesPerPulse, "bit/pulse", "")
    }
  }
}
