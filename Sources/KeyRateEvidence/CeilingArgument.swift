// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments

/// Line (a): the ceiling of the link (bounds sheet, sections 0, 4 and 7).
struct CeilingArgument {
  /// The abort probability that a laboratory uses when none is stated (BND-28).
  static let unstatedAbortProbability = 0.999

  let argument: Argument
  /// Bits per mode at the stated loss, and at the least loss of the box.
  let perModeNominal, perMode: Double?
  /// Modes per pulse, and how they were counted.
  let modes: Double?
  let modesFrom: String
  /// Uses of the channel; nil if the claim is about a rate without a number of pulses.
  let uses: Double?
  /// The parts of D (BND-28), ε and C(ε).
  let secrecy, correctness, abortProbability: Double
  let infidelity, constantBits: Double?
  /// The conditions under which exceeding is a refutation, and whether they are met.
  let conditions: [(condition: String, isMet: Bool)]

  init(_ link: ClaimedLink) throws {
    let statement = link.claim.statement
    perModeNominal = link.link.ceilingPerMode?.ratePerPulse
    secrecy = statement.secrecy ?? 0
    correctness = statement.correctness ?? 0
    abortProbability = statement.abortProbability ?? Self.unstatedAbortProbability
    let eps = FiniteUses.infidelity(secrecy: secrecy, correctness: correctness, abortProbability: abortProbability)
    infidelity = eps
    constantBits = eps.map(FiniteUses.constant)
    // Pilots are uses of the channel, too, unless their state is public; counting them favours the claimant.
    let usesPerPulse = 1 / max(1 - statement.overhead, .leastNormalMagnitude)
    uses = statement.block.map { $0 * usesPerPulse }
    guard let ceiling = try UncertaintyBox.ceiling(link), let name = link.link.ceilingPerMode else {
      perMode = nil
      modes = nil
      modesFrom = ""
      conditions = []
      argument = Argument(.ceiling, .notEvaluated, ["The link has no ceiling in this program."])
      return
    }
    perMode = ceiling.perMode
    var conditions = [
      ("the transmittance is an upper limit: every loss has an uncertainty", ceiling.isUpperLimit),
      ("pure loss: no noise of the devices lowers the limit", true),
    ]
    var slack = 1.0
    if let stated = statement.modesPerPulse {
      modes = stated
      modesFrom = "as the claim states (BND-1)"
      conditions.append(("every mode that could carry key is counted", true))
    } else if let band = statement.opticalBandwidthHz, let rate = statement.pulsesPerSecond(ifUnstated: 1) {
      modes = 2 * band / (rate * usesPerPulse)
      modesFrom = "from the optical bandwidth, two polarisations (BND-3)"
      slack = 1.1
      let time = statement.acquisitionTimeSeconds ?? 0
      conditions.append(("bandwidth times time is at least 1e4, with a margin of 10 % (BND-3)", band * time >= 1e4))
    } else if let byDefinition = link.claim.family.traits.modesPerUse {
      modes = byDefinition
      modesFrom = "a symbol is one mode"
      conditions.append(("every mode that could carry key is counted", true))
    } else {
      modes = 2
      modesFrom = "assumed, since neither link.modes_per_pulse nor claim.optical_bandwidth_hz is stated"
      conditions.append(("every mode that could carry key is counted", false))
    }
    if link.claim.isFinite {
      let states = statement.secrecy != nil && statement.correctness != nil
      conditions.append(("secrecy and correctness are stated (BND-28)", states))
    }
    if eps == nil { conditions.append(("the failure probabilities sum to less than 1 (BND-28)", false)) }
    self.conditions = conditions
    guard let claimed = statement.weakestRatePerPulse, let modes else {
      argument = Argument(
        .ceiling, .notEvaluated, limit: ceiling.perMode,
        ["The claim cannot be read as a rate per pulse; see the list of what is missing."])
      return
    }
    var explanation: [String] = []
    let limit: Double
    let value: Double
    let unit: String
    if let uses, let eps {
      limit = FiniteUses.longestKey(uses: uses, modes: modes, perMode: ceiling.perMode, infidelity: eps)
      value = claimed * uses / usesPerPulse
      unit = "bit"
      explanation.append(
        "n M K + C(eps) with n = \(uses.words) uses, M = \(modes.words), K = \(ceiling.perMode.words) bit/mode (\(name.label)) and C = \(FiniteUses.constant(infidelity: eps).words) bit (BND-23, BND-42)."
      )
      if statement.abortProbability == nil {
        explanation.append(
          "The claim does not state how often an honest run aborts: 0.999 is used, so that a run that succeeded contradicts the limit only with probability 1e-3 (BND-28)."
        )
      }
    } else {
      limit = modes * ceiling.perMode * usesPerPulse
      value = claimed
      unit = "bit/pulse"
      explanation.append(
        "Without a number of pulses the claim is read as a rate of unlimited length: M K with M = \(modes.words) and K = \(ceiling.perMode.words) bit/mode (\(name.label)); BND-4, BND-30."
      )
    }
    guard FiniteUses.exceeds(value, limit * slack) else {
      explanation.append(
        "Below the ceiling. That is no statement about security: it could only have refuted the claim.")
      argument = Argument(.ceiling, .consistent, claimed: value, limit: limit, unit: unit, explanation)
      return
    }
    let unmet = conditions.filter { !$0.1 }.map(\.0)
    explanation.append("The claim is \((value / limit).words) times the ceiling.")
    if unmet.isEmpty {
      explanation.append("No protocol whatsoever makes such a key over this channel.")
      argument = Argument(.ceiling, .impossible, claimed: value, limit: limit, unit: unit, explanation)
    } else {
      explanation += unmet.map { "Not shown: \($0)." }
      argument = Argument(.ceiling, .exceedsUncertified, claimed: value, limit: limit, unit: unit, explanation)
    }
  }
}
