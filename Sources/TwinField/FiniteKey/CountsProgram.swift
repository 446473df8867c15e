// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The linear program that bounds how many successful test rounds had n and m photons (tf sheet,
/// section 7.4, TF-20, TF-21, TF-22, TF-23).
///
/// Variables M(n, m) for 0 ≤ n, m ≤ ncut. Given the photon numbers the intensities are independent of all that
/// Charlie does, so each count is a sum of independent Bernoulli variables; Chernoff's bound leaves its mean an
/// interval. What the counts of more than ncut photons may add is bounded by N_out.
struct CountsProgram: Sendable {
  /// The rows, in the variables M(n, m).
  let polytope: PhotonPairPolytope
  /// E_L and E_U of each pair of intensities.
  let means: [[Interval]]
  /// N_out: at most so many successful test rounds had more than ncut photons on a side.
  let beyondCutoff: Interval
  private let isSymmetric: Bool

  /// Sets the program up; nil if the data are no numbers.
  ///
  /// - Parameter exponent: ln(1/ε_d), by an enclosure.
  init?(_ counts: Observations, _ settings: Settings, cutoff: Int, _ exponent: DecoyTailExponent<Interval>) {
    let l = exponent.value
    isSymmetric =
      settings.alice == settings.bob
      && counts.testCounts.indices.allSatisfy { i in
        (0..<i).allSatisfy { counts.testCounts[i][$0] == counts.testCounts[$0][i] }
      }
    let size = cutoff + 1
    let alice = IntensityShares(settings.alice, cutoff: cutoff)
    let bob = IntensityShares(settings.bob, cutoff: cutoff)
    let total = counts.testCounts.reduce(Interval(0)) { sum, row in row.reduce(sum) { $0 + Interval($1) } }

    let testRounds =
      Interval(counts.rounds)
      * (Interval(1) - Interval(settings.keyModeProbability)) * (Interval(1) - Interval(settings.bobKeyModeProbability))
    let expectedBeyond = testRounds * (alice.beyondCutoff + bob.beyondCutoff - alice.beyondCutoff * bob.beyondCutoff)
    let most = PoissonTailBound.count(ofMean: Interval(expectedBeyond.upper), logInverseFailure: l).value
    let outside = Interval(Swift.min(most.upper, total.upper))
    beyondCutoff = outside

    var coefficients: [Interval] = []
    coefficients.reserveCapacity((alice.shares.count * bob.shares.count + 1) * size * size)
    var lower: [Interval?] = []
    var upper: [Interval?] = []
    var means: [[Interval]] = []
    for (i, row) in counts.testCounts.enumerated() {
      var meansOfRow: [Interval] = []
      for (j, count) in row.enumerated() {
        // The mean is found by bisection: not twice for equal counts.
        let mean = isSymmetric && j < i ? means[j][i] : Self.mean(ofCount: count, logInverseFailure: l)
        meansOfRow.append(mean)
        let floor = Interval(mean.lower) - outside
        lower.append(floor.upper > 0 ? floor : nil)
        upper.append(Interval(mean.upper))
        for n in 0..<size {
          let share = alice.shares[i][n]
          for m in 0..<size { coefficients.append(share * bob.shares[j][m]) }
        }
      }
      means.append(meansOfRow)
    }
    self.means = means
    // All successful test rounds: deterministic, it costs no failure probability.
    coefficients += Array(repeating: Interval(1), count: size * size)
    let rest = total - outside
    lower.append(rest.upper > 0 ? rest : nil)
    upper.append(total)
    guard
      let polytope = PhotonPairPolytope(
        cutoff: cutoff, coefficients: coefficients, lower: lower, upper: upper, largest: total.upper,
        bobIntensities: settings.bob.testIntensities.count)
    else { return nil }
    self.polytope = polytope
  }

  /// E_L and E_U: where the mean of a sum of Bernoulli variables lies whose value was counted.
  private static func mean(ofCount count: Double, logInverseFailure l: Interval) -> Interval {
    let mean = PoissonTailBound.mean(ofCount: Interval(count), logInverseFailure: l)
    return Interval(lower: mean.lower.value.lower, upper: mean.upper.value.upper)
  }

  /// M^U(n, m) for pairs, or the verdict that no numbers fit the counts.
  ///
  /// - Parameter starts: where similar programs ended, for a search over many of them.
  func upperBounds(
    _ pairs: [PhotonPair], effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis] = []
  ) -> YieldBounds {
    YieldBounds(polytope, pairs, isSymmetric: isSymmetric, effort: effort, startingAt: starts)
  }
}

/// How often each intensity was behind a test pulse of n photons: q_i(n) = p_i Pois(μ_i, n)/p(n) (TF-20).
private struct IntensityShares {
  /// q_i(n) at [i][n].
  let shares: [[Interval]]
  /// P(more than ncut photons | test mode) (TF-23).
  let beyondCutoff: Interval

  init(_ side: SideSettings, cutoff: Int) {
    let series = side.testIntensities.map { PoissonSeries(intensity: $0, cutoff: cutoff) }
    let vacuum = zip(side.testIntensities, side.testProbabilities).map { Interval($1) * Interval.exp(-Interval($0)) }
    var shares = series.map { _ in [Interval]() }
    for n in 0...cutoff {
      let weights = zip(series, vacuum).map { $0.terms[n] * $1 }
      let all = weights.reduce(Interval(0), +)
      for i in shares.indices {
        // Where all weights underflow nothing is known about the shares.
        let share = all.lower > 0 ? weights[i] / all : Interval(lower: 0, upper: 1)
        shares[i].append(Interval.minimum(share, Interval(1)))
      }
    }
    self.shares = shares
    beyondCutoff = zip(series, vacuum).reduce(Interval(0)) { $0 + $1.0.rest * $1.1 }
  }
}
