// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// What the hardware of BB84 without decoys is: source, fibre, receiver with two threshold detectors per basis.
package struct PhotonSetup: Sendable, Equatable {
  /// The source.
  package var source: PhotonSource
  /// The way to Bob in every state of the link (LK-1): what the repeaterless bound is drawn for.
  package let link: Link
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
    self.init(
      source: source, link: Link(channel), detectorEfficiency: detectorEfficiency,
      backgroundProbability: backgroundProbability, misalignment: misalignment,
      testBasisMisalignment: testBasisMisalignment)
  }

  /// Describes a link that may vary: gains and errors are summed over its states (LK-2).
  package init(
    source: PhotonSource, link: Link, detectorEfficiency: Transmittance = .one, backgroundProbability: Double = 0,
    misalignment: Double = 0, testBasisMisalignment: Double? = nil
  ) {
    self.source = source
    self.link = link
    self.detectorEfficiency = detectorEfficiency
    self.backgroundProbability = backgroundProbability
    self.misalignment = misalignment
    self.testBasisMisalignment = testBasisMisalignment ?? misalignment
  }

  /// Fibre and connectors; of a link that varies the mean, from which no gain is computed.
  package var channel: Transmittance { link.meanTransmittance }

  /// η = η_ch η_d; of a link that varies the mean.
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

  /// What is legal but unusual.
  package var warnings: [String] {
    // LK-4: n is a mean, and a bright sky leaves no key.
    link.samples.contains { $0.backgroundPhotons > 0.1 }
      ? ["more than 0.1 background photons per gate arrive at the receiver: there is no key"] : []
  }

  /// PH-36: two threshold detectors, random bit on double clicks; summed over the states of the link (LK-2).
  ///
  /// - Parameters:
  ///   - weight: probability of the rounds that are counted.
  ///   - misalignment: of the basis.
  ///   - click: C(x), jointly with being counted.
  func response(weight: Double = 1, misalignment e: Double, _ click: (Double) -> Double) -> Response {
    if link.isSteady { return response(weight: weight, misalignment: e, in: link.samples[0], click) }
    var sum = Response(gain: 0, errorGain: 0)
    for sample in link.samples where sample.weight > 0 {
      let seen = response(weight: weight, misalignment: e, in: sample, click)
      sum.gain += sample.weight * seen.gain
      sum.errorGain += sample.weight * seen.errorGain
    }
    return sum
  }

  /// p in a state of the link: dark counts, and half of the light that the chosen basis lets through (LK-4).
  func background(_ sample: Link.Sample) -> Double {
    DarkCounts.probability(
      dark: backgroundProbability, photons: sample.backgroundPhotons, efficiency: detectorEfficiency.value, share: 0.5)
  }

  private func response(
    weight: Double, misalignment e: Double, in sample: Link.Sample, _ click: (Double) -> Double
  ) -> Response {
    let eta = sample.transmittance.value * detectorEfficiency.value
    let p = background(sample)
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
