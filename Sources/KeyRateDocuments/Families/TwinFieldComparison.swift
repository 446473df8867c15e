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
    let choices = ComparisonProtocol.Choices(
      intensity: intensity ?? 0.4, sendingProbability: sending ?? 0.04,
      phaseSlices: reader[SourceKeys.phaseSlices], keyFraction: reader[SourceKeys.keyFraction],
      pairingLength: reader[SourceKeys.pairingLength],
      errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency])
    let (movesIntensity, movesSending) = (intensity == nil, sending == nil)
    func space(_ ranges: SearchRanges) -> ComparisonSearchSpace {
      ComparisonSearchSpace(
        comparison, choices, movesIntensity: movesIntensity, movesSending: movesSending, ranges: ranges)
    }
    let space = space(SearchRangeReading.ranges(reader, space(SearchRanges()).box))
    guard reader.isSound, let setup else { return nil }
    guard setup.link.isSteady else {
      reader.refuse(
        LinkSampleKeys.tables, "cannot have several samples with source.scheme = \"\(scheme.rawValue)\"",
        hint: "links that vary are implemented for curty-azuma-lo only")
      return nil
    }
    guard setup.isSymmetric else {
      let losses = [setup.aliceChannel, setup.bobChannel].map { LogarithmicSpacing.rounded($0.lossDecibel).plain }
      reader.refuse(
        TwinFieldKeys.scheme, "needs arms of equal loss, but Alice's has \(losses[0]) dB and Bob's \(losses[1]) dB",
        hint: "arms that are not alike are implemented for curty-azuma-lo only")
      return nil
    }
    guard try TwinFieldFamily.checked(reader, { () throws -> Void in try choices.validate(comparison) }) != nil
    else { return nil }
    let parts = comparison.outcome(setup, choices).parts.map(\.quantity)
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup),
      evaluate: { point in
        var rate = try comparison.analyse(setup, space.choices(at: point))
        rate.trace = setup.trace + rate.trace + setup.ceilingTrace
        try Ceiling.check(rate, setup: setup, scheme: comparison)
        return rate
      },
      settings: space.box.columns(at:),
      diagnostics: diagnostics(parts), bounds: TwinFieldFamily.bounds(setup, reader),
      link: setup.link, repetitionRateHz: setup.repetitionRateHz)
  }

  /// Error rates by whichever symbols the protocol has.
  private static func diagnostics(_ parts: [Quantity]) -> [LinkProblem.Diagnostic] {
    ["error_rate", "phase_error"].compactMap { name in parts.first { $0.column?.name == name } }.map { .init($0) }
  }
}
