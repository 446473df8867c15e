// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// What after-pulses do to the gains (bb84 sheet, section 1).
package enum AfterpulseModel: String, Sendable, CaseIterable {
  /// Clicks of earlier gates leave a background that is common to all intensities and to vacuum (BB-7c); the default of
  /// model threshold2.
  case shared
  /// Each pulse multiplies its own clicks (BB-7b, as Lim et al. 2014): a vacuum pulse then has almost none, which no
  /// detector does. The default of the other models, kept for published comparisons.
  case ownIntensity = "own-intensity"
}

/// Whether shared after-pulses have after-pulses of their own (BB-7d).
package enum AfterpulseOrder: String, Sendable, CaseIterable {
  /// They do: the larger background, self-consistent; the default.
  case geometric
  /// They do not.
  case first
}

/// The intensities that reach the detectors, with their probabilities: where shared after-pulses come from.
package struct PulseMix: Sendable, Equatable {
  /// Mean photon numbers.
  package var intensities: [Double]
  /// Their probabilities.
  package var probabilities: [Double]

  /// A mix of pulses.
  package init(_ intensities: [Double], _ probabilities: [Double]) {
    self.intensities = intensities
    self.probabilities = probabilities
  }
}

extension ChannelModel {
  /// Which after-pulses the model has where nothing is said.
  package var usualAfterpulses: AfterpulseModel { self == .threshold2 ? .shared : .ownIntensity }
}

extension Setup {
  /// p': the background per gate with the after-pulses of earlier gates (BB-7c, BB-7d); p itself with after-pulses of the
  /// own intensity. Of a link that varies the mean over its states, from which no gain is computed.
  package func background(_ mix: PulseMix) -> Double {
    if link.isSteady { return background(mix, in: link.samples[0]) }
    return link.samples.reduce(0.0) { $0 + $1.weight * background(mix, in: $1) }
  }

  /// The same in a state of the link: states last far longer than the traps of a detector, so that a click's after-pulses
  /// fall in its own state (LK-3).
  ///
  /// In every model here a gain does not depend on the misalignment, so both bases have the same.
  func background(_ mix: PulseMix, in sample: Link.Sample) -> Double {
    let p = background(sample)
    guard afterpulses == .shared, afterpulseProbability > 0 else { return p }
    let eta = transmittance(sample)
    // The share of after-pulses that falls on what p counts: one of two detectors, or all.
    let share = model.backgroundIsPerDetector ? afterpulseProbability / 2 : afterpulseProbability
    var signal = 0.0
    for (mu, q) in zip(mix.intensities, mix.probabilities) { signal -= q * Double.expMinusOne(-eta * mu) }
    let dark = 1 - signal
    func gain(_ p: Double) -> Double {
      switch model {
      case .threshold2: signal + dark * p * (2 - p)
      case .lim2014, .satquma2022: signal + dark * 2 * p
      case .ma2005x: signal + dark * p
      case .ma2005, .rusca2018: signal + p
      }
    }
    let kappa = (repetitionRateHz ?? 0) * deadTimeSeconds
    func next(_ p1: Double) -> Double {
      let q = gain(p1)
      return p + share * q / (1 + kappa * q)
    }
    guard afterpulseOrder == .geometric else { return next(p) }
    if model == .threshold2, kappa == 0 {
      let a = share * dark
      let b = 1 - afterpulseProbability * dark
      let c = p + share * signal
      return 2 * c / (b + (b * b + 4 * a * c).squareRoot())
    }
    // Increasing, concave, slope at most p_ap < 1/2: the iteration rises to the only fixed point.
    var value = p
    for _ in 0..<200 {
      let better = next(value)
      guard better > value * (1 + 1e-16) else { break }
      value = better
    }
    return value
  }

  /// The same link with after-pulses of earlier gates counted as background; itself with those of the own intensity.
  func resolvingAfterpulses(_ mix: PulseMix) -> Setup {
    guard afterpulses == .shared, afterpulseProbability > 0 else { return self }
    var setup = self
    setup.resolvedBackgrounds = link.samples.map { background(mix, in: $0) }
    setup.afterpulseProbability = 0
    return setup
  }

  /// The same for settings of a finite-key protocol.
  package func resolvingAfterpulses(_ settings: Settings) -> Setup {
    guard afterpulses == .shared, afterpulseProbability > 0 else { return self }
    return resolvingAfterpulses(PulseMix(settings.intensities.list, settings.probabilities.list))
  }
}

extension Quantities {
  static let sharedBackground = Quantity(
    .channel, "p_background", "background per gate with after-pulses of earlier gates", .expectation, "BB-7c, BB-7d",
    "derived in the bb84 sheet")
}
