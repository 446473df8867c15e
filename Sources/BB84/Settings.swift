// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What the operator of decoy-state BB84 chooses (bb84 sheet, sections 0, 4 and 5).
package struct Settings: Sendable, Equatable {
  /// Mean photon numbers, strongest first.
  package var intensities: ByIntensity<Double>
  /// The probabilities with which they are sent, the same in both bases; they sum to 1.
  package var probabilities: ByIntensity<Double>
  /// pX_A: the probability that Alice sends in the key basis.
  package var keyBasisProbability: Double
  /// pX_B: the probability that Bob measures in the key basis.
  package var bobKeyBasisProbability: Double
  /// Whether the two are known: the analysis of counts does not need them, a check of the counts does.
  package var knowsBases = true

  /// Makes settings; Bob chooses as Alice does unless told otherwise.
  package init(
    intensities: ByIntensity<Double>, probabilities: ByIntensity<Double>, keyBasisProbability: Double,
    bobKeyBasisProbability: Double? = nil
  ) {
    self.intensities = intensities
    self.probabilities = probabilities
    self.keyBasisProbability = keyBasisProbability
    self.bobKeyBasisProbability = bobKeyBasisProbability ?? keyBasisProbability
  }

  /// How far from 1 the sum of the probabilities may be: rounding, nothing else.
  package static let tolerance = 1e-12

  /// Refuses settings for which the decoy bounds do not hold.
  ///
  /// Two decoys: μ1 > μ2 + μ3 and μ2 > μ3 ≥ 0; one decoy: μ1 > μ2 > 0. All probabilities are
  /// positive and sum to 1.
  ///
  /// - Parameter checkingBases: whether the basis probabilities matter (not with measured counts).
  /// - Throws: `InputError`.
  package func validate(checkingBases: Bool = true) throws(InputError) {
    let mu = intensities
    guard probabilities.count == mu.count else {
      throw InputError(
        "p_mu", value: "\(probabilities.list)",
        allowed: "must have one probability for each of the \(mu.count) intensities")
    }
    for value in mu.list { try require(value, "mu", in: 0...100, hint: "mean photons per pulse, usually below 1") }
    if let weakest = mu.weakest {
      guard mu.decoy > weakest else {
        throw InputError(
          "mu", value: "\(mu.list)", allowed: "intensities must be in falling order", hint: "strongest first")
      }
      guard mu.signal > mu.decoy + weakest else {
        throw InputError(
          "mu", value: "\(mu.list)", allowed: "the strongest intensity must exceed the sum of the other two",
          hint: "the bound on single photons needs it")
      }
    } else {
      guard mu.signal > mu.decoy, mu.decoy > 0 else {
        throw InputError(
          "mu", value: "\(mu.list)", allowed: "needs mu1 > mu2 > 0 with one decoy",
          hint: "a vacuum decoy alone certifies no single photons; use two decoys")
      }
    }
    for value in probabilities.list {
      try require(value, "p_mu", in: 0...1, excludingLower: true, hint: "every intensity must be sent")
    }
    let sum = probabilities.total
    // One entry is wrong if they do not, and the smallest carries the largest weight.
    guard abs(sum - 1) <= Self.tolerance else {
      throw InputError("p_mu", value: "\(probabilities.list)", allowed: "must sum to 1, not \(sum)")
    }
    if checkingBases {
      // The ends are legal: without one of the bases there is no key, which is a result.
      try require(keyBasisProbability, "pX", in: 0...1)
      try require(bobKeyBasisProbability, "pX_bob", in: 0...1)
    }
  }
}

extension Quantities {
  static func intensity(_ k: String) -> Quantity {
    Quantity(.settings, "mu\(k)", "intensity \(k)", .input, unit: "photon/pulse")
  }
  static func probability(_ k: String) -> Quantity {
    Quantity(.settings, "p\(k)", "probability of intensity \(k)", .input)
  }
  static let keyBasis = Quantity(.settings, "pX", "probability of the key basis", .input)
  static let bobKeyBasis = Quantity(.settings, "pX_bob", "the same at Bob", .input)

  static let settings = [intensity("‹k›"), probability("‹k›"), keyBasis, bobKeyBasis]
}

extension Settings {
  /// Intensities and their probabilities, for the trace of a result.
  var trace: [TraceEntry] {
    intensities.list.enumerated().map { Quantities.intensity("\($0 + 1)")($1) }
      + probabilities.list.enumerated().map { Quantities.probability("\($0 + 1)")($1) }
  }

  /// The choice of bases, for the trace of an expected run.
  package var basisTrace: [TraceEntry] {
    let alice = Quantities.keyBasis(keyBasisProbability)
    guard bobKeyBasisProbability != keyBasisProbability else { return [alice] }
    return [alice, Quantities.bobKeyBasis(bobKeyBasisProbability)]
  }
}
