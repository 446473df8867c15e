// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// A key of fixed length with an acceptance test (bb84 sheet, section 4b).
///
/// The thresholds are chosen before the run. The run is accepted when all four hold; then exactly
/// `lengthBits` bits are output, otherwise none. Sound because the length never exceeds the
/// variable length of any accepted run.
package struct FixedLength: Sendable, Equatable {
  /// Bounds that the run must reach.
  package struct Thresholds: Sendable, Equatable {
    /// s0_X must be at least this.
    package var vacuum: Double
    /// s1_X must be at least this.
    package var singlePhotons: Double
    /// φ_X must be at most this, below 1/2.
    package var phaseError: Double
    /// λ_EC must be at most this, in bits.
    package var leakage: Double

    /// Sets thresholds.
    package init(vacuum: Double, singlePhotons: Double, phaseError: Double, leakage: Double) {
      self.vacuum = vacuum
      self.singlePhotons = singlePhotons
      self.phaseError = phaseError
      self.leakage = leakage
    }
  }

  /// One criterion of the test, against a run.
  package struct Criterion: Sendable, Equatable {
    /// The quantity.
    package let quantity: Quantity
    /// Its symbol.
    package var symbol: String { quantity.symbol }
    /// What the run gave.
    package let value: Double
    /// What was demanded.
    package let threshold: Double
    /// Whether the demand is met.
    package let isMet: Bool
  }

  /// The thresholds.
  package let thresholds: Thresholds
  /// l_fix, in bits.
  package let lengthBits: Double
  /// l_fix before rounding.
  package let rawLengthBits: Double

  /// Fixes the length that goes with thresholds.
  ///
  /// - Parameters:
  ///   - thresholds: chosen before the run.
  ///   - penalty: the penalties of BB-36 or BB-45 in bits; with one decoy they contain leakPE,
  ///     which must then be the largest that an accepted run can have.
  /// - Throws: `InputError` for thresholds that cannot be met or mean nothing.
  package init(thresholds: Thresholds, penalty: Double) throws(InputError) {
    try require(thresholds.vacuum, "s0_tol", in: 0...1e18)
    try require(thresholds.singlePhotons, "s1_tol", in: 0...1e18)
    try require(thresholds.phaseError, "phi_tol", in: 0...0.5)
    try require(thresholds.leakage, "lambda_tol", in: 0...1e18)
    // With intervals, so that no rounding lengthens the key.
    let block = CertifiedBlock<Interval>(
      vacuum: LowerBound(Interval(thresholds.vacuum)), singlePhotons: LowerBound(Interval(thresholds.singlePhotons)),
      phaseError: UpperBound(Interval(thresholds.phaseError)), leakage: UpperBound(Interval(thresholds.leakage)),
      penalty: UpperBound(Interval(penalty.nextUp)))
    self.thresholds = thresholds
    rawLengthBits = block.rawLength.value.lower
    lengthBits = wholeBits(rawLengthBits)
  }

  /// The penalties that hold for every run of N pulses.
  ///
  /// Announced error counts enter the penalty (leakPE), and a run is accepted whatever they are; the longest
  /// announcement that N pulses allow keeps the fixed length below every accepted run's own.
  ///
  /// - Throws: `InputError` if N is needed and not known.
  package static func penalty(_ e: DecoyEstimate<Double>, intensities: Int, pulses: Double?) throws(InputError)
    -> Double
  {
    guard intensities == 2 || e.announcement > 0 else { return e.penalty.value }
    guard let pulses else {
      throw InputError(
        "N", value: "missing",
        allowed: intensities == 2
          ? "a fixed length with one decoy needs the number of pulses"
          : "a fixed length with announced errors needs the number of pulses")
    }
    let longest = DecoyAnalysis.announcementBits(ByIntensity(pulses, pulses, intensities == 3 ? pulses : nil))
    return e.penalty.value - e.announcement + longest
  }

  /// The four criteria against what a run certifies.
  package func criteria(_ e: DecoyEstimate<Double>, countsVacuum: Bool) -> [Criterion] {
    let vacuum = countsVacuum ? e.keyVacuum.value : 0
    func reached(_ q: Quantity, _ value: Double, _ threshold: Double) -> Criterion {
      Criterion(quantity: q, value: value, threshold: threshold, isMet: value >= threshold)
    }
    func kept(_ q: Quantity, _ value: Double, _ threshold: Double) -> Criterion {
      Criterion(quantity: q, value: value, threshold: threshold, isMet: value <= threshold)
    }
    let contradiction = Criterion(quantity: Quantities.contradiction, value: 1, threshold: 0, isMet: false)
    return (e.isRefused ? [contradiction] : []) + [
      reached(Quantities.keyVacuum, vacuum, thresholds.vacuum),
      reached(Quantities.keySingle, e.keySingle.value, thresholds.singlePhotons),
      kept(Quantities.phaseError, e.phaseError.value, thresholds.phaseError),
      kept(Quantities.leakage, e.leakage.value, thresholds.leakage),
    ]
  }

  /// Whether a run with these certified quantities is accepted.
  package func accepts(_ e: DecoyEstimate<Double>, countsVacuum: Bool) -> Bool {
    criteria(e, countsVacuum: countsVacuum).allSatisfy { $0.isMet }
  }
}

/// Choosing thresholds before a run, and how often an honest run then aborts.
///
/// The abort probability is a planning estimate: the four quantities are taken as normal with the
/// standard deviations that independent counts give them to first order, and the four chances of
/// failing are added.
package struct AcceptanceTest: Sendable, Equatable {
  /// The thresholds with their fixed length.
  package let fixedLength: FixedLength
  /// P(abort) of an honest run, at most 1: an estimate, see the type.
  package let abortProbability: Double
  /// Standard deviations of s0_X, s1_X, φ_X and λ_EC in honest runs.
  package let standardDeviations: [Double]

  /// Puts every threshold a number of standard deviations on the safe side of its expectation.
  ///
  /// - Parameters:
  ///   - setup: the honest link.
  ///   - settings: the operator's settings.
  ///   - pulses: N.
  ///   - options: the analysis; fixed length exists for proof = sound.
  ///   - margin: how many standard deviations, ≥ 0. At 0 the run aborts about every second time.
  /// - Throws: `InputError`.
  package static func planned(
    setup: Setup, settings: Settings, pulses: Double, options: FiniteKeyOptions, margin: Double = 5
  ) throws(InputError) -> AcceptanceTest {
    try require(margin, "margin", in: 0...1000)
    let counts = Simulation.observations(setup, settings, block: .pulses(pulses))
    let center = try FiniteKey.estimate(counts, settings, options)
    let deviations = try deviations(counts, settings, options)
    let mean = quantities(center, options)
    let thresholds = FixedLength.Thresholds(
      vacuum: max(0, mean[0] - margin * deviations[0]), singlePhotons: max(0, mean[1] - margin * deviations[1]),
      phaseError: min(0.5, mean[2] + margin * deviations[2]), leakage: mean[3] + margin * deviations[3])
    return try at(thresholds, setup: setup, settings: settings, pulses: pulses, options: options)
  }

  /// The fixed length and abort probability of given thresholds.
  ///
  /// - Throws: `InputError`.
  package static func at(
    _ thresholds: FixedLength.Thresholds, setup: Setup, settings: Settings, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> AcceptanceTest {
    guard options.proof == .sound else {
      throw InputError("proof", value: options.proof.rawValue, allowed: "a fixed length needs proof = sound")
    }
    guard options.statistics != .none else {
      throw InputError("stat", value: options.statistics.rawValue, allowed: "a fixed length needs a tail bound")
    }
    guard ![.none, .limGamma, .yin2020].contains(options.sampling) else {
      throw InputError("sampling", value: options.sampling.rawValue, allowed: "a fixed length needs a sound bound")
    }
    let counts = Simulation.observations(setup, settings, block: .pulses(pulses))
    let center = try FiniteKey.estimate(counts, settings, options)
    let deviations = try deviations(counts, settings, options)
    let mean = quantities(center, options)
    let limits = [thresholds.vacuum, thresholds.singlePhotons, thresholds.phaseError, thresholds.leakage]
    var abort = 0.0
    for (k, sigma) in deviations.enumerated() where k < limits.count && k < mean.count {
      let distance = k < 2 ? mean[k] - limits[k] : limits[k] - mean[k]
      // A threshold that cannot be missed (nothing demanded) never aborts.
      if k < 2 && limits[k] <= 0 { continue }
      if k == 2 && limits[k] >= 0.5 { continue }
      if sigma > 0 {
        abort += try missing(distance / sigma)
      } else if distance < 0 {
        abort += 1
      }
    }
    let penalty = try FixedLength.penalty(center, intensities: settings.intensities.count, pulses: pulses)
    return AcceptanceTest(
      fixedLength: try FixedLength(thresholds: thresholds, penalty: penalty), abortProbability: min(1, abort),
      standardDeviations: deviations)
  }

  /// P(a threshold is missed that lies so many standard deviations away).
  private static func missing(_ deviations: Double) throws(InputError) -> Double {
    do {
      return try SpecialFunctions.normalUpperTail(deviations)
    } catch {
      throw InputError("thresholds", deviations, allowed: "\(error.description)")
    }
  }

  private static func quantities(_ e: DecoyEstimate<Double>, _ options: FiniteKeyOptions) -> [Double] {
    [options.countsVacuum ? e.keyVacuum.value : 0, e.keySingle.value, e.phaseError.value, e.leakage.value]
  }

  /// Propagates the variance of each independent count: right and wrong detections of each
  /// intensity in each basis, each Poissonian to excellent approximation (detections are rare).
  private static func deviations(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> [Double] {
    var variance = [0.0, 0.0, 0.0, 0.0]
    for isKey in [true, false] {
      let detections = isKey ? counts.keyDetections : counts.testDetections
      let errors = isKey ? counts.keyErrors : counts.testErrors
      for slot in 0..<settings.intensities.count {
        for wrong in [false, true] {
          let n = detections.list[slot]
          let m = errors.list[slot]
          let sigma = (wrong ? m : max(0, n - m)).squareRoot()
          guard sigma > 0 else { continue }
          func shifted(_ step: Double) throws(InputError) -> [Double] {
            var c = counts
            if isKey {
              c.keyDetections.add(step, at: slot)
              if wrong { c.keyErrors.add(step, at: slot) }
            } else {
              c.testDetections.add(step, at: slot)
              if wrong { c.testErrors.add(step, at: slot) }
            }
            return quantities(try DecoyAnalysis.estimate(c, settings, options), options)
          }
          // Half a standard deviation each way: the slope on the scale on which counts move.
          let step = min(0.5 * sigma, 0.5 * (wrong ? m : n - m))
          let up = try shifted(step)
          let down = try shifted(-step)
          for k in variance.indices {
            let slope = (up[k] - down[k]) / (2 * step)
            variance[k] += slope * slope * sigma * sigma
          }
        }
      }
    }
    return variance.map { $0.squareRoot() }
  }
}

extension ByIntensity where Element == Double {
  /// Adds to one of the values, counted from the strongest.
  mutating func add(_ value: Double, at slot: Int) {
    switch slot {
    case 0: signal += value
    case 1: decoy += value
    default: weakest = weakest.map { $0 + value }
    }
  }
}

extension Quantities {
  private static func tolerated(_ symbol: String, _ meaning: String, _ direction: Quantity.Direction, unit: String = "")
    -> Quantity
  { Quantity(.keyLength, symbol, meaning, direction, "section 4b", "bb84 sheet", unit: unit) }
  static let leastVacuum = tolerated("s0_tol", "least vacuum detections", .input, unit: "counts")
  static let leastSingle = tolerated("s1_tol", "least single-photon detections", .input, unit: "counts")
  static let largestPhaseError = tolerated("phi_tol", "largest phase-error bound", .input)
  static let largestLeakage = tolerated("lambda_tol", "largest leakage", .input, unit: "bit")
  static let fixedLength = tolerated("length_fixed", "fixed length of the key", .lowerBound, unit: "bit")
  package static let abortProbability = Quantity(
    .keyLength, "p_abort", "abort probability of an honest run", .estimate, "section 4b", "bb84 sheet",
    column: .init("abort_probability", "abort probability of an honest run, fixed length only"))

  static let acceptance = [
    leastVacuum, leastSingle, largestPhaseError, largestLeakage, fixedLength, abortProbability,
  ]
}

extension AcceptanceTest {
  /// Thresholds, length and abort probability, for the trace of a result.
  package var trace: [TraceEntry] {
    let limits = fixedLength.thresholds
    return [
      Quantities.leastVacuum(limits.vacuum), Quantities.leastSingle(limits.singlePhotons),
      Quantities.largestPhaseError(limits.phaseError), Quantities.largestLeakage(limits.leakage),
      Quantities.fixedLength(fixedLength.lengthBits), Quantities.abortProbability(abortProbability),
    ]
  }
}
