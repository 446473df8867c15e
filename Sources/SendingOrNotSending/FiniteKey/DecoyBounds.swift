// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What the test counts say about vacuum and single photons (sns sheet, section 3.3).
///
/// Given the record of announcements every count is a sum of independent Bernoulli variables (section 3.2), so the
/// Chernoff bounds MDI-24 hold against coherent attacks. H, the announced rounds in which nobody emits, is one unknown
/// number between two ends; the bounds are functions of it.
struct DecoyBounds<S: Scalar> {
  private struct Decoys {
    /// a1 and a2.
    let weak: S
    let strong: S
    /// M1 = e^a1 E(n_1o)/(N p_1o) and M2 alike: both ends.
    let weakLower: S
    let weakUpper: S
    let strongUpper: S

    /// Y10(H) and its derivation from three intensities (TFS-10; decoy formula of Yu et al. 2019, arXiv:1807.09891).
    func onePhotonYield(vacuum h: S) -> LowerBound<S> {
      let (a1, a2) = (weak, strong)
      let squares = (a2 - a1) * (a2 + a1)
      let sum = S.square(a2) * weakLower - S.square(a1) * strongUpper - squares * h
      return LowerBound(S.maximum(S.zero, sum / (a1 * a2 * (a2 - a1))))
    }
  }

  /// H_L and H_U (TFS-9).
  let vacuum: (lower: LowerBound<S>, upper: UpperBound<S>)
  /// T_U: wrong clicks of the slice with its emission probability divided out (TFS-11).
  let sliceErrors: UpperBound<S>
  /// Which of the tests that any source obeys failed (TFS-10a and T_U ≥ G(H_L)/2).
  private(set) var contradictions = Contradictions()

  private let decoys: PerUser<Decoys>
  private let emitted: S
  private let silentRounds: S
  private let countsTestVacuum: Bool
  private let quantumBeta: S

  init(_ counts: Observations, _ settings: Settings, _ p: SettingProbabilities<S>, _ shares: FailureShares) {
    let n = S(counts.rounds)
    let classical: S = shares.classicalBeta()
    let quantum: S = shares.quantumBeta()
    func ends(_ count: Double, _ share: S) -> (lower: S, upper: S) {
      let bounds = PoissonTailBound.mean(ofCount: S(count), logInverseFailure: classical)
      return (bounds.lower.value / (n * share), bounds.upper.value / (n * share))
    }
    func most(_ count: Double, _ share: S) -> S {
      PoissonTailBound.largestMean(ofCount: S(count), logInverseFailure: classical).value / (n * share)
    }
    func decoys(_ user: UserSettings, _ weak: (lower: S, upper: S), _ strong: S) -> Decoys {
      let e1 = S.exp(S(user.weakIntensity))
      return Decoys(
        weak: S(user.weakIntensity), strong: S(user.strongIntensity), weakLower: e1 * weak.lower,
        weakUpper: e1 * weak.upper, strongUpper: S.exp(S(user.strongIntensity)) * strong)
    }
    let nobody = ends(counts.vacuum, p.oo)
    vacuum = (LowerBound(nobody.lower), UpperBound(nobody.upper))
    self.decoys = PerUser(
      alice: decoys(
        settings.users.alice, ends(counts.weak.alice, p.weak.alice), most(counts.strong.alice, p.strong.alice)),
      bob: decoys(settings.users.bob, ends(counts.weak.bob, p.weak.bob), most(counts.strong.bob, p.strong.bob)))
    emitted = S(settings.users.alice.weakIntensity) + S(settings.users.bob.weakIntensity)
    silentRounds = n * p.vacuum
    countsTestVacuum = shares.options.accounting == .split
    quantumBeta = quantum
    let accepted = n * p.bothWeak * (S(settings.sliceWidth) / S.precisePi)
    let errors = PoissonTailBound.largestMean(ofCount: S(counts.sliceErrors), logInverseFailure: quantum).value
    sliceErrors = UpperBound(S.exp(emitted) * errors / accepted)
    findContradictions()
  }

  /// Y_j0 ≥ 0 for every photon number forces M1 ≥ H and a1 (M2 − H) ≥ a2 (M1 − H).
  private mutating func findContradictions() {
    let (low, high) = (vacuum.lower.value, vacuum.upper.value)
    for (d, name) in [(decoys.alice, "Alice"), (decoys.bob, "Bob")] {
      contradictions.require(d.weakUpper - low, "\(name)'s weak decoy clicks less than vacuum")
      contradictions.require(
        d.weak * d.strongUpper + (d.strong - d.weak) * high - d.strong * d.weakLower,
        "\(name)'s strong decoy clicks less than the weak one allows")
    }
    contradictions.require(
      sliceErrors.value - testVacuum(low).value / S(2), "fewer wrong clicks in the slice than vacuum alone makes")
  }

  /// G(H): the vacuum of test rounds, both weak decoys included (TFS-11a).
  ///
  /// With linear accounting the phases of the test rounds are public, so their vacuum is no classical number; it is
  /// linked to H by one more event under the root.
  private func testVacuum(_ h: S) -> LowerBound<S> {
    guard countsTestVacuum else { return LowerBound(h) }
    let mean = PoissonTailBound.leastMean(ofCount: silentRounds * h, logInverseFailure: quantumBeta).value
    return LowerBound(mean / silentRounds)
  }

  /// Y10(H) and Y01(H): one photon of one user, nothing from the other (TFS-10); they fall with H.
  func onePhotonYields(vacuum h: S) -> PerUser<LowerBound<S>> {
    PerUser(alice: decoys.alice.onePhotonYield(vacuum: h), bob: decoys.bob.onePhotonYield(vacuum: h))
  }

  /// t(H): one photon emitted and a phase error (TFS-11); it falls with H.
  func phaseErrorYield(vacuum h: S) -> UpperBound<S> {
    UpperBound(S.maximum(S.zero, (sliceErrors.value - testVacuum(h).value / S(2)) / emitted))
  }
}
