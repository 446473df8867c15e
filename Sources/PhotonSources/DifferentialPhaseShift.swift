// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The differential-phase-shift protocol under sequential unambiguous discrimination (photons sheet, PH-55, PH-56;
/// idea of Curty, Zhang, Lo, Luetkenhaus 2007, quant-ph/0609094). Upper bounds only.
package struct DifferentialPhaseShift: Sendable, Equatable {
  /// μ, mean photons per pulse.
  package var mean: Double
  /// E, the error rate that was observed or is claimed.
  package var errorRate: Double
  /// η_B: efficiency of the receiver that Eve does not control; 1 leaves all loss to her.
  package var receiverEfficiency: Double

  /// Describes a device.
  package init(mean: Double, errorRate: Double, receiverEfficiency: Double = 1) {
    self.mean = mean
    self.errorRate = errorRate
    self.receiverEfficiency = receiverEfficiency
  }

  /// The result of the attack.
  package struct Attack: Sendable, Equatable {
    /// k: pulses over which the resent photon is spread; 0 if no attack of this kind stays below the error rate.
    package let blockLength: Double
    /// Detections per pulse that the attack makes.
    package let attackGain: Double
    /// The ceiling per pulse.
    package let ceiling: AttackCeiling
  }

  /// The attack against a channel.
  ///
  /// - Parameters:
  ///   - channel: the channel without the receiver.
  ///   - gain: detections per pulse as measured; nil for the honest ones, 1 − e^(−μ η η_B).
  /// - Throws: `InputError`.
  package func attack(channel: Transmittance, gain measured: Double? = nil) throws(InputError) -> Attack {
    try require(mean, "mu", in: 0...100, excludingLower: true, hint: "mean photons per pulse, usually below 1")
    try require(errorRate, "E", in: 0...0.5, hint: "a fraction, not percent")
    try require(receiverEfficiency, "eta_B", in: 0...1, excludingLower: true)
    if let measured { try require(measured, "gain", in: 0...1, excludingLower: true) }
    let gain = measured ?? -Double.expMinusOne(-mean * channel.value * receiverEfficiency)
    guard gain > 0 else {
      throw InputError("gain", gain, allowed: "must be above 0", hint: "nothing is detected there")
    }
    var k = 0.0
    var attackGain = 0.0
    if errorRate > 0 {
      // One photon over k pulses with amplitudes sin(πj/(k+1)) makes errors (1 − cos(π/(k+1)))/2.
      let exact = Double.pi / (2 * Double.asin(errorRate.squareRoot())) - 1
      k = Swift.max(1, (exact - 1e-12).rounded(.up))
      let success = -Double.expMinusOne(-2 * mean)
      let logPower = k * Double.log(success)
      // 1 − q^(k+1), which is small for bright pulses.
      attackGain =
        receiverEfficiency * Double.exp(-2 * mean + logPower) / -Double.expMinusOne(logPower + Double.log(success))
    }
    return Attack(
      blockLength: k, attackGain: attackGain,
      ceiling: AttackCeiling(
        ratio: attackGain / gain, gain: gain,
        attack: "sequential unambiguous discrimination and resending of photons over \(Int(Swift.min(k, 1e9))) pulses",
        untested: "correlations of clicks or blockwise decoys besides gain and error rate"))
  }
}
