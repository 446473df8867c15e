// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Quantities {
  static let loss = Quantity(.setup, "loss_dB", "loss of the channel", .input, unit: "dB")
  static let detectorEfficiency = Quantity(.setup, "eta_d", "efficiency of the receiver", .input)
  static let transmittance = Quantity(.setup, "eta", "total transmittance", .exact, "BB-1")
  static let darkCounts = Quantity(.setup, "p", "dark-count probability per detector per gate", .input)
  static let misalignment = Quantity(.setup, "e_d", "misalignment", .input)
  static let testMisalignment = Quantity(.setup, "e_dZ", "misalignment, test basis", .input)
  static let meanPhotons = Quantity(
    .setup, "mean_photons", "mean photons per pulse at the characterised plane", .input, unit: "photon/pulse")
  static let correlation = Quantity(.setup, "g2", "second-order correlation, raw", .input)
  static let modes = Quantity(.setup, "modes", "Schmidt modes", .input, "PH-44")
  static let heraldEfficiency = Quantity(.setup, "eta_h", "efficiency of the herald arm", .input)
  static let heraldBackground = Quantity(.setup, "p_h", "herald without light", .input)

  static let preAttenuation = Quantity(.settings, "t", "transmittance before the channel", .input, "PH-35")
  static let pulseMean = Quantity(.settings, "mu", "mean photons per pulse", .input, unit: "photon/pulse")
  static let pairMean = Quantity(.settings, "mu", "mean pairs per pulse", .input, unit: "pair/pulse")
  static let keyBasis = Quantity(.settings, "pX", "probability of the key basis at Alice", .input)
  static let bobKeyBasis = Quantity(.settings, "pX_bob", "probability of the key basis at Bob", .input)

  static let heralds = Quantity(.channel, "P_herald", "probability of a herald", .expectation, "PH-45")
  static let gain = Quantity(.channel, "Q", "gain of a round", .expectation, "PH-36")
  package static let errorRate = Quantity(
    .channel, "E", "error rate, key basis", .expectation, "PH-36",
    column: .init("error_rate", "error rate of the key"))
  static let testErrorRate = Quantity(.channel, "EZ", "error rate, test basis", .expectation, "PH-36")
  static let plob = Quantity(
    .ceiling, "plob", "repeaterless bound, channel only, one mode per pulse", .upperBound, "BND-4",
    "Pirandola et al. 2017, arXiv:1510.08863", unit: "bit/pulse")

  static let setup = [
    loss, detectorEfficiency, transmittance, darkCounts, misalignment, testMisalignment, meanPhotons, correlation,
    modes, heraldEfficiency, heraldBackground,
  ]
  static let settings = [preAttenuation, pulseMean, pairMean, keyBasis, bobKeyBasis]
  static let channel = [heralds, gain, errorRate, testErrorRate]
}

extension PhotonSetup {
  /// Hardware, settings and what the link does to a round, for the trace of a result.
  package func trace(_ settings: PhotonSettings) -> [TraceEntry] {
    typealias Q = Quantities
    let (key, test) = responses(preAttenuation: settings.preAttenuation)
    var list = [
      Q.loss(channel.lossDecibel, note: link.remark), Q.detectorEfficiency(detectorEfficiency.value),
      Q.transmittance(transmittance, note: link.remark),
      Q.darkCounts(backgroundProbability), Q.misalignment(misalignment),
    ]
    if testBasisMisalignment != misalignment { list.append(Q.testMisalignment(testBasisMisalignment)) }
    var choices: [TraceEntry] = []
    switch source {
    case .twoPhoton(let mean, let g2):
      list += [Q.meanPhotons(mean), Q.correlation(g2)]
      choices = [Q.preAttenuation(settings.preAttenuation)]
    case .distribution: choices = [Q.preAttenuation(settings.preAttenuation)]
    case .coherent(let mu): choices = [Q.pulseMean(mu)]
    case .heralded(let heralded):
      list += [
        Q.modes(heralded.modes), Q.heraldEfficiency(heralded.heraldEfficiency),
        Q.heraldBackground(heralded.heraldBackground),
      ]
      choices = [
        Q.pairMean(heralded.mean), Q.preAttenuation(settings.preAttenuation), Q.heralds(heralded.heraldProbability),
      ]
    }
    return list + choices + [Q.gain(key.gain), Q.errorRate(key.errorRate), Q.testErrorRate(test.errorRate)]
  }

  /// The repeaterless bound of the channel, for the trace of a result.
  package var ceilingTrace: [TraceEntry] { [Quantities.plob(PureLoss.repeaterless(link))] }
}
