// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Quantities {
  static let loss = Quantity(.setup, "loss_dB", "loss of the channel", .input, unit: "dB")
  static let transmittance = Quantity(.setup, "T", "transmittance of the channel", .exact, "CV-1")
  package static let excessNoise = Quantity(
    .setup, "xi", "excess noise at the channel input", .exact, "CV-3", unit: "SNU", column: .init("excess_noise"))
  static let outputNoise = Quantity(.setup, "w", "excess noise at the channel output", .exact, "CV-2", unit: "SNU")
  static let detectorEfficiency = Quantity(.setup, "eta_d", "efficiency of the receiver", .input)
  static let electronicNoise = Quantity(.setup, "v_el", "electronic noise of one detector", .input, unit: "SNU")
  static func quadratures(_ detection: String) -> Quantity {
    Quantity(.setup, "kappa", "real numbers per symbol (\(detection))", .exact)
  }
  static let symbolRate = Quantity(.setup, "symbol_rate", "symbols per second", .input, unit: "Hz")
  static let setup = [
    loss, transmittance, excessNoise, excessNoise.directed(.input), outputNoise, outputNoise.directed(.input),
    detectorEfficiency, electronicNoise, quadratures("‹detection›"), symbolRate,
  ]

  static let slope = Quantity(.channel, "t", "slope of Bob's outcome on Alice's value", .expectation, "CV-5")
  static let conditionalVariance = Quantity(
    .channel, "sigma2", "Bob's variance given Alice's value", .expectation, "CV-5", unit: "SNU")
  static let channel = [slope, conditionalVariance, signalToNoise]

  private static let pirandola = "Pirandola et al. 2017, arXiv:1510.08863"
  static let plob = Quantity(
    .ceiling, "plob", "repeaterless bound, channel only, one mode per symbol", .upperBound, "BND-4", pirandola,
    unit: "bit/symbol")
  static let thermalUpper = Quantity(
    .ceiling, "thermal_upper", "the same with the excess noise in Eve's hands", .upperBound, "CV-71", pirandola,
    unit: "bit/symbol")
  static let thermalLower = Quantity(
    .ceiling, "thermal_lower", "reverse coherent information: what some protocol reaches with that noise", .lowerBound,
    "CV-71", pirandola, unit: "bit/symbol")
  static let estimatedTransmittance = Quantity(.ceiling, "T_hat", "transmittance", .estimate, "CV-10")
  static let estimatedNoise = Quantity(
    .ceiling, "xi_hat", "excess noise at the channel input", .estimate, "CV-10", unit: "SNU")
  static let estimatedPlob = Quantity(
    .ceiling, "plob", "repeaterless bound", .estimate, "BND-4", pirandola, unit: "bit/symbol")
  static let ceiling =
    [plob, thermalUpper, thermalLower, estimatedTransmittance, estimatedNoise, estimatedPlob]
    + [thermalUpper, thermalLower].map { $0.directed(.estimate) } + relayCeiling
}

extension QuadratureSetup {
  /// The receiver alone: all that a measured run knows of the hardware.
  package var receiverTrace: [TraceEntry] {
    [
      Quantities.detectorEfficiency(detectorEfficiency), Quantities.electronicNoise(electronicNoise),
      Quantities.quadratures(detection.rawValue)(detection.quadratures),
    ]
  }

  /// The hardware with the channel, for the trace of a result.
  package var trace: [TraceEntry] {
    typealias Q = Quantities
    let plane = excessNoise.plane
    func stated(_ q: Quantity, at own: NoisePlane) -> Quantity { plane == own ? q.directed(.input) : q }
    let link = [
      Q.loss(channel.lossDecibel), Q.transmittance(channel.value),
      stated(Q.excessNoise, at: .input)(
        inputNoise, note: plane == .input ? nil : "given as \(excessNoise.variance) at the plane \(plane.rawValue)"),
      stated(Q.outputNoise, at: .output)(outputNoise),
    ]
    return link + receiverTrace + (symbolRateHz.map { [Q.symbolRate($0)] } ?? []) + [
      Q.slope(slope), Q.conditionalVariance(conditionalVariance),
    ]
  }

  /// The limits of the channel, for the trace of a result.
  package var ceilingTrace: [TraceEntry] {
    [
      Quantities.plob(PureLoss.repeaterless(channel)),
      Quantities.thermalUpper(ThermalLoss.upper(channel, excessNoise: inputNoise)),
      Quantities.thermalLower(ThermalLoss.reverseCoherentLower(channel, excessNoise: inputNoise)),
    ]
  }

  /// The options that every analysis of this link prints.
  var commonOptions: [AnalysisDescription.Option] {
    [
      .init("detection", detection.rawValue), .init("receiver", "\(trust.rawValue): \(trust.meaning)"),
      .init("reconciliation", reconciliation.rawValue),
    ]
  }
}

extension ChannelEstimates {
  /// The limits of a channel with the estimated transmittance and noise: for comparison, the channel itself is not known
  /// to be this one. An estimate of the noise below zero counts as none.
  package func ceilingTrace(_ receiver: QuadratureSetup) -> [TraceEntry] {
    let k = receiver.detection.quadratures
    // Outcomes in volts: the unit and what the receiver makes by itself as they were estimated.
    let counted = calibration.flatMap { $0.isCounted ? $0 : nil }
    let unit = counted?.unit ?? 1
    let own = counted?.light ?? 1 + receiver.electronicNoise
    let tau = k * slope * slope / (receiver.detectorEfficiency * unit)
    guard slope > 0, let channel = Transmittance(tau) else { return [] }
    let w = k * (noiseVariance - own) / (receiver.detectorEfficiency * unit)
    let xi = max(0, w / tau)
    typealias Q = Quantities
    let note = "at the estimates of channel and noise"
    return [
      Q.estimatedTransmittance(tau), Q.estimatedNoise(w / tau),
      Q.estimatedPlob(PureLoss.repeaterless(channel), note: note),
      Q.thermalUpper.directed(.estimate)(ThermalLoss.upper(channel, excessNoise: xi), note: note),
      Q.thermalLower.directed(.estimate)(ThermalLoss.reverseCoherentLower(channel, excessNoise: xi), note: note),
    ]
  }
}

/// What no analysis of the same honest link may exceed.
package enum QuadratureCeiling {
  /// Checks a chain of rates against the thermal-loss and the repeaterless bound of the channel (CV-71, BND-4).
  ///
  /// - Parameter rungs: from the most to the least pessimistic.
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rungs: [RateInvariants.Rung], setup: QuadratureSetup, inputs: @autoclosure () -> String
  ) throws(InvariantViolation) {
    var all = rungs
    if setup.inputNoise.isFinite {
      all.append(
        .init(
          "thermal-loss bound of the channel", ThermalLoss.upper(setup.channel, excessNoise: setup.inputNoise)))
    }
    all.append(.init("repeaterless bound of the channel", PureLoss.repeaterless(setup.channel)))
    try RateInvariants.check(all, inputs: "\(RateInvariants.text(setup)) \(inputs())")
  }

  /// What ``check(_:setup:inputs:)`` finds, as a value.
  static func violation(
    _ rungs: [RateInvariants.Rung], setup: QuadratureSetup, inputs: @autoclosure () -> String
  ) -> InvariantViolation? {
    do {
      try check(rungs, setup: setup, inputs: inputs())
      return nil
    } catch { return error }
  }
}

/// A result beside what it breaks of the order of rates, which makes it wrong.
package typealias AssessedRate = (rate: SecretKeyRate, violation: InvariantViolation?)
