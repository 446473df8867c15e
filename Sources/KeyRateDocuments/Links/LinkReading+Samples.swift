// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading
import KeyRateSecurity

/// Links that vary: rows with weights, or a list of transmittances.
extension LinkReading {
  /// How far weights may be from a sum of one.
  private static let sumTolerance = 1e-12

  /// The link of `[[link.sample]]`.
  static func samples(_ reader: DocumentReader, _ shape: LinkShape) -> Link? {
    for key in LinkStatement.numbers.map(\.path) + [LinkKeys.fadingTransmittances.path, LinkKeys.fadingWeights.path]
    where reader.gives(key) {
      reader.refuse(
        key, "cannot be given together with [[link.sample]]", hint: "each sample states its own loss, the whole of it")
    }
    let share = shape == .station ? reader[LinkKeys.aliceShare] : 1
    var weighed: [String] = []
    let rows = reader.tables(LinkSampleKeys.tables) { row -> Link.Sample? in
      guard let key = row.exactlyOne(of: [LinkSampleKeys.weight, LinkSampleKeys.durationS]) else { return nil }
      weighed.append(key.path)
      if let first = weighed.first, key.path != first {
        row.refuse(key, "cannot stand beside \(first) in another sample", hint: "all weights are of one kind")
      }
      let weight = row[key]
      let arms = arms(row, shape, share: share)
      let isCoherent = row.vocabulary[LinkSampleKeys.photonsPerMode.path] != nil
      let gate = isCoherent ? 0 : row[LinkSampleKeys.backgroundPhotons]
      let mode = isCoherent ? row[LinkSampleKeys.photonsPerMode] : 0
      let time = row.ifGiven(LinkSampleKeys.timeS)
      guard let arms else { return nil }
      // Stray light is given at the receiver, where the arms end.
      return Link.Sample(
        weight: weight, .init(arms.alice, backgroundPhotons: gate, photonsPerMode: mode),
        arms.bob.map { .init($0, photonsPerMode: mode) }, time: time)
    }
    guard reader.isSound else { return nil }
    let samples = rows.compactMap { $0 }
    if weighed.first == LinkSampleKeys.weight.path {
      let sum = samples.reduce(0) { $0 + $1.weight }
      guard abs(sum - 1) <= sumTolerance else {
        let rounded = LogarithmicSpacing.rounded(sum)
        reader.refuse(
          LinkSampleKeys.tables, "the weights must sum to 1, not \((rounded == 1 ? sum : rounded).plain)",
          hint: "or give duration_s, of which any sum will do")
        return nil
      }
    }
    do {
      return try Link(samples)
    } catch {
      refuse(error, reader)
      return nil
    }
  }

  /// The transmittances of one row.
  private static func arms(
    _ row: DocumentReader, _ shape: LinkShape, share: Double
  ) -> (alice: Transmittance, bob: Transmittance?)? {
    let pair = [LinkSampleKeys.aliceLossDb, LinkSampleKeys.bobLossDb]
    if shape == .station, let given = pair.first(where: { row.gives($0) }) {
      for key in pair where !row.gives(key) { row.refuse(given, "needs \(key.path) beside it") }
      for key in [LinkSampleKeys.lossDb, LinkSampleKeys.transmittance] where row.gives(key) {
        row.refuse(key, "cannot be given together with \(given.path)", hint: "the two arms say it already")
      }
      guard row.isSound, let a = Transmittance(lossDecibel: row[pair[0]]),
        let b = Transmittance(lossDecibel: row[pair[1]])
      else { return nil }
      return (a, b)
    }
    guard let key = row.exactlyOne(of: [LinkSampleKeys.lossDb, LinkSampleKeys.transmittance]) else { return nil }
    let value = row[key]
    guard row.isSound,
      let whole = key.path == LinkSampleKeys.lossDb.path ? Transmittance(lossDecibel: value) : Transmittance(value)
    else { return nil }
    guard shape == .station else { return (whole, nil) }
    return split(whole, share: share)
  }

  /// The two arms of a link of which Alice's has a share of the loss in dB.
  static func split(_ whole: Transmittance, share: Double) -> (alice: Transmittance, bob: Transmittance?)? {
    let loss = whole.lossDecibel
    guard loss.isFinite else { return (whole, whole) }
    guard let a = Transmittance(lossDecibel: loss * share), let b = Transmittance(lossDecibel: loss * (1 - share))
    else {
      return nil
    }
    return (a, b)
  }

  /// The channel of a family that also knows `link.fading_transmittances`.
  static func fading(_ reader: DocumentReader) -> Link? {
    guard reader.gives(LinkKeys.fadingTransmittances) else {
      if reader.gives(LinkKeys.fadingWeights) {
        reader.refuse(LinkKeys.fadingWeights, "goes with link.fading_transmittances")
      }
      return channel(reader).map { Link($0) }
    }
    let steady = LinkStatement.totals + [LinkKeys.attenuationDbPerKm, LinkKeys.excessLossDb]
    for key in steady where reader.gives(key) {
      reader.refuse(
        key, "cannot be given together with link.fading_transmittances", hint: "they are the whole loss of the channel")
    }
    let transmittances = reader.list(LinkKeys.fadingTransmittances)
    let weights = reader.ifGiven(LinkKeys.fadingWeights)
    guard reader.isSound else { return nil }
    do {
      return try Link(fading: transmittances, weights: weights)
    } catch {
      refuse(error, reader)
      return nil
    }
  }

  /// Refuses a link of several states, or with light of its own, where an analysis has no rule for it.
  static func refuseVarying(_ reader: DocumentReader, _ link: Link?, _ problem: String, hint: String) {
    guard let link, reader.gives(LinkSampleKeys.tables) else { return }
    let isPlain = link.isSteady && link.samples[0].backgroundPhotons == 0
    if !isPlain { reader.refuse(LinkSampleKeys.tables, problem, hint: hint) }
  }
}
