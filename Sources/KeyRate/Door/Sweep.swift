// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReading
import KeyRateReports

/// Curves of the key rate over one quantity; open settings are optimised at every point.
public struct Sweep: Sendable {
  /// One point of a curve.
  public struct Point: Sendable {
    /// The value of the quantity.
    public let value: Double
    /// The result there, or why there is none. A point that failed stays on its curve.
    public let result: Result<Evaluation, any Error>
    /// Secret bits per pulse; nil if the point failed.
    public var ratePerPulse: Double? { try? result.get().key.ratePerPulse }
  }

  /// One curve.
  public struct Curve: Sendable {
    /// The name in the legend.
    public let label: String
    /// The points, in the order of the values.
    public let points: [Point]

    init(label: String, points: [SweepRun.Point], of file: ParameterFile) {
      self.label = label
      self.points = points.map { point in
        Point(value: point.value, result: point.outcome.map { Evaluation(file, $0) })
      }
    }
  }

  let run: SweepRun
  let path: String

  /// The key that was swept, for example `link.distance_km`.
  public var variable: String { run.plan.variable }
  /// Its unit; nil for pure numbers.
  public var unit: String? { run.plan.unit }
  /// The curves: the link, or each `[[curve]]` of its file.
  public var curves: [Curve] { run.curves.map { Curve(label: $0.label, points: $0.points, of: run.file) } }
  /// The whole sweep with every trace as JSON; see ``ResultSchema``.
  public var json: String { run.json.text }

  /// Writes `PATH.csv`, `.svg`, `.json` and a gnuplot script, all or none.
  ///
  /// - Returns: the paths.
  /// - Throws: `DocumentError` if a file cannot be written, or an overlay cannot be read.
  @discardableResult public func write(to path: String) throws -> [String] {
    try FileWriting.write(run.files(at: path, documentPath: self.path))
  }
}

extension Link {
  /// Sweeps one quantity of the link.
  ///
  /// - Parameters:
  ///   - parameter: the quantity.
  ///   - values: its values, rising.
  ///   - jobs: how many points are worked on at once; the result does not depend on it.
  ///   - options: the options of the searches.
  ///   - progress: called with the share that is done, 0 to 1.
  /// - Throws: `DocumentErrors` or `DocumentError` before anything runs, `InvariantViolation` if a result breaks
  ///   the order of rates, `CancellationError`.
  public func sweep(
    _ parameter: Parameter<Double>, over values: [Double], jobs: Int? = nil,
    options: OptimisationOptions = OptimisationOptions(), progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Sweep {
    var link = self
    link[Parameter(SweepKeys.from)] = nil
    link[Parameter(SweepKeys.to)] = nil
    link[Parameter(SweepKeys.points)] = nil
    link[Parameter(SweepKeys.variable)] = parameter.path
    link[Parameter(SweepKeys.values)] = values
    return try await link.sweep(jobs: jobs, options: options, progress: progress)
  }

  /// Carries out the sweep that the file of the link describes in its `[sweep]`.
  ///
  /// - Throws: what ``sweep(_:over:jobs:options:progress:)`` throws.
  public func sweep(
    jobs: Int? = nil, options: OptimisationOptions = OptimisationOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Sweep {
    let file = try file()
    do {
      let run = try await SweepRun.carryOut(
        file, jobs: jobs ?? Processors.available, options: options, progress: progress)
      return Sweep(run: run, path: path)
    } catch {
      throw Refusal.plain(error)
    }
  }
}

/// Writing of results.
enum FileWriting {
  static func write(_ files: [AtomicFiles.File]) throws -> [String] {
    try AtomicFiles.write(files)
    return files.map(\.path)
  }
}
