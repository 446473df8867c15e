// SPDX-License-Identifier: GPL-3.0-or-later
/// The result of an analysis: never a bare number.
public struct SecretKeyRate: Sendable, Equatable {
  /// Which analysis was made, with its options and what it proves.
  public var analysis: AnalysisDescription
  /// Secret bits per emitted pulse, never negative; nil when the number of pulses is unknown.
  public var ratePerPulse: Double?
  /// The same before clipping at zero and rounding to whole bits: negative where there is no key.
  public var rawRatePerPulse: Double?
  /// The length of the secret key in whole bits; nil for asymptotic analyses.
  public var lengthBits: Double?
  /// The signed length before rounding, in bits.
  public var rawLengthBits: Double?
  /// What is known of the rounding errors in the length.
  package var rounding: RoundingCertificate
  /// Pulses sent (gates, channel uses): all intensities and bases.
  public var pulses: Double?
  /// Why there is no key; nil if there is one.
  public var reasonForZero: ReasonForZero?
  /// Every intermediate quantity, from input to rate.
  public var trace: [TraceEntry]
  /// Where the failure probability goes.
  public var failureBudget: FailureBudget?
  /// What the proof assumes about devices and protocol.
  public var assumptions: [String]
  /// That the rate exceeds what any honest analysis of the link could give, as an unsound form for comparison may; nil
  /// where the order of rates holds. Such a number never stands without this label, which is a warning as well.
  package var impossibility: String? {
    didSet { if let impossibility { warnings.insert(impossibility, at: 0) } }
  }
  /// What a careful reader should know about this result.
  public var warnings: [String]

  /// Makes a result.
  package init(
    analysis: AnalysisDescription, ratePerPulse: Double?, rawRatePerPulse: Double?, lengthBits: Double? = nil,
    rawLengthBits: Double? = nil, rounding: RoundingCertificate = .plain, pulses: Double? = nil,
    reasonForZero: ReasonForZero? = nil,
    trace: [TraceEntry] = [], failureBudget: FailureBudget? = nil, assumptions: [String] = [],
    warnings: [String] = []
  ) {
    self.analysis = analysis.certifyingNothing(given: reasonForZero)
    self.ratePerPulse = ratePerPulse
    self.rawRatePerPulse = rawRatePerPulse
    self.lengthBits = lengthBits
    self.rawLengthBits = rawLengthBits
    self.rounding = rounding
    self.pulses = pulses
    self.reasonForZero = reasonForZero
    self.trace = trace + rounding.trace
    self.failureBudget = failureBudget
    self.assumptions = assumptions
    self.warnings = warnings
  }

  /// The value of a quantity, in whichever form it was traced; nil if it was not.
  package subscript(_ quantity: Quantity) -> Double? { trace.first { $0.symbol == quantity.symbol }?.value }

  /// The value of what a quantity is for others; nil if its family has no such quantity.
  package subscript(_ role: Quantity.Role) -> Double? { trace.first { $0.quantity.role == role }?.value }

  /// The wrong bits among the sifted ones.
  package var siftedErrors: Double? {
    self[.errors] ?? self[.siftedBits].flatMap { bits in self[.errorRate].map { $0 * bits } }
  }

  /// The value of a traced quantity by its symbol.
  public func value(_ symbol: String) -> Double? { trace.first { $0.symbol == symbol }?.value }
}

extension AnalysisDescription {
  /// The same with what data may be used for that contradict their settings, in every family.
  fileprivate func certifyingNothing(given reason: ReasonForZero?) -> AnalysisDescription {
    guard status == .certified, let reason, reason.isContradiction else { return self }
    var description = self
    description.status = .planning
    description.statusReasons = ["the counts contradict the settings: they certify nothing"]
    return description
  }
}

/// Why a rate is zero (bb84 sheet, section 5, "Output of an analysis").
public struct ReasonForZero: Sendable, Equatable, CustomStringConvertible {
  /// The kinds of reason.
  public enum Kind: String, Sendable, CaseIterable {
    /// Nothing was detected in the key basis.
    case noDetections = "no detections"
    /// Counts that no run gives with the stated settings, up to the failure probabilities.
    case countsContradictSettings = "counts contradict the settings"
    /// The decoy bounds leave no single-photon events.
    case noSinglePhotonEvents = "no single-photon events certified"
    /// The decoy bounds leave no single-photon yield (asymptotic).
    case noSinglePhotonYield = "no single-photon yield certified"
    /// The phase errors cannot be bounded below one half.
    case phaseErrorTooLarge = "phase error bound >= 1/2"
    /// Error correction announces more than is secret.
    case leakageExceedsSecrecy = "error correction leakage exceeds secrecy"
    /// The costs of hashing, verification and announcements exceed what is left.
    case penaltiesExceedEntropy = "penalties exceed entropy"
    /// Half the key bits are wrong or more: there is no key, and bits are never flipped for one.
    case bitErrorTooLarge = "bit error rate >= 1/2"
    /// No photon-number statistics fit the counts of the test mode; proven.
    case inconsistentTestData = "inconsistent test-basis data"
    /// Key pulses as bright as the brightest decoy: their photon numbers cannot be bounded.
    case signalAboveDecoys = "signal intensity not below the strongest decoy"
    /// The fixed costs alone exceed the block.
    case blockTooSmall = "block too small"
    /// The acceptance test of a fixed-length protocol failed.
    case acceptanceTestFailed = "acceptance test failed"
    /// The channel lets nothing through.
    case noTransmission = "no transmission"
    /// Eve may know as much as error correction leaves, or more.
    case informationBelowHolevo = "Eve's information exceeds what reconciliation leaves"
    /// Bob's data do not rise with Alice's.
    case noPositiveCorrelation = "no positive correlation"
    /// No channel together with the calibrated receiver makes these data.
    case estimatesContradictCalibration = "estimates contradict the calibration"
    /// The shot-noise unit is not confined by so few samples.
    case calibrationTooSmall = "calibration sample too small"
    /// An outcome lies outside the circle that was agreed upon: the block is aborted.
    case outcomeOutsideRadius = "outcome outside the radius"
    /// The circle is too small for what its test is to prove.
    case radiusTooSmall = "radius too small"
    /// Gains or counts that no yields produce with the assumed intensities.
    case infeasibleDecoyData = "decoy data infeasible"
    /// Every detection may come from a pulse with two photons or more.
    case multiphotonExplainsAll = "multi-photon emissions can explain all detections"
    /// The counts with and without herald leave no single pairs.
    case noPairsCertified = "no pairs certified (herald statistics)"
    /// An attack that is written down makes the same gain, errors and visibility.
    case attackReproducesObservations = "an explicit attack reproduces the observations"
    /// Counts that contradict the assumed source beyond chance.
    case inconsistentData = "data inconsistent with the source model"
  }

  /// Whether the data cannot be those of a run with the stated settings: they certify nothing, not even that there is
  /// no key.
  package var isContradiction: Bool {
    switch kind {
    case .countsContradictSettings, .inconsistentTestData, .inconsistentData, .infeasibleDecoyData,
      .estimatesContradictCalibration:
      true
    default: false
    }
  }

  /// The kind.
  public let kind: Kind
  /// Where, for example the basis; empty if nowhere in particular.
  public let detail: String

  /// Makes a reason.
  package init(_ kind: Kind, detail: String = "") {
    self.kind = kind
    self.detail = detail
  }

  /// The reason in words.
  public var description: String { detail.isEmpty ? kind.rawValue : "\(kind.rawValue) (\(detail))" }
}
