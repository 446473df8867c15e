// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Ranges that an optimiser keeps one user's open choices in, in place of the usual ones (tf sheet, section 11).
package struct SideRanges: Sendable, Equatable {
  /// s, mean photons per key pulse; the end 0 stands for ``SearchRanges/leastIntensity``.
  package var signal: ClosedRange<Double>?
  /// Test intensities, strongest first; nil, or beyond the end, is the usual range.
  package var testIntensities: [ClosedRange<Double>?]
  /// Their probabilities; 0 and 1 stand for ``SearchRanges/leastProbability`` and ``SearchRanges/mostProbability``.
  package var testProbabilities: [ClosedRange<Double>?]

  /// Makes ranges; the usual ones where nothing is given.
  package init(
    signal: ClosedRange<Double>? = nil, testIntensities: [ClosedRange<Double>?] = [],
    testProbabilities: [ClosedRange<Double>?] = []
  ) {
    self.signal = signal
    self.testIntensities = testIntensities
    self.testProbabilities = testProbabilities
  }

  /// The range of a test intensity.
  func intensity(_ index: Int) -> ClosedRange<Double>? {
    index < testIntensities.count ? testIntensities[index].map(SearchRanges.ofUsedLight) : nil
  }

  /// The range of a probability.
  func probability(_ index: Int) -> ClosedRange<Double>? {
    index < testProbabilities.count ? testProbabilities[index].map(SearchRanges.ofUsedChoices) : nil
  }

  /// Refuses ends that no choice can have.
  ///
  /// - Parameter name: what the names begin with, for example `search.bob_`.
  func validateEnds(_ name: String) throws(InputError) {
    if let signal { try SearchRanges.validateIntensity(signal, "\(name)key_intensity") }
    for (index, range) in testIntensities.enumerated() {
      if let range { try SearchRanges.validateIntensity(range, "\(name)test_intensity_\(index + 1)") }
    }
    for (index, range) in testProbabilities.enumerated() {
      if let range { try SearchRanges.validateProbability(range, "\(name)test_probability_\(index + 1)") }
    }
  }
}

/// Ranges that an optimiser keeps the open settings in, in place of the usual ones; nil is the usual one.
package struct SearchRanges: Sendable, Equatable {
  /// Alice's, and Bob's if he does as she does.
  package var alice: SideRanges
  /// Bob's.
  package var bob: SideRanges
  /// pX; the ends 0 and 1 stand for ``leastProbability`` and ``mostProbability``.
  package var keyModeProbability: ClosedRange<Double>?

  /// What a range from 0 photons begins at.
  package static let leastIntensity = 1e-4
  /// The least probability that a range of one's own can lead to: every choice must occur.
  package static let leastProbability = 1e-4
  /// The largest one.
  package static let mostProbability = 1 - leastProbability

  /// Makes ranges; Bob's are Alice's unless they are given.
  package init(
    alice: SideRanges = SideRanges(), bob: SideRanges? = nil, keyModeProbability: ClosedRange<Double>? = nil
  ) {
    self.alice = alice
    self.bob = bob ?? alice
    self.keyModeProbability = keyModeProbability
  }

  static func validateIntensity(_ range: ClosedRange<Double>, _ name: String) throws(InputError) {
    try require(range.lowerBound, name, in: 0...Settings.largestIntensity)
    try require(range.upperBound, name, in: 0...Settings.largestIntensity, excludingLower: true)
  }

  static func validateProbability(_ range: ClosedRange<Double>, _ name: String) throws(InputError) {
    try require(range.lowerBound, name, in: 0...mostProbability)
    try require(range.upperBound, name, in: leastProbability...1)
  }

  /// A range of intensities without the end at which nothing is sent.
  static func ofUsedLight(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    range.lowerBound > 0 ? range : Swift.min(leastIntensity, range.upperBound / 2)...range.upperBound
  }

  /// A range of probabilities without the ends at which a choice never occurs.
  static func ofUsedChoices(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    range.clamped(to: leastProbability...mostProbability)
  }
}
