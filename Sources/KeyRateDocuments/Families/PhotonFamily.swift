// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity
import PhotonSources

/// BB84 without decoys, behind the doors of BB84.
enum PhotonFamily {
  static func readLink(_ reader: DocumentReader, _ kind: PhotonKeys.SourceKind) throws -> LinkProblem? {
    let analysis = reader[BB84Keys.analysis, default: BB84Keys.AnalysisKind.finite]
    if analysis == .infiniteDecoys {
      reader.refuse(
        BB84Keys.analysis, "has no meaning with source.kind = \"\(kind.rawValue)\"", hint: "there are no decoys")
    }
    reader.refuseIdle(BB84Keys.analysis, analysis)
    let setup = PhotonReading.setup(reader, kind)
    let choices = PhotonReading.choices(reader, kind)
    let isPassive = reader[PhotonKeys.passiveDecoy]
    return analysis == .asymptotic
      ? try asymptotic(reader, kind, setup, choices, isPassive: isPassive)
      : try finite(reader, kind, setup, choices, analysis, isPassive: isPassive)
  }

  private static func space(
    _ reader: DocumentReader, _ setup: PhotonSetup, _ choices: PhotonReading.Choices, analysesBlocks: Bool
  ) throws -> PhotonSearchSpace? {
    func make(_ ranges: SearchRanges) throws -> PhotonSearchSpace {
      try PhotonSearchSpace(
        setup, choices.settings, open: choices.open, analysesBlocks: analysesBlocks, bobFollows: choices.bobFollows,
        ranges: ranges)
    }
    guard let open = try LinkReading.checked(reader, { try make(SearchRanges()) }) else { return nil }
    let ranges = SearchRangeReading.ranges(reader, open.box)
    guard reader.isSound, let space = try LinkReading.checked(reader, { try make(ranges) }) else { return nil }
    SearchRangeReading.check(reader) { try space.box.validateRanges() }
    return reader.isSound ? space : nil
  }

  private static func finite(
    _ reader: DocumentReader, _ kind: PhotonKeys.SourceKind, _ setup: PhotonSetup?, _ choices: PhotonReading.Choices,
    _ analysis: BB84Keys.AnalysisKind, isPassive: Bool
  ) throws -> LinkProblem? {
    var options = PhotonReading.options(reader, leakage: nil)
    let pulses: Double
    if analysis == .infiniteBlock {
      options.sampling = .none
      // Any number of pulses gives the same rate; one pulse makes counts rates.
      pulses = 1
    } else {
      if !reader.gives(SecurityKeys.pulses) { reader.refuse(SecurityKeys.pulses, "must be given") }
      pulses = reader[SecurityKeys.pulses, default: 1]
    }
    var limit: (@Sendable (PhotonSource, Double) -> MultiphotonLimit)?
    if isPassive {
      limit = { @Sendable _, _ in .probability(1, isUpperLimit: true) }
    } else {
      limit = PhotonReading.limit(reader, kind)
    }
    let heralds = isPassive ? PhotonReading.heralds(reader) : nil
    if !isPassive { refuseRanges(reader) }
    guard reader.isSound, let setup, let limit,
      let space = try space(reader, setup, choices, analysesBlocks: true)
    else { return nil }
    let used = options
    let middle = space.point(at: space.box.names.map { _ in 0.5 })
    let plan = PhotonPlan(
      pulses: pulses, options: used, limit: limit, heralds: heralds)
    guard
      try LinkReading.checked(
        reader, place: PhotonReading.place(kind),
        { () throws -> Void in
          try middle.settings.validate()
          try used.validate(.expected)
          try heralds?.validate()
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(plan),
      evaluate: { point in
        let (link, settings) = space.point(at: point)
        var rate = try plan.analyse(link, settings)
        if analysis == .infiniteBlock {
          // Lengths and counts of one pulse are rates; a block length would mislead.
          rate.lengthBits = nil
          rate.rawLengthBits = nil
          rate.pulses = nil
        }
        rate.warnings += link.warnings
        rate.trace = link.trace(settings) + rate.trace + link.ceilingTrace
        try RateInvariants.check(
          [
            .init("finite key", rate.ratePerPulse ?? 0),
            .init("repeaterless bound of the channel", PureLoss.repeaterless(link.link)),
          ], inputs: "\(link) \(settings) \(used)")
        return rate
      },
      settings: space.box.columns(at:),
      diagnostics: [Quantities.keyErrorRate, Quantities.phaseError].map { .init($0) },
      bounds: LinkBounds.direct(setup.link, receiver: setup.detectorEfficiency, reader),
      link: setup.link, repetitionRateHz: reader.ifGiven(SourceKeys.repetitionRateHz))
  }

  private static func refuseRanges(_ reader: DocumentReader) {
    for key in [PhotonKeys.heraldEfficiencyRange, PhotonKeys.heraldDarkRange] where reader.gives(key) {
      reader.refuse(key, "goes with source.passive_decoy = true")
    }
  }

  private static func asymptotic(
    _ reader: DocumentReader, _ kind: PhotonKeys.SourceKind, _ setup: PhotonSetup?, _ choices: PhotonReading.Choices,
    isPassive: Bool
  ) throws -> LinkProblem? {
    if isPassive {
      reader.refuse(
        PhotonKeys.passiveDecoy, "has no asymptotic form here",
        hint: "security.analysis = \"infinite-block\" is its limit")
    }
    refuseRanges(reader)
    if kind != .weakCoherent {
      if reader[PhotonKeys.calibration, default: PhotonKeys.Calibration.model] != .model {
        reader.refuse(
          PhotonKeys.calibration, "must be model with an asymptotic analysis", hint: "or leave it out")
      }
      PhotonReading.refuseSubtracted(reader)
    }
    let product =
      choices.open.keyBasisProbability
      ? nil : choices.settings.keyBasisProbability * choices.settings.bobKeyBasisProbability
    if reader.gives(SecurityKeys.siftingFactor), product != nil {
      reader.refuse(SecurityKeys.siftingFactor, "follows from the key basis probabilities; give one of the two")
    }
    let options = PhotonAsymptotic.Options(
      errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency],
      siftingFactor: reader[SecurityKeys.siftingFactor, default: product ?? 0.5])
    guard reader.isSound, let setup, let space = try space(reader, setup, choices, analysesBlocks: false)
    else { return nil }
    guard try LinkReading.checked(reader, { try options.validate() }) != nil else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(options: options),
      evaluate: { point in
        let (link, settings) = space.point(at: point)
        var rate = try PhotonAsymptotic.analyse(link, settings, options)
        rate.warnings += link.warnings
        try RateInvariants.check(
          [
            .init("asymptotic rate", rate.ratePerPulse ?? 0),
            .init("repeaterless bound of the channel", PureLoss.repeaterless(link.link)),
          ], inputs: "\(link) \(settings) \(options)")
        return rate
      },
      settings: space.box.columns(at:), diagnostics: [.init(Quantities.errorRate)],
      bounds: LinkBounds.direct(setup.link, receiver: setup.detectorEfficiency, reader),
      link: setup.link, repetitionRateHz: reader.ifGiven(SourceKeys.repetitionRateHz))
  }
}
