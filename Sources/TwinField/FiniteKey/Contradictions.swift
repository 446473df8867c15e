// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Counts that no link gives with the stated settings (tf sheet, section 8; TF-52, TF-53).
///
/// A wrong probability, intensity or table of counts would otherwise end in a key that is too long. A refusal is a
/// function of what is announced and only shortens: it costs no failure probability, and may be tuned on the data.
enum Contradictions {
  /// More successes than rounds of a kind were emitted (TF-52), in words; nil if not.
  static func emission<S: Scalar>(
    _ counts: Observations, _ settings: Settings, _ exponent: DecoyTailExponent<S>
  ) -> String? {
    func exceeds(_ count: Double, _ rounds: S) -> Bool {
      let most = PoissonTailBound.count(ofMean: rounds, logInverseFailure: exponent.value).value
      // Rounded towards refusing.
      return count > most.lowest
    }
    let (pA, pB) = (S(settings.keyModeProbability), S(settings.bobKeyModeProbability))
    if exceeds(counts.keyCount, S(counts.rounds) * pA * pB) { return "more key-mode successes than key-mode rounds" }
    let testRounds = S(counts.rounds) * (S.one - pA) * (S.one - pB)
    for (row, p) in zip(counts.testCounts, settings.alice.testProbabilities) {
      for (count, q) in zip(row, settings.bob.testProbabilities)
      where exceeds(count, testRounds * S(p) * S(q)) {
        return "more test-mode successes than rounds with these intensities"
      }
    }
    return nil
  }

  /// The pairs of TF-53 that the phase errors do not have: unequal parity, n + m ≤ S.
  static func oddPairs(upTo cutoff: Int) -> [PhotonPair] {
    stride(from: 1, through: cutoff, by: 2).flatMap { sum in (0...sum).map { PhotonPair($0, sum - $0) } }
  }

  /// Which of the four parities a pair has.
  static func group(_ pair: PhotonPair) -> Int { 2 * (pair.n % 2) + pair.m % 2 }

  /// The words of TF-53.
  static let tooManyKeySuccesses = "more key-mode successes than the test counts allow"

  /// Σ_all/(pX/pZ)² of TF-53 with what it is made of.
  struct KeySuccesses<S: EnclosedScalar> {
    private let weights: ParityWeights<S>
    private let concentration: DependentTrialsBound<S>
    private let bounds: [PhotonPair: Double]
    /// √SU(M_Z, M_Z).
    private let scale: S
    /// W_jk, by ``Contradictions/group(_:)``.
    private let tails: [S]

    /// - Parameters:
    ///   - bounds: M^U(n, m) of all pairs with n + m ≤ S.
    ///   - testCount: M_Z, also as a double.
    init(
      _ weights: ParityWeights<S>, _ concentration: DependentTrialsBound<S>, bounds: [PhotonPair: Double],
      testCount: S
    ) {
      self.weights = weights
      self.concentration = concentration
      self.bounds = bounds
      let sum = concentration.sumFromCount(predicted: testCount.approximation)(testCount)
      scale = S.sqrt(S.minimum(concentration.trials, sum))
      tails = (0..<4).map { weights.rootOfSquares($0 / 2, $0 % 2) }
    }

    private var pairs: [PhotonPair] {
      PhotonPair.equalParity(upTo: weights.cutoff) + Contradictions.oddPairs(upTo: weights.cutoff)
    }

    /// Each pair at its own worst case; a pair without a bound may be all trials.
    func separate() -> S {
      var sums = tails.map { $0 * scale }
      for pair in pairs {
        let root: S
        if let count = bounds[pair] {
          let sum = concentration.sumFromCount(predicted: count)(S(count))
          root = S.sqrt(S.minimum(concentration.trials, sum))
        } else {
          root = S.sqrt(concentration.trials)
        }
        let j = Contradictions.group(pair)
        sums[j] = sums[j] + weights.weight(pair) * root
      }
      return sums.reduce(S.zero) { $0 + S.square($1) }
    }

    /// All at one common worst case, certified (TF-35, TF-37 with four groups); nil if there is none.
    func joint(over polytope: PhotonPairPolytope) -> Double? {
      let affine = Dictionary(
        uniqueKeysWithValues: pairs.map { ($0, concentration.sumFromCount(predicted: bounds[$0])) })
      let sum = ConcavePhaseErrorSum(
        weights: weights.enclosed, pairs: pairs, group: Contradictions.group,
        constants: tails.map { ($0 * scale).enclosure }, offsets: affine.mapValues { $0.offset.enclosure },
        slopes: affine.mapValues { $0.scale.enclosure })
      return JointBound.maximum(of: sum, over: polytope)?.value
    }
  }
}
