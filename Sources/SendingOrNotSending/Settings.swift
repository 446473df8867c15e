// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// What one of the two users chooses (sns sheet, section 1).
package struct UserSettings: Sendable, Equatable {
  /// pz: the probability of a signal window; the others are decoy windows.
  package var signalWindowProbability: Double
  /// p1: the probability of the weak decoy given a decoy window.
  package var weakProbability: Double
  /// p2: the probability of the strong decoy given a decoy window.
  package var strongProbability: Double
  /// a1: mean photons of the weak decoy.
  package var weakIntensity: Double
  /// a2 > a1: mean photons of the strong decoy.
  package var strongIntensity: Double
  /// z: mean photons of a signal window in which light is sent.
  package var signalIntensity: Double
  /// ε: the probability of sending in a signal window.
  package var sendingProbability: Double

  /// Makes a user's choices.
  package init(
    signalWindowProbability: Double, weakProbability: Double, strongProbability: Double, weakIntensity: Double,
    strongIntensity: Double, signalIntensity: Double, sendingProbability: Double
  ) {
    self.signalWindowProbability = signalWindowProbability
    self.weakProbability = weakProbability
    self.strongProbability = strongProbability
    self.weakIntensity = weakIntensity
    self.strongIntensity = strongIntensity
    self.signalIntensity = signalIntensity
    self.sendingProbability = sendingProbability
  }

  /// p0 = 1 − p1 − p2: the probability of vacuum given a decoy window.
  package var vacuumProbability: Double { 1 - weakProbability - strongProbability }

  /// The largest intensity that is accepted.
  package static let largestIntensity = 10.0

  /// Refuses choices with which the bounds do not hold.
  ///
  /// - Parameter user: A or B, for messages.
  package func validate(_ user: String) throws(InputError) {
    let light = "mean photons per pulse, usually below 1"
    try require(
      weakIntensity, "a1" + user, in: 0...Self.largestIntensity, excludingLower: true, hint: light)
    try require(strongIntensity, "a2" + user, in: 0...Self.largestIntensity, hint: light)
    guard weakIntensity < strongIntensity else {
      throw InputError(
        "a1" + user, weakIntensity, allowed: "must be below a2 = \(strongIntensity)",
        hint: "were the two decoys exchanged?")
    }
    try require(signalIntensity, "z" + user, in: 0...Self.largestIntensity, excludingLower: true, hint: light)
    for (name, value, hint) in [
      ("pz", signalWindowProbability, "without signal windows there is no key, without decoy windows no estimate"),
      ("p1", weakProbability, "every decoy must be sent"), ("p2", strongProbability, "every decoy must be sent"),
      ("eps", sendingProbability, "both sending and not sending must occur"),
    ] {
      try require(value, name + user, in: 0...1, excludingLower: true, excludingUpper: true, hint: hint)
    }
    // Below, the rounding of 1 − p1 − p2 would show.
    guard vacuumProbability > 1e-9 else {
      throw InputError(
        "p0" + user, vacuumProbability, allowed: "must be above 0: p1 + p2 leave the rest to the vacuum",
        hint: "p0, p1, p2 are probabilities given a decoy window")
    }
  }
}

/// What the users of the protocol choose, before the run (sns sheet, section 1).
package struct Settings: Sendable, Equatable {
  /// Each user's choices.
  package var users: PerUser<UserSettings>
  /// Δ: full width of the accepted slice of θ_A − θ_B − ψ modulo π, rad, 0 < Δ ≤ π.
  package var sliceWidth: Double
  /// Whether rounds in which one user has a signal window and the other a decoy window are counted as well, sending
  /// or not sending disclosed.
  package var countsMixedRounds: Bool

  /// Makes settings.
  package init(users: PerUser<UserSettings>, sliceWidth: Double, countsMixedRounds: Bool = true) {
    self.users = users
    self.sliceWidth = sliceWidth
    self.countsMixedRounds = countsMixedRounds
  }

  /// Δ of the published window |cos(θ_A − θ_B − ψ)| ≥ λ: 2 arccos λ.
  ///
  /// - Parameter cosine: λ in [0, 1); NaN outside [−1, 1], which ``validate()`` refuses.
  package static func sliceWidth(leastCosine cosine: Double) -> Double { 2 * Double.acos(cosine) }

  /// Refuses settings with which the bounds do not hold.
  package func validate() throws(InputError) {
    try users.alice.validate("A")
    try users.bob.validate("B")
    try require(
      sliceWidth, "Delta", in: 0...Double.pi, excludingLower: true,
      hint: "full width in radians; the accepted fraction is Delta/pi")
  }
}
