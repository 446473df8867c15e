// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateLinks
import KeyRateSecurity

extension ProtocolFamily {
  /// Continuous variables over an untrusted relay: both users send coherent states.
  package static let continuousVariableRelay = ProtocolFamily(
    name: "cv-mdi", title: "CV-MDI", keys: ContinuousVariableRelayKeys.all, traits: .continuousVariableRelay,
    absentTables: [ContinuousVariableRelayFamily.noCounts], freeing: ContinuousVariableRelayFamily.freeing,
    readLink: ContinuousVariableRelayFamily.readLink, readRun: ContinuousVariableRelayFamily.readRun)
}

/// CV-MDI behind the doors that every family has.
enum ContinuousVariableRelayFamily {
  private static let varianceKeys = [SourceKeys.modulationVariance, SourceKeys.bobModulationVariance]
  private static let variances = varianceKeys.map(\.path)

  /// All settings open.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    variances.reduce(table) { $0.removing($1) }
  }

  /// The excess noise of both arms with its plane; the plane is never guessed.
  private static func excessNoise(_ reader: DocumentReader) -> ((alice: Double, bob: Double), RelayNoisePlane) {
    let plane = reader.ifGiven(ContinuousVariableRelayKeys.excessNoiseReference)
    let noise = [LinkKeys.aliceExcessNoise, LinkKeys.bobExcessNoise]
    if let stated = noise.first(where: { reader.gives($0) }),
      !reader.gives(ContinuousVariableRelayKeys.excessNoiseReference)
    {
      reader.refuse(
        stated, "needs its plane: give link.excess_noise_reference = \"input\" or \"relay\"",
        hint: "they differ by the transmittance of the arm")
    }
    return ((reader[noise[0]], reader[noise[1]]), plane ?? .input)
  }

  static func readLink(_ reader: DocumentReader) throws -> LinkProblem? {
    if reader.gives(LinkKeys.modesPerPulse) {
      reader.refuse(
        LinkKeys.modesPerPulse, "has no meaning with protocol = \"cv-mdi\"",
        hint: "a symbol is one mode; two polarisations are two symbols")
    }
    let link = LinkReading.link(reader, .station)
    if let link, !link.isSteady {
      reader.refuse(
        LinkSampleKeys.tables, "cannot have several samples with protocol = \"cv-mdi\"",
        hint: "there is no rule for fading arms of CV-MDI here; evaluate each state by itself")
    }
    let (noise, plane) = excessNoise(reader)
    _ = reader[ContinuousVariableRelayKeys.analysis, default: ContinuousVariableRelayKeys.AnalysisKind.asymptotic]
    let keyFrom = reader[SecurityKeys.keyFrom, default: RelayKeySource.alice]
    let options = ContinuousVariableReading.reconciliation(reader)
    let given = varianceKeys.map { reader[$0].number }
    let efficiency = reader[DetectorKeys.efficiency]
    let electronic = reader[DetectorKeys.electronicNoise]
    let rate = ContinuousVariableReading.symbolRate(reader)
    let open = RelaySearchSpace(alice: given[0], bob: given[1])
    let ranges = SearchRangeReading.ranges(reader, open.box)
    guard reader.isSound, let link else { return nil }
    let setup = RelaySetup(
      over: link, excessNoise: noise, noisePlane: plane,
      relayEfficiency: efficiency, relayElectronicNoise: electronic)
    let space = RelaySearchSpace(alice: given[0], bob: given[1], ranges: ranges)
    guard
      try LinkReading.checked(
        reader,
        { () throws -> Void in
          try options.validate()
          _ = try RelayAnalysis.estimate(
            setup, modulation: space.modulation(at: [0.5, 0.5]), keyFrom: keyFrom, efficiency: options.efficiency)
        }) != nil
    else { return nil }
    let bounds = LinkBounds.station(link, detectors: Transmittance(efficiency) ?? .one, reader)
    guard reader.isSound else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty
        ? nil : space.problem(setup: setup, keyFrom: keyFrom, efficiency: options.efficiency),
      evaluate: { point in
        try RelayAnalysis.analyse(setup, modulation: space.modulation(at: point), keyFrom: keyFrom, options)
      },
      settings: space.box.columns(at:),
      diagnostics: [
        Quantities.information, Quantities.relayHolevo(""), Quantities.relayNoise,
      ].map { .init($0) }, bounds: bounds, link: link, repetitionRateHz: rate)
  }

  /// What stands for the counts of a run.
  static let noCounts = KeyVocabulary.AbsentTable(
    path: "counts",
    problem: "has no meaning with protocol = \"cv-mdi\": there is no finite-size analysis of CV-MDI here",
    hint: "describe the link by what was measured, in [link]: alice_loss_db, bob_loss_db, alice_excess_noise, "
      + "bob_excess_noise and excess_noise_reference; `keyrate rate` gives its asymptotic rate")

  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    reader.report(
      DocumentError(
        path: FileKeys.protocolName.path, value: "\"cv-mdi\"", problem: "has no analysis of measured data",
        hint: "there is no finite-size analysis of CV-MDI here"))
    return nil
  }
}
