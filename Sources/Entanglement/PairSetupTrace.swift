// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

extension PairSetup {
  /// The channel model's word.
  var modelName: String {
    switch pump {
    case .pulsed(let pump): pump.model.rawValue
    case .continuous(let pump): pump.model.rawValue
    }
  }

  /// The hardware and what it does to the pairs, for the trace of a result.
  package func trace(_ brightness: PairBrightness) -> [TraceEntry] {
    var list: [TraceEntry] = []
    for (name, user, arm) in [("A", "Alice", alice), ("B", "Bob", bob)] {
      list += [
        .init(
          .setup, "loss\(name)_dB", "loss of \(user)'s arm", arm.channel.lossDecibel, unit: "dB", direction: .input),
        .init(.setup, "eta_d\(name)", "\(user)'s receiver", arm.detectorEfficiency.value, direction: .input),
        .init(
          .setup, "eta_\(name)", "transmittance to \(user), receiver included", arm.transmittance, equation: "BB-1",
          direction: .exact),
      ]
    }
    list.append(.init(.setup, "e_d", "misalignment", misalignment, direction: .input))
    if testBasisMisalignment != misalignment {
      list.append(.init(.setup, "e_dZ", "misalignment, test basis", testBasisMisalignment, direction: .input))
    }
    let seen = observables(brightness)
    let unit: String
    let equation: String
    let source: String
    switch pump {
    case .pulsed(let pump):
      list += [
        .init(.setup, "modes", "Schmidt modes per polarisation combination", pump.modes, direction: .input),
        .init(.setup, "p_A", "Alice's background per gate", pump.aliceBackground, direction: .input),
        .init(.setup, "p_B", "Bob's background per gate", pump.bobBackground, direction: .input),
      ]
      unit = "/pulse"
      equation = pump.model == .exact ? "PH-3" : "PH-4"
      source = pump.model == .exact ? "derived in the photons sheet" : "Ma, Fung, Lo 2007, quant-ph/0703122"
    case .continuous(let pump):
      list += [
        .init(.setup, "jitter_s", "width of the coincidence peak", pump.jitterSeconds, unit: "s", direction: .input),
        .init(.setup, "DCR_A", "Alice's dark counts", pump.aliceDarkRateHz, unit: "1/s", direction: .input),
        .init(.setup, "DCR_B", "Bob's dark counts", pump.bobDarkRateHz, unit: "1/s", direction: .input),
        .init(.setup, "t_dead", "dead time", pump.deadTimeSeconds, unit: "s", direction: .input),
      ]
      unit = "/s"
      equation = "PH-8"
      source = "Neumann et al. 2021, arXiv:2103.14639"
    }
    switch brightness {
    case .perPulse(let mu):
      list.append(.init(.settings, "mu", "mean pairs per pulse", mu, unit: "pair/pulse", direction: .input))
    case .continuous(let rate, let window):
      list.append(.init(.settings, "pair_rate", "pairs per second", rate, unit: "1/s", direction: .input))
      list.append(.init(.settings, "window_s", "coincidence window", window, unit: "s", direction: .input))
    }
    list += [
      .init(
        .channel, "clicks_A", "clicks of Alice", seen.aliceClicks, unit: "click\(unit)", equation: equation,
        source: source, direction: .expectation),
      .init(
        .channel, "clicks_B", "clicks of Bob", seen.bobClicks, unit: "click\(unit)", equation: equation,
        source: source, direction: .expectation),
      .init(
        .channel, "Q", "coincidences", seen.coincidences, unit: "coincidence\(unit)", equation: equation,
        source: source, direction: .expectation),
      .init(
        .channel, "E", "error rate, key basis", seen.errorRate, equation: equation, source: source,
        direction: .expectation),
      .init(
        .channel, "EZ", "error rate, test basis", seen.testErrorRate, equation: equation, source: source,
        direction: .expectation),
    ]
    return list
  }
}
