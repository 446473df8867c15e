// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension QuadratureSetup {
  /// The receiver alone: all that a measured run knows of the hardware.
  package var receiverTrace: [TraceEntry] {
    [
      .init(.setup, "eta_d", "efficiency of the receiver", detectorEfficiency, direction: .input),
      .init(
        .setup, "v_el", "electronic noise of one detector", electronicNoise, unit: "SNU", direction: .input),
      .init(
        .setup, "kappa", "real numbers per symbol (\(detection.rawValue))", detection.quadratures, direction: .exact),
    ]
  }

  /// The hardware with the channel, for the trace of a result.
  package var trace: [TraceEntry] {
    var list: [TraceEntry] = [
      .init(.setup, "loss_dB", "loss of the channel", channel.lossDecibel, unit: "dB", direction: .input),
      .init(.setup, "T", "transmittance of the channel", channel.value, equation: "CV-1", direction: .exact),
      .init(
        .setup, "xi", "excess noise at the channel input", inputNoise, unit: "SNU", equation: "CV-3",
        direction: excessNoise.plane == .input ? .input : .exact,
        note: excessNoise.plane == .input
          ? nil : "given as \(excessNoise.variance) at the plane \(excessNoise.plane.rawValue)"),
      .init(
        .setup, "w", "excess noise at the channel output", outputNoise, unit: "SNU", equation: "CV-2",
        direction: excessNoise.plane == .output ? .input : .exact),
    ]
    list += receiverTrace
    if let rate = symbolRateHz {
      list.append(.init(.setup, "symbol_rate", "symbols per second", rate, unit: "Hz", direction: .input))
    }
    list += [
      .init(
        .channel, "t", "slope of Bob's outcome on Alice's value", slope, equation: "CV-5", direction: .expectation),
      .init(
        .channel, "sigma2", "Bob's variance given Alice's value", conditionalVariance, unit: "SNU", equation: "CV-5",
        direction: .expectation),
    ]
    return list
  }

  /// The limits of the channel, for the trace of a result.
  package var ceilingTrace: [TraceEntry] {
    let source = "Pirandola et al. 2017, arXiv:1510.08863"
    return [
      .init(
        .ceiling, "plob", "repeaterless bound, channel only, one mode per symbol", PureLoss.repeaterless(channel),
        unit: "bit/symbol", equation: "BND-4", source: source, direction: .upperBound),
      .init(
        .ceiling, "thermal_upper", "the same with the excess noise in Eve's hands",
        ThermalLoss.upper(channel, excessNoise: inputNoise), unit: "bit/symbol", equation: "CV-71", source: source,
        direction: .upperBound),
      .init(
        .ceiling, "thermal_lower", "reverse coherent information: what some protocol reaches with that noise",
        ThermalLoss.reverseCoherentLower(channel, excessNoise: inputNoise), unit: "bit/symbol", equation: "CV-71",
        source: source, direction: .lowerBound),
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
    let tau = k * slope * slope / receiver.detectorEfficiency
    guard slope > 0, let channel = Transmittance(tau) else { return [] }
    let w = k * (noiseVariance - 1 - receiver.electronicNoise) / receiver.detectorEfficiency
    let xi = max(0, w / tau)
    let source = "Pirandola et al. 2017, arXiv:1510.08863"
    let note = "at the estimates of channel and noise"
    return [
      .init(.ceiling, "T_hat", "transmittance", tau, equation: "CV-10", direction: .estimate),
      .init(
        .ceiling, "xi_hat", "excess noise at the channel input", w / tau, unit: "SNU", equation: "CV-10",
        direction: .estimate),
      .init(
        .ceiling, "plob", "repeaterless bound", PureLoss.repeaterless(channel), unit: "bit/symbol",
        equation: "BND-4", source: source, direction: .estimate, note: note),
      .init(
        .ceiling, "thermal_upper", "the same with the excess noise in Eve's hands",
        ThermalLoss.upper(channel, excessNoise: xi), unit: "bit/symbol", equation: "CV-71", source: source,
        direction: .estimate, note: note),
      .init(
        .ceiling, "thermal_lower", "reverse coherent information: what some protocol reaches with that noise",
        ThermalLoss.reverseCoherentLower(channel, excessNoise: xi), unit: "bit/symbol", equation: "CV-71",
        source: source, direction: .estimate, note: note),
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
