// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import KeyRateNumerics
import RealModule

/// How single-photon quantities are known in the limit of infinite data (bb84 sheet, section 2).
package enum AsymptoticMethod: String, Sendable, CaseIterable {
  /// Infinitely many decoys: the true yields (BB-10).
  case infinite
  /// Two decoys ν1 > ν2 ≥ 0; vacuum + weak for ν2 = 0 (BB-13).
  case vacuumWeak = "vacuum-weak"
  /// One decoy ν (BB-14).
  case oneDecoy = "one-decoy"
}

/// Intensities of an asymptotic analysis: the key comes from the signal alone.
package struct AsymptoticSettings: Sendable, Equatable {
  /// μ, mean photons per signal pulse.
  package var signal: Double
  /// ν or ν1, the (stronger) decoy; not used with infinitely many.
  package var decoy: Double
  /// ν2, the weaker of two decoys.
  package var weakest: Double

  /// Makes settings.
  package init(signal: Double, decoy: Double = 0, weakest: Double = 0) {
    self.signal = signal
    self.decoy = decoy
    self.weakest = weakest
  }

  /// Refuses intensities for which the bounds do not hold.
  package func validate(method: AsymptoticMethod) throws(InputError) {
    try require(signal, "mu", in: 0...100, excludingLower: true, hint: "mean photons per pulse, usually below 1")
    switch method {
    case .infinite: return
    case .vacuumWeak:
      try require(weakest, "nu2", in: 0...100)
      try require(decoy, "nu", in: 0...100, excludingLower: true)
      guard decoy > weakest, decoy + weakest < signal else {
        throw InputError(
          "nu", value: "\([decoy, weakest])", allowed: "needs nu > nu2 >= 0 and nu + nu2 < mu = \(signal)")
      }
    case .oneDecoy:
      try require(decoy, "nu", in: 0...100, excludingLower: true)
      guard decoy < signal else { throw InputError("nu", decoy, allowed: "must be below mu = \(signal)") }
    }
  }
}

/// Options of an asymptotic analysis.
package struct AsymptoticOptions: Sendable, Equatable {
  /// How single photons are estimated.
  package var method: AsymptoticMethod
  /// f_EC ≥ 1.
  package var errorCorrectionEfficiency: Double
  /// q: 1/2 for balanced BB84 (the default), pX_A pX_B (towards 1) for efficient BB84.
  package var siftingFactor: Double
  /// p_signal: the share of pulses that are signals (BB-11).
  package var signalFraction: Double
  /// v: whether vacuum detections count as secret (infinite decoys only).
  package var countsVacuum: Bool

  /// Makes options.
  package init(
    method: AsymptoticMethod = .infinite, errorCorrectionEfficiency: Double = 1.16, siftingFactor: Double = 0.5,
    signalFraction: Double = 1, countsVacuum: Bool = false
  ) {
    self.method = method
    self.errorCorrectionEfficiency = errorCorrectionEfficiency
    self.siftingFactor = siftingFactor
    self.signalFraction = signalFraction
    self.countsVacuum = countsVacuum
  }

  /// Refuses options out of range.
  package func validate() throws(InputError) {
    try require(
      errorCorrectionEfficiency, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    try require(siftingFactor, "q", in: 0...1, excludingLower: true)
    try require(signalFraction, "p_signal", in: 0...1, excludingLower: true)
  }
}

/// What the gains of signal and decoys certify in the limit of infinite data.
package struct AsymptoticEstimate: Sendable, Equatable {
  /// Q_μ and E_μ of the signal.
  package var signal: ChannelModel.Response
  /// Y0: exact (infinite), lower bound (two decoys); nil with one decoy.
  package var vacuumYield: Double?
  /// Y0U, the upper bound of the one-decoy method.
  package var vacuumYieldUpper: Double?
  /// Y1: exact or lower bound.
  package var singlePhotonYield: Double
  /// e1: exact or upper bound, at most 1/2.
  package var singlePhotonError: Double
  /// Q1 = Y1 μ e^−μ.
  package var singlePhotonGain: Double
  /// The signed rate per pulse.
  package var rawRate: Double
  /// Y1 before it was clipped at zero; for searches.
  package var unclippedYield: Double

  /// max(0, raw rate).
  package var rate: Double { max(0, rawRate) }

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    if rawRate > 0 { return nil }
    if !(signal.gain > 0) { return ReasonForZero(.noDetections) }
    if !(singlePhotonYield > 0) { return ReasonForZero(.noSinglePhotonYield) }
    if singlePhotonError >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
    return ReasonForZero(.leakageExceedsSecrecy)
  }
}

/// Asymptotic decoy-state BB84: GLLP with decoys (Ma, Qi, Zhao, Lo 2005, quant-ph/0503005).
package enum AsymptoticAnalysis {
  /// The estimate for a link whose gains are those of its channel model.
  ///
  /// - Throws: `InputError` for settings or options out of range.
  package static func estimate(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) throws(InputError) -> AsymptoticEstimate {
    try setup.validate()
    try options.validate()
    try settings.validate(method: options.method)
    return evaluate(setup, settings, options)
  }

  /// The same without checks, for the inner loop of a search.
  static func evaluate(
    _ link: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) -> AsymptoticEstimate {
    let mu = settings.signal
    // BB-8 with the signal standing for all pulses.
    let setup = link.resolvingAfterpulses(PulseMix([mu], [1]))
    let (open, each) = setup.open { setup.response(mu, misalignment: setup.misalignment, in: $0).gain }
    let signal = setup.response(mu, misalignment: setup.misalignment, open: each)
    /// The same in the test basis, from which the phase errors are estimated.
    func testResponse(_ mu: Double) -> ChannelModel.Response {
      setup.response(mu, misalignment: setup.testBasisMisalignment, open: each)
    }
    var estimate = AsymptoticEstimate(
      signal: signal, singlePhotonYield: 0, singlePhotonError: 0.5, singlePhotonGain: 0, rawRate: 0,
      unclippedYield: 0)
    var vacuumGain = 0.0
    switch options.method {
    case .infinite:
      let yields = setup.testYields(open: each)
      estimate.vacuumYield = yields.vacuum
      estimate.unclippedYield = yields.singlePhoton
      estimate.singlePhotonYield = yields.singlePhoton
      estimate.singlePhotonError = min(0.5, max(0, yields.singlePhotonErrorRate))
      if options.countsVacuum { vacuumGain = yields.vacuum * Double.exp(-mu) }
    case .vacuumWeak:
      twoDecoys(
        &estimate, mu: mu, nu1: settings.decoy, nu2: settings.weakest, signal: signal,
        decoy: testResponse(settings.decoy), weakest: testResponse(settings.weakest))
    case .oneDecoy:
      oneDecoy(
        &estimate, mu: mu, nu: settings.decoy, signal: testResponse(mu), decoy: testResponse(settings.decoy))
    }
    estimate.singlePhotonGain = estimate.singlePhotonYield * mu * Double.exp(-mu)
    let cost = options.errorCorrectionEfficiency * signal.gain * binaryEntropy(min(signal.errorRate, 1))
    // BB-10, BB-15.
    let bits =
      estimate.singlePhotonGain * binaryEntropyComplement(estimate.singlePhotonError) + vacuumGain - cost
    estimate.rawRate = options.siftingFactor * options.signalFraction * open * bits
    return estimate
  }

  /// BB-13 (MA05 Eqs 18, 21, 25).
  static func twoDecoys(
    _ e: inout AsymptoticEstimate, mu: Double, nu1: Double, nu2: Double, signal: ChannelModel.Response,
    decoy: ChannelModel.Response, weakest: ChannelModel.Response
  ) {
    let q1 = decoy.gain * Double.exp(nu1)
    let q2 = weakest.gain * Double.exp(nu2)
    let difference = nu1 - nu2
    let y0 = max(0, (nu1 * q2 - nu2 * q1) / difference)
    let ratio = difference * (nu1 + nu2) / (mu * mu)
    let y1 =
      mu / (difference * (mu - nu1 - nu2)) * (q1 - q2 - ratio * (signal.gain * Double.exp(mu) - y0))
    e.vacuumYield = y0
    e.unclippedYield = y1
    guard y1 > 0 else { return }
    e.singlePhotonYield = y1
    let errors = decoy.errorGain * Double.exp(nu1) - weakest.errorGain * Double.exp(nu2)
    e.singlePhotonError = min(0.5, max(0, errors / (difference * y1)))
  }

  /// BB-14 (MA05 Eqs 39-42), with the better vacuum bound of the two intensities.
  static func oneDecoy(
    _ e: inout AsymptoticEstimate, mu: Double, nu: Double, signal: ChannelModel.Response,
    decoy: ChannelModel.Response
  ) {
    let halfError = 0.5
    let y0 = min(signal.errorGain * Double.exp(mu), decoy.errorGain * Double.exp(nu)) / halfError
    let ratio = nu / mu
    let y1 =
      mu / (nu * (mu - nu))
      * (decoy.gain * Double.exp(nu) - signal.gain * Double.exp(mu) * ratio * ratio
        - (mu - nu) * (mu + nu) / (mu * mu) * y0)
    e.vacuumYieldUpper = y0
    e.unclippedYield = y1
    guard y1 > 0 else { return }
    e.singlePhotonYield = y1
    e.singlePhotonError = min(0.5, decoy.errorGain * Double.exp(nu) / (nu * y1))
  }

  /// The optimal signal intensity for η → 0 and no background (BB-12, MA05 Eq. 12).
  ///
  /// The root of (1−μ) e^−μ = f_EC h(e_d)/(1−h(e_d)); 0 when no intensity gives a key, 1 for e_d = 0.
  package static func optimalSignal(misalignment e: Double, errorCorrectionEfficiency f: Double) throws(InputError)
    -> Double
  {
    try require(e, "e_d", in: 0...0.5, hint: "a fraction, not percent")
    try require(f, "f_EC", in: 1...100)
    let target = f * binaryEntropy(e) / binaryEntropyComplement(e)
    guard target < 1 else { return 0 }
    let bracket = RootBracket.narrowing({ (1 - $0) * Double.exp(-$0) - target }, from: 0, to: 1)
    return bracket?.lower ?? 0
  }

  /// The distance at which the signed rate crosses zero for the last time.
  ///
  /// - Parameters:
  ///   - rate: the signed rate at a length in km; it is scanned, so it need not be monotonic.
  ///   - limit: how far to look, km.
  /// - Returns: the last length with a rate that is not negative, rounded towards shorter; 0 if
  ///   there is none, `limit` if there is key at the limit.
  package static func cutoff(limit: Double = 1000, rate: (Double) -> Double) -> Double {
    let steps = 400
    var lastPositive: Int?
    for i in 0...steps where rate(limit * Double(i) / Double(steps)) > 0 { lastPositive = i }
    guard let i = lastPositive else { return 0 }
    guard i < steps else { return limit }
    let bracket = RootBracket.narrowing(
      rate, from: limit * Double(i) / Double(steps), to: limit * Double(i + 1) / Double(steps),
      relativeTolerance: 1e-12)
    return bracket?.lower ?? limit * Double(i) / Double(steps)
  }
}

extension AsymptoticMethod {
  static let source = "Ma, Qi, Zhao, Lo 2005, quant-ph/0503005"

  /// The equation of the single-photon estimates.
  var origin: Quantity.Origin {
    switch self {
    case .infinite: .init("BB-10", Self.source)
    case .vacuumWeak: .init("BB-13", Self.source)
    case .oneDecoy: .init("BB-14", Self.source)
    }
  }
}

extension Quantities {
  static let signal = Quantity(.settings, "mu", "signal intensity", .input, unit: "photon/pulse")
  static let decoy = Quantity(.settings, "nu", "decoy intensity", .input, unit: "photon/pulse")
  static let weakest = Quantity(.settings, "nu2", "weakest intensity", .input, unit: "photon/pulse")
  static let vacuumYield = Quantity(
    .estimation, "Y0", "yield of empty pulses", .lowerBound, "BB-13", AsymptoticMethod.source)
  static let vacuumYieldUpper = Quantity(
    .estimation, "Y0U", "yield of empty pulses", .upperBound, "BB-14", AsymptoticMethod.source)
  static let singleYield = Quantity(.estimation, "Y1", "yield of single photons", .lowerBound)
  package static let singleError = Quantity(
    .estimation, "e1", "error rate of single photons", .upperBound,
    column: .init("phase_error", "upper bound on the phase-error fraction"))
  static let singleGain = Quantity(
    .estimation, "Q1", "gain of single photons", .lowerBound, "BB-10", AsymptoticMethod.source)
  static let efficiency = Quantity(.keyLength, "f_EC", "efficiency of error correction", .input)
  static let sifting = Quantity(.keyLength, "q", "sifting factor", .input)
  static let rawRate = Quantity(
    .keyLength, "rate_raw", "secret bits per pulse, signed", .estimate, "BB-15", AsymptoticMethod.source,
    unit: "bit/pulse")
  static let rate = Quantity(
    .keyLength, "rate", "secret bits per pulse", .estimate, "BB-15", AsymptoticMethod.source, unit: "bit/pulse")

  static let asymptoticSettings = [signal, decoy, weakest]
  static var asymptotic: [Quantity] {
    let origins = AsymptoticMethod.allCases.map { $0.origin }
    return [vacuumYield]
      + vacuumYield.by(ChannelModel.allCases.map { .init($0.origin.equation, AsymptoticMethod.source) })
      + [vacuumYieldUpper] + singleYield.by(origins) + singleError.by(origins) + [singleGain]
      + [vacuumYield, singleYield, singleError, singleGain].map { $0.directed(.exact) } + [efficiency, sifting]
      + [rawRate, rate].flatMap { [$0, $0.by("BB-10", AsymptoticMethod.source)] }
  }
}
