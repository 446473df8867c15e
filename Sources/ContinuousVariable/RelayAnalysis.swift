// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
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

  /// 1 − τ_A, 1 − τ_B: what the arms lose; from a loss in dB with all its digits.
  package var lost: (alice: Double, bob: Double) {
    // Digits of a loss belong to the transmittance that they were computed for.
    func digits(_ exact: Double, _ tau: Double) -> Double { abs(exact - (1 - tau)) < 1e-15 ? exact : 1 - tau }
    return (digits(exactLoss.alice, transmittances.alice), digits(exactLoss.bob, transmittances.bob))
  }
  private var exactLoss: (alice: Double, bob: Double)

  /// Describes a link.
  package init(
    alice: Double, bob: Double, excessNoise: (alice: Double, bob: Double) = (0, 0),
    noisePlane: RelayNoisePlane = .input, relayEfficiency: Double = 1, relayElectronicNoise: Double = 0
  ) {
    transmittances = (alice, bob)
    exactLoss = (1 - alice, 1 - bob)
    self.excessNoise = excessNoise
    self.noisePlane = noisePlane
    self.relayEfficiency = relayEfficiency
    self.relayElectronicNoise = relayElectronicNoise
  }

  /// Describes a link by its arms.
  package init(
    arms: (alice: Transmittance, bob: Transmittance), excessNoise: (alice: Double, bob: Double) = (0, 0),
    noisePlane: RelayNoisePlane = .input, relayEfficiency: Double = 1, relayElectronicNoise: Double = 0
  ) {
    self.init(
      alice: arms.alice.value, bob: arms.bob.value, excessNoise: excessNoise, noisePlane: noisePlane,
      relayEfficiency: relayEfficiency, relayElectronicNoise: relayElectronicNoise)
    func lost(_ arm: Transmittance) -> Double {
      arm.lossDecibel < 1 ? -Double.expMinusOne(-Double.log(10) / 10 * arm.lossDecibel) : 1 - arm.value
    }
    exactLoss = (lost(arms.alice), lost(arms.bob))
  }

  /// Describes the first state of a link: there is no rule for relays with arms that fade. Stray light adds 2 m at the
  /// end of each arm (LK-5).
  package init(
    over link: Link, excessNoise: (alice: Double, bob: Double) = (0, 0), noisePlane: RelayNoisePlane = .input,
    relayEfficiency: Double = 1, relayElectronicNoise: Double = 0
  ) {
    let sample = link.samples[0]
    let bob = sample.bob ?? Link.Arm(.one)
    func noise(_ stated: Double, _ arm: Link.Arm) -> Double {
      guard arm.photonsPerMode > 0 else { return stated }
      let atRelay = 2 * arm.photonsPerMode
      return stated + (noisePlane == .input ? atRelay / arm.transmittance.value : atRelay)
    }
    self.init(
      alice: sample.alice.transmittance.value, bob: bob.transmittance.value,
      excessNoise: (noise(excessNoise.alice, sample.alice), noise(excessNoise.bob, bob)), noisePlane: noisePlane,
      relayEfficiency: relayEfficiency, relayElectronicNoise: relayElectronicNoise)
    func lost(_ arm: Transmittance) -> Double {
      arm.lossDecibel < 1 ? -Double.expMinusOne(-Double.log(10) / 10 * arm.lossDecibel) : 1 - arm.value
    }
    exactLoss = (lost(sample.alice.transmittance), lost(bob.transmittance))
  }

  /// Whether two links are the same.
  package static func == (a: RelaySetup, b: RelaySetup) -> Bool {
    a.transmittances == b.transmittances && a.lost == b.lost && a.excessNoise == b.excessNoise
      && a.noisePlane == b.noisePlane
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
    return lost.alice + wA + lost.bob + wB
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
  /// Evaluates a link (CV-60, CV-61, CV-62, CV-63), every quantity as a sum of non-negative terms and the difference of
  /// nearly equal entropies as one small difference (CV-64a): right digits at any loss.
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
    let (wA, wB) = setup.noiseAtRelay
    let nz = wA + wB + 2 * (1 - setup.relayEfficiency + setup.relayElectronicNoise) / setup.relayEfficiency
    let theta = tauA * va + tauB * vb + 2 + nz
    let aPlus = (va + 2) * (tauB * vb + 2 + nz) / theta
    let bPlus = (vb + 2) * (tauA * va + 2 + nz) / theta
    let c = (tauA * va * (va + 2)).squareRoot() * (tauB * vb * (vb + 2)).squareRoot() / theta
    let p = va * (vb + 2) * (2 * setup.lost.alice + nz) / theta
    let q = (va + 2) * vb * (2 * setup.lost.bob + nz) / theta
    let information = Double.log(onePlus: tauA * va * (tauB * vb) / (theta * (2 + nz))) / Double.log(2)
    let pair = SymplecticPair(p: p, q: q)
    // a − ν1 = b − ν2.
    let delta = 2 * c * c / (aPlus + bPlus - 2 + pair.sum)
    let n1 = pair.firstExcess / 2
    let n2 = pair.secondExcess / 2
    var chi: Double
    switch keyFrom {
    case .alice:
      let gap = q * delta / (2 * (pair.first + 1) * aPlus)
      chi = ThermalEntropy.bits(n1) + ThermalEntropy.difference(n2, q / (2 * aPlus), by: gap)
    case .bob:
      let gap = p * delta / (2 * (pair.second + 1) * bPlus)
      chi = ThermalEntropy.bits(n2) + ThermalEntropy.difference(n1, p / (2 * bPlus), by: gap)
    }
    chi = max(0, chi)
    return RelayEstimate(
      a: aPlus - 1, b: bPlus - 1, c: c, information: information, holevo: chi, rawRate: efficiency * information - chi)
  }
}

extension Quantities {
  private static let pirandola = "Pirandola et al. 2015, arXiv:1312.4104"
  static let aliceTransmittance = Quantity(.setup, "tau_A", "transmittance, Alice to the relay", .input)
  static let bobTransmittance = Quantity(.setup, "tau_B", "transmittance, Bob to the relay", .input)
  static let aliceNoise = Quantity(
    .setup, "xi_A", "excess noise at the input of Alice's arm", .exact, "CV-3", unit: "SNU")
  static let bobNoise = Quantity(
    .setup, "xi_B", "excess noise at the input of Bob's arm", .exact, "CV-3", unit: "SNU")
  static let aliceOutputNoise = Quantity(
    .setup, "w_A", "excess noise at the end of Alice's arm", .exact, "CV-2", unit: "SNU")
  static let bobOutputNoise = Quantity(
    .setup, "w_B", "excess noise at the end of Bob's arm", .exact, "CV-2", unit: "SNU")
  static let relayEfficiency = Quantity(
    .setup, "eta_r", "efficiency of the relay's detectors, given to Eve", .input)
  static let relayElectronicNoise = Quantity(
    .setup, "v_el_r", "electronic noise of the relay's detectors, given to Eve", .input, unit: "SNU")
  package static let relayNoise = Quantity(
    .channel, "lambda", "noise of the relay's outcomes", .expectation, "CV-60", unit: "SNU",
    column: .init("relay_noise"))
  static let aliceModulation = Quantity(.settings, "V_A", "modulation variance, Alice", .input, unit: "SNU")
  static let bobModulation = Quantity(.settings, "V_B", "modulation variance, Bob", .input, unit: "SNU")
  static let relaySettings = [aliceModulation, bobModulation]

  static let aliceVariance = Quantity(
    .estimation, "a", "Alice's variance after the announcement", .expectation, "CV-61", pirandola, unit: "SNU")
  static let bobVariance = Quantity(
    .estimation, "b", "Bob's variance after the announcement", .expectation, "CV-61", pirandola, unit: "SNU")
  static let relayCovariance = Quantity(
    .estimation, "c", "their covariance", .expectation, "CV-61", pirandola, unit: "SNU")
  static let relayOrigin = Quantity.Origin("CV-62", pirandola)
  package static func relayHolevo(_ whose: String) -> Quantity {
    Quantity(
      .estimation, "chi", "what Eve knows of the key (\(whose)'s data)", .upperBound, "CV-62", pirandola,
      unit: "bit/symbol", column: .init("holevo", "what Eve knows"))
  }
  static let relayRate = Quantity(
    .keyLength, "rate", "secret bits per use of the relay", .estimate, "CV-63", pirandola, unit: "bit/symbol")
  static let singleRepeater = Quantity(
    .ceiling, "single_repeater", "one ideal repeater in the middle", .upperBound, "BND-30",
    "Pirandola 2019, arXiv:1601.00966", unit: "bit/symbol")
  static let thermalArms = Quantity(
    .ceiling, "thermal_upper", "the same with the excess noise of the arms in Eve's hands", .upperBound, "CV-71",
    "Pirandola et al. 2017, arXiv:1510.08863", unit: "bit/symbol")
  static let relayCeiling = [singleRepeater, thermalArms]

  static let relay =
    [aliceTransmittance, bobTransmittance]
    + [aliceNoise, bobNoise, aliceOutputNoise, bobOutputNoise].flatMap { [$0, $0.directed(.input)] }
    + [
      relayEfficiency, relayElectronicNoise, relayNoise, aliceVariance, bobVariance, relayCovariance,
      information.by(relayOrigin), relayHolevo("‹user›"), rawRate.by(relayRate.origin), relayRate,
    ]
}
