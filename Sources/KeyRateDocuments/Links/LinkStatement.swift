// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading
import RealModule

/// How a document states the loss of its link. Nothing else knows which keys say it: sweeps, comparisons, inverse
/// questions and claims ask here.
package enum LinkStatement: Sendable, Equatable {
  /// The length of the whole fibre.
  case distance
  /// The loss of the whole channel.
  case loss
  /// Its transmittance.
  case transmittance
  /// The length of each arm.
  case armDistances
  /// The loss of each arm.
  case armLosses
  /// A list of transmittances that a fading channel takes.
  case fading
  /// Samples with weights.
  case samples

  /// The keys of the whole link, of which a document gives one.
  package static let totals = [LinkKeys.distanceKm, LinkKeys.lossDb, LinkKeys.transmittance]
  /// The lengths of the arms.
  package static let lengthsOfArms = [LinkKeys.aliceDistanceKm, LinkKeys.bobDistanceKm]
  /// The losses of the arms.
  package static let lossesOfArms = [LinkKeys.aliceLossDb, LinkKeys.bobLossDb]
  /// The keys that describe the arms of a link with a station by themselves.
  package static let arms = lengthsOfArms + lossesOfArms
  /// Losses beside the fibre, of one arm alone.
  package static let armExcesses = [LinkKeys.aliceExcessLossDb, LinkKeys.bobExcessLossDb]
  /// Every number that says how much a steady link loses.
  package static let numbers =
    totals + arms + armExcesses + [LinkKeys.attenuationDbPerKm, LinkKeys.excessLossDb]

  /// The statement of a document; nil if it has none. Where there are several, which a reader refuses, that of the
  /// parts goes before that of the whole.
  package init?(_ gives: (_ path: String) -> Bool) {
    func givesAny(_ keys: [Key<Double>]) -> Bool { keys.contains { gives($0.path) } }
    if gives(LinkSampleKeys.tables) {
      self = .samples
    } else if gives(LinkKeys.fadingTransmittances.path) {
      self = .fading
    } else if givesAny(Self.lengthsOfArms) {
      self = .armDistances
    } else if givesAny(Self.lossesOfArms) {
      self = .armLosses
    } else if gives(LinkKeys.lossDb.path) {
      self = .loss
    } else if gives(LinkKeys.transmittance.path) {
      self = .transmittance
    } else if gives(LinkKeys.distanceKm.path) {
      self = .distance
    } else {
      return nil
    }
  }

  /// Whether the attenuation of a fibre belongs to it.
  package var isLength: Bool { self == .distance || self == .armDistances }

  /// One key with its value.
  package typealias Change = (key: String, value: Double)

  /// The values that add a loss to the link.
  ///
  /// - Parameters:
  ///   - decibel: below 0 for less loss.
  ///   - value: the number of a key, nil if the document does not give it.
  /// - Returns: nil if the link states no single loss, or has not that much to lose.
  package func adding(_ decibel: Double, _ value: (_ path: String) -> Double?) -> [Change]? {
    func number(_ key: Key<Double>) -> Double? { value(key.path) }
    switch self {
    case .loss: return number(LinkKeys.lossDb).map { [(LinkKeys.lossDb.path, $0 + decibel)] }
    case .transmittance:
      return number(LinkKeys.transmittance).map {
        [(LinkKeys.transmittance.path, $0 * Double.exp10(-decibel / 10))]
      }
    case .distance:
      guard let distance = number(LinkKeys.distanceKm) else { return nil }
      // Less loss is a shorter fibre, more loss a worse one.
      if decibel < 0 {
        let shorter = distance + decibel / (number(LinkKeys.attenuationDbPerKm) ?? Fibre.standardAttenuation)
        return shorter >= 0 ? [(LinkKeys.distanceKm.path, shorter)] : nil
      }
      return [(LinkKeys.excessLossDb.path, (number(LinkKeys.excessLossDb) ?? 0) + decibel)]
    case .armLosses:
      let parts = Self.lossesOfArms.compactMap(number)
      guard parts.count == 2 else { return nil }
      return zip(Self.lossesOfArms, parts).map { ($0.path, $1 + decibel / 2) }
    case .armDistances:
      guard Self.lengthsOfArms.allSatisfy({ number($0) != nil }) else { return nil }
      return Self.armExcesses.map { ($0.path, (number($0) ?? 0) + decibel / 2) }
    case .fading, .samples: return nil
    }
  }

  /// Whether the statement leaves room for less loss.
  package func canSubtract(_ decibel: Double, _ value: (_ path: String) -> Double?) -> Bool {
    let parts: [Key<Double>]
    switch self {
    case .armDistances: parts = Self.armExcesses
    case .armLosses: parts = Self.lossesOfArms
    default: return true
    }
    return parts.allSatisfy { value($0.path) ?? 0 >= decibel / 2 }
  }
}

extension ParameterFile {
  /// How the file states the loss of its link; nil if it does not.
  package var linkStatement: LinkStatement? { LinkStatement { table[$0] != nil } }
}
