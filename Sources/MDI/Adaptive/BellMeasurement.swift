// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// A linear-optics Bell measurement of two light pulses with given photon numbers, threshold detectors
/// (mdi sheet, section 7.2, MDI-43 and MDI-44).
struct BellMeasurement {
  /// Ψ+ and Ψ−.
  static let outcomes = 2

  /// Click probability of a detector for 0, 1, … photons.
  private let click: [Double]

  /// - Parameters:
  ///   - efficiency: of every detector with what stands before it.
  ///   - dark: dark counts per detector and gate.
  init(efficiency: Double, dark: Double) {
    // 1 − (1−p_d)(1−η)^m: up to two photons in each input.
    click = (0...4).map { m in
      let dim = m == 0 || efficiency == 0 ? 0 : Double(m) * Double.log(onePlus: -efficiency)
      return dark - (1 - dark) * Double.expMinusOne(dim)
    }
  }

  private static func factorial(_ n: Int) -> Double { n < 2 ? 1 : (2...n).reduce(1) { $0 * Double($1) } }

  private static func choose(_ n: Int, _ k: Int) -> Double {
    k < 0 || k > n ? 0 : factorial(n) / (factorial(k) * factorial(n - k))
  }

  /// A(c; p, q): the amplitude for c photons in the first output from p and q in the inputs (MDI-43).
  static func amplitude(_ c: Int, _ p: Int, _ q: Int) -> Double {
    guard c >= 0, c <= p + q else { return 0 }
    var sum = 0.0
    for k in 0...p {
      let j = c - k
      guard j >= 0, j <= q else { continue }
      let sign = (q - j) % 2 == 0 ? 1.0 : -1.0
      sum += choose(p, k) * choose(q, j) * sign
    }
    let norm = (factorial(c) * factorial(p + q - c) / (factorial(p) * factorial(q))).squareRoot()
    return norm * sum * Double.exp2(-Double(p + q) / 2)
  }

  /// M±[(g1, g2), (h1, h2)] for n1 and n2 photons in the inputs, g and h of them horizontal (MDI-44).
  func matrixElement(_ n1: Int, _ n2: Int, _ g: (Int, Int), _ h: (Int, Int)) -> (plus: Double, minus: Double) {
    guard g.0 + g.1 == h.0 + h.1 else { return (0, 0) }
    let horizontal = g.0 + g.1
    let vertical = n1 + n2 - horizontal
    var plus = 0.0
    var minus = 0.0
    for cH in 0...horizontal {
      let first = Self.amplitude(cH, g.0, g.1) * Self.amplitude(cH, h.0, h.1)
      for cV in 0...vertical {
        let weight =
          first * Self.amplitude(cV, n1 - g.0, n2 - g.1) * Self.amplitude(cV, n1 - h.0, n2 - h.1)
        let (kcH, kdH) = (click[cH], click[horizontal - cH])
        let (kcV, kdV) = (click[cV], click[vertical - cV])
        plus += weight * (kcH * kcV * (1 - kdH) * (1 - kdV) + kdH * kdV * (1 - kcH) * (1 - kcV))
        minus += weight * (kcH * kdV * (1 - kdH) * (1 - kcV) + kdH * kcV * (1 - kcH) * (1 - kdV))
      }
    }
    return (plus, minus)
  }
}
