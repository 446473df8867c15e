// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The coherent-one-way protocol under unambiguous state discrimination without errors (photons sheet, PH-50 to
/// PH-54; after Gonzalez-Payo, Trenyi, Wang, Curty 2020, arXiv:2006.16891).
///
/// Per signal two pulses: data |0,α⟩ or |α,0⟩ with probability (1−f)/2 each, decoy |α,α⟩ with f. Upper bounds only:
/// a ratio below 1 says nothing for the device.
package struct CoherentOneWay: Sendable, Equatable {
  /// What the device compares with the honest channel.
  package enum Monitor: String, Sendable, CaseIterable {
    /// Rates of data and of decoy signals; the default.
    case decoys
    /// The total gain, besides error rates and visibility.
    case gain
  }

  /// μ = |α|², mean photons per filled pulse.
  package var mean: Double
  /// f: the probability of a decoy.
  package var decoyProbability: Double
  /// What is monitored.
  package var monitor: Monitor

  /// Describes a device.
  package init(mean: Double, decoyProbability: Double, monitor: Monitor = .decoys) {
    self.mean = mean
    self.decoyProbability = decoyProbability
    self.monitor = monitor
  }

  private static let words = "unambiguous discrimination and bright pulses resent in runs between vacuum edges"
  private static let untested =
    "coincidences of data and monitoring detectors or of both bins, which bright pulses cause"

  /// The ceiling per signal.
  ///
  /// - Parameters:
  ///   - channel: the channel.
  ///   - receiver: data-line split and detector: Eve's bright pulses do not feel them.
  /// - Throws: `InputError`.
  package func ceiling(channel: Transmittance, receiver: Transmittance = .one) throws(InputError) -> AttackCeiling {
    try validate()
    let eta = (channel * receiver).value
    guard eta > 0 else {
      throw InputError("eta", eta, allowed: "must be above 0", hint: "nothing is detected there")
    }
    return AttackCeiling(
      ratio: ratio(eta), gain: dataGain(eta), attack: Self.words, untested: Self.untested)
  }

  /// Refuses what cannot be.
  package func validate() throws(InputError) {
    try require(mean, "mu", in: 0...100, excludingLower: true, hint: "mean photons per filled pulse, usually below 1")
    try require(decoyProbability, "f_decoy", in: 0...1, excludingUpper: true)
  }

  /// g_d, honest detections of data signals (PH-50).
  func dataGain(_ eta: Double) -> Double { -(1 - decoyProbability) * Double.expMinusOne(-eta * mean) }

  /// g_c, honest detections of decoys (PH-50).
  func decoyGain(_ eta: Double) -> Double { -decoyProbability * Double.expMinusOne(-2 * eta * mean) }

  /// The attack's detections of one success probability, relative to the honest ones (PH-51 to PH-53).
  ///
  /// - Parameter share: q as a share of its largest value 1 − e^−μ.
  func reproduced(share: Double, eta: Double) -> Double {
    let s = Double.exp(-mean)
    let largest = -Double.expMinusOne(-mean)
    let q = share * largest
    // q2 = 1 − 2s/(1+s−q), without cancellation.
    let decoySuccess = largest * (1 - share) / (1 + s - q)
    let a = (1 - decoyProbability) * q / 2
    let d = decoyProbability * decoySuccess
    let rest = 1 - 2 * a - d
    guard a > 0 else { return 0 }
    let turn = a / (a + rest)
    let attackData = 2 * a * turn
    let attackDecoys = d * turn * turn
    let data = dataGain(eta)
    let decoys = decoyGain(eta)
    switch monitor {
    case .gain: return (attackData + attackDecoys) / (data + decoys)
    case .decoys:
      guard decoys > 0 else { return attackData / data }
      let x = Swift.min(1, Swift.max(0, 2 - (2 + 2 * turn) * decoys / data))
      return Swift.min(attackData * x / data, attackDecoys * x * (2 - x) / decoys)
    }
  }

  /// The largest ratio over the success probability, by a scan and a golden section.
  func ratio(_ eta: Double) -> Double {
    let steps = 400
    var best = (share: 0.0, value: -Double.infinity)
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let value = reproduced(share: share, eta: eta)
      if value > best.value { best = (share, value) }
    }
    let golden = 0.6180339887498949
    var low = Swift.max(0, best.share - 1 / Double(steps))
    var high = Swift.min(1, best.share + 1 / Double(steps))
    for _ in 0..<90 {
      let a = high - golden * (high - low)
      let b = low + golden * (high - low)
      if reproduced(share: a, eta: eta) < reproduced(share: b, eta: eta) { low = a } else { high = b }
    }
    return Swift.max(best.value, reproduced(share: (low + high) / 2, eta: eta))
  }

  /// The largest mean photon number that this attack leaves alone at a loss, and the ceiling there (PH-54).
  ///
  /// - Returns: +∞ and the repeaterless bound of two pulses where the attack never succeeds.
  /// - Throws: `InputError`.
  package static func best(
    channel: Transmittance, decoyProbability: Double, monitor: Monitor = .decoys
  ) throws(InputError) -> (mean: Double, ceiling: Double) {
    let range = 1e-9...3.0
    func device(_ mean: Double) -> CoherentOneWay {
      CoherentOneWay(mean: mean, decoyProbability: decoyProbability, monitor: monitor)
    }
    try device(1).validate()
    guard channel.value > 0 else { return (0, 0) }
    let bound = 2 * PureLoss.repeaterless(channel)
    func excess(_ logMean: Double) -> Double { device(Double.exp(logMean)).ratio(channel.value) - 1 }
    let (low, high) = (Double.log(range.lowerBound), Double.log(range.upperBound))
    guard excess(high) >= 0 else { return (.infinity, bound) }
    guard excess(low) < 0 else { return (0, 0) }
    let crossing = RootBracket.narrowing(excess, from: low, to: high, relativeTolerance: 1e-13)
    let mean = Double.exp(crossing?.lower ?? low)
    return (mean, Swift.min(bound, device(mean).dataGain(channel.value)))
  }
}
