// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension RelayAnalysis {
  private static let pirandola = "Pirandola et al. 2015, arXiv:1312.4104"

  /// The asymptotic key rate over a relay with its trace. Planning only.
  ///
  /// - Parameters:
  ///   - setup: the two arms and the relay.
  ///   - modulation: V_A and V_B in shot-noise units.
  ///   - keyFrom: whose data become the key.
  ///   - options: β and FER.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func assess(
    _ setup: RelaySetup, modulation: (alice: Double, bob: Double), keyFrom: RelayKeySource,
    _ options: ReconciliationOptions
  ) throws(InputError) -> AssessedRate {
    try options.validate()
    let e = try estimate(setup, modulation: modulation, keyFrom: keyFrom, efficiency: options.efficiency)
    let kept = 1 - options.frameErrorRate
    let isOpen = setup.transmittances.alice > 0 && setup.transmittances.bob > 0
    let rate = isOpen ? kept * e.rate : 0
    let thermal = setup.thermalCeiling
    var violation: InvariantViolation?
    do {
      try RateInvariants.check(
        [
          .init("asymptotic rate", rate), .init("thermal-loss bound of the worse arm", thermal),
          .init("bound of one ideal repeater", setup.repeaterCeiling),
        ], inputs: RateInvariants.text(setup, modulation, keyFrom, options))
    } catch { violation = error }
    let reason: ReasonForZero? =
      rate > 0
      ? nil
      : isOpen
        ? ReasonForZero(
          .informationBelowHolevo, detail: "beta I = \(options.efficiency * e.information), chi = \(e.holevo)")
        : ReasonForZero(.noTransmission)
    var list = setup.trace
    list += [
      .init(.settings, "V_A", "modulation variance, Alice", modulation.alice, unit: "SNU", direction: .input),
      .init(.settings, "V_B", "modulation variance, Bob", modulation.bob, unit: "SNU", direction: .input),
      .init(
        .estimation, "a", "Alice's variance after the announcement", e.a, unit: "SNU", equation: "CV-61",
        source: pirandola, direction: .expectation),
      .init(
        .estimation, "b", "Bob's variance after the announcement", e.b, unit: "SNU", equation: "CV-61",
        source: pirandola, direction: .expectation),
      .init(
        .estimation, "c", "their covariance", e.c, unit: "SNU", equation: "CV-61", source: pirandola,
        direction: .expectation),
      .init(
        .estimation, "I_AB", "mutual information", e.information, unit: "bit/symbol", equation: "CV-62",
        source: pirandola, direction: .expectation),
      .init(
        .estimation, "chi", "what Eve knows of the key (\(keyFrom.rawValue)'s data)", e.holevo, unit: "bit/symbol",
        equation: "CV-62", source: pirandola, direction: .upperBound),
      .init(.keyLength, "beta", "reconciliation efficiency", options.efficiency, direction: .input),
      .init(.keyLength, "FER", "frame error rate", options.frameErrorRate, direction: .input),
      .init(
        .keyLength, "rate_raw", "beta I - chi, signed, before frame errors", e.rawRate, unit: "bit/symbol",
        equation: "CV-63", source: pirandola, direction: .estimate),
      .init(
        .keyLength, "rate", "secret bits per use of the relay", rate, unit: "bit/symbol", equation: "CV-63",
        source: pirandola, direction: .estimate),
      .init(
        .ceiling, "single_repeater", "one ideal repeater in the middle", setup.repeaterCeiling, unit: "bit/symbol",
        equation: "BND-30", source: "Pirandola 2019, arXiv:1601.00966", direction: .upperBound),
      .init(
        .ceiling, "thermal_upper", "the same with the excess noise of the arms in Eve's hands", thermal,
        unit: "bit/symbol", equation: "CV-71", source: "Pirandola et al. 2017, arXiv:1510.08863",
        direction: .upperBound),
    ]
    let result = SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "cv.mdi.asymptotic", title: "CV-MDI, Gaussian modulation, asymptotic",
        options: [
          .init("relay", "untrusted; efficiency and electronic noise of its detectors given to Eve"),
          .init("key from", keyFrom.rawValue),
        ], status: .planning,
        statusReasons: ["asymptotic: not composable, says nothing about a finite run"]),
      ratePerPulse: rate, rawRatePerPulse: kept * e.rawRate, reasonForZero: reason, trace: list,
      assumptions: [
        "coherent states with Gaussian modulation of exactly known variances at both users",
        "the relay announces both outcomes of every use; what it does besides is Eve's",
        "infinitely many symbols; collective attacks, correlated ones on the two arms included in the measured noise",
        "no side channels at the senders: phase reference not in Eve's hands, no Trojan horse",
      ], warnings: setup.warnings + GaussianAnalysis.photonWarning(min(modulation.alice, modulation.bob)))
    return (result, violation)
  }

  #if !hasFeature(Embedded)
    /// ``assess(_:modulation:keyFrom:_:)`` with a broken order of rates thrown.
    ///
    /// - Throws: `InputError` for inputs that cannot be, `InvariantViolation` if the rate exceeds what one relay allows.
    package static func analyse(
      _ setup: RelaySetup, modulation: (alice: Double, bob: Double), keyFrom: RelayKeySource,
      _ options: ReconciliationOptions
    ) throws -> SecretKeyRate {
      let (rate, violation) = try assess(setup, modulation: modulation, keyFrom: keyFrom, options)
      if let violation { throw violation }
      return rate
    }
  #endif
}

extension RelaySetup {
  /// What is legal but unusual.
  package var warnings: [String] {
    let (a, b) = noiseAtInput
    return max(a, b) > 0.5 && max(a, b).isFinite
      ? ["excess noise \(max(a, b)) at the input of an arm is far above what gives a key; is the plane right?"] : []
  }

  /// The arms; nil if one of them is no transmittance, and then there is no key, not one without loss.
  private var arms: (alice: Transmittance, bob: Transmittance)? {
    guard let alice = Transmittance(transmittances.alice), let bob = Transmittance(transmittances.bob) else {
      return nil
    }
    return (alice, bob)
  }

  /// The bound of the worse arm with its excess noise in Eve's hands: no relay does better.
  var thermalCeiling: Double {
    guard let arms else { return 0 }
    let noise = noiseAtInput
    return min(
      noise.alice.isFinite ? ThermalLoss.upper(arms.alice, excessNoise: noise.alice) : 0,
      noise.bob.isFinite ? ThermalLoss.upper(arms.bob, excessNoise: noise.bob) : 0)
  }

  /// The bound of one ideal repeater between the arms (BND-30).
  var repeaterCeiling: Double { arms.map { RepeaterChain.bound(links: [$0.alice, $0.bob]) } ?? 0 }

  /// The hardware, for the trace of a result.
  package var trace: [TraceEntry] {
    let input = noiseAtInput
    let relay = noiseAtRelay
    let direction: TraceEntry.Direction = noisePlane == .input ? .input : .exact
    return [
      .init(.setup, "tau_A", "transmittance, Alice to the relay", transmittances.alice, direction: .input),
      .init(.setup, "tau_B", "transmittance, Bob to the relay", transmittances.bob, direction: .input),
      .init(
        .setup, "xi_A", "excess noise at the input of Alice's arm", input.alice, unit: "SNU", equation: "CV-3",
        direction: direction),
      .init(
        .setup, "xi_B", "excess noise at the input of Bob's arm", input.bob, unit: "SNU", equation: "CV-3",
        direction: direction),
      .init(
        .setup, "w_A", "excess noise at the end of Alice's arm", relay.alice, unit: "SNU", equation: "CV-2",
        direction: noisePlane == .relay ? .input : .exact),
      .init(
        .setup, "w_B", "excess noise at the end of Bob's arm", relay.bob, unit: "SNU", equation: "CV-2",
        direction: noisePlane == .relay ? .input : .exact),
      .init(.setup, "eta_r", "efficiency of the relay's detectors, given to Eve", relayEfficiency, direction: .input),
      .init(
        .setup, "v_el_r", "electronic noise of the relay's detectors, given to Eve", relayElectronicNoise,
        unit: "SNU", direction: .input),
      .init(
        .channel, "lambda", "noise of the relay's outcomes", noise, unit: "SNU", equation: "CV-60",
        direction: .expectation),
    ]
  }
}
