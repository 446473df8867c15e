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
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Predictions?,
    effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis] = [],
    programs: FiniteKeyEstimate<Interval>? = nil
  ) -> FiniteKeyEstimate<S> {
    let events = options.events(
      aliceIntensities: settings.alice.testIntensities.count, bobIntensities: settings.bob.testIntensities.count)
    // ε_1 = ε_PE/K (TF-18).
    let l = options.logInverseEstimation() + S.log(S(Double(events)))
    let total = counts.testCounts.reduce(S.zero) { sum, row in row.reduce(sum) { $0 + S($1) } }
    let keyCount = S(counts.keyCount)
    let verification = S.log2(S(2)) - S.log2(S(options.correctness))
    let amplification: S = options.amplification()
    let penalty = verification - S.log2(S(4) * S.square(amplification))
    let leakage: UpperBound<S> = options.leakage.bits(detections: keyCount, errors: S(counts.keyErrors))
    var result = FiniteKeyEstimate<S>(
      keyCount: keyCount, testCount: total,
      bitError: counts.keyCount > 0 ? S(counts.keyErrors) / keyCount : S(0.5), events: events, logInverseFailure: l,
      beyondCutoff: UpperBound(0), means: [], pairs: [:], largestGap: 0, testSum: UpperBound(total),
      tails: [S.zero, S.zero], phaseErrorSum: UpperBound(S.zero), phaseErrors: UpperBound(keyCount),
      phaseErrorUncapped: S.one, phaseError: UpperBound(S(0.5)), leakage: leakage, penalty: UpperBound(penalty),
      rawLength: -leakage.value - penalty, tuned: TunedTerms(), obstacle: nil)
    guard counts.keyCount > 0 else {
      result.obstacle = ReasonForZero(.noDetections, detail: "key mode")
      return result
    }
    guard counts.testCount > 0 else {
      result.obstacle = ReasonForZero(.noDetections, detail: "test mode")
      return result
    }
    guard settings.signalsAreBelowDecoys else {
      result.obstacle = ReasonForZero(.signalAboveDecoys)
      return result
    }
    let targets = PhotonPair.equalParity(upTo: options.pairCutoff)
    var polytope: PhotonPairPolytope?
    if let programs {
      result.means = programs.means
      result.beyondCutoff = programs.beyondCutoff
      guard !programs.pairs.isEmpty else {
        result.obstacle = programs.obstacle ?? ReasonForZero(.inconsistentTestData)
        return result
      }
      result.pairs = programs.pairs
      result.largestGap = programs.largestGap
      result.bases = programs.bases
    } else {
      guard
        let program = CountsProgram(
          counts, settings, cutoff: options.photonCutoff, logInverseFailure: l.enclosure)
      else {
        result.obstacle = ReasonForZero(.inconsistentTestData, detail: "the counts are no numbers")
        return result
      }
      result.means = program.means
      result.beyondCutoff = UpperBound(program.beyondCutoff.upper)
      let bounds = program.upperBounds(targets, effort: effort, startingAt: starts)
      guard !bounds.isInfeasible else {
        result.obstacle = ReasonForZero(.inconsistentTestData)
        return result
      }
      result.pairs = bounds.values
      result.largestGap = bounds.largestGap
      result.bases = bounds.bases
      polytope = program.polytope
    }
    let trials = keyCount + total
    let concentration = DependentTrialsBound(trials: trials, logInverseFailure: l)
    let tuned = TunedConcentration(concentration, options.concentration, predictions)
    let weights = ParityWeights<S>(
      alice: .signalOverTest(settings.alice, cutoff: options.pairCutoff),
      bob: .signalOverTest(settings.bob, cutoff: options.pairCutoff), cutoff: options.pairCutoff)
    result.tails = weights.tails
    // Σ P_u of all test successes; every bound of a sum is at most the number of trials.
    func capped(_ sum: S, _ name: String) -> S {
      if sum.straddles(trials) { result.straddled.append("whether the bound on \(name) exceeds the trials") }
      return S.minimum(trials, sum)
    }
    let testSum = capped(tuned.tail(total), "all test successes")
    result.testSum = UpperBound(testSum)
    let scale = S.sqrt(testSum)
    let sums = Dictionary(uniqueKeysWithValues: targets.map { ($0, tuned.pair($0)) })
    var sum = weights.phaseErrorSum(
      rootsOf: { pair in
        guard let count = result.pairs[pair], let bound = sums[pair] else { return S.sqrt(trials) }
        return S.sqrt(capped(bound(S(count)), "pair \(pair)"))
      }, tailScale: scale)
    if options.method == .joint {
      result.jointSum = programs?.jointSum
      if let polytope {
        let concave = ConcavePhaseErrorSum(
          weights: weights.enclosed, constants: weights.tails.map { ($0 * scale).enclosure },
          offsets: sums.mapValues { $0.offset.enclosure }, slopes: sums.mapValues { $0.scale.enclosure })
        result.jointSum = JointBound.maximum(of: concave, over: polytope)?.value
      }
      if let joint = result.jointSum {
        if sum.straddles(S(joint)) { result.straddled.append("whether the joint bound is below the separate one") }
        sum = S.minimum(sum, S(joint))
      }
    }
    // (pX/pZ)², a product over the users (TF-31).
    let ratio =
      S(settings.keyModeProbability) * S(settings.bobKeyModeProbability)
      / ((S.one - S(settings.keyModeProbability)) * (S.one - S(settings.bobKeyModeProbability)))
    let phaseErrorSum = ratio * sum
    result.phaseErrorSum = UpperBound(phaseErrorSum)
    let phaseErrors = capped(tuned.phaseErrors(phaseErrorSum), "phase errors")
    result.phaseErrors = UpperBound(phaseErrors)
    result.tuned = TunedTerms(
      pairs: Set(targets.filter { sums[$0]?.usesPrediction ?? false }), tail: tuned.tail.usesPrediction,
      phaseErrors: tuned.phaseErrors.usesPrediction)
    let uncapped = phaseErrors / keyCount
    result.phaseErrorUncapped = uncapped
    // Beyond 1/2 the entropy would fall again: never evaluated there.
    if uncapped.straddles(S(0.5)) { result.straddled.append("whether e_ph is below 1/2") }
    let phaseError = S.minimum(uncapped, S(0.5))
    result.phaseError = UpperBound(phaseError)
    // Beyond 1/2 the forecast of the leakage would fall again; bits are never flipped for a key.
    guard 2 * counts.keyErrors < counts.keyCount else {
      result.obstacle = ReasonForZero(.bitErrorTooLarge)
      return result
    }
    result.rawLength = keyCount * binaryEntropyComplement(phaseError) - leakage.value - penalty
    return result
  }
}

/// The concentration bound of each term, by method and prediction (TF-27, TF-28, TF-29).
private struct TunedConcentration<S: Scalar> {
  let bound: DependentTrialsBound<S>
  let method: ConcentrationMethod
  let predictions: Predictions?

  init(_ bound: DependentTrialsBound<S>, _ method: ConcentrationMethod, _ predictions: Predictions?) {
    self.bound = bound
    self.method = method
    self.predictions = predictions
  }

  private func prediction(_ pair: PhotonPair) -> Double? {
    switch method {
    case .kato: predictions?.pairs[pair]
    case .paper: pair == PhotonPair(0, 0) ? predictions?.pairs[pair] : nil
    case .azuma: nil
    }
  }

  func pair(_ pair: PhotonPair) -> DependentTrialsBound<S>.Affine { bound.sumFromCount(predicted: prediction(pair)) }

  var tail: DependentTrialsBound<S>.Affine {
    bound.sumFromCount(predicted: method == .kato ? predictions?.testCount : nil)
  }

  var phaseErrors: DependentTrialsBound<S>.Affine {
    bound.countFromSum(predicted: method == .kato ? predictions?.phaseErrors : nil)
  }
}
