// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension PhotonFiniteKey {
  /// What a result may be used for: the table of the photons sheet, section 9.
  static func securityStatus(
    _ counts: PhotonCounts, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions, leakageIsRefuted: Bool
  ) -> (SecurityStatus, [String]) {
    var open = options.openPoints(counts.origin, leakageIsRefuted: leakageIsRefuted)
    if let point = limit.openPoint { open.append(point) }
    guard open.isEmpty else { return (.planning, open) }
    return (
      .certified,
      [
        "coherent attacks, composable, variable length; derived in the photons sheet from the worst case of Gottesman, Lo, Luetkenhaus, Preskill 2004 and the block argument"
      ]
    )
  }

  /// The assumptions to print with every result (sections 4a and 4c).
  static func assumptions(_ limit: MultiphotonLimit) -> [String] {
    var list = [
      "the probability of two photons or more holds for every pulse given the earlier ones, and for each basis and bit",
      "basis and bit drawn independently for every pulse, the same probabilities over the block",
      "perfect BB84 states with uniform bits in both bases for one photon",
      "number of triggers fixed before the run, undetected ones included; bases announced after the last detection",
      "Bob chooses his basis actively; detection efficiency independent of the basis; double clicks assigned a random bit",
      "detectors blocked together during dead time",
      "forward reconciliation: Bob corrects his string, in a prefix-free transcript that is counted whole",
      "the errors of the key basis stay secret like the key, or ceil(log2(n + 1)) bits are added to the leakage",
      "no side channels: no Trojan horse, no memory of earlier pulses",
    ]
    switch limit {
    case .coherent:
      list.append("phase-randomised coherent pulses, their mean photon number not above the limit")
    case .probability, .calibration:
      list.append(
        "no coherence between photon numbers of different pulses (non-resonant or phase-scrambled excitation)")
    }
    if case .calibration = limit {
      list.append(
        "raw correlations, integrated over the whole clock period in the spatial and spectral window that is sent")
      list.append("stationary source: the calibration holds during the run")
    }
    return list
  }
}

extension PhotonFiniteKeyOptions {
  /// What keeps a length from being certified, whatever the source.
  func openPoints(_ origin: PhotonCountsOrigin, leakageIsRefuted: Bool) -> [String] {
    var open: [String] = []
    if isInfiniteBlock { open.append("the limit of infinite blocks is not composable") }
    if origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if case .estimated = leakage { open.append("the leakage of error correction is estimated, not measured") }
    if leakageIsRefuted { open.append(ShannonRule.warning) }
    if sampling == .hyper { open.append("monotonicity of sampling hyper is shown numerically only (BB-26)") }
    return open
  }
}
