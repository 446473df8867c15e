// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Bounds on single-photon pairs from the nine pairs of intensities by certified linear programs
/// (mdi sheet, section 4.2, MDI-21, MDI-22, MDI-23).
///
/// Variables Y_nm with n, m up to a cut. In every row Q_ij − Tail_ij ≤ Σ P_n P_m Y_nm ≤ Q_ij and 0 ≤ Y_nm ≤ 1;
/// what is left out weighs at most Tail_ij = min(Q_ij, 1 − Σ P_n P_m). Gains that are known exactly are widened
/// by a few units in the last place, so that rounding cannot make them contradict one another. Bounds are
/// weak-duality certificates: no solver is trusted.
package struct DecoyProgram: Sendable {
  /// What a program says.
  package enum Verdict: Sendable, Equatable {
    /// Y11 is not below the first, t11 not above the second number.
    case bounded(yield: Double, errors: Double)
    /// No yields fit the data, whatever the rounding.
    case infeasible
  }

  /// The largest photon number with a variable of its own.
  package static let usualCut = 10

  private let cut: Int
  private let alice: [PhotonNumbers]
  private let bob: [PhotonNumbers]

  /// P_n for one intensity, with what lies beyond the cut.
  private struct PhotonNumbers {
    let terms: [Interval]
    let sum: Interval

    init(_ mu: Double, cut: Int) {
      let mean = Interval(mu)
      var term = Interval.exp(-mean)
      var terms = [term]
      var sum = term
      for n in 1...cut {
        term = term * mean / Interval(Double(n))
        terms.append(term)
        sum = sum + term
      }
      self.terms = terms
      self.sum = sum
    }
  }

  /// A program for two sets of intensities.
  ///
  /// - Parameter cut: 2 to 20.
  /// - Throws: `InputError` for intensities out of order or a cut out of range.
  package init(alice: ThreeIntensities, bob: ThreeIntensities, cut: Int = usualCut) throws(InputError) {
    try alice.validate("A")
    try bob.validate("B")
    guard (2...20).contains(cut) else {
      throw InputError("cut", value: "\(cut)", allowed: "must be between 2 and 20")
    }
    self.cut = cut
    self.alice = alice.list.map { PhotonNumbers($0, cut: cut) }
    self.bob = bob.list.map { PhotonNumbers($0, cut: cut) }
  }

  private func program(_ gains: PairTable) throws(LinearProgramError) -> CertifiedLinearProgram {
    let size = cut + 1
    var coefficients: [Interval] = []
    coefficients.reserveCapacity(9 * size * size)
    var lower: [Interval?] = []
    var upper: [Interval?] = []
    for i in 0..<3 {
      for j in 0..<3 {
        let a = alice[i]
        let b = bob[j]
        let q = gains[i, j]
        let margin = 8 * q.ulp
        let gain = Interval(lower: Swift.max(0, q - margin), upper: q + margin)
        let tail = Interval.one - a.sum * b.sum
        // Rows in units of their gain: the solver scales again, but equal rows keep equal weight.
        let least = gain - Interval(lower: Swift.max(0, tail.lower), upper: Swift.max(0, tail.upper))
        lower.append(least.lower > 0 ? least : nil)
        upper.append(gain)
        for n in 0..<size { for m in 0..<size { coefficients.append(a.terms[n] * b.terms[m]) } }
      }
    }
    return try CertifiedLinearProgram(
      columns: size * size, coefficients: coefficients, lower: lower, upper: upper,
      box: Array(repeating: Interval(1), count: size * size))
  }

  /// Y11 ≥ and t11 ≤ from gains and error gains of one basis.
  ///
  /// - Throws: `InputError` if the numbers are not finite.
  package func bounds(gains: PairTable, errors: PairTable, effort: CertifiedLinearProgram.Effort = .full)
    throws(InputError)
    -> Verdict
  {
    let size = cut + 1
    func objective(_ sign: Double) -> [Interval] {
      (0..<(size * size)).map { Interval($0 == size + 1 ? sign : 0) }
    }
    do {
      guard let least = try program(gains).maximum(of: objective(-1), effort: effort).bound,
        let most = try program(errors).maximum(of: objective(1), effort: effort).bound
      else { return .infeasible }
      return .bounded(yield: Swift.max(0, -least.value), errors: Swift.max(0, most.value))
    } catch {
      throw InputError("Q", value: error.description, allowed: "gains must be finite")
    }
  }
}
