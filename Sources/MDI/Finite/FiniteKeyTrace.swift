// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  static func threeIntensityTrace(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions,
    _ e: FiniteEstimate<Double>
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let settings = [("A", choices.alice), ("B", choices.bob)].flatMap { party, choice in
      Q.intensityNames.enumerated().flatMap { k, name in
        [
          Q.intensity(name, party, "\(k + 1)")(choice.intensities.list[k]),
          Q.probability(party, "\(k + 1)")(choice.probabilities.list[k]),
          Q.keyBasis(party, "\(k + 1)")(choice.keyBasis.list[k]),
        ]
      }
    }
    let isComplete = options.accounting == .curty2014Complete
    func by(_ q: Quantity) -> Quantity { isComplete ? q.by(Q.completeOrigin) : q }
    func bound(_ q: Quantity) -> Quantity { options.bound == .gaussian ? q.directed(.estimate) : q }
    let estimates = [
      isComplete
        ? Q.eachFailure("each of \(PublishedAnalysis.terms) failure terms of a Bell state").by(Q.completeOrigin)(
          e.eachFailure, note: "bounds MDI-27")
        : tails(options, bounds: ThreeIntensityAnalysis.bounds(options)),
      bound(by(Q.yield))(
        e.yield.value, note: e.clamps.contains(.yield) ? "raised to 0: the counts certify no yield" : nil),
      bound(by(Q.errorYield))(
        e.errorYield.value, note: e.clamps.contains(.errors) ? "raised to 0: the data are refused" : nil),
      options.vacuumBits ? bound(Q.vacuumBits)(e.vacuum.value) : nil,
    ]
    return settings + counts.trace + estimates.compactMap { $0 }
      + pairsTrace(options, e, by: isComplete ? Q.completeOrigin : Q.pairsOrigin, areBounds: true)
  }

  static func fourIntensityTrace(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions,
    _ e: FiniteEstimate<Double>
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let settings = [("A", choices.alice), ("B", choices.bob)].flatMap { party, c in
      zip(Q.fourLetters, [c.signal, c.strongDecoy, c.weakDecoy, c.vacuum]).map { letter, value in
        Q.fourIntensity(letter.0, letter.1, party)(value)
      }
        + zip(
          Q.fourLetters, [c.signalProbability, c.strongProbability, c.weakProbability, c.vacuumProbability]
        ).map { letter, value in Q.fourProbability(letter.0, letter.1, party)(value) }
    }
    func bound(_ q: Quantity) -> Quantity { options.bound == .gaussian ? q.directed(.estimate) : q }
    let leaks = choices.alice.vacuum > 0 || choices.bob.vacuum > 0
    func leaky(_ q: Quantity) -> Quantity { bound(leaks ? q.by(Q.leakyOrigin) : q) }
    let origin = Quantity.Origin(lengthEquation(options, isFour: true), Q.zhou)
    // At the H of the shortest key: only the length that they give together is a bound.
    let areBounds = options.scan == .off
    func there(_ q: Quantity) -> Quantity { areBounds ? bound(q) : q.directed(.estimate) }
    let remark = areBounds ? nil : "at the H of the shortest key; by itself no bound"
    let ordered = e.clamps.contains(.vacuumSide) ? "its ends were put in order at or above 0" : nil
    let estimates = [
      tails(options, bounds: FourIntensityAnalysis.bounds(options.scan)), e.gainSum.map { leaky(Q.gainSum)($0.value) },
      e.vacuumSide.map { leaky(Q.leastVacuumSide)($0.lower.value, note: ordered) },
      e.vacuumSide.map { leaky(Q.largestVacuumSide)($0.upper.value, note: ordered) },
      e.scanned.map { Q.scannedVacuumSide.by(origin)($0.vacuumSide) },
      there(Q.fourYield)(
        e.yield.value, note: e.clamps.contains(.yield) ? "raised to 0: the counts certify no yield" : remark),
      there(Q.errorYield.by(Q.fourYield.origin))(
        e.errorYield.value, note: e.clamps.contains(.errors) ? "raised to 0" : remark),
    ]
    return settings + counts.trace + estimates.compactMap { $0 }
      + pairsTrace(options, e, by: origin, areBounds: areBounds)
  }

  private static func tails(_ options: FiniteKeyOptions, bounds: Int) -> TraceEntry {
    Quantities.eachFailure("failure probability of each of \(bounds) bounds")
      .by(options.accounting == .phaseError ? Quantities.sharedFailure : Quantities.publishedFailure)(
        options.eachFailure(bounds: bounds), note: "bounds \(options.bound.equation)")
  }

  /// From single-photon pairs to what is paid.
  private static func pairsTrace(
    _ options: FiniteKeyOptions, _ e: FiniteEstimate<Double>, by origin: Quantity.Origin, areBounds: Bool
  ) -> [TraceEntry] {
    typealias Q = Quantities
    func bound(_ q: Quantity) -> Quantity {
      areBounds && options.bound != .gaussian ? q.by(origin) : q.by(origin).directed(.estimate)
    }
    let measured = if case .measured = options.leakage { true } else { false }
    return [
      bound(Q.pairs)(e.pairs.value), bound(Q.phaseErrors)(e.phaseErrors.value),
      bound(Q.phaseError)(
        e.phaseError.value, note: e.clamps.contains(.phaseError) ? "capped at 1/2" : nil),
      Q.siftedBits(e.detections), Q.errorRate.directed(.exact)(e.errorRate),
      (measured ? Q.leakage.directed(.input) : Q.leakage)(e.leakage.value),
      Q.cost.by(options.costOrigin)(e.cost),
    ]
  }
}
