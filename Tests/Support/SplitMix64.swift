// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics

/// The draws that randomised tests need.
extension SplitMix64 {
  /// A number between two others.
  package mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// A positive number between two others, uniform in its logarithm.
  package mutating func logUniform(_ low: Double, _ high: Double) -> Double { exp(uniform(log(low), log(high))) }

  /// A whole number of a closed range.
  package mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// True with a probability.
  package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// One element of a list that is not empty.
  package mutating func pick<T>(_ list: [T]) -> T { list[whole(0...list.count - 1)] }

  /// A standard normal number.
  package mutating func normal() -> Double {
    // 1 - unit() is in (0, 1], so that the logarithm is finite.
    (-2 * log(1 - unit())).squareRoot() * cos(2 * Double.pi * unit())
  }

  /// A Poisson count: by products of uniform numbers for small means, rounded normal above 200,
  /// which is close enough for the tests that count how often a run is accepted.
  package mutating func poisson(_ mean: Double) -> Double {
    if mean <= 0 { return 0 }
    if mean > 200 { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
    let limit = exp(-mean)
    var product = unit()
    var count = 0.0
    while product > limit {
      product *= unit()
      count += 1
    }
    return count
  }
}
