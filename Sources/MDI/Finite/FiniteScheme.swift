// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What one party of a finite run chooses: intensities, their probabilities, bases.
package protocol FiniteChoice: Sendable {
  /// Mean photon number of the signals, which give the key.
  var signalIntensity: Double { get }
  /// Share of the pulses that are signals in Z.
  var signalShare: Double { get }
  /// Refuses a choice with which the bounds do not hold.
  ///
  /// - Parameter party: A or B, for messages.
  /// - Throws: `InputError` naming the setting.
  func validate(_ party: String) throws(InputError)
}

/// The counts of one scheme and what the scheme makes of them: what `FiniteKey` needs to know.
///
/// The entry points stay concrete; this is how they share their way from counts to a result.
protocol FiniteCounts: Sendable {
  associatedtype Choice: FiniteChoice
  /// The name in checkpoint tables.
  static var calculation: String { get }
  static var title: String { get }
  static var isFour: Bool { get }
  var pulses: Double { get }
  var origin: CountsOrigin { get }

  static func expected(_ setup: Setup, _ choices: PerParty<Choice>, pulses: Double) -> Self
  /// Whether a vacuum setting emits light.
  static func leaks(_ choices: PerParty<Choice>) -> Bool
  func validate(_ choices: PerParty<Choice>) throws(InputError)
  /// Refuses options that this scheme, or counts of this origin, do not have.
  static func validate(_ options: FiniteKeyOptions, _ origin: CountsOrigin) throws(InputError)
  /// Whether any yields agree with all counts (MDI-34b, MDI-38b).
  func world(_ choices: PerParty<Choice>, _ options: FiniteKeyOptions) -> CountsWorld
  /// The bounds, without checks.
  func certify<S: Scalar>(_ choices: PerParty<Choice>, _ options: FiniteKeyOptions) -> FiniteEstimate<S>
  func trace(
    _ choices: PerParty<Choice>, _ options: FiniteKeyOptions, _ e: FiniteEstimate<Double>
  ) -> [TraceEntry]
}

extension ThreeIntensityCounts: FiniteCounts {
  static var calculation: String { "mdi.finite3" }
  static var title: String { "MDI-QKD, three intensities, finite key" }
  static var isFour: Bool { false }

  // A weakest intensity above zero is part of the bounds, not a leak.
  static func leaks(_ choices: PerParty<ThreeIntensityChoice>) -> Bool { false }

  static func validate(_ options: FiniteKeyOptions, _ origin: CountsOrigin) throws(InputError) {
    guard options.accounting == .curty2014Complete else { return }
    guard origin == .expected else {
      throw InputError(
        "accounting", value: options.accounting.rawValue,
        allowed: "is for expected counts only, as a row of the literature",
        hint: "it treats each Bell state by itself; the default accounting pools them and gives far more key")
    }
  }

  func certify<S: Scalar>(
    _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) -> FiniteEstimate<S> {
    options.accounting == .curty2014Complete
      ? PublishedAnalysis.estimate(self, choices, options)
      : ThreeIntensityAnalysis.estimate(self, choices, options)
  }

  func world(_ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions) -> CountsWorld {
    let beta: Interval = options.beta(bounds: ThreeIntensityAnalysis.bounds(options))
    return CountsWorld(self, choices, CountTails(options.bound, beta: beta))
  }

  func trace(
    _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions, _ e: FiniteEstimate<Double>
  ) -> [TraceEntry] { FiniteKey.threeIntensityTrace(self, choices, options, e) }
}

extension FourIntensityCounts: FiniteCounts {
  static var calculation: String { "mdi.finite4" }
  static var title: String { "MDI-QKD, four intensities, finite key" }
  static var isFour: Bool { true }

  static func leaks(_ choices: PerParty<FourIntensityChoice>) -> Bool {
    choices.alice.vacuum > 0 || choices.bob.vacuum > 0
  }

  static func validate(_ options: FiniteKeyOptions, _ origin: CountsOrigin) throws(InputError) {
    if options.vacuumBits {
      throw InputError(
        "vacuum", value: "true", allowed: "exists with three intensities only",
        hint: "of four, the vacuum is never sent in the key basis")
    }
    if options.accounting == .curty2014Complete {
      throw InputError(
        "accounting", value: options.accounting.rawValue, allowed: "exists with three intensities only")
    }
  }

  func certify<S: Scalar>(
    _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) -> FiniteEstimate<S> { FourIntensityAnalysis.estimate(self, choices, options) }

  func world(_ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions) -> CountsWorld {
    let beta: Interval = options.beta(bounds: FourIntensityAnalysis.bounds(options.scan))
    return CountsWorld(self, choices, CountTails(options.bound, beta: beta))
  }

  func trace(
    _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions, _ e: FiniteEstimate<Double>
  ) -> [TraceEntry] { FiniteKey.fourIntensityTrace(self, choices, options, e) }
}
