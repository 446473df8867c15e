// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import PhotonSources

func loss(_ decibel: Double) -> Transmittance { Transmittance(lossDecibel: decibel) ?? .one }

func efficiency(_ value: Double) -> Transmittance { Transmittance(value) ?? .one }

/// What an input was refused for; nil if it was not.
func refused(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as InputError {
    return error.quantity
  } catch {
    return "not an input error: \(error)"
  }
}

/// A link with a pulsed pump.
func pulsedLink(
  _ lossA: Double, _ lossB: Double, modes: Double = 1, background: Double = 1e-7, misalignment: Double = 0.01,
  model: PulsedPump.Model = .exact, efficiency eta: Double = 0.7
) -> PairSetup {
  PairSetup(
    alice: .init(channel: loss(lossA), detectorEfficiency: efficiency(eta)),
    bob: .init(channel: loss(lossB), detectorEfficiency: efficiency(eta)),
    pump: .pulsed(PulsedPump(model: model, modes: modes, aliceBackground: background, bobBackground: background)),
    misalignment: misalignment)
}
