// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Ranges that an optimiser keeps the open settings in, in place of the usual ones; nil is the usual one
/// (bb84 sheet, section 7).
package struct SearchRanges: Sendable, Equatable {
  /// μ1, mean photons per pulse.
  package var signal: ClosedRange<Double>?
  /// μ2 (asymptotic analyses: ν1), mean photons per pulse.
  package var decoy: ClosedRange<Double>?
  /// p1; the end 1 stands for ``mostProbability``.
  package var signalProbability: ClosedRange<Double>?
  /// p2; the end 0 stands for ``leastProbability``.
  package var decoyProbability: ClosedRange<Double>?
  /// pX at Alice; the ends 0 and 1 stand for ``leastProbability`` and ``mostProbability``.
  package var keyBasisProbability: ClosedRange<Double>?

  /// The least probability that a range of one's own can lead to: every choice must occur.
  package static let leastProbability = 1e-4
  /// The largest one.
  package static let mostProbability = 1 - leastProbability

  /// Makes ranges; the usual ones where nothing is given.
  package init(
    signal: ClosedRange<Double>? = nil, decoy: ClosedRange<Double>? = nil,
    signalProbability: ClosedRange<Double>? = nil, decoyProbability: ClosedRange<Double>? = nil,
    keyBasisProbability: ClosedRange<Double>? = nil
  ) {
    self.signal = signal
    self.decoy = decoy
    self.signalProbability = signalProbability
    self.decoyProbability = decoyProbability
    self.keyBasisProbability = keyBasisProbability
  }

  /// Whether every range is the usual one.
  package var areUsual: Bool { self == SearchRanges() }

  /// Refuses ranges in which nothing can lie, alone or beside the settings that are given.
  ///
  /// - Parameter partial: the settings that are given.
  /// - Throws: `InputError` whose quantity is `search.` and the range's name.
  package func validate(beside partial: PartialSettings) throws(InputError) {
    for (name, range) in [("intensity_1", signal), ("intensity_2", decoy)] {
      guard let range else { continue }
      try require(range.lowerBound, "search.\(name)", in: 0...10)
      try require(range.upperBound, "search.\(name)", in: 0...10, excludingLower: true)
    }
    for (name, range) in [
      ("probability_1", signalProbability), ("probability_2", decoyProbability),
      ("key_basis_probability", keyBasisProbability),
    ] {
      guard let range else { continue }
      try require(range.lowerBound, "search.\(name)", in: 0...Self.mostProbability)
      try require(range.upperBound, "search.\(name)", in: Self.leastProbability...1)
    }
    let space = SearchSpace(partial, ranges: self)
    func refuse(_ name: String, _ range: ClosedRange<Double>?, _ allowed: String) throws(InputError) {
      guard let range else { return }
      throw InputError("search.\(name)", value: "[\(range.lowerBound), \(range.upperBound)]", allowed: allowed)
    }
    if partial.intensities.signal == nil, !space.hasRoomForSignal {
      try refuse("intensity_1", signal, "leaves no room above the weaker intensities")
      try refuse("intensity_2", decoy, "leaves no room below the strongest intensity")
    }
    if partial.intensities.decoy == nil, !space.hasRoomForDecoy {
      try refuse("intensity_2", decoy, "leaves no room between the other intensities")
    }
    if !space.hasRoomForProbabilities {
      let words = "cannot hold together with the other probabilities, which sum to 1"
      try refuse("probability_2", decoyProbability, words)
      try refuse("probability_1", signalProbability, words)
    }
  }
}

extension ClosedRange where Bound == Double {
  /// A range of probabilities without the ends at which a choice never occurs.
  var ofUsedChoices: ClosedRange<Double> {
    clamped(to: SearchRanges.leastProbability...SearchRanges.mostProbability)
  }
}
