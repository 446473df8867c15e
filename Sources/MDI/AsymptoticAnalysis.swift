// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How single-photon pairs are known in the limit of infinite data (mdi sheet, sections 3 and 4).
package enum AsymptoticMethod: String, Sendable, CaseIterable {
  /// Infinitely many decoys: the true yields (MDI-14).
  case infinite
  /// Ideal single-photon sources (MDI-15).
  case singlePhoton = "single-photon"
  /// Three intensities each (MDI-16, MDI-17, MDI-18).
  case decoy3
}

/// Which bound on the yield of single-photon pairs three intensities use; the yield is the same in both bases (MDI-18a).
package enum DecoyYields: String, Sendable, CaseIterable {
  /// The larger one, in the gain and in the error rate; the default.
  case best
  /// As Xu et al. 2013, arXiv:1305.6965: that of Z in the gain, that of X in the error rate.
  case x13
}

/// Intensities of an asymptotic analysis; the key comes from the signals in Z.
package struct AsymptoticSettings: Sendable, Equatable {
  /// Mean photon numbers of Alice and Bob; the decoys are used by `decoy3` only.
  package var intensities: PerParty<ThreeIntensities>

  /// Makes settings.
  package init(intensities: PerParty<ThreeIntensities>) { self.intensities = intensities }

  /// Signals alone.
  package init(signals: PerParty<Double>) {
    intensities = signals.map { ThreeIntensities($0, 0, 0) }
  }

  /// μ_A and μ_B.
  package var signals: PerParty<Double> { intensities.map { $0.signal } }

  /// Refuses intensities for which the bounds do not hold.
  package func validate(method: AsymptoticMethod) throws(InputError) {
    if method == .singlePhoton { return }
    for (name, mu) in [("muA", signals.alice), ("muB", signals.bob)] {
      try require(mu, name, in: 0...10, hint: "mean photons per pulse, usually below 1")
    }
    guard method == .decoy3 else { return }
    try intensities.alice.validate("A")
    try intensities.bob.validate("B")
  }
}

/// Options of an asymptotic analysis.
package struct AsymptoticOptions: Sendable, Equatable {
  /// How single-photon pairs are estimated.
  package var method: AsymptoticMethod
  /// f_EC ≥ 1.
  package var errorCorrectionEfficiency: Double
  /// Share of the pulse pairs that are signals of both in Z; 1 is the limit of biased choices.
  package var signalFraction: Double
  /// `decoy3`: which bound on the yield counts.
  package var yields: DecoyYields

  /// Makes options.
  package init(
    method: AsymptoticMethod = .infinite, errorCorrectionEfficiency: Double = 1.16, signalFraction: Double = 1,
    yields: DecoyYields = .best
  ) {
    self.yields = yields
    self.method = method
    self.errorCorrectionEfficiency = errorCorrectionEfficiency
    self.signalFraction = signalFraction
  }

  /// Refuses options out of range.
  package func validate() throws(InputError) {
    try require(
      errorCorrectionEfficiency, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    try require(signalFraction, "p_signal", in: 0...1, excludingLower: true)
  }
}

/// What gains certify in the limit of infinite data.
package struct AsymptoticEstimate: Sendable, Equatable {
  /// Q_Z and T_Z of the signals (of single-photon pairs with ideal sources).
  package var signal: Response
  /// Y11: exact or lower bound.
  package var yield: Double
  /// e11_X: exact or upper bound, at most 1/2.
  package var phaseError: Double
  /// Q11: the gain of single-photon pairs.
  package var singlePhotonGain: Double
  /// The bounds of `decoy3`.
  package var bounds: DecoyBounds?
  /// The signed rate per pulse pair.
  package var rawRate: Double

  /// max(0, raw rate).
  package var rate: Double { max(0, rawRate) }

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    if let bounds, !bounds.isFeasible { return ReasonForZero(.infeasibleDecoyData) }
    if rawRate > 0 { return nil }
    if !(signal.gain > 0) { return ReasonForZero(.noDetections, detail: "no announcements") }
    if !(yield > 0) { return ReasonForZero(.noSinglePhotonYield) }
    if phaseError >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
    return ReasonForZero(.leakageExceedsSecrecy)
  }
}

/// Asymptotic MDI-QKD (Lo, Curty, Qi 2012, arXiv:1109.1473; Xu et al. 2013, arXiv:1305.6965).
package enum AsymptoticAnalysis {
  /// The estimate for a link whose gains are those of its channel model.
  ///
  /// - Throws: `InputError` for a link, settings or options out of range.
  package static func estimate(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) throws(InputError) -> AsymptoticEstimate {
    try setup.validate()
    try options.validate()
    try settings.validate(method: options.method)
    return evaluate(setup, settings, options)
  }

  /// The gains of all pairs of intensities.
  static func gains(
    _ setup: Setup, _ basis: Basis, _ intensities: PerParty<ThreeIntensities>
  ) -> (gains: PairTable, errors: PairTable) { setup.tables(basis, intensities) }

  /// The same without checks, for the inner loop of a search.
  static func evaluate(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) -> AsymptoticEstimate {
    let mu = settings.signals
    let single = setup.singlePhotonPair(.x)
    var e = AsymptoticEstimate(
      signal: .none, yield: single.gain, phaseError: min(0.5, single.errorRate), singlePhotonGain: 0, rawRate: 0)
    switch options.method {
    case .singlePhoton:
      e.signal = setup.singlePhotonPair(.z)
      e.singlePhotonGain = single.gain
    case .infinite:
      e.signal = setup.response(.z, mu)
    case .decoy3:
      let z = gains(setup, .z, settings.intensities)
      let x = gains(setup, .x, settings.intensities)
      let bounds = DecoyBounds.evaluate(
        z.gains, x.gains, x.errors, PairWeights(settings.intensities.alice, settings.intensities.bob))
      e.signal = Response(gain: z.gains[0, 0], errorGain: z.errors[0, 0])
      e.bounds = bounds
      e.yield = bounds.yield(options.yields).value
      e.phaseError = bounds.errorRate(options.yields).value
    }
    if options.method != .singlePhoton {
      e.singlePhotonGain = mu.alice * mu.bob * Double.exp(-mu.alice - mu.bob) * e.yield
    }
    if let bounds = e.bounds, !bounds.isFeasible {
      e.rawRate = 0
      return e
    }
    let cost = options.errorCorrectionEfficiency * e.signal.gain * binaryEntropy(e.signal.errorRate)
    e.rawRate = options.signalFraction * (e.singlePhotonGain * binaryEntropyComplement(e.phaseError) - cost)
    return e
  }

  /// The largest distance with a positive rate, where the rate changes sign for the last time.
  ///
  /// - Parameters:
  ///   - least: nothing shorter is looked for, km.
  ///   - limit: how far to look, km.
  ///   - rate: the signed rate at a total length in km; it is scanned, so it need not be monotonic.
  /// - Returns: the length, rounded towards shorter; 0 if there is none beyond `least`.
  package static func cutoff(beyond least: Double = 0, limit: Double = 1000, rate: (Double) -> Double) -> Double {
    let steps = 400
    func length(_ i: Int) -> Double { limit * Double(i) / Double(steps) }
    guard let last = (0...steps).last(where: { length($0) >= least - length(1) && rate(length($0)) > 0 }) else {
      return 0
    }
    guard last < steps else { return limit }
    let bracket = RootBracket.narrowing(rate, from: length(last), to: length(last + 1), relativeTolerance: 1e-12)
    return bracket?.lower ?? length(last)
  }
}

extension Setup {
  /// Q and T of all nine pairs of intensities in one basis.
  package func tables(
    _ basis: Basis, _ intensities: PerParty<ThreeIntensities>
  ) -> (gains: PairTable, errors: PairTable) {
    let a = intensities.alice.list
    let b = intensities.bob.list
    let all = (0..<9).map { response(basis, PerParty(alice: a[$0 / 3], bob: b[$0 % 3])) }
    return (PairTable { all[3 * $0 + $1].gain }, PairTable { all[3 * $0 + $1].errorGain })
  }
}

extension Quantities {
  /// Where the yield or the error rate of single-photon pairs comes from.
  struct PairOrigins {
    let exact, analytic, program: Quantity.Origin
    init(_ exact: String, _ analytic: String, _ program: String) {
      self.exact = .init(exact, "mdi sheet, section 2.1")
      self.analytic = .init(analytic, "Xu et al. 2013, arXiv:1305.6965, Table 2")
      self.program = .init(program, "certified linear program")
    }
    var all: [Quantity.Origin] { [exact, analytic, program] }
  }
  static let yieldOrigins = PairOrigins("MDI-7", "MDI-16", "MDI-21")
  static let errorOrigins = PairOrigins("MDI-8", "MDI-18", "MDI-22")
  private static let loCurtyQi = "Lo, Curty, Qi 2012, arXiv:1109.1473"

  static let asymptoticYield = Quantity(.estimation, "Y11_L", "yield of single-photon pairs", .lowerBound)
  package static let asymptoticError = Quantity(
    .estimation, "e11_X_U", "error rate of single-photon pairs in X", .upperBound,
    column: .init("phase_error", "upper bound on the phase-error fraction"))
  static let singlePhotonGain = Quantity(.estimation, "Q11", "gain of single-photon pairs", .lowerBound, "MDI-14")
  static let efficiency = Quantity(.keyLength, "f_EC", "efficiency of error correction", .input)
  static let rawRate = Quantity(
    .keyLength, "rate_raw", "secret bits per pulse pair, signed", .estimate, "MDI-14", loCurtyQi, unit: "bit/pulse")
  static let rate = Quantity(
    .keyLength, "rate", "secret bits per pulse pair", .estimate, "MDI-14", loCurtyQi, unit: "bit/pulse")
  static let singlePhotonRate = Quantity.Origin("MDI-15", loCurtyQi)

  static var asymptotic: [Quantity] {
    asymptoticYield.by(yieldOrigins.all) + asymptoticError.by(errorOrigins.all)
      + [asymptoticYield, asymptoticError, singlePhotonGain].map { $0.directed(.exact) } + [
        singlePhotonGain, efficiency,
      ]
      + [rawRate, rate].flatMap { [$0, $0.by(singlePhotonRate)] }
  }
}
