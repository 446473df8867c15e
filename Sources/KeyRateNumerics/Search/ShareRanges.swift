// SPDX-License-Identifier: GPL-3.0-or-later
/// Shares of a whole, each with a range of its own, chosen one after another so that those that follow have room.
package struct ShareRanges: Sendable, Equatable {
  /// What all shares sum to.
  package let whole: Double
  /// The range of each share; the last one is not chosen but takes what is left.
  package let ranges: [ClosedRange<Double>]

  /// Makes shares; ``hasRoom`` says whether any fit.
  package init(of whole: Double, ranges: [ClosedRange<Double>]) {
    self.whole = whole
    self.ranges = ranges
  }

  /// Whether shares in their ranges can sum to the whole.
  package var hasRoom: Bool {
    // Ends that meet but for the rounding of a sum leave a point.
    let tolerance = 1e-12
    return ranges.reduce(0) { $0 + $1.lowerBound } <= whole + tolerance
      && ranges.reduce(0) { $0 + $1.upperBound } >= whole - tolerance
  }

  /// Where the share at an index may lie when those before it leave `left`; a single point where there is no room.
  package func range(at index: Int, left: Double) -> ClosedRange<Double> {
    guard ranges.indices.contains(index) else { return left...left }
    let later = ranges.dropFirst(index + 1)
    let low = Swift.max(ranges[index].lowerBound, left - later.reduce(0) { $0 + $1.upperBound })
    let high = Swift.min(ranges[index].upperBound, left - later.reduce(0) { $0 + $1.lowerBound })
    return low...Swift.max(low, high)
  }
}
