// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks

/// The channel model summed over the samples of a link (links sheet, LK-2): gains and yields are added up, never computed
/// from mean transmittances. A steady link gives the model's own numbers, to the last bit.
package struct VaryingModel: Sendable {
  /// One state of the link with its detectors.
  package struct State: Sendable {
    /// w: the share of the rounds that meet it.
    let weight: Double
    /// Charlie's detectors, stray light of this state included.
    package let model: ChannelModel
    /// η_A.
    package let etaA: Double
    /// η_B.
    package let etaB: Double
  }

  private let states: [State]

  /// A link with its detectors.
  package init(_ setup: Setup) {
    states = setup.link.samples.map { sample in
      let bob = sample.bob?.transmittance ?? .one
      return State(
        weight: sample.weight,
        model: ChannelModel(darkCount: setup.darkCounts(sample), misalignment: setup.misalignment),
        etaA: (sample.alice.transmittance * setup.detectorEfficiency).value,
        etaB: (bob * setup.detectorEfficiency).value)
    }
  }

  /// Σ w f over the states; of a steady link f itself.
  package func mean(_ f: (State) -> Double) -> Double {
    states.count == 1 ? f(states[0]) : states.reduce(0) { $0 + $1.weight * f($1) }
  }

  /// Q_D and T_D (TFS-3) for intensities of the weak decoys.
  package func slice(_ a: Double, _ b: Double, width: Double) -> ChannelModel.Slice {
    func slice(_ s: State) -> ChannelModel.Slice { s.model.slice(s.etaA * a, s.etaB * b, width: width) }
    if states.count == 1 { return slice(states[0]) }
    var (gain, errors) = (0.0, 0.0)
    for state in states {
      let one = slice(state)
      gain += state.weight * one.gain
      errors += state.weight * one.errorGain
    }
    return ChannelModel.Slice(gain: gain, errorGain: errors)
  }
}
