// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReading

/// Several links on one axis, each optimised at every point where its settings are open, with the bounds that no
/// protocol beats.
public struct Comparison: Sendable {
  let run: ComparisonRun

  /// The curves, in the order of the links; each is followed by the same link with infinite data where that was
  /// asked for.
  public var curves: [Sweep.Curve] {
    run.entries.map { Sweep.Curve(label: $0.label, points: $0.points, of: $0.source) }
  }
  /// The whole comparison with every trace as JSON; see ``ResultSchema``.
  public var json: String { run.json.text }

  /// Writes `PATH.csv`, `.svg`, `.json` and a gnuplot script, all or none.
  ///
  /// - Returns: the paths.
  /// - Throws: `DocumentError` if a file cannot be written.
  @discardableResult public func write(to path: String) throws -> [String] {
    try FileWriting.write(run.files(at: path))
  }

  /// Compares links.
  ///
  /// - Parameters:
  ///   - links: the links, each with devices of its own.
  ///   - axis: ``Parameter/distanceKilometres`` or ``Parameter/lossDecibel``.
  ///   - values: the ends of the axis.
  ///   - points: how many values there are on it, two or more.
  ///   - withInfiniteData: whether links with finite blocks are drawn with infinite data too.
  ///   - jobs: how many points are worked on at once; the result does not depend on it.
  ///   - options: the options of the searches.
  /// - Throws: `DocumentErrors` or `DocumentError` before anything runs, `InvariantViolation` if a result breaks
  ///   the order of rates, `CancellationError`.
  public static func of(
    _ links: [Link], along axis: Parameter<Double>, from values: ClosedRange<Double>, points: Int,
    withInfiniteData: Bool = false, jobs: Int? = nil, options: OptimisationOptions = OptimisationOptions()
  ) async throws -> Comparison {
    guard let axis = LinkAxis.allCases.first(where: { $0.key == axis.path }) else {
      throw DocumentError(
        path: axis.path, problem: "is no axis of a comparison",
        hint: "take \(LinkAxis.allCases.map(\.key).joined(separator: " or "))")
    }
    let files = try links.map { try $0.file() }
    var plan = ComparisonPlan(title: files.map(\.title).joined(separator: ", "), files: files.map(\.table.fileName))
    plan.axis = axis
    plan.from = values.lowerBound
    plan.to = values.upperBound
    plan.points = points
    plan.hasInfiniteData = withInfiniteData
    do {
      return Comparison(
        run: try await ComparisonRun.carryOut(
          plan, files: files, jobs: jobs ?? Processors.available, options: options))
    } catch {
      throw Refusal.plain(error)
    }
  }
}
