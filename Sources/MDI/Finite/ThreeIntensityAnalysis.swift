// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// From the counts of three intensities each to a key length (mdi sheet, section 5.4), generic over
/// the number type; `FiniteKey` offers the plain entry points.
enum ThreeIntensityAnalysis {
  /// One-sided bounds used: seven for Y11, four for t11, one each for S11 and N_ph; three more where Alice's
  /// vacuum gives bits.
  static func bounds(_ options: FiniteKeyOptions) -> Int { options.vacuumBits ? 16 : 13 }

  static func estimate<S: Scalar>(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) -> FiniteEstimate<S> {
    let bounds = bounds(options)
    let beta: S = options.beta(bounds: bounds)
    let tails = CountTails(options.bound, beta: beta)
    let weights = PairWeights<S>(choices.alice.intensities, choices.bob.intensities)
    let shares = ThreeIntensityShares<S>(counts, choices)

    var e = FiniteEstimate<S>()
    // MDI-31: each cell takes the tail that lowers the sum.
    var yieldSum = S.zero
    for (cell, weight) in weights.yield {
      let count = S(counts.keyBasis.values[cell])
      let bound = extreme(weight, lower: { tails.expectationLower(count) }, upper: { tails.expectationUpper(count) })
      yieldSum = yieldSum + bound / shares.pairs(cell, .z)
    }
    // MDI-32: each cell takes the tail that raises it.
    var errorSum = S.zero
    for (cell, weight) in weights.errors {
      let count = S(counts.testErrors.values[cell])
      let bound = -extreme(
        -weight, lower: { tails.expectationLower(count) }, upper: { tails.expectationUpper(count) })
      errorSum = errorSum + bound / shares.pairs(cell, .x)
    }
    if yieldSum.lowest < 0 { e.clamps.insert(.yield) }
    if errorSum.lowest < 0 { e.clamps.insert(.errors) }
    if yieldSum.straddles(S.zero) { e.straddled.insert(.yield) }
    if errorSum.straddles(S.zero) { e.straddled.formUnion([.errors, .inconsistent]) }
    e.yield = LowerBound(S.maximum(S.zero, yieldSum))
    e.errorYield = UpperBound(S.maximum(S.zero, errorSum))
    e.detections = S(counts.keyBasis.values[0])
    e.errors = S(counts.keyErrors)

    let mu = choices.map { S($0.intensities.signal) }
    let sent = shares.pairs(0, .z) * mu.alice * mu.bob * S.exp(-mu.alice - mu.bob)
    let certain = tails.countLower(sent * e.yield.value)
    e.pairs = LowerBound(S.minimum(certain, e.detections))
    if certain.straddles(e.detections) { e.straddled.formUnion([.pairs, .inconsistent]) }
    e.phaseErrors = UpperBound(tails.countUpper(sent * e.errorYield.value))
    var secret = certain
    if options.vacuumBits {
      let bits = vacuumBits(counts, choices, shares, tails)
      e.vacuum = LowerBound(S.minimum(bits, e.detections))
      secret = secret + bits
    }
    // MDI-34a: under the model each of these is one of the failure events that are paid for.
    e.isInconsistent = errorSum.lowest < 0 || secret.highest > e.detections.highest
    e.capPhaseError()
    e.pairFraction = searchFraction(sent * yieldSum, beta: beta, of: e.detections)
    e.finish(options, bounds: bounds)
    return e
  }

  /// S0: key bits from rounds in which Alice sent vacuum; nobody knows those bits of hers (section 5.4, option).
  private static func vacuumBits<S: Scalar>(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ shares: ThreeIntensityShares<S>,
    _ tails: CountTails<S>
  ) -> S {
    let a = choices.alice.intensities
    let (mu, nu, om) = (S(a.signal), S(a.decoy), S(a.weakest))
    // Bob's signals with Alice's weakest and with her decoy: cells (2,0) and (1,0).
    let weakest = tails.expectationLower(S(counts.keyBasis.values[6])) / shares.pairs(6, .z)
    let decoy = tails.expectationUpper(S(counts.keyBasis.values[3])) / shares.pairs(3, .z)
    let yield = (nu * S.exp(om) * weakest - om * S.exp(nu) * decoy) / (nu - om)
    return tails.countLower(shares.pairs(0, .z) * S.exp(-mu) * S.maximum(S.zero, yield))
  }

  /// A weight times the end of a count's range that makes the product smallest.
  ///
  /// Where the sign of an interval is open both ends count.
  static func extreme<S: Scalar>(_ weight: S, lower: () -> S, upper: () -> S) -> S {
    if weight.lowest >= 0 { return weight * lower() }
    if weight.highest <= 0 { return weight * upper() }
    return S.minimum(weight * lower(), weight * upper())
  }

  /// Expected single-photon pairs less those that their tail takes, relative to the key bits.
  static func searchFraction<S: Scalar>(_ expected: S, beta: S, of detections: S) -> Double {
    let n = detections.approximation
    guard n > 0 else { return -1 }
    return (expected.approximation - beta.approximation) / n
  }
}

extension FiniteEstimate {
  /// e_ph = min(1/2, N_ph/S11), 1/2 where no pairs are certain (MDI-33).
  mutating func capPhaseError() {
    guard pairs.value.isCertainlyPositive else { return }
    let ratio = phaseErrors.value / pairs.value
    phaseErrorUncapped = ratio.approximation
    if ratio.highest > 0.5 { clamps.insert(.phaseError) }
    if ratio.straddles(S(0.5)) { straddled.insert(.phaseError) }
    phaseError = UpperBound(S.minimum(ratio, S(0.5)))
  }
}
