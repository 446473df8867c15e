// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Phase-matching QKD with the phase error in its parity form (tf sheet, section 9.2; Ma, Zeng, Zhou 2018, Phys. Rev. X 8, 031043).
enum PhaseMatching {
  /// E_s = [1 − (sin(π/M)/(π/M))²]/2 (TF-42); papers differ slightly here.
  static func sliceError(_ slices: Int) -> Double {
    let x = Double.pi / Double(slices)
    let ratio = Double.sin(x) / x
    return (1 - ratio * ratio) / 2
  }

  static func outcome(
    _ eta: Double, _ pd: Double, _ misalignment: Double, _ c: ComparisonProtocol.Choices
  ) -> ComparisonProtocol.Outcome {
    let slice = sliceError(c.phaseSlices)
    let e = misalignment + slice - 2 * misalignment * slice
    let mu = c.intensity
    // All differences of exponentials through expm1, vacuum clicks added apart.
    let strong = mu * eta * (1 - e)
    let weak = mu * eta * e
    let all = Double.exp(-mu * eta)
    let right = Double.exp(-weak) * -Double.expMinusOne(-strong) + pd * all
    let wrong = Double.exp(-strong) * -Double.expMinusOne(-weak) + pd * all
    let q = (1 - pd) * (right + wrong)
    let errorRate = q > 0 ? (1 - pd) * wrong / q : 0.5
    // q_even = Σ_{k even} Pois(μ, k) Y_k/Q.
    var even = CompensatedSum()
    var weight = Double.exp(-mu)
    var k = 0
    while true {
      if k % 2 == 0 { even.add(weight * yield(k, eta, e, pd)) }
      k += 1
      weight *= mu / Double(k)
      if k > 2000 || (Double(k) > 2 * mu && weight < 1e-20) { break }
    }
    let phase = q > 0 ? even.value / q : 0.5
    let raw =
      phase >= 0.5
      ? -q * c.errorCorrectionEfficiency * cappedEntropy(errorRate)
      : q * (secretFraction(phase) - c.errorCorrectionEfficiency * cappedEntropy(errorRate))
    return .init(
      rawRate: 2 / Double(c.phaseSlices) * raw,
      parts: parts, values: [slice, q, errorRate, phase])
  }

  static let parts = [
    Quantities.part("E_s", "error of matching phases by slices"), Quantities.part("Q", "gain"),
    Quantities.partError("EZ", "bit error rate"),
    Quantities.partPhaseError("q_even", "phase-error rate: share of even photon numbers"),
  ]

  /// Y_k = (1−pd)[(1−ηe)^k + (1−η(1−e))^k − 2(1−pd)(1−η)^k], by its parts.
  private static func yield(_ k: Int, _ eta: Double, _ e: Double, _ pd: Double) -> Double {
    guard k > 0 else { return 2 * pd * (1 - pd) }
    let n = Double(k)
    let none = n * Double.log(onePlus: -eta)
    func one(_ lost: Double) -> Double {
      let log = n * Double.log(onePlus: -eta * lost)
      return none == -.infinity ? Double.exp(log) : Double.exp(none) * Double.expMinusOne(log - none)
    }
    return (1 - pd) * (one(e) + one(1 - e) + 2 * pd * Double.exp(none))
  }
}
