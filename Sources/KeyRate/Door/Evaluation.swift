// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity

/// The result for one link: never a bare number.
public struct Evaluation: Sendable {
  /// A setting of the operator.
  public struct Setting: Sendable, Hashable {
    /// The name in tables, for example `intensity_1`.
    public let name: String
    /// The quantity in words.
    public let meaning: String
    /// The unit; empty for pure numbers.
    public let unit: String
    /// The value.
    public let value: Double
    /// Whether the description left it open, so that it was optimised.
    public let isOptimised: Bool
  }

  /// A limit on the rate of every protocol, or of a class of protocols, over this link.
  public struct Limit: Sendable, Hashable {
    /// The name in tables, for example `plob`.
    public let name: String
    /// The name in legends.
    public let label: String
    /// Secret bits per pulse; infinite for a link without loss.
    public let ratePerPulse: Double
  }

  let file: ParameterFile
  let evaluation: LinkEvaluation
  let given: LinkEvaluation?

  init(_ file: ParameterFile, _ evaluation: LinkEvaluation, given: LinkEvaluation? = nil) {
    self.file = file
    self.evaluation = evaluation
    self.given = given
  }

  /// The key: rate, length, why there is none, what it may be used for, and every step on the way.
  public var key: SecretKeyRate { evaluation.result }
  /// Secret bits per second; nil without ``Parameter/repetitionRateHertz``.
  public var bitsPerSecond: Double? { evaluation.bitsPerSecond }
  /// The loss of the channel in dB, without the receiver.
  public var lossDecibel: Double { evaluation.link.lossDecibel }
  /// The settings, given or found.
  public var settings: [Setting] {
    evaluation.settings.map {
      Setting(
        name: $0.column, meaning: $0.meaning, unit: $0.unit, value: $0.value,
        isOptimised: $0.isFree && evaluation.optimisation != nil)
    }
  }
  /// The limits of the link, the repeaterless bound first.
  public var limits: [Limit] {
    evaluation.link.bounds.map { Limit(name: $0.column, label: $0.label, ratePerPulse: $0.ratePerPulse) }
  }
  /// The evidence for the settings that were found; nil if every setting was given.
  public var search: OptimisationResult? { evaluation.optimisation }
  /// Secret bits per pulse with the settings of the description, where ``Link/optimise(_:)`` found better ones.
  public var givenRatePerPulse: Double? { given?.result.ratePerPulse }

  /// The result for people, as `keyrate rate` prints it.
  public var summary: String { ResultText.summary(file, evaluation) }
  /// The chain from input to rate, equation by equation, as `keyrate explain` prints it.
  public var explanation: String { ResultText.explanation(file, evaluation.result) }
  /// The whole result as JSON, as `keyrate rate --json` prints it; see ``ResultSchema``.
  public var json: String { ResultJSON.document(file, evaluation, given: given).text }
}
