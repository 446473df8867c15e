// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity

/// A transmittance that a job states.
func transmittance(_ value: Double) throws -> Transmittance {
  guard let transmittance = Transmittance(value) else {
    throw InputError("transmittance", value, allowed: "must be between 0 and 1")
  }
  return transmittance
}

/// A transmittance that a job states as a loss.
func transmittance(lossDecibel: Double) throws -> Transmittance {
  guard let transmittance = Transmittance(lossDecibel: lossDecibel) else {
    throw InputError("loss in dB", lossDecibel, allowed: "must not be negative")
  }
  return transmittance
}
