// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Settings of a finite-key protocol of which some are given and the others may be moved.
package struct PartialSettings: Sendable, Equatable {
  /// Mean photon numbers, strongest first; nil is free. The weakest of three is never free.
  package var intensities: ByIntensity<Double?>
  /// Probabilities; nil is free, a single nil is what the others leave.
  package var probabilities: ByIntensity<Double?>
  /// pX_A; nil is free.
  package var keyBasisProbability: Double?
  /// pX_B; nil follows Alice.
  package var bobKeyBasisProbability: Double?

  /// Makes partial settings.
  package init(
    intensities: ByIntensity<Double?>, probabilities: ByIntensity<Double?>, keyBasisProbability: Double?,
    bobKeyBasisProbability: Double? = nil
  ) {
    self.intensities = intensities
    self.probabilities = probabilities
    self.keyBasisProbability = keyBasisProbability
    self.bobKeyBasisProbability = bobKeyBasisProbability
  }
}

extension SearchSetting {
  /// The mean photon number of an intensity, counted from 0; the weakest of three is never searched.
  package static func intensity(_ index: Int, _ meaning: String) -> SearchSetting {
    SearchSetting(
      "intensity_\(index + 1)", meaning, .intensity(least: 0, most: 10), key: "intensities", element: index,
      range: index < 2 ? "intensity_\(index + 1)" : nil)
  }

  /// The probability of an intensity, counted from 0.
  package static func probability(_ index: Int) -> SearchSetting {
    SearchSetting(
      "probability_\(index + 1)", "probability of intensity \(index + 1)", .probability, key: "intensity_probabilities",
      element: index, range: index < 2 ? "probability_\(index + 1)" : nil)
  }

  /// The probability of the key basis.
  package static let keyBasis = SearchSetting(
    "key_basis_probability", "probability that Alice sends in the key basis", .probability,
    key: "key_basis_probability", range: "key_basis_probability")
}

/// What an optimiser may move in decoy-state BB84, as a unit box without constraints
/// (bb84 sheet, section 7).
///
/// Every point of the box is a legal setting: the order of intensities and the sum of the
/// probabilities are built into the map. Probabilities near 1 are measured by how far they are
/// from 1, in ratios, because the best ones lie there for large blocks.
package struct SearchSpace: SearchedSpace {
  /// The allowed ranges. Wider than the sheet's at the lower end of the intensities, so that
  /// noisy links, whose best intensities are small, are not cut off, and of the key basis, which
  /// gets rare where a small block of any number of pulses is filled at great loss.
  private enum Usual {
    static let signal = 0.01...1.0
    static let decoy = 0.001...0.5
    static let intensityGap = 0.001
    static let leastProbability = 0.005
    static let leastRest = 0.001
    static let keyBasis = 0.001...0.999
  }

  /// The settings that are given.
  package let partial: PartialSettings
  /// What may be moved.
  package let box: SearchCoordinates

  private let intensities: ByIntensity<Int>
  private let probabilities: ByIntensity<Int>
  /// 1 − p1 where all probabilities are open.
  private let rest: Int?
  private let keyBasis: Int

  /// Makes the space of what `partial` leaves open.
  ///
  /// - Parameter ranges: ranges in place of the usual ones, for `intensity_1`, `intensity_2`, `probability_1`,
  ///   `probability_2` and `key_basis_probability`.
  package init(_ partial: PartialSettings, ranges: SearchRanges = SearchRanges()) {
    self.partial = partial
    var box = SearchDeclaration(ranges)
    intensities = Self.addIntensities(partial.intensities, to: &box)
    (probabilities, rest) = Self.addProbabilities(partial.probabilities, to: &box)
    let basis = box.own(.keyBasis) ?? Usual.keyBasis
    keyBasis = box.add(
      .keyBasis, given: partial.keyBasisProbability, named: "key basis probability", isFalling: true,
      .fixed(.held(1 - basis.upperBound, 1 - basis.lowerBound, origin: 1, unit: -1)))
    self.box = SearchCoordinates(box)
  }

  private static func addIntensities(_ mu: ByIntensity<Double?>, to box: inout SearchDeclaration) -> ByIntensity<Int> {
    let settings = (0..<3).map { SearchSetting.intensity($0, "mean photons per pulse, intensity \($0 + 1)") }
    let rest = mu.weakest.map { $0 ?? 0 } ?? 0
    let (range, own) = (box.own(settings[0]) ?? Usual.signal, box.own(settings[1]))
    let leastDecoy = mu.decoy ?? Swift.max(own?.lowerBound ?? Usual.decoy.lowerBound, rest + Usual.intensityGap)
    let signal = box.add(
      settings[0], given: mu.signal, named: "signal intensity",
      room: [
        .init("intensity_1", "leaves no room above the weaker intensities"),
        .init("intensity_2", "leaves no room below the strongest intensity"),
      ], .fixed(.held(Swift.max(range.lowerBound, leastDecoy + rest + Usual.intensityGap), range.upperBound)))
    let decoy = box.add(
      settings[1], given: mu.decoy, named: "decoy intensity",
      room: [.init("intensity_2", "leaves no room between the other intensities")],
      .following { values in
        // A weak signal that is given leaves less room than the usual ends; a quarter of it at each.
        let margin = Swift.max(0, values[signal] - 2 * rest) / 4
        let gap = Swift.min(Usual.intensityGap, margin)
        let most = values[signal] - rest - gap
        if let own { return .held(Swift.max(own.lowerBound, rest + gap), Swift.min(own.upperBound, most)) }
        let least = Swift.min(Swift.max(Usual.decoy.lowerBound, rest + Usual.intensityGap), rest + margin)
        return .held(least, Swift.max(least, Swift.min(Usual.decoy.upperBound, most)))
      })
    return ByIntensity(signal, decoy, mu.weakest.map { _ in box.add(settings[2], rest) })
  }

  /// The slots of the probabilities, and of 1 − p1 where all are open.
  private static func addProbabilities(
    _ p: ByIntensity<Double?>, to box: inout SearchDeclaration
  ) -> (ByIntensity<Int>, rest: Int?) {
    let words = "cannot hold together with the other probabilities, which sum to 1"
    let room = ["probability_2", "probability_1"].map { SearchDeclaration.Roomless($0, words) }
    let given = p.list.compactMap { $0 }.reduce(0, +)
    let open = p.list.count { $0 == nil }
    var slots = p.map { $0.map { box.fix($0) } }
    var rest: Int?
    if open == 1 {
      let last = box.derive { _ in 1 - given }
      slots = slots.map { $0 ?? last }
    } else if open == 2 {
      // The first free one against the second.
      let bounds = complementBounds(p, given: given, box)
      let second = box.open("signal probability", isFalling: true, room: room, .fixed(bounds))
      let first = box.derive { 1 - given - $0[second] }
      if slots.signal == nil {
        slots.signal = first
        slots = slots.map { $0 ?? second }
      } else {
        slots.decoy = first
        slots.weakest = second
      }
    } else if open == 3 {
      let bounds = complementBounds(p, given: 0, box)
      let others = box.open("signal probability", isFalling: true, room: room, .fixed(bounds))
      let isOwn = box.ranges["probability_1"] != nil || box.ranges["probability_2"] != nil
      let own = box.ranges["probability_2"]
      let signal = box.derive { 1 - $0[others] }
      let decoy = box.open(
        "decoy probability", room: room,
        .following { values in
          let rest = values[others]
          guard isOwn else { return .held(Usual.leastProbability, rest - Usual.leastRest) }
          let least = Swift.min(SearchRanges.leastProbability, rest / 4)
          return .held(Swift.max(least, own?.lowerBound ?? 0), Swift.min(rest - least, own?.upperBound ?? 1))
        })
      slots = ByIntensity(signal, decoy, box.derive { $0[others] - $0[decoy] })
      rest = others
    }
    for (index, (slot, value)) in zip(slots.list, p.list).enumerated() {
      box.describe(
        .probability(index), slot: slot ?? 0, isFree: value == nil, isSearched: value == nil && open >= 2)
    }
    return (slots.map { $0 ?? 0 }, rest)
  }

  /// 1 − p1 when all three are open; the second open one when two share 1 − `given`.
  private static func complementBounds(
    _ p: ByIntensity<Double?>, given: Double, _ box: SearchDeclaration
  ) -> SearchBounds {
    let areAllOpen = p.list.count { $0 == nil } == 3
    let (own1, own2) = (box.own(.probability(0)), box.own(.probability(1)))
    guard own1 != nil || own2 != nil else {
      // What a large given probability leaves may be less than twice the usual least one.
      let margin = (1 - given) / 4
      let least = areAllOpen ? Usual.leastProbability + Usual.leastRest : Usual.leastProbability
      return .held(Swift.min(least, margin), 1 - given - Swift.min(Usual.leastProbability, margin))
    }
    var (least, most) = (SearchRanges.leastProbability, 1 - given - SearchRanges.leastProbability)
    func keep(_ range: ClosedRange<Double>?, asRest isRest: Bool) {
      guard let range else { return }
      least = Swift.max(least, isRest ? range.lowerBound : 1 - given - range.upperBound)
      most = Swift.min(most, isRest ? range.upperBound : 1 - given - range.lowerBound)
    }
    if p.signal == nil {
      keep(own1, asRest: false)
      if !areAllOpen {
        // What is left is p2, unless p2 is given and p3 is left.
        if p.decoy == nil { keep(own2, asRest: true) }
      } else if let p2 = box.ranges["probability_2"], p2.lowerBound > 0 {
        // Room for the least p2 and for something of p3.
        least = Swift.max(least, p2.lowerBound / 0.75)
      }
    } else {
      // p2 against p3.
      keep(own2, asRest: false)
    }
    return .held(least, most)
  }

  /// The settings at a point of the box.
  package func settings(at x: [Double]) -> Settings {
    let values = box.values(at: x)
    return Settings(
      intensities: intensities.map { values[$0] }, probabilities: probabilities.map { values[$0] },
      keyBasisProbability: values[keyBasis], bobKeyBasisProbability: partial.bobKeyBasisProbability)
  }

  /// The point of the box for settings (clipped into it); the inverse of ``settings(at:)``.
  package func point(for settings: Settings) -> [Double] {
    let p = settings.probabilities
    var wanted = Array(zip(intensities.list, settings.intensities.list)) + zip(probabilities.list, p.list)
    wanted.append((keyBasis, settings.keyBasisProbability))
    if let rest { wanted.append((rest, 1 - p.signal)) }
    return box.point(for: wanted)
  }

  /// Starting settings of the sheet's section 7: its standard start, one for relative tails, and
  /// test-heavy ones for high loss and small blocks, where the standard start sits on a plateau.
  static func starts(decoys: Int, weakest: Double) -> [Settings] {
    if decoys == 2 {
      let choices: [(Double, Double, Double, Double, Double)] = [
        (0.5, 0.15, 0.7, 0.2, 0.9), (0.65, 0.065, 0.94, 0.04, 0.94), (0.45, 0.15, 0.35, 0.4, 0.6),
      ]
      return choices.map { c in
        Settings(
          intensities: ByIntensity(c.0, Swift.max(c.1, weakest + 0.01), weakest),
          probabilities: ByIntensity(c.2, c.3, 1 - c.2 - c.3), keyBasisProbability: c.4)
      }
    }
    let choices: [(Double, Double, Double, Double)] = [
      (0.5, 0.15, 0.7, 0.9), (0.65, 0.06, 0.94, 0.94), (0.45, 0.15, 0.5, 0.6),
    ]
    return choices.map { c in
      Settings(
        intensities: ByIntensity(c.0, c.1), probabilities: ByIntensity(c.2, 1 - c.2), keyBasisProbability: c.3)
    }
  }

  /// The maximisation of the finite-key rate over what is open.
  ///
  /// Where there is key the objective is the raw rate per pulse; where there is none it is a
  /// negative number that rises towards key, from the unclipped bounds (section 7, "Traps").
  package func problem(setup: Setup, block: BlockSize, options: FiniteKeyOptions) -> SearchProblem {
    let space = self
    let weakest = partial.intensities.weakest.map { $0 ?? 0 } ?? 0
    return box.problem(
      starts: Self.starts(decoys: partial.intensities.count - 1, weakest: weakest).map(point(for:))
    ) { x in
      let settings = space.settings(at: x)
      let counts = Simulation.observations(setup, settings, block: block)
      guard let (e, _) = try? DecoyAnalysis.resolved(counts, settings, options) else { return -.infinity }
      return searchValue(e, counts, countsVacuum: options.countsVacuum)
    }
  }
}

/// The objective of a search: the raw rate where positive, a graded negative fraction elsewhere.
func searchValue(_ e: DecoyEstimate<Double>, _ counts: Observations, countsVacuum: Bool) -> Double {
  guard e.detections > 0, let pulses = counts.pulses, pulses > 0 else { return -10 }
  if e.rawLength > 0 { return e.rawLength / pulses }
  let cost = (e.leakage.value + e.penalty.value) / e.detections
  func squashed(_ x: Double) -> Double { x > 0 ? x / (1 + x) : 0 }
  // No single photons certified: how far the unclipped bounds are from certifying any.
  let missing = squashed(-e.keySingleFraction) + squashed(-e.testSingleFraction)
  if e.keySingle.value <= 0 || e.testSingle.value <= 0 { return -2 - missing - squashed(cost) }
  if e.phaseErrorUncapped >= 0.5 { return -1 - squashed(e.phaseErrorUncapped - 0.5) - squashed(cost) }
  return Swift.max(e.rawLength / e.detections, -1)
}
