// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading
import KeyRateSecurity

/// What the link of a family connects.
enum LinkShape: Sendable {
  /// Alice and Bob.
  case direct
  /// Both users and a station in the middle that measures.
  case station
}

/// Reads `[link]`: the one place that turns the keys of a document into the value from which every family takes its
/// transmittances and the light that is not the users'.
enum LinkReading {
  /// The link as the document states it; nil after an error.
  static func link(_ reader: DocumentReader, _ shape: LinkShape) -> Link? {
    if reader.gives(LinkSampleKeys.tables), reader.vocabulary[LinkSampleKeys.tables] != nil {
      return samples(reader, shape)
    }
    switch shape {
    case .direct where reader.vocabulary[LinkKeys.fadingTransmittances.path] != nil: return fading(reader)
    case .direct: return channel(reader).map { Link($0) }
    case .station: return arms(reader)
    }
  }

  // MARK: A steady link

  /// The channel from exactly one of distance, loss and transmittance.
  static func channel(_ reader: DocumentReader) -> Transmittance? {
    guard let key = reader.exactlyOne(of: LinkStatement.totals) else { return nil }
    let attenuation = reader[LinkKeys.attenuationDbPerKm]
    let excess = reader[LinkKeys.excessLossDb]
    let value = reader[key]
    if key.path != LinkKeys.distanceKm.path {
      for fibre in [LinkKeys.attenuationDbPerKm.path, LinkKeys.excessLossDb.path] where reader.gives(fibre) {
        reader.refuse(
          fibre, "goes with link.distance_km, but the file gives \(key.path)",
          hint: "\(key.path) is the whole loss of the channel")
      }
    }
    guard reader.isSound else { return nil }
    switch key.path {
    case LinkKeys.lossDb.path: return Transmittance(lossDecibel: value)
    case LinkKeys.transmittance.path: return Transmittance(value)
    default:
      return Fibre(lengthKm: value, attenuationDecibelPerKm: attenuation, excessLossDecibel: excess)?.transmittance
    }
  }

  // MARK: Two arms

  private static let distances = LinkStatement.lengthsOfArms.map(\.path)
  private static let losses = LinkStatement.lossesOfArms.map(\.path)

  /// The arms from the whole link and Alice's share, or from each arm by itself.
  private static func arms(_ reader: DocumentReader) -> Link? {
    let pairs = [distances, losses].filter { $0.contains(where: reader.gives) }
    guard let pair = pairs.first else { return shared(reader) }
    if pairs.count > 1 {
      reader.refuse(losses.first(where: reader.gives) ?? losses[0], "the arms are given by their lengths already")
    }
    let missing = pair.filter { !reader.gives($0) }
    for key in missing { reader.refuse(pair.first(where: reader.gives) ?? pair[0], "needs \(key) beside it") }
    for key in LinkStatement.totals.map(\.path) + [LinkKeys.aliceShare.path] where reader.gives(key) {
      reader.refuse(key, "cannot be given together with \(pair[0])", hint: "the two arms say it already")
    }
    let isLength = pair == distances
    if !isLength {
      for key in [LinkKeys.attenuationDbPerKm.path, LinkKeys.excessLossDb.path] where reader.gives(key) {
        reader.refuse(key, "goes with lengths, but the file gives \(pair[0])")
      }
    }
    guard missing.isEmpty else { return nil }
    let values = (isLength ? LinkStatement.lengthsOfArms : LinkStatement.lossesOfArms).map { reader[$0] }
    let perKm = isLength ? reader[LinkKeys.attenuationDbPerKm] : 1
    // A constant loss of the fibre is shared by the arms.
    let constant = isLength ? reader[LinkKeys.excessLossDb] / 2 : 0
    return arms(reader, values[0] * perKm + constant, values[1] * perKm + constant)
  }

  private static func shared(_ reader: DocumentReader) -> Link? {
    let channel = channel(reader)
    let share = reader[LinkKeys.aliceShare]
    guard let channel, reader.isSound else { return nil }
    let loss = channel.lossDecibel
    guard loss.isFinite else { return Link(alice: channel, bob: channel) }
    return arms(reader, loss * share, loss * (1 - share))
  }

  private static func arms(_ reader: DocumentReader, _ alice: Double, _ bob: Double) -> Link? {
    let extra = LinkStatement.armExcesses.map { reader[$0] }
    guard reader.isSound, let a = Transmittance(lossDecibel: alice + extra[0]),
      let b = Transmittance(lossDecibel: bob + extra[1])
    else { return nil }
    return Link(alice: a, bob: b)
  }
}
