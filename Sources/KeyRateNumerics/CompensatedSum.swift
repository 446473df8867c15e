// SPDX-License-Identifier: GPL-3.0-or-later
/// A running sum that carries the rounding error of every addition along (Neumaier 1974).
///
/// The result is as good as if the sum had been formed in twice the precision and rounded once.
@frozen
@usableFromInline package struct CompensatedSum: Sendable {
  @usableFromInline var sum = 0.0
  @usableFromInline var compensation = 0.0

  /// An empty sum.
  @inlinable package init() {}

  /// Adds a term.
  @inlinable package mutating func add(_ term: Double) {
    let next = sum + term
    compensation += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// The sum so far.
  @inlinable package var value: Double { compensation.isFinite ? sum + compensation : sum }
}

extension Sequence where Element == Double {
  /// The compensated sum of the elements.
  @inlinable package func compensatedSum() -> Double {
    var sum = CompensatedSum()
    for term in self { sum.add(term) }
    return sum.value
  }
}
