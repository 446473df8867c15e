// SPDX-License-Identifier: GPL-3.0-or-later
/// Why a search could not be carried out.
///
/// These are faults of the problem or of the library underneath. A search that ran but found
/// nothing useful is not an error: see ``OptimisationResult/Status-swift.enum``.
public enum OptimisationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A variable has a range in which nothing can be searched.
  case invalidVariable(name: String, reason: String)
  /// A start is not a point: it has the wrong number of values, or one of them is not a number.
  case invalidStart(index: Int, reason: String)
  /// An option has a value that makes no sense.
  case invalidOption(name: String, reason: String)
  /// NLopt refused the task or failed; `status` is its own name for the outcome.
  case solverFailure(algorithm: String, status: String)

  /// The message for the user.
  public var description: String {
    switch self {
    case .invalidVariable(let name, let reason): "search variable '\(name)': \(reason)"
    case .invalidStart(let index, let reason): "start \(index + 1) of the search: \(reason)"
    case .invalidOption(let name, let reason): "search option '\(name)': \(reason)"
    case .solverFailure(let algorithm, let status): "NLopt \(algorithm) failed with status \(status)"
    }
  }
}
