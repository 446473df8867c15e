// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// Whether counts were counted or are expected.
package enum CountsOrigin: String, Sendable {
  /// Counted in a run.
  case measured
  /// Expected from a channel model.
  case expected
}

/// What one party of `finite3` chooses (mdi sheet, section 5.4).
package struct ThreeIntensityChoice: FiniteChoice, Equatable {
  /// μ > ν > ω.
  package var intensities: ThreeIntensities
  /// pI: probability of each intensity; they sum to 1.
  package var probabilities: ThreeIntensities
  /// pZ: probability of the Z basis for each intensity.
  package var keyBasis: ThreeIntensities

  /// Makes a choice.
  package init(intensities: ThreeIntensities, probabilities: ThreeIntensities, keyBasis: ThreeIntensities) {
    self.intensities = intensities
    self.probabilities = probabilities
    self.keyBasis = keyBasis
  }

  /// μ.
  package var signalIntensity: Double { intensities.signal }
  /// Probability of the signal in Z.
  package var signalShare: Double { probabilities.signal * keyBasis.signal }

  /// Refuses a choice with which the bounds do not hold.
  ///
  /// - Parameter party: A or B, for messages.
  package func validate(_ party: String) throws(InputError) {
    try intensities.validate(party)
    for p in probabilities.list {
      try require(p, "pI_\(party)", in: 0...1, excludingLower: true, hint: "every intensity must be sent")
    }
    let sum = probabilities.list.reduce(0, +)
    guard abs(sum - 1) <= 1e-12 else {
      throw InputError("pI_\(party)", value: "\(probabilities.list)", allowed: "must sum to 1, not \(sum)")
    }
    for p in keyBasis.list { try require(p, "pZ_\(party)", in: 0...1) }
    // All Z cells but the mixed signal-decoy ones are used, and the X cells of the two weaker intensities.
    for (k, p) in keyBasis.list.enumerated() where p == 0 || (k > 0 && p == 1) {
      throw InputError(
        "pZ_\(party)", value: "\(keyBasis.list)",
        allowed: p == 0
          ? "must be above 0 for every intensity: the bound on single-photon pairs needs its counts in Z"
          : "must be below 1 for the two weaker intensities: their counts in X bound the phase errors")
    }
  }
}

/// The counts of a run with three intensities each: the only thing the analysis sees of a link.
package struct ThreeIntensityCounts: Sendable, Equatable {
  /// n^Z_ij: announcements with both in Z.
  package var keyBasis: PairTable
  /// n^X_ij: announcements with both in X; only checked, never used.
  package var testBasis: PairTable
  /// m^X_ij: errors among them.
  package var testErrors: PairTable
  /// m^Z_00: errors among the signals in Z.
  package var keyErrors: Double
  /// N: pulse pairs emitted.
  package var pulses: Double
  /// Measured or expected.
  package var origin: CountsOrigin
  /// N^Z_ij: pulse pairs really sent with both in Z, if they were counted; only checked, never used.
  package var keyBasisSent: PairTable?
  /// N^X_ij: the same in X.
  package var testBasisSent: PairTable?
  /// Bell states that are pooled in the counts; of use in the complete published analysis alone (MDI-51).
  package var bellStates: BellStates

  /// Gathers counts.
  package init(
    keyBasis: PairTable, testBasis: PairTable, testErrors: PairTable, keyErrors: Double, pulses: Double,
    origin: CountsOrigin, keyBasisSent: PairTable? = nil, testBasisSent: PairTable? = nil,
    bellStates: BellStates = .two
  ) {
    self.keyBasisSent = keyBasisSent
    self.testBasisSent = testBasisSent
    self.bellStates = bellStates
    self.keyBasis = keyBasis
    self.testBasis = testBasis
    self.testErrors = testErrors
    self.keyErrors = keyErrors
    self.pulses = pulses
    self.origin = origin
  }

  /// Expected counts of a link (real-valued expectations, not rounded).
  package static func expected(
    _ setup: Setup, _ choices: PerParty<ThreeIntensityChoice>, pulses: Double
  ) -> ThreeIntensityCounts {
    let intensities = choices.map { $0.intensities }
    let z = AsymptoticAnalysis.gains(setup, .z, intensities)
    let x = AsymptoticAnalysis.gains(setup, .x, intensities)
    func share(_ basis: Basis, _ i: Int, _ j: Int) -> Double {
      pulses * ThreeIntensityCounts.probability(choices, basis, i, j)
    }
    return ThreeIntensityCounts(
      keyBasis: PairTable { share(.z, $0, $1) * z.gains[$0, $1] },
      testBasis: PairTable { share(.x, $0, $1) * x.gains[$0, $1] },
      testErrors: PairTable { share(.x, $0, $1) * x.errors[$0, $1] },
      keyErrors: share(.z, 0, 0) * z.errors[0, 0], pulses: pulses, origin: .expected, bellStates: setup.bellStates)
  }

  /// p^Z_ij or p^X_ij in doubles, for expectations and checks.
  static func probability(
    _ choices: PerParty<ThreeIntensityChoice>, _ basis: Basis, _ i: Int, _ j: Int
  ) -> Double {
    func one(_ c: ThreeIntensityChoice, _ k: Int) -> Double {
      let z = c.keyBasis.list[k]
      return c.probabilities.list[k] * (basis == .z ? z : 1 - z)
    }
    return one(choices.alice, i) * one(choices.bob, j)
  }

  /// Refuses counts that cannot be: negative, fractional (if measured), more errors than
  /// announcements, more announcements than pulse pairs of these settings, numbers of pulse pairs
  /// that the probabilities do not explain (section 6).
  ///
  /// - Throws: `InputError` naming the count.
  package func validate(_ choices: PerParty<ThreeIntensityChoice>) throws(InputError) {
    try CountCheck.pulses(pulses, origin)
    let names = ["mu", "nu", "om"]
    for i in 0..<3 {
      for j in 0..<3 {
        let cell = "[\(names[i]), \(names[j])]"
        let z = keyBasis[i, j]
        let x = testBasis[i, j]
        try CountCheck.count(z, "nZ" + cell, origin)
        try CountCheck.count(x, "nX" + cell, origin)
        try CountCheck.count(testErrors[i, j], "mX" + cell, origin)
        try CountCheck.errors(testErrors[i, j], "mX" + cell, among: x, "nX" + cell)
        try CountCheck.share(
          z, "nZ" + cell, pulses: pulses, probability: Self.probability(choices, .z, i, j), origin)
        try CountCheck.share(
          x, "nX" + cell, pulses: pulses, probability: Self.probability(choices, .x, i, j), origin)
        for (basis, sent, count, name) in [
          (Basis.z, keyBasisSent, z, "Z" + cell), (.x, testBasisSent, x, "X" + cell),
        ] {
          guard let number = sent?[i, j] else { continue }
          try CountCheck.sent(
            number, "N" + name, pulses: pulses, probability: Self.probability(choices, basis, i, j))
          try CountCheck.among(count, "n" + name, sent: number)
        }
      }
    }
    let sent = (keyBasisSent?.values ?? []).reduce(0, +) + (testBasisSent?.values ?? []).reduce(0, +)
    guard sent <= pulses + 16 * pulses.ulp else {
      throw InputError(
        "N", pulses, allowed: "cannot be below the \(CountCheck.whole(sent)) pulse pairs of the settings",
        hint: "N counts every pulse pair, those with unlike bases too")
    }
    try CountCheck.count(keyErrors, "mZss", origin)
    try CountCheck.errors(keyErrors, "mZss", among: keyBasis[0, 0], "nZ[mu, mu]")
  }
}

extension Quantities {
  static let pulsePairs = Quantity(.observations, "N", "pulse pairs emitted", .input, unit: "pair")
  /// A count as a model expects it (MDI-10).
  static func expected(_ symbol: String, _ meaning: String) -> Quantity {
    Quantity(.observations, symbol, meaning, .expectation, "MDI-10", unit: "counts")
  }
  static func cell(_ symbol: String, _ meaning: String, _ i: String, _ j: String) -> Quantity {
    expected("\(symbol)[\(i),\(j)]", "\(meaning), intensities \(i) and \(j)")
  }
  static let cells = [("nZ", "announcements in Z"), ("nX", "announcements in X"), ("mX", "errors in X")]
  static let signalErrors = expected("mZss", "errors of the signals in Z")

  static var counts: [Quantity] {
    [pulsePairs] + (cells.map { cell($0, $1, "‹i›", "‹j›") } + [signalErrors] + fourCounts).flatMap { [$0, $0.given] }
  }
}

extension ThreeIntensityCounts {
  /// The counts, for the trace of a result.
  var trace: [TraceEntry] {
    typealias Q = Quantities
    func seen(_ q: Quantity, _ value: Double) -> TraceEntry { (origin == .measured ? q.given : q)(value) }
    var list = [Q.pulsePairs(pulses)]
    for i in 0..<3 {
      for j in 0..<3 {
        list += zip(Q.cells, [keyBasis, testBasis, testErrors]).map { cell, table in
          seen(Q.cell(cell.0, cell.1, "\(i + 1)", "\(j + 1)"), table[i, j])
        }
      }
    }
    return list + [seen(Q.signalErrors, keyErrors)]
  }
}
