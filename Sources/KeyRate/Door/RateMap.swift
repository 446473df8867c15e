// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation

/// The key rate over two quantities; open settings are optimised at every place.
public struct RateMap: Sendable {
  /// One place.
  public struct Place: Sendable {
    /// The value along the horizontal axis.
    public let x: Double
    /// The value along the vertical axis.
    public let y: Double
    /// Secret bits per pulse; nil if the place failed.
    public let ratePerPulse: Double?
    /// Why there is no key, or why the place failed; nil if there is a key.
    public let reason: String?
  }

  let run: MapRun

  /// The places row by row, each row from left to right.
  public var places: [Place] {
    run.cells.map { cell in
      switch cell.outcome {
      case .success(let numbers):
        Place(x: cell.x, y: cell.y, ratePerPulse: numbers.ratePerPulse, reason: numbers.reasonForZero)
      case .failure(let error): Place(x: cell.x, y: cell.y, ratePerPulse: nil, reason: "\(error)")
      }
    }
  }
  /// The numbers of all places as JSON; see ``ResultSchema``.
  public var json: String { run.json.text }

  /// Writes `PATH.csv`, `.svg` (filled contours), `.json` and a gnuplot script, all or none.
  ///
  /// - Returns: the paths.
  /// - Throws: `DocumentError` if a file cannot be written.
  @discardableResult public func write(to path: String) throws -> [String] {
    try FileWriting.write(run.files(at: path))
  }
}

extension Link {
  /// The key rate over two quantities of the link.
  ///
  /// - Parameters:
  ///   - x: the quantity along the horizontal axis.
  ///   - xs: its values, rising, two or more.
  ///   - y: the quantity along the vertical axis.
  ///   - ys: its values, rising, two or more.
  ///   - jobs: how many places are worked on at once; the result does not depend on it.
  ///   - options: the options of the searches.
  /// - Throws: `DocumentErrors` or `DocumentError` before anything runs, `InvariantViolation` if a result breaks
  ///   the order of rates, `CancellationError`.
  public func map(
    _ x: Parameter<Double>, over xs: [Double], _ y: Parameter<Double>, over ys: [Double], jobs: Int? = nil,
    options: OptimisationOptions = OptimisationOptions()
  ) async throws -> RateMap {
    var link = self
    for (axis, parameter, values) in [("map.x", x, xs), ("map.y", y, ys)] {
      for end in ["from", "to", "points"] { link[Parameter<Double>("\(axis).\(end)")] = nil }
      link[Parameter<String>("\(axis).variable")] = parameter.path
      link[Parameter<[Double]>("\(axis).values")] = values
    }
    let file = try link.file()
    do {
      return RateMap(run: try await MapRun.carryOut(file, jobs: jobs ?? Processors.available, options: options))
    } catch {
      throw Refusal.plain(error)
    }
  }
}
