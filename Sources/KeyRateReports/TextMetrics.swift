// SPDX-License-Identifier: GPL-3.0-or-later
/// Widths of text without a font at hand.
///
/// The advances are those of DejaVu Sans, the widest of the fonts that usually stand behind
/// "sans-serif": with Helvetica or Arial the same text is up to 15 % narrower, so that what is
/// laid out here has room everywhere.
enum TextMetrics {
  /// The estimated width of a line at a font size of one.
  static func width(of text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + advance(of: $1) }
  }

  private static func advance(of scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x30...0x39: return 0.636
    case 0x41...0x5A: return capitals[Int(scalar.value) - 0x41]
    case 0x61...0x7A: return smalls[Int(scalar.value) - 0x61]
    case 0x300...0x36F: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF:
      return 1
    default: break
    }
    switch scalar {
    case " ", ".", ",", "\u{00A0}", "'": return 0.318
    case ":", ";", "/", "\\", "|": return 0.337
    case "-": return 0.361
    case "(", ")", "[", "]", "!": return 0.4
    case "+", "=", "<", ">", "~", "^", "#", "\u{2212}", "\u{00D7}", "\u{2264}", "\u{2265}": return 0.838
    case "%", "@", "\u{2014}", "\u{2192}": return 1
    default: return 0.64
    }
  }

  private static let capitals = [
    0.684, 0.686, 0.698, 0.770, 0.632, 0.575, 0.775, 0.752, 0.295, 0.295, 0.656, 0.557, 0.863,
    0.748, 0.787, 0.603, 0.787, 0.695, 0.635, 0.611, 0.732, 0.684, 0.989, 0.685, 0.611, 0.685,
  ]

  private static let smalls = [
    0.613, 0.635, 0.550, 0.635, 0.615, 0.352, 0.635, 0.634, 0.278, 0.278, 0.579, 0.278, 0.974,
    0.634, 0.612, 0.635, 0.635, 0.411, 0.521, 0.392, 0.634, 0.592, 0.818, 0.592, 0.592, 0.525,
  ]
}
