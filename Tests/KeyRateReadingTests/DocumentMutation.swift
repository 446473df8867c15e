// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport

/// Damages texts the way editors, clipboards and broken disks do, and worse.
enum DocumentMutation {
  static let pieces = [
    "[", "]", "[[", "]]", "{", "}", "=", ",", ".", "\"", "'", "\"\"\"", "'''", "#", "\n", "\r\n", "\r", "\\",
    "\\u0000",
    "\\u00e9", "\t", " ", "é", "\u{1F600}", "1", "-", "e", "_", "nan", "1979-05-27", " 07:32", "true", "a.b", "\u{0}",
    "[=]", "[}]", "0x", "+", "\u{FEFF}",
  ].map { Array($0.utf8) }

  /// Between one and four mistakes in a text.
  static func of(_ original: [UInt8], pieces: [[UInt8]] = pieces, using generator: inout SplitMix64) -> String {
    var bytes = original
    for _ in 0...Int.random(in: 0..<4, using: &generator) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: place)
      case 2, 3: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: place)
      case 4:
        let end = min(bytes.count, place + Int.random(in: 1..<40, using: &generator))
        bytes.removeSubrange(place..<end)
      default:
        let end = min(bytes.count, place + Int.random(in: 1..<60, using: &generator))
        let copy = Array(bytes[place..<end])
        bytes.insert(contentsOf: copy, at: Int.random(in: 0...bytes.count, using: &generator))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
