// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import RealModule

/// The ceiling of a claim with every unsaid input at the claimant's end (bounds sheet, section 7, rules R2 to R6).
package struct ClaimRate: Sendable, Equatable {
  /// What a claim says of a link between two stations.
  package struct Link: Sendable, Equatable {
    /// Its loss; nil if unsaid, which makes it a link without loss.
    package let lossDecibel: Double?
    /// The uncertainty of the loss at the coverage factor; nil if unsaid: then an excess is no refutation.
    package let uncertaintyDecibel: Double?
    /// k of the uncertainty.
    package let coverageFactor: Double

    /// Describes a link.
    package init(lossDecibel: Double?, uncertaintyDecibel: Double? = nil, coverageFactor: Double = 1) {
      self.lossDecibel = lossDecibel
      self.uncertaintyDecibel = uncertaintyDecibel
      self.coverageFactor = coverageFactor
    }

    /// η_max = 10^(−max(0, loss − u max(box/k, 1))/10).
    package func largestTransmittance(box: Double) -> Transmittance {
      guard let lossDecibel else { return .one }
      let margin = (uncertaintyDecibel ?? 0) * Swift.max(box / coverageFactor, 1)
      return Transmittance(lossDecibel: Swift.max(0, lossDecibel - margin)) ?? .one
    }
  }

  /// How many modes a pulse has.
  package enum Modes: Sendable, Equatable {
    /// The claim counts them.
    case stated(Double)
    /// Two polarisations times the optical bandwidth that the receiver lets through (BND-3).
    case bandwidth(hz: Double, clockHz: Double, spatialModes: Double?, seconds: Double?)

    /// M, with the 10 % that BND-3 needs.
    package var count: Double {
      switch self {
      case .stated(let modes): modes
      case .bandwidth(let band, let clock, let spatial, _): 2 * band * (spatial ?? 1) / clock * 1.1
      }
    }

    /// Whether exceeding with it can refute: every mode is counted, and B T ≥ 1e4.
    package var isCertain: Bool {
      switch self {
      case .stated: true
      case .bandwidth(let band, _, let spatial, let seconds): spatial != nil && band * (seconds ?? 0) >= 1e4
      }
    }
  }

  /// What is claimed.
  package enum Quantity: Sendable, Equatable {
    /// A key of some bits from some pulses.
    case length(bits: Double, pulses: Double)
    /// Bits per second at a clock and a duty cycle.
    case perSecond(bits: Double, clockHz: Double, dutyCycle: Double)
    /// Bits per pulse of unlimited length.
    case perPulse(Double)
  }

  /// The verdict.
  package enum Verdict: String, Sendable, CaseIterable {
    case exceeds, consistent, undecidable
  }

  /// The largest transmittance of the worst link.
  package let transmittance: Double
  /// K of it, in bits per mode.
  package let perMode: Double
  /// The ceiling of the claimed quantity; nil if it is unbounded.
  package let limit: Double?
  /// claimed / ceiling; nil without one.
  package let ratio: Double?
  /// The verdict.
  package let verdict: Verdict
  /// Whether the excess is a refutation: every condition of R2 and R4 is stated.
  package let refutes: Bool

  /// D for a claim that leaves one of ε_sec, ε_cor and p_abort unsaid (R6).
  package static let unsaidDistance = 0.999
  /// A clock without uncertainty does not refute by less than this.
  package static let clockMargin = 1.001

  /// Judges a claim.
  ///
  /// - Parameters:
  ///   - links: the links between the stations that the claim states; not empty.
  ///   - modes: nil if unsaid: undecidable.
  ///   - quantity: nil if it cannot be compared.
  ///   - failure: ε_sec, ε_cor, p_abort; nil where unsaid.
  ///   - box: claim.coverage_factor.
  /// - Returns: nil if the failure probabilities sum to one or more: no bound.
  package init?(
    links: [Link], modes: Modes?, quantity: Quantity?,
    failure: (secrecy: Double?, correctness: Double?, abort: Double?),
    box: Double
  ) {
    let worst = links.map { $0.largestTransmittance(box: box) }.min { $0.value < $1.value } ?? .one
    let k = PureLoss.repeaterless(worst)
    transmittance = worst.value
    perMode = k
    let parts = [failure.secrecy, failure.correctness, failure.abort]
    var distance = parts.compactMap { $0 }.reduce(0, +)
    if parts.contains(nil) { distance = Swift.max(distance, Self.unsaidDistance) }
    guard let eps = FiniteUses.infidelity(secrecy: distance, correctness: 0, abortProbability: 0) else { return nil }
    guard let modes, let quantity, k.isFinite else {
      (limit, ratio, verdict, refutes) = (nil, nil, .undecidable, false)
      return
    }
    var isCertain = modes.isCertain && links.allSatisfy { $0.lossDecibel != nil && $0.uncertaintyDecibel != nil }
    let (claimed, most): (Double, Double)
    switch quantity {
    case .length(let bits, let pulses):
      claimed = bits
      most = FiniteUses.longestKey(uses: pulses, modes: modes.count, perMode: k, infidelity: eps)
    case .perSecond(let bits, let clock, let duty):
      claimed = bits
      most = PureLoss.perSecond(k, modes: modes.count, clockHz: clock) * duty
      isCertain = isCertain && claimed >= Self.clockMargin * most
    case .perPulse(let rate):
      claimed = rate
      most = modes.count * k
    }
    limit = most
    ratio = most > 0 ? claimed / most : .infinity
    verdict = FiniteUses.exceeds(claimed, most) ? .exceeds : .consistent
    refutes = verdict == .exceeds && isCertain
  }
}
