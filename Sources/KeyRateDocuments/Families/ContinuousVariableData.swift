// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

/// What a file says of the revealed symbols: pairs, sums of them, or statistics of known range.
struct ContinuousVariableData {
  let slope, noiseVariance, sumXX, pairs, subtractedMeans: Double
  /// What the pairs say of Gaussian noise.
  var tests = GaussianTests.notMade
  /// Statistics for noise of any law.
  var clipped: ClippedStatistics?

  private static let sums = [
    CountsKeys.estimationPairs.path, CountsKeys.slope.path, CountsKeys.noiseVariance.path, CountsKeys.sumX2.path,
    CountsKeys.sumXy.path, CountsKeys.sumY2.path, CountsKeys.subtractedMeans.path,
  ]
  private static let statistics = [CountsKeys.meanZ, CountsKeys.varZ, CountsKeys.meanR, CountsKeys.varR]

  /// Reads the data; what is missing or too much is left with the reader.
  ///
  /// - Parameters:
  ///   - options: which hypothesis on the noise.
  ///   - variance: V_A.
  ///   - unit: shot noise in the square of the data's unit, by which outcomes are divided; 1 leaves them.
  static func read(
    _ reader: DocumentReader, _ source: CountsSource, _ options: ComposableOptions, variance: Double?, unit: Double
  ) throws -> ContinuousVariableData? {
    let isBounded = options.noiseHypothesis == .bounded
    if isBounded {
      for key in [CountsKeys.slope, CountsKeys.noiseVariance, CountsKeys.sumX2, CountsKeys.sumXy, CountsKeys.sumY2]
      where reader.gives(key) {
        reader.refuse(
          key, "has no meaning with security.noise_hypothesis = bounded",
          hint: "give the statistics mean_z, var_z, mean_r, var_r, whose range is known")
      }
      if !reader.gives(CountsKeys.outsideRadius) {
        reader.refuse(CountsKeys.outsideRadius, "must be given: outcomes outside the radius, of all symbols")
      }
      if !reader.gives(SecurityKeys.slopeReference) {
        reader.refuse(SecurityKeys.slopeReference, "must be given: the slope that was fixed before the run")
      }
      if !reader.gives(SecurityKeys.clipRadius) {
        reader.refuse(SecurityKeys.clipRadius, "must be given: the radius that was fixed before the run")
      }
    } else {
      for key in statistics + [CountsKeys.outsideRadius] where reader.gives(key) {
        reader.refuse(key, "goes with security.noise_hypothesis = bounded")
      }
    }
    if let file = reader.ifGiven(CountsKeys.file) {
      for key in sums + statistics.map(\.path) where reader.gives(key) {
        reader.refuse(key, "cannot be given together with counts.file")
      }
      guard reader.isSound else { return nil }
      let found = try ContinuousVariableFamily.checked(reader, measured: true) { () throws -> ContinuousVariableData? in
        let samples = try Samples(file, source, unit: unit)
        return isBounded
          ? try bounded(samples, reader, options, variance: variance)
          : try gaussian(samples, centring: reader[CountsKeys.centre])
      }
      return found ?? nil
    }
    if reader.gives(CountsKeys.centre) { reader.refuse(CountsKeys.centre, "goes with counts.file") }
    return isBounded ? try statistics(reader, options, variance: variance, unit: unit) : try sums(reader, unit: unit)
  }

  // MARK: Pairs

  /// The revealed pairs of a CSV file.
  private struct Samples {
    var pairs: [(x: Double, y: Double)]
    /// Whether each belongs to the first quadrature; empty if the file does not say.
    var labels: [Bool] = []
    /// Whether each symbol has two consecutive pairs, first quadrature first.
    var isSymbolwise = false

    init(_ file: String, _ source: CountsSource, unit: Double) throws {
      let contents = try source.read(file)
      let table = try DelimitedText(parsing: contents.text, fileName: contents.name)
      let scale = unit.squareRoot()
      if table.hasColumn("x_q") {
        let columns = try ["x_q", "x_p", "y_q", "y_p"].map { try table.numbers($0) }
        pairs = []
        pairs.reserveCapacity(2 * columns[0].count)
        for i in columns[0].indices {
          pairs.append((columns[0][i], columns[2][i] / scale))
          pairs.append((columns[1][i], columns[3][i] / scale))
          labels.append(true)
          labels.append(false)
        }
        isSymbolwise = true
        return
      }
      let x = try table.numbers("x")
      let y = try table.numbers("y")
      pairs = zip(x, y).map { (x: $0, y: $1 / scale) }
      guard table.hasColumn("quadrature") else { return }
      labels = try table.rows.map { row in
        let cell = try table.cell("quadrature", in: row)
        guard cell.text == "q" || cell.text == "p" else {
          throw DocumentError(
            position: cell.position, path: "quadrature", value: cell.text, problem: "must be q or p")
        }
        return cell.text == "q"
      }
    }

    /// Subtracts the means of the columns.
    mutating func centre() {
      let n = Double(pairs.count)
      guard n > 0 else { return }
      let meanX = pairs.map { $0.x }.compensatedSum() / n
      let meanY = pairs.map { $0.y }.compensatedSum() / n
      for i in pairs.indices { pairs[i] = (pairs[i].x - meanX, pairs[i].y - meanY) }
    }
  }

  private static func gaussian(_ samples: Samples, centring: Bool) throws -> ContinuousVariableData {
    var data = try ContinuousVariableData(QuadratureMoments.of(samples.pairs, centring: centring))
    var samples = samples
    if centring { samples.centre() }
    let found = try HypothesisStatistics(samples.pairs, labels: samples.labels)
    data.tests = found.verdict(pairs: data.pairs)
    return data
  }

  private static func bounded(
    _ samples: Samples, _ reader: DocumentReader, _ options: ComposableOptions, variance: Double?
  ) throws -> ContinuousVariableData? {
    guard samples.isSymbolwise else {
      reader.refuse(
        CountsKeys.file, "needs the columns x_q, x_p, y_q, y_p with noise of any law",
        hint: "an outcome lies inside the circle or not with both of its quadratures")
      return nil
    }
    guard let variance, let radius = options.clipRadius else { return nil }
    let symbols = stride(from: 0, to: samples.pairs.count - 1, by: 2).map { i in
      (
        xq: samples.pairs[i].x, xp: samples.pairs[i + 1].x, yq: samples.pairs[i].y, yp: samples.pairs[i + 1].y
      )
    }
    let clipped = try ClippedStatistics.of(
      symbols, slopeReference: reader[SecurityKeys.slopeReference], modulation: variance, radius: radius,
      outside: reader[CountsKeys.outsideRadius])
    return ContinuousVariableData(
      clipped, variance: variance, sumXX: samples.pairs.map { $0.x * $0.x }.compensatedSum(),
      pairs: Double(samples.pairs.count))
  }

  // MARK: Sums

  private static func given(_ reader: DocumentReader, _ key: Key<Double>, _ other: String) -> Double? {
    if let value = reader.ifGiven(key) { return value }
    if !reader.gives(key) { reader.refuse(key, "must be given (or \(other))") }
    return nil
  }

  private static func revealed(_ reader: DocumentReader) -> Double? {
    given(reader, CountsKeys.estimationPairs, "counts.file; the real pairs behind the sums")
  }

  private static func statistics(
    _ reader: DocumentReader, _ options: ComposableOptions, variance: Double?, unit: Double
  ) throws -> ContinuousVariableData? {
    let pairs = revealed(reader)
    let values = statistics.map { given(reader, $0, "counts.file") }
    let means = values.compactMap { $0 }
    guard let pairs, means.count == 4, let variance, reader.isSound else { return nil }
    let root = unit.squareRoot()
    let clipped = ClippedStatistics(
      slopeReference: reader[SecurityKeys.slopeReference] / root, meanZ: means[0] / unit,
      varZ: means[1] / (unit * unit), meanR: means[2] / root, varR: means[3] / unit,
      outside: reader[CountsKeys.outsideRadius])
    return ContinuousVariableData(clipped, variance: variance, sumXX: pairs * variance, pairs: pairs)
  }

  private static func sums(_ reader: DocumentReader, unit: Double) throws -> ContinuousVariableData? {
    guard let pairs = revealed(reader) else { return nil }
    guard let sumXX = given(reader, CountsKeys.sumX2, "counts.file") else { return nil }
    let means = Double(reader.ifGiven(CountsKeys.subtractedMeans) ?? 0)
    let root = unit.squareRoot()
    if reader.gives(CountsKeys.slope) || reader.gives(CountsKeys.noiseVariance) {
      for key in [CountsKeys.sumXy.path, CountsKeys.sumY2.path] where reader.gives(key) {
        reader.refuse(key, "says the same as counts.slope and counts.noise_variance; give one of the two pairs")
      }
      let other = "counts.sum_xy with counts.sum_y2, or counts.file"
      guard let slope = given(reader, CountsKeys.slope, other),
        let noise = given(reader, CountsKeys.noiseVariance, other)
      else { return nil }
      return ContinuousVariableData(
        slope: slope / root, noiseVariance: noise / unit, sumXX: sumXX, pairs: pairs, subtractedMeans: means)
    }
    let other = "counts.slope with counts.noise_variance, or counts.file"
    guard let xy = given(reader, CountsKeys.sumXy, other), let yy = given(reader, CountsKeys.sumY2, other),
      reader.isSound
    else { return nil }
    return try ContinuousVariableFamily.checked(reader, measured: true) {
      try ContinuousVariableData(
        QuadratureMoments(
          sumXX: sumXX, sumXY: xy / root, sumYY: yy / unit, pairs: pairs, subtractedMeans: means))
    }
  }
}

extension ContinuousVariableData {
  init(_ m: QuadratureMoments) throws {
    let r = try m.regression()
    self.init(
      slope: r.slope, noiseVariance: r.noiseVariance, sumXX: m.sumXX, pairs: m.pairs,
      subtractedMeans: m.subtractedMeans)
  }

  init(_ clipped: ClippedStatistics, variance: Double, sumXX: Double, pairs: Double) {
    self.init(
      slope: clipped.slope(modulation: variance), noiseVariance: clipped.noiseVariance(modulation: variance),
      sumXX: sumXX, pairs: pairs, subtractedMeans: 0)
    self.clipped = clipped
  }
}
