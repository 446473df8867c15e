// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

/// The named calculations of the bounds sheet for noisy, qubit and fading channels, and for claims.
enum BoundsChannelCalculations {
  private static let finite = ["n", "eps"]
  private static let shares = ["eps_sec", "eps_cor", "p_abort"]

  static let all: [Calculation] = [
    Calculation(
      "bounds.thermal_loss", inputs: BoundsCalculations.channelKeys + ["nbar", "excess_noise_snu"] + finite, thermalLoss
    ),
    Calculation("bounds.amplifier", inputs: ["gain", "nbar"] + finite, amplifier),
    Calculation("bounds.additive_noise", inputs: ["xi"] + finite, additiveNoise),
    Calculation("bounds.dephasing", inputs: ["p", "probs"] + finite, dephasing),
    Calculation("bounds.erasure", inputs: ["p", "d"] + finite, erasure),
    Calculation("bounds.depolarizing", inputs: ["p"], depolarizing),
    Calculation("bounds.pauli", inputs: ["probs"], pauli),
    Calculation("bounds.amplitude_damping", inputs: ["p"], amplitudeDamping),
    Calculation(
      "bounds.finite_pure_loss", inputs: BoundsCalculations.channelKeys + ["modes_per_pulse"] + finite + shares,
      finitePureLoss),
    Calculation(
      "bounds.claim_check", inputs: ["etas", "n", "key_bits", "modes_per_pulse"] + shares, claimCheck),
    Calculation(
      "bounds.claim_rate",
      inputs: [
        "links", "modes_per_pulse", "optical_bandwidth_hz", "clock_hz", "spatial_modes", "time_s", "n", "key_bits",
        "bits_per_second", "duty_cycle", "rate_per_pulse", "box_factor",
      ] + shares, claimRate),
    Calculation("bounds.fading_mixture", inputs: ["etas", "weights"], mixture),
    Calculation(
      "bounds.diffraction",
      inputs: ["w0_m", "wavelength_m", "range_m", "aperture_radius_m", "curvature_m", "eta_other"], diffraction),
    Calculation(
      "bounds.fading_pointing", inputs: ["aperture_radius_m", "beam_radius_m", "sigma_m", "eta_other", "model"],
      pointing),
  ]

  private static func infidelity(_ inputs: CalculationInputs) throws -> Double {
    let eps = try inputs.required("eps")
    try require(eps, "eps", in: 0...1, excludingUpper: true)
    return eps
  }

  private static func uses(_ inputs: CalculationInputs, most: Double = 1e300) throws -> Double? {
    guard let n = try inputs.number("n") else { return nil }
    try require(n, "n", in: 1...most)
    return n
  }

  private static func noisy(_ channel: NoisyChannel, _ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    var result: [String: CalculationValue] = ["upper": .number(channel.upper), "lower_rci": .number(channel.lower)]
    if let n = try uses(inputs) {
      result["finite_bits"] = .number(channel.longestKey(uses: n, infidelity: try infidelity(inputs)))
    }
    return result
  }

  static func thermalLoss(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let eta = try inputs.channelTransmittance().value
    let x: Double
    if let photons = try inputs.number("nbar") {
      x = photons
    } else {
      guard eta < 1 else {
        throw InputError("nbar", value: "missing", allowed: "must be given for a channel without loss")
      }
      let xi = try inputs.required("excess_noise_snu")
      try require(xi, "excess_noise_snu", in: 0...1e300)
      x = eta * xi / (2 * (1 - eta))
    }
    try require(x, "nbar", in: 0...1e300)
    let t = eta == 1 ? Double.infinity : eta / (1 - eta)
    let found = try noisy(NoisyChannel(threshold: t, photons: x), inputs)
    return found.merging(["nbar": .number(x), "nbar_threshold": .number(t)]) { a, _ in a }
  }

  static func amplifier(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let gain = try inputs.required("gain")
    try require(gain, "gain", in: 1...1e300, excludingLower: true)
    let x = try inputs.number("nbar", default: 0)
    try require(x, "nbar", in: 0...1e300)
    return try noisy(NoisyChannel(threshold: 1 / (gain - 1), photons: x), inputs)
  }

  static func additiveNoise(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let xi = try inputs.required("xi")
    try require(xi, "xi", in: 0...1e300)
    return try noisy(NoisyChannel(additive: xi), inputs)
  }

  private static func probability(_ inputs: CalculationInputs, most: Double = 1) throws -> Double {
    let p = try inputs.required("p")
    try require(p, "p", in: 0...most)
    return p
  }

  private static func distribution(_ inputs: CalculationInputs) throws -> [Double] {
    let values = try inputs.numbers("probs") ?? []
    for p in values { try require(p, "probs", in: 0...1) }
    let sum = values.compensatedSum()
    guard values.count >= 2, abs(sum - 1) <= 1e-12 else {
      throw InputError("probs", value: "sum \(sum)", allowed: "must be two or more that sum to 1")
    }
    return values
  }

  static func dephasing(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    if inputs.has("probs") {
      let values = try distribution(inputs)
      return [
        "capacity": .number(QubitChannels.erasure(0, dimension: Double(values.count)) - QubitChannels.entropy(values))
      ]
    }
    let p = try probability(inputs)
    var result: [String: CalculationValue] = ["capacity": .number(QubitChannels.dephasing(p))]
    if let n = try uses(inputs, most: QubitChannels.mostUses) {
      result["finite_bits"] = .number(
        QubitChannels.dephasingKey(p, uses: n.rounded(.down), infidelity: try infidelity(inputs)))
    }
    return result
  }

  static func erasure(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let p = try probability(inputs)
    let d = try inputs.number("d", default: 2)
    try require(d, "d", in: 2...1e300)
    var result: [String: CalculationValue] = ["capacity": .number(QubitChannels.erasure(p, dimension: d))]
    if let n = try uses(inputs, most: QubitChannels.mostUses) {
      result["finite_bits"] = .number(
        QubitChannels.erasureKey(p, dimension: d, uses: n.rounded(.down), infidelity: try infidelity(inputs)))
    }
    return result
  }

  static func depolarizing(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let found = QubitChannels.depolarizing(try probability(inputs, most: 4.0 / 3))
    return ["upper": .number(found.upper), "lower_hashing": .number(found.lower)]
  }

  static func pauli(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let values = try distribution(inputs)
    guard values.count == 4 else {
      throw InputError("probs", value: "\(values.count) values", allowed: "must be four: I, X, Y, Z")
    }
    let found = QubitChannels.pauli(values)
    return ["upper": .number(found.upper), "lower_hashing": .number(found.lower)]
  }

  static func amplitudeDamping(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let found = QubitChannels.amplitudeDamping(try probability(inputs))
    return [
      "ree_upper": .number(found.entropic), "squashed_upper": .number(found.squashed),
      "upper": .number(min(found.entropic, found.squashed)), "lower_rci": .number(found.lower),
    ]
  }

  /// ε of BND-28 from the shares; unsaid ones are zero here.
  private static func failure(_ inputs: CalculationInputs) throws -> Double {
    let parts = try shares.map { try inputs.number($0, default: 0) }
    for (name, part) in zip(shares, parts) { try require(part, name, in: 0...1) }
    let eps = FiniteUses.infidelity(secrecy: parts[0], correctness: parts[1], abortProbability: parts[2])
    guard let eps else {
      throw InputError("eps_sec", value: "sum \(parts.reduce(0, +))", allowed: "no bound: the three sum to 1 or more")
    }
    return eps
  }

  static func finitePureLoss(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let eta = try inputs.channelTransmittance()
    let n = try inputs.required("n")
    try require(n, "n", in: 1...1e300)
    let eps = try inputs.has("eps") ? infidelity(inputs) : failure(inputs)
    let bits = FiniteUses.longestKey(
      uses: n, modes: try BoundsCalculations.modes(inputs), perMode: PureLoss.repeaterless(eta), infidelity: eps)
    return [
      "eps_used": .number(eps), "c_eps_bits": .number(FiniteUses.constant(infidelity: eps)),
      "finite_bits": .number(bits), "rate_bound_per_pulse": .number(bits / n),
    ]
  }

  private static func transmittances(_ inputs: CalculationInputs) throws -> [Transmittance] {
    let etas = try inputs.numbers("etas") ?? []
    guard !etas.isEmpty else { throw InputError("etas", value: "[]", allowed: "needs at least one") }
    return try etas.map {
      guard let t = Transmittance($0) else { throw InputError("etas", $0, allowed: "must be between 0 and 1") }
      return t
    }
  }

  static func claimCheck(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let links = try transmittances(inputs)
    let n = try inputs.required("n")
    try require(n, "n", in: 1...1e300)
    let key = try inputs.required("key_bits")
    try require(key, "key_bits", in: 0...1e300)
    let bound = FiniteUses.longestKey(
      uses: n, modes: try BoundsCalculations.modes(inputs), perMode: RepeaterChain.bound(links: links),
      infidelity: try failure(inputs))
    return [
      "bound_bits": .number(bound), "ratio": .number(bound.isFinite ? key / bound : 0),
      "verdict": .word(FiniteUses.exceeds(key, bound) ? "exceeds" : "consistent"),
    ]
  }

  static func claimRate(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let links = try inputs.objects("links") ?? []
    guard !links.isEmpty else { throw InputError("links", value: "[]", allowed: "needs at least one link") }
    let stated = try links.map { link in
      let loss = try link.number("loss_dB")
      if let loss { try require(loss, "loss_dB", in: 0...1e6, hint: "a loss is counted positive") }
      let u = try link.number("uncertainty_dB")
      if let u { try require(u, "uncertainty_dB", in: 0...1e6) }
      let k = try link.number("coverage_factor", default: 1)
      try require(k, "coverage_factor", in: 0...100, excludingLower: true)
      return ClaimRate.Link(lossDecibel: loss, uncertaintyDecibel: u, coverageFactor: k)
    }
    func positive(_ key: String) throws -> Double? {
      guard let x = try inputs.number(key) else { return nil }
      try require(x, key, in: 0...1e300, excludingLower: true)
      return x
    }
    let clock = try positive("clock_hz")
    var modes: ClaimRate.Modes?
    if inputs.has("modes_per_pulse") {
      modes = .stated(try BoundsCalculations.modes(inputs))
    } else if let band = try positive("optical_bandwidth_hz"), let clock {
      modes = .bandwidth(
        hz: band, clockHz: clock, spatialModes: try positive("spatial_modes"), seconds: try positive("time_s"))
    }
    var quantity: ClaimRate.Quantity?
    if let bits = try positive("key_bits"), let n = try positive("n") {
      try require(n, "n", in: 1...1e300)
      quantity = .length(bits: bits, pulses: n)
    } else if let bits = try positive("bits_per_second"), let clock {
      quantity = .perSecond(bits: bits, clockHz: clock, dutyCycle: try positive("duty_cycle") ?? 1)
    } else if let rate = try positive("rate_per_pulse") {
      quantity = .perPulse(rate)
    }
    for key in shares { if let x = try inputs.number(key) { try require(x, key, in: 0...1) } }
    let found = ClaimRate(
      links: stated, modes: modes, quantity: quantity,
      failure: (try inputs.number("eps_sec"), try inputs.number("eps_cor"), try inputs.number("p_abort")),
      box: try positive("box_factor") ?? 3)
    guard let found else {
      throw InputError("eps_sec", value: "with eps_cor and p_abort", allowed: "no bound: they sum to 1 or more")
    }
    var result: [String: CalculationValue] = [
      "eta_max": .number(found.transmittance), "per_mode": .number(found.perMode),
      "verdict": .word(found.verdict.rawValue), "refutes": .number(found.refutes ? 1 : 0),
    ]
    if let limit = found.limit { result["limit"] = .number(limit) }
    if let ratio = found.ratio { result["ratio"] = .number(ratio) }
    return result
  }

  static func mixture(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let etas = try transmittances(inputs)
    let weights = try inputs.numbers("weights") ?? etas.map { _ in 1 }
    guard weights.count == etas.count, weights.allSatisfy({ $0 >= 0 }), weights.contains(where: { $0 > 0 }) else {
      throw InputError("weights", value: "\(weights)", allowed: "must be one for each of etas, not negative, not all 0")
    }
    let found = FadingChannels.mixture(zip(etas, weights).map { (transmittance: $0, weight: $1) })
    return [
      "bound": .number(found.bound), "mean_eta": .number(found.mean), "plob_of_mean": .number(found.boundOfMean),
    ]
  }

  private static func length(_ inputs: CalculationInputs, _ key: String, zero: Bool = false) throws -> Double {
    let x = try inputs.required(key)
    try require(x, key, in: 0...1e15, excludingLower: !zero, hint: "in metres")
    return x
  }

  private static func other(_ inputs: CalculationInputs) throws -> Double {
    let eta = try inputs.number("eta_other", default: 1)
    try require(eta, "eta_other", in: 0...1)
    return eta
  }

  static func diffraction(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let curvature = try inputs.number("curvature_m") ?? .infinity
    guard curvature != 0 else { throw InputError("curvature_m", 0, allowed: "must not be 0") }
    let beam = FadingChannels.beam(
      waist: try length(inputs, "w0_m"), wavelength: try length(inputs, "wavelength_m"),
      range: try length(inputs, "range_m", zero: true), curvature: curvature,
      aperture: try length(inputs, "aperture_radius_m"))
    let total = Transmittance(beam.transmittance * (try other(inputs))) ?? .one
    return [
      "w_z_m": .number(beam.radius), "eta_diffraction": .number(beam.transmittance),
      "plob_diffraction": .number(beam.bound), "plob_total": .number(PureLoss.repeaterless(total)),
    ]
  }

  static func pointing(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let found = try FadingChannels.pointing(
      aperture: length(inputs, "aperture_radius_m"), radius: length(inputs, "beam_radius_m"),
      sigma: length(inputs, "sigma_m", zero: true), other: other(inputs),
      model: inputs.choice("model", default: FadingChannels.Model.exact))
    return [
      "bound": .number(found.bound), "mean_eta": .number(found.mean), "plob_of_mean": .number(found.boundOfMean),
    ]
  }
}
