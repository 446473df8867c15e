// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension FiniteKey {
  /// The assumptions to print with every result (section 4a, A1 and the eight after it): all with a certified one, those
  /// on devices and run with a plan.
  static func assumptions(
    intensities: Int, _ options: FiniteKeyOptions, _ status: SecurityStatus
  ) -> [String] {
    let run = [
      "A1 source: phase-randomised coherent pulses with Poissonian photon number and exactly known intensities; intensity, basis and bit drawn independently for every pulse with the same probabilities in both bases, constant over the block; bits uniform in both bases; perfect BB84 states; no correlations between pulses, no side channel of Alice (no Trojan horse)",
      "A2 receiver: active random choice of the basis; whether a pulse is detected does not depend on the basis, for every incoming state; after a click all detectors are off in hardware for a fixed time; double clicks get a random bit; no side channel into Bob; nothing in a gate depends on basis or outcome of an earlier gate (after-pulses do)",
      "A3 sampling: intensities and bases announced only after the last detection; no round or block dropped by looking at counts by intensity or at errors",
      "A4 run: number of pulses, epsilons and every option of the analysis fixed before the counts are seen",
    ]
    guard status == .certified else {
      return run + (options.countsVacuum ? ["forward reconciliation: Bob corrects his string"] : [])
    }
    let errors =
      intensities == 2
      ? "the errors of the key basis are counted after correction and verification, and announced"
      : options.keyErrors == .secret
        ? "the errors of the key basis and what is computed from them stay secret like the key"
        : "the errors of the key basis are announced and paid for"
    return run + [
      "A5 channel: authenticated classical channel; messages of reconciliation prefix-free and all counted, both directions; forward reconciliation: Bob corrects his string; \(errors)",
      "A6 verification: a tag of log2(1/eps_cor) bits, rounded up, from a two-universal family, its seed drawn afresh and sent after correction is finished",
      "A7 amplification: all sifted bits of the key basis hashed by a two-universal family, its seed uniform, independent and drawn after detection, one seed for each block",
      "A8 randomness: all choices and seeds from trusted uniform generators; closed laboratories",
      "A9 authentication: its keys and its epsilon are not in the length: subtract the tags of all messages, add their failure probabilities",
    ]
  }
}
