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
    guard let moments = try moments(reader, source, calibration), reader.isSound else { return nil }
    guard var setup = receiver, let variance else { return nil }
    if let calibration { setup.electronicNoise = calibration.electronicNoise }
    let estimates = try checked(reader, measured: true) { () throws -> ChannelEstimates in
      try channelEstimates(moments, setup, options, symbols: symbols, variance: variance)
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
      + CommonKeys.link.map(\.path) + CommonKeys.sweepKeys.map(\.path) + [
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

  /// The shot-noise unit, if the data are in volts. The number of samples only enters its standard error.
  private static func calibration(_ reader: DocumentReader) throws -> ShotNoiseCalibration? {
    let light = reader.ifGiven(CountsKeys.shotNoiseVariance)
    let dark = reader.ifGiven(CountsKeys.electronicsVariance)
    guard light != nil || dark != nil else { return nil }
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
    if !reader.gives(CountsKeys.file) {
      reader.refuse(
        CountsKeys.shotNoiseVariance, "converts the volts of counts.file; sums are given in shot-noise units")
    }
    guard let light, let dark, reader.isSound else { return nil }
    return try checked(reader, measured: true) {
      try ShotNoiseCalibration(light: light, lightSamples: 2, dark: dark, darkSamples: 2)
    }
  }

  /// Regression results as estimates, sums or raw pairs give them.
  private struct Data {
    let slope, noiseVariance, sumXX, pairs, subtractedMeans: Double
  }

  private static let sums = [
    CountsKeys.estimationPairs.path, CountsKeys.slope.path, CountsKeys.noiseVariance.path, CountsKeys.sumX2.path,
    CountsKeys.sumXy.path,
    CountsKeys.sumY2.path, CountsKeys.subtractedMeans.path,
  ]

  private static func moments(
    _ reader: DocumentReader, _ source: CountsSource, _ calibration: ShotNoiseCalibration?
  ) throws -> Data? {
    if let file = reader.ifGiven(CountsKeys.file) {
      for key in sums where reader.gives(key) { reader.refuse(key, "cannot be given together with counts.file") }
      guard reader.isSound else { return nil }
      return try checked(reader, measured: true) {
        let pairs = try samples(file, source, unit: calibration?.unit ?? 1)
        let m = try QuadratureMoments.of(pairs, centring: reader[CountsKeys.centre])
        return try data(m)
      }
    }
    if reader.gives(CountsKeys.centre) { reader.refuse(CountsKeys.centre, "goes with counts.file") }
    guard let pairs = reader.ifGiven(CountsKeys.estimationPairs) else {
      if !reader.gives(CountsKeys.estimationPairs) {
        reader.refuse(CountsKeys.estimationPairs, "must be given: the real pairs behind the sums, or give counts.file")
      }
      return nil
    }
    guard let sumXX = reader.ifGiven(CountsKeys.sumX2) else {
      if !reader.gives(CountsKeys.sumX2) { reader.refuse(CountsKeys.sumX2, "must be given, or counts.file") }
      return nil
    }
    let means = Double(reader.ifGiven(CountsKeys.subtractedMeans) ?? 0)
    let isRegression = reader.gives(CountsKeys.slope) || reader.gives(CountsKeys.noiseVariance)
    if isRegression {
      for key in [CountsKeys.sumXy.path, CountsKeys.sumY2.path] where reader.gives(key) {
        reader.refuse(key, "says the same as counts.slope and counts.noise_variance; give one of the two pairs")
      }
      guard let slope = given(reader, CountsKeys.slope), let noise = given(reader, CountsKeys.noiseVariance) else {
        return nil
      }
      return Data(slope: slope, noiseVariance: noise, sumXX: sumXX, pairs: pairs, subtractedMeans: means)
    }
    guard let xy = given(reader, CountsKeys.sumXy), let yy = given(reader, CountsKeys.sumY2), reader.isSound else {
      return nil
    }
    return try checked(reader, measured: true) {
      try data(QuadratureMoments(sumXX: sumXX, sumXY: xy, sumYY: yy, pairs: pairs, subtractedMeans: means))
    }
  }

  private static func given(_ reader: DocumentReader, _ key: Key<Double>) -> Double? {
    if let value = reader.ifGiven(key) { return value }
    if !reader.gives(key) {
      let other =
        key.path.contains("sum_") ? "counts.slope with counts.noise_variance" : "counts.sum_xy with counts.sum_y2"
      reader.refuse(key, "must be given (or \(other), or counts.file)")
    }
    return nil
  }

  private static func data(_ m: QuadratureMoments) throws -> Data {
    let r = try m.regression()
    return Data(
      slope: r.slope, noiseVariance: r.noiseVariance, sumXX: m.sumXX, pairs: m.pairs,
      subtractedMeans: m.subtractedMeans)
  }

  /// The revealed pairs of a CSV file; `unit` is the shot noise in the square of the file's unit.
  private static func samples(_ file: String, _ source: CountsSource, unit: Double) throws -> [(x: Double, y: Double)] {
    let contents = try source.read(file)
    let table = try DelimitedText(parsing: contents.text, fileName: contents.name)
    let x = try table.numbers("x")
    let y = try table.numbers("y")
    let scale = unit.squareRoot()
    return zip(x, y).map { (x: $0, y: $1 / scale) }
  }

  private static func channelEstimates(
    _ data: Data, _ setup: QuadratureSetup, _ options: ComposableOptions, symbols: Double, variance: Double
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
      subtractedMeans: data.subtractedMeans, origin: .measured)
  }
}
