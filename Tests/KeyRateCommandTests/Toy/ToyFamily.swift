// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

@testable import KeyRateDocuments

extension ProtocolFamily {
  /// A family that no other room of the program knows of: whatever works for it works for the next one.
  static let toy = ProtocolFamily(
    name: "toy", title: "Toy protocol", keys: ToyKeys.all, traits: FamilyTraits(),
    freeing: { $0.removing(ToyKeys.intensity.path) }, readLink: ToyKeys.readLink, readRun: { _, _ in nil })
}

enum ToyKeys {
  static let intensity = Key<SettingValue>(
    "source.toy_intensity", unit: "mean photons per pulse", range: AllowedRange(0...1), absent: "optimised",
    "Mean photons per pulse.")

  static let own: [any DocumentKey] = [
    intensity, SourceKeys.repetitionRateHz, DetectorKeys.efficiency, DetectorKeys.darkCountProbability,
    DetectorKeys.misalignment, SecurityKeys.errorCorrectionEfficiency,
  ]

  static let all =
    own + [Toy.SearchSpace.intensity.rangeKey(among: own, default: "[1e-4, 1]", "Range of the intensity.")]

  static func readLink(_ reader: DocumentReader) -> LinkProblem? {
    let link = LinkReading.link(reader, .direct)
    let given = reader[intensity].number
    let space = SearchRangeReading.space(reader) { Toy.SearchSpace(given, ranges: $0) }
    let (efficiency, dark) = (reader[DetectorKeys.efficiency], reader[DetectorKeys.darkCountProbability])
    let (misalignment, f) = (reader[DetectorKeys.misalignment], reader[SecurityKeys.errorCorrectionEfficiency])
    let clock = reader.ifGiven(SourceKeys.repetitionRateHz)
    guard reader.isSound, let link else { return nil }
    let setup = Toy.Setup(
      channel: link.meanTransmittance, efficiency: efficiency, darkCounts: dark, misalignment: misalignment,
      errorCorrectionEfficiency: f)
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(setup),
      evaluate: { setup.key(mu: space.box.values(at: $0)[0]) }, settings: space.box.columns(at:),
      diagnostics: [.init(Toy.Quantities.error)], bounds: LinkBounds.direct(link, receiver: .one, reader),
      link: link, repetitionRateHz: clock)
  }
}
