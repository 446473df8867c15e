// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// Where a link's excess noise comes from: a budget in place of the one number (cv sheet, section 7).
///
/// A budget predicts ξ; it never replaces a measured one. What is nil does not contribute.
package struct NoiseSources: Sendable, Equatable {
  /// Variance of the residual phase in rad² (CV-80).
  package var phaseVariance: Double?
  /// Relative intensity noise of the signal laser in 1/Hz (CV-81).
  package var signalIntensityNoise: Double?
  /// Relative intensity noise of the local oscillator in 1/Hz (CV-81).
  package var oscillatorIntensityNoise: Double?
  /// Electronic bandwidth in Hz; both intensity noises need it.
  package var bandwidthHz: Double?
  /// Bits of the converter that drives the modulator over one V_π (CV-82).
  package var modulatorBits: Double?
  /// Bits of Bob's converter (CV-83).
  package var converterBits: Double?
  /// Its full range in shot-noise standard deviations (CV-83).
  package var converterRange: Double?
  /// Raman photons per mode at the channel output (cv sheet, section 7).
  package var ramanPhotons: Double?
  /// What was measured besides: modulation extinction, common-mode rejection.
  package var other: Double?
  /// Where `other` is stated and the sum is printed.
  package var plane: NoisePlane

  /// An empty budget.
  package init(plane: NoisePlane = .input) { self.plane = plane }

  /// One line of the budget.
  package struct Contribution: Sendable, Equatable {
    /// What it is; its column tells of the source alone.
    package let quantity: Quantity
    /// Excess noise at the channel input in shot-noise units.
    package let variance: Double
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    func check(_ value: Double?, _ name: String, _ range: ClosedRange<Double>, _ hint: String? = nil) throws(InputError)
    {
      if let value { try require(value, name, in: range, hint: hint) }
    }
    try check(phaseVariance, "phase_var", 0...1, "a variance in rad^2; sqrt is the standard deviation in rad")
    try check(signalIntensityNoise, "rin_sig", 0...1, "in 1/Hz: 10^(x/10) of x dBc/Hz")
    try check(oscillatorIntensityNoise, "rin_lo", 0...1, "in 1/Hz: 10^(x/10) of x dBc/Hz")
    try check(bandwidthHz, "bandwidth", 0...1e15)
    try check(modulatorBits, "dac_bits", 1...64)
    try check(converterBits, "adc_bits", 1...64)
    try check(converterRange, "adc_ratio", 0...1e6)
    try check(ramanPhotons, "n_raman", 0...1e6)
    try check(other, "xi_other", 0...1e6)
    for (value, name) in [(signalIntensityNoise, "rin_sig"), (oscillatorIntensityNoise, "rin_lo")]
    where value != nil && bandwidthHz == nil {
      throw InputError(name, value ?? 0, allowed: "needs the bandwidth")
    }
    guard (converterBits == nil) == (converterRange == nil) else {
      throw InputError(
        "adc_bits", converterBits ?? converterRange ?? 0, allowed: "needs both the bits and the range of the converter")
    }
  }

  /// The lines of the budget on a link, at the channel input; the phase noise, which acts on all the rest, last.
  ///
  /// - Parameters:
  ///   - setup: a valid link with T > 0; its own excess noise plays no part.
  ///   - va: V_A.
  package func contributions(_ setup: QuadratureSetup, modulation va: Double) -> [Contribution] {
    let tau = setup.channel.value
    var link = NoiseBudget(valid: setup, modulation: va)
    var list: [Contribution] = []
    func add(_ quantity: Quantity, _ variance: Double?) {
      if let variance { list.append(.init(quantity: quantity, variance: variance)) }
    }
    if let bandwidthHz {
      add(Quantities.signalLaser, signalIntensityNoise.map { link.signalIntensityNoise($0, bandwidthHz: bandwidthHz) })
      add(
        Quantities.oscillator,
        oscillatorIntensityNoise.map { link.oscillatorIntensityNoise($0, bandwidthHz: bandwidthHz) }
      )
    }
    add(Quantities.modulator, modulatorBits.map { link.modulator(bits: $0) })
    if let converterBits, let converterRange {
      add(Quantities.converter, link.digitisation(bits: converterBits, ratio: converterRange))
    }
    // n photons of a thermal mode are a variance 2 n; they enter behind the fibre.
    add(Quantities.raman, ramanPhotons.map { 2 * $0 / tau })
    add(
      Quantities.otherNoise,
      other.map { value in
        switch plane {
        case .input: value
        case .output: value / tau
        case .bob: setup.detection.quadratures * value / (setup.detectorEfficiency * tau)
        }
      })
    link.excessNoise = list.reduce(0) { $0 + $1.variance }
    add(Quantities.phaseNoise, phaseVariance.map { link.phase(variance: $0) })
    return list
  }
}

extension NoiseBudget {
  /// The budget of a link that has been checked.
  init(valid setup: QuadratureSetup, modulation va: Double) {
    transmittance = setup.channel.value
    modulationVariance = va
    detection = setup.detection
    detectorEfficiency = setup.detectorEfficiency
    excessNoise = 0
  }
}

extension Quantities {
  private static func part(_ symbol: String, _ source: String, _ equation: String) -> Quantity {
    Quantity(
      .setup, symbol, "excess noise at the channel input: \(source)", .expectation, equation,
      symbol == "xi_other" ? "" : "Laudenbach et al. 2018, chapter 9", unit: "SNU",
      column: .init(symbol, "  " + source))
  }
  static let signalLaser = part("xi_rin_signal", "intensity noise of the signal laser", "CV-81")
  static let oscillator = part("xi_rin_oscillator", "intensity noise of the local oscillator", "CV-81")
  static let modulator = part("xi_modulator", "steps of the modulator", "CV-82")
  static let converter = part("xi_converter", "steps of Bob's converter", "CV-83")
  static let raman = part("xi_raman", "Raman scattering", "CV-2")
  static let otherNoise = part("xi_other", "measured besides", "CV-3")
  static let phaseNoise = part("xi_phase", "residual phase noise", "CV-80")
  /// The lines of a budget in their order.
  static let budget = [signalLaser, oscillator, modulator, converter, raman, otherNoise, phaseNoise]
}
