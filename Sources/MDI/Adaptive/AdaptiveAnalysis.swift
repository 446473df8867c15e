// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import KeyRateNumerics
import RealModule

/// One arm of an adaptive link up to the station that tells whether a photon has arrived.
package struct AdaptiveArm: Sendable, Equatable {
  /// η_in: emission probability times the transmittance of the arm, without detectors.
  package var arrival: Double
  /// The entangled-photon source of the station.
  package var source: PairSource

  /// Describes an arm.
  package init(arrival: Double, source: PairSource) {
    self.arrival = arrival
    self.source = source
  }
}

/// An adaptive (all-photonic) MDI link: single photons in many modes, a heralding station in each arm,
/// and a switch that pairs what has arrived (Azuma, Tamaki, Munro 2015, arXiv:1408.2884; Trényi, Azuma,
/// Curty 2019, arXiv:1908.04539; mdi sheet, section 7).
package struct AdaptiveSetup: Sendable, Equatable {
  /// The arms.
  package var arms: PerParty<AdaptiveArm>
  /// η_d of all detectors.
  package var detectorEfficiency: Double
  /// p_d of each detector per gate.
  package var darkCountProbability: Double
  /// τ: transmittance of switch and delay.
  package var switchTransmittance: Double
  /// m: parallel modes; nil for infinitely many.
  package var modes: Int?

  /// Describes a link.
  package init(
    arms: PerParty<AdaptiveArm>, detectorEfficiency: Double = 1, darkCountProbability: Double = 0,
    switchTransmittance: Double = 1, modes: Int? = nil
  ) {
    self.arms = arms
    self.detectorEfficiency = detectorEfficiency
    self.darkCountProbability = darkCountProbability
    self.switchTransmittance = switchTransmittance
    self.modes = modes
  }

  /// Refuses what cannot be.
  package func validate() throws(InputError) {
    try require(arms.alice.arrival, "etaA", in: 0...1, hint: "a fraction, not percent")
    try require(arms.bob.arrival, "etaB", in: 0...1, hint: "a fraction, not percent")
    try require(detectorEfficiency, "eta_d", in: 0...1, hint: "a fraction, not percent")
    try require(darkCountProbability, "pd", in: 0...0.5, excludingUpper: true)
    try require(switchTransmittance, "tau", in: 0...1, hint: "a fraction, not percent")
    if let modes, modes < 1 || modes > ExpectedMinimum.mostModes {
      throw InputError("modes", value: "\(modes)", allowed: "must be between 1 and \(ExpectedMinimum.mostModes)")
    }
  }
}

/// What an adaptive link does, per pair of modes.
package struct AdaptiveEstimate: Sendable, Equatable {
  /// P_h of each station: a photon is reported.
  package var heralding: PerParty<Double>
  /// P_bsm: a pairing succeeds.
  package var pairing: Double
  /// e_X.
  package var phaseError: Double
  /// e_Z.
  package var bitError: Double
  /// Pairings per mode (MDI-46).
  package var pairs: Double
  /// The signed rate per pair of modes (MDI-47).
  package var rawRate: Double

  /// max(0, raw rate).
  package var rate: Double { max(0, rawRate) }

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    if rawRate > 0 { return nil }
    if !(pairs * pairing > 0) { return ReasonForZero(.noDetections, detail: "no pairing") }
    if phaseError >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
    return ReasonForZero(.leakageExceedsSecrecy)
  }
}

/// The adaptive protocol, asymptotic and with ideal single-photon senders: never a certificate.
package enum AdaptiveAnalysis {
  /// The un-normalised states that a station puts out: [pairs][Ψ+ or Ψ−][m][m'], m horizontal photons.
  private typealias Output = [[[[Double]]]]

  private static let most = 2

  /// MDI-45 for one polarisation of the photon sent.
  private static func station(
    _ arm: AdaptiveArm, _ bell: BellMeasurement, _ amplitudes: (h: Double, v: Double)
  ) -> Output {
    (0...most).map { n in
      var rho = (0..<BellMeasurement.outcomes).map { _ in
        Array(repeating: Array(repeating: 0.0, count: n + 1), count: n + 1)
      }
      let weight = arm.source.probabilities[n] / Double(n + 1)
      guard weight > 0 else { return rho }
      for m in 0...n {
        for other in 0...n {
          let sign = (m + other) % 2 == 0 ? 1.0 : -1.0
          var sum = (plus: 0.0, minus: 0.0)
          // No photon has arrived, or one with g or h photons horizontal.
          let empty = bell.matrixElement(0, n, (0, n - other), (0, n - m))
          sum.plus += (1 - arm.arrival) * empty.plus
          sum.minus += (1 - arm.arrival) * empty.minus
          for g in 0...1 {
            for h in 0...1 {
              let a = (g == 1 ? amplitudes.h : amplitudes.v) * (h == 1 ? amplitudes.h : amplitudes.v)
              guard a != 0 else { continue }
              let element = bell.matrixElement(1, n, (g, n - other), (h, n - m))
              sum.plus += arm.arrival * a * element.plus
              sum.minus += arm.arrival * a * element.minus
            }
          }
          rho[0][m][other] = weight * sign * sum.plus
          rho[1][m][other] = weight * sign * sum.minus
        }
      }
      return rho
    }
  }

  private static func trace(_ output: Output) -> Double {
    var sum = 0.0
    for states in output {
      for rho in states {
        for m in rho.indices { sum += rho[m][m] }
      }
    }
    return sum
  }

  /// Success and error of the last measurement for one pair of bits.
  private static func final(
    _ a: Output, _ b: Output, _ elements: [[FinalElement]], isError: (_ numberOfPlus: Int) -> Bool
  ) -> Response {
    var result = Response.none
    for n1 in 0...most {
      for n2 in 0...most {
        for element in elements[3 * n1 + n2] {
          for outcomeA in 0..<BellMeasurement.outcomes {
            let rhoA = a[n1][outcomeA][element.a.0][element.a.1]
            guard rhoA != 0 else { continue }
            for outcomeB in 0..<BellMeasurement.outcomes {
              let both = rhoA * b[n2][outcomeB][element.b.0][element.b.1]
              guard both != 0 else { continue }
              let plus = (outcomeA == 0 ? 1 : 0) + (outcomeB == 0 ? 1 : 0)
              result.gain += both * (element.plus + element.minus)
              if isError(plus + 1) { result.errorGain += both * element.plus }
              if isError(plus) { result.errorGain += both * element.minus }
            }
          }
        }
      }
    }
    return result
  }

  private struct FinalElement {
    let a: (Int, Int)
    let b: (Int, Int)
    let plus: Double
    let minus: Double
  }

  private static func finalElements(_ bell: BellMeasurement) -> [[FinalElement]] {
    (0..<9).map { index in
      let n1 = index / 3
      let n2 = index % 3
      var list: [FinalElement] = []
      for m in 0...n1 {
        for mm in 0...n1 {
          for l in 0...n2 {
            let ll = m + l - mm
            guard ll >= 0, ll <= n2 else { continue }
            let e = bell.matrixElement(n1, n2, (mm, ll), (m, l))
            list.append(FinalElement(a: (m, mm), b: (l, ll), plus: e.plus, minus: e.minus))
          }
        }
      }
      return list
    }
  }

  /// Heralding, pairing, errors and rate of a link (MDI-43, MDI-44, MDI-45, MDI-46, MDI-47).
  ///
  /// - Throws: `InputError` for a link out of range.
  package static func estimate(
    _ setup: AdaptiveSetup, errorCorrectionEfficiency f: Double = 1.16
  ) throws(InputError) -> AdaptiveEstimate {
    try setup.validate()
    try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    let dark = setup.darkCountProbability
    let bell = BellMeasurement(efficiency: setup.detectorEfficiency, dark: dark)
    let last = finalElements(
      BellMeasurement(efficiency: setup.detectorEfficiency * setup.switchTransmittance, dark: dark))
    let root = 0.5.squareRoot()
    // Exact amplitudes, so that no error of 1e-33 appears where there is none.
    let states: [Basis: [(h: Double, v: Double)]] = [.z: [(1, 0), (0, 1)], .x: [(root, root), (root, -root)]]
    var heralding = PerParty(both: 0.0)
    var errors: [Basis: Double] = [:]
    var success = 0.0
    for basis in Basis.allCases {
      guard let bits = states[basis] else { continue }
      let a = bits.map { station(setup.arms.alice, bell, $0) }
      let b = bits.map { station(setup.arms.bob, bell, $0) }
      var both = Response.none
      for bitA in 0...1 {
        for bitB in 0...1 {
          let r = final(a[bitA], b[bitB], last) { plus in
            switch basis {
            case .z: bitA == bitB
            case .x: (bitA == bitB) != (plus % 2 == 1)
            }
          }
          both.gain += r.gain / 4
          both.errorGain += r.errorGain / 4
        }
      }
      if basis == .z {
        heralding = PerParty(alice: (trace(a[0]) + trace(a[1])) / 2, bob: (trace(b[0]) + trace(b[1])) / 2)
        success = both.gain
      }
      let rate = both.gain > 0 ? both.errorGain / both.gain : 0.5
      // Below the rounding of the amplitudes there is no error.
      errors[basis] = rate < 1e-15 ? 0 : rate
    }
    let product = heralding.alice * heralding.bob
    let pairing = product > 0 ? success / product : 0
    let pairs: Double
    if let modes = setup.modes {
      pairs = ExpectedMinimum.value(modes: modes, heralding: heralding) / Double(modes)
    } else {
      pairs = min(heralding.alice, heralding.bob)
    }
    let eX = min(0.5, errors[.x] ?? 0.5)
    let eZ = errors[.z] ?? 0.5
    let bits = binaryEntropyComplement(eX) - f * binaryEntropy(min(1, eZ))
    return AdaptiveEstimate(
      heralding: heralding, pairing: pairing, phaseError: errors[.x] ?? 0.5, bitError: eZ, pairs: pairs,
      rawRate: pairs * pairing * bits)
  }
}

extension Quantities {
  private static let model = "mdi sheet, section 7.2; Trenyi, Azuma, Curty 2019, arXiv:1908.04539"
  static func pairProbability(_ k: String) -> Quantity {
    Quantity(.setup, "p\(k)", "probability of \(k) photon pairs from a source of the relay", .input, "MDI-42")
  }
  static let switchTransmittance = Quantity(.setup, "tau", "transmittance of the switch", .input)
  static let relay = [pairProbability("‹k›"), pairProbability("‹k›").given, switchTransmittance]

  static let aliceHeralding = Quantity(.channel, "P_hA", "a photon of Alice is reported", .expectation, "MDI-45", model)
  static let bobHeralding = Quantity(.channel, "P_hB", "a photon of Bob is reported", .expectation, "MDI-45", model)
  static let pairingSuccess = Quantity(.channel, "P_bsm", "a pairing succeeds", .expectation, "MDI-46", model)
  static let pairings = Quantity(.channel, "pairs", "pairings per mode", .expectation, "MDI-46", model)
  package static let pairingError = Quantity(
    .channel, "e_X", "error rate of pairings in X", .expectation, "MDI-45", model,
    column: .init("phase_error", "error rate in X"))
  static let adaptiveRate = Quantity(
    .keyLength, "rate", "secret bits per pair of modes", .estimate, "MDI-47", model, unit: "bit/pulse")
  package static let beatsFrom = Quantity(
    .ceiling, "beats_from_dB", "channel loss from which the relay beats the repeaterless bound", .estimate, "MDI-47",
    model, unit: "dB", column: .init("beats_from_db"))

  static let adaptive = [
    aliceHeralding, bobHeralding, pairingSuccess, pairings, pairingError, errorRate.by(pairingError.origin),
    adaptiveRate,
  ]
}
