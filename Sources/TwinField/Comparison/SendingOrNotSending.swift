// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// Sending-or-not-sending with and without actively odd-parity pairing (tf sheet, section 9.3;
/// Wang, Yu, Hu 2018, Phys. Rev. A 98, 062323; Xu et al. 2020), p_Z → 1.
struct SendingOrNotSending {
  private let eps: Double
  private let efficiency: Double
  /// Both, one, none sending: probabilities of a single click.
  private let both: Double
  private let one: Double
  private let none: Double
  private let s1: Double
  private let e1: Double
  private let n1: Double

  init(_ eta: Double, _ pd: Double, _ misalignment: Double, _ c: ComparisonProtocol.Choices) {
    eps = c.sendingProbability
    efficiency = c.errorCorrectionEfficiency
    // Polarisations are taken as matched here (θ = 0); the misalignment enters single photons (TF-44).
    let model = ChannelModel(etaA: eta, etaB: eta, darkCount: pd)
    none = 2 * pd * (1 - pd)
    one = 2 * model.testGain(c.intensity, 0)
    both = 2 * model.testGain(c.intensity, c.intensity)
    let right = (1 - pd) * (eta * (1 - misalignment) + (1 - eta) * pd)
    let wrong = (1 - pd) * (eta * misalignment + (1 - eta) * pd)
    s1 = right + wrong
    e1 = s1 > 0 ? wrong / s1 : 0.5
    n1 = 2 * eps * (1 - eps) * c.intensity * Double.exp(-c.intensity) * s1
  }

  static let yield = Quantities.part("s1", "single-photon yield")
  static let parts = [
    yield, Quantities.partPhaseError("e1", "single-photon phase-error rate"),
    Quantities.part("n1", "single-photon bits per round"),
    Quantities.part("Sz", "bits per round"), Quantities.partError("Ez", "bit error rate"),
  ]
  static let pairedSingles = [yield, Quantities.part("e1", "single-photon phase-error rate")]
  static let pairedParts =
    pairedSingles + [
      Quantities.part("n1", "untagged pairs per round"), Quantities.part("nt", "pairs kept per round"),
      Quantities.partError("E", "bit error rate of kept pairs"),
      Quantities.partPhaseError("e1_aopp", "phase-error rate of pairs"),
    ]

  /// TF-44.
  var outcome: ComparisonProtocol.Outcome {
    let silent = (1 - eps) * (1 - eps) * none
    let loud = eps * eps * both
    let sz = silent + 2 * eps * (1 - eps) * one + loud
    let ez = sz > 0 ? (silent + loud) / sz : 0.5
    return .init(
      rawRate: n1 * secretFraction(e1) - efficiency * sz * cappedEntropy(ez),
      parts: Self.parts, values: [s1, e1, n1, sz, ez])
  }

  /// TF-45.
  var pairedOutcome: ComparisonProtocol.Outcome {
    let n0 = eps * (1 - eps) * one + eps * eps * both
    let n1All = eps * (1 - eps) * one + (1 - eps) * (1 - eps) * none
    guard n0 > 0, n1All > 0 else {
      return .init(rawRate: 0, parts: Self.parts, values: [s1, e1, n1])
    }
    let w0 = eps * eps * both / n0
    let w1 = (1 - eps) * (1 - eps) * none / n1All
    let u0 = n1 / 2 / n0
    let u1 = n1 / 2 / n1All
    let pairs = Swift.min(n0, n1All)
    let keep = (1 - w0) * (1 - w1) + w0 * w1
    let error = keep > 0 ? w0 * w1 / keep : 0.5
    let pairedError = 2 * e1 * (1 - e1)
    let raw =
      pairs * u0 * u1 * secretFraction(pairedError) - efficiency * pairs * keep * cappedEntropy(error)
    return .init(
      rawRate: raw,
      parts: Self.pairedParts, values: [s1, e1, pairs * u0 * u1, pairs * keep, error, pairedError])
  }
}
