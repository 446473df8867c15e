// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics

extension AdaptiveAnalysis {
  /// The rate of an adaptive link with its trace and the answer whether its source can beat the
  /// repeaterless bound. Planning and comparison only.
  ///
  /// - Parameters:
  ///   - setup: the link; its arms arrive with `emission` times the transmittances of `channels`.
  ///   - channels: the arms without senders and detectors, for the limits.
  ///   - emission: η_src of the senders.
  ///   - efficiency: f_EC.
  /// - Throws: `InputError` for a link out of range.
  package static func analyse(
    _ setup: AdaptiveSetup, channels: PerParty<Transmittance>, emission: PerParty<Double>,
    errorCorrectionEfficiency efficiency: Double
  ) throws(InputError) -> SecretKeyRate {
    let e = try estimate(setup, errorCorrectionEfficiency: efficiency)
    let verdict = try SourceCondition.crossing(
      setup, emission: emission, errorCorrectionEfficiency: efficiency)
    let model = "mdi sheet, section 7.2; Trenyi, Azuma, Curty 2019, arXiv:1908.04539"
    let source = setup.arms.alice.source
    var list = ArmTrace.entries(channels)
    for (k, p) in source.probabilities.enumerated() {
      list.append(
        .init(
          .setup, "p\(k)", "probability of \(k) photon pairs from a source of the relay", p,
          equation: source.downConversion == nil ? "" : "MDI-42", direction: .input))
    }
    list += [
      .init(.setup, "eta_d", "efficiency of the relay's detectors", setup.detectorEfficiency, direction: .input),
      .init(
        .setup, "pd", "dark-count probability per detector per gate", setup.darkCountProbability, direction: .input),
      .init(.setup, "tau", "transmittance of the switch", setup.switchTransmittance, direction: .input),
      .init(
        .channel, "P_hA", "a photon of Alice is reported", e.heralding.alice, equation: "MDI-45", source: model,
        direction: .expectation),
      .init(
        .channel, "P_hB", "a photon of Bob is reported", e.heralding.bob, equation: "MDI-45", source: model,
        direction: .expectation),
      .init(
        .channel, "P_bsm", "a pairing succeeds", e.pairing, equation: "MDI-46", source: model, direction: .expectation),
      .init(
        .channel, "pairs", "pairings per mode", e.pairs, equation: "MDI-46", source: model, direction: .expectation),
      .init(
        .channel, "e_X", "error rate of pairings in X", e.phaseError, equation: "MDI-45", source: model,
        direction: .expectation),
      .init(
        .keyLength, "qber", "error rate of the key", e.bitError, equation: "MDI-45", source: model,
        direction: .expectation),
      .init(
        .keyLength, "rate", "secret bits per pair of modes", e.rate, unit: "bit/pulse", equation: "MDI-47",
        source: model, direction: .estimate),
    ]
    let words: String
    switch verdict {
    case .beats(let from, let to):
      words = "this relay beats the repeaterless bound from \(rounded(from)) dB to \(rounded(to)) dB of channel loss"
      list.append(
        .init(
          .ceiling, "beats_from_dB", "channel loss from which the relay beats the repeaterless bound", from, unit: "dB",
          equation: "MDI-47", source: model, direction: .estimate))
    case .never(let limit):
      words = "this relay beats the repeaterless bound at no channel loss up to \(rounded(limit)) dB"
    }
    let arrival = min(setup.arms.alice.arrival, setup.arms.bob.arrival)
    let condition =
      SourceCondition.allowsKey(source, arrival: arrival)
      ? "its sources meet the necessary condition p2 (1 - eta) < 0.1023 p1 eta at this distance (MDI-48)"
      : "its sources miss the necessary condition p2 (1 - eta) < 0.1023 p1 eta at this distance (MDI-48): two pairs herald lost photons too often"
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "mdi.adaptive", title: "Adaptive MDI-QKD, asymptotic",
        options: [
          .init("source", source.downConversion.map { "down-conversion, lambda = \($0)" } ?? "given pair statistics"),
          .init("modes", setup.modes.map { "\($0)" } ?? "infinitely many"),
        ], status: .planning,
        statusReasons: [
          "asymptotic simulation with ideal single-photon senders: never a certificate", words, condition,
        ], unpaidCosts: ["pulses of the senders with more than one photon are not in the model"]),
      ratePerPulse: e.rate, rawRatePerPulse: e.rawRate, reasonForZero: e.reasonForZero, trace: list,
      assumptions: [
        "ideal single-photon senders; infinitely many rounds", "at most two pairs from each source of the relay",
      ], warnings: source.warnings)
  }

  private static func rounded(_ x: Double) -> Double { (x * 1000).rounded() / 1000 }
}

extension MemoryAssisted {
  /// The rate with ideal memories and linear-optics Bell measurements, with its trace; for comparison.
  ///
  /// - Parameters:
  ///   - channels: the arms; each attempt loads a memory with the transmittance of its arm.
  ///   - detectorEfficiency: η_d of the two detectors that a Bell measurement needs: p_bsm = η_d²/2.
  ///   - errorRate: e in both bases.
  ///   - efficiency: f_EC.
  /// - Throws: `InputError` for numbers out of range.
  package static func analyse(
    channels: PerParty<Transmittance>, detectorEfficiency: Double, errorRate: Double,
    errorCorrectionEfficiency efficiency: Double
  ) throws(InputError) -> SecretKeyRate {
    try require(errorRate, "e_d", in: 0...0.5)
    let measurement = detectorEfficiency * detectorEfficiency / 2
    let pairs = try pairsPerAttempt(loading: channels.map { $0.value }, measurement: measurement)
    let fraction = binaryEntropyComplement(errorRate) - efficiency * binaryEntropy(errorRate)
    let raw = pairs * fraction
    let source = "mdi sheet, section 8"
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "mdi.memory_assisted", title: "Memory-assisted MDI-QKD, ideal memories",
        options: [], status: .planning,
        statusReasons: ["ideal memories: for comparison, never a certificate"],
        unpaidCosts: ["losses and decoherence of the memories are not in the model"]),
      ratePerPulse: max(0, raw), rawRatePerPulse: raw,
      reasonForZero: raw > 0 ? nil : ReasonForZero(pairs > 0 ? .leakageExceedsSecrecy : .noDetections),
      trace: ArmTrace.entries(channels) + [
        .init(.channel, "p_bsm", "a Bell measurement succeeds", measurement, source: source, direction: .expectation),
        .init(
          .channel, "pairs", "Bell measurements per attempt", pairs, equation: "MDI-49", source: source,
          direction: .expectation),
        .init(.keyLength, "qber", "error rate of the key", errorRate, direction: .input),
        .init(
          .keyLength, "rate", "secret bits per attempt", max(0, raw), unit: "bit/pulse", equation: "MDI-49",
          source: source, direction: .estimate),
      ], assumptions: ["ideal quantum memories; infinitely many rounds"])
  }
}
