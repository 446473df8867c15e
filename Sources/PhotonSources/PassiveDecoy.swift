// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite key of a heralded source with passive decoys, whatever its pair statistics (photons sheet, PH-47 to PH-49;
/// idea of Adachi et al. 2007, quant-ph/0610118).
package enum PassiveDecoy {
  /// The count tails: n_N, vacuum and heralded pairs in each basis.
  static let tails = 6

  /// What the counts certify, in one number type.
  package struct Estimate<S: Scalar>: Sendable {
    /// s0U: detections without a pair, X and Z.
    package var keyVacuum = UpperBound(S.zero)
    /// The same in the test basis.
    package var testVacuum = UpperBound(S.zero)
    /// s1: detections of single pairs, with or without herald, key basis.
    package var keyPairs = LowerBound(S.zero)
    /// The same in the test basis.
    package var testPairs = LowerBound(S.zero)
    /// s_XT, s_ZT, v, φ and the length; the multi-photon fields are not used.
    package var key = PhotonEstimate<S>()

    /// Why there is no key, or nil.
    package var reasonForZero: ReasonForZero? {
      guard !(key.rawLength.lowest >= 1) else { return nil }
      if !(key.detections > 0) { return ReasonForZero(.noDetections, detail: "key basis, with herald") }
      if !key.keyRest.value.isCertainlyPositive { return ReasonForZero(.noPairsCertified, detail: "X") }
      if !key.testRest.value.isCertainlyPositive { return ReasonForZero(.noPairsCertified, detail: "Z") }
      return key.reasonForZero
    }
  }

  static func evaluate<S: Scalar>(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> Estimate<S> {
    var e = Estimate<S>()
    let l: S = options.tailLog(tails: tails)
    // r = 1 − η_h and d = 1 − p_h, the ends that favour Eve.
    let loss = S.one - S(herald.efficiency.lowerBound)
    let silentMost = S.one - S(herald.background.lowerBound)
    let silentLeast = S.one - S(herald.background.upperBound)

    func basis(
      _ heralded: PhotonSample, _ unheralded: PhotonSample, _ word: String
    ) -> (vacuum: S, pairs: S, heralded: S, fraction: Double) {
      let n = S(heralded.detections) + S(unheralded.detections)
      guard n.highest > 0 else { return (S.zero, S.zero, S.zero, 0) }
      // PH-47: an error without herald in a vacuum round has probability at least d/2.
      let mark = silentLeast / S(2)
      let marked = S(unheralded.errors)
      var vacuum = n
      if mark.isCertainlyPositive {
        let more = RelativeEntropy.unmarkedUpperBound(
          marked: marked, odds: mark / (S.one - mark), logInverseFailure: l)
        vacuum = S.minimum(marked + more, n)
      }
      // PH-48.
      let least = RelativeEntropy.lowerBound(S(unheralded.detections), of: n, logInverseFailure: l)
      let square = S.square(loss)
      let numerator = least / silentMost - square * n - (S.one - loss) * (S.one + loss) * vacuum
      let unclipped = numerator / (loss * (S.one - loss))
      if unclipped.straddles(S.zero) { e.key.straddled.append("whether s1_\(word) is clipped") }
      let pairs = S.minimum(S.maximum(unclipped, S.zero), n)
      // PH-49: without a herald with probability at most d r.
      let lost = RelativeEntropy.countUpperBound(
        probability: silentMost * loss, trials: pairs, logInverseFailure: l)
      let kept = S.minimum(S.maximum(pairs - lost, S.zero), S(heralded.detections))
      return (vacuum, pairs, kept, unclipped.approximation / n.approximation)
    }
    let key = basis(counts.keyHeralded, counts.keyUnheralded, "X")
    let test = basis(counts.testHeralded, counts.testUnheralded, "Z")
    e.keyVacuum = UpperBound(key.vacuum)
    e.testVacuum = UpperBound(test.vacuum)
    e.keyPairs = LowerBound(key.pairs)
    e.testPairs = LowerBound(test.pairs)
    e.key.keyRest = LowerBound(key.heralded)
    e.key.testRest = LowerBound(test.heralded)
    e.key.keyRestFraction = key.fraction
    e.key.testRestFraction = test.fraction
    e.key.testErrors = UpperBound(S.minimum(S(counts.testHeralded.errors), test.heralded))
    e.key.detections = counts.keyHeralded.detections
    try PhotonAnalysis.finish(&e.key, key: counts.keyHeralded, options, tails: tails)
    return e
  }

  static func check(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) {
    try counts.validate()
    try herald.validate()
    try options.validate(counts.origin)
  }

  /// What the counts certify, in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> Estimate<Double> {
    try check(counts, herald, options)
    return try evaluate(counts, herald, options)
  }

  /// The same with outward-rounded intervals.
  package static func enclosure(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> Estimate<Interval> {
    try check(counts, herald, options)
    return try evaluate(counts, herald, options)
  }

  /// The same in double-double arithmetic.
  package static func reference(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> Estimate<DoubleDouble> {
    try check(counts, herald, options)
    return try evaluate(counts, herald, options)
  }
}
