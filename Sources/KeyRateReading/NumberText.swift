// SPDX-License-Identifier: GPL-3.0-or-later
/// What an unquoted word of a document can be.
enum BareWord: Equatable {
  case integer(Int)
  case real(Double)
  case bool(Bool)
  /// `nan` or `inf` with or without a sign.
  case notFinite
  /// A whole number beyond 64 bits, or a real number beyond the largest double.
  case tooLarge
  /// A number other than zero that double precision would turn into zero.
  case tooSmall
  case date
  case unknown
}

/// The grammar of numbers and other unquoted words in TOML 1.0.
enum NumberText {
  /// Decides what an unquoted word is.
  static func classify(_ word: String) -> BareWord {
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "nan", "+nan", "-nan", "inf", "+inf", "-inf": return .notFinite
    default: break
    }
    let bytes = Array(word.utf8)
    if let prefixed = prefixedInteger(bytes) { return prefixed }
    guard let shape = Shape(bytes) else { return isDate(bytes) ? .date : .unknown }
    if shape.isInteger {
      return Int(shape.digits).map { .integer($0) } ?? .tooLarge
    }
    return real(shape.digits)
  }

  /// A decimal number as tables and spreadsheets write it: also `.5`, `5.` and leading zeros.
  static func classifyCell(_ word: String) -> BareWord {
    var rest = Array(word.utf8)[...]
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = ArraySlice<UInt8>()
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else {
      let plain = word.lowercased().drop { $0 == "+" || $0 == "-" }
      return ["nan", "inf", "infinity"].contains(plain) ? .notFinite : .unknown
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard !rest.isEmpty else { return .unknown }
      rest = rest.drop(while: isDigit)
    }
    return rest.isEmpty ? real(word) : .unknown
  }

  /// The whole number that a decimal text denotes exactly, if it fits 64 bits.
  static func exactInteger(_ text: String) -> Int? {
    var mantissa: [UInt8] = []
    var negative = false
    var decimals = 0
    var seenPoint = false
    var exponent = 0
    let bytes = Array(text.utf8)
    if case .integer(let value)? = prefixedInteger(bytes) { return value }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "_"): continue
      case UInt8(ascii: "-") where index == 0: negative = true
      case UInt8(ascii: "+") where index == 0: continue
      case UInt8(ascii: ".") where !seenPoint: seenPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        let written = String(decoding: bytes[(index + 1)...].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        guard let value = Int(written), abs(value) < 1_000_000 else { return nil }
        exponent = value
        return assemble(mantissa, negative: negative, shift: exponent - decimals)
      case _ where isDigit(byte):
        mantissa.append(byte - UInt8(ascii: "0"))
        if seenPoint { decimals += 1 }
      default: return nil
      }
    }
    return assemble(mantissa, negative: negative, shift: exponent - decimals)
  }

  private static func assemble(_ mantissa: [UInt8], negative: Bool, shift: Int) -> Int? {
    guard !mantissa.isEmpty else { return nil }
    var digits = mantissa
    var shift = shift
    while let last = digits.last, last == 0 {
      digits.removeLast()
      shift += 1
    }
    guard !digits.isEmpty else { return 0 }
    guard shift >= 0, shift < 20 else { return nil }
    var value = 0
    for digit in digits + Array(repeating: 0, count: shift) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        negative ? product.subtractingReportingOverflow(Int(digit)) : product.addingReportingOverflow(Int(digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }

  private static func real(_ digits: String) -> BareWord {
    guard let value = Double(digits) else { return .unknown }
    guard value.isFinite else { return .tooLarge }
    if value == 0 {
      let mantissa = digits.utf8.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
      if mantissa.contains(where: { isDigit($0) && $0 != UInt8(ascii: "0") }) { return .tooSmall }
    }
    return .real(value)
  }

  private static func prefixedInteger(_ bytes: [UInt8]) -> BareWord? {
    guard bytes.count >= 2, bytes[0] == UInt8(ascii: "0") else { return nil }
    let radix: Int
    switch bytes[1] {
    case UInt8(ascii: "x"): radix = 16
    case UInt8(ascii: "o"): radix = 8
    case UInt8(ascii: "b"): radix = 2
    default: return nil
    }
    let digits = bytes[2...]
    guard hasProperUnderscores(digits) else { return .unknown }
    let text = String(decoding: digits.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    guard text.utf8.allSatisfy({ isDigit($0) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }) else { return .unknown }
    if let value = Int(text, radix: radix) { return .integer(value) }
    return text.allSatisfy { $0.hexDigitValue.map { $0 < radix } ?? false } ? .tooLarge : .unknown
  }

  private static func hasProperUnderscores(_ bytes: ArraySlice<UInt8>) -> Bool {
    var previous = UInt8(ascii: "_")
    for byte in bytes {
      if byte == UInt8(ascii: "_"), previous == byte { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "_")
  }

  /// `1979-05-27…` or `07:32…`.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    let leading = bytes.prefix(while: isDigit).count
    guard bytes.count > leading else { return false }
    return (leading == 4 && bytes[leading] == UInt8(ascii: "-") && bytes.count >= 8)
      || (leading == 2 && bytes[leading] == UInt8(ascii: ":"))
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// A decimal number of TOML, taken apart.
  private struct Shape {
    var digits: String
    var isInteger = true

    init?(_ bytes: [UInt8]) {
      var rest = bytes[...]
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard let whole = Self.takeDigits(&rest) else { return nil }
      if whole.first == UInt8(ascii: "0"), whole.count > 1 { return nil }
      if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        guard Self.takeDigits(&rest) != nil else { return nil }
        isInteger = false
      }
      if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard Self.takeDigits(&rest) != nil else { return nil }
        isInteger = false
      }
      guard rest.isEmpty else { return nil }
      digits = String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// Digits with single underscores between them.
    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
      let run = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
      guard !run.isEmpty, hasProperUnderscores(run) else { return nil }
      rest = rest.dropFirst(run.count)
      return run
    }
  }
}
