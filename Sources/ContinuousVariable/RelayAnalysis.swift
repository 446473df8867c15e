// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The two arms of a measurement-device-independent link with an untrusted relay.
package struct RelaySetup: Sendable, Equatable {
  /// τ_A, τ_B: transmittances from the users to the relay, in (0, 1].
  package var transmittances: (alice: Double, bob: Double)
  /// ξ_A, ξ_B: excess noise at the inputs of the arms, or w_A, w_B at their ends: see `noisePlane`.
  package var excessNoise: (alice: Double, bob: Double)
  /// Where the excess noise of both arms is stated.
  package var noisePlane: RelayNoisePlane
  /// η_r: efficiency of the relay's detectors, given to Eve.
  package var relayEfficiency: Double
  /// v_r: their electronic noise, given to Eve.
  package var relayElectronicNoise: Double

  /// Describes a link.
  package init(
    alice: Double, bob: Double, excessNoise: (alice: Double, bob: Double) = (0, 0),
    noisePlane: RelayNoisePlane = .input, relayEfficiency: Double = 1, relayElectronicNoise: Double = 0
  ) {
    transmittances = (alice, bob)
    self.excessNoise = excessNoise
    self.noisePlane = noisePlane
    self.relayEfficiency = relayEfficiency
    self.relayElectronicNoise = relayElectronicNoise
  }

  /// Whether two links are the same.
  package static func == (a: RelaySetup, b: RelaySetup) -> Bool {
    a.transmittances == b.transmittances && a.excessNoise == b.excessNoise && a.noisePlane == b.noisePlane
      && a.relayEfficiency == b.relayEfficiency && a.relayElectronicNoise == b.relayElectronicNoise
  }

  /// τ_A ξ_A and τ_B ξ_B: the excess noise at the ends of the arms.
  package var noiseAtRelay: (alice: Double, bob: Double) {
    switch noisePlane {
    case .input: (transmittances.alice * excessNoise.alice, transmittances.bob * excessNoise.bob)
    case .relay: excessNoise
    }
  }

  /// ξ_A and ξ_B: the excess noise at the inputs of the arms; +∞ if noise arrives through a closed arm.
  package var noiseAtInput: (alice: Double, bob: Double) {
    func input(_ w: Double, _ tau: Double) -> Double { w == 0 ? 0 : w / tau }
    return noisePlane == .input
      ? excessNoise
      : (input(excessNoise.alice, transmittances.alice), input(excessNoise.bob, transmittances.bob))
  }

  /// λ = (1−τ_A) + τ_A ξ_A + (1−τ_B) + τ_B ξ_B + 2 (1−η_r+v_r)/η_r (CV-60).
  package var noise: Double {
    let (wA, wB) = noiseAtRelay
    return (1 - transmittances.alice) + wA + (1 - transmittances.bob) + wB
      + 2 * (1 - relayEfficiency + relayElectronicNoise) / relayEfficiency
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try require(transmittances.alice, "tau_A", in: 0...1)
    try require(transmittances.bob, "tau_B", in: 0...1)
    try require(excessNoise.alice, "xi_A", in: 0...1e6)
    try require(excessNoise.bob, "xi_B", in: 0...1e6)
    try require(relayEfficiency, "eta_r", in: 0...1, excludingLower: true, hint: "a fraction, not percent")
    try require(relayElectronicNoise, "v_el_r", in: 0...1e6)
  }
}

/// Where the excess noise of the arms of a relay link is stated.
package enum RelayNoisePlane: String, Sendable, CaseIterable {
  /// At the senders.
  case input
  /// At the ends of the arms, before the relay's detectors: input times the transmittance of the arm.
  case relay
}

/// Whose data become the key of a relay link.
package enum RelayKeySource: String, Sendable, CaseIterable {
  /// Bob corrects his data to Alice's.
  case alice
  /// Alice corrects hers to Bob's.
  case bob
}

/// A rate over a relay in the limit of infinitely many symbols.
package struct RelayEstimate: Sendable, Equatable {
  /// Entries of the users' covariance matrix after the relay's announcement (CV-61).
  package let a, b, c: Double
  /// I_AB in bits per relay use.
  package let information: Double
  /// χ in bits per relay use.
  package let holevo: Double
  /// β I − χ, signed.
  package let rawRate: Double
  /// Never negative.
  package var rate: Double { max(0, rawRate) }
}

/// CV-MDI: Gaussian modulation at both users, an untrusted relay, collective attacks, infinitely many symbols
/// (cv sheet, section 5; Pirandola et al. 2015, arXiv:1312.4104). For planning; finite size has no place here yet.
package enum RelayAnalysis {
  /// Evaluates a link (CV-60 to CV-64).
  ///
  /// - Parameters:
  ///   - setup: the two arms and the relay.
  ///   - modulation: V_A and V_B in shot-noise units.
  ///   - keyFrom: whose data become the key.
  ///   - efficiency: β.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ setup: RelaySetup, modulation: (alice: Double, bob: Double), keyFrom: RelayKeySource, efficiency: Double
  ) throws(InputError) -> RelayEstimate {
    try setup.validate()
    for (name, value) in [("V_A", modulation.alice), ("V_B", modulation.bob)] {
      try require(value, name, in: 0...1e12, excludingLower: true, hint: QuadratureSettings.photonHint)
    }
    try ReconciliationOptions(efficiency: efficiency).validate()
    return resolved(setup, modulation: modulation, keyFrom: keyFrom, efficiency: efficiency)
  }

  /// The same for inputs known to be valid: the fast door for searches.
  static func resolved(
    _ setup: RelaySetup, modulation: (alice: Double, bob: Double), keyFrom: RelayKeySource, efficiency: Double
  ) -> RelayEstimate {
    let (tauA, tauB) = setup.transmittances
    let (va, vb) = modulation
    let lambda = setup.noise
    let theta = tauA * (va + 1) + tauB * (vb + 1) + lambda
    // a + 1 and b + 1 without cancellation at large modulation.
    let aPlus = (va + 2) * (tauB * (vb + 1) + tauA + lambda) / theta
    let bPlus = (vb + 2) * (tauA * (va + 1) + tauB + lambda) / theta
    let c = (tauA * tauB * va * (va + 2) * vb * (vb + 2)).squareRoot() / theta
    // λ ≥ |τ_A − τ_B|, so both are not negative; rounding may say otherwise at λ = |τ_A − τ_B|.
    let p = max(0, va * (vb + 2) * (lambda + tauB - tauA) / theta)
    let q = max(0, (va + 2) * vb * (lambda + tauA - tauB) / theta)
    let joint = (va + 2) * (vb + 2) * (lambda + tauA + tauB) / theta
    // (a+1)(b+1)/joint − 1 = c²/joint.
    let information = Double.log(onePlus: c / joint * c) / Double.log(2)
    let pair = SymplecticPair(p: p, q: q)
    let conditional = keyFrom == .alice ? q / aPlus : p / bPlus
    let chi = max(0, pair.entropy - ThermalEntropy.bits(conditional / 2))
    return RelayEstimate(
      a: aPlus - 1, b: bPlus - 1, c: c, information: information, holevo: chi, rawRate: efficiency * information - chi)
  }
}
