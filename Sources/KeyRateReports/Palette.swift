// SPDX-License-Identifier: GPL-3.0-or-later
/// A colour with a form for light and for dark pages.
///
/// The palette is that of M. Okabe and K. Ito ("Color universal design", 2008), made to be told
/// apart with every common kind of colour vision, without its yellow, which is too faint on white.
package enum Colour: Sendable, Equatable {
  /// One of the six palette colours: blue, vermilion, green, purple, orange, sky blue; other indices wrap around.
  case palette(Int)
  /// The colour of the text: black on a light page, near white on a dark one.
  case ink
  /// A middle grey, for bounds and marker lines.
  case grey
  /// A colour of one's own, the same on light and dark pages; components from 0 to 255.
  case rgb(red: UInt8, green: UInt8, blue: UInt8)

  /// The number of distinct palette colours.
  package static let paletteCount = 6

  /// `#rrggbb` for a light page.
  var hexOnLight: String {
    switch self {
    case .palette(let index): Self.light[Self.wrapped(index)]
    case .ink: "#1a1a1a"
    case .grey: "#6e6e6e"
    case .rgb(let red, let green, let blue): "#" + [red, green, blue].map(Self.hex).joined()
    }
  }

  /// `#rrggbb` for a dark page.
  var hexOnDark: String {
    switch self {
    case .palette(let index): Self.dark[Self.wrapped(index)]
    case .ink: "#ececec"
    case .grey: "#a3a3a3"
    case .rgb: hexOnLight
    }
  }

  /// The name of the style class that follows the page, nil for colours that do not.
  var className: String? {
    switch self {
    case .palette(let index): "c\(Self.wrapped(index))"
    case .ink: "ink"
    case .grey: "grey"
    case .rgb: nil
    }
  }

  private static let light = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
  private static let dark = ["#4aa8de", "#f58a3c", "#2fc79b", "#e3a1c5", "#f2b933", "#93d2f5"]

  private static func wrapped(_ index: Int) -> Int {
    let remainder = index % paletteCount
    return remainder < 0 ? remainder + paletteCount : remainder
  }

  private static func hex(_ component: UInt8) -> String {
    let digits = String(component, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }
}

/// The colours of the page itself.
enum PageColour {
  static let paper = (light: "#ffffff", dark: "#16181d")
  static let grid = (light: "#e4e4e4", dark: "#34373d")
}
