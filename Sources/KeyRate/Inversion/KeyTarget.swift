// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity

/// What a link is to deliver.
public enum KeyTarget: Sendable, Equatable {
  /// Any key at all: at least one bit of a finite block, a rate above zero without one.
  case anyKey
  /// Secret bits per pulse.
  case ratePerPulse(Double)
  /// Secret bits per second; needs the repetition rate.
  case bitsPerSecond(Double)
  /// Secret bits of the whole block; needs a finite analysis.
  case length(Double)

  /// The target in words.
  public var description: String {
    switch self {
    case .anyKey: "a key"
    case .ratePerPulse(let rate): "\(ResultText.inFull(rate)) bit/pulse"
    case .bitsPerSecond(let rate): "\(ResultText.inFull(rate)) bit/s"
    case .length(let bits): "a key of \(ResultText.inFull(bits)) bit"
    }
  }

  /// A result against the target.
  struct Verdict: Sendable {
    /// Whether the result, rounded down to whole bits as it is handed out, is what was asked for.
    let isMet: Bool
    /// The signed distance to the target in bits per pulse, before clipping and rounding; nil if the analysis has none.
    let excess: Double?
  }

  /// Judges a result.
  ///
  /// - Throws: `DocumentError` if the target has no meaning for the link.
  func verdict(_ e: LinkEvaluation) throws -> Verdict {
    let r = e.result
    let rate = r.ratePerPulse ?? 0
    switch self {
    case .anyKey: return Verdict(isMet: rate > 0, excess: Self.signed(r, wholeBits: 1))
    case .ratePerPulse(let wanted):
      return Verdict(isMet: rate >= wanted, excess: Self.signed(r).map { $0 - wanted })
    case .bitsPerSecond(let wanted):
      guard let clock = e.link.repetitionRateHz else {
        throw DocumentError(
          path: SourceKeys.repetitionRateHz.path, problem: "must be given for a target in bits per second",
          hint: "--set source.repetition_rate_hz=1e9, or --target-rate for bits per pulse")
      }
      return Verdict(isMet: clock * rate >= wanted, excess: Self.signed(r).map { $0 - wanted / clock })
    case .length(let wanted):
      guard let bits = r.lengthBits else {
        throw DocumentError(
          path: SecurityKeys.analysis, problem: "gives rates without a block: a target length needs a finite analysis",
          hint: "--target-rate asks for bits per pulse")
      }
      return Verdict(isMet: bits >= wanted, excess: Self.signed(r, wholeBits: wanted.rounded(.up)))
    }
  }

  /// The rate before clipping, less a number of whole bits of the block if there is one.
  private static func signed(_ r: SecretKeyRate, wholeBits: Double = 0) -> Double? {
    // A block that no number of pulses fills has a rate of exactly zero without a sign.
    guard let raw = r.rawRatePerPulse, raw.isFinite, raw != 0 || r.rawLengthBits == nil else { return nil }
    guard wholeBits > 0, let length = r.rawLengthBits, length != 0 else { return raw }
    // The rate may be scaled besides, as by frames that are kept.
    return raw - wholeBits * raw / length
  }

  /// The rate per pulse that the target asks for at least, as far as it is known without a result.
  func leastRate(pulses: Double?, clock: Double?) -> Double {
    switch self {
    case .anyKey: pulses.map { 1 / $0 } ?? 0
    case .ratePerPulse(let rate): rate
    case .bitsPerSecond(let rate): clock.map { rate / $0 } ?? 0
    case .length(let bits): pulses.map { bits / $0 } ?? 0
    }
  }

  /// The figure of a result that the target speaks of, with its unit.
  func figure(_ e: LinkEvaluation) -> String {
    switch self {
    case .anyKey, .ratePerPulse: ResultText.number(e.result.ratePerPulse ?? 0) + " bit/pulse"
    case .bitsPerSecond: ResultText.number(e.bitsPerSecond ?? 0) + " bit/s"
    case .length: ResultText.inFull(e.result.lengthBits ?? 0) + " bit"
    }
  }
}
