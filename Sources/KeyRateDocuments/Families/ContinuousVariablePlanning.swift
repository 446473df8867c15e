// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

/// What only planned links have: a noise budget or fading, and the limits of the channel.
enum ContinuousVariablePlanning {
  /// What a regression is expected to see.
  static func prediction(
    _ reader: DocumentReader, _ setup: QuadratureSetup, over link: Link,
    _ kind: ContinuousVariableKeys.AnalysisKind, _ modulation: ContinuousVariableKeys.Modulation
  ) throws -> LinkPrediction? {
    let budget = noiseSources(reader, plane: setup.excessNoise.plane)
    if !link.isSteady || reader.gives(LinkKeys.fadingTransmittances) {
      refuseFading(reader, kind, modulation, hasBudget: budget != nil)
    }
    guard reader.isSound else { return nil }
    return try ContinuousVariableFamily.checked(reader) { try LinkPrediction(setup, over: link, budget: budget) }
  }

  /// What has no rule for a channel that fades.
  private static func refuseFading(
    _ reader: DocumentReader, _ kind: ContinuousVariableKeys.AnalysisKind,
    _ modulation: ContinuousVariableKeys.Modulation, hasBudget: Bool
  ) {
    let key = reader.gives(LinkSampleKeys.tables) ? LinkSampleKeys.tables : LinkKeys.fadingTransmittances.path
    if kind != .asymptotic {
      reader.refuse(
        key, "must not be given with security.analysis = \"\(kind.rawValue)\"",
        hint: "fading makes the noise non-Gaussian, so that no interval of a finite block holds: sort the data into "
          + "narrow bins of transmittance, each with a block of its own")
    }
    if modulation != .gaussian {
      reader.refuse(
        key, "must not be given with source.modulation = \"\(modulation.rawValue)\"",
        hint: "averaged moments are justified for Gaussian modulation only")
    }
    if hasBudget {
      reader.refuse(
        key, "cannot be given together with [noise]",
        hint: "the noise of receiver and fibre is not the same in each realisation: state link.excess_noise")
    }
  }

  /// The budget of `[noise]`, if there is one.
  private static func noiseSources(_ reader: DocumentReader, plane: NoisePlane) -> NoiseSources? {
    guard ContinuousVariableKeys.noise.contains(where: { reader.gives($0.path) }) else { return nil }
    var sources = NoiseSources(plane: plane)
    sources.phaseVariance = reader.ifGiven(NoiseKeys.phaseVarianceRad2)
    sources.signalIntensityNoise = reader.ifGiven(NoiseKeys.signalRinPerHz)
    sources.oscillatorIntensityNoise = reader.ifGiven(NoiseKeys.oscillatorRinPerHz)
    sources.bandwidthHz = reader.ifGiven(NoiseKeys.bandwidthHz)
    sources.modulatorBits = reader.ifGiven(NoiseKeys.modulatorBits)
    sources.converterBits = reader.ifGiven(NoiseKeys.converterBits)
    sources.converterRange = reader.ifGiven(NoiseKeys.converterRange)
    sources.ramanPhotons = reader.ifGiven(NoiseKeys.ramanPhotons)
    sources.other = reader.ifGiven(NoiseKeys.other)
    for (key, partner) in [
      (NoiseKeys.signalRinPerHz.path, NoiseKeys.bandwidthHz.path),
      (NoiseKeys.oscillatorRinPerHz.path, NoiseKeys.bandwidthHz.path),
      (NoiseKeys.converterBits.path, NoiseKeys.converterRange.path),
      (NoiseKeys.converterRange.path, NoiseKeys.converterBits.path),
    ] where reader.gives(key) && !reader.gives(partner) {
      reader.refuse(key, "needs \(partner) beside it")
    }
    let intensities = [NoiseKeys.signalRinPerHz.path, NoiseKeys.oscillatorRinPerHz.path]
    if reader.gives(NoiseKeys.bandwidthHz), !intensities.contains(where: reader.gives) {
      reader.refuse(NoiseKeys.bandwidthHz, "goes with \(intensities[0]) or \(intensities[1])")
    }
    return sources
  }

  /// The lines of a budget or of fading, for tables.
  static func diagnostics(_ link: LinkPrediction) -> [LinkProblem.Diagnostic] {
    switch link.noise {
    case .stated: return []
    case .budget(let sources):
      // The sum is the same at every plane of the budget but for its words.
      let plane = "the same at the plane \(sources.plane.rawValue), of the channel as it is"
      return sources.contributions(link.setup, modulation: 1).map { .init($0.quantity) } + [
        .init(Quantities.excessNoise), .init(Quantities.noiseBudget(""), .init("noise_budget", plane)),
      ]
    case .fading:
      return [Quantities.meanTransmittance, Quantities.fadingNoise, Quantities.excessNoise].map { .init($0) }
    }
  }

  /// A limit that can be drawn for continuous variables.
  enum BoundChoice: String, CaseIterable {
    case plob
    case thermal
    case thermalLower = "thermal-lower"
    case tgw
  }

  private static func drawnBounds(_ reader: DocumentReader) -> [BoundChoice] {
    guard let words = reader.ifGiven(PlotKeys.bounds) else { return [.plob] }
    let known = BoundChoice.allCases.map(\.rawValue)
    return zip(words, reader.table[PlotKeys.bounds]?.array ?? []).compactMap { word, element in
      if let choice = BoundChoice(rawValue: word) { return choice }
      let near = NearestName.nearest(to: word, among: known)
      reader.report(
        element.error("must be one of \(known.joined(separator: ", "))", hint: near.map { "did you mean \($0)?" }))
      return nil
    }
  }

  /// The repeaterless bound, the thermal-loss bounds at the stated noise, and what else the file asks for.
  ///
  /// With a budget the noise may come from trusted devices and depends on the modulation: the thermal-loss bounds are
  /// left out. With fading every limit is the average over the transmittances.
  static func bounds(_ link: LinkPrediction, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    let drawn = drawnBounds(reader)
    var all: [(BoundChoice, String, String, Double)] = [(.plob, "plob", "PLOB", link.repeaterless)]
    if case .budget = link.noise {
      for choice in [BoundChoice.thermal, .thermalLower] where drawn.contains(choice) {
        reader.refuse(
          PlotKeys.bounds, "cannot hold \(choice.rawValue) with a noise budget",
          hint: "the noise of a budget depends on the modulation and may be that of trusted devices")
      }
    } else {
      // Under fading the stated noise is that of each realisation, and its stray light comes on top.
      func thermal(_ bound: (Transmittance, Double) -> Double) -> Double {
        guard !link.link.isSteady else { return bound(link.setup.channel, link.setup.inputNoise) }
        return link.link.mean { sample in
          let light = 2 * sample.alice.photonsPerMode
          let tau = sample.transmittance
          return bound(tau, link.setup.inputNoise + (light > 0 ? light / tau.value : 0))
        }
      }
      all += [
        (.thermal, "thermal", "thermal-loss bound", thermal { ThermalLoss.upper($0, excessNoise: $1) }),
        (
          .thermalLower, "thermal_lower", "reverse coherent information",
          thermal { ThermalLoss.reverseCoherentLower($0, excessNoise: $1) }
        ),
      ]
    }
    all.append((.tgw, "tgw", "TGW", PureLoss.takeokaGuhaWilde(link.link)))
    return all.compactMap { choice, column, label, rate in
      let isDrawn = drawn.contains(choice)
      guard isDrawn || choice == .plob || choice == .thermal else { return nil }
      return LinkProblem.Bound(
        column: column, label: label, ratePerPulse: rate, isDrawn: isDrawn, isUpper: choice != .thermalLower,
        isCeiling: choice == .plob)
    }
  }
}
