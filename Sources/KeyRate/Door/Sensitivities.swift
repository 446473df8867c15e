// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation

/// What 1 % more or less of every number does to the rate at an operating point.
public struct Sensitivities: Sendable {
  /// One number.
  public struct Line: Sendable, Hashable {
    /// The key, with the place in brackets for an element of a list: `source.intensities[2]`.
    public let path: String
    /// The quantity in words.
    public let meaning: String
    /// Its value at the operating point.
    public let value: Double
    /// The relative change of the rate for 1 % less; nil if it cannot be moved or there is no key to compare with.
    public let changeBelow: Double?
    /// The same for 1 % more.
    public let changeAbove: Double?
    /// The relative change of the rate over that of the number: 1 if the rate is proportional to it.
    public let elasticity: Double?
  }

  let file: ParameterFile
  let all: [Sensitivity]

  /// The numbers, that with the largest effect first; of a file with curves those of the first.
  public var lines: [Line] {
    (all.first?.lines ?? []).map {
      Line(
        path: $0.path, meaning: $0.meaning, value: $0.value, changeBelow: $0.down?.relativeChange,
        changeAbove: $0.up?.relativeChange, elasticity: $0.elasticity)
    }
  }
  /// The table for people, as `keyrate sensitivity` prints it.
  public var summary: String { Sensitivity.summary(all, file) }
  /// Everything as JSON; see ``ResultSchema``.
  public var json: String { Sensitivity.json(all, file).text }
}

extension Link {
  /// What 1 % of every number is worth.
  ///
  /// - Parameters:
  ///   - reoptimise: whether open settings are searched anew for every number that is moved.
  ///   - options: the options of the searches.
  /// - Throws: what ``evaluate(_:)`` throws.
  public func sensitivities(
    reoptimise: Bool = false, options: OptimisationOptions = OptimisationOptions()
  ) throws -> Sensitivities {
    let file = try file()
    return try Refusal.saidPlainly {
      Sensitivities(file: file, all: try Sensitivity.all(of: file, reoptimise: reoptimise, options: options))
    }
  }
}
