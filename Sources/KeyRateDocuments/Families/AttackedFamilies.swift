// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity
import PhotonSources

extension ProtocolFamily {
  /// Coherent-one-way: an upper limit by an explicit attack, never a key.
  package static let coherentOneWay = ProtocolFamily(
    name: "cow", title: "Coherent-one-way (upper limit only)", keys: AttackedKeys.coherentOneWay, traits: .attacked,
    absentTables: [AttackedFamilies.noCounts("cow")], freeing: AttackedFamilies.freeing,
    readLink: AttackedFamilies.readCoherentOneWay, readRun: { reader, _ in AttackedFamilies.refuseRun(reader, "cow") })

  /// Differential phase shift: an upper limit by an explicit attack, never a key.
  package static let differentialPhaseShift = ProtocolFamily(
    name: "dps", title: "Differential phase shift (upper limit only)", keys: AttackedKeys.differentialPhaseShift,
    traits: .attacked, absentTables: [AttackedFamilies.noCounts("dps")], freeing: AttackedFamilies.freeing,
    readLink: AttackedFamilies.readDifferentialPhaseShift,
    readRun: { reader, _ in AttackedFamilies.refuseRun(reader, "dps") })
}

/// Protocols against which attacks without errors are known (photons sheet, section 7). What is computed is what such an
/// attack leaves: 0 if it reproduces the observations, otherwise all detections, about whose security nothing is said.
enum AttackedFamilies {
  private static let setting = SearchSetting(
    "mean_photons", "mean photons per filled pulse", .intensity(least: 1e-9, most: 100), key: "mean_photons")

  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    table.removing(AttackedKeys.meanPhotons.path)
  }

  static func noCounts(_ name: String) -> KeyVocabulary.AbsentTable {
    KeyVocabulary.AbsentTable(
      path: "counts", problem: "has no meaning with protocol = \"\(name)\": no proof turns its counts into a key here",
      hint: "`keyrate validate` judges a claim by what an explicit attack leaves")
  }

  static func refuseRun(_ reader: DocumentReader, _ name: String) -> MeasuredRun? {
    reader.report(
      DocumentError(
        path: FileKeys.protocolName.path, value: "\"\(name)\"", problem: "has no analysis of measured data",
        hint: "no proof turns its counts into a key here"))
    return nil
  }

  static func readCoherentOneWay(_ reader: DocumentReader) throws -> LinkProblem? {
    let (channel, receiver) = line(reader)
    let mean = reader[AttackedKeys.meanPhotons].number
    let decoys = reader[AttackedKeys.decoyProbability]
    let monitor = reader[AttackedKeys.monitor, default: .decoys]
    guard reader.isSound, let channel, let receiver else { return nil }
    return try problem(reader, "cow", channel, receiver, mean: mean) { () throws -> (Double, AttackCeiling) in
      if let mean {
        let device = CoherentOneWay(mean: mean, decoyProbability: decoys, monitor: monitor)
        return (mean, try device.ceiling(channel: channel, receiver: receiver))
      }
      let best = try CoherentOneWay.best(channel: channel * receiver, decoyProbability: decoys, monitor: monitor)
      let device = CoherentOneWay(mean: Swift.min(3, best.mean), decoyProbability: decoys, monitor: monitor)
      var ceiling = try device.ceiling(channel: channel, receiver: receiver)
      (ceiling.ratio, ceiling.gain) = (Swift.min(ceiling.ratio, 1 - 1e-12), best.ceiling)
      return (device.mean, ceiling)
    }
  }

  static func readDifferentialPhaseShift(_ reader: DocumentReader) throws -> LinkProblem? {
    let (channel, receiver) = line(reader)
    let mean = reader[AttackedKeys.meanPhotons].number
    let error = reader[AttackedKeys.bitErrorRate]
    let gain = reader.ifGiven(AttackedKeys.gain)
    guard reader.isSound, let channel, let receiver else { return nil }
    return try problem(reader, "dps", channel, receiver, mean: mean) { () throws -> (Double, AttackCeiling) in
      func attack(_ mean: Double) throws -> AttackCeiling {
        let device = DifferentialPhaseShift(mean: mean, errorRate: error, receiverEfficiency: receiver.value)
        return try device.attack(channel: channel, gain: gain).ceiling
      }
      if let mean { return (mean, try attack(mean)) }
      // Up to 3 photons in steps of 1 %; the gain is that of the next step, so that the limit is never too low.
      var best = (1e-9, try attack(1e-9))
      var mean = 1e-9
      while mean < 3 {
        let next = try attack(mean * 1.01)
        var here = try attack(mean)
        here.gain = next.gain
        if here.ceiling >= best.1.ceiling { best = (mean, here) }
        mean *= 1.01
      }
      return best
    }
  }

  private static func line(_ reader: DocumentReader) -> (channel: Transmittance?, receiver: Transmittance?) {
    (LinkReading.channel(reader), Transmittance(reader[DetectorKeys.efficiency]))
  }

  /// The limit as a link, checked once while the file is read.
  private static func problem(
    _ reader: DocumentReader, _ name: String, _ channel: Transmittance, _ receiver: Transmittance, mean: Double?,
    _ evaluate: () throws -> (Double, AttackCeiling)
  ) throws -> LinkProblem? {
    guard let (used, ceiling) = try LinkReading.checked(reader, evaluate) else { return nil }
    var box = SearchDeclaration()
    let slot = box.fix(used)
    box.describe(setting, slot: slot, isFree: mean == nil, isSearched: false)
    let columns = SearchCoordinates(box)
    let result = ceiling.result(name, mean: used)
    return LinkProblem(
      search: nil, evaluate: { _ in result }, settings: { _ in columns.columns(at: []) },
      diagnostics: [.init(Quantities.attackRatio)],
      bounds: LinkBounds.direct(Link(channel), receiver: receiver, reader), link: Link(channel),
      repetitionRateHz: reader.ifGiven(SourceKeys.repetitionRateHz))
  }
}
