// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateNumerics
import KeyRateSecurity
import TwinField

/// The comparison protocols of the twin-field family.
enum TwinFieldComparison {
  static func readLink(
    _ reader: DocumentReader, _ scheme: TwinFieldKeys.Scheme, _ comparison: ComparisonProtocol
  ) throws -> LinkProblem? {
    reader.refuseIdle(TwinFieldKeys.scheme, scheme)
    let kind = reader[TwinFieldKeys.analysis, default: TwinFieldKeys.AnalysisKind.infiniteDecoys]
    if kind != .infiniteDecoys {
      reader.refuse(
        TwinFieldKeys.analysis, "must be infinite-decoys with source.scheme = \"\(scheme.rawValue)\"",
        hint: "comparison protocols have no finite key here")
    }
    let setup = TwinFieldReading.setup(reader)
    let intensity = reader[SourceKeys.keyIntensity].number
    let sending = reader[SourceKeys.sendingProbability].number
    let intensityRange = SearchRangeReading.range(
      reader, "key_intensity", givenBy: intensity == nil ? nil : SourceKeys.keyIntensity.path)
    let sendingRange = SearchRangeReading.range(
      reader, "sending_probability", givenBy: sending == nil ? nil : SourceKeys.sendingProbability.path)
    let choices = ComparisonProtocol.Choices(
      intensity: intensity ?? 0.4, sendingProbability: sending ?? 0.04,
      phaseSlices: reader[SourceKeys.phaseSlices], keyFraction: reader[SourceKeys.keyFraction],
      pairingLength: reader[SourceKeys.pairingLength],
      errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency])
    guard reader.isSound, let setup else { return nil }
    guard setup.isSymmetric else {
      let losses = [setup.aliceChannel, setup.bobChannel].map { LogarithmicSpacing.rounded($0.lossDecibel).plain }
      reader.refuse(
        TwinFieldKeys.scheme, "needs arms of equal loss, but Alice's has \(losses[0]) dB and Bob's \(losses[1]) dB",
        hint: "arms that are not alike are implemented for curty-azuma-lo only")
      return nil
    }
    guard try TwinFieldFamily.checked(reader, { () throws -> Void in try choices.validate(comparison) }) != nil
    else { return nil }
    let space = ComparisonSearchSpace(
      comparison, choices, movesIntensity: intensity == nil, movesSending: sending == nil,
      intensityRange: intensityRange, sendingRange: sendingRange)
    let parts = comparison.outcome(setup, choices).parts.map(\.quantity)
    return LinkProblem(
      search: space.names.isEmpty ? nil : space.problem(setup: setup),
      evaluate: { point in
        var rate = try comparison.analyse(setup, space.choices(at: point))
        rate.trace = setup.trace + rate.trace + setup.ceilingTrace
        try Ceiling.check(rate, setup: setup, scheme: comparison)
        return rate
      },
      settings: { point in
        let c = space.choices(at: point)
        var list = [
          LinkProblem.SettingColumn(
            column: "key_intensity", meaning: "mean photons per key pulse", unit: "photon/pulse", value: c.intensity,
            isFree: intensity == nil, isProbability: false)
        ]
        if comparison.hasSendingProbability {
          list.append(
            .init(
              column: "sending_probability", meaning: "how often a user sends", unit: "", value: c.sendingProbability,
              isFree: sending == nil, isProbability: true))
        }
        return list
      },
      diagnostics: diagnostics(parts), bounds: TwinFieldFamily.bounds(setup, reader),
      lossDecibel: setup.channel.lossDecibel, repetitionRateHz: setup.repetitionRateHz)
  }

  /// Error rates by whichever symbols the protocol has.
  private static func diagnostics(_ parts: [Quantity]) -> [LinkProblem.Diagnostic] {
    ["error_rate", "phase_error"].compactMap { name in parts.first { $0.column?.name == name } }.map { .init($0) }
  }
}
