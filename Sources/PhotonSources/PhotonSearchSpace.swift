// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move in BB84 without decoys, as a unit box (photons sheet, section 11): the attenuation
/// before the channel (single photons), the mean photon number (coherent pulses), the mean pair number (heralded
/// photons), and the basis bias.
package struct PhotonSearchSpace: Sendable {
  /// Ranges that the open settings are kept in.
  package struct Ranges: Sendable, Equatable {
    /// t, before the channel.
    package var preAttenuation = 1e-4...1.0
    /// μ of coherent pulses or pairs.
    package var mean = 1e-7...3.0
    /// pX at Alice.
    package var keyBasisProbability = 0.001...0.999

    /// The usual ranges.
    package init() {}
  }

  /// What is open.
  package struct Open: Sendable, Equatable {
    /// t; single-photon sources only.
    package var preAttenuation: Bool
    /// μ; coherent and heralded sources only.
    package var mean: Bool
    /// pX; Bob follows Alice.
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
  /// The ranges.
  package let ranges: Ranges
  /// The names of what may be moved, in the order of the box's coordinates.
  package let names: [String]

  /// Makes the space.
  ///
  /// - Throws: `InputError` where something is open that the source does not have.
  package init(
    _ setup: PhotonSetup, _ settings: PhotonSettings, open: Open, ranges: Ranges = Ranges()
  ) throws(InputError) {
    switch setup.source {
    case .twoPhoton, .distribution:
      guard !open.mean else {
        throw InputError("mu", value: "free", allowed: "cannot be moved: the source is what it is; t can")
      }
    case .coherent:
      guard !open.preAttenuation else {
        throw InputError("t", value: "free", allowed: "is not used with coherent pulses; mu can be moved")
      }
    case .heralded: break
    }
    self.setup = setup
    self.settings = settings
    self.open = open
    self.ranges = ranges
    names =
      (open.preAttenuation ? ["attenuation before the channel"] : []) + (open.mean ? ["mean number"] : [])
      + (open.keyBasisProbability ? ["key basis probability"] : [])
  }

  private func ratio(_ t: Double, _ range: ClosedRange<Double>) -> Double {
    let (lo, hi) = (range.lowerBound, range.upperBound)
    guard hi > lo, lo > 0 else { return lo }
    return Swift.min(hi, Swift.max(lo, lo * Double.exp(t * Double.log(hi / lo))))
  }

  private func position(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let (lo, hi) = (range.lowerBound, range.upperBound)
    guard hi > lo, lo > 0, value > 0 else { return 0 }
    return Swift.min(1, Swift.max(0, Double.log(value / lo) / Double.log(hi / lo)))
  }

  private var otherBasisRange: ClosedRange<Double> {
    (1 - ranges.keyBasisProbability.upperBound)...(1 - ranges.keyBasisProbability.lowerBound)
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
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < x.count ? Swift.min(1, Swift.max(0, x[index])) : 0
    }
    var link = setup
    var choices = settings
    if open.preAttenuation { choices.preAttenuation = ratio(next(), ranges.preAttenuation) }
    if open.mean { link.source = source(mean: ratio(next(), ranges.mean)) }
    if open.keyBasisProbability {
      choices.keyBasisProbability = 1 - ratio(1 - next(), otherBasisRange)
      choices.bobKeyBasisProbability = choices.keyBasisProbability
    }
    return (link, choices)
  }

  /// Starts: t = 1 and t = Q/(g2 m), μ = η and its neighbours, since s = Q − p_multi changes sign near them.
  private var starts: [[Double]] {
    guard !names.isEmpty else { return [] }
    var attenuations = [1.0]
    if open.preAttenuation {
      let bright = PhotonAsymptotic.evaluate(setup, settings, .init())
      // p_multi goes with t², Q with t: the difference is largest where their ratio is 1/2.
      if bright.multiphoton > 0 { attenuations.append(Swift.min(1, bright.key.gain / (2 * bright.multiphoton))) }
    }
    let means = open.mean ? [setup.transmittance, setup.transmittance / 4, 2 * setup.transmittance] : [0.1]
    let biases = open.keyBasisProbability ? [0.9, 0.6] : [0.5]
    return attenuations.flatMap { t in
      means.flatMap { mean in
        biases.map { bias in
          var x: [Double] = []
          if open.preAttenuation { x.append(position(t, ranges.preAttenuation)) }
          if open.mean { x.append(position(mean, ranges.mean)) }
          if open.keyBasisProbability { x.append(1 - position(1 - bias, otherBasisRange)) }
          return x
        }
      }
    }
  }

  /// The maximisation of the asymptotic rate per pump pulse.
  package func problem(options: PhotonAsymptotic.Options) -> SearchProblem {
    let space = self
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: starts,
      objective: { x in
        let (setup, settings) = space.point(at: x)
        let e = PhotonAsymptotic.evaluate(setup, settings, options)
        guard e.key.gain > 0 else { return -10 }
        if e.rest > 0, e.rawRate > 0 { return e.rawRate }
        // Per detection, so that "send nothing" is no attraction.
        return Swift.max(-3, e.rawRate / (e.roundsPerPulse * e.key.gain))
      })
  }

  /// The maximisation of the finite-key rate per pump pulse, p_multi from the source model.
  ///
  /// - Parameter pulses: pump pulses; each is a trigger but with heralded sources, whose triggers are the heralds.
  package func problem(pulses: Double, options: PhotonFiniteKeyOptions) -> SearchProblem {
    let space = self
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: starts,
      objective: { x in
        let (setup, settings) = space.point(at: x)
        let counts = PhotonCounts.expected(
          setup, settings, triggers: pulses * setup.source.roundsPerPulse)
        let many = setup.source.multiphotonProbability(preAttenuation: settings.preAttenuation)
        guard
          let e: PhotonEstimate<Double> = try? PhotonAnalysis.estimate(
            counts, settings, .probability(many, isUpperLimit: false), options)
        else { return -.infinity }
        return searchValue(e, pulses: pulses)
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
