// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation

/// Where along one quantity a link delivers what is asked for: how far, how long, how bad a detector may be.
public struct Reaching: Sendable {
  /// A connected range of the quantity in which the target is met, as far as it was looked at.
  public struct Interval: Sendable, Hashable {
    /// The lowest and the highest value at which the key was computed and the target met.
    public let values: ClosedRange<Double>
    /// Whether the target is missed below; otherwise the search ended there.
    public let beginsInside: Bool
    /// Whether the target is missed above; otherwise the search ended there.
    public let endsInside: Bool
  }

  /// The answer for the link, or for one of the curves of its file.
  public struct Answer: Sendable {
    /// The name of the curve; nil without curves.
    public let label: String?
    /// The answer in one sentence.
    public let statement: String
    /// Where the target is met, rising; empty if nowhere.
    public let intervals: [Interval]
    /// If the target is met nowhere: the imperfections without which it would be met.
    public let limitedBy: [String]
  }

  let reach: Reach

  /// The answers: one, or one for each `[[curve]]` of a file.
  public var answers: [Answer] {
    reach.answers.map { answer in
      Answer(
        label: answer.label, statement: reach.statement(answer),
        intervals: answer.intervals.map {
          Interval(
            values: $0.lower.value...$0.upper.value, beginsInside: $0.beginsInside, endsInside: $0.endsInside)
        },
        limitedBy: answer.limits.filter(\.isBinding).map(\.cause))
    }
  }
  /// The largest value at which the target is met, of all answers; nil if it is met nowhere.
  public var highest: Double? { answers.flatMap(\.intervals).map(\.values.upperBound).max() }
  /// The answer for people, as `keyrate reach` prints it.
  public var summary: String { reach.summary }
  /// The whole answer as JSON; see ``ResultSchema``.
  public var json: String { reach.json.text }
}

extension Link {
  /// How far a quantity can be moved while a target is met.
  ///
  /// - Parameters:
  ///   - parameter: the quantity; nil for the length of the link.
  ///   - target: what is to be delivered.
  ///   - lower: the lower end of the search; nil to choose it for the quantity.
  ///   - upper: the upper end.
  ///   - points: how many values are tried before crossings are refined, three or more.
  ///   - jobs: how many values are worked on at once; the answer does not depend on it.
  ///   - options: the options of the searches.
  /// - Throws: `DocumentErrors` or `DocumentError` for a question that has no meaning, `InvariantViolation` if a
  ///   result breaks the order of rates, `CancellationError`.
  public func reach(
    _ parameter: Parameter<Double>? = nil, target: KeyTarget = .anyKey, from lower: Double? = nil,
    to upper: Double? = nil, points: Int = 33, jobs: Int? = nil, options: OptimisationOptions = OptimisationOptions()
  ) async throws -> Reaching {
    let file = try file()
    do {
      let question = Reach.Question(
        variable: try parameter?.path ?? file.lengthKey(), target: target, from: lower, to: upper, points: points)
      return Reaching(
        reach: try await Reach.answer(question, of: file, jobs: jobs ?? Processors.available, options: options))
    } catch {
      throw Refusal.plain(error)
    }
  }
}
