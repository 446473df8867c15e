// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity

/// Several files on one axis, carried out: each file is a sweep of its own.
package struct ComparisonRun: Sendable {
  /// One curve.
  package struct Entry: Sendable {
    /// The file as the comparison names it.
    package let file: String
    /// The name in tables and legends.
    package let label: String
    /// The file as it was read, before it was put on the axis.
    package let source: ParameterFile
    /// The position of its file among those of the comparison.
    package let group: Int
    /// Whether it is the same link with infinite data, drawn beside the finite block of the file.
    package let isInfiniteData: Bool
    /// The sweep, of one curve.
    package let run: SweepRun

    var points: [SweepRun.Point] { run.curves.first?.points ?? [] }
    var crossings: [BoundCrossing] { run.curves.first?.crossings ?? [] }
    /// Where its key ends or begins.
    var ends: [KeyEnd] { run.curves.first?.ends ?? [] }
    /// The first result that there is.
    var sample: SecretKeyRate? { points.lazy.compactMap { try? $0.outcome.get().result }.first }
    /// The pulse rate; the same at every point.
    var clock: Double? { points.first?.link.repetitionRateHz }
    /// Whether the results hold for a block of finite length.
    var isFinite: Bool { sample?.pulses != nil }

    /// The attenuation of the fibre with all constant losses, as the loss at both ends of the axis.
    var losses: [Double] { [points.first, points.last].compactMap { $0?.link.lossDecibel } }
  }

  /// What was asked for.
  package let plan: ComparisonPlan
  /// What the curves are drawn over.
  package let axis: LinkAxis
  /// The curves: each file, followed by itself with infinite data.
  package let entries: [Entry]
  /// The options of the searches.
  package let options: OptimisationOptions
  /// What is missing of an interrupted comparison; nil of a finished one.
  package let missing: SweepRun.Missing?

  /// Points whose result cannot be true and was therefore left out: each is a fault of the program.
  package var violations: [InvariantViolation] { entries.flatMap(\.run.violations) }

  /// Carries out a comparison.
  ///
  /// Everything is read and checked before anything runs. The result does not depend on the number of jobs.
  ///
  /// - Parameters:
  ///   - plan: what is asked for.
  ///   - files: the files of the plan, read, in its order.
  ///   - jobs: how many points are worked on at once.
  ///   - options: the options of the searches.
  ///   - progress: called with the share that is done, 0 to 1.
  /// - Throws: `DocumentErrors` or `DocumentError` before anything runs, `CancellationError`.
  package static func carryOut(
    _ plan: ComparisonPlan, files: [ParameterFile], jobs: Int, options: OptimisationOptions = OptimisationOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> ComparisonRun {
    let work = try ComparisonWork(plan, files: files, options: options)
    return try await work.carryOut(jobs: jobs, journals: work.journals(at: nil)) { progress($0.share) }
  }
}

/// The files of a comparison, put on one axis.
struct ComparisonMembers {
  struct Member: Sendable {
    let name: String
    let label: String
    let source: ParameterFile
    let swept: ParameterFile
    let group: Int
    let isInfiniteData: Bool
  }

  let axis: LinkAxis
  let list: [Member]

  init(_ plan: ComparisonPlan, files: [ParameterFile]) throws {
    guard !files.isEmpty else { throw DocumentError(problem: "a comparison needs at least one file") }
    let axis = try Self.axis(plan, files)
    let (from, to, points) = try Self.grid(plan, files, axis)
    var list: [Member] = []
    var labels: [String: Int] = [:]
    for (group, file) in files.enumerated() {
      let name = group < plan.files.count ? plan.files[group] : file.table.fileName
      let curves = plan.hasCurves ? try file.curves() : [(label: nil, file: file)]
      for curve in curves {
        let given = group < plan.labels.count ? plan.labels[group] : file.title
        var label = curve.label.map { "\(given), \($0)" } ?? given
        // Two files of one title are told apart by their names.
        labels[label, default: 0] += 1
        if let count = labels[label], count > 1 { label += " (\(name))" }
        func add(_ source: ParameterFile, isInfiniteData: Bool) throws {
          let swept = try source.swept(along: axis, from: from, to: to, points: points, unit: plan.unit)
          list.append(
            Member(name: name, label: label, source: source, swept: swept, group: group, isInfiniteData: isInfiniteData)
          )
        }
        try add(curve.file, isInfiniteData: false)
        if plan.hasInfiniteData, let infinite = try curve.file.withInfiniteData() {
          try add(infinite, isInfiniteData: true)
        }
      }
    }
    if plan.unit == .perSecond { try Self.checkClocks(list) }
    self.axis = axis
    self.list = list
  }

  /// The axis asked for, or the one that all files have; every file that cannot be drawn over it is named.
  private static func axis(_ plan: ComparisonPlan, _ files: [ParameterFile]) throws -> LinkAxis {
    let axis = plan.axis ?? (files.allSatisfy(\.hasLength) ? .distance : .loss)
    let obstacles = files.compactMap { $0.obstacle(to: axis) }
    guard obstacles.isEmpty else { throw DocumentErrors(obstacles) }
    return axis
  }

  /// The ends and the number of values: those asked for, or the union of the files' own sweeps.
  private static func grid(
    _ plan: ComparisonPlan, _ files: [ParameterFile], _ axis: LinkAxis
  ) throws -> (from: Double, to: Double, points: Int) {
    var ranges: [(from: Double, to: Double, points: Int)] = []
    if plan.from == nil || plan.to == nil || plan.points == nil {
      ranges = try files.compactMap { try $0.sweepRange(of: axis) }
    }
    let from = plan.from ?? ranges.map(\.from).min()
    let to = plan.to ?? ranges.map(\.to).max()
    let points = plan.points ?? ranges.map(\.points).max()
    guard let from, let to, let points else {
      throw DocumentError(
        path: axis.key, problem: "is swept by none of the files, so the ends of the axis are not known",
        hint: "give --from, --to and --points")
    }
    guard from < to else {
      throw DocumentError(
        path: axis.key,
        problem: "the axis must rise, but goes from \(ResultText.number(from)) to \(ResultText.number(to))")
    }
    guard points >= 2 else {
      throw DocumentError(path: axis.key, problem: "needs at least two points, found \(points)", hint: "give --points")
    }
    return (from, to, points)
  }

  /// Rates per second need the pulse rate of every file.
  private static func checkClocks(_ list: [Member]) throws {
    var errors: [DocumentError] = []
    for member in list where !member.isInfiniteData {
      let plan = try member.swept.sweep()
      guard let curve = plan.curves.first, let value = plan.values.first else { continue }
      if try plan.link(curve, at: value).repetitionRateHz == nil {
        errors.append(
          DocumentError(
            position: SourcePosition(file: member.source.table.fileName), path: SourceKeys.repetitionRateHz.path,
            problem: "must be given for rates per second", hint: "or compare rates per pulse"))
      }
    }
    guard errors.isEmpty else { throw DocumentErrors(errors) }
  }
}
