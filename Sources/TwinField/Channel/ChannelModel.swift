// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What Charlie's honest interference does to the pulses: probabilities per round for one given
/// single-click outcome (tf sheet, section 3). The other outcome has the same; both together twice that.
///
/// Curty, Azuma, Lo 2019, arXiv:1807.07667, Eqs 27 to 35, extended to unequal arms. Where light is weak
/// all forms are sums of positive terms, so that a gain of 1e-12 keeps its digits.
package struct ChannelModel: HonestMiddle, Sendable, Equatable {
  /// η_A, Charlie's detectors included.
  package let etaA: Double
  /// η_B.
  package let etaB: Double
  /// pd per detector per window.
  package let darkCount: Double
  /// θ in rad.
  package let polarisationAngle: Double
  /// φ in rad; only the key mode sees it.
  package let phaseOffset: Double

  /// Makes a model; transmittances in [0, 1], dark counts in [0, 1).
  package init(etaA: Double, etaB: Double, darkCount: Double, polarisationAngle: Double = 0, phaseOffset: Double = 0) {
    self.etaA = etaA
    self.etaB = etaB
    self.darkCount = darkCount
    self.polarisationAngle = polarisationAngle
    self.phaseOffset = phaseOffset
  }

  /// The model of a steady link; a link that varies needs ``VaryingModel``, and this is its first state only.
  package init(_ setup: Setup) { self.init(setup, in: setup.link.samples[0]) }

  /// The model of a link in one of its states.
  init(_ setup: Setup, in sample: Link.Sample) {
    let bob = sample.bob?.transmittance ?? .one
    self.init(
      etaA: (sample.alice.transmittance * setup.detectorEfficiency).value,
      etaB: (bob * setup.detectorEfficiency).value, darkCount: setup.darkCounts(sample),
      polarisationAngle: setup.polarisationAngle, phaseOffset: setup.phaseOffset)
  }

  /// The key mode's gain and error rate.
  package struct KeyResponse: Sendable, Equatable {
    /// Q_X = P(one given outcome | both in key mode).
    package let gain: Double
    /// P(outcome and bit error | key mode).
    package let errorGain: Double
    /// e_X; 1/2 where nothing is detected.
    package var errorRate: Double { gain > 0 ? errorGain / gain : 0.5 }
  }

  /// 1 − (1 − pd) e^−y: a detector on which y photons fall on average clicks.
  private func click(_ y: Double) -> Double { darkCount - (1 - darkCount) * Double.expMinusOne(-y) }

  /// Q_X and e_X for key intensities s_A, s_B (TF-1, TF-2, TF-3).
  package func keyResponse(_ sA: Double, _ sB: Double) -> KeyResponse {
    let gA = etaA * sA
    let gB = etaB * sB
    let cross = (gA * gB).squareRoot()
    // half ∓ x of the sheet, with the difference of the roots and 1 − Om written out, so that the
    // weak output keeps its digits.
    let difference = gA.squareRoot() - gB.squareRoot()
    let base = difference * difference / 2
    let sineP = Double.sin(phaseOffset / 2)
    let sineT = Double.sin(polarisationAngle / 2)
    let missing = 2 * sineP * sineP + Double.cos(phaseOffset) * 2 * sineT * sineT
    let weak = base + cross * missing
    let strong = base + cross * (2 - missing)
    let right = (1 - darkCount) * Double.exp(-weak) * click(strong)
    let wrong = (1 - darkCount) * Double.exp(-strong) * click(weak)
    return KeyResponse(gain: (right + wrong) / 2, errorGain: wrong / 2)
  }

  /// G(μ, ν): gain of phase-randomised pulses of intensities μ and ν (TF-4).
  package func testGain(_ mu: Double, _ nu: Double) -> Double {
    let u = etaA * mu + etaB * nu
    // One product per user: equal arms give the same bits when the users are exchanged, and mirrored programs are
    // then solved once.
    let w = ((etaA * mu) * (etaB * nu)).squareRoot() * abs(Double.cos(polarisationAngle))
    let vacuum = Double.exp(-u)
    if w < 0.5 {
      // I0(w) − 1 by its series.
      let quarter = w * w / 4
      var term = quarter
      var sum = quarter
      var k = 2.0
      while term > 1e-18 * sum {
        term *= quarter / (k * k)
        sum += term
        k += 1
      }
      return (1 - darkCount) * (Double.exp(-u / 2) * (sum - Double.expMinusOne(-u / 2)) + darkCount * vacuum)
    }
    // Beyond w = 1/2 the two terms differ by more than a tenth.
    guard let scaled = try? SpecialFunctions.scaledBesselI0(w) else { return .nan }
    return (1 - darkCount) * (Double.exp(w - u / 2) * scaled - (1 - darkCount) * vacuum)
  }

  /// Y(n, m): yield of exactly n photons from Alice and m from Bob (TF-5, TF-6).
  package func yield(_ n: Int, _ m: Int) -> Double {
    // Logarithms: no photon goes to the one detector; no photon arrives at all.
    let oneDark = power(-etaA / 2, n) + power(-etaB / 2, m)
    let nothing = power(-etaA, n) + power(-etaB, m)
    let cosine = Double.cos(polarisationAngle)
    let keepA = 1 - etaA / 2
    let keepB = 1 - etaB / 2
    let ratio = etaA * etaB * cosine * cosine / 4 / (keepA * keepB)
    var term = Double.exp(oneDark)
    var bunching = 0.0
    for k in 0..<Swift.min(n, m) {
      term *= ratio * Double((n - k) * (m - k)) / Double((k + 1) * (k + 1))
      bunching += term
    }
    let vacuum = Double.exp(nothing)
    let difference = nothing == -.infinity ? Double.exp(oneDark) : vacuum * Double.expMinusOne(oneDark - nothing)
    return (1 - darkCount) * (difference + bunching + darkCount * vacuum)
  }

  /// n ln(1 + x) with 0 ln 0 = 0.
  private func power(_ x: Double, _ n: Int) -> Double { n == 0 ? 0 : Double(n) * Double.log(onePlus: x) }
}

extension Quantities {
  private static let curty = "Curty, Azuma, Lo 2019, arXiv:1807.07667, Eqs 27-31"
  static let keyGain = Quantity(
    .channel, "Q_X", "key-mode gain of one outcome", .expectation, "TF-3", curty, unit: "click/pulse")
  package static let keyError = Quantity(
    .channel, "e_X", "key-mode error rate", .expectation, "TF-3", curty,
    column: .init("error_rate", "bit error rate of the key"))

  static let channel = [keyGain, keyError]
}
