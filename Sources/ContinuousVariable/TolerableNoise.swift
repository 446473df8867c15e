// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How much excess noise a link bears before the asymptotic key ends.
package enum TolerableNoise {
  /// ξ at the channel input where β I = χ (CV-12); nil if there is no key even without excess noise.
  ///
  /// - Parameters:
  ///   - setup: the link; its own excess noise does not matter.
  ///   - modulation: V_A; nil for the one that bears most noise.
  ///   - range: where that one is looked for; nil is 0.01 to 1000.
  ///   - options: β; frame errors do not matter.
  package static func excess(
    _ setup: QuadratureSetup, modulation: Double?, in range: ClosedRange<Double>? = nil,
    _ options: ReconciliationOptions
  ) -> Double? {
    if let modulation { return root(setup, modulation, options) }
    var best: (x: Double, noise: Double)?
    let steps = 48
    func at(_ x: Double) -> Double? { root(setup, Double.exp(x), options) }
    let (low, high) = (Double.log(range?.lowerBound ?? 1e-2), Double.log(range?.upperBound ?? 1e3))
    for index in 0...steps {
      let x = low + (high - low) * Double(index) / Double(steps)
      if let noise = at(x), noise > best?.noise ?? -1 { best = (x, noise) }
    }
    guard let best else { return nil }
    // The maximum is flat: golden section around the best of the grid.
    var (a, b) = (best.x - (high - low) / Double(steps), best.x + (high - low) / Double(steps))
    if range != nil { (a, b) = (max(a, low), min(b, high)) }
    let ratio = 0.6180339887498949
    for _ in 0..<30 {
      let (x1, x2) = (b - ratio * (b - a), a + ratio * (b - a))
      if at(x1) ?? -1 > at(x2) ?? -1 { b = x2 } else { a = x1 }
    }
    return max(best.noise, at((a + b) / 2) ?? best.noise)
  }

  private static func root(
    _ setup: QuadratureSetup, _ va: Double, _ options: ReconciliationOptions
  ) -> Double? {
    guard setup.channel.value > 0 else { return nil }
    func rate(_ xi: Double) -> Double {
      var noisy = setup
      noisy.excessNoise = ExcessNoise(xi)
      let e = GaussianAnalysis.evaluate(noisy, modulation: va, options)
      // Relative to what arrives: the root is then as sharp at any loss.
      return e.information > 0 ? e.rawRate / e.information : -1
    }
    guard rate(0) > 0 else { return nil }
    var high = 0.1
    while rate(high) > 0, high < 100 { high *= 2 }
    return RootBracket.narrowing(rate, from: 0, to: high, relativeTolerance: 1e-12)?.lower
  }
}

extension Quantities {
  package static let tolerableNoise = Quantity(
    .estimation, "xi_max", "excess noise at the channel input that ends the key", .estimate, "CV-12", unit: "SNU",
    column: .init("tolerable_excess_noise"))
}
