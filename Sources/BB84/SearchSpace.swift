// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

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

/// What an optimiser may move in decoy-state BB84, as a unit box without constraints
/// (bb84 sheet, section 7).
///
/// Every point of the box is a legal setting: the order of intensities and the sum of the
/// probabilities are built into the map. Probabilities near 1 are measured by how far they are
/// from 1, in ratios, because the best ones lie there for large blocks. Every coordinate rises with
/// the quantity that it is named after.
package struct SearchSpace: Sendable {
  /// The allowed ranges. Wider than the sheet's at the lower end of the intensities, so that
  /// noisy links, whose best intensities are small, are not cut off, and of the key basis, which
  /// gets rare where a small block of any number of pulses is filled at great loss.
  enum Range {
    static let signal = 0.01...1.0
    static let decoy = 0.001...0.5
    static let intensityGap = 0.001
    static let probability = 0.005...0.995
    static let leastRest = 0.001
    static let keyBasis = 0.001...0.999
  }

  /// The settings that are given.
  package let partial: PartialSettings
  /// The ranges of one's own.
  package let ranges: SearchRanges
  /// The names of what may be moved, in the order of the box's coordinates.
  package let names: [String]

  private let weakest: Double?

  /// Makes the space of what `partial` leaves open.
  ///
  /// - Parameter ranges: ranges in place of the usual ones; see ``SearchRanges/validate(beside:)``.
  package init(_ partial: PartialSettings, ranges: SearchRanges = SearchRanges()) {
    self.partial = partial
    self.ranges = ranges
    weakest = partial.intensities.weakest.map { $0 ?? 0 }
    var names: [String] = []
    if partial.intensities.signal == nil { names.append("signal intensity") }
    if partial.intensities.decoy == nil { names.append("decoy intensity") }
    let freeProbabilities = partial.probabilities.list.count { $0 == nil }
    if freeProbabilities >= 2 { names.append("signal probability") }
    if freeProbabilities >= 3 { names.append("decoy probability") }
    if partial.keyBasisProbability == nil { names.append("key basis probability") }
    self.names = names
  }

  /// lo (hi/lo)^t, or lo where the range is empty.
  private func ratio(_ t: Double, _ lo: Double, _ hi: Double) -> Double {
    guard hi > lo, lo > 0 else { return lo }
    // The ends are met exactly, so that no setting leaves its range by rounding.
    return Swift.min(hi, Swift.max(lo, lo * Double.exp(t * Double.log(hi / lo))))
  }

  private func position(_ value: Double, _ lo: Double, _ hi: Double) -> Double {
    guard hi > lo, lo > 0, value > 0 else { return 0 }
    return Swift.min(1, Swift.max(0, Double.log(value / lo) / Double.log(hi / lo)))
  }

  private func signalRange() -> (Double, Double) {
    let rest = weakest ?? 0
    let usual = ranges.decoy?.lowerBound ?? Range.decoy.lowerBound
    let least = (partial.intensities.decoy.map { $0 } ?? Swift.max(usual, rest + Range.intensityGap))
    let range = ranges.signal ?? Range.signal
    return (Swift.max(range.lowerBound, least + rest + Range.intensityGap), range.upperBound)
  }

  private func decoyRange(signal: Double) -> (Double, Double) {
    let rest = weakest ?? 0
    // A weak signal that is given leaves less room than the usual ends; a quarter of it at each.
    let margin = Swift.max(0, signal - 2 * rest) / 4
    let gap = Swift.min(Range.intensityGap, margin)
    if let range = ranges.decoy {
      return (Swift.max(range.lowerBound, rest + gap), Swift.min(range.upperBound, signal - rest - gap))
    }
    let lo = Swift.min(Swift.max(Range.decoy.lowerBound, rest + Range.intensityGap), rest + margin)
    return (lo, Swift.max(lo, Swift.min(Range.decoy.upperBound, signal - rest - gap)))
  }

  /// The key basis as 1 − pX.
  private var otherBasisRange: (Double, Double) {
    let range = ranges.keyBasisProbability?.ofUsedChoices ?? Range.keyBasis
    return (1 - range.upperBound, 1 - range.lowerBound)
  }

  /// 1 − p1 when two probabilities share 1 − `fixed`, or three share 1.
  private func restRange(fixed: Double, shares: Int) -> (Double, Double) {
    let least = shares >= 3 ? Range.probability.lowerBound + Range.leastRest : Range.probability.lowerBound
    // What a large given probability leaves may be less than twice the usual least one.
    let margin = (1 - fixed) / 4
    let usual = (Swift.min(least, margin), 1 - fixed - Swift.min(Range.probability.lowerBound, margin))
    guard ranges.signalProbability != nil || ranges.decoyProbability != nil else { return usual }
    var (lo, hi) = (SearchRanges.leastProbability, 1 - fixed - SearchRanges.leastProbability)
    func keep(_ range: ClosedRange<Double>?, asRest isRest: Bool) {
      guard let range = range?.ofUsedChoices else { return }
      lo = Swift.max(lo, isRest ? range.lowerBound : 1 - fixed - range.upperBound)
      hi = Swift.min(hi, isRest ? range.upperBound : 1 - fixed - range.lowerBound)
    }
    if shares >= 3 {
      keep(ranges.signalProbability, asRest: false)
      // Room for the least p2 and for something of p3.
      if let p2 = ranges.decoyProbability, p2.lowerBound > 0 { lo = Swift.max(lo, p2.lowerBound / 0.75) }
    } else if partial.probabilities.signal == nil {
      keep(ranges.signalProbability, asRest: false)
      // What is left is p2, unless p2 is given and p3 is left.
      if partial.probabilities.decoy == nil { keep(ranges.decoyProbability, asRest: true) }
    } else {
      // p2 against p3.
      keep(ranges.decoyProbability, asRest: false)
    }
    return (lo, hi)
  }

  /// p2 when p2 and p3 share `rest`.
  private func decoyProbabilityRange(rest: Double) -> (Double, Double) {
    guard ranges.signalProbability != nil || ranges.decoyProbability != nil else {
      return (Range.probability.lowerBound, rest - Range.leastRest)
    }
    let least = Swift.min(SearchRanges.leastProbability, rest / 4)
    let given = ranges.decoyProbability
    return (
      Swift.max(least, given?.lowerBound ?? 0), Swift.min(rest - least, given?.upperBound ?? 1)
    )
  }

  /// Whether some signal intensity can be chosen.
  var hasRoomForSignal: Bool { signalRange().0 <= signalRange().1 }

  /// Whether some decoy intensity can be chosen for every signal intensity.
  var hasRoomForDecoy: Bool {
    let (lo, hi) = decoyRange(signal: partial.intensities.signal ?? signalRange().0)
    return lo <= hi
  }

  /// Whether probabilities can be chosen in their ranges.
  var hasRoomForProbabilities: Bool {
    let free = partial.probabilities.list.count { $0 == nil }
    guard free >= 2 else { return true }
    let fixed = partial.probabilities.list.compactMap { $0 }.reduce(0, +)
    let (lo, hi) = restRange(fixed: fixed, shares: free)
    guard lo <= hi, free >= 3 else { return lo <= hi }
    return decoyProbabilityRange(rest: lo).0 <= decoyProbabilityRange(rest: lo).1
  }

  /// The settings at a point of the box.
  package func settings(at x: [Double]) -> Settings {
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < x.count ? Swift.min(1, Swift.max(0, x[index])) : 0
    }
    let signal: Double
    if let given = partial.intensities.signal {
      signal = given
    } else {
      let (lo, hi) = signalRange()
      signal = ratio(next(), lo, hi)
    }
    let decoy: Double
    if let given = partial.intensities.decoy {
      decoy = given
    } else {
      let (lo, hi) = decoyRange(signal: signal)
      decoy = ratio(next(), lo, hi)
    }
    let probabilities = self.probabilities(next)
    let basis: Double
    if let given = partial.keyBasisProbability {
      basis = given
    } else {
      let (lo, hi) = otherBasisRange
      basis = 1 - ratio(1 - next(), lo, hi)
    }
    return Settings(
      intensities: ByIntensity(signal, decoy, weakest), probabilities: probabilities,
      keyBasisProbability: basis, bobKeyBasisProbability: partial.bobKeyBasisProbability)
  }

  private func probabilities(_ next: () -> Double) -> ByIntensity<Double> {
    let p = partial.probabilities
    let given = p.list.compactMap { $0 }.reduce(0, +)
    let free = p.list.count { $0 == nil }
    switch free {
    case 0: return ByIntensity(p.signal ?? 0, p.decoy ?? 0, p.weakest.map { $0 ?? 0 })
    case 1:
      let rest = 1 - given
      return ByIntensity(p.signal ?? rest, p.decoy ?? rest, p.weakest.map { $0 ?? rest })
    case 2:
      // The first free one against the second.
      let (lo, hi) = restRange(fixed: given, shares: 2)
      let second = ratio(1 - next(), lo, hi)
      let first = 1 - given - second
      if p.signal != nil { return ByIntensity(p.signal ?? 0, first, second) }
      if p.decoy != nil { return ByIntensity(first, p.decoy ?? 0, second) }
      return ByIntensity(first, second, p.weakest.map { $0 ?? 0 })
    default:
      let (lo, hi) = restRange(fixed: 0, shares: 3)
      let rest = ratio(1 - next(), lo, hi)
      let (least, most) = decoyProbabilityRange(rest: rest)
      let decoy = ratio(next(), least, most)
      return ByIntensity(1 - rest, decoy, rest - decoy)
    }
  }

  /// The point of the box for settings (clipped into it); the inverse of ``settings(at:)``.
  package func point(for settings: Settings) -> [Double] {
    var x: [Double] = []
    let mu = settings.intensities
    let p = settings.probabilities
    if partial.intensities.signal == nil {
      let (lo, hi) = signalRange()
      x.append(position(mu.signal, lo, hi))
    }
    if partial.intensities.decoy == nil {
      let (lo, hi) = decoyRange(signal: partial.intensities.signal ?? mu.signal)
      x.append(position(mu.decoy, lo, hi))
    }
    let given = partial.probabilities.list.compactMap { $0 }.reduce(0, +)
    switch partial.probabilities.list.count(where: { $0 == nil }) {
    case 0, 1: break
    case 2:
      let (lo, hi) = restRange(fixed: given, shares: 2)
      let second = partial.probabilities.weakest.map { $0 == nil } == true ? (p.weakest ?? 0) : p.decoy
      x.append(1 - position(second, lo, hi))
    default:
      let (lo, hi) = restRange(fixed: 0, shares: 3)
      let rest = 1 - p.signal
      x.append(1 - position(rest, lo, hi))
      let (least, most) = decoyProbabilityRange(rest: rest)
      x.append(position(p.decoy, least, most))
    }
    if partial.keyBasisProbability == nil {
      let (lo, hi) = otherBasisRange
      x.append(1 - position(1 - settings.keyBasisProbability, lo, hi))
    }
    return x
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
    let starts = SearchSpace.starts(decoys: partial.intensities.count - 1, weakest: weakest ?? 0)
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) },
      starts: starts.map(point(for:)),
      objective: { x in
        let settings = space.settings(at: x)
        let counts = Simulation.observations(setup, settings, block: block)
        guard let (e, _) = try? DecoyAnalysis.resolved(counts, settings, options) else {
          return -.infinity
        }
        return searchValue(e, counts, countsVacuum: options.countsVacuum)
      })
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
