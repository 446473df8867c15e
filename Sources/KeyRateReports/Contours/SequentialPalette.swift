// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#else
  import Foundation
#endif

/// Colours for a quantity that rises: from dark blue over green to pale yellow.
///
/// Lightness rises all the way and hue goes from blue to yellow, the direction that every common kind of colour
/// vision keeps apart; printed in grey the order stays. The colours are mixed in B. Ottosson's space Oklab (2020),
/// where equal steps look equal.
enum SequentialPalette {
  /// Anchors in Oklab: lightness, green to red, blue to yellow. Lightness is evenly spaced.
  private static let anchors: [(l: Double, a: Double, b: Double)] = [
    (0.24, 0.005, -0.105), (0.405, -0.035, -0.105), (0.57, -0.075, -0.035), (0.735, -0.095, 0.06),
    (0.90, -0.045, 0.135),
  ]

  /// The colour of a share from 0 (lowest) to 1.
  static func colour(_ share: Double) -> Colour {
    let place = (share.isFinite ? min(max(share, 0), 1) : 0) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let part = place - Double(index)
    let (p, q) = (anchors[index], anchors[index + 1])
    let (red, green, blue) = rgb(
      p.l + part * (q.l - p.l), p.a + part * (q.a - p.a), p.b + part * (q.b - p.b))
    return .rgb(red: red, green: green, blue: blue)
  }

  /// Oklab to 8-bit sRGB.
  private static func rgb(_ lightness: Double, _ a: Double, _ b: Double) -> (UInt8, UInt8, UInt8) {
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    return (
      encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
    )
  }

  private static func cube(_ x: Double) -> Double { x * x * x }

  /// A linear component as sRGB stores it.
  private static func encoded(_ linear: Double) -> UInt8 {
    let x = min(max(linear, 0), 1)
    let value = x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055
    return UInt8((255 * value).rounded())
  }
}
