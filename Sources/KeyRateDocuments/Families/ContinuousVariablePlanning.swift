// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

/// What only planned links have: a channel, a noise budget or fading, and the limits of the channel.
enum ContinuousVariablePlanning {
  /// The channel from exactly one of distance, loss, transmittance and fading.
  static func channel(_ reader: DocumentReader) -> Transmittance? {
    guard reader.gives("link.fading_transmittances") else {
      if reader.gives("link.fading_weights") {
        reader.refuse("link.fading_weights", "goes with link.fading_transmittances")
      }
      return LinkReading.channel(reader)
    }
    let steady = [
      "link.distance_km", "link.loss_db", "link.transmittance", "link.attenuation_db_per_km", "link.excess_loss_db",
    ]
    for key in steady where reader.gives(key) {
      reader.refuse(
        key, "cannot be given together with link.fading_transmittances", hint: "they are the whole loss of the channel")
    }
    return reader.isSound ? .one : nil
  }

  /// What a regression is expected to see.
  static func prediction(
    _ reader: DocumentReader, _ setup: QuadratureSetup, _ kind: ContinuousVariableKeys.AnalysisKind,
    _ modulation: ContinuousVariableKeys.Modulation
  ) throws -> LinkPrediction? {
    let budget = noiseSources(reader, plane: setup.excessNoise.plane)
    guard reader.gives("link.fading_transmittances") else {
      guard reader.isSound, let budget else { return reader.isSound ? LinkPrediction(setup) : nil }
      return try ContinuousVariableFamily.checked(reader) { try LinkPrediction(setup, budget: budget) }
    }
    if kind != .asymptotic {
      reader.refuse(
        "link.fading_transmittances", "must not be given with security.analysis = \"\(kind.rawValue)\"",
        hint: "fading makes the noise non-Gaussian, so that no interval of a finite block holds: sort the data into "
          + "narrow bins of transmittance, each with a block of its own")
    }
    if modulation != .gaussian {
      reader.refuse(
        "link.fading_transmittances", "must not be given with source.modulation = \"\(modulation.rawValue)\"",
        hint: "averaged moments are justified for Gaussian modulation only")
    }
    if budget != nil {
      reader.refuse(
        "link.fading_transmittances", "cannot be given together with [noise]",
        hint: "the noise of receiver and fibre is not the same in each realisation: state link.excess_noise")
    }
    guard reader.isSound else { return nil }
    let (transmittances, weights) = samples(reader)
    return try ContinuousVariableFamily.checked(reader) {
      try LinkPrediction(setup, fading: Fading.Averages(samples: transmittances, weights: weights))
    }
  }

  private static func samples(_ reader: DocumentReader) -> (transmittances: [Double], weights: [Double]?) {
    (reader.numbers("link.fading_transmittances"), reader.numbersIfPresent("link.fading_weights"))
  }

  /// The budget of `[noise]`, if there is one.
  private static func noiseSources(_ reader: DocumentReader, plane: NoisePlane) -> NoiseSources? {
    guard ContinuousVariableKeys.noise.contains(where: { reader.gives($0.path) }) else { return nil }
    var sources = NoiseSources(plane: plane)
    sources.phaseVariance = reader.numberIfPresent("noise.phase_variance_rad2")
    sources.signalIntensityNoise = reader.numberIfPresent("noise.signal_rin_per_hz")
    sources.oscillatorIntensityNoise = reader.numberIfPresent("noise.oscillator_rin_per_hz")
    sources.bandwidthHz = reader.numberIfPresent("noise.bandwidth_hz")
    sources.modulatorBits = reader.numberIfPresent("noise.modulator_bits")
    sources.converterBits = reader.numberIfPresent("noise.converter_bits")
    sources.converterRange = reader.numberIfPresent("noise.converter_range")
    sources.ramanPhotons = reader.numberIfPresent("noise.raman_photons")
    sources.other = reader.numberIfPresent("noise.other")
    for (key, partner) in [
      ("noise.signal_rin_per_hz", "noise.bandwidth_hz"), ("noise.oscillator_rin_per_hz", "noise.bandwidth_hz"),
      ("noise.converter_bits", "noise.converter_range"), ("noise.converter_range", "noise.converter_bits"),
    ] where reader.gives(key) && !reader.gives(partner) {
      reader.refuse(key, "needs \(partner) beside it")
    }
    let intensities = ["noise.signal_rin_per_hz", "noise.oscillator_rin_per_hz"]
    if reader.gives("noise.bandwidth_hz"), !intensities.contains(where: reader.gives) {
      reader.refuse("noise.bandwidth_hz", "goes with \(intensities[0]) or \(intensities[1])")
    }
    return sources
  }

  /// The lines of a budget or of fading, for tables.
  static func diagnostics(_ link: LinkPrediction) -> [LinkProblem.Diagnostic] {
    let noise = LinkProblem.Diagnostic(
      symbol: "xi", column: "excess_noise", meaning: "excess noise at the channel input", unit: "SNU")
    switch link.noise {
    case .stated: return []
    case .budget(let sources):
      let given = Set(sources.contributions(link.setup, modulation: 1).map(\.symbol))
      return NoiseSources.names.filter { given.contains($0.symbol) }.map {
        .init(symbol: $0.symbol, column: $0.symbol, meaning: "  " + $0.meaning, unit: "SNU")
      } + [
        noise,
        .init(
          symbol: "xi_budget", column: "noise_budget",
          meaning: "the same at the plane \(sources.plane.rawValue), of the channel as it is", unit: "SNU"),
      ]
    case .fading:
      return [
        .init(symbol: "T_mean", column: "mean_transmittance", meaning: "mean transmittance", unit: ""),
        .init(symbol: "xi_fading", column: "fading_noise", meaning: "  of it from fading", unit: "SNU"), noise,
      ]
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
    guard let words = reader.textsIfPresent("plot.bounds") else { return [.plob] }
    let known = BoundChoice.allCases.map(\.rawValue)
    return zip(words, reader.table["plot.bounds"]?.array ?? []).compactMap { word, element in
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
    var channels = [(link.setup.channel, 1.0)]
    if case .fading = link.noise {
      let (transmittances, weights) = samples(reader)
      let shares = weights ?? transmittances.map { _ in 1 }
      let total = shares.reduce(0, +)
      channels = zip(transmittances, shares).filter { $0.1 > 0 }.map { (Transmittance($0.0) ?? .one, $0.1 / total) }
    }
    func mean(_ bound: (Transmittance) -> Double) -> Double {
      channels.reduce(0) { $0 + $1.1 * bound($1.0) }
    }
    var all: [(BoundChoice, String, String, Double)] = [(.plob, "plob", "PLOB", link.repeaterless)]
    if case .budget = link.noise {
      for choice in [BoundChoice.thermal, .thermalLower] where drawn.contains(choice) {
        reader.refuse(
          "plot.bounds", "cannot hold \(choice.rawValue) with a noise budget",
          hint: "the noise of a budget depends on the modulation and may be that of trusted devices")
      }
    } else {
      // Under fading the stated noise is that of each realisation.
      let setup = link.setup
      let xi = setup.inputNoise
      all += [
        (.thermal, "thermal", "thermal-loss bound", mean { ThermalLoss.upper($0, excessNoise: xi) }),
        (
          .thermalLower, "thermal_lower", "reverse coherent information",
          mean { ThermalLoss.reverseCoherentLower($0, excessNoise: xi) }
        ),
      ]
    }
    all.append((.tgw, "tgw", "TGW", mean(PureLoss.takeokaGuhaWilde)))
    return all.compactMap { choice, column, label, rate in
      let isDrawn = drawn.contains(choice)
      guard isDrawn || choice == .plob || choice == .thermal else { return nil }
      return LinkProblem.Bound(
        column: column, label: label, ratePerPulse: rate, isDrawn: isDrawn, isUpper: choice != .thermalLower)
    }
  }
}
