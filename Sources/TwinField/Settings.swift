// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What one of the two users chooses (tf sheet, section 1).
package struct SideSettings: Sendable, Equatable {
  /// s = α²: mean photon number of a key-mode pulse as it leaves the laboratory.
  package var signalIntensity: Double
  /// μ: mean photon numbers of the test-mode pulses, strongest first; empty with infinitely many decoys.
  package var testIntensities: [Double]
  /// Their probabilities given the test mode; they sum to 1. Empty where they do not matter.
  package var testProbabilities: [Double]

  /// Makes settings.
  package init(signalIntensity: Double, testIntensities: [Double] = [], testProbabilities: [Double] = []) {
    self.signalIntensity = signalIntensity
    self.testIntensities = testIntensities
    self.testProbabilities = testProbabilities
  }
}

/// What the users of the protocol of Curty, Azuma and Lo choose (tf sheet, section 1).
///
/// X is the key mode (coherent states ±α with a common phase reference), Z the test mode
/// (phase-randomised decoys), as in the paper; many other protocols exchange the letters.
package struct Settings: Sendable, Equatable {
  /// Alice's choices.
  package var alice: SideSettings
  /// Bob's choices.
  package var bob: SideSettings
  /// p_X: the probability that Alice selects the key mode; 1 in the asymptotic limit.
  package var keyModeProbability: Double
  /// The same for Bob.
  package var bobKeyModeProbability: Double

  /// Makes settings; Bob selects the key mode as often as Alice unless told otherwise.
  package init(
    alice: SideSettings, bob: SideSettings, keyModeProbability: Double = 1, bobKeyModeProbability: Double? = nil
  ) {
    self.alice = alice
    self.bob = bob
    self.keyModeProbability = keyModeProbability
    self.bobKeyModeProbability = bobKeyModeProbability ?? keyModeProbability
  }

  /// P(both in key mode).
  package var bothInKeyMode: Double { keyModeProbability * bobKeyModeProbability }
  /// P(both in test mode).
  package var bothInTestMode: Double { (1 - keyModeProbability) * (1 - bobKeyModeProbability) }

  /// What an analysis needs to be given.
  package enum Needs: Sendable {
    /// Signals only: infinitely many decoys.
    case signals
    /// Decoy intensities as well.
    case decoys
    /// Probabilities as well.
    case probabilities
  }

  /// The most intensities that one side may have.
  package static let mostIntensities = 8
  /// The largest test intensity; beyond it the photon-number cut-off of the linear programs is hopeless.
  package static let largestIntensity = 5.0

  /// Refuses settings for which the bounds do not hold.
  ///
  /// - Throws: `InputError`.
  package func validate(_ needs: Needs) throws(InputError) {
    for (side, name) in [(alice, "A"), (bob, "B")] {
      try require(
        side.signalIntensity, "s" + name, in: 0...Self.largestIntensity, excludingLower: true,
        hint: "mean photons per key pulse, usually 0.01 to 0.04")
      guard needs != .signals else { continue }
      let mu = side.testIntensities
      guard (2...Self.mostIntensities).contains(mu.count) else {
        throw InputError(
          "mu" + name, value: "\(mu)", allowed: "must have 2 to \(Self.mostIntensities) intensities",
          hint: "one intensity alone bounds no yield")
      }
      for value in mu {
        try require(
          value, "mu" + name, in: 0...Self.largestIntensity, hint: "mean photons per pulse, usually below 1")
      }
      guard zip(mu, mu.dropFirst()).allSatisfy({ $0 > $1 }) else {
        throw InputError(
          "mu" + name, value: "\(mu)", allowed: "intensities must be in falling order",
          hint: "strongest first, no two alike")
      }
      guard needs == .probabilities else { continue }
      let p = side.testProbabilities
      guard p.count == mu.count else {
        throw InputError(
          "p" + name, value: "\(p)", allowed: "must have one probability for each of the \(mu.count) intensities")
      }
      for value in p {
        try require(value, "p" + name, in: 0...1, excludingLower: true, hint: "every intensity must be sent")
      }
      let sum = p.reduce(0, +)
      guard abs(sum - 1) <= 1e-12 else {
        throw InputError(
          "p" + name, value: "\(p)", allowed: "must sum to 1, not \(sum)",
          hint: "probabilities given the test mode, without the key pulses")
      }
    }
    guard needs == .probabilities else { return }
    for (value, name) in [(keyModeProbability, "pX"), (bobKeyModeProbability, "pX_bob")] {
      try require(
        value, name, in: 0...1, excludingLower: true, excludingUpper: true,
        hint: "without key rounds there is no key, without test rounds nothing is known about it")
    }
  }

  /// Whether the signals are weaker than the strongest decoy on both sides, without which the
  /// tail of TF-31 does not fall off.
  package var signalsAreBelowDecoys: Bool {
    [alice, bob].allSatisfy { $0.signalIntensity < ($0.testIntensities.first ?? .infinity) }
  }
}

extension Quantities {
  static func keyIntensity(_ letter: String, _ user: String) -> Quantity {
    Quantity(.settings, "s\(letter)", "key intensity of \(user)", .input, unit: "photon/pulse")
  }
  static func testIntensity(_ letter: String, _ user: String, _ k: String) -> Quantity {
    Quantity(.settings, "mu\(letter)[\(k)]", "test intensity \(k) of \(user)", .input, unit: "photon/pulse")
  }
  static func testProbability(_ letter: String, _ user: String, _ k: String) -> Quantity {
    Quantity(.settings, "p\(letter)[\(k)]", "its probability in test mode, intensity \(k) of \(user)", .input)
  }
  static let keyMode = Quantity(.settings, "pX", "probability of the key mode", .input)
  static let bobKeyMode = Quantity(.settings, "pX_bob", "the same at Bob", .input)

  static var settings: [Quantity] {
    [("A", "Alice"), ("B", "Bob")].flatMap {
      [keyIntensity($0, $1), testIntensity($0, $1, "‹k›"), testProbability($0, $1, "‹k›")]
    } + [keyMode, bobKeyMode]
  }
}

extension Settings {
  /// The choices of both users, for the trace of a result.
  func trace(probabilities: Bool, decoys: Bool = true) -> [TraceEntry] {
    typealias Q = Quantities
    var list: [TraceEntry] = []
    for (side, letter, name) in [(alice, "A", "Alice"), (bob, "B", "Bob")] {
      list.append(Q.keyIntensity(letter, name)(side.signalIntensity))
      guard decoys else { continue }
      list += side.testIntensities.enumerated().map { Q.testIntensity(letter, name, "\($0 + 1)")($1) }
      guard probabilities else { continue }
      list += side.testProbabilities.enumerated().map { Q.testProbability(letter, name, "\($0 + 1)")($1) }
    }
    guard probabilities else { return list }
    list.append(Q.keyMode(keyModeProbability))
    if bobKeyModeProbability != keyModeProbability { list.append(Q.bobKeyMode(bobKeyModeProbability)) }
    return list
  }
}
