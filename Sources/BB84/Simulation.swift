// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The size of a finite block.
package enum BlockSize: Sendable, Equatable {
  /// N pulses sent.
  case pulses(Double)
  /// As many pulses as give this expected number of key-basis detections (all intensities).
  case keyBasisDetections(Double)
}

/// Expected observations of a link: the simulation half of the family.
package enum Simulation {
  /// Expected counts of a block (BB-8, BB-9), real-valued.
  ///
  /// - Parameters:
  ///   - link: the link.
  ///   - settings: the operator's choices.
  ///   - block: its size.
  /// - Returns: the counts with the number of pulses they belong to; 0 counts and infinite
  ///   pulses cannot occur: a block size in detections that no number of pulses reaches gives
  ///   zero counts and an unknown number of pulses.
  package static func observations(_ link: Setup, _ settings: Settings, block: BlockSize) -> Observations {
    let setup = link.resolvingAfterpulses(settings)
    let eta = setup.transmittance
    let sameErrors = setup.misalignment == setup.testBasisMisalignment
    func keyResponse(_ mu: Double) -> ChannelModel.Response {
      setup.model.response(
        mu: mu, eta: eta, background: setup.backgroundProbability, misalignment: setup.misalignment,
        afterpulse: setup.afterpulseProbability)
    }
    func testResponse(_ mu: Double) -> ChannelModel.Response {
      setup.model.response(
        mu: mu, eta: eta, background: setup.backgroundProbability, misalignment: setup.testBasisMisalignment,
        afterpulse: setup.afterpulseProbability)
    }
    let key = settings.intensities.map(keyResponse)
    let test = sameErrors ? key : settings.intensities.map(testResponse)
    let p = settings.probabilities
    let bob = settings.bobKeyBasisProbability

    // BB-8: all detectors are blocked together after a click.
    var open = 1.0
    if setup.deadTimeSeconds > 0, let rate = setup.repetitionRateHz {
      func share(_ p: Double, _ x: ChannelModel.Response, _ z: ChannelModel.Response) -> Double {
        p * (bob * x.gain + (1 - bob) * z.gain)
      }
      var click = share(p.signal, key.signal, test.signal) + share(p.decoy, key.decoy, test.decoy)
      if let pw = p.weakest, let kw = key.weakest, let tw = test.weakest { click += share(pw, kw, tw) }
      open = 1 / (1 + rate * click * setup.deadTimeSeconds)
    }

    let keyShare = settings.keyBasisProbability * bob * open
    let testShare = (1 - settings.keyBasisProbability) * (1 - bob) * open
    let keyRate = scaled(p, key, keyShare) { $0.gain }
    let pulses: Double
    let known: Bool
    switch block {
    case .pulses(let n):
      pulses = n
      known = true
    case .keyBasisDetections(let n):
      let perPulse = keyRate.total
      known = perPulse > 0 && (n / perPulse).isFinite
      pulses = known ? n / perPulse : 0
    }
    return Observations(
      keyDetections: keyRate.map { $0 * pulses },
      keyErrors: scaled(p, key, keyShare * pulses) { $0.errorGain },
      testDetections: scaled(p, test, testShare * pulses) { $0.gain },
      testErrors: scaled(p, test, testShare * pulses) { $0.errorGain },
      pulses: known ? pulses : nil, origin: .expected)
  }

  static func scaled(
    _ p: ByIntensity<Double>, _ responses: ByIntensity<ChannelModel.Response>, _ factor: Double,
    _ part: (ChannelModel.Response) -> Double
  ) -> ByIntensity<Double> {
    var weakest: Double?
    if let pw = p.weakest, let rw = responses.weakest { weakest = pw * factor * part(rw) }
    return ByIntensity(p.signal * factor * part(responses.signal), p.decoy * factor * part(responses.decoy), weakest)
  }
}
