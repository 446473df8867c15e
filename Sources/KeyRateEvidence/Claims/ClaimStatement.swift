// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// What is claimed, before anybody has judged it.
package struct ClaimStatement: Sendable, Equatable {
  /// The quantity of a claim.
  package enum Quantity: String, Sendable, CaseIterable {
    /// Secret bits per pulse.
    case ratePerPulse = "bit/pulse"
    /// Secret bits per second.
    case bitsPerSecond = "bit/s"
    /// The length of the key of one block.
    case lengthBits = "bit"
  }

  /// Who claims it.
  package var claimant: String
  /// The claimant's words.
  package var words: String?
  /// The quantity; nil if the file gives none.
  package var quantity: Quantity?
  /// Its value in the quantity's unit.
  package var value: Double?
  /// The clock in Hz; nil if unknown.
  package var clockHz: Double?
  /// The share of the clock that pilots take, so that it carries no key; 0 for most protocols.
  package var overhead: Double
  /// The share of the time in which pulses are sent; nil if not stated.
  package var dutyCycle: Double?
  /// Whether every emitted pulse is counted; nil if not stated.
  package var countsEveryPulse: Bool?
  /// The share of pulses that sifting leaves, if stated.
  package var siftingFactor: Double?
  /// The time of the run in seconds.
  package var acquisitionTimeSeconds: Double?
  /// Pulses of the block, as the file gives them.
  package var pulses: Double?
  /// Whether the length was fixed before the run; nil if not stated.
  package var hasFixedLength: Bool?
  /// Whether error correction is one-way; nil if not stated.
  package var isOneWay: Bool?
  /// Key used up by authentication, per block.
  package var authenticationBits: Double?
  /// The abort probability of an honest run; nil if not stated.
  package var abortProbability: Double?
  /// Optical modes per pulse; nil if not stated.
  package var modesPerPulse: Double?
  /// The bandwidth that the receiver accepts, in Hz.
  package var opticalBandwidthHz: Double?
  /// Spatial modes of the receiver; nil if not stated.
  package var spatialModes: Double?
  /// Stations between the ends; nil if not stated.
  package var stations: Int?
  /// ε_sec and ε_cor; nil if not stated.
  package var secrecy, correctness: Double?
  /// The stated total of both.
  package var totalFailureProbability: Double?
  /// Sifted bits as stated.
  package var siftedBits: Double?
  /// Error rate as stated.
  package var errorRate: Double?
  /// Half-width of the uncertainty box in standard uncertainties.
  package var coverageFactor: Double

  /// Pulses per second that may carry key, of the time that a rate per second averages over.
  ///
  /// - Parameter dutyCycle: used if the claim states none.
  package func pulsesPerSecond(ifUnstated dutyCycle: Double?) -> Double? {
    guard let clockHz, let duty = self.dutyCycle ?? dutyCycle else { return nil }
    return clockHz * duty * (1 - overhead)
  }

  /// The number of pulses of the block: as given, or from time, clock and duty cycle.
  package var block: Double? {
    pulses ?? acquisitionTimeSeconds.flatMap { time in pulsesPerSecond(ifUnstated: nil).map { ($0 * time).rounded() } }
  }

  /// The most pulses that the block can have: as given, or with a duty cycle of 1 where none is stated.
  package var mostPulses: Double? {
    pulses ?? acquisitionTimeSeconds.flatMap { time in pulsesPerSecond(ifUnstated: 1).map { ($0 * time).rounded(.up) } }
  }

  /// The claim in secret bits per emitted pulse, in the reading that asks least of the link.
  ///
  /// A duty cycle that is not stated counts as 1, a factor of sifting that is not stated makes it unknown.
  package var weakestRatePerPulse: Double? {
    guard let quantity, let value else { return nil }
    switch quantity {
    case .ratePerPulse:
      guard countsEveryPulse == false else { return value }
      return siftingFactor.map { value * $0 }
    case .bitsPerSecond: return pulsesPerSecond(ifUnstated: 1).map { value / $0 }
    case .lengthBits: return mostPulses.map { value / $0 }
    }
  }

  /// What authentication adds to the rate that the link must make, in bits per pulse.
  package var authenticationPerPulse: Double {
    guard let authenticationBits, let block, block > 0 else { return 0 }
    return authenticationBits / block
  }
}

/// What a value of a claim rests on.
package struct ClaimEvidence: Sendable, Equatable {
  /// The key, with an index such as `[2]` for an element of a list.
  package let key: String
  /// The value of the key in the claim.
  package let value: Double
  /// The expanded uncertainty in the unit of the key; nil if not stated.
  package let uncertainty: Double?
  /// The coverage factor of the expanded uncertainty.
  package let coverageFactor: Double?
  /// The word of the source.
  package let source: String
  /// Where it stands.
  package let reference: String?
  /// The value that the source states, in its unit; nil if not repeated.
  package let stated: (value: Double, unit: ClaimUnit)?
  /// ``stated`` in the unit of the key; nil if it could not be converted.
  package let convertedValue: Double?

  /// Whether nothing but the claimant's word stands behind the value.
  package var isAssumed: Bool { source == ClaimKeys.Source.assumed.rawValue }

  /// Whether both say the same of the same value.
  package static func == (a: ClaimEvidence, b: ClaimEvidence) -> Bool {
    a.key == b.key && a.value == b.value && a.uncertainty == b.uncertainty && a.coverageFactor == b.coverageFactor
      && a.source == b.source && a.reference == b.reference && a.stated?.value == b.stated?.value
      && a.stated?.unit == b.stated?.unit && a.convertedValue == b.convertedValue
  }
}

/// What the claimant says about an assumption of the proof.
package struct ClaimedAssumption: Sendable, Equatable {
  /// Words of the assumption.
  package let words: String
  /// `assumed`, `measured` or `violated`.
  package let status: String
  /// What shows it.
  package let reference: String?
}

/// A line of the claimed failure budget.
package struct ClaimedFailure: Sendable, Equatable {
  /// What may fail.
  package let event: String
  /// How many such events.
  package let count: Int
  /// The failure probability of each.
  package let probability: Double
}
