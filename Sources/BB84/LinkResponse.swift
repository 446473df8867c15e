// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks

/// What a link does to pulses, summed over its samples (links sheet, LK-2): gains and joint errors are added up, never
/// computed from a mean transmittance.
///
/// A steady link gives the numbers of the channel model themselves, to the last bit.
extension Setup {
  /// p of the channel model in a state of the link: dark counts and stray light (LK-4). Where p is that of one detector,
  /// it gets one half of the light that the chosen basis lets through.
  func background(_ sample: Link.Sample) -> Double {
    DarkCounts.probability(
      dark: backgroundProbability, photons: sample.backgroundPhotons, efficiency: detectorEfficiency.value,
      share: model.backgroundIsPerDetector ? 0.5 : 1)
  }

  /// η in a state of the link (BB-1).
  func transmittance(_ sample: Link.Sample) -> Double {
    sample.transmittance.value * detectorEfficiency.value
  }

  /// p in the state with this index, with the after-pulses of earlier gates once they are resolved.
  func background(ofState index: Int) -> Double {
    resolvedBackgrounds.isEmpty ? background(link.samples[index]) : resolvedBackgrounds[index]
  }

  /// Q and EQ of a pulse in the state of the link with this index.
  func response(_ mu: Double, misalignment e: Double, in index: Int) -> ChannelModel.Response {
    model.response(
      mu: mu, eta: transmittance(link.samples[index]), background: background(ofState: index), misalignment: e,
      afterpulse: afterpulseProbability)
  }

  /// Q and EQ of a pulse (LK-2).
  ///
  /// - Parameter open: of a link that varies, the shares of the gates that are open in each state; nil for all.
  func response(_ mu: Double, misalignment e: Double, open: [Double]? = nil) -> ChannelModel.Response {
    if link.isSteady { return response(mu, misalignment: e, in: 0) }
    var sum = ChannelModel.Response(gain: 0, errorGain: 0)
    for (j, sample) in link.samples.enumerated() {
      let weight = sample.weight * (open?[j] ?? 1)
      let r = response(mu, misalignment: e, in: j)
      sum.gain += weight * r.gain
      sum.errorGain += weight * r.errorGain
    }
    return sum
  }

  /// The yields of the test basis with after-pulses, for all photon numbers that an analysis with infinitely many
  /// decoys needs (LK-2); see ``response(_:misalignment:open:)``.
  func testYields(open: [Double]? = nil) -> ChannelModel.Yields {
    func yields(_ index: Int) -> ChannelModel.Yields {
      model.yields(
        eta: transmittance(link.samples[index]), background: background(ofState: index),
        misalignment: testBasisMisalignment
      ).withAfterpulses(afterpulseProbability)
    }
    if link.isSteady { return yields(0) }
    var sum = ChannelModel.Yields(vacuum: 0, singlePhoton: 0, singlePhotonErrors: 0)
    for (j, sample) in link.samples.enumerated() {
      let weight = sample.weight * (open?[j] ?? 1)
      let y = yields(j)
      sum.vacuum += weight * y.vacuum
      sum.singlePhoton += weight * y.singlePhoton
      sum.singlePhotonErrors += weight * y.singlePhotonErrors
    }
    return sum
  }

  /// c_DT: the share of the gates that are open, all detectors being blocked together after a click (BB-8); of a link
  /// that varies slot by slot, because P/(1 + P τ) is concave in P and one mean gives too many counts (LK-3).
  ///
  /// - Parameter click: the probability of a click per pulse in the state of the link with an index.
  /// - Returns: the factor common to all states, and those of each, of which the other is 1 or nil.
  func open(_ click: (Int) -> Double) -> (common: Double, each: [Double]?) {
    guard deadTimeSeconds > 0, let rate = repetitionRateHz else { return (1, nil) }
    func share(_ index: Int) -> Double { 1 / (1 + rate * click(index) * deadTimeSeconds) }
    return link.isSteady ? (share(0), nil) : (1, link.samples.indices.map(share))
  }
}
