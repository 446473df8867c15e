// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// A finite key of discrete modulation against any independent attack, heterodyne: planning only (CV-99).
///
/// Derived in the cv sheet from CV-52 and the argument of CV-96, whose cut-off leaves Alice's part exact; there is no
/// published counterpart.
package struct DiscreteFiniteEstimate: Sendable, Equatable {
  /// W and Δ_W (CV-92).
  package let weight, entropyCost: Double
  /// An upper bound on σ².
  package let noiseVariance: Double
  /// w and b = 1 + T_hi V_A + w at their upper ends, in the picture of the trust level.
  package let noise, outputVariance: Double
  /// The lower bound on the covariance.
  package let covariance: Double
  /// χ_BE at that state.
  package let holevo: Double
  /// I_AB of the constellation.
  package let information: Double
  /// Δ_AEP and δ_ent.
  package let smoothingCost, delta: Double
  /// The signed length in bits; −∞ where the block is refused.
  package let rawLength: Double
  /// Why there is none.
  package let refusal: ReasonForZero?
}

extension DiscreteAnalysis {
  /// The length of an expected run.
  ///
  /// - Parameters:
  ///   - setup: the link; heterodyne.
  ///   - constellation: the states.
  ///   - symbols: N.
  ///   - revealed: m, the symbols for estimation.
  ///   - options: with ``NoiseHypothesis/bounded`` and revealed symbols.
  /// - Throws: `InputError`.
  package static func finite(
    _ setup: QuadratureSetup, _ constellation: Constellation, symbols: Double, revealed: Double,
    _ options: ComposableOptions
  ) throws(InputError) -> DiscreteFiniteEstimate {
    try checkScope(setup)
    try options.validate(detection: setup.detection, origin: .expected)
    guard options.noiseHypothesis == .bounded, case .efficiency(let beta) = options.cost else {
      throw InputError(
        "noise_hypothesis", value: options.noiseHypothesis.rawValue,
        allowed: "must be bounded with discrete modulation, and error correction estimated with beta",
        hint: "there is no other finite-size argument for discrete modulation here")
    }
    let moments = try ConstellationMoments(constellation)
    let means = try ConstellationMoments.means(constellation)
    let va = moments.modulationVariance
    let (t0, sigma2) = (setup.slope, setup.conditionalVariance)
    let m = revealed
    let n = symbols - m
    let receiver = ClippedBound<Double>.Receiver(setup, nil)
    let radius =
      options.clipRadius
      ?? (2 * (sigma2 + t0 * t0 * va) * Double.log(1000 * symbols)).squareRoot()
    let digits = 2 * options.digitisationBits
    let found = ClippedBound<Double>.CutOff(
      receiver, radius: radius, symbols: symbols, digits: digits, failure: options.clipping,
      continuity: options.continuity)
    guard let cut = found else {
      throw InputError("clip_radius", radius, allowed: "must be at least twice the receiver's own noise")
    }
    let w = cut.weight
    let root = cut.spread.squareRoot()
    let size = 2 * (constellation.points.map { $0.amplitude.length }.max() ?? 0)
    let largest = means.map { $0.length }.max() ?? 0
    let lostMean = w * (2 * radius + root)
    let lostSlope = size * lostMean / 2
    let ell = Double.log(8) - Double.log(options.estimation)
    let reach = radius + t0 * size
    let share = ell / (3 * (m - 1))
    let meanSquare = zip(constellation.points, means).reduce(0) { $0 + $1.0.probability * $1.1.lengthSquared }
    let upperZ = sigma2 + (2 * sigma2 * sigma2 * ell / m).squareRoot() + 7 * reach * reach / 2 * share
    let widthR = (va * sigma2 * ell / m).squareRoot() + 14 * size * reach / 2 * share
    let noiseVariance = upperZ + w * cut.spread / 2 + 2 * t0 * lostSlope
    let highSlope = t0 + (widthR + lostSlope) / va
    let widthF = (2 * sigma2 * meanSquare * ell / m).squareRoot() + 14 * largest * reach * share
    let c1 = (2 * t0 * moments.correlation - widthF - largest * lostMean) / (2 * receiver.efficiency).squareRoot()
    let noise = 2 * max(0, noiseVariance - receiver.noise.low) / receiver.efficiency
    let transmittance = 2 * highSlope * highSlope / receiver.efficiency
    let covariance = max(0, 2 * c1 - (2 * noise * moments.noiseWeight).squareRoot())
    let y = transmittance * va + noise
    let plain = EffectiveReceiver<Double>(setup, bounded: true)
    let pair = try pair(va: va, y: y, covariance: covariance)
    let chi =
      max(0, pair.holevoHeterodyne(excess: y, efficiency: plain.efficiency, electronic: plain.electronic))
      + plain.knownNoiseInformation(.heterodyne, modulation: va, transmittance: transmittance, noise: noise)
    let information = ConstellationInformation.bits(
      constellation, scale: (setup.detectorEfficiency / 2 * setup.channel.value / sigma2).squareRoot())
    let aep: Double = ComposableAnalysis.smoothingCost(
      bits: options.digitisationBits, detection: .heterodyne, smoothing: options.smoothing)
    let sampled = options.entropyPenalty && n > 1
    let entropyCost = sampled ? Double.log2(n) * (-2 * Double.log(options.entropy) / n).squareRoot() : 0
    let constant =
      (-Double.log2(options.correctness)).rounded(.up) + options.extraLeakBits - 2 - 2 * Double.log2(options.hashing)
    let left = min(beta * information, digits) - entropyCost - chi - cut.entropyCost
    let least = 1.6 * (1 - 2 * Double.log2(options.smoothing))
    let isTooSmall = !(m >= 2) || !(n >= least) || w > 0.125
    return DiscreteFiniteEstimate(
      weight: w, entropyCost: cut.entropyCost, noiseVariance: noiseVariance, noise: noise, outputVariance: 1 + y,
      covariance: covariance, holevo: chi, information: information, smoothingCost: aep, delta: entropyCost,
      rawLength: isTooSmall ? -.infinity : n * left - n.squareRoot() * aep - constant,
      refusal: isTooSmall ? ReasonForZero(.blockTooSmall, detail: "\(n) key symbols, \(m) revealed") : nil)
  }
}

extension Quantities {
  private static let derived = "derived in the cv sheet"
  static let discreteVariance = Quantity.Origin("CV-99", derived)
  static let discreteOutput = Quantity(
    .estimation, "b_hi", "variance at the channel output", .upperBound, "CV-99", derived, unit: "SNU")
  static let discreteCovariance = Quantity(
    .estimation, "Z_low", "covariance of Alice and the channel output", .lowerBound, "CV-99", derived)

  static let discreteFinite = [
    largestVariance.by(discreteVariance), largestNoise.by(discreteVariance), discreteOutput, discreteCovariance,
    worstHolevo.by(discreteVariance),
  ]
}

extension DiscreteAnalysis {
  /// The finite key of discrete modulation with its trace. Planning only.
  ///
  /// - Parameter name: what the constellation is, for titles: `QPSK`.
  /// - Throws: `InputError`.
  package static func finiteRate(
    _ setup: QuadratureSetup, _ constellation: Constellation, name: String, symbols: Double, revealed: Double,
    _ options: ComposableOptions
  ) throws(InputError) -> SecretKeyRate {
    let e = try finite(setup, constellation, symbols: symbols, revealed: revealed, options)
    typealias Q = Quantities
    let bits = options.lengths.answer(e.rawLength)
    let kept = options.frameErrorMode == .block ? 1 - options.frameErrorRate : 1
    let list =
      setup.trace + [
        Q.modulation.by("CV-50")(constellation.modulationVariance), Q.states(Double(constellation.points.count)),
        Q.symbols(symbols), Q.keySymbols(symbols - revealed), Q.cutWeight(e.weight), Q.continuityCost(e.entropyCost),
        Q.largestVariance.by(Q.discreteVariance)(e.noiseVariance), Q.largestNoise.by(Q.discreteVariance)(e.noise),
        Q.discreteOutput(e.outputVariance), Q.discreteCovariance(e.covariance),
        Q.information.by("CV-55")(e.information),
        Q.worstHolevo.by(Q.discreteVariance)(e.holevo), Q.entropyCost(e.delta), Q.smoothingCost(e.smoothingCost),
      ] + (e.rawLength.isFinite ? [Q.rawLength(e.rawLength)] : []) + [Q.length(bits)] + setup.ceilingTrace
    var described = setup.commonOptions
    described.append(.init("constellation", name))
    described.append(.init("noise", options.noiseHypothesis.rawValue))
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "cv.discrete.composable", title: "\(name), heterodyne, finite key, collective attacks",
        options: described, status: .planning,
        statusReasons: [
          "derived in the cv sheet (CV-99); there is no published proof for discrete modulation to compare it with",
          "the estimates are expected ones, not those of a run",
        ]),
      ratePerPulse: kept * bits / symbols,
      rawRatePerPulse: e.rawLength.isFinite ? kept * e.rawLength / symbols : nil, lengthBits: bits,
      rawLengthBits: e.rawLength.isFinite ? e.rawLength : nil, pulses: symbols,
      reasonForZero: bits > 0 ? nil : e.refusal ?? ReasonForZero(.penaltiesExceedEntropy), trace: list,
      assumptions: [
        "coherent states of the constellation with exactly known amplitudes and probabilities",
        "independent symbols attacked alike, the noise of any law; no outcome outside the radius",
        "receiver: \(setup.trust.meaning)",
      ], warnings: setup.warnings)
  }
}
