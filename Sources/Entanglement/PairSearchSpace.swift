// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Settings of a link with entangled pairs of which some are given and the others may be moved.
package struct PartialPairSettings: Sendable, Equatable {
  /// What is given of the brightness.
  package enum Brightness: Sendable, Equatable {
    /// μ of a pulsed pump; nil is free.
    case perPulse(Double?)
    /// Pair rate and window of a continuous pump; nil is free.
    case continuous(pairRateHz: Double?, windowSeconds: Double?)
  }

  /// The brightness.
  package var brightness: Brightness
  /// How key is made; never free.
  package var keyMode: PairKeyMode
  /// pX_A; nil is free, and 1/2 with `pooled`.
  package var keyBasisProbability: Double?
  /// pX_B; nil follows Alice.
  package var bobKeyBasisProbability: Double?
  /// The disclosed share; nil is free, and not used with `one`.
  package var testFraction: Double?

  /// Makes partial settings.
  package init(
    brightness: Brightness, keyMode: PairKeyMode = .one, keyBasisProbability: Double? = nil,
    bobKeyBasisProbability: Double? = nil, testFraction: Double? = nil
  ) {
    self.brightness = brightness
    self.keyMode = keyMode
    self.keyBasisProbability = keyBasisProbability
    self.bobKeyBasisProbability = bobKeyBasisProbability
    self.testFraction = testFraction
  }
}

extension SearchSetting {
  fileprivate static let meanPairs = SearchSetting(
    "mean_pairs", "mean pairs per pulse", .quantity(unit: "pair/pulse", least: 1e-6), key: "mean_pairs",
    range: "mean_pairs")
  fileprivate static let pairRate = SearchSetting(
    "pair_rate_hz", "pairs per second", .quantity(unit: "1/s", least: 1e3), key: "pair_rate_hz", range: "pair_rate_hz")
  fileprivate static let window = SearchSetting(
    "coincidence_window_s", "full width of the coincidence window", .quantity(unit: "s", least: 1e-13), in: "detector",
    key: "coincidence_window_s", range: "coincidence_window_s")
  fileprivate static let keyBasis = SearchSetting(
    "key_basis_probability", "probability of the key basis at Alice", .probability, key: "key_basis_probability",
    range: "key_basis_probability")
  fileprivate static let testFraction = SearchSetting(
    "test_fraction", "disclosed share of the agreed rounds", .probability, in: "security", key: "test_fraction",
    range: "test_fraction")
}

extension PairSearchSpace {
  /// The settings that can have a range of one's own.
  package static let ranged = (
    meanPairs: SearchSetting.meanPairs, pairRate: SearchSetting.pairRate, window: SearchSetting.window,
    keyBasis: SearchSetting.keyBasis, testFraction: SearchSetting.testFraction
  )
}

/// What an optimiser may move in BBM92, as a unit box without constraints (photons sheet, section 11).
///
/// Pair rate and window are nearly degenerate, since only their product matters for multi-pair errors: where both are
/// free the box measures the pairs per window and the window. Every coordinate rises with what it is named after.
package struct PairSearchSpace: SearchedSpace {
  /// Ranges that open settings are kept in.
  private enum Usual {
    static let meanPairs = 1e-6...2.0
    static let pairRateHz = 1e3...1e12
    static let windowPerJitter = 0.2...5.0
    static let keyBasis = 0.001...0.999
    static let testFraction = 0.001...0.9
    /// Pairs per window beyond which no key is ever best: the multi-pair errors alone are above 1/4.
    static let pairsPerWindow = 1e-9...10.0
  }

  /// The settings that are given.
  package let partial: PartialPairSettings
  /// What may be moved.
  package let box: SearchCoordinates
  /// J, for the range of windows.
  package let jitterSeconds: Double

  private let meanPairs: Int
  private let window: Int
  private let pairRate: Int
  private let keyBasis: Int
  private let testFraction: Int

  /// Makes the space of what `partial` leaves open.
  ///
  /// - Parameters:
  ///   - partial: what is given.
  ///   - setup: the link, for the width of its coincidence peak.
  ///   - analysesBlocks: whether basis and test fraction enter; they do not in asymptotic analyses.
  ///   - ranges: ranges in place of the usual ones, for `mean_pairs`, `pair_rate_hz`, `coincidence_window_s`,
  ///     `key_basis_probability` and `test_fraction`.
  /// - Throws: `InputError` where a window is open but the peak has no width to measure it by.
  package init(
    _ partial: PartialPairSettings, setup: PairSetup, analysesBlocks: Bool = true, ranges: SearchRanges = SearchRanges()
  ) throws(InputError) {
    self.partial = partial
    var jitter = 0.0
    if case .continuous(let pump) = setup.pump { jitter = pump.jitterSeconds }
    jitterSeconds = jitter
    var box = SearchDeclaration(ranges)
    switch partial.brightness {
    case .perPulse(let mu):
      meanPairs = box.add(
        .meanPairs, given: mu, named: "mean pairs per pulse",
        .fixed(.held(box.own(.meanPairs) ?? Usual.meanPairs)))
      window = meanPairs
      pairRate = meanPairs
    case .continuous(let rate, let given):
      let own = box.own(.window)
      if given == nil, own == nil, !(jitter > 0) {
        throw InputError(
          "jitter_s", jitter, allowed: "must be positive where the window is optimised",
          hint: "without a width of the peak the best window is the narrowest; give the window")
      }
      let usual = (Usual.windowPerJitter.lowerBound * jitter)...(Usual.windowPerJitter.upperBound * jitter)
      let width = box.add(.window, given: given, named: "coincidence window", .fixed(.held(own ?? usual)))
      let rates = box.own(.pairRate)
      pairRate = box.add(
        .pairRate, given: rate, named: "pair rate",
        .following { values in
          if let rates { return .held(rates) }
          let (pairs, w) = (Usual.pairsPerWindow, values[width])
          let least = Swift.max(pairs.lowerBound / w, Usual.pairRateHz.lowerBound)
          return .held(least, Swift.max(least, Swift.min(pairs.upperBound / w, Usual.pairRateHz.upperBound)))
        })
      window = width
      meanPairs = width
    }
    if analysesBlocks {
      let basis = box.own(.keyBasis) ?? Usual.keyBasis
      // 1 − pX, because the best bias of large blocks lies near 1.
      keyBasis = box.add(
        .keyBasis, given: partial.keyMode == .pooled ? partial.keyBasisProbability ?? 0.5 : partial.keyBasisProbability,
        named: "key basis probability", isFalling: true,
        .fixed(.held(1 - basis.upperBound, 1 - basis.lowerBound, origin: 1, unit: -1)))
      testFraction =
        partial.keyMode == .one
        ? box.fix(0)
        : box.add(
          .testFraction, given: partial.testFraction, named: "test fraction",
          .fixed(.held(box.own(.testFraction) ?? Usual.testFraction)))
    } else {
      keyBasis = box.fix(partial.keyBasisProbability ?? 0.5)
      testFraction = box.fix(0)
    }
    self.box = SearchCoordinates(box)
  }

  /// The settings at a point of the box.
  package func settings(at x: [Double]) -> PairSettings {
    let values = box.values(at: x)
    let brightness: PairBrightness =
      switch partial.brightness {
      case .perPulse: .perPulse(values[meanPairs])
      case .continuous: .continuous(pairRateHz: values[pairRate], windowSeconds: values[window])
      }
    return PairSettings(
      brightness: brightness, keyMode: partial.keyMode, keyBasisProbability: values[keyBasis],
      bobKeyBasisProbability: partial.bobKeyBasisProbability, testFraction: values[testFraction])
  }

  /// The point of the box for settings (clipped into it); the inverse of ``settings(at:)``.
  package func point(for settings: PairSettings) -> [Double] {
    var wanted = [(keyBasis, settings.keyBasisProbability), (testFraction, settings.testFraction)]
    switch settings.brightness {
    case .perPulse(let mu): wanted.append((meanPairs, mu))
    case .continuous(let rate, let width): wanted += [(window, width), (pairRate, rate)]
    }
    return box.point(for: wanted)
  }

  /// The brightness with the best asymptotic rate of a scan: where the rate is negative it rises towards no light at
  /// all, so that a climb must begin on the right side (section 11).
  private func brightest(_ setup: PairSetup, efficiency: Double) -> PairBrightness {
    let options = PairAsymptotic.Options(errorCorrectionEfficiency: efficiency, siftingFactor: 1)
    let width: Double
    let range: ClosedRange<Double>
    switch partial.brightness {
    case .perPulse(let mu):
      if let mu { return .perPulse(mu) }
      width = 1
      range = box.ranges["mean_pairs"].map(SearchSetting.meanPairs.used) ?? Usual.meanPairs
    case .continuous(let rate, let given):
      let own = box.ranges["coincidence_window_s"].map(SearchSetting.window.used)
      // Near its best, 1.2 J, unless a range of one's own keeps it elsewhere.
      width =
        given ?? own.map { Swift.min($0.upperBound, Swift.max($0.lowerBound, 1.2 * jitterSeconds)) }
        ?? 1.2 * jitterSeconds
      if let rate { return .continuous(pairRateHz: rate, windowSeconds: width) }
      let rates = box.ranges["pair_rate_hz"].map(SearchSetting.pairRate.used) ?? Usual.pairRateHz
      let least = rates.lowerBound * width
      range = least...Swift.max(least, Swift.min(Usual.pairsPerWindow.upperBound, rates.upperBound * width))
    }
    func brightness(_ pairs: Double) -> PairBrightness {
      if case .perPulse = partial.brightness { return .perPulse(pairs) }
      return .continuous(pairRateHz: pairs / width, windowSeconds: width)
    }
    var best = (value: -Double.infinity, brightness: brightness(0.1))
    for step in 0..<300 {
      let t = Double(step) / 299
      let candidate = brightness(range.lowerBound * Double.exp(t * Double.log(range.upperBound / range.lowerBound)))
      let seen = setup.observables(candidate)
      let fraction = PairAsymptotic.fraction(seen, options)
      // Per coincidence where there is no key.
      let value = fraction > 0 ? fraction * seen.coincidences : fraction
      if (value > 0) == (best.value > 0) ? value > best.value : value > 0 { best = (value, candidate) }
    }
    return best.brightness
  }

  private func starts(_ setup: PairSetup, efficiency: Double) -> [[Double]] {
    let brightness = brightest(setup, efficiency: efficiency)
    let choices = [(0.9, 0.1), (0.6, 0.3), (0.97, 0.02)]
    let points = choices.map { basis, fraction in
      point(
        for: PairSettings(
          brightness: brightness, keyMode: partial.keyMode, keyBasisProbability: basis, testFraction: fraction))
    }
    return points
  }

  /// The maximisation of the asymptotic rate; only the brightness matters.
  package func problem(setup: PairSetup, options: PairAsymptotic.Options) -> SearchProblem {
    let space = self
    return box.problem(starts: starts(setup, efficiency: options.errorCorrectionEfficiency)) { x in
      let seen = setup.observables(space.settings(at: x).brightness)
      guard seen.coincidences > 0 else { return -10 }
      let raw = PairAsymptotic.rawRate(seen, options)
      // Below zero per coincidence, so that "send nothing" is no attraction.
      return raw > 0 ? raw : PairAsymptotic.fraction(seen, options)
    }
  }

  /// The maximisation of the finite-key rate per pulse or per second.
  ///
  /// Sampling `exact` makes steps: it is replaced by `klt` in the search.
  package func problem(setup: PairSetup, block: PairBlock, options: PairFiniteKeyOptions) -> SearchProblem {
    let space = self
    var smooth = options
    if smooth.sampling == .subset(.exact) { smooth.sampling = .subset(.klt) }
    var efficiency = 1.0
    if case .estimated(let f) = options.leakage { efficiency = f }
    let size =
      switch block {
      case .pulses(let n): n
      case .seconds(let t): t
      }
    let fixed = smooth
    return box.problem(starts: starts(setup, efficiency: efficiency)) { x in
      let counts = PairSimulation.counts(setup, space.settings(at: x), block: block)
      guard let e: PairEstimate<Double> = try? PairAnalysis.estimate(counts, fixed) else { return -.infinity }
      return searchValue(e, size: size)
    }
  }
}

/// The objective of a search: the raw rate where positive, a graded negative fraction elsewhere.
func searchValue(_ e: PairEstimate<Double>, size: Double) -> Double {
  let rounds = e.detections
  guard rounds > 0, size > 0 else { return -10 }
  if e.rawLength > 0 { return e.rawLength / size }
  func squashed(_ x: Double) -> Double { x > 0 ? x / (1 + x) : 0 }
  let cost = squashed((e.leakage.value + e.penalty.value) / rounds)
  let excess = e.parts.reduce(Double.infinity) { Swift.min($0, $1.uncapped) } - 0.5
  if excess >= 0 { return -1 - squashed(excess) - cost }
  return Swift.max(-1, e.rawLength / rounds)
}
