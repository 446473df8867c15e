// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Infinitely many rounds and perfect estimates at the settings of a finite run (sns sheet, TFS-8): what no finite key
/// exceeds. For rare decoy windows and a narrow slice the published asymptotic rates (TF-44, TF-45).
package enum AsymptoticAnalysis {
  /// What an honest link gives.
  package struct Estimate: Sendable, Equatable {
    /// t: phase errors of single photons per round and untagged weight.
    package let phaseErrorYield: Double
    /// Bits that become key per round: untagged bits or untagged pairs.
    package let secretBits: Double
    /// Their phase-error rate, at most 1/2.
    package let phaseError: Double
    /// Bits that are corrected, per round.
    package let correctedBits: Double
    /// Their error rate.
    package let errorRate: Double
    /// Secret bits per round, signed.
    package let rawRate: Double
    /// Secret bits per round.
    package var rate: Double { Swift.max(0, rawRate) }
  }

  /// The rate of a link at given settings.
  ///
  /// - Parameter efficiency: f_EC ≥ 1.
  package static func estimate(
    _ setup: Setup, _ settings: Settings, _ scheme: Scheme, efficiency f: Double
  ) throws(InputError) -> Estimate {
    try setup.validate()
    try settings.validate()
    try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    return evaluate(setup, settings, scheme, efficiency: f)
  }

  /// The same without checks.
  static func evaluate(_ setup: Setup, _ settings: Settings, _ scheme: Scheme, efficiency f: Double) -> Estimate {
    let middle = VaryingModel(setup)
    let untagged = SettingProbabilities<Double>(settings).untagged
    let simulation = Simulation(setup, settings, rounds: 1)
    let a = settings.users.alice.weakIntensity
    let b = settings.users.bob.weakIntensity
    let half = settings.sliceWidth / 2
    let visibility = (Double.sin(half) / half) * (1 - 2 * setup.misalignment)
    let t = middle.mean { state in
      let one = (a * state.model.onePhoton(state.etaA) + b * state.model.onePhoton(state.etaB)) / (a + b)
      let interference = (1 - state.model.darkCount) * 2 * (a * b * state.etaA * state.etaB).squareRoot() / (a + b)
      return (one - interference * visibility) / 2
    }
    let u1 = untagged.alice * middle.mean { $0.model.onePhoton($0.etaA) }
    let u0 = untagged.bob * middle.mean { $0.model.onePhoton($0.etaB) }
    let errors = (untagged.alice + untagged.bob) * t
    let n = u0 + u1
    let isPaired = scheme == .aopp
    let bits: Double
    let phaseError: Double
    let counts = simulation.observations
    if !(u0 > 0 && u1 > 0) {
      (bits, phaseError) = (0, 0.5)
    } else if isPaired {
      bits = u0 * u1 / Swift.max(counts.zeros, counts.ones)
      phaseError = Swift.min(0.5, errors * (n - errors) / (2 * u0 * u1))
    } else {
      bits = n
      phaseError = Swift.min(0.5, errors / n)
    }
    let corrected = isPaired ? counts.pairs?.kept ?? 0 : counts.keyBits
    let e = isPaired ? simulation.pairErrorRate : simulation.errorRate
    return Estimate(
      phaseErrorYield: t, secretBits: bits, phaseError: phaseError, correctedBits: corrected, errorRate: e,
      rawRate: bits * binaryEntropyComplement(phaseError) - f * corrected * binaryEntropy(e))
  }
}
