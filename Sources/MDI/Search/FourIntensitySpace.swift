// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// One party's settings of `finite4` of which some are given (nil is free).
package struct PartialFourIntensities: Sendable, Equatable {
  /// z, y, x.
  package var intensities: [Double?]
  /// o, never free.
  package var vacuum: Double
  /// p_z, p_y, p_x; the vacuum takes the rest.
  package var probabilities: [Double?]

  /// Makes partial settings; lists shorter than three are free at their end.
  package init(intensities: [Double?] = [], vacuum: Double = 0, probabilities: [Double?] = []) {
    func three(_ list: [Double?]) -> [Double?] { Array((list + [nil, nil, nil]).prefix(3)) }
    self.intensities = three(intensities)
    self.vacuum = vacuum
    self.probabilities = three(probabilities)
  }
}

extension FourIntensityChoice: SearchedChoice {
  /// Reads it from values of slots.
  package init(_ values: [Double], from first: Int) {
    self.init(
      signal: values[first], strongDecoy: values[first + 1], weakDecoy: values[first + 2], vacuum: values[first + 3],
      signalProbability: values[first + 4], strongProbability: values[first + 5], weakProbability: values[first + 6])
  }

  /// The values of its slots.
  package var slots: [Double] {
    [signal, strongDecoy, weakDecoy, vacuum, signalProbability, strongProbability, weakProbability]
  }
}

/// What an optimiser may move in `finite4`, as a unit box without constraints (mdi sheet, section 9).
///
/// The order of the decoys and the sum of the probabilities are built into the map. The ranges are wider than
/// the sheet's where strongly asymmetric links need it: their best decoys lie near 0.03.
package struct FourIntensitySpace: FiniteSearchSpace {
  package typealias Choice = FourIntensityChoice

  private enum Usual {
    static let signal = 0.01...1.2
    static let strong = 0.003...1.2
    /// x as a part of y.
    static let weak = 0.02...0.9
    static let odds = [(0.01, 300.0), (0.003, 100), (0.03, 500)]
  }

  /// How near the weak decoy may come to the strong one in a range of its own, or above a leaking vacuum.
  private static let weakShare = 0.95

  /// What may be moved.
  package let box: SearchCoordinates
  /// The first slot of each party's choice.
  package let first: PerParty<Int>

  /// Makes the space of what is open.
  ///
  /// - Parameters:
  ///   - partial: the settings that are given.
  ///   - isSymmetric: whether Bob does as Alice; then only Alice's part is read.
  ///   - ranges: ranges in place of the usual ones, for `intensity_1` (z), `intensity_2` (y), `intensity_3` (x) and
  ///     `probability_1`, `probability_2`, `probability_3`; Bob's begin with `bob_`.
  package init(
    _ partial: PerParty<PartialFourIntensities>, isSymmetric: Bool, ranges: SearchRanges = SearchRanges()
  ) {
    var box = SearchDeclaration(ranges)
    first = box.addParties(partial, isSymmetric: isSymmetric, Self.declare)
    self.box = SearchCoordinates(box)
  }

  private static func declare(_ p: PartialFourIntensities, _ box: inout SearchDeclaration) -> Int {
    let mu = intensities
    let (vacuum, givenWeak) = (p.vacuum, p.intensities[2])
    let z = box.own(mu[0]) ?? Usual.signal
    let first = box.add(mu[0], given: p.intensities[0], named: "signal intensity", .fixed(.held(z)))

    let (ownStrong, ownWeak) = (box.own(mu[1]), givenWeak == nil ? box.own(mu[2]) : nil)
    let leastWeak = ownWeak.map { Swift.max($0.lowerBound, 1.02 * vacuum) }
    // Above a weak decoy that is given.
    var leastStrong = Swift.max(
      ownStrong?.lowerBound ?? Usual.strong.lowerBound, (givenWeak ?? vacuum / 0.9) * 1.02)
    if let leastWeak { leastStrong = Swift.max(leastStrong, leastWeak / weakShare) }
    let strongBounds = SearchBounds.held(
      leastStrong, ownStrong?.upperBound ?? Swift.max(leastStrong, Usual.strong.upperBound))
    let weakRoom = SearchDeclaration.Roomless(
      "intensity_3", "leaves no room below the strong decoy and above the vacuum")
    let strong = box.add(
      mu[1], given: p.intensities[1], named: words[1], recall: ownWeak == nil ? .wanted : .held,
      room: [.init("intensity_2", "leaves no room above the weak decoy"), weakRoom], .fixed(strongBounds))
    _ = box.add(
      mu[2], given: givenWeak, named: words[2], room: [weakRoom],
      .following { values in
        if let ownWeak, let leastWeak {
          return .held(leastWeak, Swift.min(ownWeak.upperBound, weakShare * values[strong]))
        }
        // x as a part of y, above what the vacuum leaks.
        guard vacuum > 0 else { return .held(Usual.weak, unit: values[strong]) }
        return .held(
          Swift.max(Usual.weak.lowerBound, 1.02 * vacuum / values[strong]), weakShare, unit: values[strong])
      })
    _ = box.fix(vacuum)
    let odds = Usual.odds
    _ = box.addShares(
      probabilities, given: p.probabilities,
      names: words.map { $0 + " probability" }, hasRest: true, scale: .odds, recall: .found
    ) { place, left, _ in SearchBounds(odds[place].0, odds[place].1, unit: left) }
    return first
  }

  /// The sheet's start, one for small data and one for large; decoys balanced at the relay, because only
  /// light of equal strength interferes (Wang, Xu, Lo 2019, arXiv:1807.03466).
  static func starts(_ setup: Setup) -> [PerParty<FourIntensityChoice>] {
    let eta = setup.transmittances
    let imbalance =
      eta.alice > 0 && eta.bob > 0 ? Swift.min(30, Swift.max(1 / 30, (eta.bob / eta.alice).squareRoot())) : 1
    func choice(_ s: [Double], _ scale: Double) -> FourIntensityChoice {
      FourIntensityChoice(
        signal: s[0], strongDecoy: s[1] * scale, weakDecoy: s[1] * scale * s[2], signalProbability: s[3],
        strongProbability: s[4], weakProbability: s[5])
    }
    let shapes: [[Double]] = [
      [0.42, 0.19, 0.25, 0.7, 0.04, 0.21], [0.33, 0.13, 0.29, 0.5, 0.08, 0.35], [0.2, 0.3, 0.3, 0.3, 0.1, 0.5],
    ]
    return shapes.map { PerParty(alice: choice($0, imbalance), bob: choice($0, 1 / imbalance)) }
  }

  /// The maximisation of the finite-key rate over what is open.
  package func problem(setup: Setup, pulses: Double, options: FiniteKeyOptions) -> SearchProblem {
    problem(
      FourIntensityCounts.self, starts: Self.starts(setup).map(point(for:)), setup: setup, pulses: pulses,
      options: options)
  }

  /// The key that the link is expected to give.
  package func expectedKey(
    _ setup: Setup, _ settings: PerParty<FourIntensityChoice>, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try FiniteKey.result(FourIntensityCounts.expected(setup, settings, pulses: pulses), settings, options)
  }

  /// Refuses options that four intensities do not have.
  package func validate(_ options: FiniteKeyOptions) throws(InputError) {
    try FourIntensityCounts.validate(options, .expected)
  }
}
