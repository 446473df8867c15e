// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension SearchSetting {
  fileprivate static let preAttenuation = SearchSetting(
    "pre_attenuation", "transmittance before the channel", .probability(most: 1), key: "pre_attenuation",
    range: "pre_attenuation")
  fileprivate static let meanPhotons = SearchSetting(
    "mean_photons", "mean photons per pulse", .intensity(least: 1e-7, most: 10), key: "mean_photons",
    range: "mean_photons")
  fileprivate static let meanPairs = SearchSetting(
    "mean_pairs", "mean pairs per pulse", .quantity(unit: "pair/pulse", least: 1e-7), key: "mean_pairs",
    range: "mean_pairs")
  fileprivate static let keyBasis = SearchSetting(
    "key_basis_probability", "probability that Alice sends in the key basis", .probability,
    key: "key_basis_probability", range: "key_basis_probability")
}

/// What an optimiser may move in BB84 without decoys, as a unit box (photons sheet, section 11): the attenuation
/// before the channel (single photons), the mean photon number (coherent pulses), the mean pair number (heralded
/// photons), and the basis bias.
package struct PhotonSearchSpace: SearchedSpace {
  /// Ranges that open settings are kept in.
  private enum Usual {
    static let preAttenuation = 1e-4...1.0
    static let mean = 1e-7...3.0
    static let keyBasis = 0.001...0.999
  }

  /// What is open.
  package struct Open: Sendable, Equatable {
    /// t; single-photon sources only.
    package var preAttenuation: Bool
    /// μ; coherent and heralded sources only.
    package var mean: Bool
    /// pX; Bob follows Alice unless his is held.
    package var keyBasisProbability: Bool

    /// Names what is open.
    package init(preAttenuation: Bool = false, mean: Bool = false, keyBasisProbability: Bool = false) {
      self.preAttenuation = preAttenuation
      self.mean = mean
      self.keyBasisProbability = keyBasisProbability
    }
  }

  /// The link, with the values of what is not open.
  package let setup: PhotonSetup
  /// The settings, with the values of what is not open.
  package let settings: PhotonSettings
  /// What is open.
  package let open: Open
  /// What may be moved.
  package let box: SearchCoordinates

  private let bobFollows: Bool
  private let preAttenuation: Int
  private let mean: Int
  private let keyBasis: Int

  /// Makes the space.
  ///
  /// - Parameters:
  ///   - setup: the link.
  ///   - settings: the settings.
  ///   - open: what may be moved.
  ///   - analysesBlocks: whether the basis probability is a setting; in asymptotic analyses it is not.
  ///   - bobFollows: whether Bob's basis probability is Alice's where hers is open.
  ///   - ranges: ranges in place of the usual ones, for `pre_attenuation`, `mean_photons`, `mean_pairs` and
  ///     `key_basis_probability`.
  /// - Throws: `InputError` where something is open that the source does not have.
  package init(
    _ setup: PhotonSetup, _ settings: PhotonSettings, open: Open, analysesBlocks: Bool = true, bobFollows: Bool = true,
    ranges: SearchRanges = SearchRanges()
  ) throws(InputError) {
    self.setup = setup
    self.settings = settings
    self.open = open
    self.bobFollows = bobFollows
    var box = SearchDeclaration(ranges)
    func attenuation(_ box: inout SearchDeclaration) -> Int {
      box.add(
        .preAttenuation, given: open.preAttenuation ? nil : settings.preAttenuation,
        named: "attenuation before the channel", .fixed(.held(box.own(.preAttenuation) ?? Usual.preAttenuation)))
    }
    func brightness(_ setting: SearchSetting, _ given: Double, _ box: inout SearchDeclaration) -> Int {
      box.add(
        setting, given: open.mean ? nil : given, named: "mean number",
        .fixed(.held(box.own(setting) ?? Usual.mean)))
    }
    switch setup.source {
    case .twoPhoton, .distribution:
      guard !open.mean else {
        throw InputError("mu", value: "free", allowed: "cannot be moved: the source is what it is; t can")
      }
      preAttenuation = attenuation(&box)
      mean = box.fix(0)
    case .coherent(let mu):
      guard !open.preAttenuation else {
        throw InputError("t", value: "free", allowed: "is not used with coherent pulses; mu can be moved")
      }
      preAttenuation = box.fix(settings.preAttenuation)
      mean = brightness(.meanPhotons, mu, &box)
    case .heralded(let source):
      preAttenuation = attenuation(&box)
      mean = brightness(.meanPairs, source.mean, &box)
    }
    if analysesBlocks {
      let basis = box.own(.keyBasis) ?? Usual.keyBasis
      keyBasis = box.add(
        .keyBasis, given: open.keyBasisProbability ? nil : settings.keyBasisProbability,
        named: "key basis probability", isFalling: true,
        .fixed(.held(1 - basis.upperBound, 1 - basis.lowerBound, origin: 1, unit: -1)))
    } else {
      keyBasis = box.fix(settings.keyBasisProbability)
    }
    self.box = SearchCoordinates(box)
  }

  /// The source with another mean number.
  private func source(mean: Double) -> PhotonSource {
    switch setup.source {
    case .coherent: return .coherent(mean: mean)
    case .heralded(var heralded):
      heralded.mean = mean
      return .heralded(heralded)
    case .twoPhoton, .distribution: return setup.source
    }
  }

  /// Link and settings at a point of the box.
  package func point(at x: [Double]) -> (setup: PhotonSetup, settings: PhotonSettings) {
    let values = box.values(at: x)
    var link = setup
    var choices = settings
    choices.preAttenuation = values[preAttenuation]
    link.source = source(mean: values[mean])
    choices.keyBasisProbability = values[keyBasis]
    if open.keyBasisProbability, bobFollows { choices.bobKeyBasisProbability = values[keyBasis] }
    return (link, choices)
  }

  /// Starts: t = 1 and t = Q/(g2 m), μ = η and its neighbours, since s = Q − p_multi changes sign near them.
  private var starts: [[Double]] {
    var attenuations = [1.0]
    if open.preAttenuation {
      let bright = PhotonAsymptotic.evaluate(setup, settings, .init())
      // p_multi goes with t², Q with t: the difference is largest where their ratio is 1/2.
      if bright.multiphoton > 0 { attenuations.append(Swift.min(1, bright.key.gain / (2 * bright.multiphoton))) }
    }
    var means = open.mean ? [setup.transmittance, setup.transmittance / 4, 2 * setup.transmittance] : [0.1]
    // With passive decoys the best number of pairs does not fall with the transmittance.
    if open.mean, case .heralded = setup.source { means += [0.1, 0.02] }
    let biases = open.keyBasisProbability ? [0.9, 0.6] : [0.5]
    return attenuations.flatMap { t in
      means.flatMap { mean in
        biases.map { bias in
          box.point(for: [(preAttenuation, t), (self.mean, mean), (keyBasis, bias)])
        }
      }
    }
  }

  /// The maximisation of the asymptotic rate per pump pulse.
  package func problem(options: PhotonAsymptotic.Options) -> SearchProblem {
    let space = self
    return box.problem(starts: starts) { x in
      let (setup, settings) = space.point(at: x)
      let e = PhotonAsymptotic.evaluate(setup, settings, options)
      guard e.key.gain > 0 else { return -10 }
      if e.rest > 0, e.rawRate > 0 { return e.rawRate }
      // Per detection, so that "send nothing" is no attraction.
      return Swift.max(-3, e.rawRate / (e.roundsPerPulse * e.key.gain))
    }
  }

  /// The maximisation of the finite-key rate per pump pulse.
  package func problem(_ plan: PhotonPlan) -> SearchProblem {
    let space = self
    return box.problem(starts: starts) { x in
      let (setup, settings) = space.point(at: x)
      guard let e = try? plan.estimate(setup, settings) else { return -.infinity }
      return searchValue(e, pulses: plan.pulses)
    }
  }

  /// The same with p_multi from the source model.
  ///
  /// - Parameter pulses: pump pulses; each is a trigger but with heralded sources, whose triggers are the heralds.
  package func problem(pulses: Double, options: PhotonFiniteKeyOptions) -> SearchProblem {
    problem(
      PhotonPlan(pulses: pulses, options: options) {
        .probability($0.multiphotonProbability(preAttenuation: $1), isUpperLimit: false)
      })
  }
}

/// The objective of a search: the raw rate where positive, a graded negative fraction elsewhere.
func searchValue(_ e: PhotonEstimate<Double>, pulses: Double) -> Double {
  guard e.detections > 0, pulses > 0 else { return -10 }
  if e.rawLength > 0 { return e.rawLength / pulses }
  func squashed(_ x: Double) -> Double { x > 0 ? x / (1 + x) : 0 }
  let cost = squashed((e.leakage.value + e.penalty.value) / e.detections)
  if e.keyRest.value <= 0 || e.testRest.value <= 0 {
    return -2 - squashed(-e.keyRestFraction) - squashed(-e.testRestFraction) - cost
  }
  if e.phaseErrorUncapped >= 0.5 { return -1 - squashed(e.phaseErrorUncapped - 0.5) - cost }
  return Swift.max(-1, e.rawLength / e.detections)
}
