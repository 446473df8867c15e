// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity

/// What 1 % more or less of every number does to the rate at an operating point.
package struct Sensitivity: Sendable {
  /// Whether a number is what the hardware is, or what the operator chose.
  package enum Kind: String, Sendable {
    /// A number of the link, the source, the detectors or the security analysis.
    case input
    /// An intensity, a probability or another choice that an optimiser may make.
    case setting
  }

  /// A number moved by 1 %, one way.
  package struct Step: Sendable {
    /// The value it was moved to.
    package let value: Double
    /// The signed rate there over that at the operating point, less 1; nil without a rate above zero to compare with.
    package let relativeChange: Double?
    /// The change of the signed rate in bits per pulse.
    package let change: Double
    /// Whether there is no key any more.
    package let endsKey: Bool
  }

  /// One number.
  package struct Line: Sendable {
    /// The key, with the place in brackets for an element of a list: `source.intensities[2]`.
    package let path: String
    /// The quantity in words.
    package let meaning: String
    /// Whether it is an input or a setting.
    package let kind: Kind
    /// Whether the optimiser chose it.
    package let isOptimised: Bool
    /// Its value at the operating point.
    package let value: Double
    /// 1 % less and 1 % more; nil if it cannot be moved.
    package let down, up: Step?
    /// Why it cannot be moved that way; nil if it can.
    package let downObstacle, upObstacle: String?
    /// The relative change of the rate over that of the number: 1 if the rate is proportional to it. From both sides
    /// where both can be moved.
    package let elasticity: Double?

    /// The larger of both changes, by which lines are sorted.
    package var size: Double {
      max(abs(down?.relativeChange ?? down?.change ?? 0), abs(up?.relativeChange ?? up?.change ?? 0))
    }
  }

  /// Something that is at a limit at the operating point.
  package struct ActiveBound: Sendable {
    /// Where it acts, for example `search` or `estimation`.
    package let place: String
    /// What is at its limit.
    package let description: String
  }

  /// A limit on every protocol over the link, and how much of it is reached.
  package struct Ceiling: Sendable {
    /// The limit.
    package let bound: LinkProblem.Bound
    /// The rate over the limit.
    package let share: Double
  }

  /// The name of the curve; nil without curves.
  package let label: String?
  /// The operating point.
  package let centre: LinkEvaluation
  /// Whether settings were searched anew for every moved input.
  package let isReoptimised: Bool
  /// The step, as a part of each number.
  package let step: Double
  /// The numbers, that with the largest effect first.
  package let lines: [Line]
  /// What is at a limit.
  package let activeBounds: [ActiveBound]
  /// The limits of the link.
  package let ceilings: [Ceiling]

  /// The sensitivities of a file, one for each curve.
  ///
  /// - Parameters:
  ///   - file: the file; what it leaves open is optimised at the operating point.
  ///   - reoptimise: whether the settings that the file leaves open are searched anew for every moved input; settings
  ///     themselves are always moved with the others held.
  ///   - options: the options of the searches.
  /// - Throws: `DocumentErrors`, `InvariantViolation`, `OptimisationError`, `CancellationError`.
  package static func all(
    of file: ParameterFile, reoptimise: Bool = false, options: OptimisationOptions = OptimisationOptions()
  ) throws -> [Sensitivity] {
    try file.variants().map { variant in
      let point = try OperatingPoint(variant, options: options)
      let study = SensitivityStudy(
        point: point, reoptimises: reoptimise && point.evaluation.optimisation != nil, options: options)
      let lines = try study.lines().enumerated().sorted {
        // Equal effects keep the order of the vocabulary.
        $0.element.size != $1.element.size ? $0.element.size > $1.element.size : $0.offset < $1.offset
      }.map(\.element)
      let rate = point.evaluation.result.ratePerPulse ?? 0
      return Sensitivity(
        label: variant.label, centre: point.evaluation, isReoptimised: study.reoptimises, step: SensitivityStudy.step,
        lines: lines, activeBounds: activeBounds(point.evaluation),
        ceilings: point.evaluation.link.bounds.map {
          Ceiling(bound: $0, share: $0.ratePerPulse > 0 ? rate / $0.ratePerPulse : 0)
        })
    }
  }

  /// Limits of the search that the optimum lies on, and every clamp or case that the analysis remarked upon.
  private static func activeBounds(_ e: LinkEvaluation) -> [ActiveBound] {
    var list = (e.optimisation?.activeBounds ?? []).map { ActiveBound(place: "search", description: $0.description) }
    for entry in e.result.trace {
      guard let note = entry.note else { continue }
      list.append(ActiveBound(place: entry.stage.rawValue, description: "\(entry.symbol): \(note)"))
    }
    if let reason = e.result.reasonForZero {
      list.append(ActiveBound(place: "key", description: reason.description))
    }
    return list
  }
}
