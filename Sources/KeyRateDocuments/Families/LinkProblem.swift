public import KeyRateNumerics
public import KeyRateSecurity

/// One link as a parameter file describes it, ready to be evaluated: what every protocol family
/// hands to the command, to sweeps and to reports.
public struct LinkProblem: Sendable {
  /// A named limit on the rate of every protocol over this link.
  public struct Bound: Sendable, Equatable {
    /// A name for columns, for example `plob`.
    public let column: String
    /// A label for legends.
    public let label: String
    /// Bits per pulse; may be +∞.
    public let ratePerPulse: Double
    /// Whether figures show it; tables always do.
    public let isDrawn: Bool
    /// Whom it limits, in words that follow "upper limit for".
    public var scope = "every protocol"
    /// Whether no protocol does better; otherwise some protocol does as well.
    public var isUpper = true
  }

  /// One setting with its value, for tables.
  public struct SettingColumn: Sendable, Equatable {
    /// A name for columns, for example `intensity_1`.
    public let column: String
    /// The quantity in words.
    public let meaning: String
    /// The unit; empty for pure numbers.
    public let unit: String
    /// The value.
    public let value: Double
    /// Whether the optimiser chose it.
    public let isFree: Bool
    /// Whether it is a probability; otherwise an intensity.
    public let isProbability: Bool
  }

  /// A quantity of the trace that belongs into tables.
  public struct Diagnostic: Sendable, Equatable {
    /// Its symbol in the trace.
    public let symbol: String
    /// A name for columns.
    public let column: String
    /// The quantity in words.
    public let meaning: String
    /// The unit; empty for pure numbers.
    public let unit: String
  }

  /// What may be moved; nil if every setting is given.
  public let search: SearchProblem?
  /// The result at a point of the search space (empty if nothing is open), checked against the
  /// order that every result must respect.
  ///
  /// Throws `InputError` or `InvariantViolation`.
  public let evaluate: @Sendable ([Double]) throws -> SecretKeyRate
  /// The settings at a point of the search space.
  public let settings: @Sendable ([Double]) -> [SettingColumn]
  /// Quantities of the trace that belong into tables: error rates and the like.
  public let diagnostics: [Diagnostic]
  /// The limits, the repeaterless bound first and always among them.
  public let bounds: [Bound]
  /// The loss of the channel in dB.
  public let lossDecibel: Double
  /// The pulse rate in Hz, if the file gives it.
  public let repetitionRateHz: Double?
}

/// A run as a counts file describes it.
public struct MeasuredRun: Sendable {
  /// The result of the analysis.
  public let result: SecretKeyRate
  /// The acceptance test of a fixed-length protocol, criterion by criterion; nil for variable length.
  public let acceptance: AcceptanceReport?
}

/// How a run stood against thresholds fixed before it.
public struct AcceptanceReport: Sendable, Equatable {
  /// One criterion.
  public struct Line: Sendable, Equatable {
    /// The quantity.
    public let symbol: String
    /// What the run certifies.
    public let value: Double
    /// What was demanded.
    public let threshold: Double
    /// Whether it is met.
    public let isMet: Bool
  }
  /// The criteria.
  public let lines: [Line]
  /// The length that was fixed before the run, in bits.
  public let fixedLengthBits: Double
  /// Whether the run is accepted.
  public var isAccepted: Bool { lines.allSatisfy(\.isMet) }
}
