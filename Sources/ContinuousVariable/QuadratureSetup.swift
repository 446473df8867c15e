// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// What the hardware of a coherent-state link is, in shot-noise units (vacuum variance 1; cv sheet, sections 0 and 1).
package struct QuadratureSetup: Sendable, Equatable {
  /// T: the channel without the receiver. What the repeaterless bound is drawn for.
  package var channel: Transmittance
  /// The excess noise with its plane.
  package var excessNoise: ExcessNoise
  /// Homodyne or heterodyne.
  package var detection: Detection
  /// η_d in (0, 1]: detector efficiency with all of Bob's internal loss, without the heterodyne splitter.
  package var detectorEfficiency: Double
  /// v_el ≥ 0: electronic noise of one balanced detector, in units of that detector's shot noise.
  package var electronicNoise: Double
  /// What Eve is given of the receiver.
  package var trust: ReceiverTrust
  /// Who corrects whose data.
  package var reconciliation: Reconciliation
  /// Symbols per second that carry quantum signals; needed for bits per second.
  package var symbolRateHz: Double?

  /// Describes a link.
  package init(
    channel: Transmittance, excessNoise: ExcessNoise = ExcessNoise(0), detection: Detection = .homodyne,
    detectorEfficiency: Double = 1, electronicNoise: Double = 0, trust: ReceiverTrust = .trusted,
    reconciliation: Reconciliation = .reverse, symbolRateHz: Double? = nil
  ) {
    self.channel = channel
    self.excessNoise = excessNoise
    self.detection = detection
    self.detectorEfficiency = detectorEfficiency
    self.electronicNoise = electronicNoise
    self.trust = trust
    self.reconciliation = reconciliation
    self.symbolRateHz = symbolRateHz
  }

  /// w: the excess noise at the channel output (CV-2, CV-3). Never formed by dividing by T.
  package var outputNoise: Double {
    switch excessNoise.plane {
    case .input: channel.value * excessNoise.variance
    case .output: excessNoise.variance
    case .bob: detection.quadratures * excessNoise.variance / detectorEfficiency
    }
  }

  /// ξ: the excess noise at the channel input; +∞ if noise arrives through a closed channel.
  package var inputNoise: Double {
    if excessNoise.plane == .input { return excessNoise.variance }
    let w = outputNoise
    return w == 0 ? 0 : w / channel.value
  }

  /// t = √(η_d T / κ): the slope of Bob's outcome on Alice's value (CV-5).
  package var slope: Double { (detectorEfficiency * channel.value / detection.quadratures).squareRoot() }

  /// σ² = 1 + v_el + η_d w / κ: Bob's variance given Alice's value (CV-5).
  package var conditionalVariance: Double {
    1 + electronicNoise + detectorEfficiency * outputNoise / detection.quadratures
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError` naming the quantity in the sheet's symbols, its range and the likely slip.
  package func validate() throws(InputError) {
    try require(
      excessNoise.variance, "xi", in: 0...1e6,
      hint: "a variance in shot-noise units, per quadrature; a negative estimate belongs into measured data")
    try require(
      detectorEfficiency, "eta_d", in: 0...1, excludingLower: true,
      hint: detectorEfficiency == 0 ? "a detector that sees nothing makes no key" : "a fraction, not percent")
    try require(electronicNoise, "v_el", in: 0...1e6, hint: "a variance in units of the detector's shot noise")
    if let rate = symbolRateHz { try require(rate, "symbol_rate", in: 0...1e15, excludingLower: true, hint: "in Hz") }
  }

  /// What is legal but unusual.
  package var warnings: [String] {
    var list: [String] = []
    if electronicNoise > 1 {
      list.append("electronic noise \(electronicNoise) exceeds the shot noise; a clearance in dB must be converted")
    }
    if inputNoise.isFinite, inputNoise > 0.5 {
      list.append(
        "excess noise \(inputNoise) at the channel input is far above what gives a key; is the plane right, and is "
          + "the electronic noise counted in it?")
    }
    if reconciliation == .direct, channel.value <= 0.5 {
      list.append("direct reconciliation gives no key at or below a transmittance of 1/2")
    }
    return list
  }
}
