// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The complete analysis as Curty et al. 2014 (arXiv:1307.1081) published it: each Bell state by itself, the phase errors
/// of the key from an error rate in X by Serfling's inequality, 266 linear failure terms (mdi sheet, section
/// 5.7, MDI-51). For comparison with the literature only; without the vacuum's bits.
///
/// In expected counts both Bell states are alike, so that one is evaluated and the sums are multiples of it.
enum PublishedAnalysis {
  /// Elementary failure terms of one Bell state.
  static let terms = 266

  static func estimate<S: Scalar>(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) -> FiniteEstimate<S> {
    let states = S(Double(counts.bellStates.rawValue))
    let one = options.ofOne(counts.bellStates)
    let beta: S = one.beta(bounds: terms)
    let a = choices.alice.intensities
    let b = choices.bob.intensities
    let weights = PairWeights<S>(a, b)
    let shares = ThreeIntensityShares<S>(counts, choices)
    func cells(_ table: PairTable) -> [S] { table.values.map { S($0) / states } }
    func sum(_ weights: [(cell: Int, weight: S)], _ cells: [S], _ basis: Basis, isLower: Bool) -> S {
      let deviations = PublishedDeviations(beta: beta, total: cells.reduce(S.zero) { $0 + $1 })
      return weights.reduce(S.zero) { total, item in
        let x = cells[item.cell]
        // The end of the expectation that makes the sum smallest or largest; signs as in MDI-31 and MDI-32.
        let isLess = (item.weight.approximation > 0) == isLower
        let end = isLess ? x - deviations.above(x) : x + deviations.below(x)
        return total + item.weight * end / shares.pairs(item.cell, basis)
      }
    }
    let yieldZ = sum(weights.yield, cells(counts.keyBasis), .z, isLower: true)
    let yieldX = sum(weights.yield, cells(counts.testBasis), .x, isLower: true)
    let errors = sum(weights.errors, cells(counts.testErrors), .x, isLower: false)

    var e = FiniteEstimate<S>()
    if yieldZ.lowest < 0 { e.clamps.insert(.yield) }
    if errors.lowest < 0 { e.clamps.insert(.errors) }
    e.yield = LowerBound(S.maximum(S.zero, yieldZ))
    e.errorYield = UpperBound(S.maximum(S.zero, errors))
    let bits = S(counts.keyBasis.values[0]) / states
    let mu = (S(a.signal), S(b.signal))
    let raw = shares.pairs(0, .z) * mu.0 * mu.1 * S.exp(-mu.0 - mu.1) * e.yield.value
    let pairs = S.maximum(S.zero, raw - S.sqrt(S(2) * raw * beta))
    // Announced single-photon pairs in X and their errors, over all intensities.
    let sent = (0..<9).reduce(S.zero) { total, cell in
      let (i, j) = (S(a.list[cell / 3]), S(b.list[cell % 3]))
      return total + shares.pairs(cell, .x) * i * j * S.exp(-i - j)
    }
    let test = sent * S.maximum(S.zero, yieldX)
    let wrong = sent * e.errorYield.value
    e.detections = states * bits
    e.errors = S(counts.keyErrors)
    e.pairs = LowerBound(states * S.minimum(pairs, bits))
    if test.isCertainlyPositive, pairs.isCertainlyPositive {
      // Serfling: from a sample of the pairs in X to those in the key.
      let whole = pairs + test
      let deviation = S.sqrt((pairs + S.one) * beta / (S(2) * test * whole))
      e.phaseErrors = UpperBound(states * (pairs * wrong / test + whole * deviation))
    } else {
      e.phaseErrors = UpperBound(e.detections)
    }
    e.isInconsistent = errors.lowest < 0 || pairs.highest > bits.highest
    e.capPhaseError()
    e.pairFraction = ThreeIntensityAnalysis.searchFraction(states * raw, beta: beta, of: e.detections)
    e.finish(options, bounds: terms)
    // Each Bell state pays its own hashing.
    e.eachFailure = one.eachFailure(bounds: terms)
    let cost: S = states * one.costBits(bounds: terms)
    e.rawLength = e.rawLength + e.cost - cost
    e.cost = cost
    if e.detections.highest <= 0 || e.isInconsistent { e.rawLength = S.minimum(e.rawLength, S.zero) }
    return e
  }
}

/// N p_ij of each cell in one number type.
struct ThreeIntensityShares<S: Scalar>: Sendable {
  private let pulses: S
  private let choices: PerParty<ThreeIntensityChoice>

  init(_ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>) {
    pulses = S(counts.pulses)
    self.choices = choices
  }

  private func share(_ c: ThreeIntensityChoice, _ k: Int, _ basis: Basis) -> S {
    let p = k == 0 ? c.probabilities.signal : k == 1 ? c.probabilities.decoy : c.probabilities.weakest
    let z = k == 0 ? c.keyBasis.signal : k == 1 ? c.keyBasis.decoy : c.keyBasis.weakest
    return S(p) * (basis == .z ? S(z) : S.one - S(z))
  }

  /// Cells are counted 3 i + j for Alice's i-th and Bob's j-th intensity.
  func pairs(_ cell: Int, _ basis: Basis) -> S {
    pulses * share(choices.alice, cell / 3, basis) * share(choices.bob, cell % 3, basis)
  }
}
