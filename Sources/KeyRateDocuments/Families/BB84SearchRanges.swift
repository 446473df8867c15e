// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateSecurity

/// Reads the ranges of `[search]`.
enum BB84SearchRanges {
  /// The ranges of a finite analysis.
  static func read(_ reader: DocumentReader, _ partial: PartialSettings) -> SearchRanges {
    let isThree = partial.intensities.count == 3
    let openProbabilities = partial.probabilities.list.count { $0 == nil }
    func open(_ isOpen: Bool, _ setting: String) -> String? { isOpen ? nil : setting }
    let probabilities = SourceKeys.intensityProbabilities.path
    let ranges = SearchRanges(
      signal: SearchRangeReading.range(
        reader, "intensity_1", givenBy: open(partial.intensities.signal == nil, SourceKeys.intensities.path)),
      decoy: SearchRangeReading.range(
        reader, "intensity_2", givenBy: open(partial.intensities.decoy == nil, SourceKeys.intensities.path)),
      signalProbability: SearchRangeReading.range(
        reader, "probability_1",
        givenBy: open(openProbabilities >= 2 && partial.probabilities.signal == nil, probabilities)),
      decoyProbability: SearchRangeReading.range(
        reader, "probability_2",
        givenBy: open(openProbabilities >= 2 && partial.probabilities.decoy == nil, probabilities)),
      keyBasisProbability: SearchRangeReading.range(
        reader, "key_basis_probability",
        givenBy: open(partial.keyBasisProbability == nil, SourceKeys.keyBasisProbability.path)))
    // With one decoy p2 is what p1 leaves: one range says it all.
    if !isThree, ranges.signalProbability != nil, ranges.decoyProbability != nil {
      reader.refuse("search.probability_2", "is what search.probability_1 leaves; give one of the two")
    }
    SearchRangeReading.check(reader) { try ranges.validate(beside: partial) }
    return ranges
  }

  /// The ranges of an asymptotic analysis, which knows intensities only.
  static func readAsymptotic(
    _ reader: DocumentReader, signal: Double?, decoy: Double?, method: AsymptoticMethod
  ) -> SearchRanges {
    SearchRanges(
      signal: SearchRangeReading.range(
        reader, "intensity_1", givenBy: signal == nil ? nil : SourceKeys.intensities.path),
      decoy: method == .infinite
        ? nil
        : SearchRangeReading.range(reader, "intensity_2", givenBy: decoy == nil ? nil : SourceKeys.intensities.path))
  }
}
