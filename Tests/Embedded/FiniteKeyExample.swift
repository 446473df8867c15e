// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateLinks
import KeyRateSecurity

/// The secret bits of finite-key.toml at another loss and number of pulses; −1 if an input is refused.
@_expose(wasm, "secretBits")
@_cdecl("secretBits")
public func secretBits(lossDecibel: Double, pulses: Double) -> Double {
  guard let channel = Transmittance(lossDecibel: lossDecibel), let detectors = Transmittance(0.2) else { return -1 }
  let setup = Setup(channel: channel, detectorEfficiency: detectors, backgroundProbability: 1e-6, misalignment: 0.01)
  let settings = Settings(
    intensities: ByIntensity(0.48, 0.1, 2e-4), probabilities: ByIntensity(0.7, 0.2, 0.1), keyBasisProbability: 0.9)
  let counts = Simulation.observations(setup, settings, block: .pulses(pulses))
  do {
    return try FiniteKey.analyse(counts, settings, FiniteKeyOptions()).lengthBits ?? -1
  } catch {
    return -1
  }
}
