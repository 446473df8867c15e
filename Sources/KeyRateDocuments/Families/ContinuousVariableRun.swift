// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateNumerics
import KeyRateSecurity

/// Measured data: estimates, moments or raw pairs, to a key length.
extension ContinuousVariableFamily {
  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    refusePlanningKeys(reader)
    let receiver = ContinuousVariableReading.setup(reader, measured: true)
    let calibration = try calibration(reader)
    let cost = cost(reader)
    let options = ContinuousVariableReading.composable(reader, cost: cost)
    let variance = ContinuousVariableReading.modulation(reader)
    if variance == nil, reader.isSound {
      reader.refuse(SourceKeys.modulationVariance, "must be given: the variance that the run was made with")
    }
    let symbols = reader[CountsKeys.symbols]
    // Without the numbers of samples the outcomes are brought to shot-noise units, whose error is not known.
    let counted = calibration.flatMap { $0.isCounted ? $0 : nil }
    let unit = counted == nil ? calibration?.unit ?? 1 : 1
    if options.noiseHypothesis == .bounded, calibration != nil, counted == nil {
      reader.refuse(
        CountsKeys.lightSamples, "must be given with counts.dark_samples: radius and slope are in volts, too")
    }
    let data = try ContinuousVariableData.read(reader, source, options, variance: variance, unit: unit)
    guard let data, reader.isSound else { return nil }
    guard var setup = receiver, let variance else { return nil }
    if let calibration { setup.electronicNoise = calibration.electronicNoise }
    let estimates = try checked(reader, measured: true) { () throws -> ChannelEstimates in
      var e = try channelEstimates(data, setup, options, symbols: symbols, variance: variance)
      e.calibration = counted
      return e
    }
    guard let estimates else { return nil }
    return try checked(reader, measured: true) { () throws -> MeasuredRun in
      var result = try ComposableKey.analyse(estimates, setup, options)
      result.trace = setup.receiverTrace + result.trace + estimates.ceilingTrace(setup)
      return MeasuredRun(result: result, acceptance: nil)
    }
  }

  /// Keys that describe an expected run: beside measured data they would silently do nothing.
  private static func refusePlanningKeys(_ reader: DocumentReader) {
    let idle =
      (ContinuousVariableKeys.link + ContinuousVariableKeys.fading + ContinuousVariableKeys.noise).map(\.path)
      + CommonKeys.everyLink.map(\.path) + CommonKeys.sweepKeys.map(\.path) + [
        SecurityKeys.symbols.path, SecurityKeys.estimationFraction.path, SecurityKeys.successProbability.path,
        SecurityKeys.mutualInformation.path, SourceKeys.states.path, SourceKeys.side.path, SourceKeys.shaping.path,
        SourceKeys.shapingParameter.path,
        SourceKeys.constellationFile.path, SourceKeys.amplitude.path,
      ] + ContinuousVariableSearchRanges.keys.map(\.path)
    let hints = [
      SecurityKeys.symbols.path: "give counts.symbols",
      SecurityKeys.estimationFraction.path: "the data say how many symbols were revealed",
      LinkKeys.excessNoise.path: "the noise follows from the data",
    ]
    for key in idle where reader.gives(key) {
      let general =
        key.hasPrefix("search.")
        ? SearchRangeReading.hintBesideCounts
        : key.hasPrefix("noise.")
          ? "a budget predicts noise, it never replaces a measured one"
          : "an analysis sees the data only, never a channel model"
      reader.refuse(key, "has no meaning beside measured data", hint: hints[key] ?? general)
    }
    if reader[SecurityKeys.attacks, default: AttackClass.collective] == .general {
      reader.refuse(
        SecurityKeys.attacks, "must be collective with measured data",
        hint: "the reduction needs an energy test that was part of the run, and its constants are not verified here")
    } else if reader.gives(SecurityKeys.energyTestFraction) {
      reader.refuse(SecurityKeys.energyTestFraction, "goes with security.attacks = \"general\"")
    }
    let kind = reader[ContinuousVariableKeys.analysis, default: Kind.composable]
    if kind != .composable {
      reader.refuse(
        ContinuousVariableKeys.analysis, "must be composable with measured data",
        hint: kind == .asymptotic ? "a finite run fluctuates" : "published formulas are for comparison only")
    }
    if reader[SourceKeys.modulation, default: Modulation.gaussian] != .gaussian {
      reader.refuse(
        SourceKeys.modulation, "must be gaussian with measured data",
        hint: "there is no finite-size proof for discrete modulation here")
    }
    if reader[SecurityKeys.frameErrors, default: FrameErrorMode.block] == .block,
      reader.gives(SecurityKeys.frameErrorRate)
    {
      reader.refuse(
        SecurityKeys.frameErrorRate, "has no meaning for a block that was corrected",
        hint: "a block that failed makes no key; for dropped frames give security.frame_errors = \"frame\"")
    }
  }

  /// The measured reconciliation, both numbers or none.
  private static func cost(_ reader: DocumentReader) -> ReconciliationCost? {
    let entropy = reader.ifGiven(CountsKeys.symbolEntropyBits)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    guard entropy != nil || leak != nil else { return nil }
    for (key, other) in [
      (CountsKeys.symbolEntropyBits.path, CountsKeys.errorCorrectionLeakBits.path),
      (CountsKeys.errorCorrectionLeakBits.path, CountsKeys.symbolEntropyBits.path),
    ] where !reader.gives(key) {
      reader.refuse(key, "must be given together with \(other)")
    }
    if reader.gives(SecurityKeys.reconciliationEfficiency) {
      reader.refuse(
        SecurityKeys.reconciliationEfficiency,
        "estimates what counts.error_correction_leak_bits measures; give one of the two")
    }
    guard let entropy, let leak else { return nil }
    return .measured(entropyPerSymbol: entropy, leakBits: leak)
  }

  /// The calibration, if the data are in volts.
  private static func calibration(_ reader: DocumentReader) throws -> ShotNoiseCalibration? {
    let light = reader.ifGiven(CountsKeys.shotNoiseVariance)
    let dark = reader.ifGiven(CountsKeys.electronicsVariance)
    guard light != nil || dark != nil else {
      for key in [CountsKeys.lightSamples, CountsKeys.darkSamples] where reader.gives(key) {
        reader.refuse(key, "goes with counts.shot_noise_variance and counts.electronics_variance")
      }
      return nil
    }
    for (key, other) in [
      (CountsKeys.shotNoiseVariance.path, CountsKeys.electronicsVariance.path),
      (CountsKeys.electronicsVariance.path, CountsKeys.shotNoiseVariance.path),
    ] where !reader.gives(key) {
      reader.refuse(key, "must be given together with \(other)")
    }
    if reader.gives(DetectorKeys.electronicNoise) {
      reader.refuse(
        DetectorKeys.electronicNoise, "follows from counts.electronics_variance; give one of the two")
    }
    let samples = (reader.ifGiven(CountsKeys.lightSamples), reader.ifGiven(CountsKeys.darkSamples))
    guard let light, let dark, reader.isSound else { return nil }
    return try checked(reader, measured: true) {
      try ShotNoiseCalibration(light: light, lightSamples: samples.0, dark: dark, darkSamples: samples.1)
    }
  }

  private static func channelEstimates(
    _ data: ContinuousVariableData, _ setup: QuadratureSetup, _ options: ComposableOptions, symbols: Double,
    variance: Double
  ) throws -> ChannelEstimates {
    let k = setup.detection.quadratures
    guard data.pairs.truncatingRemainder(dividingBy: k) == 0, data.pairs == data.pairs.rounded() else {
      throw InputError(
        "M", data.pairs, allowed: "must be a whole number of pairs\(k == 2 ? ", two for each heterodyne symbol" : "")")
    }
    guard symbols == symbols.rounded() else {
      throw InputError("N", symbols, allowed: "must be a whole number")
    }
    let revealed = data.pairs / k
    guard revealed <= symbols else {
      throw InputError(
        "M", data.pairs, allowed: "cannot come from more than the \(symbols) symbols of the block",
        hint: "counts.symbols counts key and revealed symbols together")
    }
    if options.mode == .afterCorrection, revealed != symbols {
      throw InputError(
        "M", data.pairs, allowed: "must be \(k * symbols) with security.estimation = \"after-EC\"",
        hint: "all symbols serve both purposes")
    }
    return ChannelEstimates(
      modulationVariance: variance, slope: data.slope, noiseVariance: data.noiseVariance, sumOfSquares: data.sumXX,
      pairs: data.pairs, symbols: symbols, keySymbols: options.mode == .sacrifice ? symbols - revealed : symbols,
      subtractedMeans: data.subtractedMeans, origin: .measured, clipped: data.clipped, gaussianTests: data.tests)
  }
}
