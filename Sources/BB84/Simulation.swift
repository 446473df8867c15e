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
    let sameErrors = setup.misalignment == setup.testBasisMisalignment
    let (open, each) = openShares(setup, settings)
    let key = settings.intensities.map { setup.response($0, misalignment: setup.misalignment, open: each) }
    let test =
      sameErrors
      ? key : settings.intensities.map { setup.response($0, misalignment: setup.testBasisMisalignment, open: each) }
    let p = settings.probabilities
    let bob = settings.bobKeyBasisProbability

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

  /// BB-8 for a block: every pulse may click, whatever its intensity and Bob's basis.
  static func openShares(_ setup: Setup, _ settings: Settings) -> (common: Double, each: [Double]?) {
    let sameErrors = setup.misalignment == setup.testBasisMisalignment
    let p = settings.probabilities
    let bob = settings.bobKeyBasisProbability
    return setup.open { index in
      func share(_ p: Double, _ mu: Double) -> Double {
        let x = setup.response(mu, misalignment: setup.misalignment, in: index)
        let z = sameErrors ? x : setup.response(mu, misalignment: setup.testBasisMisalignment, in: index)
        return p * (bob * x.gain + (1 - bob) * z.gain)
      }
      let mu = settings.intensities
      var click = share(p.signal, mu.signal) + share(p.decoy, mu.decoy)
      if let pw = p.weakest, let weakest = mu.weakest { click += share(pw, weakest) }
      return click
    }
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
