// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What the counts of a three-state run certify (bb84 sheet, section 5b), in one number type.
package struct ThreeStateEstimate<S: Scalar>: Sendable {
  /// The key basis, phase errors and length; `testSingle` is t_P1 and `testErrors` t_M1.
  package var key: DecoyEstimate<S>
  /// k_P1: single photons sent in the key basis and found as + in the test basis.
  package var mixedSingle = UpperBound(S.zero)
  /// E_U: phase errors among the single photons of the key.
  package var phaseErrors = UpperBound(S.zero)
}

/// From counts to certified quantities: three-state BB84 with one or two decoys.
///
/// The emission of a single photon in the key basis is I/2 = (|+⟩⟨+| + |−⟩⟨−|)/2, so a key round may be regarded as
/// "sent + or −, bit unknown". Whether a round with + is key or test is a coin independent of everything outside.
enum ThreeStateAnalysis {
  /// Fourteen tails, sampling and hashing (BB-76).
  static let tails = 14
  /// By what ε_sec is divided for each event.
  static let divisor = 17.0

  /// The whole chain.
  static func estimate<S: Scalar>(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> ThreeStateEstimate<S> {
    let l: S = options.isInfiniteBlock ? S.zero : S.log(S(divisor)) - S.log(S(options.secrecy))
    let seen = counts.observations
    var e = DecoyEstimate<S>()
    e.tau0 = DecoyAnalysis.tau(0, settings)
    e.tau1 = DecoyAnalysis.tau(1, settings)
    func basis(_ detections: ByIntensity<Double>, _ errors: ByIntensity<Double>, total: Double? = nil)
      -> DecoyAnalysis.Basis<S>
    {
      .init(detections: detections, errors: errors, errorTotal: total, options: options, l: l)
    }
    var key = basis(seen.keyDetections, seen.keyErrors, total: seen.keyErrorTotal)
    var plus = basis(counts.testPlus, counts.testPlus)
    var minus = basis(counts.testMinus, counts.testMinus)
    var mixed = basis(counts.mixedPlus, counts.mixedPlus)
    e.detections = key.total
    e.errors = key.totalErrors
    let splits = Splits<S>(settings)
    if let weakest = settings.intensities.weakest {
      twoDecoys(&e, &key, &plus, settings, weakest: weakest)
      let w = DecoyAnalysis.TwoDecoyWeights<S>(settings, weakest: weakest, tau0: e.tau0, tau1: e.tau1)
      e.testErrors = UpperBound(upperSingle(&e, &minus, w))
      let mixedSingle = upperSingle(&e, &mixed, w)
      return try finish(e, mixedSingle, counts, splits, options, l)
    }
    oneDecoy(&e, &key, &plus, settings, options, splits, totalOnly: seen.keyErrorTotal != nil)
    let w = DecoyAnalysis.OneDecoyWeights<S>(settings, tau0: e.tau0, tau1: e.tau1)
    e.testErrors = UpperBound(upperSingle(&e, &minus, w))
    let mixedSingle = upperSingle(&e, &mixed, w)
    return try finish(e, mixedSingle, counts, splits, options, l)
  }

  /// How the rounds of a kind split over the classes.
  struct Splits<S: Scalar> {
    /// Rounds with + sent, seen as test rounds or not as key rounds (BB-70).
    let test: BinomialSplit<S>
    /// Key rounds measured in the test basis or in the key basis.
    let receiver: BinomialSplit<S>
    /// Vacuum rounds of key and test.
    let vacuum: BinomialSplit<S>

    init(_ settings: Settings) {
      let (alice, bob) = (S(settings.keyBasisProbability), S(settings.bobKeyBasisProbability))
      let key = alice * bob
      let tests = (S.one - alice) * (S.one - bob)
      test = BinomialSplit(seen: tests, unseen: key / S(2))
      receiver = BinomialSplit(seen: S.one - bob, unseen: bob)
      vacuum = BinomialSplit(seen: key, unseen: tests)
    }
  }

  /// BB-73, BB-76.
  private static func finish<S: Scalar>(
    _ decoys: DecoyEstimate<S>, _ mixedSingle: S, _ counts: ThreeStateCounts, _ splits: Splits<S>,
    _ options: FiniteKeyOptions, _ l: S
  ) throws(InputError) -> ThreeStateEstimate<S> {
    var e = ThreeStateEstimate(key: decoys, mixedSingle: UpperBound(mixedSingle))
    let sampling = options.isInfiniteBlock ? S.zero : S(2) * l + S.log(S(3))
    let all = splits.receiver.upper(mixedSingle, logInverseFailure: sampling)
    let right = splits.test.lower(e.key.testSingle.value, logInverseFailure: sampling)
    // How often − was sent and + found, which is never negative: otherwise an event that is paid for has happened.
    var difference = all - right
    if difference.approximation < -CountsFeasibility.tolerance * all.approximation { e.key.contradicts = true }
    if options.isInfiniteBlock { difference = S.maximum(difference, S.zero) }
    let errors = splits.test.upper(e.key.testErrors.value, logInverseFailure: sampling) + difference
    e.phaseErrors = UpperBound(errors)
    let single = e.key.keySingle.value
    if single.isCertainlyPositive {
      e.key.phaseErrorUncapped = S.maximum(errors / single, S.zero)
      if e.key.phaseErrorUncapped.highest > 0.5 { e.key.clamps.insert(.phaseError) }
      if e.key.phaseErrorUncapped.straddles(S(0.5)) { e.key.straddled.insert(.phaseError) }
      e.key.phaseError = UpperBound(S.minimum(e.key.phaseErrorUncapped, S(0.5)))
    }
    if options.isInfiniteBlock { e.key.contradicts = false }
    e.key.isRefused = e.key.contradicts
    let seen = counts.observations
    DecoyAnalysis.settle(
      &e.key, seen, options, penalty: options.penaltyBits(intensities: seen.keyDetections.count, divisor: divisor))
    return e
  }

  /// BB-74: the key basis and the + outcomes of the test basis.
  private static func twoDecoys<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ key: inout DecoyAnalysis.Basis<S>, _ plus: inout DecoyAnalysis.Basis<S>,
    _ settings: Settings, weakest: Double
  ) {
    typealias Decoys = DecoyAnalysis
    let w = Decoys.TwoDecoyWeights<S>(settings, weakest: weakest, tau0: e.tau0, tau1: e.tau1)
    let x = Decoys.TwoDecoyTails(&key, w)
    e.keyVacuum = LowerBound(Decoys.clip(x.vacuum(w), to: key.total, .keyVacuum, &e))
    let keySingle = x.single(w, vacuum: e.keyVacuum.value)
    e.keySingle = LowerBound(Decoys.clip(keySingle, to: key.total, .keySingle, &e))
    let p = Decoys.TwoDecoyTails(&plus, w)
    e.testVacuum = LowerBound(Decoys.clip(p.vacuum(w), to: plus.total, .testVacuum, &e))
    let testSingle = p.single(w, vacuum: e.testVacuum.value)
    e.testSingle = LowerBound(Decoys.clip(testSingle, to: plus.total, .testSingle, &e))
    e.keySingleFraction = Decoys.fraction(keySingle, of: key.total)
    e.testSingleFraction = Decoys.fraction(testSingle, of: plus.total)
    e.contradicts = !x.isFeasible(w, total: key.total) || !p.isFeasible(w, total: plus.total)
  }

  /// BB-75: the key basis and the + outcomes of the test basis. Vacuum rounds carry neither basis, so key and test are
  /// one population, and Eve may turn all of it into +.
  private static func oneDecoy<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ key: inout DecoyAnalysis.Basis<S>, _ plus: inout DecoyAnalysis.Basis<S>,
    _ settings: Settings, _ options: FiniteKeyOptions, _ splits: Splits<S>, totalOnly: Bool
  ) {
    typealias Decoys = DecoyAnalysis
    let w = Decoys.OneDecoyWeights<S>(settings, tau0: e.tau0, tau1: e.tau1)
    let x = Decoys.OneDecoyTails(&key, w)
    let errors = totalOnly ? nil : Decoys.errorTails(&key, w)
    let vacuum = Decoys.vacuumUpper(key, w, errors, options, .keyVacuumUpper, &e)
    e.keyVacuumUpper = UpperBound(vacuum)
    e.keyVacuum = LowerBound(Decoys.clip(x.vacuum(w), to: key.total, .keyVacuum, &e))
    let keySingle = x.single(w, vacuumUpper: vacuum)
    e.keySingle = LowerBound(Decoys.clip(keySingle, to: key.total, .keySingle, &e))
    let p = Decoys.OneDecoyTails(&plus, w)
    let testVacuum = S.minimum(plus.total, splits.vacuum.upper(vacuum, logInverseFailure: key.l))
    let testSingle = p.single(w, vacuumUpper: testVacuum)
    e.testSingle = LowerBound(Decoys.clip(testSingle, to: plus.total, .testSingle, &e))
    e.keySingleFraction = Decoys.fraction(keySingle, of: key.total)
    e.testSingleFraction = Decoys.fraction(testSingle, of: plus.total)
    let tau0 = e.tau0.approximation
    e.contradicts =
      !x.isFeasible(w, total: key.total) || !p.isFeasible(w, total: plus.total)
      || !isBelow(e.keyVacuum.value.approximation, vacuum.approximation)
      || !(errors.map { isBelow(e.errors.approximation, tau0 * $0.upper1.approximation) } ?? true)
  }

  /// Single photons of a class from above, two decoys (BB-74).
  private static func upperSingle<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ part: inout DecoyAnalysis.Basis<S>, _ w: DecoyAnalysis.TwoDecoyWeights<S>
  ) -> S {
    let n = part.total
    let upper2 = w.w2 * part.upper(part.detections.decoy, of: n)
    let lower3 = w.w3 * part.lower(part.detections.weakest ?? 0, of: n)
    let vacuum = S.maximum(S.zero, w.tau0 * (w.mu2 * lower3 - w.mu3 * upper2) / w.difference)
    let value = S.minimum(n - vacuum, w.tau1 * (upper2 - vacuum / w.tau0) / w.mu2)
    refuse(&e, value, n, [(w.tau0 * lower3, n)])
    return S.maximum(value, S.zero)
  }

  /// Single photons of a class from above, one decoy (BB-75).
  private static func upperSingle<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ part: inout DecoyAnalysis.Basis<S>, _ w: DecoyAnalysis.OneDecoyWeights<S>
  ) -> S {
    let n = part.total
    let upper1 = w.w1 * part.upper(part.detections.signal, of: n)
    let upper2 = w.w2 * part.upper(part.detections.decoy, of: n)
    let lower2 = w.w2 * part.lower(part.detections.decoy, of: n)
    let vacuum = S.maximum(S.zero, w.tau0 * (w.mu1 * lower2 - w.mu2 * upper1) / w.difference)
    let weighted = S.minimum(
      w.tau1 * (upper1 - vacuum / w.tau0) / w.mu1, w.tau1 * (upper2 - vacuum / w.tau0) / w.mu2)
    let value = S.minimum(n - vacuum, weighted)
    refuse(&e, value, n, [(n, w.tau0 * upper1), (w.tau0 * lower2, n)])
    return S.maximum(value, S.zero)
  }

  private static func refuse<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ value: S, _ total: S, _ order: [(S, S)]
  ) {
    let isKept = order.allSatisfy { isBelow($0.approximation, $1.approximation) }
    if !isKept || value.approximation < -CountsFeasibility.tolerance * (1 + total.approximation) {
      e.contradicts = true
    }
  }

  private static func isBelow(_ a: Double, _ b: Double) -> Bool { a <= b + CountsFeasibility.tolerance * (1 + abs(b)) }
}
