// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// One party's settings of `finite3` of which some are given (nil is free).
package struct PartialThreeIntensities: Sendable, Equatable {
  /// μ and ν.
  package var intensities: [Double?]
  /// ω, never free: what the extinction leaves, or 0.
  package var weakest: Double
  /// pI of the three; with one free it takes the rest.
  package var probabilities: [Double?]
  /// pZ of the three.
  package var keyBasis: [Double?]

  /// Makes partial settings; lists shorter than they should be are free at their end.
  package init(
    intensities: [Double?] = [], weakest: Double = 0, probabilities: [Double?] = [], keyBasis: [Double?] = []
  ) {
    func filled(_ list: [Double?], _ count: Int) -> [Double?] { Array((list + [nil, nil, nil]).prefix(count)) }
    self.intensities = filled(intensities, 2)
    self.weakest = weakest
    self.probabilities = filled(probabilities, 3)
    self.keyBasis = filled(keyBasis, 3)
  }
}

extension ThreeIntensityChoice: SearchedChoice {
  /// Reads it from values of slots.
  package init(_ values: [Double], from first: Int) {
    func three(_ place: Int) -> ThreeIntensities {
      ThreeIntensities(values[first + place], values[first + place + 1], values[first + place + 2])
    }
    self.init(intensities: three(0), probabilities: three(3), keyBasis: three(6))
  }

  /// The values of its slots.
  package var slots: [Double] { intensities.list + probabilities.list + keyBasis.list }
}

/// What an optimiser may move in `finite3`, as a unit box without constraints (mdi sheet, section 9).
package struct ThreeIntensitySpace: FiniteSearchSpace {
  package typealias Choice = ThreeIntensityChoice

  private enum Usual {
    static let signal = 0.01...1.2
    /// ν between ω and μ.
    static let decoy = 0.01...0.95
    static let odds = [(0.01, 300.0), (0.01, 100), (0.01, 100)]
    // The best signals are all in Z.
    static let keyBasis = [0.02...1, 0.02...0.98, 0.02...0.98]
  }

  /// How near the decoy may come to the signal in a range of its own, counted from the weakest.
  private static let decoyShare = 0.95

  /// What may be moved.
  package let box: SearchCoordinates
  /// The first slot of each party's choice.
  package let first: PerParty<Int>
  private let weakest: PerParty<Double>

  /// Makes the space of what is open.
  ///
  /// - Parameters:
  ///   - partial: the settings that are given.
  ///   - isSymmetric: whether Bob does as Alice; then only Alice's part is read.
  ///   - ranges: ranges in place of the usual ones, for `intensity_1` (μ), `intensity_2` (ν), and `probability_1` and
  ///     `key_basis_probability_1` to 3; Bob's begin with `bob_`.
  package init(
    _ partial: PerParty<PartialThreeIntensities>, isSymmetric: Bool, ranges: SearchRanges = SearchRanges()
  ) {
    var box = SearchDeclaration(ranges)
    first = box.addParties(partial, isSymmetric: isSymmetric, Self.declare)
    weakest = partial.map { $0.weakest }
    self.box = SearchCoordinates(box)
  }

  private static func declare(_ p: PartialThreeIntensities, _ box: inout SearchDeclaration) -> Int {
    let mu = (0..<3).map { SearchSetting.intensity($0) }
    let (weakest, givenDecoy) = (p.weakest, p.intensities[1])
    let (ownSignal, ownDecoy) = (box.own(mu[0]), givenDecoy == nil ? box.own(mu[1]) : nil)
    let leastDecoy = ownDecoy.map { Swift.max($0.lowerBound, 1.02 * weakest) }
    var leastSignal = Swift.max(
      ownSignal?.lowerBound ?? Usual.signal.lowerBound,
      (givenDecoy ?? weakest) * 1.02 + (ownSignal == nil ? 1e-4 : 0))
    if let leastDecoy { leastSignal = Swift.max(leastSignal, weakest + (leastDecoy - weakest) / decoyShare) }
    let signalBounds = SearchBounds.held(
      leastSignal, ownSignal?.upperBound ?? Swift.max(leastSignal, Usual.signal.upperBound))
    let decoyRoom = SearchDeclaration.Roomless("intensity_2", "leaves no room between the other intensities")
    let signal = box.add(
      mu[0], given: p.intensities[0], named: "signal intensity", recall: ownDecoy == nil ? .wanted : .held,
      room: [.init("intensity_1", "leaves no room above the weaker intensities"), decoyRoom], .fixed(signalBounds))
    _ = box.add(
      mu[1], given: givenDecoy, named: "decoy intensity", room: [decoyRoom],
      .following { values in
        let above = values[signal] - weakest
        guard let ownDecoy, let leastDecoy else { return .held(Usual.decoy, origin: weakest, unit: above) }
        return .held(leastDecoy, Swift.min(ownDecoy.upperBound, weakest + decoyShare * above))
      })
    _ = box.add(mu[2], weakest)
    let words = ["signal", "decoy", "weakest"]
    let odds = Usual.odds
    _ = box.addShares(
      words.indices.map { .probability($0) }, given: p.probabilities,
      names: words.map { $0 + " probability" }, scale: .odds, recall: .found
    ) { place, left, _ in SearchBounds(odds[place].0, odds[place].1, unit: left) }
    for (index, given) in p.keyBasis.enumerated() {
      let range = box.own(.keyBasis(index)) ?? Usual.keyBasis[index]
      _ = box.add(
        .keyBasis(index), given: given, named: words[index] + " Z basis", scale: .linear,
        .fixed(SearchBounds(range.lowerBound, range.upperBound)))
    }
    return signal
  }

  /// The sheet's start and one for small data; intensities balanced at the relay.
  static func starts(_ setup: Setup, weakest: PerParty<Double>) -> [PerParty<ThreeIntensityChoice>] {
    let eta = setup.transmittances
    let imbalance =
      eta.alice > 0 && eta.bob > 0 ? Swift.min(30, Swift.max(1 / 30, (eta.bob / eta.alice).squareRoot())) : 1
    func choice(_ s: [Double], _ scale: Double, _ weakest: Double) -> ThreeIntensityChoice {
      // Signals interfere in no basis that is used: they need little balance.
      let signal = s[0] * scale.squareRoot()
      return ThreeIntensityChoice(
        intensities: ThreeIntensities(signal, Swift.max(weakest * 1.1, s[0] * s[1] * scale), weakest),
        probabilities: ThreeIntensities(s[2], s[3], 1 - s[2] - s[3]),
        keyBasis: ThreeIntensities(s[4], s[5], s[6]))
    }
    let shapes: [[Double]] = [
      [0.35, 0.2, 0.6, 0.28, 0.97, 0.35, 0.2], [0.25, 0.35, 0.4, 0.4, 0.99, 0.25, 0.15],
      [0.45, 0.12, 0.8, 0.15, 0.98, 0.4, 0.25],
    ]
    return shapes.map {
      PerParty(alice: choice($0, imbalance, weakest.alice), bob: choice($0, 1 / imbalance, weakest.bob))
    }
  }

  /// The maximisation of the finite-key rate over what is open.
  package func problem(setup: Setup, pulses: Double, options: FiniteKeyOptions) -> SearchProblem {
    problem(
      ThreeIntensityCounts.self, starts: Self.starts(setup, weakest: weakest).map(point(for:)), setup: setup,
      pulses: pulses, options: options)
  }

  /// The key that the link is expected to give.
  package func expectedKey(
    _ setup: Setup, _ settings: PerParty<ThreeIntensityChoice>, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try FiniteKey.result(ThreeIntensityCounts.expected(setup, settings, pulses: pulses), settings, options)
  }

  /// Refuses options that three intensities do not have.
  package func validate(_ options: FiniteKeyOptions) throws(InputError) {
    try ThreeIntensityCounts.validate(options, .expected)
  }
}
