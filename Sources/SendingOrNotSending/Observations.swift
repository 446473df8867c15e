// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The counts of a run, measured or expected: the only thing a finite-key analysis sees of a link
/// (sns sheet, section 1). Both detectors are pooled. Expected counts are real numbers.
package struct Observations: Sendable, Equatable {
  /// Where the counts come from.
  package enum Origin: String, Sendable {
    /// Counted in a run.
    case measured
    /// Expected from a channel model.
    case expected
  }

  /// What the pairing of bits left.
  package struct Pairs: Sendable, Equatable {
    /// n_t': pairs of odd parity on both sides, one key bit each.
    package var kept: Double
    /// Errors among them; nil where they were not counted.
    package var errors: Double?

    /// Gathers counts.
    package init(kept: Double, errors: Double? = nil) {
      self.kept = kept
      self.errors = errors
    }
  }

  /// n_oo: one click, nobody sent, at least one decoy window; never rounds of two signal windows.
  package var vacuum: Double
  /// n_1o and n_o1: weak decoy of one user, nothing from the other.
  package var weak: PerUser<Double>
  /// n_2o and n_o2: strong decoy of one user, nothing from the other.
  package var strong: PerUser<Double>
  /// m_D: both weak decoys, phases accepted, click at the wrong detector.
  package var sliceErrors: Double
  /// n0: key bits that are 0 at Bob (he sent).
  package var zeros: Double
  /// n1: key bits that are 1 at Bob (he did not send).
  package var ones: Double
  /// Errors among Bob's zeros (both sent); nil where they were not counted.
  package var zeroErrors: Double?
  /// Errors among Bob's ones (nobody sent); nil where they were not counted.
  package var oneErrors: Double?
  /// What pairing left; nil without it.
  package var pairs: Pairs?
  /// N: rounds, whatever was chosen and detected.
  package var rounds: Double
  /// Measured or expected.
  package var origin: Origin

  /// Gathers counts.
  package init(
    vacuum: Double, weak: PerUser<Double>, strong: PerUser<Double>, sliceErrors: Double, zeros: Double, ones: Double,
    zeroErrors: Double? = nil, oneErrors: Double? = nil, pairs: Pairs? = nil, rounds: Double, origin: Origin
  ) {
    self.vacuum = vacuum
    self.weak = weak
    self.strong = strong
    self.sliceErrors = sliceErrors
    self.zeros = zeros
    self.ones = ones
    self.zeroErrors = zeroErrors
    self.oneErrors = oneErrors
    self.pairs = pairs
    self.rounds = rounds
    self.origin = origin
  }

  /// n_t = n0 + n1.
  package var keyBits: Double { zeros + ones }

  /// Refuses counts that cannot be (section 3.4).
  ///
  /// - Parameter settings: the settings of the run, already validated.
  package func validate(_ settings: Settings) throws(InputError) {
    try require(rounds, "N", in: 0...Self.most, excludingLower: true, hint: "rounds, whatever was chosen or detected")
    let p = SettingProbabilities<Double>(settings)
    try check(vacuum, "n_oo", share: p.oo, "rounds of two signal windows are key, not test")
    try check(weak.alice, "n_1o", share: p.weak.alice)
    try check(weak.bob, "n_o1", share: p.weak.bob)
    try check(strong.alice, "n_2o", share: p.strong.alice)
    try check(strong.bob, "n_o2", share: p.strong.bob)
    try check(sliceErrors, "m_D", share: p.bothWeak)
    try check(zeros, "n0", share: p.ns + p.ss, "Bob's bit is 0 where he sent")
    try check(ones, "n1", share: p.sn + p.nn, "Bob's bit is 1 where he did not send")
    for (errors, name, all, total) in [(zeroErrors, "m0", "n0", zeros), (oneErrors, "m1", "n1", ones)] {
      if let errors { try among(errors, name, all, total) }
    }
    if let pairs {
      try number(pairs.kept, "nt_aopp")
      let most = Swift.min(zeros, ones)
      guard pairs.kept <= most * (origin == .measured ? 1 : 1 + 1e-12) else {
        throw InputError(
          "nt_aopp", pairs.kept, allowed: "cannot exceed the \(Self.whole(most)) pairs that n0 and n1 make",
          hint: "pairs kept after Alice's parities, not bits")
      }
      if let errors = pairs.errors { try among(errors, "m_aopp", "nt_aopp", pairs.kept) }
    }
  }

  private static let most = 1e18

  private static func whole(_ x: Double) -> String {
    x <= most ? "\(Int64(x.rounded()))" : "\(x)"
  }

  private func number(_ value: Double, _ name: String) throws(InputError) {
    try require(value, name, in: 0...Self.most)
    guard origin == .expected || value == value.rounded() else {
      throw InputError(
        name, value, allowed: "must be a whole number", hint: "give the counts of the run, not rates or averages")
    }
  }

  private func among(_ value: Double, _ name: String, _ all: String, _ total: Double) throws(InputError) {
    try number(value, name)
    // Expected counts may differ by rounding.
    guard value <= total * (origin == .measured ? 1 : 1 + 1e-12) else {
      throw InputError(
        name, value, allowed: "cannot exceed \(all) = \(Self.whole(total))", hint: "errors are a part of the bits")
    }
  }

  /// Not more clicks than rounds with these settings can have been, up to 7 standard deviations.
  private func check(_ value: Double, _ name: String, share p: Double, _ hint: String? = nil) throws(InputError) {
    try number(value, name)
    let mean = rounds * p
    guard value > mean + 7 * mean.squareRoot() + 10 else { return }
    throw InputError(
      name, value, allowed: "count exceeds rounds: only \(Self.whole(mean)) rounds of these settings are expected",
      hint: hint ?? "the first letter is Alice's setting; N counts all rounds")
  }
}

extension Observations {
  /// Clicks with light of one user alone, by its intensity.
  package struct SingleUserCounts: Sendable {
    /// Their symbol and what they are.
    package let symbol, name: String
    /// Photons per pulse, how often they are sent, and the count.
    package let points: [(intensity: Double, probability: Double, count: Double)]
  }

  /// Vacuum, weak and strong decoy of each user: whatever Charlie does, their photon numbers are Poissonian.
  ///
  /// - Parameter settings: the settings of the run, already validated.
  package func singleUserCounts(_ settings: Settings) -> [SingleUserCounts] {
    let p = SettingProbabilities<Double>(settings)
    let (a, b) = (settings.users.alice, settings.users.bob)
    return [
      SingleUserCounts(
        symbol: "nA", name: "clicks with light of Alice alone",
        points: [
          (a.strongIntensity, p.strong.alice, strong.alice), (a.weakIntensity, p.weak.alice, weak.alice),
          (0, p.oo, vacuum),
        ]),
      SingleUserCounts(
        symbol: "nB", name: "clicks with light of Bob alone",
        points: [
          (b.strongIntensity, p.strong.bob, strong.bob), (b.weakIntensity, p.weak.bob, weak.bob), (0, p.oo, vacuum),
        ]),
    ]
  }
}
