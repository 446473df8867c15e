// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity
import SendingOrNotSending

extension ProtocolFamily {
  /// Sending-or-not-sending, bits corrected as they are.
  package static let sendingOrNotSending = family("sns", "Sending-or-not-sending", .sns)

  /// Sending-or-not-sending with actively odd-parity pairing.
  package static let oddParityPairing = family("aopp", "Sending-or-not-sending with odd-parity pairing", .aopp)

  private static func family(_ name: String, _ title: String, _ scheme: Scheme) -> ProtocolFamily {
    ProtocolFamily(
      name: name, title: title, keys: SendingOrNotSendingKeys.all(scheme), traits: .sendingOrNotSending(scheme),
      alsoDisplaced: SendingOrNotSendingFamily.alsoDisplaced, freeing: SendingOrNotSendingFamily.freeing,
      readLink: { try SendingOrNotSendingFamily.readLink($0, scheme) },
      readRun: { try SendingOrNotSendingFamily.readRun($0, $1, scheme) })
  }
}

/// Sending-or-not-sending, with and without pairing, behind the doors that every family has.
enum SendingOrNotSendingFamily {
  typealias Reading = SendingOrNotSendingReading

  static func readLink(_ reader: DocumentReader, _ scheme: Scheme) throws -> LinkProblem? {
    let kind = reader[SendingOrNotSendingKeys.analysis, default: .finite]
    reader.refuseIdle(SendingOrNotSendingKeys.analysis, kind)
    let isFinite = kind == .finite
    let setup = Reading.setup(reader)
    // Read also if the link is wrong, so that one run shows all that is.
    let partial = Reading.partialSettings(reader, isSymmetric: setup?.isSymmetric ?? true, isFinite: isFinite)
    let space = partial.flatMap {
      Reading.space(reader, $0, needs: isFinite ? .everything : .signals, imbalance: setup?.imbalance ?? 1)
    }
    guard isFinite else {
      let efficiency = reader[SecurityKeys.errorCorrectionEfficiency]
      guard reader.isSound, let setup, let space else { return nil }
      return try asymptotic(reader, setup, space, scheme, efficiency)
    }
    let options = Reading.options(reader, scheme, leakage: nil)
    let rounds = reader[SecurityKeys.pulses]
    guard reader.isSound, let setup, let space else { return nil }
    return try finite(reader, setup, space, options, rounds)
  }

  static func alsoDisplaced(_ key: String, _ word: String?) -> [String] {
    guard key == SourceKeys.usersAlike.path, word == "true" else { return [] }
    return Reading.bobKeys + SendingOrNotSendingSearchRanges.bobKeys
  }

  /// All settings open; Bob's stay his own when they are opened.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    var result = table
    if Reading.bobKeys.contains(where: { table[$0] != nil }), table[SourceKeys.usersAlike] == nil {
      result = try result.setting(SourceKeys.usersAlike.path, to: "false")
    }
    for key in SendingOrNotSendingKeys.userSettings.map(\.path) + Reading.bobKeys + [SourceKeys.sliceWidthRad.path] {
      result = result.removing(key)
    }
    return result
  }

  // MARK: Links

  /// Whether the settings in the middle of the space, and the options, can be.
  private static func accepts(
    _ reader: DocumentReader, _ space: SearchSpace, _ options: FiniteKeyOptions? = nil
  ) throws -> Bool {
    let middle = space.settings(at: space.box.names.map { _ in 0.5 })
    return try Reading.checked(
      reader,
      { () throws -> Void in
        try middle.validate()
        try options?.validate()
      }) != nil
  }

  private static func finite(
    _ reader: DocumentReader, _ setup: Setup, _ space: SearchSpace, _ options: FiniteKeyOptions, _ rounds: Double
  ) throws -> LinkProblem? {
    guard try accepts(reader, space, options) else { return nil }
    let isPaired = options.scheme == .aopp
    let hasFloor = isPaired && options.method == .spin && options.accounting != .published
    let columns = [isPaired ? Quantities.pairErrorRate : Quantities.bitErrorRate, Quantities.phaseError]
    return problem(
      reader, setup, space,
      search: { space.problem(setup: setup, rounds: rounds, options: options) },
      evaluate: { settings in
        let simulation = Simulation(setup, settings, rounds: rounds)
        var rate = try FiniteKey.analyse(
          simulation.observations, settings, options, signalSlotShare: setup.signalSlotShare)
        rate.trace = simulation.trace + rate.trace
        var efficiency: Double?
        if case .estimated(let f) = options.leakage { efficiency = f }
        try Ceiling.check(rate, setup: setup, settings: settings, scheme: options.scheme, efficiency: efficiency)
        return rate
      }, columns: columns + [Quantities.ratePerUse] + (hasFloor ? [Quantities.floor] : []))
  }

  private static func asymptotic(
    _ reader: DocumentReader, _ setup: Setup, _ space: SearchSpace, _ scheme: Scheme, _ efficiency: Double
  ) throws -> LinkProblem? {
    guard try accepts(reader, space) else { return nil }
    let errors = scheme == .aopp ? Quantities.correctedPairErrorRate : Quantities.correctedErrorRate
    return problem(
      reader, setup, space, search: { space.problem(setup: setup, scheme: scheme, efficiency: efficiency) },
      evaluate: { settings in
        let rate = try AsymptoticAnalysis.analyse(setup, settings, scheme, efficiency: efficiency)
        try Ceiling.check(rate, setup: setup, settings: settings, scheme: scheme, efficiency: nil)
        return rate
      }, columns: [errors, Quantities.phaseErrorRate, Quantities.asymptoticRatePerUse])
  }

  /// A link with its hardware and limits around what an analysis says.
  private static func problem(
    _ reader: DocumentReader, _ setup: Setup, _ space: SearchSpace, search: () -> SearchProblem,
    evaluate: @escaping @Sendable (Settings) throws -> SecretKeyRate, columns: [Quantity]
  ) -> LinkProblem {
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : search(),
      evaluate: { point in
        var rate = try evaluate(space.settings(at: point))
        rate.trace = setup.trace + rate.trace + Ceiling.trace(setup)
        rate.warnings += setup.warnings
        if setup.signalSlotShare < 1 {
          rate.warnings.append(
            "\(setup.signalSlotShare) of all pulse slots are rounds, and the rate is per round: compare rate_use with limits per use of the channel"
          )
        }
        return rate
      }, settings: space.box.columns(at:), diagnostics: columns.map { .init($0) },
      bounds: LinkBounds.station(setup.link, detectors: setup.detectorEfficiency, reader), link: setup.link,
      repetitionRateHz: setup.roundsPerSecond)
  }
}
