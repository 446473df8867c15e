// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// Reads the keys of continuous variables into their own types.
enum ContinuousVariableReading {
  /// Where the symbols of the formula sheet stand in a file.
  static let keys: [String: String] = [
    "xi": "link.excess_noise", "V_A": "source.modulation_variance", "alpha": "source.amplitude",
    "M": "source.states", "side": "source.side", "nu": "source.shaping_parameter", "eta_d": "detector.efficiency",
    "v_el": "detector.electronic_noise", "detection": "detector.detection", "symbol_rate": "source.repetition_rate_hz",
    "reconciliation": "security.reconciliation", "beta": "security.reconciliation_efficiency",
    "FER": "security.frame_error_rate", "bits": "security.digitisation_bits", "f_PE": "security.estimation_fraction",
    "eps_s": "security.secrecy", "eps_PA": "security.secrecy", "eps_PE": "security.secrecy",
    "eps_ent": "security.secrecy", "eps_bar": "security.secrecy", "eps_h": "security.secrecy",
    "eps_cor": "security.correctness", "extra_leak_bits": "security.extra_leak_bits",
    "n_lengths": "security.agreed_lengths", "agreement": "security.length_agreement",
    "mutual_information": "security.mutual_information", "p_ec": "security.success_probability",
    "H_Y": "counts.symbol_entropy_bits", "leak_EC": "counts.error_correction_leak_bits", "N": "counts.symbols",
    "n": "counts.symbols", "t_hat": "counts.slope", "sigma2_hat": "counts.noise_variance", "sum_x2": "counts.sum_x2",
    "sum_xy": "counts.sum_xy", "sum_y2": "counts.sum_y2", "subtracted_means": "counts.subtracted_means",
    "shot_noise_variance": "counts.shot_noise_variance", "electronics_variance": "counts.electronics_variance",
    "states": "source.constellation_file", "probabilities": "source.constellation_file",
    "phase_var": "noise.phase_variance_rad2", "rin_sig": "noise.signal_rin_per_hz",
    "rin_lo": "noise.oscillator_rin_per_hz", "bandwidth": "noise.bandwidth_hz", "dac_bits": "noise.modulator_bits",
    "adc_bits": "noise.converter_bits", "adc_ratio": "noise.converter_range", "n_raman": "noise.raman_photons",
    "xi_other": "noise.other", "attacks": "security.attacks", "energy_test": "security.energy_test_fraction",
    "T_samples": "link.fading_transmittances", "weights": "link.fading_weights",
    "re": "source.constellation_file", "im": "source.constellation_file", "p": "source.constellation_file",
  ]

  /// Refuses a curve that states an excess noise without its plane where another curve names one: conventions mixed.
  private static func refuseMixedPlanes(_ reader: DocumentReader) {
    let noise = "link.excess_noise"
    let plane = "link.excess_noise_reference"
    guard let curves = try? reader.table.tables("curve"), curves.contains(where: { $0[plane] != nil }) else { return }
    for curve in curves {
      guard let value = curve[noise], curve[plane] == nil else { continue }
      reader.report(
        value.error(
          "needs \(plane) in the same curve: the curves of this file state noise at different planes",
          hint: "input and output differ by the transmittance"))
    }
  }

  /// The excess noise with its plane; the plane is never guessed.
  private static func excessNoise(_ reader: DocumentReader) -> ExcessNoise {
    if let source = ContinuousVariableKeys.noise.map(\.path).first(where: reader.gives) {
      return budgetPlane(reader, source)
    }
    let variance = reader.number("link.excess_noise")
    let plane = reader.choiceIfPresent("link.excess_noise_reference", as: NoisePlane.self)
    if plane == nil, reader.gives("link.excess_noise"), !reader.gives("link.excess_noise_reference") {
      reader.refuse(
        "link.excess_noise", "needs its plane: give link.excess_noise_reference = \"input\", \"output\" or \"bob\"",
        hint: "papers differ by factors of the transmittance; most quote the channel input")
    }
    refuseMixedPlanes(reader)
    return ExcessNoise(variance, at: plane ?? .input)
  }

  /// The plane of a noise budget, whose sum takes the place of a stated noise.
  private static func budgetPlane(_ reader: DocumentReader, _ source: String) -> ExcessNoise {
    if reader.gives("link.excess_noise") {
      reader.refuse(
        "link.excess_noise", "cannot be given together with \(source)",
        hint: "the sum of [noise] takes its place; what is measured besides is noise.other")
    }
    let plane = reader.choiceIfPresent("link.excess_noise_reference", as: NoisePlane.self)
    if plane == nil, !reader.gives("link.excess_noise_reference") {
      reader.refuse(
        source, "needs a plane: give link.excess_noise_reference = \"input\", \"output\" or \"bob\"",
        hint: "noise.other is stated there and the sum of [noise] is printed there")
    }
    return ExcessNoise(0, at: plane ?? .input)
  }

  /// The symbols per second that carry keys.
  static func symbolRate(_ reader: DocumentReader) -> Double? {
    let rate = reader.numberIfPresent("source.repetition_rate_hz")
    let overhead = reader.number("source.overhead")
    if rate == nil, reader.gives("source.overhead") {
      reader.refuse("source.overhead", "goes with source.repetition_rate_hz", hint: "rates per symbol do not change")
    }
    return rate.map { $0 * (1 - overhead) }
  }

  /// The hardware; of a measured run the receiver only.
  static func setup(_ reader: DocumentReader, measured: Bool = false) -> QuadratureSetup? {
    if reader.gives("link.modes_per_pulse"), !measured {
      reader.refuse(
        "link.modes_per_pulse", "has no meaning with protocol = \"cv\"",
        hint: "a symbol is one mode; two polarisations are two symbols")
    }
    let channel = measured ? .one : ContinuousVariablePlanning.channel(reader)
    let noise = measured ? ExcessNoise(0) : excessNoise(reader)
    let rate = symbolRate(reader)
    let hasCalibration = measured && reader.gives("counts.electronics_variance")
    let setup = QuadratureSetup(
      channel: channel ?? .one, excessNoise: noise,
      detection: reader.choice("detector.detection", default: Detection.homodyne),
      detectorEfficiency: reader.number("detector.efficiency"),
      electronicNoise: hasCalibration
        ? reader.number("detector.electronic_noise", default: 0) : reader.number("detector.electronic_noise"),
      trust: reader.choice("detector.trust", default: ReceiverTrust.trusted),
      reconciliation: reader.choice("security.reconciliation", default: Reconciliation.reverse),
      symbolRateHz: rate)
    guard reader.isSound, channel != nil else { return nil }
    do {
      try setup.validate()
    } catch let error as InputError {
      LinkReading.refuse(error, keys: keys, reader)
      return nil
    } catch { return nil }
    return setup
  }

  /// V_A from the one of its keys that the file gives; nil leaves it to the optimiser.
  static func modulation(_ reader: DocumentReader) -> Double? {
    let given = reader.atMostOne(of: ["source.modulation_variance", "source.mean_photons", "source.amplitude"])
    switch given {
    case "source.mean_photons"?: return 2 * reader.number("source.mean_photons")
    case "source.amplitude"?:
      let alpha = reader.number("source.amplitude")
      return 2 * alpha * alpha
    default: return reader.setting("source.modulation_variance").number
    }
  }

  static func reconciliation(_ reader: DocumentReader) -> ReconciliationOptions {
    ReconciliationOptions(
      efficiency: reader.number("security.reconciliation_efficiency"),
      frameErrorRate: reader.number("security.frame_error_rate"))
  }

  static func composable(_ reader: DocumentReader, cost: ReconciliationCost?) -> ComposableOptions {
    ComposableOptions(
      mode: reader.choice("security.estimation", default: EstimationMode.sacrifice),
      cost: cost ?? .efficiency(reader.number("security.reconciliation_efficiency")),
      frameErrorRate: reader.number("security.frame_error_rate"),
      frameErrorMode: reader.choice("security.frame_errors", default: FrameErrorMode.block),
      digitisationBits: Double(reader.integer("security.digitisation_bits")),
      secrecy: reader.number("security.secrecy"), correctness: reader.number("security.correctness"),
      entropyPenalty: reader.bool("security.entropy_penalty"), extraLeakBits: reader.number("security.extra_leak_bits"),
      lengths: reader.integerIfPresent("security.agreed_lengths").map(Double.init),
      agreement: reader.choice("security.length_agreement", default: LengthAgreement.none))
  }

  /// The constellation of a file with the columns re, im, probability.
  static func constellation(_ reader: DocumentReader) -> Constellation? {
    guard let name = reader.textIfPresent("source.constellation_file") else {
      reader.refuse(
        "source.constellation_file", "must be given with source.modulation = \"file\"",
        hint: "a CSV with the columns re, im, probability")
      return nil
    }
    do {
      let file = try reader.table.files.read(RelativePath.resolve(name, beside: reader.table.fileName))
      let table = try DelimitedText(parsing: file.text, fileName: file.name)
      let points = try table.rows.map { row in
        Constellation.Point(
          real: try table.number("re", in: row), imaginary: try table.number("im", in: row),
          probability: try table.number("probability", in: row, range: .above(0, upTo: 1)))
      }
      return try Constellation.custom(points)
    } catch let error as InputError {
      reader.refuse(
        "source.constellation_file", "\(error.quantity) = \(error.value): \(error.allowed)", hint: error.hint)
    } catch let error as DocumentError {
      reader.report(error)
    } catch let errors as DocumentErrors {
      for error in errors.errors { reader.report(error) }
    } catch {
      reader.refuse("source.constellation_file", "\(error)")
    }
    return nil
  }
}
