// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// From counts to a key length (tf sheet, section 7), written once for all number types.
///
/// Curras-Lorenzo, Navarrete, Azuma, Kato, Curty, Razavi 2021, arXiv:1910.11407, with the concentration bound
/// of Kato 2020, arXiv:2002.04357, for every term that has a prediction.
enum PhaseErrorEstimation {
  /// The analysis of legal inputs.
  ///
  /// - Parameter programs: what the linear programs of the same data certified; nil to solve them. Programs whose data
  ///   differ in the last digit end at values that differ more, so that number types compare by sharing theirs.
  static func estimate<S: EnclosedScalar>(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, forecast: Forecast,
    effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis] = [],
    programs: FiniteKeyEstimate<Interval>? = nil
  ) -> FiniteKeyEstimate<S> {
    let shares = FailureShares<S>(options, settings)
    var result = start(counts, options, shares)
    if let obstacle = obstacle(counts, settings, shares) {
      result.obstacle = obstacle
      return result
    }
    var polytope: PhotonPairPolytope?
    if let programs {
      result.adopt(programs)
      guard !programs.pairs.isEmpty else {
        result.obstacle = programs.obstacle ?? ReasonForZero(.inconsistentTestData)
        return result
      }
    } else {
      guard
        let program = CountsProgram(
          counts, settings, cutoff: options.photonCutoff, DecoyTailExponent(shares.decoyTail.value.enclosure))
      else {
        result.obstacle = ReasonForZero(.inconsistentTestData, detail: "the counts are no numbers")
        return result
      }
      guard result.solve(program, counts, options, effort: effort, startingAt: starts) else { return result }
      polytope = program.polytope
    }
    let concentration = DependentTrialsBound(trials: result.keyCount + result.testCount, shares.concentration)
    let weights = ParityWeights<S>(
      alice: .signalOverTest(settings.alice, cutoff: options.pairCutoff),
      bob: .signalOverTest(settings.bob, cutoff: options.pairCutoff), cutoff: options.pairCutoff,
      tail: options.composition == .linear ? .rootOfSquares : .sum)
    result.tails = weights.tails
    if counts.origin == .measured {
      var bounds = result.pairs
      for (pair, value) in result.oddPairs { bounds[pair] = value }
      result.boundKeySuccesses(
        Contradictions.KeySuccesses(weights, concentration, bounds: bounds, testCount: result.testCount),
        concentration, odds: odds(settings), over: options.method == .joint ? polytope : nil)
      if result.obstacle != nil { return result }
    }
    switch forecast {
    case .untuned: result.predictions = nil
    case .given(let predictions): result.predictions = predictions
    case .successes:
      result.predictions =
        programs?.predictions
        ?? Predictions.from(successes: counts.successes, rounds: counts.rounds, settings, options)
    case .evaluated: result.predictions = Predictions(pairs: result.pairs, testCount: counts.testCount)
    }
    result.boundPhaseErrors(
      options, weights, concentration, odds: odds(settings), polytope, jointSum: programs?.jointSum,
      completes: forecast == .evaluated)
    // Beyond 1/2 the forecast of the leakage would fall again; bits are never flipped for a key.
    guard 2 * counts.keyErrors < counts.keyCount else {
      result.obstacle = ReasonForZero(.bitErrorTooLarge)
      return result
    }
    result.rawLength =
      result.keyCount * binaryEntropyComplement(result.phaseError.value) - result.leakage.value - result.announcement
      - result.penalty.value
    return result
  }

  /// (pX/pZ)², a product over the users (TF-31).
  private static func odds<S: Scalar>(_ settings: Settings) -> S {
    S(settings.keyModeProbability) * S(settings.bobKeyModeProbability)
      / ((S.one - S(settings.keyModeProbability)) * (S.one - S(settings.bobKeyModeProbability)))
  }

  /// What is known before any bound: the counts, the shares of ε, the cost of hashing and error correction.
  private static func start<S: EnclosedScalar>(
    _ counts: Observations, _ options: FiniteKeyOptions, _ shares: FailureShares<S>
  ) -> FiniteKeyEstimate<S> {
    let total = counts.testCounts.reduce(S.zero) { sum, row in row.reduce(sum) { $0 + S($1) } }
    let keyCount = S(counts.keyCount)
    let verification = S.log2(S(2)) - S.log2(S(options.correctness))
    let penalty = verification - S.log2(S(4) * S.square(shares.amplification))
    var leakage: UpperBound<S> = options.leakage.bits(detections: keyCount, errors: S(counts.keyErrors))
    if case .measured = options.leakage, let rule = counts.shannonRule(correctness: options.correctness) {
      // TF-90: the printed length uses the least leakage where the stated one is below it.
      leakage = UpperBound(S.maximum(leakage.value, S(rule.leastLeakage)))
    }
    let announcement = options.keyErrors == .secret ? 0 : KeyErrorDisclosure.announcementBits(among: counts.keyCount)
    return FiniteKeyEstimate<S>(
      keyCount: keyCount, testCount: total,
      bitError: counts.keyCount > 0 ? S(counts.keyErrors) / keyCount : S(0.5), shares: shares,
      beyondCutoff: UpperBound(0), means: [], pairs: [:], largestGap: 0, testSum: UpperBound(total),
      tails: [S.zero, S.zero], phaseErrorSum: UpperBound(S.zero), phaseErrors: UpperBound(keyCount),
      phaseErrorUncapped: S.one, phaseError: UpperBound(S(0.5)), leakage: leakage,
      announcement: S(announcement), penalty: UpperBound(penalty),
      rawLength: -leakage.value - S(announcement) - penalty, tuned: TunedTerms(), obstacle: nil)
  }

  /// Why there is nothing to bound, if so; measured counts are held against the rounds emitted (TF-52).
  private static func obstacle<S: Scalar>(
    _ counts: Observations, _ settings: Settings, _ shares: FailureShares<S>
  ) -> ReasonForZero? {
    guard counts.keyCount > 0 else { return ReasonForZero(.noDetections, detail: "key mode") }
    guard counts.testCount > 0 else { return ReasonForZero(.noDetections, detail: "test mode") }
    guard settings.signalsAreBelowDecoys else { return ReasonForZero(.signalAboveDecoys) }
    guard counts.origin == .measured else { return nil }
    return Contradictions.emission(counts, settings, shares.decoyTail).map {
      ReasonForZero(.countsContradictSettings, detail: $0)
    }
  }
}

extension FiniteKeyEstimate where S: EnclosedScalar {
  /// Takes what the linear programs of the same data certified.
  mutating func adopt(_ programs: FiniteKeyEstimate<Interval>) {
    means = programs.means
    beyondCutoff = programs.beyondCutoff
    pairs = programs.pairs
    oddPairs = programs.oddPairs
    jointKeySum = programs.jointKeySum
    largestGap = programs.largestGap
    bases = programs.bases
  }

  /// Solves the linear programs; false, with the reason, if no numbers fit the counts.
  mutating func solve(
    _ program: CountsProgram, _ counts: Observations, _ options: FiniteKeyOptions,
    effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis]
  ) -> Bool {
    means = program.means
    beyondCutoff = UpperBound(program.beyondCutoff.upper)
    let bounds = program.upperBounds(
      PhotonPair.equalParity(upTo: options.pairCutoff), effort: effort, startingAt: starts)
    guard !bounds.isInfeasible else {
      obstacle = ReasonForZero(.inconsistentTestData)
      return false
    }
    pairs = bounds.values
    largestGap = bounds.largestGap
    bases = bounds.bases
    guard counts.origin == .measured else { return true }
    let odd = program.upperBounds(Contradictions.oddPairs(upTo: options.pairCutoff), effort: effort)
    oddPairs = odd.values
    guard !odd.isInfeasible else {
      obstacle = ReasonForZero(.inconsistentTestData)
      return false
    }
    return true
  }

  /// M_X^U and whether the key-mode successes exceed it (TF-53).
  ///
  /// - Parameter polytope: for the joint maximum, which refuses more.
  mutating func boundKeySuccesses(
    _ sum: Contradictions.KeySuccesses<S>, _ concentration: DependentTrialsBound<S>, odds: S,
    over polytope: PhotonPairPolytope?
  ) {
    var all = sum.separate()
    if let polytope { jointKeySum = sum.joint(over: polytope) }
    if let joint = jointKeySum { all = S.minimum(all, S(joint)) }
    all = odds * all
    let bound = S.minimum(
      concentration.trials, concentration.countFromSum(predicted: all.approximation)(all))
    keyCountBound = UpperBound(bound)
    if keyCount.straddles(bound) { straddled.append("whether there are more key-mode successes than possible") }
    // Rounded towards refusing.
    if keyCount.highest > bound.lowest {
      obstacle = ReasonForZero(.countsContradictSettings, detail: Contradictions.tooManyKeySuccesses)
    }
  }

  /// Σ_ph, N_ph and e_ph (TF-31, TF-32) by the concentration bounds that the predictions tune.
  ///
  /// - Parameters:
  ///   - jointSum: the joint maximum that is already known.
  ///   - completes: whether Σ_ph itself is the prediction of the phase errors (TF-34a).
  mutating func boundPhaseErrors(
    _ options: FiniteKeyOptions, _ weights: ParityWeights<S>, _ concentration: DependentTrialsBound<S>, odds: S,
    _ polytope: PhotonPairPolytope?, jointSum known: Double?, completes: Bool
  ) {
    let trials = concentration.trials
    let targets = PhotonPair.equalParity(upTo: options.pairCutoff)
    var terms = TunedConcentration(concentration, options.concentration, predictions)
    var open: [String] = []
    // Every bound of a sum is at most the number of trials.
    func capped(_ sum: S, _ name: String) -> S {
      if sum.straddles(trials) { open.append("whether the bound on \(name) exceeds the trials") }
      return S.minimum(trials, sum)
    }
    let testSum = capped(terms.tail(testCount), "all test successes")
    self.testSum = UpperBound(testSum)
    let scale = S.sqrt(testSum)
    let sums = Dictionary(uniqueKeysWithValues: targets.map { ($0, terms.pair($0)) })
    var sum = weights.phaseErrorSum(
      rootsOf: { pair in
        guard let count = pairs[pair], let bound = sums[pair] else { return S.sqrt(trials) }
        return S.sqrt(capped(bound(S(count)), "pair \(pair)"))
      }, tailScale: scale)
    if options.method == .joint {
      jointSum = known
      if let polytope {
        let concave = ConcavePhaseErrorSum(
          weights: weights.enclosed, constants: weights.tails.map { ($0 * scale).enclosure },
          offsets: sums.mapValues { $0.offset.enclosure }, slopes: sums.mapValues { $0.scale.enclosure })
        jointSum = JointBound.maximum(of: concave, over: polytope)?.value
      }
      if let joint = jointSum {
        if sum.straddles(S(joint)) { open.append("whether the joint bound is below the separate one") }
        sum = S.minimum(sum, S(joint))
      }
    }
    let phaseErrorSum = odds * sum
    self.phaseErrorSum = UpperBound(phaseErrorSum)
    if completes {
      predictions?.phaseErrors = phaseErrorSum.approximation
      terms = TunedConcentration(concentration, options.concentration, predictions)
    }
    let phaseErrors = capped(terms.phaseErrors(phaseErrorSum), "phase errors")
    self.phaseErrors = UpperBound(phaseErrors)
    tuned = TunedTerms(
      pairs: Set(targets.filter { sums[$0]?.usesPrediction ?? false }), tail: terms.tail.usesPrediction,
      phaseErrors: terms.phaseErrors.usesPrediction)
    let uncapped = phaseErrors / keyCount
    phaseErrorUncapped = uncapped
    // Beyond 1/2 the entropy would fall again: never evaluated there.
    if uncapped.straddles(S(0.5)) { open.append("whether e_ph is below 1/2") }
    phaseError = UpperBound(S.minimum(uncapped, S(0.5)))
    straddled += open
  }
}
