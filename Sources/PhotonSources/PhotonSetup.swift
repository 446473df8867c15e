// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// What the hardware of BB84 without decoys is: source, fibre, receiver with two threshold detectors per basis.
package struct PhotonSetup: Sendable, Equatable {
  /// The source.
  package var source: PhotonSource
  /// Fibre and connectors: what the repeaterless bound is drawn for.
  package var channel: Transmittance
  /// η_d: the receiver with its optics.
  package var detectorEfficiency: Transmittance
  /// p: dark or background click probability per detector per gate, 0 ≤ p < 1.
  package var backgroundProbability: Double
  /// e_d: probability that a photon takes the wrong output, 0 ≤ e_d ≤ 1/2.
  package var misalignment: Double
  /// e_dZ: the same in the test basis.
  package var testBasisMisalignment: Double

  /// Describes a link.
  package init(
    source: PhotonSource, channel: Transmittance, detectorEfficiency: Transmittance = .one,
    backgroundProbability: Double = 0, misalignment: Double = 0, testBasisMisalignment: Double? = nil
  ) {
    self.source = source
    self.channel = channel
    self.detectorEfficiency = detectorEfficiency
    self.backgroundProbability = backgroundProbability
    self.misalignment = misalignment
    self.testBasisMisalignment = testBasisMisalignment ?? misalignment
  }

  /// η = η_ch η_d.
  package var transmittance: Double { channel.value * detectorEfficiency.value }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try source.validate()
    try require(
      backgroundProbability, "p", in: 0...1, excludingUpper: true,
      hint: "a dark-count rate in counts per second has to be multiplied by the gate time")
    try require(misalignment, "e_d", in: 0...0.5, hint: "a fraction, not percent")
    try require(testBasisMisalignment, "e_dZ", in: 0...0.5, hint: "a fraction, not percent")
  }

  /// Q and EQ of a round.
  package struct Response: Sendable, Equatable {
    /// Q = P(click).
    package var gain: Double
    /// EQ = P(click and bit error).
    package var errorGain: Double
    /// E = EQ/Q; 1/2 without clicks.
    package var errorRate: Double { gain > 0 ? errorGain / gain : 0.5 }
  }

  /// PH-36: two threshold detectors, random bit on double clicks.
  ///
  /// - Parameters:
  ///   - weight: probability of the rounds that are counted.
  ///   - misalignment: of the basis.
  ///   - click: C(x), jointly with being counted.
  func response(weight: Double = 1, misalignment e: Double, _ click: (Double) -> Double) -> Response {
    let eta = transmittance
    let p = backgroundProbability
    let gain = weight * p * (2 - p) + (1 - p) * (1 - p) * click(eta)
    let right = click(eta * (1 - e))
    let wrong = e > 0 ? click(eta * e) : 0
    return Response(gain: gain, errorGain: Swift.max(0, (gain - (1 - p) * (right - wrong)) / 2))
  }

  /// Gain and errors of a round in the key basis and in the test basis.
  ///
  /// - Parameter t: transmittance before the channel input.
  package func responses(preAttenuation t: Double) -> (key: Response, test: Response) {
    func click(_ x: Double) -> Double { source.clickProbability(x, preAttenuation: t) }
    let key = response(misalignment: misalignment, click)
    guard misalignment != testBasisMisalignment else { return (key, key) }
    return (key, response(misalignment: testBasisMisalignment, click))
  }
}
