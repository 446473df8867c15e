// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity

/// The named calculations of entangled pairs (photons sheet, sections 1 to 3 and 8).
enum PairCalculations {
  private static let arms = [
    "eta_A", "eta_B", "lossA_dB", "lossB_dB", "LA_km", "LB_km", "alpha_dB_km", "eta_d", "eta_dA", "eta_dB",
  ]
  private static let pulsed = arms + ["p", "p_A", "p_B", "model", "modes", "e_d", "e_dZ"]
  private static let pump = ["model", "jitter_s", "DCR_A", "DCR_B", "t_dead", "detectors"]
  private static let brightness = ["pair_rate", "window_s", "e_d", "e_dZ"]
  private static let choices = ["key", "pX", "pX_bob", "test_fraction"]
  private static let asymptotic = ["f_EC", "q"]
  private static let security = ["sampling", "z_min", "eps_sec", "eps_cor", "leak_EC", "f_EC"]
  private static let orbit = ["h_m", "h0_m", "separation_m", "offset_m", "heading_deg"]
  private static let optics = [
    "wavelength_m", "w0_m", "sigma_p", "receiver_radius_m", "receiver_radius_m_A", "receiver_radius_m_B", "b_obs",
    "b_obs_A", "b_obs_B", "eta_zenith", "eta_zenith_A", "eta_zenith_B", "eta_fixed", "eta_fixed_A", "eta_fixed_B",
  ]

  static let all: [Calculation] = [
    Calculation(numbers: "bbm92.channel", inputs: pulsed + ["mu"]) { inputs in
      let setup = try pulsedSetup(inputs)
      let seen = setup.observables(.perPulse(try inputs.required("mu")))
      return [
        "Q": seen.coincidences, "E": seen.errorRate, "EQ": seen.coincidences * seen.errorRate,
        "click_A": seen.aliceClicks, "click_B": seen.bobClicks,
      ]
    },
    Calculation(numbers: "bbm92.asymptotic", inputs: pulsed + asymptotic + ["mu"]) { inputs in
      let setup = try pulsedSetup(inputs)
      let seen = setup.observables(.perPulse(try inputs.required("mu")))
      return [
        "E": seen.errorRate, "EZ": seen.testErrorRate, "Q": seen.coincidences,
        "rate_raw": PairAsymptotic.rawRate(seen, try asymptoticOptions(inputs)),
      ]
    },
    Calculation(numbers: "bbm92.cw", inputs: arms + pump + brightness + choices + asymptotic) { inputs in
      let setup = try continuousSetup(inputs)
      let settings = try continuousSettings(inputs)
      try settings.validate(for: setup)
      let seen = setup.observables(settings.brightness)
      return [
        "coincidences": seen.coincidences, "E": seen.errorRate, "EZ": seen.testErrorRate,
        "accidentals": seen.accidentals ?? 0, "singles_A": seen.aliceClicks, "singles_B": seen.bobClicks,
        "rate_raw_per_s": PairAsymptotic.rawRate(seen, try asymptoticOptions(inputs)),
      ]
    },
    Calculation(numbers: "bbm92.six_state", inputs: ["E", "f_EC"]) { inputs in
      let fractions = try PairAsymptotic.sixState(
        errorRate: try inputs.required("E"), errorCorrectionEfficiency: try inputs.number("f_EC", default: 1))
      return ["fraction": fractions.sixState, "fraction_bb84": fractions.bb84]
    },
    Calculation(
      numbers: "bbm92.finite",
      inputs: pulsed + pump + brightness + choices + security + [
        "counts", "coincidences", "E", "EZ", "mu", "N", "duration_s",
      ]
    ) { inputs in
      return try finite(try pairCounts(inputs), inputs)
    },
    Calculation(numbers: "bbm92.ceiling", inputs: arms + ["modes_per_pulse"]) { inputs in
      let a = try inputs.transmittance(eta: "eta_A", loss: "lossA_dB", length: "LA_km")
      let b = try inputs.transmittance(eta: "eta_B", loss: "lossB_dB", length: "LB_km")
      let modes = try inputs.number("modes_per_pulse", default: 2)
      let total = PairCeiling.totalTransmittance(alice: a, bob: b)
      return [
        "bound": PairCeiling.perPulse(alice: a, bob: b, modes: modes), "plob_total": total,
        "plob_total_M": modes * total,
      ]
    },
    Calculation(numbers: "bbm92.satellite.geometry", inputs: orbit + ["t_s"]) { inputs in
      let sights = try geometry(inputs).sights(at: try inputs.required("t_s"))
      return [
        "elevA_deg": sights.alice.elevation * 180 / Double.pi, "elevB_deg": sights.bob.elevation * 180 / Double.pi,
        "rangeA_m": sights.alice.range, "rangeB_m": sights.bob.range,
      ]
    },
    Calculation(
      numbers: "bbm92.satellite.pass",
      inputs: orbit + optics + pump + brightness + choices + security + ["dt_s", "min_elev_deg"]
    ) { inputs in
      return try pass(inputs)
    },
    Calculation(numbers: "bbm92.optimise.asymptotic", inputs: pulsed + asymptotic + ["variables"]) { inputs in
      let setup = try pulsedSetup(inputs)
      let space = try PairSearchSpace(PartialPairSettings(brightness: .perPulse(nil)), setup: setup)
      let best = try Optimiser.maximise(space.problem(setup: setup, options: try asymptoticOptions(inputs)))
      guard case .perPulse(let mu) = space.settings(at: best.point).brightness else { return [:] }
      return ["rate": best.value, "mu": mu]
    },
    Calculation(numbers: "bbm92.optimise.cw", inputs: arms + pump + asymptotic + ["e_d", "e_dZ", "variables"]) {
      inputs in
      let setup = try continuousSetup(inputs)
      let space = try PairSearchSpace(
        PartialPairSettings(brightness: .continuous(pairRateHz: nil, windowSeconds: nil)), setup: setup)
      let best = try Optimiser.maximise(space.problem(setup: setup, options: try asymptoticOptions(inputs)))
      guard case .continuous(let rate, let window) = space.settings(at: best.point).brightness else { return [:] }
      return ["rate_per_s": best.value, "pair_rate": rate, "window_s": window]
    },
    Calculation(numbers: "bbm92.optimise.finite", inputs: pulsed + security + ["N", "key", "variables"]) { inputs in
      let setup = try pulsedSetup(inputs)
      let mode = try inputs.choice("key", default: PairKeyMode.one)
      let space = try PairSearchSpace(PartialPairSettings(brightness: .perPulse(nil), keyMode: mode), setup: setup)
      let n = try inputs.required("N")
      let options = try finiteOptions(inputs)
      let best = try Optimiser.maximise(space.problem(setup: setup, block: .pulses(n), options: options))
      let settings = space.settings(at: best.point)
      guard case .perPulse(let mu) = settings.brightness else { return [:] }
      let rate = try PairFiniteKey.analyse(
        PairSimulation.counts(setup, settings, block: .pulses(n)), PairReceivers(settings), options)
      return [
        "rate": rate.ratePerPulse ?? 0, "mu": mu, "pX": settings.keyBasisProbability,
        "test_fraction": settings.testFraction,
      ]
    },
  ]

}
