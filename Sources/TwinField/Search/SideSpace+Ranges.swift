// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// How one user's choices are kept in ranges of one's own.
///
/// The intensities form a chain, each at most ``chainRatio`` of the stronger one: the ends of each range are first
/// drawn in by those of the others, so that every choice of a stronger one leaves room for the weaker ones.
extension SideSpace {
  private static let chainRatio = 0.95

  /// The least and the largest value of each test intensity; a given one is a point. `nil` without a range of one's
  /// own among the intensities, where the usual map applies.
  static func chain(
    _ partial: PartialSideSettings, _ ranges: SideRanges, usual: (Int) -> ClosedRange<Double>
  ) -> [(least: Double, most: Double)]? {
    let given = partial.testIntensities
    let count = given.count
    let isRanged = given.indices.contains { given[$0] == nil && ranges.intensity($0) != nil }
    guard isRanged || (partial.signalIntensity == nil && ranges.signal != nil) else { return nil }
    var most = given.indices.map { given[$0] ?? ranges.intensity($0)?.upperBound ?? usual($0).upperBound }
    for k in given.indices.dropFirst() where given[k] == nil { most[k] = Swift.min(most[k], most[k - 1] * chainRatio) }
    // The usual least values give way to stronger intensities that are kept low.
    var least = given.indices.map { k in
      given[k] ?? ranges.intensity(k)?.lowerBound ?? Swift.min(usual(k).lowerBound, most[k] / 10)
    }
    if count > 0, given[0] == nil {
      // Key pulses are weaker than the strongest test pulse.
      let signal = partial.signalIntensity ?? ranges.signal.map { SearchRanges.ofUsedLight($0).lowerBound } ?? 0
      least[0] = Swift.max(least[0], signal / chainRatio)
    }
    for k in given.indices.dropLast().reversed() where given[k] == nil {
      least[k] = Swift.max(least[k], least[k + 1] / chainRatio)
    }
    return zip(least, most).map { (least: $0, most: $1) }
  }

  /// The ends of a test intensity whose stronger neighbour is chosen.
  static func ends(_ link: (least: Double, most: Double), below stronger: Double?) -> (Double, Double) {
    (link.least, Swift.min(link.most, stronger.map { $0 * chainRatio } ?? .infinity))
  }

  /// The ends of the key intensity in a range of one's own.
  static func signalEnds(_ range: ClosedRange<Double>, below strongest: Double?) -> (Double, Double) {
    let used = SearchRanges.ofUsedLight(range)
    return (used.lowerBound, Swift.min(used.upperBound, strongest.map { $0 * chainRatio } ?? .infinity))
  }

  /// The open probabilities, if one of them has a range of its own; the last open one takes what is left.
  static func shares(_ partial: PartialSideSettings, _ ranges: SideRanges) -> ShareRanges? {
    let given = partial.testProbabilities
    let open = given.indices.filter { given[$0] == nil }
    guard open.contains(where: { ranges.probability($0) != nil }) else { return nil }
    let whole = 1 - given.compactMap { $0 }.reduce(0, +)
    let usual = Swift.min(SearchRanges.leastProbability, Swift.max(0, whole) / Double(2 * open.count))...1
    return ShareRanges(of: whole, ranges: open.map { ranges.probability($0) ?? usual })
  }

  /// Refuses ranges in which nothing can lie, alone or beside the choices that are given.
  ///
  /// - Parameter name: what the names begin with, for example `search.bob_`.
  /// - Throws: `InputError`.
  func validateRanges(_ name: String) throws(InputError) {
    try ranges.validateEnds(name)
    func refuse(_ key: String, _ range: ClosedRange<Double>?, _ words: String) throws(InputError) {
      guard let range else { return }
      throw InputError("\(name)\(key)", value: "[\(range.lowerBound), \(range.upperBound)]", allowed: words)
    }
    if hasDecoys {
      if let chain {
        let given = partial.testIntensities
        for k in given.indices where given[k] == nil && chain[k].least > chain[k].most {
          func own(_ index: Int) -> ClosedRange<Double>? {
            index < ranges.testIntensities.count && given[index] == nil ? ranges.testIntensities[index] : nil
          }
          try refuse("test_intensity_\(k + 1)", own(k), "leaves no room between the other intensities")
          // It is another one's range that leaves this one no room.
          for other in given.indices where own(other) != nil {
            try refuse(
              "test_intensity_\(other + 1)", own(other),
              "leaves no room for test intensity \(k + 1), which must be \(other < k ? "weaker" : "stronger")")
          }
          try refuse("key_intensity", ranges.signal, "leaves no room below the strongest test intensity")
        }
      }
      let strongest = chain?.first?.least ?? partial.testIntensities.first.flatMap { $0 }
      if partial.signalIntensity == nil, let range = ranges.signal {
        let (least, most) = Self.signalEnds(range, below: strongest)
        if least > most { try refuse("key_intensity", range, "leaves no room below the strongest test intensity") }
      }
    }
    guard hasProbabilities, let shares = Self.shares(partial, ranges), !shares.hasRoom else { return }
    for k in ranges.testProbabilities.indices.reversed()
    where k < partial.testProbabilities.count && partial.testProbabilities[k] == nil {
      try refuse(
        "test_probability_\(k + 1)", ranges.testProbabilities[k],
        "cannot hold together with the other probabilities, which sum to 1")
    }
  }
}
