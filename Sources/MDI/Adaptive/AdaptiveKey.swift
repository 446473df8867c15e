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
    typealias Q = Quantities
    let source = setup.arms.alice.source
    let isModelled = source.downConversion != nil
    var list = ArmTrace.entries(channels)
    list += source.probabilities.enumerated().map { k, p in
      let q = Q.pairProbability("\(k)")
      return (isModelled ? q : q.given)(p)
    }
    list += [
      Q.detectorEfficiency(setup.detectorEfficiency), Q.darkCounts(setup.darkCountProbability),
      Q.switchTransmittance(setup.switchTransmittance), Q.aliceHeralding(e.heralding.alice),
      Q.bobHeralding(e.heralding.bob), Q.pairingSuccess(e.pairing), Q.pairings(e.pairs), Q.pairingError(e.phaseError),
      Q.errorRate.by(Q.pairingError.origin)(e.bitError), Q.adaptiveRate(e.rate),
    ]
    let words: String
    switch verdict {
    case .beats(let from, let to):
      words = "this relay beats the repeaterless bound from \(rounded(from)) dB to \(rounded(to)) dB of channel loss"
      list.append(Q.beatsFrom(from))
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
    typealias Q = Quantities
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "mdi.memory_assisted", title: "Memory-assisted MDI-QKD, ideal memories",
        options: [], status: .planning,
        statusReasons: ["ideal memories: for comparison, never a certificate"],
        unpaidCosts: ["losses and decoherence of the memories are not in the model"]),
      ratePerPulse: max(0, raw), rawRatePerPulse: raw,
      reasonForZero: raw > 0 ? nil : ReasonForZero(pairs > 0 ? .leakageExceedsSecrecy : .noDetections),
      trace: ArmTrace.entries(channels) + [
        Q.measurementSuccess(measurement), Q.memoryPairs(pairs), Q.errorRate.directed(.input)(errorRate),
        Q.memoryRate(max(0, raw)),
      ], assumptions: ["ideal quantum memories; infinitely many rounds"])
  }
}
