// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Three mean photon numbers of one party, strongest first: μ > ν > ω ≥ 0 (mdi sheet, section 4).
package struct ThreeIntensities: Sendable, Equatable {
  /// μ, the signal.
  package var signal: Double
  /// ν, the decoy.
  package var decoy: Double
  /// ω, the weakest: vacuum, or what the extinction leaves.
  package var weakest: Double

  /// Three intensities.
  package init(_ signal: Double, _ decoy: Double, _ weakest: Double) {
    self.signal = signal
    self.decoy = decoy
    self.weakest = weakest
  }

  /// Takes over a list of three; nil for any other number.
  package init?(_ list: [Double]) {
    guard list.count == 3 else { return nil }
    self.init(list[0], list[1], list[2])
  }

  /// The values, strongest first.
  package var list: [Double] { [signal, decoy, weakest] }

  /// Refuses values out of order or range.
  ///
  /// - Parameter name: the symbol of the list in messages.
  package func validate(_ name: String) throws(InputError) {
    for value in list { try require(value, name, in: 0...10, hint: "mean photons per pulse, usually below 1") }
    guard signal > decoy, decoy > weakest else {
      throw InputError(
        name, value: "\(list)", allowed: "intensities must be in falling order", hint: "strongest first, no two alike")
    }
  }
}

/// The weights of the decoy bounds for two sets of three intensities, in one number type
/// (Xu et al. 2013, arXiv:1305.6965, table 2; mdi sheet, MDI-19 and MDI-20).
///
/// Cells are counted 3 i + j for Alice's i-th and Bob's j-th intensity, 0 the strongest.
struct PairWeights<S: Scalar>: Sendable {
  /// c_ij: Y11 ≥ Σ c_ij Q_ij; (0,1) and (1,0) do not occur.
  let yield: [(cell: Int, weight: S)]
  /// d_ij: t11 ≤ Σ d_ij T_ij.
  let errors: [(cell: Int, weight: S)]
  /// Whether the case A of MDI-16 applies.
  let isCaseA: Bool

  /// Which of the two cases makes the coefficient of every other pair of photon numbers negative.
  ///
  /// The wrong one would give a bound above the truth, so the products are compared without rounding.
  static func isCaseA(_ a: ThreeIntensities, _ b: ThreeIntensities) -> Bool {
    func sum(_ x: Double, _ y: Double) -> DoubleDouble { DoubleDouble(x) + DoubleDouble(y) }
    let left = sum(a.signal, a.weakest) * sum(b.decoy, b.weakest)
    let right = sum(b.signal, b.weakest) * sum(a.decoy, a.weakest)
    return !(left - right).isCertainlyPositive
  }

  init(_ a: ThreeIntensities, _ b: ThreeIntensities) {
    isCaseA = Self.isCaseA(a, b)
    func s(_ x: Double) -> S { S(x) }
    let (muA, nuA, omA) = (s(a.signal), s(a.decoy), s(a.weakest))
    let (muB, nuB, omB) = (s(b.signal), s(b.decoy), s(b.weakest))
    func squares(_ x: S, _ y: S) -> S { (x - y) * (x + y) }
    let wd: S
    let ws: S
    let gap: S
    if isCaseA {
      wd = squares(muA, omA) * (muB - omB)
      ws = squares(nuA, omA) * (nuB - omB)
      gap = muA - nuA
    } else {
      wd = squares(muB, omB) * (muA - omA)
      ws = squares(nuB, omB) * (nuA - omA)
      gap = muB - nuB
    }
    let d2 = (nuA - omA) * (nuB - omB)
    let d = (muA - omA) * (muB - omB) * d2 * gap
    let decoy = wd / d
    let signal = ws / d
    yield = [
      (4, decoy * S.exp(nuA + nuB)), (5, -decoy * S.exp(nuA + omB)), (7, -decoy * S.exp(omA + nuB)),
      (0, -signal * S.exp(muA + muB)), (2, signal * S.exp(muA + omB)), (6, signal * S.exp(omA + muB)),
      // (2,2) occurs in both differences; one weight, so that it is estimated once.
      (8, (wd - ws) / d * S.exp(omA + omB)),
    ]
    errors = [
      (4, S.exp(nuA + nuB) / d2), (5, -S.exp(nuA + omB) / d2), (7, -S.exp(omA + nuB) / d2),
      (8, S.exp(omA + omB) / d2),
    ]
  }
}

extension Quantities {
  static let intensityNames = ["mu", "nu", "om"]
  /// One of the asymptotic analysis.
  static func intensity(_ name: String, _ party: String) -> Quantity {
    Quantity(.settings, "\(name)_\(party)", "intensity, party \(party)", .input, unit: "photon/pulse")
  }
  /// The same with its number, of a finite run.
  static func intensity(_ name: String, _ party: String, _ k: String) -> Quantity {
    Quantity(.settings, "\(name)_\(party)", "intensity \(k), party \(party)", .input, unit: "photon/pulse")
  }
  static func probability(_ party: String, _ k: String) -> Quantity {
    Quantity(.settings, "pI_\(party)[\(k)]", "probability of intensity \(k), party \(party)", .input)
  }
  static func keyBasis(_ party: String, _ k: String) -> Quantity {
    Quantity(.settings, "pZ_\(party)[\(k)]", "probability of the Z basis at intensity \(k), party \(party)", .input)
  }
  static let fourLetters = [("z", "signal"), ("y", "strong decoy"), ("x", "weak decoy"), ("o", "vacuum")]
  static func fourIntensity(_ letter: String, _ meaning: String, _ party: String) -> Quantity {
    Quantity(
      .settings, "\(letter)_\(party)", "intensity of the \(meaning), party \(party)", .input, unit: "photon/pulse")
  }
  static func fourProbability(_ letter: String, _ meaning: String, _ party: String) -> Quantity {
    Quantity(.settings, "p\(letter)_\(party)", "probability of the \(meaning), party \(party)", .input)
  }

  static var settings: [Quantity] {
    ["A", "B"].flatMap { party in
      intensityNames.flatMap { [intensity($0, party), intensity($0, party, "‹k›")] } + [
        probability(party, "‹k›"), keyBasis(party, "‹k›"),
      ]
        + fourLetters.map { fourIntensity($0, $1, party) } + fourLetters.map { fourProbability($0, $1, party) }
    }
  }
}
