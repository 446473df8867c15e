import BB84
import KeyRateSecurity

/// Reads the ranges of `[search]`.
enum BB84SearchRanges {
  /// The ranges of a finite analysis.
  static func read(_ reader: DocumentReader, _ partial: PartialSettings) -> SearchRanges {
    let isThree = partial.intensities.count == 3
    let openProbabilities = partial.probabilities.list.count { $0 == nil }
    func open(_ isOpen: Bool, _ setting: String) -> String? { isOpen ? nil : setting }
    let probabilities = "source.intensity_probabilities"
    let ranges = SearchRanges(
      signal: range(reader, "intensity_1", givenBy: open(partial.intensities.signal == nil, "source.intensities")),
      decoy: range(reader, "intensity_2", givenBy: open(partial.intensities.decoy == nil, "source.intensities")),
      signalProbability: range(
        reader, "probability_1",
        givenBy: open(openProbabilities >= 2 && partial.probabilities.signal == nil, probabilities)),
      decoyProbability: range(
        reader, "probability_2",
        givenBy: open(openProbabilities >= 2 && partial.probabilities.decoy == nil, probabilities)),
      keyBasisProbability: range(
        reader, "key_basis_probability",
        givenBy: open(partial.keyBasisProbability == nil, "source.key_basis_probability")))
    // With one decoy p2 is what p1 leaves: one range says it all.
    if !isThree, ranges.signalProbability != nil, ranges.decoyProbability != nil {
      reader.refuse("search.probability_2", "is what search.probability_1 leaves; give one of the two")
    }
    check(reader) { try ranges.validate(beside: partial) }
    return ranges
  }

  /// The ranges of an asymptotic analysis, which knows intensities only.
  static func readAsymptotic(
    _ reader: DocumentReader, signal: Double?, decoy: Double?, method: AsymptoticMethod
  ) -> SearchRanges {
    SearchRanges(
      signal: range(reader, "intensity_1", givenBy: signal == nil ? nil : "source.intensities"),
      decoy: method == .infinite
        ? nil : range(reader, "intensity_2", givenBy: decoy == nil ? nil : "source.intensities"))
  }

  /// Reports what the physics refuses, at the key it names.
  static func check(_ reader: DocumentReader, _ body: () throws -> Void) {
    guard reader.isSound else { return }
    do {
      try body()
    } catch let error as InputError {
      reader.refuse(error.quantity, error.allowed, hint: error.hint)
    } catch {
      reader.refuse("search", "\(error)")
    }
  }

  private static func range(_ reader: DocumentReader, _ name: String, givenBy setting: String?) -> ClosedRange<Double>?
  {
    let key = "search.\(name)"
    guard reader.gives(key) else { return nil }
    if let setting {
      reader.refuse(key, "has nothing to search: \(setting) gives this setting", hint: "leave one of the two out")
      return nil
    }
    guard let ends = reader.numbersIfPresent(key, count: 2), ends.count == 2, reader.isSound else { return nil }
    guard ends[0] < ends[1] else {
      reader.refuse(key, "must rise from its first number to its second", hint: "[least, largest]")
      return nil
    }
    return ends[0]...ends[1]
  }
}
