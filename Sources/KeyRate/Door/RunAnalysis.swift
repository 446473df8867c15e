// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReports
import KeyRateSecurity

/// What the counts of a run certify.
public struct RunAnalysis: Sendable {
  /// A threshold that was fixed before the run.
  public struct Criterion: Sendable, Hashable {
    /// The quantity, by its symbol.
    public let symbol: String
    /// What the run certifies.
    public let value: Double
    /// What was demanded.
    public let threshold: Double
    /// Whether it is met.
    public let isMet: Bool
  }

  let file: ParameterFile
  let run: MeasuredRun

  /// The key: its length, why there is none, what it may be used for, and every step on the way.
  public var key: SecretKeyRate { run.result }
  /// The thresholds of a protocol of fixed length; empty for variable length.
  public var criteria: [Criterion] {
    (run.acceptance?.lines ?? []).map {
      Criterion(symbol: $0.symbol, value: $0.value, threshold: $0.threshold, isMet: $0.isMet)
    }
  }
  /// The length that was fixed before the run, in bits; nil for variable length.
  public var fixedLengthBits: Double? { run.acceptance?.fixedLengthBits }

  /// The result for people, as `keyrate analyse` prints it.
  public var summary: String { ResultText.summary(file, run) }
  /// The chain from counts to length, equation by equation, as `keyrate explain` prints it.
  public var explanation: String { ResultText.explanation(file, run.result) }
  /// The whole result as JSON, as `keyrate analyse --json` prints it; see ``ResultSchema``.
  public var json: String { ResultJSON.document(file, run).text }
}
