// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics

/// What an optimiser may move in a comparison protocol: its intensity and how often users send.
package struct ComparisonSearchSpace: SearchedSpace {
  private static let usualIntensity = 1e-4...2.0
  private static let usualSending = 1e-3...0.6
  /// The probability of sending.
  package static let sending = SearchSetting(
    "sending_probability", "how often a user sends", .probability, key: "sending_probability",
    range: "sending_probability")

  /// The protocol.
  package let scheme: ComparisonProtocol
  /// What may be moved.
  package let box: SearchCoordinates
  private let choices: ComparisonProtocol.Choices
  private let intensity: Int
  private let sending: Int?

  /// Makes the space of what is open.
  ///
  /// - Parameters:
  ///   - scheme: the protocol.
  ///   - choices: what is given; what is open is replaced.
  ///   - movesIntensity: whether the intensity is open.
  ///   - movesSending: whether the sending probability is open.
  ///   - ranges: ranges in place of the usual ones, for `key_intensity` and `sending_probability`.
  package init(
    _ scheme: ComparisonProtocol, _ choices: ComparisonProtocol.Choices, movesIntensity: Bool, movesSending: Bool,
    ranges: SearchRanges = SearchRanges()
  ) {
    self.scheme = scheme
    self.choices = choices
    var box = SearchDeclaration(ranges)
    let light = SearchBounds.range(box.own(.keyIntensity), usual: Self.usualIntensity)
    intensity = box.add(
      .keyIntensity, given: movesIntensity ? nil : choices.intensity, named: "intensity", .fixed(light))
    if scheme.hasSendingProbability {
      let often = SearchBounds.range(box.own(Self.sending), usual: Self.usualSending)
      sending = box.add(
        Self.sending, given: movesSending ? nil : choices.sendingProbability, named: "sending probability",
        .fixed(often))
    } else {
      sending = nil
    }
    self.box = SearchCoordinates(box)
  }

  /// The choices at a point of the unit box.
  package func choices(at x: [Double]) -> ComparisonProtocol.Choices {
    let values = box.values(at: x)
    var result = choices
    result.intensity = values[intensity]
    if let sending { result.sendingProbability = values[sending] }
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
    let start = [(intensity, usual.0)] + (sending.map { [($0, usual.1)] } ?? [])
    return box.problem(starts: [box.point(for: start)]) { x in
      let choices = space.choices(at: x)
      let outcome = space.scheme.outcome(setup, choices)
      if outcome.rawRate > 0 { return outcome.rawRate }
      // Per photon, so that to send nothing is no attraction.
      let eta = setup.aliceArm.value
      let signal = eta * choices.intensity
      return Swift.max(-4, outcome.rawRate / (signal > 0 ? signal : 1)) - 1e-300
    }
  }
}
