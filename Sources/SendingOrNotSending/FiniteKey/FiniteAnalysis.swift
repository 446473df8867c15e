// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// From counts to a key length (sns sheet, sections 3.4 and 4), generic over the number type; `FiniteKey` offers the
/// plain entry points.
enum FiniteAnalysis {
  /// - Parameter pairs: what pairing left; used with `aopp` only.
  static func estimate<S: Scalar>(
    _ counts: Observations, _ pairs: Observations.Pairs, _ settings: Settings, _ options: FiniteKeyOptions
  ) -> FiniteEstimate<S> {
    let shares = FailureShares(options)
    let p = SettingProbabilities<S>(settings)
    let decoys = DecoyBounds(counts, settings, p, shares)
    let isPaired = options.scheme == .aopp
    let keyBits = S(counts.zeros) + S(counts.ones)
    let scan = Scan(
      counts: counts, options: options, decoys: decoys, sent: p.untagged.map { S(counts.rounds) * $0 },
      classicalBeta: shares.classicalBeta(), quantumBeta: shares.quantumBeta())
    let corrected = isPaired ? S(pairs.kept) : keyBits
    let errors = isPaired ? pairs.errors ?? 0 : (counts.zeroErrors ?? 0) + (counts.oneErrors ?? 0)
    let leakage = options.leakage.bits(detections: corrected, errors: S(errors))
    let cost: S = shares.costBits(keyBits: keyBits)

    var contradictions = decoys.contradictions
    let (low, high) = (decoys.vacuum.lower.value, decoys.vacuum.upper.value)
    let width = high - low
    func end(_ k: Int) -> S {
      k == options.cells ? high : k == 0 ? low : low + width * S(Double(k)) / S(Double(options.cells))
    }
    func evaluate(_ k: Int) -> (cell: FiniteEstimate<S>.Cell, block: CertifiedBlock<S>, length: S) {
      let cell = scan.cell(k, from: end(k), to: end(k + 1))
      if let untagged = cell.untagged {
        contradictions.require(S(counts.zeros) - untagged.zeros.value, "more untagged zeros than zeros")
        contradictions.require(S(counts.ones) - untagged.ones.value, "more untagged ones than ones")
        contradictions.require(corrected - cell.secretBits.value, "more untagged pairs than kept pairs")
      } else {
        contradictions.require(corrected - cell.secretBits.value, "more untagged bits than bits")
      }
      let block = CertifiedBlock(
        vacuum: LowerBound(S.zero), singlePhotons: cell.secretBits, phaseError: cell.phaseError, leakage: leakage,
        penalty: UpperBound(cost))
      return (cell, block, block.rawLength.value)
    }
    var shortest = evaluate(0)
    var rawLength = shortest.length
    for k in 1..<Swift.max(1, options.cells) {
      let next = evaluate(k)
      if next.length.approximation < shortest.length.approximation { shortest = next }
      rawLength = S.minimum(rawLength, next.length)
    }
    var straddled = contradictions.open.map { "whether the data are inconsistent: " + $0 }
    if cellIsOpen(shortest.cell) { straddled.append("whether the phase errors are below 1/2") }
    return FiniteEstimate(
      vacuum: decoys.vacuum, sliceErrors: decoys.sliceErrors, cell: shortest.cell, leakage: leakage, cost: cost,
      entropy: shortest.block.entropy.value, rawLength: contradictions.refusing(rawLength),
      contradiction: contradictions.words, straddled: straddled)
  }

  private static func cellIsOpen<S: Scalar>(_ cell: FiniteEstimate<S>.Cell) -> Bool {
    let e = cell.phaseError.value
    return e.lowest < 0.5 && e.highest >= 0.5
  }
}

/// The bounds at one cell of the vacuum number: both bits and phase errors fall with it, so each is taken at its worst end
/// (TFS-13).
private struct Scan<S: Scalar> {
  let counts: Observations
  let options: FiniteKeyOptions
  let decoys: DecoyBounds<S>
  /// N W_A and N W_B.
  let sent: PerUser<S>
  let classicalBeta: S
  let quantumBeta: S

  func cell(_ index: Int, from low: S, to high: S) -> FiniteEstimate<S>.Cell {
    let yields = decoys.onePhotonYields(vacuum: high)
    let errorYield = decoys.phaseErrorYield(vacuum: low)
    let errors = PoissonTailBound.count(
      ofMean: (sent.alice + sent.bob) * errorYield.value, logInverseFailure: quantumBeta)
    let fromAlice = sent.alice * yields.alice.value
    let fromBob = sent.bob * yields.bob.value
    guard options.scheme == .aopp else {
      let bits = PoissonTailBound.leastCount(ofMean: fromAlice + fromBob, logInverseFailure: classicalBeta)
      // Where rounding leaves open whether there is a bit at all, so is its phase error.
      var phaseError = bits.value.highest > 0 ? S.hull(S.zero, S(0.5)) : S(0.5)
      var uncapped = Double.infinity
      if bits.value.isCertainlyPositive {
        let ratio = errors.value / bits.value
        phaseError = S.minimum(ratio, S(0.5))
        uncapped = ratio.approximation
      }
      return .init(
        index: index, vacuum: (low, high), yields: yields, phaseErrorYield: errorYield, phaseErrors: errors,
        untagged: nil, secretBits: bits, phaseError: UpperBound(phaseError), uncapped: uncapped)
    }
    let ones = PoissonTailBound.leastCount(ofMean: fromAlice, logInverseFailure: classicalBeta)
    let zeros = PoissonTailBound.leastCount(ofMean: fromBob, logInverseFailure: classicalBeta)
    let pairs = PairingBound(
      u0: zeros, u1: ones, n0: S(counts.zeros), n1: S(counts.ones), m: errors, classicalBeta: classicalBeta,
      quantumBeta: quantumBeta, usesFactor: options.accounting != .published)
    let isSimple = options.method == .simple
    return .init(
      index: index, vacuum: (low, high), yields: yields, phaseErrorYield: errorYield, phaseErrors: errors,
      untagged: .init(zeros: zeros, ones: ones, pairs: pairs), secretBits: pairs.pairs,
      phaseError: isSimple ? pairs.simplePhaseError : pairs.phaseError,
      uncapped: isSimple ? pairs.simpleUncapped : pairs.uncapped)
  }
}
