// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The counts of a run, measured or expected: the only thing a finite-key analysis sees of a link
/// (tf sheet, section 7.1). Outcomes c and d are pooled. Expected counts are real numbers.
package struct Observations: Sendable, Equatable {
  /// Where the counts come from.
  package enum Origin: String, Sendable {
    /// Counted in a run.
    case measured
    /// Expected from a channel model.
    case expected
  }

  /// M_X: successful rounds with both users in key mode.
  package var keyCount: Double
  /// E_X: bit errors among them, after Bob's flip.
  package var keyErrors: Double
  /// M_ij: successful rounds with both users in test mode, for each pair of intensities, one row for each of Alice's.
  package var testCounts: [[Double]]
  /// Key-mode successes and errors of each announced outcome, where they were counted apart; they sum to M_X and E_X.
  package var outcomes: [ShannonRule.Class] = []
  /// N: rounds, whatever was chosen and detected.
  package var rounds: Double
  /// Measured or expected.
  package var origin: Origin

  /// Gathers counts.
  package init(keyCount: Double, keyErrors: Double, testCounts: [[Double]], rounds: Double, origin: Origin) {
    self.keyCount = keyCount
    self.keyErrors = keyErrors
    self.testCounts = testCounts
    self.rounds = rounds
    self.origin = origin
  }

  /// M_Z: the sum of all M_ij.
  package var testCount: Double { testCounts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// n_s = M_X + M_Z, the trials of the concentration bound.
  package var successes: Double { keyCount + testCount }

  /// The rule on measured leakage (TF-90), the announced outcomes being classes; nil for expected counts.
  package func shannonRule(correctness: Double) -> ShannonRule? {
    guard origin == .measured else { return nil }
    let classes = outcomes.isEmpty ? [ShannonRule.Class(rounds: keyCount, errors: keyErrors)] : outcomes
    return ShannonRule(classes, correctness: correctness)
  }

  /// The counts that a model expects (TF-17): both outcomes, real-valued.
  package static func expected(_ setup: Setup, _ settings: Settings, rounds: Double) -> Observations {
    let model = VaryingModel(setup)
    let key = model.keyResponse(settings.alice.signalIntensity, settings.bob.signalIntensity)
    let keyRounds = rounds * settings.bothInKeyMode
    let testRounds = rounds * settings.bothInTestMode
    let gains = TestGains(model, settings)
    let counts = settings.alice.testProbabilities.enumerated().map { i, p in
      settings.bob.testProbabilities.enumerated().map { j, q in 2 * gains[i, j] * testRounds * (p * q) }
    }
    return Observations(
      keyCount: 2 * key.gain * keyRounds, keyErrors: 2 * key.errorGain * keyRounds, testCounts: counts,
      rounds: rounds, origin: .expected)
  }

  /// Refuses counts that cannot be.
  ///
  /// - Parameter settings: the settings of the run.
  /// - Throws: `InputError` naming the count.
  package func validate(_ settings: Settings) throws(InputError) {
    let most = 1e18
    try require(rounds, "N", in: 1...most, hint: "every round emitted, whatever was chosen or detected")
    try require(keyCount, "MX", in: 0...most)
    try require(keyErrors, "EX", in: 0...most)
    guard keyErrors <= keyCount else {
      throw InputError(
        "EX", keyErrors, allowed: "cannot exceed the key-mode successes MX = \(keyCount)",
        hint: "errors are a part of the successes")
    }
    try validateOutcomes()
    let rows = settings.alice.testIntensities.count
    let columns = settings.bob.testIntensities.count
    guard testCounts.count == rows, testCounts.allSatisfy({ $0.count == columns }) else {
      throw InputError(
        "MZ", value: "\(testCounts)",
        allowed: "must have \(rows) rows of \(columns) counts, one for each pair of intensities")
    }
    for (i, row) in testCounts.enumerated() {
      for (j, value) in row.enumerated() { try require(value, "MZ[\(i + 1)][\(j + 1)]", in: 0...most) }
    }
    if origin == .measured {
      for (name, value) in [("N", rounds), ("MX", keyCount), ("EX", keyErrors)] where value != value.rounded() {
        throw InputError(
          name, value, allowed: "must be a whole number", hint: "give the counts of the run, not rates or averages")
      }
      for (i, row) in testCounts.enumerated() {
        for (j, value) in row.enumerated() where value != value.rounded() {
          throw InputError(
            "MZ[\(i + 1)][\(j + 1)]", value, allowed: "must be a whole number",
            hint: "give the counts of the run, not rates or averages")
        }
      }
    }
    guard successes <= rounds else {
      throw InputError(
        "N", rounds, allowed: "cannot be below the \(successes) successful rounds MX + MZ",
        hint: "N counts every round emitted, also those that Charlie discarded")
    }
  }

  private func validateOutcomes() throws(InputError) {
    guard !outcomes.isEmpty else { return }
    for outcome in outcomes {
      try require(outcome.rounds, "MX_outcome", in: 0...keyCount)
      try require(outcome.errors, "EX_outcome", in: 0...outcome.rounds)
    }
    let sums = outcomes.reduce((0.0, 0.0)) { ($0.0 + $1.rounds, $0.1 + $1.errors) }
    guard sums == (keyCount, keyErrors) else {
      throw InputError(
        "MX_outcome", sums.0, allowed: "the outcomes must sum to MX = \(keyCount) and EX = \(keyErrors)",
        hint: "every key-mode success belongs to one announced outcome")
    }
  }
}

extension Quantities {
  static let rounds = Quantity(.observations, "N", "rounds", .input, unit: "pulse")
  package static let keySuccesses = expected("MX", "successful rounds in key mode", .siftedBits)
  package static let keyErrors = expected("EX", "bit errors among them", .errors)
  static func testSuccesses(_ i: String, _ j: String) -> Quantity {
    expected("MZ[\(i)][\(j)]", "successful test rounds, intensity \(i) of Alice and \(j) of Bob")
  }
  static let allTestSuccesses = expected("MZ", "successful test rounds, all")

  private static func expected(_ symbol: String, _ meaning: String, _ role: Quantity.Role? = nil) -> Quantity {
    Quantity(.observations, symbol, meaning, .expectation, "TF-17", unit: "counts", role: role)
  }

  static var counts: [Quantity] {
    [rounds] + [keySuccesses, keyErrors, testSuccesses("‹i›", "‹j›"), allTestSuccesses].flatMap { [$0, $0.given] }
  }
}

extension Observations {
  /// The counts, for the trace of a result.
  ///
  /// - Parameter secret: what stands beside the errors of the key where they must not leave the laboratories.
  func trace(secret: String?) -> [TraceEntry] {
    typealias Q = Quantities
    func seen(_ q: Quantity, _ value: Double, note: String? = nil) -> TraceEntry {
      (origin == .measured ? q.given : q)(value, note: note)
    }
    let cells = testCounts.enumerated().flatMap { i, row in
      row.enumerated().map { j, value in seen(Q.testSuccesses("\(i + 1)", "\(j + 1)"), value) }
    }
    return [Q.rounds(rounds), seen(Q.keySuccesses, keyCount), seen(Q.keyErrors, keyErrors, note: secret)]
      + cells
      + [seen(Q.allTestSuccesses, testCount)]
  }
}
