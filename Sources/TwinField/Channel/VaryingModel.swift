// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks

/// What an honest middle does with the pulses of both users: all that expected observations need of a link.
package protocol HonestMiddle: Sendable {
  /// Q_X and e_X for key intensities s_A, s_B (TF-3).
  func keyResponse(_ sA: Double, _ sB: Double) -> ChannelModel.KeyResponse
  /// G(μ, ν): gain of phase-randomised pulses of intensities μ and ν (TF-4).
  func testGain(_ mu: Double, _ nu: Double) -> Double
  /// Y(n, m): yield of exactly n photons from Alice and m from Bob (TF-5, TF-6).
  func yield(_ n: Int, _ m: Int) -> Double
}

/// The channel model summed over the samples of a link (links sheet, LK-2): gains and yields are added up, never computed
/// from mean transmittances. A steady link gives the model's own numbers, to the last bit.
package struct VaryingModel: HonestMiddle {
  private let states: [(weight: Double, model: ChannelModel)]

  /// A link with its detectors.
  package init(_ setup: Setup) {
    states = setup.link.samples.map { ($0.weight, ChannelModel(setup, in: $0)) }
  }

  private func sum(_ part: (ChannelModel) -> Double) -> Double {
    states.count == 1 ? part(states[0].model) : states.reduce(0) { $0 + $1.weight * part($1.model) }
  }

  package func keyResponse(_ sA: Double, _ sB: Double) -> ChannelModel.KeyResponse {
    if states.count == 1 { return states[0].model.keyResponse(sA, sB) }
    var gain = 0.0
    var errors = 0.0
    for state in states {
      let response = state.model.keyResponse(sA, sB)
      gain += state.weight * response.gain
      errors += state.weight * response.errorGain
    }
    return ChannelModel.KeyResponse(gain: gain, errorGain: errors)
  }

  package func testGain(_ mu: Double, _ nu: Double) -> Double { sum { $0.testGain(mu, nu) } }

  package func yield(_ n: Int, _ m: Int) -> Double { sum { $0.yield(n, m) } }
}
