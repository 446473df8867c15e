// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What is known of the rounding errors in a key length.
///
/// Statistics and rounding are two things: a length may be certified against all that an eavesdropper can do and
/// still owe its last digits to the program. Here stands how far they can be relied upon.
package enum RoundingCertificate: Sendable, Equatable {
  /// The length was evaluated with outward-rounded intervals.
  case certified(CertifiedLength)
  /// The length was evaluated in doubles only; says why.
  case notCertified(String)

  /// What holds where nothing else is said: rates without a block, and those for comparison.
  package static let plain = RoundingCertificate.notCertified("evaluated in doubles; only lengths of runs are enclosed")

  /// The certified length; nil if there is none.
  package var length: CertifiedLength? {
    if case .certified(let length) = self { return length }
    return nil
  }

  /// The certificate as a sentence, beginning with "certified" or with "not certified: ".
  package var statement: String {
    switch self {
    case .certified(let length): length.statement
    case .notCertified(let reason): "not certified: " + reason
    }
  }

  private static let intervals = "outward-rounded intervals"
  package static let lowerEnd = Quantity(
    .keyLength, "length_lower", "the raw length by interval, lower end", .exact, "", intervals, unit: "bit",
    role: .length)
  package static let upperEnd = Quantity(
    .keyLength, "length_upper", "the raw length by interval, upper end", .exact, "", intervals, unit: "bit",
    role: .length)
  package static let width = Quantity(
    .keyLength, "length_width", "width of that interval", .exact, "", intervals, unit: "bit", role: .length)

  /// What a certificate adds to the trace of every family.
  package static let quantities = [lowerEnd, upperEnd, width]

  /// The ends of the interval for a trace; empty if there is none.
  package var trace: [TraceEntry] {
    guard let length else { return [] }
    return [
      Self.lowerEnd(length.raw.lower), Self.upperEnd(length.raw.upper), Self.width(length.width, note: openDecisions),
    ]
  }

  /// The decisions that rounding leaves open, in words; nil if there are none.
  package var openDecisions: String? {
    guard let straddled = length?.straddled, !straddled.isEmpty else { return nil }
    return "rounding leaves open: " + straddled.joined(separator: "; ")
  }
}

/// A raw key length enclosed between two doubles, whatever the rounding.
package struct CertifiedLength: Sendable, Equatable {
  /// The enclosure of the raw length in bits. What is handed out is its lower end, rounded down.
  package let raw: Interval
  /// Decisions on the way that lie within rounding, in words: the enclosure covers both outcomes, or took the one
  /// with the shorter key. Empty for ordinary data.
  package let straddled: [String]

  /// What the enclosure rests on besides the assumption about the C library, in words; empty where nothing.
  package let conditions: [String]

  /// A certified length.
  ///
  /// - Parameters:
  ///   - raw: an enclosure of the signed length before rounding down.
  ///   - straddled: decisions that rounding left open, in words; whether there is a key at all is added here.
  ///   - conditions: what it rests on besides, in words.
  package init(raw: Interval, straddled: [String] = [], conditions: [String] = []) {
    self.raw = raw
    self.conditions = conditions
    let isOpen = wholeBits(raw.lower) == 0 && wholeBits(raw.upper) > 0
    self.straddled = straddled + (isOpen ? ["whether there is a key"] : [])
  }

  /// The width of the enclosure in bits.
  package var width: Double { raw.width }

  /// The width relative to the larger end; infinite where the enclosure contains zero or an end is infinite.
  package var relativeWidth: Double {
    guard raw.width.isFinite, !raw.contains(0) else { return raw.width == 0 ? 0 : .infinity }
    return raw.width / Swift.max(abs(raw.lower), abs(raw.upper))
  }

  /// Whole bits that the lower and the upper end leave.
  package var wholeBitsRange: ClosedRange<Double> { wholeBits(raw.lower)...wholeBits(raw.upper) }

  /// The certificate as a sentence.
  package var statement: String {
    var text = "certified against rounding: between \(raw.lower) and \(raw.upper) bits (width \(raw.width))"
    if wholeBitsRange.lowerBound < wholeBitsRange.upperBound { text += ", the lower end taken" }
    if !conditions.isEmpty { text += "; provided that " + conditions.joined(separator: "; ") }
    return straddled.isEmpty ? text : text + "; within rounding: " + straddled.joined(separator: "; ")
  }
}
