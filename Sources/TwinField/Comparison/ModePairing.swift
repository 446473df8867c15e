// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// Mode-pairing QKD (tf sheet, section 9.4; Zeng, Zhou, Wu, Ma 2022, arXiv:2201.04300).
enum ModePairing {
  static func outcome(
    _ eta: Double, _ pd: Double, _ theta: Double, _ phi: Double, _ c: ComparisonProtocol.Choices
  ) -> ComparisonProtocol.Outcome {
    let mu = c.intensity
    let model = ChannelModel(etaA: eta, etaB: eta, darkCount: pd, polarisationAngle: theta)
    let p00 = 2 * pd * (1 - pd)
    let p0 = 2 * model.testGain(mu, 0)
    let p2 = 2 * model.testGain(mu, mu)
    let p = (p00 + 2 * p0 + p2) / 4
    guard p > 0 else { return .init(rawRate: 0) }
    // 1 − (1 − p)^l.
    let found = p < 1 ? -Double.expMinusOne(c.pairingLength * Double.log(onePlus: -p)) : 1
    let pairs = 1 / (1 / (p * found) + 1 / p)
    let valid = (2 * p00 * p2 + 2 * p0 * p0) / (16 * p * p)
    let bitError = p00 * p2 + p0 * p0 > 0 ? p00 * p2 / (p00 * p2 + p0 * p0) : 0.5
    let y10 = 2 * model.yield(1, 0)
    let y11 = 2 * model.yield(1, 1)
    let w = y10 * y10 + p00 * y11
    let single = mu * Double.exp(-mu)
    let q11 = 2 * single * single * w / (16 * p * p * valid)
    let cosines = Double.cos(theta) * Double.cos(theta) * Double.cos(phi)
    let e11 = w > 0 ? Swift.max(0, (1 - (1 - pd) * (1 - pd) * eta * eta * cosines / w) / 2) : 0.5
    let raw =
      pairs * valid * (q11 * secretFraction(e11) - c.errorCorrectionEfficiency * cappedEntropy(bitError))
    return .init(
      rawRate: raw,
      parts: parts, values: [p, pairs, valid, bitError, q11, e11])
  }

  static let parts = [
    Quantities.part("p", "probability of a single click"), Quantities.part("rp", "pairs per round"),
    Quantities.part("rs", "share of key pairs"), Quantities.partError("EZ", "bit error rate"),
    Quantities.part("q11", "share of single-photon pairs"), Quantities.partPhaseError("e11", "their phase-error rate"),
  ]
}
