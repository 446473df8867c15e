// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import PhotonSources

extension PhotonCalculations {
  static func searchSpace(_ inputs: CalculationInputs, movesBasis: Bool) throws -> PhotonSearchSpace {
    let isCoherent = !inputs.has("mean_photons")
    let link = try isCoherent ? setup(inputs, source: .coherent(mean: 0.1)) : setup(inputs)
    return try PhotonSearchSpace(
      link, try settings(inputs),
      open: .init(preAttenuation: !isCoherent, mean: isCoherent, keyBasisProbability: movesBasis))
  }

  static func calibration(_ inputs: CalculationInputs) throws -> MultiphotonCalibration {
    let t = try inputs.number("t", default: 1)
    func pair() throws -> MultiphotonCalibration.HanburyBrownTwiss {
      .init(efficiency1: try inputs.required("eta_1"), efficiency2: try inputs.required("eta_2"))
    }
    let method: MultiphotonCalibration.Method
    switch try inputs.text("method") ?? "moment" {
    case "moment":
      method = .moment(g2: try inputs.required("g2"), mean: try inputs.required("mean_photons"))
    case "clicks":
      method = .clicks(
        g2: try inputs.required("g2"), probability: try inputs.required("click"),
        efficiency: try inputs.required("eta_1")
      )
    case "hbt_counts":
      method = .coincidenceCounts(
        coincidences: try inputs.required("coincidences"), triggers: try inputs.required("N_cal"),
        failure: try inputs.required("eps_cal"), try pair())
    default:
      if let p = try inputs.number("P_c") {
        method = .coincidenceProbability(p, try pair())
      } else {
        method = .correlation(
          g2: try inputs.required("g2"), clicks1: try inputs.required("P_1"), clicks2: try inputs.required("P_2"),
          try pair())
      }
    }
    return MultiphotonCalibration(method, preAttenuation: t)
  }

  static func source(_ inputs: CalculationInputs) throws -> PhotonSource {
    if let p = try inputs.numbers("p_n") { return .distribution(p) }
    if let mu = try inputs.number("mu") { return .coherent(mean: mu) }
    return .twoPhoton(mean: try inputs.required("mean_photons"), g2: try inputs.required("g2"))
  }

  static func heralded(_ inputs: CalculationInputs) throws -> HeraldedSource {
    let source = HeraldedSource(
      mean: try inputs.required("mu"), modes: try inputs.number("modes", default: 1),
      heraldEfficiency: try inputs.required("eta_h"), heraldBackground: try inputs.number("p_h", default: 0))
    try source.validate()
    return source
  }

  static func setup(_ inputs: CalculationInputs, source given: PhotonSource? = nil) throws -> PhotonSetup {
    let setup = PhotonSetup(
      source: try given ?? source(inputs),
      channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"),
      detectorEfficiency: try inputs.efficiency(["eta_d"]), backgroundProbability: try inputs.number("p", default: 0),
      misalignment: try inputs.number("e_d", default: 0), testBasisMisalignment: try inputs.number("e_dZ"))
    try setup.validate()
    return setup
  }

  static func settings(_ inputs: CalculationInputs) throws -> PhotonSettings {
    PhotonSettings(
      preAttenuation: try inputs.number("t", default: 1), keyBasisProbability: try inputs.number("pX", default: 0.5),
      bobKeyBasisProbability: try inputs.number("pX_bob"))
  }

  static func asymptoticOptions(_ inputs: CalculationInputs) throws -> PhotonAsymptotic.Options {
    PhotonAsymptotic.Options(
      errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16),
      siftingFactor: try inputs.number("q", default: 0.5))
  }

  static func finiteOptions(_ inputs: CalculationInputs) throws -> PhotonFiniteKeyOptions {
    PhotonFiniteKeyOptions(
      sampling: try inputs.choice("sampling", default: .kl),
      composition: try inputs.choice("composition", default: .linear), secrecy: try inputs.required("eps_sec"),
      correctness: try inputs.required("eps_cor"), leakage: try inputs.leakage)
  }

  static func sample(_ counts: CalculationInputs, _ detections: String, _ errors: String) throws -> PhotonSample {
    PhotonSample(detections: try counts.required(detections), errors: try counts.required(errors))
  }
}
