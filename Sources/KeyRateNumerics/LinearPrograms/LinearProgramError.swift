// SPDX-License-Identifier: GPL-3.0-or-later
/// Data from which no linear program can be made: which part, where, and what would be allowed.
///
/// Thrown for arrays that do not fit together and for numbers that are not finite; an interval
/// that holds the whole line (the mark of a failed evaluation) is among the latter. A program
/// whose constraints contradict each other is no error but a ``LinearProgramVerdict/infeasible(_:)``.
package struct LinearProgramError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part of the program: `coefficients`, `lower`, `upper`, `box`, `objective`, `columns`, ...
  package let part: String
  /// The position in that array, if one element is to blame.
  package let position: Int?
  /// What was found and what is allowed.
  package let reason: String

  init(_ part: String, at position: Int? = nil, _ reason: String) {
    self.part = part
    self.position = position
    self.reason = reason
  }

  /// The message in one line.
  package var description: String {
    "linear program, \(part)" + (position.map { "[\($0)]" } ?? "") + ": \(reason)"
  }
}
