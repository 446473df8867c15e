// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers as text, the same on every machine: no locale, no rounding that depends on a C library.
package enum NumberText {
  /// The shortest text that reads back to the same number; `inf`, `-inf` and `nan` for the others.
  ///
  /// Every not-a-number is written `nan`, whatever its payload; the sign of zero is kept.
  package static func shortest(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return "\(value)"
  }

  /// The number rounded to some significant digits, for people to read.
  ///
  /// The decimal digits of ``shortest(_:)`` are rounded, halves away from zero, so that the text
  /// does not depend on binary arithmetic. Trailing zeros are dropped. Numbers from 1e-4 up to
  /// 10 to the power of `digits` (at least 10^6) are written plainly, the others as `1.23e-7`.
  ///
  /// - Parameters:
  ///   - value: any number; those that are not finite are written as ``shortest(_:)`` does.
  ///   - digits: how many significant digits, at least 1.
  package static func significant(_ value: Double, digits: Int = 6) -> String {
    guard value.isFinite else { return shortest(value) }
    guard value != 0 else { return "0" }
    let rounded = DecimalDigits(of: value.magnitude).rounded(to: max(1, digits))
    let sign = value < 0 ? "-" : ""
    if rounded.exponent < -4 || rounded.exponent >= max(6, digits) {
      let fraction = rounded.digits.dropFirst().map(String.init).joined()
      let first = rounded.digits.first ?? 0
      return "\(sign)\(first)\(fraction.isEmpty ? "" : "." + fraction)e\(rounded.exponent)"
    }
    return sign + rounded.plainText
  }

  /// A drawing coordinate with at most two decimals.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((min(max(value, -1e9), 1e9) * 100).rounded())
    return scaled(hundredths, exponent: -2, minus: "-", dropsZeros: true)
  }

  /// An integer times a power of ten in plain decimals: `scaled(25, exponent: -1)` is `2.5`.
  ///
  /// - Parameters:
  ///   - minus: the sign put before negative numbers.
  ///   - dropsZeros: whether zeros at the end of the decimals are left out.
  static func scaled(_ integer: Int, exponent: Int, minus: String = "\u{2212}", dropsZeros: Bool = false) -> String {
    var digits = String(integer.magnitude)
    if exponent > 0 && integer != 0 {
      digits += String(repeating: "0", count: exponent)
    } else if exponent < 0 {
      if digits.count <= -exponent {
        digits = String(repeating: "0", count: -exponent - digits.count + 1) + digits
      }
      var fraction = digits.suffix(-exponent)
      let whole = digits.dropLast(-exponent)
      if dropsZeros {
        while fraction.last == "0" { fraction.removeLast() }
      }
      digits = fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }
    return integer < 0 ? minus + digits : digits
  }
}

/// The decimal digits of a positive number: `digits[0].digits[1]digits[2]… × 10^exponent`.
struct DecimalDigits: Equatable {
  var digits: [Int]
  var exponent: Int

  /// Reads the digits from the shortest text of a finite number above zero.
  init(of value: Double) {
    let parts = "\(value)".split(separator: "e", maxSplits: 1)
    let mantissa = parts.first ?? "0"
    let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let whole = mantissa.prefix { $0 != "." }
    var digits = mantissa.compactMap(\.wholeNumberValue)
    var exponent = written + whole.count - 1
    while digits.count > 1, digits.first == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.exponent = exponent
  }

  /// The same number with no more than `count` digits, halves rounded up.
  func rounded(to count: Int) -> DecimalDigits {
    guard digits.count > count else { return self }
    var result = self
    let roundsUp = digits[count] >= 5
    result.digits = Array(digits.prefix(count))
    if roundsUp {
      var position = count - 1
      while position >= 0, result.digits[position] == 9 {
        result.digits[position] = 0
        position -= 1
      }
      if position >= 0 {
        result.digits[position] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    while result.digits.count > 1, result.digits.last == 0 { result.digits.removeLast() }
    return result
  }

  /// The number without an exponent.
  var plainText: String {
    let text = digits.map(String.init).joined()
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text }
    if text.count <= exponent + 1 { return text + String(repeating: "0", count: exponent + 1 - text.count) }
    return "\(text.prefix(exponent + 1)).\(text.dropFirst(exponent + 1))"
  }
}
