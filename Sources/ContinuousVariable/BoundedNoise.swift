// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What is assumed of the noise when a finite sample confines the channel.
package enum NoiseHypothesis: String, Sendable, CaseIterable {
  /// Bob's outcomes given Alice's values are Gaussian, alike in both quadratures (CV-41, CV-42): collective Gaussian
  /// attacks.
  case gaussian
  /// Any independent and identical attack; no outcome of all symbols lies outside a circle (CV-92): collective attacks.
  /// Heterodyne, revealed symbols only.
  case bounded
}

/// How the entropy of Bob's outcomes changes when the state is cut off (CV-92, CV-92a).
package enum ContinuityBound: String, Sendable, CaseIterable {
  /// Both entropies by Winter 2016, lemma 2.
  case entropies
  /// The Holevo quantity alone; planning until a third derivation confirms it.
  case holevo
}

/// Statistics of the revealed symbols whose range is known, so that no distribution has to be assumed (CV-93).
///
/// With s = slope reference: Z = [(y_q − s x_q)² + (y_p − s x_p)²]/2 and R = [x_q (y_q − s x_q) + x_p (y_p − s x_p)]/2;
/// symbols with |x| above √(80 V_A) count as 0. In the unit of the outcomes.
package struct ClippedStatistics: Sendable, Equatable {
  /// t0: the slope that was assumed before the run, from an earlier one.
  package let slopeReference: Double
  /// The mean of Z and its unbiased sample variance.
  package let meanZ, varZ: Double
  /// The mean of R and its unbiased sample variance.
  package let meanR, varR: Double
  /// Outcomes of all N symbols outside the circle; any aborts the block.
  package let outside: Double

  /// Takes over statistics.
  package init(
    slopeReference: Double, meanZ: Double, varZ: Double, meanR: Double, varR: Double, outside: Double = 0
  ) {
    self.slopeReference = slopeReference
    self.meanZ = meanZ
    self.varZ = varZ
    self.meanR = meanR
    self.varR = varR
    self.outside = outside
  }

  /// What a run over a link is expected to show (CV-95).
  static func expected(slope: Double, noiseVariance: Double, modulation: Double) -> ClippedStatistics {
    ClippedStatistics(
      slopeReference: slope, meanZ: noiseVariance, varZ: noiseVariance * noiseVariance, meanR: 0,
      varR: modulation * noiseVariance / 2)
  }

  /// t̂ = t0 + mean R / V_A (CV-95).
  package func slope(modulation: Double) -> Double { slopeReference + meanR / modulation }

  /// mean Z − V_A (t̂ − t0)² (CV-95).
  package func noiseVariance(modulation: Double) -> Double { meanZ - meanR * meanR / modulation }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate(modulation: Double) throws(InputError) {
    try require(slopeReference, "slope_reference", in: -1e6...1e6)
    try require(meanZ, "mean_Z", in: 0...1e12, excludingLower: true)
    try require(varZ, "var_Z", in: 0...1e24)
    try require(meanR, "mean_R", in: -1e15...1e15)
    try require(varR, "var_R", in: 0...1e30)
    try require(outside, "outside_radius", in: 0...1e18)
    guard noiseVariance(modulation: modulation) > 0 else {
      throw InputError(
        "mean_Z", meanZ, allowed: "must exceed mean_R^2 / V_A = \(meanR * meanR / modulation)",
        hint: "no data have a correlation above 1")
    }
  }
}

/// What holds for any independent attack if no outcome lies outside a circle of radius r (CV-92, CV-93, CV-94).
///
/// The tail argument is derived in the cv sheet (CV-96), proved there twice; empirical Bernstein by Maurer and Pontil
/// 2009, theorem 4; continuity by Winter 2016, Commun. Math. Phys. 347, 291.
package struct ClippedBound<S: Scalar>: Sendable {
  /// W: the weight that the test leaves beyond the cut-off.
  package let weight: S
  /// Δ_W in bits per symbol.
  package let entropyCost: S
  /// An upper bound on σ².
  package let noiseVariance: S
  /// Bounds on t.
  package let lowestSlope, highestSlope: S

  /// What a receiver makes of the circle: s2 (both ends), η' and the unit, all in the unit of the outcomes.
  struct Receiver {
    /// Noise of the receiver in the picture of the trust level, between these.
    let noise: (low: S, high: S)
    /// η of the picture.
    let efficiency: S
    /// η N_lo / noise: what an ideal heterodyne receiver of unit noise would have.
    let relativeEfficiency: S
    /// N_hi.
    let unit: S

    init(_ setup: QuadratureSetup, _ unit: UnitRegion<S>?) {
      efficiency = setup.trust == .untrusted ? S.one : S(setup.detectorEfficiency)
      let isTrusted = setup.trust == .trusted || setup.trust == .knownNoise
      if let unit {
        noise = isTrusted ? unit.light : (unit.low, unit.high)
        relativeEfficiency = efficiency * unit.low / noise.high
        self.unit = unit.high
      } else {
        let floor = isTrusted ? S.one + S(setup.electronicNoise) : S.one
        noise = (floor, floor)
        relativeEfficiency = efficiency / floor
        self.unit = S.one
      }
    }
  }

  /// The cut-off that a circle and a number of symbols leave (CV-92).
  struct CutOff {
    let weight: S
    let entropyCost: S
    /// D.
    let spread: S

    /// - Returns: nil if r² < 4 times the receiver's noise.
    init?(
      _ receiver: Receiver, radius: Double, symbols: Double, digits: Double, failure: Double,
      continuity: ContinuityBound
    ) {
      let square = S(radius) * S(radius)
      guard (square - S(4) * receiver.noise.high).lowest >= 0 else { return nil }
      let rho = square / (S(2) * receiver.noise.low)
      let cut = (rho + S.log(S(50))) / -S.log(onePlus: -(S(0.5) * receiver.relativeEfficiency))
      let photons = S.hull(S(cut.lowest.rounded(.up)), S(cut.highest.rounded(.up)))
      weight = -S.log(S(failure)) / (S(0.99) * S(symbols))
      spread = S(2) * (receiver.efficiency * photons * receiver.unit + receiver.noise.high)
      let delta = S.sqrt(S(2) * weight)
      let entropy: S = ThermalEntropy.bits(delta)
      entropyCost =
        continuity == .entropies
        ? S(2) * (delta * S(digits) + entropy) : delta * S(digits) + S(2) * entropy
    }
  }

  /// The bounds of CV-93 and CV-94.
  ///
  /// - Parameters:
  ///   - modulation: V_A.
  ///   - revealed: m, the revealed symbols, at least 2.
  ///   - events: 6, or 14 with a calibration beside.
  ///   - estimation: ε_PE.
  init(
    _ s: ClippedStatistics, _ cut: CutOff, radius: Double, modulation: Double, revealed: Double, events: Double,
    estimation: Double
  ) {
    let (one, two) = (S.one, S(2))
    let va = S(modulation)
    let m = S(revealed)
    let r = S(radius)
    let t0 = S(s.slopeReference)
    let size = S(abs(s.slopeReference))
    let ell = S.log(S(events)) - S.log(S(estimation))
    let x = S.sqrt(S(80) * va)
    let tiny = S.exp(S(-40))
    let reach = r + size * x
    let rangeZ = reach * reach / two
    let rangeR = x * reach / two
    let share = ell / (S(3) * (m - one))
    let upperZ =
      S(s.meanZ) + S.sqrt(two * S(s.varZ) * ell / m) + S(7) * rangeZ * share
      + tiny * (r * r + S(82) * t0 * t0 * va)
    let widthR =
      S.sqrt(two * S(s.varR) * ell / m) + S(14) * rangeR * share
      + tiny * (r * S.sqrt(S(82) * va) / two + S(41) * size * va)
    let w = cut.weight
    let lostSlope = w * S.sqrt(va * (one - S.log(w)) / two) * (two * r + S.sqrt(cut.spread))
    weight = w
    entropyCost = cut.entropyCost
    noiseVariance = upperZ + w * cut.spread / two + two * size * lostSlope
    lowestSlope = t0 + (S(s.meanR) - widthR - lostSlope) / va
    highestSlope = t0 + (S(s.meanR) + widthR + lostSlope) / va
  }
}

extension Quantities {
  private static let derived = "derived in the cv sheet"
  private static let bernstein = "Maurer and Pontil 2009, theorem 4; derived in the cv sheet"
  private static let winter = "Winter 2016, Commun. Math. Phys. 347, 291, lemma 2"
  static let radius = Quantity(.settings, "r", "radius that no outcome may exceed", .input, "CV-92")
  static let slopeReference = Quantity(.settings, "t0", "slope assumed before the run", .input, "CV-92")
  static let meanZ = Quantity(.observations, "mean_Z", "mean square about the assumed slope", .expectation, "CV-93")
  static let meanR = Quantity(.observations, "mean_R", "mean product about the assumed slope", .input, "CV-93")
  static let cutWeight = Quantity(
    .estimation, "W", "weight of the light beyond the cut-off", .upperBound, "CV-92", derived)
  static let continuityCost = Quantity(
    .estimation, "delta_W", "cost of the cut-off", .upperBound, "CV-92", winter, unit: "bit/symbol")
  static let holevoContinuityCost = continuityCost.by("CV-92a", derived)

  static let boundedNoise =
    [radius, slopeReference] + [meanZ, meanZ.directed(.input), meanR] + [
      cutWeight, continuityCost, holevoContinuityCost, largestVariance.by(boundedOrigin),
      leastSlope.by(boundedOrigin), largestSlope.by(boundedOrigin),
    ]
  static let boundedOrigin = Quantity.Origin("CV-94", bernstein)
}
