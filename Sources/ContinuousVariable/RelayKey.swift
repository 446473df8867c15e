// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension RelayAnalysis {
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
    let isOpen = setup.transmittances.alice * setup.transmittances.bob > GaussianAnalysis.leastSignal
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
        : ReasonForZero(
          .noTransmission,
          detail: min(setup.transmittances.alice, setup.transmittances.bob) > 0 ? GaussianAnalysis.beyondPrecision : "")
    typealias Q = Quantities
    let list =
      setup.trace + [
        Q.aliceModulation(modulation.alice), Q.bobModulation(modulation.bob), Q.aliceVariance(e.a), Q.bobVariance(e.b),
        Q.relayCovariance(e.c), Q.information.by(Q.relayOrigin)(e.information),
        Q.relayHolevo(keyFrom.rawValue)(e.holevo), Q.efficiency(options.efficiency),
        Q.frameErrors(options.frameErrorRate), Q.rawRate.by(Q.relayRate.origin)(e.rawRate), Q.relayRate(rate),
        Q.singleRepeater(setup.repeaterCeiling), Q.thermalArms(thermal),
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
    typealias Q = Quantities
    let input = noiseAtInput
    let relay = noiseAtRelay
    func stated(_ q: Quantity, at plane: RelayNoisePlane) -> Quantity { noisePlane == plane ? q.directed(.input) : q }
    return [
      Q.aliceTransmittance(transmittances.alice), Q.bobTransmittance(transmittances.bob),
      stated(Q.aliceNoise, at: .input)(input.alice), stated(Q.bobNoise, at: .input)(input.bob),
      stated(Q.aliceOutputNoise, at: .relay)(relay.alice), stated(Q.bobOutputNoise, at: .relay)(relay.bob),
      Q.relayEfficiency(relayEfficiency), Q.relayElectronicNoise(relayElectronicNoise), Q.relayNoise(noise),
    ]
  }
}
