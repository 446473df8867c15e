// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks

/// How Bob measures (cv sheet, section 0).
package enum Detection: String, Sendable, CaseIterable {
  /// One quadrature per symbol, chosen at random; no sifting factor, because Alice keeps the matching number.
  case homodyne
  /// Both quadratures behind a 50:50 splitter, or RF heterodyne with one detector.
  case heterodyne

  /// κ: real numbers per symbol, 1 or 2.
  package var quadratures: Double { self == .homodyne ? 1 : 2 }
}

/// Who corrects whose data.
package enum Reconciliation: String, Sendable, CaseIterable {
  /// Alice corrects hers to Bob's; the default, works at any loss.
  case reverse
  /// Bob corrects his to Alice's; useful above a transmittance of 1/2 only.
  case direct
}

/// What the eavesdropper is given of the receiver (cv sheet, CV-11), from the least to the most.
package enum ReceiverTrust: String, Sendable, CaseIterable {
  /// Loss and electronic noise are calibrated and out of her reach.
  case trusted
  /// The electronic noise is out of her control, but she knows its momentary values (CV-11a).
  case knownNoise = "known-noise"
  /// The loss is calibrated, the electronic noise counts as channel noise.
  case trustedLoss = "trusted-loss"
  /// All of it is hers.
  case untrusted

  /// What the level says, in words.
  package var meaning: String {
    switch self {
    case .trusted: "receiver loss and electronic noise calibrated and unknown to Eve"
    case .knownNoise: "electronic noise out of Eve's control, its values known to her"
    case .trustedLoss: "receiver loss calibrated, electronic noise given to Eve"
    case .untrusted: "receiver loss and electronic noise given to Eve"
    }
  }
}

/// Where excess noise is stated; papers differ by factors of the transmittance (CV-2, CV-3).
package enum NoisePlane: String, Sendable, CaseIterable {
  /// At the channel input: ξ.
  case input
  /// At the channel output, before the receiver: w = T ξ.
  case output
  /// At Bob's detector: η_d T ξ (homodyne), η_d T ξ / 2 of each detector (heterodyne).
  case bob
}

/// Excess noise per quadrature in shot-noise units, together with the plane it is stated at.
package struct ExcessNoise: Sendable, Equatable {
  /// The variance, shot noise = 1; not negative.
  package var variance: Double
  /// The plane.
  package var plane: NoisePlane

  /// States a noise; the sheet's default plane is the channel input.
  package init(_ variance: Double, at plane: NoisePlane = .input) {
    self.variance = variance
    self.plane = plane
  }

  /// The noise with that of stray light in the mode of the local oscillator, at the same plane: w = 2 m at the channel
  /// output (LK-5); this noise itself, to the last bit, without such light.
  ///
  /// - Parameters:
  ///   - m: photons per temporal mode and polarisation; of an RF heterodyne receiver without filter those of both bands.
  ///   - setup: the channel and the receiver.
  func adding(photonsPerMode m: Double, at setup: QuadratureSetup) -> ExcessNoise {
    guard m > 0 else { return self }
    switch plane {
    case .input: return ExcessNoise(variance + 2 * m / setup.channel.value, at: plane)
    case .output: return ExcessNoise(variance + 2 * m, at: plane)
    case .bob:
      return ExcessNoise(variance + setup.detectorEfficiency * 2 * m / setup.detection.quadratures, at: plane)
    }
  }
}
