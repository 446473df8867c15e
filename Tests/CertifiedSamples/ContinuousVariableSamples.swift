// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport

/// Random estimates of Gaussian-modulated runs, ordinary ones and such at the edges.
package enum ContinuousVariableSamples {
  /// Draws one.
  package static func draw(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    let setup = QuadratureSetup(
      channel: Transmittance(isEdge ? random.logUniform(1e-6, 1) : random.logUniform(1e-2, 0.9)) ?? .one,
      excessNoise: ExcessNoise(isEdge && random.chance(0.3) ? 0 : random.logUniform(1e-4, isEdge ? 0.5 : 0.03)),
      detection: random.pick(Detection.allCases),
      detectorEfficiency: isEdge && random.chance(0.2) ? 1 : random.uniform(0.3, 0.95),
      electronicNoise: isEdge && random.chance(0.3) ? 0 : random.logUniform(1e-3, 0.3),
      trust: random.pick(ReceiverTrust.allCases))
    let modulation = isEdge ? random.logUniform(1e-3, 1e4) : random.uniform(1, 10)
    let settings = QuadratureSettings(
      modulationVariance: modulation,
      estimationFraction: isEdge ? random.uniform(0.001, 0.999) : random.uniform(0.1, 0.5))
    let symbols = random.logUniform(isEdge ? 1e2 : 1e8, isEdge ? 1e18 : 1e12).rounded()
    let mode = random.pick(EstimationMode.allCases)
    var e = QuadratureSimulation.estimates(setup, settings, symbols: symbols, mode: mode)
    e.origin = .measured
    // As a run shows them: off by about what the block lets them be.
    let spread = e.pairs > 0 ? (2 / e.pairs).squareRoot() : 0
    e.slope += random.uniform(-2, 2) * (e.noiseVariance * spread * spread / (2 * modulation)).squareRoot()
    e.noiseVariance *= 1 + random.uniform(-2, 2) * min(0.1, spread)
    e.sumOfSquares *= 1 + random.uniform(-2, 2) * spread
    if isEdge {
      switch random.whole(0...4) {
      case 0: e.noiseVariance = 1 + setup.electronicNoise
      case 1: e.slope *= random.uniform(0.5, 1.5)
      case 2: e.subtractedMeans = 2
      case 3: e.slope = random.logUniform(1e-9, 1)
      default: break
      }
    }
    // Half of the heterodyne runs with revealed symbols make no assumption on the law of the noise.
    let isBounded = setup.detection == .heterodyne && mode == .sacrifice && random.chance(0.5)
    let hypothesis: NoiseHypothesis = isBounded ? .bounded : .gaussian
    var radius = (2 * (e.noiseVariance + e.slope * e.slope * modulation) * 45).squareRoot()
    if isEdge { radius *= random.uniform(0.6, 2) }
    if isBounded {
      e.slope *= random.uniform(0.98, 1.02)
      e.clipped = ClippedStatistics(
        slopeReference: e.slope, meanZ: e.noiseVariance,
        varZ: e.noiseVariance * e.noiseVariance, meanR: 0, varR: modulation * e.noiseVariance / 2)
    }
    if random.chance(0.5) {
      let unit = random.logUniform(1e-4, 10)
      let samples = random.logUniform(isEdge ? 1e2 : 1e9, 1e15).rounded()
      e.slope *= unit.squareRoot()
      e.noiseVariance *= unit
      radius *= unit.squareRoot()
      if let c = e.clipped {
        e.clipped = ClippedStatistics(
          slopeReference: c.slopeReference * unit.squareRoot(), meanZ: c.meanZ * unit, varZ: c.varZ * unit * unit,
          meanR: 0, varR: c.varR * unit)
      }
      e.calibration = try ShotNoiseCalibration(
        light: (1 + setup.electronicNoise) * unit, lightSamples: samples, dark: setup.electronicNoise * unit,
        darkSamples: samples)
    }
    let n = max(1, e.keySymbols)
    let bits = isEdge ? Double(random.whole(1...16)) : Double(random.whole(4...10))
    let snr = e.slope * e.slope * modulation / e.noiseVariance
    let entropy = min(setup.detection.quadratures * bits, random.uniform(1, 8))
    let beta = random.uniform(isEdge ? 0.3 : 0.9, 1)
    // What reconciliation of efficiency β would leave of that entropy.
    let left = min(entropy, beta * setup.detection.quadratures / 2 * logOnePlus(snr) / logOnePlus(1))
    let cost: ReconciliationCost =
      random.chance(0.5)
      ? .efficiency(beta) : .measured(entropyPerSymbol: entropy, leakBits: (n * (entropy - left)).rounded(.up))
    let options = ComposableOptions(
      mode: mode, cost: cost, frameErrorRate: random.chance(0.5) ? 0 : random.uniform(0, 0.2),
      frameErrorMode: random.pick(FrameErrorMode.allCases), digitisationBits: bits,
      secrecy: isEdge ? random.logUniform(1e-40, 0.5) : random.logUniform(1e-14, 1e-6),
      correctness: random.logUniform(1e-20, 1e-6), entropyPenalty: random.chance(0.9),
      lengths: random.pick([.unsaid, .bound, .number(128), .step(1), .fixed(1)] as [AgreedLengths]),
      composition: random.pick(LengthComposition.allCases), noiseHypothesis: hypothesis,
      clipRadius: hypothesis == .bounded ? radius : nil, continuity: random.pick(ContinuityBound.allCases))
    let estimates = e
    return try CertifiedSample(
      isRegular: !isEdge, scale: estimates.keySymbols, label: "\(estimates) \(setup) \(options)",
      plain: { try ComposableAnalysis.estimate(estimates, setup, options).rawLength },
      enclosure: { try ComposableAnalysis.enclosure(estimates, setup, options).rawLength },
      referee: { try ComposableAnalysis.reference(estimates, setup, options).rawLength },
      released: releasing ? try ComposableKey.analyse(estimates, setup, options).lengthBits : nil)
  }

  private static func logOnePlus(_ x: Double) -> Double { DoubleDouble.log(onePlus: DoubleDouble(x)).approximation }
}
