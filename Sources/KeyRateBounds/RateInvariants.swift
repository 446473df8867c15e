// SPDX-License-Identifier: GPL-3.0-or-later
/// A result that cannot be: the program is wrong, not the input.
public struct InvariantViolation: Error, Sendable, Equatable, CustomStringConvertible {
  /// The two quantities, with their values, and the order that was broken.
  public let statement: String
  /// The inputs that reproduce it.
  public let inputs: String

  /// The message.
  public var description: String {
    "internal error: \(statement)\nThis result is wrong and is not printed. To reproduce it: \(inputs)"
  }

  /// Describes a violation.
  package init(statement: String, inputs: String) {
    self.statement = statement
    self.inputs = inputs
  }
}

/// The order that every result must respect:
/// 0 ≤ finite ≤ asymptotic ≤ infinite decoys ≤ the ceiling of the link.
package struct RateInvariants: Sendable {
  /// One rate of the chain.
  package struct Rung: Sendable {
    /// What it is, for example `finite key`.
    package let name: String
    /// Bits per pulse.
    package let rate: Double
    /// Names a rate.
    package init(_ name: String, _ rate: Double) {
      self.name = name
      self.rate = rate
    }
  }

  /// Rounding that is forgiven: relative to the upper of the two rungs.
  package static let relativeTolerance = 1e-9

  /// All that values hold, for the inputs of a violation; empty in Embedded Swift, which cannot look into a value.
  package static func text<each Value>(_ values: repeat each Value) -> String {
    #if hasFeature(Embedded)
      ""
    #else
      var list: [String] = []
      for value in repeat each values { list.append("\(value)") }
      return list.joined(separator: " ")
    #endif
  }

  /// Checks that rates do not fall from one rung to the next.
  ///
  /// - Parameters:
  ///   - rungs: from the most to the least pessimistic.
  ///   - inputs: what reproduces the result.
  /// - Throws: `InvariantViolation` naming the first pair out of order, a negative first rung or NaN.
  package static func check(_ rungs: [Rung], inputs: @autoclosure () -> String) throws(InvariantViolation) {
    if let first = rungs.first, !(first.rate >= 0) {
      throw InvariantViolation(statement: "\(first.name) = \(first.rate) is not a rate", inputs: inputs())
    }
    for (below, above) in zip(rungs, rungs.dropFirst()) {
      // Not relative to the lower rung: an infinite rate would forgive itself.
      let slack = above.rate.isFinite ? relativeTolerance * above.rate : 0
      guard below.rate <= above.rate + slack else {
        throw InvariantViolation(
          statement: "\(below.name) = \(below.rate) exceeds \(above.name) = \(above.rate)", inputs: inputs())
      }
    }
  }
}
