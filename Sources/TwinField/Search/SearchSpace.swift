// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// What an optimiser may move in the protocol of Curty, Azuma and Lo, as a unit box without constraints
/// (tf sheet, section 11).
package struct SearchSpace: SearchedSpace {
  private static let usualKeyMode = 0.02...0.99
  /// The probability of the key mode.
  package static let keyMode = SearchSetting(
    "key_mode_probability", "probability that a user selects the key mode", .probability, key: "key_mode_probability",
    range: "key_mode_probability")

  /// The settings that are given.
  package let partial: PartialSettings
  /// What the analysis needs.
  package let needs: Settings.Needs
  /// What may be moved.
  package let box: SearchCoordinates

  private let alice: SideSpace
  private let bob: SideSpace?
  private let keyMode: Int

  /// Makes the space of what `partial` leaves open.
  ///
  /// - Parameter ranges: ranges in place of the usual ones, for `key_intensity`, `test_intensity_1`,
  ///   `test_probability_1` and so on, and `key_mode_probability`; Bob's begin with `bob_`.
  package init(_ partial: PartialSettings, needs: Settings.Needs, ranges: SearchRanges = SearchRanges()) {
    self.partial = partial
    self.needs = needs
    var box = SearchDeclaration(ranges)
    if let second = partial.bob {
      box.begin(SearchUser(column: "", key: "", words: " of Alice"))
      alice = SideSpace(partial.alice, needs: needs, &box)
      box.begin(SearchUser(column: "bob_", key: "bob_", words: " of Bob"))
      bob = SideSpace(second, needs: needs, &box)
    } else {
      alice = SideSpace(partial.alice, needs: needs, &box)
      bob = nil
    }
    if needs == .probabilities {
      box.begin(.all)
      let own = box.own(Self.keyMode)
      let bounds = own.map { .held($0) } ?? SearchBounds.range(nil, usual: Self.usualKeyMode)
      keyMode = box.add(
        Self.keyMode, given: partial.keyModeProbability, named: "key mode probability", scale: .logit, .fixed(bounds))
    } else {
      keyMode = box.fix(1)
    }
    self.box = SearchCoordinates(box)
  }

  /// The settings at a point of the box.
  package func settings(at x: [Double]) -> Settings {
    let values = box.values(at: x)
    let a = alice.settings(values)
    return Settings(
      alice: a, bob: bob?.settings(values) ?? a, keyModeProbability: values[keyMode],
      bobKeyModeProbability: needs == .probabilities ? partial.bobKeyModeProbability : nil)
  }

  /// The point of the box for settings (clipped into it); the inverse of ``settings(at:)``.
  package func point(for settings: Settings) -> [Double] {
    box.point(
      for: alice.wanted(settings.alice) + (bob?.wanted(settings.bob) ?? [])
        + [(keyMode, settings.keyModeProbability)])
  }

  /// Starting settings: the sheet's, shifted on unequal arms so that equal intensities arrive.
  func starts(_ setup: Setup) -> [Settings] {
    let choices: [(s: Double, pX: Double, mu0: Double, ratio: Double)] =
      switch needs {
      case .signals: [(0.035, 1, 0, 0), (0.01, 1, 0, 0)]
      case .decoys: [(0.02, 1, 0.3, 0.2), (0.008, 1, 0.25, 0.3), (0.03, 1, 0.4, 0.3)]
      case .probabilities: [(0.0165, 0.75, 0.58, 0.25), (0.02, 0.9, 0.5, 0.21), (0.014, 0.61, 0.64, 0.27)]
      }
    let a = setup.aliceArm.value
    let b = setup.bobArm.value
    let shift = a > 0 && b > 0 ? (b / a).squareRoot() : 1
    return choices.map { c in
      func side(_ partial: PartialSideSettings, _ factor: Double) -> SideSettings {
        let count = partial.testIntensities.count
        var mu = Swift.min(1, c.mu0 * factor.squareRoot())
        let intensities = (0..<count).map { k -> Double in
          if let given = partial.testIntensities[k] { return given }
          defer { mu *= c.ratio }
          return mu
        }
        // The weakest wants to be sent most often.
        let weights = (0..<count).map { k in Double(k + 1) * Double(k + 1) }
        let total = weights.reduce(0, +)
        return SideSettings(
          signalIntensity: c.s * factor, testIntensities: intensities, testProbabilities: weights.map { $0 / total })
      }
      // s_A = s √(η_B/η_A): equal intensities arrive.
      let alice = side(partial.alice, partial.bob == nil ? 1 : shift)
      return Settings(
        alice: alice, bob: partial.bob.map { side($0, 1 / shift) } ?? alice, keyModeProbability: c.pX)
    }
  }

  /// The maximisation of the asymptotic rate.
  package func problem(setup: Setup, options: AsymptoticOptions) -> SearchProblem {
    let space = self
    let model = VaryingModel(setup)
    // The joint bound costs a hundred linear programs: the search follows the separate one, which ends nearby.
    var fast = options
    fast.method = .separate
    let searchOptions = fast
    let starts = box.names.isEmpty ? [] : self.starts(setup).map(point(for:))
    // Similar programs end at similar bases: all evaluations start from those of one point, whatever their order.
    let bases =
      starts.first.map {
        AsymptoticAnalysis.evaluate(model, settings(at: $0), searchOptions, effort: .search).bases
      } ?? []
    return box.problem(starts: starts) { x in
      let e = AsymptoticAnalysis.evaluate(
        model, space.settings(at: x), searchOptions, effort: .search, startingAt: bases)
      if e.isInfeasible || !(e.gain > 0) { return -10 }
      // Where there is no key: per detection, so that to send nothing is no attraction.
      if e.rawRate > 0 { return e.rawRate }
      let excess = e.phaseErrorUncapped >= 0.5 ? squashed(e.phaseErrorUncapped - 0.5) : 0
      return Swift.max(-4, e.rawRateOfOutcome / e.gain - excess)
    }
  }

  /// The maximisation of the finite-key rate of expected counts.
  ///
  /// Where there is key the objective is the raw rate per round; where there is none it is a negative
  /// number that rises towards key.
  ///
  /// - Parameter rule: how the concentration bound is tuned; `evaluated` needs no linear programs besides.
  package func problem(
    setup: Setup, rounds: Double, options: FiniteKeyOptions, rule: PredictionRule = .evaluated
  ) -> SearchProblem {
    let space = self
    var fast = options
    fast.method = .separate
    let searchOptions = fast
    let starts = box.names.isEmpty ? [] : self.starts(setup).map(point(for:))
    @Sendable func estimate(_ settings: Settings, _ bases: [LinearProgramBasis]) -> FiniteKeyEstimate<Double> {
      PhaseErrorEstimation.estimate(
        Observations.expected(setup, settings, rounds: rounds), settings, searchOptions,
        forecast: Forecast(rule, setup, settings, rounds: rounds, pairCutoff: searchOptions.pairCutoff),
        effort: .search, startingAt: bases)
    }
    let bases = starts.first.map { estimate(settings(at: $0), []).bases } ?? []
    return box.problem(starts: starts) { x in searchValue(estimate(space.settings(at: x), bases), rounds: rounds) }
  }
}

/// x/(1 + x) for x > 0: how far something is from what it should be, on a bounded scale.
private func squashed(_ x: Double) -> Double { x > 0 ? x / (1 + x) : 0 }

/// The objective of a finite search: the raw rate where positive, a graded negative fraction elsewhere.
private func searchValue(_ e: FiniteKeyEstimate<Double>, rounds: Double) -> Double {
  guard e.keyCount > 0, e.obstacle == nil else { return -10 }
  if e.rawLength > 0 { return e.rawLength / rounds }
  let cost = squashed((e.leakage.value + e.penalty.value) / e.keyCount)
  if e.phaseErrorUncapped >= 0.5 { return -1 - squashed(e.phaseErrorUncapped - 0.5) - cost }
  return Swift.max(e.rawLength / e.keyCount, -1)
}
