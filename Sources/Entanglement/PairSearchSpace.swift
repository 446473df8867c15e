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

/// What an optimiser may move in BBM92, as a unit box without constraints (photons sheet, section 11).
///
/// Pair rate and window are nearly degenerate, since only their product matters for multi-pair errors: where both are
/// free the box measures the pairs per window and the window. Every coordinate rises with what it is named after.
package struct PairSearchSpace: Sendable {
  /// Ranges that the open settings are kept in.
  package struct Ranges: Sendable, Equatable {
    /// μ, mean pairs per pulse.
    package var meanPairs = 1e-6...2.0
    /// R in pairs per second.
    package var pairRateHz = 1e3...1e12
    /// The window in units of the jitter.
    package var windowPerJitter = 0.2...5.0
    /// pX at Alice.
    package var keyBasisProbability = 0.001...0.999
    /// The disclosed share.
    package var testFraction = 0.001...0.9

    /// The usual ranges.
    package init() {}
  }

  /// The settings that are given.
  package let partial: PartialPairSettings
  /// The ranges.
  package let ranges: Ranges
  /// J, for the range of windows.
  package let jitterSeconds: Double
  /// The names of what may be moved, in the order of the box's coordinates.
  package let names: [String]

  /// Pairs per window beyond which no key is ever best: the multi-pair errors alone are above 1/4.
  private static let pairsPerWindow = 1e-9...10.0

  /// Makes the space of what `partial` leaves open.
  ///
  /// - Throws: `InputError` where a window is open but the peak has no width to measure it by.
  package init(_ partial: PartialPairSettings, setup: PairSetup, ranges: Ranges = Ranges()) throws(InputError) {
    self.partial = partial
    self.ranges = ranges
    var names: [String] = []
    var jitter = 0.0
    if case .continuous(let pump) = setup.pump { jitter = pump.jitterSeconds }
    switch partial.brightness {
    case .perPulse(let mu): if mu == nil { names.append("mean pairs per pulse") }
    case .continuous(let rate, let window):
      if rate == nil { names.append("pair rate") }
      if window == nil {
        names.append("coincidence window")
        guard jitter > 0 else {
          throw InputError(
            "jitter_s", jitter, allowed: "must be positive where the window is optimised",
            hint: "without a width of the peak the best window is the narrowest; give window_s")
        }
      }
    }
    if partial.keyBasisProbability == nil, partial.keyMode != .pooled { names.append("key basis probability") }
    if partial.testFraction == nil, partial.keyMode != .one { names.append("test fraction") }
    jitterSeconds = jitter
    self.names = names
  }

  private func ratio(_ t: Double, _ range: ClosedRange<Double>) -> Double {
    let (lo, hi) = (range.lowerBound, range.upperBound)
    guard hi > lo, lo > 0 else { return lo }
    return Swift.min(hi, Swift.max(lo, lo * Double.exp(t * Double.log(hi / lo))))
  }

  private func position(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let (lo, hi) = (range.lowerBound, range.upperBound)
    guard hi > lo, lo > 0, value > 0 else { return 0 }
    return Swift.min(1, Swift.max(0, Double.log(value / lo) / Double.log(hi / lo)))
  }

  private var windowRange: ClosedRange<Double> {
    (ranges.windowPerJitter.lowerBound * jitterSeconds)...(ranges.windowPerJitter.upperBound * jitterSeconds)
  }

  /// R w where the window is w.
  private func pairsRange(window: Double) -> ClosedRange<Double> {
    let lo = Swift.max(Self.pairsPerWindow.lowerBound, ranges.pairRateHz.lowerBound * window)
    return lo...Swift.max(lo, Swift.min(Self.pairsPerWindow.upperBound, ranges.pairRateHz.upperBound * window))
  }

  /// 1 − pX, because the best bias of large blocks lies near 1.
  private var otherBasisRange: ClosedRange<Double> {
    (1 - ranges.keyBasisProbability.upperBound)...(1 - ranges.keyBasisProbability.lowerBound)
  }

  /// The settings at a point of the box.
  package func settings(at x: [Double]) -> PairSettings {
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < x.count ? Swift.min(1, Swift.max(0, x[index])) : 0
    }
    let brightness: PairBrightness
    switch partial.brightness {
    case .perPulse(let mu): brightness = .perPulse(mu ?? ratio(next(), ranges.meanPairs))
    case .continuous(let rate, let window):
      let pairs = rate == nil ? next() : 0
      let width = window ?? ratio(next(), windowRange)
      brightness = .continuous(
        pairRateHz: rate ?? ratio(pairs, pairsRange(window: width)) / width, windowSeconds: width)
    }
    var basis = partial.keyBasisProbability ?? 0.5
    if partial.keyBasisProbability == nil, partial.keyMode != .pooled { basis = 1 - ratio(1 - next(), otherBasisRange) }
    var fraction = partial.testFraction ?? 0
    if partial.testFraction == nil, partial.keyMode != .one { fraction = ratio(next(), ranges.testFraction) }
    return PairSettings(
      brightness: brightness, keyMode: partial.keyMode, keyBasisProbability: basis,
      bobKeyBasisProbability: partial.bobKeyBasisProbability, testFraction: fraction)
  }

  /// The point of the box for settings (clipped into it); the inverse of ``settings(at:)``.
  package func point(for settings: PairSettings) -> [Double] {
    var x: [Double] = []
    switch (partial.brightness, settings.brightness) {
    case (.perPulse(nil), .perPulse(let mu)): x.append(position(mu, ranges.meanPairs))
    case (.continuous(let givenRate, let givenWindow), .continuous(let rate, let window)):
      if givenRate == nil { x.append(position(rate * window, pairsRange(window: window))) }
      if givenWindow == nil { x.append(position(window, windowRange)) }
    default: break
    }
    if partial.keyBasisProbability == nil, partial.keyMode != .pooled {
      x.append(1 - position(1 - settings.keyBasisProbability, otherBasisRange))
    }
    if partial.testFraction == nil, partial.keyMode != .one {
      x.append(position(settings.testFraction, ranges.testFraction))
    }
    return x
  }

  /// The brightness with the best asymptotic rate of a scan: where the rate is negative it rises towards no light at
  /// all, so that a climb must begin on the right side (section 11).
  private func brightest(_ setup: PairSetup, efficiency: Double) -> PairBrightness {
    let options = PairAsymptotic.Options(errorCorrectionEfficiency: efficiency, siftingFactor: 1)
    let window: Double
    let range: ClosedRange<Double>
    switch partial.brightness {
    case .perPulse(let mu):
      if let mu { return .perPulse(mu) }
      window = 1
      range = ranges.meanPairs
    case .continuous(let rate, let given):
      window = given ?? 1.2 * jitterSeconds
      if let rate { return .continuous(pairRateHz: rate, windowSeconds: window) }
      range = pairsRange(window: window)
    }
    func brightness(_ pairs: Double) -> PairBrightness {
      if case .perPulse = partial.brightness { return .perPulse(pairs) }
      return .continuous(pairRateHz: pairs / window, windowSeconds: window)
    }
    var best = (value: -Double.infinity, brightness: brightness(0.1))
    for step in 0..<300 {
      let candidate = brightness(ratio(Double(step) / 299, range))
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
    return names.isEmpty ? [] : points
  }

  /// The maximisation of the asymptotic rate; only the brightness matters.
  package func problem(setup: PairSetup, options: PairAsymptotic.Options) -> SearchProblem {
    let space = self
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) },
      starts: starts(setup, efficiency: options.errorCorrectionEfficiency),
      objective: { x in
        let seen = setup.observables(space.settings(at: x).brightness)
        guard seen.coincidences > 0 else { return -10 }
        let raw = PairAsymptotic.rawRate(seen, options)
        // Below zero per coincidence, so that "send nothing" is no attraction.
        return raw > 0 ? raw : PairAsymptotic.fraction(seen, options)
      })
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
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: starts(setup, efficiency: efficiency),
      objective: { x in
        let counts = PairSimulation.counts(setup, space.settings(at: x), block: block)
        guard let e: PairEstimate<Double> = try? PairAnalysis.estimate(counts, fixed) else { return -.infinity }
        return searchValue(e, size: size)
      })
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
