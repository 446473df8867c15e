// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// What a regression is expected to see of a link: its stated noise, or what its hardware or its fading makes of it.
///
/// With a noise budget or with fading the noise grows with the modulation variance, which therefore has a best value of
/// its own; a search asks for the link at each V_A.
package struct LinkPrediction: Sendable {
  /// Where the excess noise comes from.
  package enum Noise: Sendable, Equatable {
    /// It is stated.
    case stated
    /// It is the sum of a budget.
    case budget(NoiseSources)
    /// The transmittance fluctuates; the stated noise is that of each realisation.
    case fading(Fading.Averages)

    /// What of the phase a budget leaves to the regression, in rad²; not 0 under fading, which changes T as well.
    fileprivate var phaseVariance: Double {
      switch self {
      case .stated: 0
      case .budget(let sources): sources.phaseVariance ?? 0
      case .fading: .infinity
      }
    }

    fileprivate var equation: String { if case .fading = self { "CV-85" } else { "CV-80" } }
  }

  /// What lies between Alice and Bob.
  package let link: Link
  /// The link with its stated noise and, under fading, T_eff.
  package let setup: QuadratureSetup
  /// Where the excess noise comes from.
  package let noise: Noise

  /// A link with stated noise.
  package init(_ setup: QuadratureSetup) {
    link = Link(setup.channel)
    self.setup = setup
    noise = .stated
  }

  /// A link whose noise is the sum of a budget.
  ///
  /// - Throws: `InputError` for values that cannot be, or for a closed channel.
  package init(_ setup: QuadratureSetup, budget: NoiseSources) throws(InputError) {
    try budget.validate()
    try require(
      setup.channel.value, "T", in: 0...1, excludingLower: true, hint: "a budget refers its noise to the channel input")
    link = Link(setup.channel)
    self.setup = setup
    noise = .budget(budget)
  }

  /// A link whose transmittance and stray light are those of a link: as it is where that is steady, otherwise by its
  /// averages (CV-85); the channel of `setup` is replaced.
  ///
  /// - Parameter budget: what the noise comes from if it is not stated; of a steady link only.
  /// - Throws: `InputError` for values that cannot be.
  package init(_ setup: QuadratureSetup, over link: Link, budget: NoiseSources? = nil) throws(InputError) {
    guard link.isSteady else {
      guard budget == nil else {
        throw InputError(
          "samples", value: "\(link.samples.count)", allowed: "must be one for a noise budget",
          hint: "the noise of receiver and fibre is not the same in each state")
      }
      try self.init(setup, fading: Fading.Averages(link), of: link)
      return
    }
    var steady = setup
    steady.channel = link.samples[0].transmittance
    let photons = link.samples[0].alice.photonsPerMode
    if var budget {
      // Light in the mode of the signal, wherever it comes from, enters as Raman light does.
      if photons > 0 { budget.ramanPhotons = (budget.ramanPhotons ?? 0) + photons }
      try self.init(steady, budget: budget)
    } else {
      steady.excessNoise = steady.excessNoise.adding(photonsPerMode: photons, at: steady)
      try steady.validate()
      self.init(steady)
    }
  }

  /// A link whose transmittance fluctuates; the channel of `setup` is replaced by T_eff (CV-85).
  ///
  /// - Parameter link: what was averaged.
  /// - Throws: `InputError` unless the noise is stated at the channel input.
  private init(_ setup: QuadratureSetup, fading: Fading.Averages, of link: Link) throws(InputError) {
    guard setup.excessNoise.plane == .input else {
      throw InputError(
        "xi", setup.excessNoise.variance, allowed: "must be stated at the channel input when the channel fades",
        hint: "at the other planes it changes with the transmittance")
    }
    var effective = setup
    effective.channel = Transmittance(fading.effective) ?? setup.channel
    self.link = link
    self.setup = effective
    noise = .fading(fading)
  }

  /// The link as a regression sees it at a modulation variance.
  ///
  /// Residual phase noise of variance v takes e^−v from the transmittance that is seen, and what it takes comes back
  /// as noise (CV-80, derived: turning the phase leaves Bob's variance as it is).
  package func setup(modulation va: Double) -> QuadratureSetup {
    var seen = setup
    switch noise {
    case .stated: break
    case .budget(let sources):
      let sum = sources.contributions(setup, modulation: va).reduce(0) { $0 + $1.variance }
      seen.excessNoise = ExcessNoise(sum)
      if let v = sources.phaseVariance {
        seen.channel = Transmittance(setup.channel.value * Double.exp(-v)) ?? setup.channel
      }
    case .fading(let averages):
      seen.excessNoise = ExcessNoise(
        averages.equivalent(excessNoise: setup.excessNoise.variance, modulationVariance: va).excessNoise)
    }
    return seen
  }

  /// The lines of the budget or of the fading, for the trace of a result.
  package func trace(modulation va: Double) -> [TraceEntry] {
    switch noise {
    case .stated: return []
    case .budget(let sources):
      let lines = sources.contributions(setup, modulation: va)
      let sum = lines.reduce(0) { $0 + $1.variance }
      let tau = setup.channel.value
      let (place, stated): (String, Double) =
        switch sources.plane {
        case .input: ("channel input", sum)
        case .output: ("channel output", tau * sum)
        case .bob: ("Bob's detector", setup.detectorEfficiency * tau * sum / setup.detection.quadratures)
        }
      return lines.map { $0.quantity($0.variance) } + [
        Quantities.noiseBudget(place)(stated, note: "a prediction; it never replaces a measurement")
      ]
    case .fading(let averages):
      return [
        Quantities.meanTransmittance(averages.mean),
        Quantities.fadingNoise(averages.variance * va / averages.effective),
      ]
    }
  }

  /// The repeaterless bound of the channel; the average over the transmittances of a fading one.
  package var repeaterless: Double { PureLoss.repeaterless(link) }

  /// Says in the trace of a result what was predicted, and states the limits of the channel as it is.
  package func complete(_ rate: inout SecretKeyRate, modulation va: Double) {
    if let remark { rate.warnings.append(remark) }
    if noise == .stated { return }
    rate.trace = trace(modulation: va) + rate.trace.filter { $0.stage != .ceiling }.map(restated)
    rate.trace.append(Quantities.plob(repeaterless))
  }

  /// An entry about the link as a regression sees it, which the analysis takes for the link as it is.
  private func restated(_ entry: TraceEntry) -> TraceEntry {
    let isNoise = entry.symbol == Quantities.excessNoise.symbol
    let isChannel = [Quantities.loss, Quantities.transmittance].contains { $0.symbol == entry.symbol }
    guard entry.stage == .setup, isNoise || isChannel, isNoise || noise.phaseVariance != 0 else { return entry }
    let note: String
    switch noise {
    case .stated: return entry
    case .budget: note = isNoise ? "sum of the budget" : "seen by a regression: phase noise takes e^-v"
    case .fading: note = isNoise ? "of the averaged channel" : "T_eff of the fading channel"
    }
    return entry.quantity.by(noise.equation).directed(.expectation)(entry.value, note: note)
  }

  /// What a result about such a link must say besides.
  package var remark: String? {
    switch noise {
    case .stated: nil
    case .budget: "the excess noise is a prediction from a budget, not a measurement"
    case .fading: "the channel fades: averaged moments, no slow drift, nothing said of a finite block"
    }
  }
}

extension Quantities {
  package static func noiseBudget(_ place: String) -> Quantity {
    Quantity(.setup, "xi_budget", "sum of the noise budget at \(place)", .expectation, "CV-3", unit: "SNU")
  }
  package static let meanTransmittance = Quantity(
    .setup, "T_mean", "mean transmittance", .exact, "CV-85", column: .init("mean_transmittance"))
  package static let fadingNoise = Quantity(
    .setup, "xi_fading", "excess noise at the channel input from fading", .expectation, "CV-85", "Usenko et al. 2012",
    unit: "SNU", column: .init("fading_noise", "  of it from fading"))

  static let prediction =
    budget + [noiseBudget("‹plane›"), meanTransmittance, fadingNoise]
    + [loss, transmittance, excessNoise].flatMap { q in ["CV-80", "CV-85"].map { q.by($0).directed(.expectation) } }
}
