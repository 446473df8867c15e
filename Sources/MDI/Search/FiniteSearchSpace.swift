// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What an optimiser may move in a finite run, whatever the scheme.
package protocol FiniteSearchSpace: Sendable {
  /// What one party chooses.
  associatedtype Choice: FiniteChoice
  /// The names of what may be moved, in the order of the box's coordinates.
  var names: [String] { get }
  /// Whether Bob does as Alice.
  var isSymmetric: Bool { get }
  /// The settings at a point of the box.
  func settings(at point: [Double]) -> PerParty<Choice>
  /// The maximisation of the finite-key rate over what is open.
  func problem(setup: Setup, pulses: Double, options: FiniteKeyOptions) -> SearchProblem
  /// The key that a link is expected to give with settings, with every intermediate quantity.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  func expectedKey(
    _ setup: Setup, _ settings: PerParty<Choice>, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate
  /// Refuses ranges of one's own in which nothing can lie.
  ///
  /// - Throws: `InputError` whose quantity is `search.` or `search.bob_` and the range's name.
  func validateRanges() throws(InputError)
  /// Refuses options that the scheme does not have.
  func validate(_ options: FiniteKeyOptions) throws(InputError)
}

extension FiniteSearchSpace {
  /// Refuses options out of range, and given settings with which the bounds do not hold whatever is open.
  ///
  /// - Throws: `InputError` naming the quantity.
  package func validateCentre(_ options: FiniteKeyOptions) throws(InputError) {
    try options.validate()
    try validate(options)
    let centre = settings(at: names.map { _ in 0.5 })
    try centre.alice.validate("A")
    try centre.bob.validate("B")
  }

  /// The search for the settings of a scheme's expected counts.
  func problem<C: FiniteCounts>(
    _ scheme: C.Type, starts: [[Double]], setup: Setup, pulses: Double, options: FiniteKeyOptions
  ) -> SearchProblem where C.Choice == Choice {
    let space = self
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: starts,
      objective: { x in
        let settings = space.settings(at: x)
        let e: FiniteEstimate<Double> = C.expected(setup, settings, pulses: pulses).certify(settings, options)
        return e.searchValue(pulses: pulses)
      })
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
