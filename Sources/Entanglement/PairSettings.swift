// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// How bright the source is driven.
package enum PairBrightness: Sendable, Equatable {
  /// μ: mean pairs per pump pulse, both polarisation combinations together (λ of Ma, Fung, Lo 2007 is μ/2).
  case perPulse(Double)
  /// R pairs per second, and the full width of the coincidence window in seconds.
  case continuous(pairRateHz: Double, windowSeconds: Double)
}

/// From which rounds the key is made and from which its phase errors are known (photons sheet, PH-12).
package enum PairKeyMode: String, Sendable, CaseIterable {
  /// Key from all X rounds, test on all Z rounds; any bias of the bases.
  case one
  /// Both bases with probability exactly 1/2; a random subset of the agreed rounds is disclosed, the rest is key.
  case pooled
  /// A random subset of each basis is disclosed; the rest of both is key. Derived in the photons sheet.
  case both
}

/// What the operator of a link with entangled pairs chooses (photons sheet, sections 1 and 2).
package struct PairSettings: Sendable, Equatable {
  /// How bright the source is driven.
  package var brightness: PairBrightness
  /// How key is made.
  package var keyMode: PairKeyMode
  /// pX_A: the probability that Alice measures in the key basis.
  package var keyBasisProbability: Double
  /// pX_B: the same at Bob.
  package var bobKeyBasisProbability: Double
  /// The share of agreed rounds that is disclosed; not used with `one`.
  package var testFraction: Double

  /// Makes settings; Bob chooses as Alice does unless told otherwise.
  package init(
    brightness: PairBrightness, keyMode: PairKeyMode = .one, keyBasisProbability: Double = 0.5,
    bobKeyBasisProbability: Double? = nil, testFraction: Double = 0
  ) {
    self.brightness = brightness
    self.keyMode = keyMode
    self.keyBasisProbability = keyBasisProbability
    self.bobKeyBasisProbability = bobKeyBasisProbability ?? keyBasisProbability
    self.testFraction = testFraction
  }

  /// Refuses settings that the setup or the proof does not cover.
  ///
  /// - Throws: `InputError`.
  package func validate(for setup: PairSetup) throws(InputError) {
    switch (brightness, setup.pump) {
    case (.perPulse(let mu), .pulsed): try require(mu, "mu", in: 0...100, hint: "mean pairs per pulse, usually below 1")
    case (.continuous(let rate, let window), .continuous):
      try require(rate, "pair_rate", in: 0...1e15, hint: "pairs per second")
      try require(window, "window_s", in: 0...1, excludingLower: true, hint: "in seconds, not picoseconds")
    case (.perPulse(let mu), .continuous):
      throw InputError("mu", mu, allowed: "belongs to a pulsed pump", hint: "a continuous pump has a pair rate")
    case (.continuous(let rate, _), .pulsed):
      throw InputError("pair_rate", rate, allowed: "belongs to a continuous pump", hint: "a pulsed pump has mu")
    }
    try validateChoices()
  }

  /// Refuses basis probabilities and test fractions that the way to make key does not cover.
  package func validateChoices() throws(InputError) {
    try require(keyBasisProbability, "pX", in: 0...1)
    try require(bobKeyBasisProbability, "pX_bob", in: 0...1)
    try require(testFraction, "test_fraction", in: 0...1, hint: "a fraction of the agreed rounds")
    guard keyMode == .pooled else { return }
    for (name, p) in [("pX", keyBasisProbability), ("pX_bob", bobKeyBasisProbability)] where p != 0.5 {
      throw InputError(
        name, p, allowed: "must be exactly 0.5 with key = pooled",
        hint: "one pooled test says nothing about either basis otherwise; use key = one or both")
    }
  }
}
