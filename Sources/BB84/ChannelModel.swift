// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// What a pulse does to the receiver: gain Q and joint error EQ (bb84 sheet, section 1).
package enum ChannelModel: String, Sendable, CaseIterable {
  /// Two threshold detectors, independent dark counts, random bit on double clicks (BB-4); the default.
  case threshold2
  /// Ma, Qi, Zhao, Lo 2005, quant-ph/0503005, Eqs 7-11 (BB-5); counts coincidences twice.
  case ma2005
  /// The same without double counting.
  case ma2005x
  /// Lim et al. 2014, arXiv:1311.7129, section IV (BB-6).
  case lim2014
  /// Rusca et al. 2018, arXiv:1801.03443, B1-B6 (BB-7).
  case rusca2018
  /// The public SatQuMA tool of Sidhu et al. 2022, arXiv:2012.07829 (SQ-1): lim2014, with after-pulses
  /// that cause errors as often as they follow one another; comparison only.
  case satquma2022

  /// Gain and joint error of a pulse.
  package struct Response: Sendable, Equatable {
    /// Q = P(click).
    package var gain: Double
    /// EQ = P(click and bit error).
    package var errorGain: Double
    /// E = EQ/Q; 0 without clicks.
    package var errorRate: Double { gain > 0 ? errorGain / gain : 0 }
  }

  /// Whether p counts all detectors together and is added without removing coincidences.
  var addsBackgroundTwice: Bool { self == .ma2005 || self == .rusca2018 }

  /// The equation of the formula sheet and its source.
  package var origin: Quantity.Origin {
    switch self {
    case .threshold2: .init("BB-4", "derived in the bb84 sheet")
    case .ma2005: .init("BB-5", "Ma et al. 2005, quant-ph/0503005, Eqs 7-11")
    case .ma2005x: .init("BB-5", "Ma et al. 2005, coincidences counted once")
    case .lim2014: .init("BB-6", "Lim et al. 2014, arXiv:1311.7129, Sec. IV")
    case .rusca2018: .init("BB-7", "Rusca et al. 2018, arXiv:1801.03443, Eqs B1-B6")
    case .satquma2022: .init("SQ-1", "Sidhu et al. 2022, arXiv:2012.07829, public tool")
    }
  }

  /// Q and EQ of a phase-randomised coherent pulse, before after-pulses and dead time.
  ///
  /// - Parameters:
  ///   - mu: mean photon number ≥ 0.
  ///   - eta: total transmittance, 0 ≤ η ≤ 1.
  ///   - p: background probability per gate; its meaning depends on the model.
  ///   - e: misalignment in this basis.
  func bareResponse(mu: Double, eta: Double, p: Double, e: Double) -> Response {
    let s = -Double.expMinusOne(-eta * mu)
    switch self {
    case .threshold2:
      let sc = -Double.expMinusOne(-eta * mu * (1 - e))
      let sw = e == 0 ? 0 : -Double.expMinusOne(-eta * mu * e)
      let c = sc + p * (1 - sc)
      let w = sw + p * (1 - sw)
      // Q = c + w − c w, written so that tiny signals keep their digits.
      return Response(gain: c + w * (1 - c), errorGain: w * (1 - 0.5 * c))
    case .ma2005, .rusca2018: return Response(gain: p + s, errorGain: 0.5 * p + e * s)
    case .ma2005x:
      let background = p * (1 - s)
      return Response(gain: s + background, errorGain: 0.5 * background + e * s)
    case .lim2014, .satquma2022:
      return Response(gain: s + 2 * p * (1 - s), errorGain: p + e * s)
    }
  }

  /// Q and EQ with after-pulses (BB-7b): EQ + p_ap Q/2, then Q (1 + p_ap); in SQ-1 the other way round.
  package func response(mu: Double, eta: Double, background p: Double, misalignment e: Double, afterpulse: Double)
    -> Response
  {
    var r = bareResponse(mu: mu, eta: eta, p: p, e: e)
    let clicks = r.gain * (1 + afterpulse)
    r.errorGain += 0.5 * afterpulse * (self == .satquma2022 ? clicks : r.gain)
    r.gain = clicks
    return r
  }

  /// Yields of the honest channel for exactly zero and one photon.
  package struct Yields: Sendable, Equatable {
    /// Y0 = P(click | vacuum).
    package var vacuum: Double
    /// Y1 = P(click | one photon).
    package var singlePhoton: Double
    /// e1 Y1 = P(click and error | one photon).
    package var singlePhotonErrors: Double
    /// e1; 0 without clicks.
    package var singlePhotonErrorRate: Double { singlePhoton > 0 ? singlePhotonErrors / singlePhoton : 0 }

    /// The yields as the observed gains contain them, with after-pulses (BB-7b).
    func withAfterpulses(_ afterpulse: Double) -> Yields {
      Yields(
        vacuum: vacuum * (1 + afterpulse), singlePhoton: singlePhoton * (1 + afterpulse),
        singlePhotonErrors: singlePhotonErrors + 0.5 * afterpulse * singlePhoton)
    }
  }

  /// Y0, Y1 and e1 Y1 without after-pulses.
  package func yields(eta: Double, background p: Double, misalignment e: Double) -> Yields {
    switch self {
    case .threshold2:
      let y0 = p * (2 - p)
      return Yields(
        vacuum: y0, singlePhoton: eta + y0 * (1 - eta),
        singlePhotonErrors: eta * (1 - e) * p / 2 + eta * e * (1 - p / 2) + (1 - eta) * (p - p * p / 2))
    case .ma2005, .rusca2018:
      return Yields(vacuum: p, singlePhoton: p + eta, singlePhotonErrors: 0.5 * p + e * eta)
    case .ma2005x:
      return Yields(
        vacuum: p, singlePhoton: p + eta - p * eta, singlePhotonErrors: 0.5 * p * (1 - eta) + e * eta)
    case .lim2014, .satquma2022:
      return Yields(vacuum: 2 * p, singlePhoton: eta + 2 * p * (1 - eta), singlePhotonErrors: p + e * eta)
    }
  }
}

extension Quantities {
  static func gain(_ k: String) -> Quantity {
    Quantity(.channel, "Q[\(k)]", "gain of intensity \(k)", .expectation, unit: "click/pulse")
  }
  static func errorRate(_ k: String) -> Quantity {
    Quantity(.channel, "E[\(k)]", "error rate of intensity \(k)", .expectation)
  }
  static let signalGain = Quantity(.channel, "Q", "gain of the signal", .expectation)
  package static let signalErrorRate = Quantity(
    .channel, "E", "error rate of the signal", .expectation, column: .init("error_rate", "error rate of the key"))

  /// What every channel model gives, by each.
  static var channel: [Quantity] {
    [sharedBackground]
      + ChannelModel.allCases.flatMap { model in
        [gain("‹k›"), errorRate("‹k›"), signalGain, signalErrorRate].map { $0.by(model.origin) }
      }
  }
}
