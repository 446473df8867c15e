// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// What Charlie's honest interference does: probabilities that exactly one of his detectors clicks
/// (sns sheet, section 2). Simulation only; no analysis sees it.
///
/// Where light is weak all forms are sums of positive terms, so that a gain of 1e-12 keeps its digits.
package struct ChannelModel: Sendable, Equatable {
  /// pd: dark-count probability per detector per gate.
  package let darkCount: Double
  /// e_d: clicks at the wrong detector.
  package let misalignment: Double

  /// Makes a model.
  package init(darkCount: Double, misalignment: Double) {
    self.darkCount = darkCount
    self.misalignment = misalignment
  }

  /// S_nn = 2 pd (1 − pd): nobody sends.
  package var nothingSent: Double { 2 * darkCount * (1 - darkCount) }

  /// g1: one user sends (TFS-1).
  ///
  /// - Parameter g: arriving mean photons, detector efficiency included.
  package func oneSends(_ g: Double) -> Double {
    2 * (1 - darkCount) * Double.exp(-g) * (Double.expMinusOne(g / 2) + darkCount)
  }

  /// g2: both send with random phases (TFS-2).
  package func bothSend(_ g: Double, _ k: Double) -> Double {
    let half = (g + k) / 2
    let interference = Double.exp(half) * Self.besselExcess(squared: g * k)
    return 2 * (1 - darkCount) * Double.exp(-2 * half) * (interference + Double.expMinusOne(half) + darkCount)
  }

  /// I0(x) − 1 = Σ_{k≥1} (x²/4)^k/(k!)², from x².
  private static func besselExcess(squared: Double) -> Double {
    let quarter = squared / 4
    var term = 1.0
    var sum = 0.0
    // Intensities are at most 10, where 60 terms suffice.
    for k in 1...1000 {
      let square = Double(k) * Double(k)
      term *= quarter / square
      sum += term
      // From k² > x²/4 on the terms fall faster than a geometric series.
      if !(term > 1e-18 * sum) && square > quarter || !sum.isFinite { break }
    }
    return sum
  }

  /// Clicks of both detectors, and of the wrong one, in accepted pairs of weak decoys.
  package struct Slice: Sendable, Equatable {
    /// Q_D: exactly one click.
    package let gain: Double
    /// T_D: exactly one click, at the wrong detector.
    package let errorGain: Double
  }

  /// Q_D and T_D (TFS-3).
  ///
  /// - Parameters:
  ///   - gA: arriving mean photons from Alice.
  ///   - gB: arriving mean photons from Bob.
  ///   - width: Δ, rad.
  package func slice(_ gA: Double, _ gB: Double, width: Double) -> Slice {
    let rootA = gA.squareRoot()
    let rootB = gB.squareRoot()
    let cross = rootA * rootB
    // u/2 ± x cos φ with 1 − cos φ = 2 sin²(φ/2) written out: the dark output keeps its digits.
    let bright = (rootA + rootB) * (rootA + rootB) / 2
    let dark = (rootA - rootB) * (rootA - rootB) / 2
    // One pass for both outputs: they share the angle of a node.
    var (brightMean, darkMean) = (0.0, 0.0)
    for (node, weight) in LegendreRule.positiveHalf {
      let sine = Double.sin(width * node / 4)
      let lost = 2 * cross * sine * sine
      brightMean += weight * Double.expMinusOne(bright - lost)
      darkMean += weight * Double.expMinusOne(dark + lost)
    }
    let scale = (1 - darkCount) * Double.exp(-(gA + gB))
    let right = scale * (darkCount + brightMean)
    let wrong = scale * (darkCount + darkMean)
    return Slice(gain: right + wrong, errorGain: (1 - misalignment) * wrong + misalignment * right)
  }

  /// y(η) = 2 (1 − pd) [η/2 + (1 − η) pd]: one photon sent, exactly one click (TFS-8).
  package func onePhoton(_ eta: Double) -> Double {
    2 * (1 - darkCount) * (eta / 2 + (1 - eta) * darkCount)
  }
}
