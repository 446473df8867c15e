// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What a pair of pulses makes the relay announce: Q and T = Q E (mdi sheet, section 0).
package struct Response: Sendable, Equatable {
  /// Q: the probability of an announcement.
  package var gain: Double
  /// T: the probability of an announcement with a bit error.
  package var errorGain: Double

  /// E = T/Q; 1/2 without announcements.
  package var errorRate: Double { gain > 0 ? errorGain / gain : 0.5 }

  static let none = Response(gain: 0, errorGain: 0)

  /// Announcements of one Bell state instead of two.
  func announcing(_ states: BellStates) -> Response {
    states == .two ? self : Response(gain: gain / 2, errorGain: errorGain / 2)
  }
}

extension Setup {
  /// Q and T of phase-randomised coherent pulses (MDI-10, MDI-12).
  ///
  /// - Parameters:
  ///   - basis: the basis of both pulses.
  ///   - mu: mean photon numbers as they leave Alice and Bob, each between 0 and 10.
  package func response(_ basis: Basis, _ mu: PerParty<Double>) -> Response {
    sum { eta, dark in
      let arriving = PerParty(alice: eta.alice * mu.alice, bob: eta.bob * mu.bob)
      return switch model {
      case .flip: FlipModel.response(basis, arriving, dark: dark, misalignment: misalignment)
      case .rotation: RotationModel.response(basis, arriving, dark: dark, rotations: rotations)
      }
    }
  }

  /// Y11 and t11 = e11 Y11 of a single-photon pair (MDI-7, MDI-8, MDI-9, MDI-13).
  package func singlePhotonPair(_ basis: Basis) -> Response {
    sum { eta, dark in
      switch model {
      case .flip: FlipModel.singlePhotonPair(basis, eta, dark: dark, misalignment: misalignment)
      case .rotation: RotationModel.singlePhotonPair(basis, eta, dark: dark, rotations: rotations)
      }
    }
  }

  /// p_d in a state of the link: dark counts and the stray light of both arms (LK-4). One half of it falls on each
  /// detector of a time-bin relay; with four detectors that is twice what each gets, which is never too good.
  func darkCounts(_ sample: Link.Sample) -> Double {
    DarkCounts.probability(
      dark: darkCountProbability, photons: sample.backgroundPhotons, efficiency: detectorEfficiency.value, share: 0.5)
  }

  /// Adds up what both Bell states give in each state of the link (links sheet, LK-2); of a steady link the model's own
  /// numbers, to the last bit.
  private func sum(_ part: (_ eta: PerParty<Double>, _ dark: Double) -> Response) -> Response {
    func both(_ sample: Link.Sample) -> Response {
      let arms = PerParty(alice: sample.alice.transmittance, bob: sample.bob?.transmittance ?? .one)
      return part(arms.map { $0.value * detectorEfficiency.value }, darkCounts(sample))
    }
    if link.isSteady { return both(link.samples[0]).announcing(bellStates) }
    var sum = Response.none
    for sample in link.samples {
      let response = both(sample)
      sum.gain += sample.weight * response.gain
      sum.errorGain += sample.weight * response.errorGain
    }
    return sum.announcing(bellStates)
  }
}

/// Model M1: Ma and Razavi 2012, arXiv:1204.4856 (mdi sheet, sections 2.1 and 2.2).
enum FlipModel {
  /// Q and T for both Bell states, every term positive (MDI-10).
  ///
  /// - Parameter light: a = η_A μ_A and b = η_B μ_B, each at most 100.
  static func response(
    _ basis: Basis, _ light: PerParty<Double>, dark pd: Double, misalignment e: Double
  ) -> Response {
    let a = light.alice
    let b = light.bob
    let s = a + b
    let q = 1 - pd
    // 1 − q e^−u: the probability that a detector with mean u clicks.
    func hit(_ u: Double) -> Double { -Double.expMinusOne(-u) + pd * Double.exp(-u) }
    let x = (a * b).squareRoot() / 2
    switch basis {
    case .z:
      let common = 2 * q * q * Double.exp(-s / 2)
      let correct = common * hit(a / 2) * hit(b / 2)
      let wrong = common * pd * (BesselSeries.excess(2 * x) + hit(s / 2))
      return Response(gain: correct + wrong, errorGain: e * correct + (1 - e) * wrong)
    case .x:
      let g = hit(s / 4)
      let y = q * Double.exp(-s / 4)
      let gain =
        2 * y * y * (2 * g * g + 4 * g * BesselSeries.excess(x) + BesselSeries.fourfoldExcess(x))
      return Response(gain: gain, errorGain: gain / 2 - (1 - 2 * e) * y * y * BesselSeries.excess(2 * x))
    }
  }

  /// Y11 (MDI-7) with e11 Y11 in the X basis (MDI-8) or the Z basis (MDI-9), both Bell states.
  static func singlePhotonPair(
    _ basis: Basis, _ eta: PerParty<Double>, dark pd: Double, misalignment e: Double
  ) -> Response {
    let a = eta.alice
    let b = eta.bob
    let q = 1 - pd
    let y11 =
      q * q * (a * b / 2 + (2 * a + 2 * b - 3 * a * b) * pd + 4 * (1 - a) * (1 - b) * pd * pd)
    switch basis {
    case .x:
      // Y11/2 − (1/2 − e) q² a b/2, with the common part taken out so that nothing cancels.
      let accidental = q * q * ((2 * a + 2 * b - 3 * a * b) * pd + 4 * (1 - a) * (1 - b) * pd * pd)
      return Response(gain: y11, errorGain: accidental / 2 + e * q * q * a * b / 2)
    case .z:
      let correct = 2 * q * q * (a / 2 + pd * (1 - a)) * (b / 2 + pd * (1 - b))
      // (1−a/2)(1−b/2) + ab/4 − q(1−a)(1−b), with 1 − a − b + ab taken out of both.
      let wrong = 2 * pd * q * q * ((a + b) / 2 - a * b / 2 + pd * (1 - a) * (1 - b))
      return Response(gain: y11, errorGain: e * correct + (1 - e) * wrong)
    }
  }
}

extension Quantities {
  static let signalGain = Quantity(.channel, "Q_Z", "announcements per pair of signals", .expectation)
  static let signalError = Quantity(.channel, "E_Z", "error rate of the signals", .expectation)
  static let pairGain = Quantity(.channel, "Y11", "yield of single-photon pairs", .expectation)
  static let pairError = Quantity(.channel, "e11_X", "error rate of single-photon pairs in X", .expectation)

  static var channel: [Quantity] {
    ChannelModel.allCases.flatMap { model in
      [signalGain, signalError].map { $0.by(model.origin) }
        + [pairGain.by(model.singlePhotonOrigins.gain), pairError.by(model.singlePhotonOrigins.errors)]
    }
  }
}

extension ChannelModel {
  /// The equations of a single-photon pair.
  var singlePhotonOrigins: (gain: Quantity.Origin, errors: Quantity.Origin) {
    switch self {
    case .flip: (.init("MDI-7", origin.source), .init("MDI-8", origin.source))
    case .rotation: (.init("MDI-13", origin.source), .init("MDI-13", origin.source))
    }
  }
}
