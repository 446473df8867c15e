// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateDocuments
import RealModule

/// The links between the stations of a claim, from what it states and nothing else (bounds sheet, rules R2 and R3).
///
/// No default is read: attenuation that is not stated is none, connectors that are not stated lose nothing, and
/// stations that are not stated leave the ceiling open.
struct ClaimedLosses {
  /// Each link with its loss and the half-width of its uncertainty at the box of the verdict.
  let links: [ClaimRate.Link]
  /// Stations between the ends; nil if the claim does not say and the protocol does not either.
  let stations: Int?
  /// Why there is no ceiling; empty if there is one.
  let reasons: [String]

  init(_ claim: ClaimFile) {
    let known = claim.statement.stations ?? claim.family.traits.stationsByDefinition
    stations = known
    var reasons: [String] = []
    guard let known else {
      links = []
      self.reasons = [
        "The claim does not say which stations lie between the ends: trusted nodes or repeaters may hide in a line. State claim.stations, 0 for point to point (R2)."
      ]
      return
    }
    if let alice = Self.link("alice_", claim), let bob = Self.link("bob_", claim) {
      links = [alice, bob]
      if known != 1 {
        reasons.append("Two arms are stated, but \(known) stations between the ends.")
      }
    } else if let total = Self.link("", claim) {
      if known == 1, let share = claim.number(LinkKeys.aliceShare.path) {
        links = [Self.part(total, share), Self.part(total, 1 - share)]
      } else {
        // The favourable places of k stations are equal parts (BND-31).
        links = [Self.part(total, 1 / Double(known + 1))]
      }
    } else {
      links = []
      reasons.append("No loss is stated: a link without loss has no ceiling (R2).")
    }
    if links.contains(where: { $0.lossDecibel == nil }) {
      reasons.append(
        "A length without attenuation is no loss: 0 dB/km stands for what is not stated, and then there is no ceiling (R3)."
      )
    }
    self.reasons = reasons
  }

  private static func part(_ link: ClaimRate.Link, _ share: Double) -> ClaimRate.Link {
    ClaimRate.Link(
      lossDecibel: link.lossDecibel.map { $0 * share }, uncertaintyDecibel: link.uncertaintyDecibel.map { $0 * share })
  }

  /// A stated value with the half-width of its box; nil if the value is not stated.
  private static func value(_ key: String, _ claim: ClaimFile) -> (value: Double, half: Double?)? {
    guard let value = claim.number(key) else { return nil }
    let evidence = claim.evidence.first { $0.key == key }
    let half = evidence?.uncertainty.map { u in
      u * max(1, claim.statement.coverageFactor / (evidence?.coverageFactor ?? 1))
    }
    return (value, half)
  }

  private static func link(_ arm: String, _ claim: ClaimFile) -> ClaimRate.Link? {
    func stated(_ name: String) -> (value: Double, half: Double?)? { value("link.\(arm)\(name)", claim) }
    if let loss = stated("loss_db") {
      return ClaimRate.Link(lossDecibel: loss.value, uncertaintyDecibel: loss.half)
    }
    if let eta = stated("transmittance") {
      guard eta.value > 0 else { return ClaimRate.Link(lossDecibel: 3000, uncertaintyDecibel: nil) }
      func loss(_ t: Double) -> Double { -10 * Double.log10(min(1, t)) }
      return ClaimRate.Link(
        lossDecibel: loss(eta.value), uncertaintyDecibel: eta.half.map { loss(eta.value) - loss(eta.value + $0) })
    }
    guard let distance = stated("distance_km") else { return nil }
    let attenuation = stated("attenuation_db_per_km") ?? value(LinkKeys.attenuationDbPerKm.path, claim)
    guard let attenuation else { return ClaimRate.Link(lossDecibel: nil) }
    // Connectors that are not stated lose nothing.
    let excess = stated("excess_loss_db") ?? (0, 0)
    let loss = distance.value * attenuation.value + excess.value
    var half: Double?
    if let d = distance.half, let a = attenuation.half, let e = excess.half {
      let least = max(0, distance.value - d) * max(0, attenuation.value - a) + max(0, excess.value - e)
      half = loss - least
    }
    return ClaimRate.Link(lossDecibel: loss, uncertaintyDecibel: half)
  }
}
