// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics

/// What an optimiser may move in a comparison protocol: its intensity and how often users send.
package struct ComparisonSearchSpace: Sendable {
  private static let usualIntensity = 1e-4...2.0
  private static let usualSending = 1e-3...0.6

  /// The protocol.
  package let scheme: ComparisonProtocol
  /// The choices that are given; those that are open are replaced.
  package let choices: ComparisonProtocol.Choices
  private let movesIntensity: Bool
  private let movesSending: Bool
  private let intensity: ClosedRange<Double>
  private let sending: ClosedRange<Double>

  /// Makes the space of what is open.
  ///
  /// - Parameters:
  ///   - scheme: the protocol.
  ///   - choices: what is given; what is open is replaced.
  ///   - movesIntensity: whether the intensity is open.
  ///   - movesSending: whether the sending probability is open.
  ///   - intensityRange: where the intensity is searched, mean photons per pulse; nil is the usual range.
  ///   - sendingRange: where the sending probability is searched.
  package init(
    _ scheme: ComparisonProtocol, _ choices: ComparisonProtocol.Choices, movesIntensity: Bool, movesSending: Bool,
    intensityRange: ClosedRange<Double>? = nil, sendingRange: ClosedRange<Double>? = nil
  ) {
    intensity = intensityRange.map(SearchRanges.ofUsedLight) ?? Self.usualIntensity
    sending = sendingRange.map(SearchRanges.ofUsedChoices) ?? Self.usualSending
    self.scheme = scheme
    self.choices = choices
    self.movesIntensity = movesIntensity
    self.movesSending = movesSending && scheme.hasSendingProbability
  }

  /// The names of what may be moved.
  package var names: [String] {
    (movesIntensity ? ["intensity"] : []) + (movesSending ? ["sending probability"] : [])
  }

  /// The choices at a point of the unit box.
  package func choices(at x: [Double]) -> ComparisonProtocol.Choices {
    var result = choices
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < x.count ? x[index] : 0
    }
    func value(_ range: ClosedRange<Double>) -> Double {
      let value = UnitInterval.logarithmic(next(), range.lowerBound, range.upperBound)
      // Held to a range of one's own against rounding.
      let isUsual = range == Self.usualIntensity || range == Self.usualSending
      return isUsual ? value : Swift.min(range.upperBound, Swift.max(range.lowerBound, value))
    }
    if movesIntensity { result.intensity = value(intensity) }
    if movesSending { result.sendingProbability = value(sending) }
    return result
  }

  /// The maximisation of the rate.
  package func problem(setup: Setup) -> SearchProblem {
    let space = self
    let usual: (Double, Double) =
      switch scheme {
      case .phaseMatching: (0.12, 0)
      case .sendingOrNotSending: (0.45, 0.04)
      case .oddParityPairing: (0.5, 0.28)
      default: (0.45, 0)
      }
    let start =
      (movesIntensity ? [UnitInterval.position(usual.0, intensity.lowerBound, intensity.upperBound)] : [])
      + (movesSending ? [UnitInterval.position(usual.1, sending.lowerBound, sending.upperBound)] : [])
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: start.isEmpty ? [] : [start],
      objective: { x in
        let choices = space.choices(at: x)
        let outcome = space.scheme.outcome(setup, choices)
        if outcome.rawRate > 0 { return outcome.rawRate }
        // Per photon, so that to send nothing is no attraction.
        let eta = setup.aliceArm.value
        let signal = eta * choices.intensity
        return Swift.max(-4, outcome.rawRate / (signal > 0 ? signal : 1)) - 1e-300
      })
  }
}
