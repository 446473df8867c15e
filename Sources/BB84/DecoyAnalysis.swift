// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// From counts to certified quantities: decoy-state BB84 with one or two decoys.
///
/// Written once over `Scalar`; `FiniteKey` offers the plain entry points.
enum DecoyAnalysis {
  /// The counts of one basis and the bounds on their means that an analysis asks for.
  struct Basis<S: Scalar> {
    let detections: ByIntensity<Double>
    let errors: ByIntensity<Double>
    let total: S
    let totalErrors: S
    let statistics: ConcentrationBound
    let l: S
    let clips: Bool
    var clipped = false
    var straddled = false

    init(
      detections: ByIntensity<Double>, errors: ByIntensity<Double>, errorTotal: Double? = nil,
      options: FiniteKeyOptions, l: S
    ) {
      self.detections = detections
      self.errors = errors
      total = DecoyAnalysis.sum(detections)
      totalErrors = errorTotal.map { S($0) } ?? DecoyAnalysis.sum(errors)
      statistics = options.statistics
      self.l = l
      // Published forms do not clip the counts (section 3, "Clamping").
      clips = options.proof == .sound
    }

    /// An upper bound on the mean of a count among `n`.
    mutating func upper(_ x: Double, of n: S) -> S {
      let bound = statistics.upper(S(x), of: n, logInverseFailure: l)
      guard clips else { return bound.value }
      if bound.value.highest > n.highest { clipped = true }
      if bound.value.straddles(n) { straddled = true }
      return S.minimum(bound.value, n)
    }

    /// A lower bound on the mean of a count among `n`.
    mutating func lower(_ x: Double, of n: S) -> S {
      let bound = statistics.lower(S(x), of: n, logInverseFailure: l)
      guard clips else { return bound.value }
      if bound.value.lowest < 0 { clipped = true }
      if bound.value.straddles(S.zero) { straddled = true }
      return S.maximum(bound.value, S.zero)
    }
  }

  static func sum<S: Scalar>(_ counts: ByIntensity<Double>) -> S {
    let two = S(counts.signal) + S(counts.decoy)
    guard let weakest = counts.weakest else { return two }
    return two + S(weakest)
  }

  /// e^k/p_k, the factor from a count of one intensity to its weighted count (LIM14 after Eq. 2).
  static func weight<S: Scalar>(_ mu: Double, _ p: Double) -> S { S.exp(S(mu)) / S(p) }

  /// τ_n = Σ p_k e^−k k^n / n! (BB-20).
  static func tau<S: Scalar>(_ n: Int, _ settings: Settings) -> S {
    let mu = settings.intensities
    let p = settings.probabilities
    let two =
      S(p.signal) * PoissonWeights.probability(photons: n, mean: S(mu.signal))
      + S(p.decoy) * PoissonWeights.probability(photons: n, mean: S(mu.decoy))
    guard let pw = p.weakest, let mw = mu.weakest else { return two }
    return two + S(pw) * PoissonWeights.probability(photons: n, mean: S(mw))
  }

  /// Clips a bound into [0, limit], or to what is not negative if there is no limit, and remembers that it did.
  static func clip<S: Scalar>(
    _ value: S, to limit: S?, _ clamp: DecoyClamps, _ e: inout DecoyEstimate<S>
  ) -> S {
    if value.lowest < 0 { e.clamps.insert(clamp) }
    if value.straddles(S.zero) { e.straddled.insert(clamp) }
    let positive = S.maximum(value, S.zero)
    guard let limit else { return positive }
    if value.highest > limit.highest { e.clamps.insert(clamp) }
    if value.straddles(limit) { e.straddled.insert(clamp) }
    return S.minimum(positive, limit)
  }

  /// The whole chain for one or two decoys.
  static func estimate<S: Scalar>(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> DecoyEstimate<S> {
    let intensities = settings.intensities.count
    let l: S = options.tailLog(intensities: intensities)
    var e = DecoyEstimate<S>()
    e.tau0 = tau(0, settings)
    e.tau1 = tau(1, settings)
    var key = Basis<S>(
      detections: counts.keyDetections, errors: counts.keyErrors, errorTotal: counts.keyErrorTotal, options: options,
      l: l)
    var test = Basis<S>(detections: counts.testDetections, errors: counts.testErrors, options: options, l: l)
    e.detections = key.total
    e.errors = key.totalErrors
    if let weakest = settings.intensities.weakest, options.proof == .satquma2022 {
      satquma2022(&e, &key, &test, settings, weakest: weakest)
    } else if let weakest = settings.intensities.weakest {
      twoDecoys(&e, &key, &test, settings, options, weakest: weakest)
    } else {
      oneDecoy(&e, &key, &test, settings, options, keyErrorTotal: counts.keyErrorTotal)
    }
    // Without tails there is nothing that could have failed.
    if options.isInfiniteBlock { e.contradicts = false }
    e.isRefused = e.contradicts && options.proof == .sound
    if key.clipped || test.clipped { e.clamps.insert(.tails) }
    if key.straddled || test.straddled { e.straddled.insert(.tails) }
    try finish(&e, counts, options, intensities: intensities)
    return e
  }

  /// φ_X, leakage, penalties and the length (BB-34, BB-35, BB-36, BB-37, BB-44, BB-45, BB-46).
  static func finish<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ counts: Observations, _ options: FiniteKeyOptions, intensities: Int
  ) throws(InputError) {
    let samplingLog: S = options.samplingLog(intensities: intensities)
    e.phaseErrorUncapped = try options.sampling.uncapped(
      errors: e.testErrors, test: e.testSingle, key: e.keySingle, logInverseFailure: samplingLog)
    if e.phaseErrorUncapped.highest > 0.5 { e.clamps.insert(.phaseError) }
    if e.phaseErrorUncapped.straddles(S(0.5)) { e.straddled.insert(.phaseError) }
    e.phaseError = UpperBound(S.minimum(e.phaseErrorUncapped, S(0.5)))
    settle(&e, counts, options, penalty: options.penaltyBits(intensities: intensities))
  }

  /// What is paid, and what is left (BB-35, BB-36, BB-45).
  ///
  /// - Parameter penalty: bits paid for hashing and verification.
  static func settle<S: Scalar>(
    _ e: inout DecoyEstimate<S>, _ counts: Observations, _ options: FiniteKeyOptions, penalty: S
  ) {
    e.leakage = options.leakage.bits(detections: e.detections, errors: e.errors)
    if case .measured = options.leakage {
      let rule = counts.shannonRule(correctness: options.correctness)
      e.shannon = rule
      if !options.keepsStatedLeakage { e.leakage = UpperBound(S.maximum(e.leakage.value, S(rule.leastLeakage))) }
    }
    e.announcement = S(announcement(counts.keyDetections, totalOnly: counts.keyErrorTotal != nil, options))
    e.penalty = UpperBound(penalty + e.announcement)
    let block = CertifiedBlock(
      vacuum: options.countsVacuum ? e.keyVacuum : LowerBound(S.zero), singlePhotons: e.keySingle,
      phaseError: e.phaseError, leakage: e.leakage, penalty: e.penalty)
    e.entropy = block.entropy.value
    e.rawLength = block.rawLength.value
    if e.isRefused {
      e.entropy = S.zero
      e.rawLength = S.zero - e.leakage.value - e.penalty.value
    }
  }

  /// leakPE, the bits paid for announcing the errors of the key basis: with one decoy always (BB-45), with two where
  /// they leave the laboratories (BB-33d).
  static func announcement(
    _ detections: ByIntensity<Double>, totalOnly: Bool, _ options: FiniteKeyOptions
  ) -> Double {
    guard options.proof == .sound, !options.isInfiniteBlock else { return 0 }
    let total = announcementBits(ByIntensity(detections.total, 0))
    if detections.weakest == nil, !totalOnly { return announcementBits(detections) }
    switch options.keyErrors {
    case .secret: return detections.weakest == nil ? total : 0
    case .totalAnnounced: return total
    case .announced: return totalOnly ? total : announcementBits(detections)
    }
  }

  /// leakPE = Σ_k ⌈log2(n_k + 1)⌉: bits for announcing how many errors each intensity had.
  static func announcementBits(_ detections: ByIntensity<Double>) -> Double {
    func bits(_ n: Double) -> Double { KeyErrorDisclosure.announcementBits(among: n) }
    return bits(detections.signal) + bits(detections.decoy) + (detections.weakest.map(bits) ?? 0)
  }
}
