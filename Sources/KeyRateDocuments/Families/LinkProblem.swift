// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading
import KeyRateNumerics
import KeyRateSecurity

/// One link as a parameter file describes it, ready to be evaluated: what every protocol family
/// hands to the command, to sweeps and to reports.
package struct LinkProblem: Sendable {
  /// A named limit on the rate of every protocol over this link.
  package struct Bound: Sendable, Equatable {
    /// A name for columns, for example `plob`.
    package let column: String
    /// A label for legends.
    package let label: String
    /// Bits per pulse; may be +∞.
    package let ratePerPulse: Double
    /// Whether figures show it; tables always do.
    package let isDrawn: Bool
    /// Whom it limits, in words that follow "upper limit for".
    package var scope = "every protocol"
    /// Whether no protocol does better; otherwise some protocol does as well.
    package var isUpper = true
    /// Whether it is the limit in bits per mode of every protocol on such a link, by the channel alone: the bound of
    /// one ideal repeater where a station stands in the middle, otherwise the repeaterless bound.
    package var isCeiling = false
  }

  /// One setting with its value, for tables.
  package typealias SettingColumn = KeyRateNumerics.SettingColumn

  /// A quantity of the trace that belongs into tables.
  package struct Diagnostic: Sendable, Equatable {
    /// What it is in the trace.
    package let quantity: Quantity
    /// A name for columns.
    package let column: String
    /// The quantity in words.
    package let meaning: String
    /// The unit; empty for pure numbers.
    package let unit: String

    /// A quantity as its column says.
    package init(_ quantity: Quantity) { self.init(quantity, quantity.column ?? .init(quantity.symbol)) }

    /// A quantity with a column that depends on the link.
    package init(_ quantity: Quantity, _ column: Quantity.Column) {
      self.quantity = quantity
      self.column = column.name
      meaning = column.meaning ?? quantity.meaning
      unit = column.unit ?? quantity.unit
    }
  }

  /// What may be moved; nil if every setting is given.
  package let search: SearchProblem?
  /// The result at a point of the search space (empty if nothing is open), checked against the
  /// order that every result must respect.
  ///
  /// Throws `InputError` or `InvariantViolation`.
  package let evaluate: @Sendable ([Double]) throws -> SecretKeyRate
  /// The settings at a point of the search space.
  package let settings: @Sendable ([Double]) -> [SettingColumn]
  /// Quantities of the trace that belong into tables: error rates and the like.
  package let diagnostics: [Diagnostic]
  /// The limits, the repeaterless bound first and always among them.
  package let bounds: [Bound]
  /// K(η) of the weakest link in bits per mode.
  package var ceilingPerMode: Bound? { bounds.first(where: \.isCeiling) }
  /// The loss of the link in dB; of one that varies that of its mean transmittance.
  package var lossDecibel: Double { link?.lossDecibel ?? .nan }
  /// What lies between the users; nil only where a document could not be read.
  package let link: Link?
  /// The pulse rate in Hz, if the file gives it.
  package let repetitionRateHz: Double?
}

/// A run as a counts file describes it.
package struct MeasuredRun: Sendable {
  /// The result of the analysis.
  package var result: SecretKeyRate
  /// The acceptance test of a fixed-length protocol, criterion by criterion; nil for variable length.
  package let acceptance: AcceptanceReport?
  /// The counts by intensity, where the photon numbers of the pulses are Poissonian and anybody can test them.
  package var decoys: [DecoyCounts] = []
  /// The counts beside those of the plan that the file names.
  package var plan: PlanComparison?
}

/// Counts of one kind by the intensity of the pulse.
package struct DecoyCounts: Sendable {
  /// Their symbol and what they are.
  package let symbol, name: String
  /// Photons per pulse, how often they are sent, and the count.
  package let points: [(intensity: Double, probability: Double, count: Double)]
}

/// How a run stood against thresholds fixed before it.
package struct AcceptanceReport: Sendable, Equatable {
  /// One criterion.
  package struct Line: Sendable, Equatable {
    /// The quantity.
    package let symbol: String
    /// What the run certifies.
    package let value: Double
    /// What was demanded.
    package let threshold: Double
    /// Whether it is met.
    package let isMet: Bool
  }
  /// The criteria.
  package let lines: [Line]
  /// The length that was fixed before the run, in bits.
  package let fixedLengthBits: Double
  /// Whether the run is accepted.
  package var isAccepted: Bool { lines.allSatisfy(\.isMet) }
}
