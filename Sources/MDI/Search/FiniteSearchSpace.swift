// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// A choice as the slots of a search space, one after another.
package protocol SearchedChoice: FiniteChoice {
  /// Reads it from values of slots.
  init(_ values: [Double], from first: Int)
  /// The values of its slots.
  var slots: [Double] { get }
}

/// What an optimiser may move in a finite run, whatever the scheme.
package protocol FiniteSearchSpace: SearchedSpace {
  /// What one party chooses.
  associatedtype Choice: SearchedChoice
  /// The first slot of each party's choice; the same for both if Bob does as Alice.
  var first: PerParty<Int> { get }
  /// The maximisation of the finite-key rate over what is open.
  func problem(setup: Setup, pulses: Double, options: FiniteKeyOptions) -> SearchProblem
  /// The key that a link is expected to give with settings, with every intermediate quantity.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  func expectedKey(
    _ setup: Setup, _ settings: PerParty<Choice>, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate
  /// Refuses options that the scheme does not have.
  func validate(_ options: FiniteKeyOptions) throws(InputError)
}

extension FiniteSearchSpace {
  /// Whether Bob does as Alice.
  package var isSymmetric: Bool { first.alice == first.bob }

  /// The settings at a point of the box.
  package func settings(at point: [Double]) -> PerParty<Choice> {
    let values = box.values(at: point)
    let alice = Choice(values, from: first.alice)
    return PerParty(alice: alice, bob: isSymmetric ? alice : Choice(values, from: first.bob))
  }

  /// The point of the box for settings, clipped into it; the inverse of ``settings(at:)``.
  package func point(for settings: PerParty<Choice>) -> [Double] {
    func wanted(_ choice: Choice, _ first: Int) -> [(Int, Double)] {
      choice.slots.enumerated().map { (first + $0, $1) }
    }
    let alice = wanted(settings.alice, first.alice)
    return box.point(for: isSymmetric ? alice : alice + wanted(settings.bob, first.bob))
  }

  /// Refuses options out of range, and given settings with which the bounds do not hold whatever is open.
  ///
  /// - Throws: `InputError` naming the quantity.
  package func validateCentre(_ options: FiniteKeyOptions) throws(InputError) {
    try options.validate()
    try validate(options)
    let centre = settings(at: box.names.map { _ in 0.5 })
    try centre.alice.validate("A")
    try centre.bob.validate("B")
  }

  /// The search for the settings of a scheme's expected counts.
  func problem<C: FiniteCounts>(
    _ scheme: C.Type, starts: [[Double]], setup: Setup, pulses: Double, options: FiniteKeyOptions
  ) -> SearchProblem where C.Choice == Choice {
    let space = self
    return box.problem(starts: starts) { x in
      let settings = space.settings(at: x)
      let e: FiniteEstimate<Double> = C.expected(setup, settings, pulses: pulses).certify(settings, options)
      return e.searchValue(pulses: pulses)
    }
  }
}

extension FiniteEstimate<Double> {
  /// The objective of a search: the unrounded rate where there is key; below zero a number that rises
  /// towards key and does not reward sending nothing (mdi sheet, section 9, trap i).
  func searchValue(pulses: Double) -> Double {
    guard detections > 0, pulses > 0, !isInconsistent else { return -10 }
    if rawLength > 0 { return rawLength / pulses }
    func squashed(_ x: Double) -> Double { x > 0 ? x / (1 + x) : 0 }
    let paid = (leakage.value + cost) / detections
    // No pairs certified: how far the unclipped sum is from certifying any.
    if pairs.value <= 0 || pairFraction <= 0 { return -2 - squashed(-pairFraction) - squashed(paid) }
    if phaseErrorUncapped >= 0.5 { return -1 - squashed(phaseErrorUncapped - 0.5) - squashed(paid) / 2 }
    return Swift.max(rawLength / detections, -1)
  }
}
