// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Crypto
import KeyRateDocuments

/// Detached signatures of reports: Ed25519 over the bytes of the JSON file.
///
/// Keys are PEM files as `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout` write them, or 64
/// hexadecimal digits. A signature file holds the 64 bytes in Base64.
package enum ReportSignature {
  // The bytes before the key in RFC 8410's structures, which are always the same.
  private static let privatePrefix: [UInt8] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
  private static let publicPrefix: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]

  /// The signature of a text, in Base64 with a line end.
  ///
  /// - Throws: `DocumentError` if the file holds no private key.
  package static func sign(_ text: String, with key: TextFile) throws -> String {
    let bytes = try keyBytes(key, label: "PRIVATE KEY", prefix: privatePrefix)
    guard let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
      throw refusal(key, "is no Ed25519 private key")
    }
    return Base64.text(Array(try secret.signature(for: Array(text.utf8)))) + "\n"
  }

  /// Whether a signature is that of a text.
  ///
  /// - Throws: `DocumentError` if a file holds no public key or no signature.
  package static func verify(_ text: String, signature: TextFile, key: TextFile) throws -> Bool {
    let bytes = try keyBytes(key, label: "PUBLIC KEY", prefix: publicPrefix)
    guard !isWeak(bytes) else {
      throw refusal(
        key, "is a public key that anybody can sign for",
        hint: "its point is of small order or not in canonical form; no honest key is")
    }
    guard let known = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
      throw refusal(key, "is no Ed25519 public key")
    }
    guard let signed = Base64.bytes(signature.text), signed.count == 64 else {
      throw refusal(signature, "is no signature: 64 bytes in Base64")
    }
    return known.isValidSignature(signed, for: Array(text.utf8))
  }

  private static func keyBytes(_ file: TextFile, label: String, prefix: [UInt8]) throws -> [UInt8] {
    let lines = file.text.split(whereSeparator: \.isNewline).map(String.init)
    let begin = lines.firstIndex { $0.hasPrefix("-----BEGIN") }
    guard let begin else {
      let word = lines.joined()
      guard let bytes = hexadecimal(word), bytes.count == 32 else {
        throw refusal(file, "is no key: a PEM file or 64 hexadecimal digits")
      }
      return bytes
    }
    guard lines.count(where: { $0.hasPrefix("-----BEGIN") }) == 1 else {
      throw refusal(file, "holds more than one key", hint: "give a file with the one that counts")
    }
    guard lines[begin] == "-----BEGIN \(label)-----" else {
      throw refusal(file, "holds \(lines[begin].filter { $0 != "-" }), not \(label)")
    }
    let contents = lines[(begin + 1)...].prefix { !$0.hasPrefix("-----END") }.joined()
    guard let bytes = Base64.bytes(contents), bytes.starts(with: prefix), bytes.count == prefix.count + 32 else {
      throw refusal(file, "is no Ed25519 key", hint: "openssl genpkey -algorithm ed25519 makes one")
    }
    return Array(bytes.dropFirst(prefix.count))
  }

  /// Whether an encoded point has an order that divides 8, or is encoded by a number beyond the field.
  ///
  /// With such a key a signature says nothing: some are valid for every text. The five heights of the eight points
  /// follow from the curve equation of RFC 8032 alone.
  static func isWeak(_ key: [UInt8]) -> Bool {
    guard key.count == 32 else { return false }
    var height = key
    height[31] &= 0x7F
    if smallOrderHeights.contains(height) { return true }
    return height[31] == 0x7F && height[1...30].allSatisfy { $0 == 0xFF } && height[0] >= 0xED
  }

  /// y of the points of order 1, 2, 4 and 8, least byte first.
  private static let smallOrderHeights: [[UInt8]] = [
    [1] + [UInt8](repeating: 0, count: 31),
    [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
    [UInt8](repeating: 0, count: 32),
    [
      0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
      0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
    ],
    [
      0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
      0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
    ],
  ]

  private static func hexadecimal(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func refusal(_ file: TextFile, _ problem: String, hint: String? = nil) -> DocumentError {
    DocumentError(position: SourcePosition(file: file.name), problem: problem, hint: hint)
  }
}

/// Base64 of RFC 4648.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = 0
      for index in 0..<3 { word = word << 8 | (start + index < bytes.count ? Int(bytes[start + index]) : 0) }
      for index in 0..<4 {
        result.append(index <= group.count ? alphabet[word >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes; nil if the text is not Base64 with its padding. White space is skipped.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.filter { ![9, 10, 13, 32].contains($0) }
    guard digits.count.isMultiple(of: 4) else { return nil }
    var result: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 4) {
      let group = Array(digits[start..<start + 4])
      let padding = group.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      guard padding <= 2, padding == 0 || start + 4 == digits.count else { return nil }
      var word = 0
      for digit in group.dropLast(padding) {
        guard let value = alphabet.firstIndex(of: digit) else { return nil }
        word = word << 6 | value
      }
      word <<= 6 * padding
      for index in 0..<(3 - padding) { result.append(UInt8(truncatingIfNeeded: word >> (16 - 8 * index))) }
    }
    return result
  }
}
