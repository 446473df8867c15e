// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Ranges that an optimiser keeps one party's open settings in, in place of the usual ones; nil is the usual one
/// (mdi sheet, section 9).
package struct SearchRanges: Sendable, Equatable {
  /// Mean photons per pulse: z, y, x with four intensities, μ, ν with three. The end 0 stands for ``leastIntensity``.
  package var intensities: [ClosedRange<Double>?]
  /// Of the intensities; the ends 0 and 1 stand for ``leastProbability`` and ``mostProbability``.
  package var probabilities: [ClosedRange<Double>?]
  /// pZ of three intensities; 0 and 1 stand for the same, but the signals may all be in Z.
  package var keyBasis: [ClosedRange<Double>?]

  /// What a range from 0 photons begins at: a setting that sends nothing is the vacuum.
  package static let leastIntensity = 1e-4
  /// The least probability that a range of one's own can lead to: every setting must be sent.
  package static let leastProbability = 1e-4
  /// The largest one.
  package static let mostProbability = 1 - leastProbability

  /// Makes ranges; lists shorter than three are the usual ones at their end.
  package init(
    intensities: [ClosedRange<Double>?] = [], probabilities: [ClosedRange<Double>?] = [],
    keyBasis: [ClosedRange<Double>?] = []
  ) {
    func three(_ list: [ClosedRange<Double>?]) -> [ClosedRange<Double>?] { Array((list + [nil, nil, nil]).prefix(3)) }
    self.intensities = three(intensities)
    self.probabilities = three(probabilities)
    self.keyBasis = three(keyBasis)
  }

  /// Whether every range is the usual one.
  package var areUsual: Bool { self == SearchRanges() }

  /// The range of an intensity, without its end at 0.
  func intensity(_ index: Int) -> ClosedRange<Double>? {
    intensities[index].map { range in
      range.lowerBound > 0 ? range : Swift.min(Self.leastIntensity, range.upperBound / 2)...range.upperBound
    }
  }

  /// The range of the Z basis at an intensity, without the ends at which counts are missing.
  func keyBasis(at index: Int) -> ClosedRange<Double>? {
    keyBasis[index]?.clamped(to: Self.leastProbability...(index == 0 ? 1 : Self.mostProbability))
  }

  /// The probabilities that are open, and what takes the rest, if any of them has a range of its own.
  ///
  /// - Parameters:
  ///   - given: the probabilities of the list; nil is open.
  ///   - rest: whether a setting outside the list takes what is left; otherwise the last open one does.
  func shares(beside given: [Double?], rest: Bool) -> ShareRanges? {
    let open = given.indices.filter { given[$0] == nil }
    guard open.contains(where: { probabilities[$0] != nil }) else { return nil }
    let whole = 1 - given.compactMap { $0 }.reduce(0, +)
    let count = Double(open.count + (rest ? 1 : 0))
    let usual = Swift.min(Self.leastProbability, Swift.max(0, whole) / (2 * count))...1
    let ranges = open.map { probabilities[$0]?.clamped(to: Self.leastProbability...Self.mostProbability) ?? usual }
    return ShareRanges(of: whole, ranges: ranges + (rest ? [usual] : []))
  }

  /// Refuses ends that no setting can have.
  ///
  /// - Parameter name: what the names begin with, for example `search.bob_`.
  func validateEnds(_ name: String) throws(InputError) {
    for (index, range) in intensities.enumerated() {
      guard let range else { continue }
      try require(range.lowerBound, "\(name)intensity_\(index + 1)", in: 0...10)
      try require(range.upperBound, "\(name)intensity_\(index + 1)", in: 0...10, excludingLower: true)
    }
    for (word, list) in [("probability", probabilities), ("key_basis_probability", keyBasis)] {
      for (index, range) in list.enumerated() {
        guard let range else { continue }
        try require(range.lowerBound, "\(name)\(word)_\(index + 1)", in: 0...Self.mostProbability)
        try require(range.upperBound, "\(name)\(word)_\(index + 1)", in: Self.leastProbability...1)
      }
    }
  }

  /// Refuses an intensity's range, if it is one of one's own.
  func refuseIntensity(_ index: Int, _ name: String, _ words: String) throws(InputError) {
    guard let range = intensities[index] else { return }
    throw InputError(
      "\(name)intensity_\(index + 1)", value: "[\(range.lowerBound), \(range.upperBound)]", allowed: words)
  }

  /// Refuses probabilities that cannot sum to 1.
  func refuseShares(_ shares: ShareRanges?, beside given: [Double?], _ name: String) throws(InputError) {
    guard let shares, !shares.hasRoom else { return }
    for index in probabilities.indices.reversed() where given[index] == nil {
      guard let range = probabilities[index] else { continue }
      throw InputError(
        "\(name)probability_\(index + 1)", value: "[\(range.lowerBound), \(range.upperBound)]",
        allowed: "cannot hold together with the other probabilities, which sum to 1")
    }
  }
}

extension ShareRanges {
  /// Where the share at an index lies, on a scale of its odds.
  func scale(at index: Int, left: Double) -> UnitScale {
    let range = range(at: index, left: left)
    return .odds(range.lowerBound / (1 - range.lowerBound), range.upperBound / (1 - range.upperBound))
  }

  /// The share at a coordinate, held to its range against rounding.
  func share(at index: Int, left: Double, coordinate: Double) -> Double {
    let range = range(at: index, left: left)
    return Swift.min(range.upperBound, Swift.max(range.lowerBound, scale(at: index, left: left).value(at: coordinate)))
  }
}
