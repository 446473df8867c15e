// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  /// What a result may be used for: the table of the bb84 sheet, section 13.
  static func securityStatus(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: DecoyEstimate<Double>
  ) -> (SecurityStatus, [String]) {
    if options.proof == .satquma2022 {
      return (
        .comparisonOnly,
        [
          "as published, comparison only: what the SatQuMA tool computes (SQ-1 to SQ-5)",
          "not sound: the vacuum count subtracts the lower end of the second intensity's count (SQ-3), test errors are shared in proportion to detections (SQ-2), sampling lim-gamma fails for few errors (BB-30)",
          "fixed-length statement used with variable length (bb84 sheet, section 4b)",
        ]
      )
    }
    if options.proof != .sound {
      var reasons = [
        "published formula (\(options.proof.rawValue)): fixed-length statement used with variable length, and gaps listed in the bb84 sheet, sections 3, 4b and 5"
      ]
      if options.proof.holdsToTotals {
        reasons.append("detections and errors are held to their totals, which is not in the paper and gives more key")
      }
      return (.comparisonOnly, reasons)
    }
    switch options.sampling {
    case .limGamma:
      return (.comparisonOnly, ["sampling lim-gamma is not sound for few errors (BB-30)"])
    case .yin2020:
      return (.comparisonOnly, ["sampling yin2020 misses its target failure probability in tests (BB-29)"])
    default: break
    }
    var open: [String] = []
    if options.isInfiniteBlock || options.sampling == .none {
      open.append("the limit of infinite blocks is not composable")
    }
    if counts.origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if counts.origin == .measured, counts.pulses == nil {
      open.append("the number of pulses, fixed before the run, is not stated")
    }
    if e.isRefused { open.append("the counts contradict the settings: they certify nothing") }
    switch options.leakage {
    case .estimated: open.append("the leakage of error correction is estimated, not measured")
    case .measured(let bits):
      if e.shannon?.refutes(bits) == true { open.append(ShannonRule.warning) }
    }
    if options.isReverse {
      open.append("reverse reconciliation: derived under one more assumption, that Bob's detected system is a qubit")
    }
    if options.sampling == .hyper { open.append("monotonicity of sampling hyper is shown numerically only (BB-26)") }
    if options.sampling == .exact { open.append("sampling exact is not monotone in the block size (BB-28)") }
    if open.isEmpty {
      let form =
        options.composition == .tup24
        ? "composition as printed by Tupkary et al. 2024 (from memory), also implied by the block argument"
        : "derived by the block argument of the bb84 sheet, section 4a, from published lemmas"
      return (.certified, ["coherent attacks, composable, variable length; \(form)"])
    }
    return (.planning, open)
  }

  /// Where ε_sec goes (section 4a, BB-38, BB-45; the published forms as printed).
  static func budget(_ options: FiniteKeyOptions, intensities: Int) -> FailureBudget {
    let (tails, divisor) = options.shares(intensities: intensities)
    let secrecy = options.secrecy
    let each = secrecy / divisor
    let tailNames =
      intensities == 3
      ? "decoy tails: X n1+ n2- n2+ n3- n3+, Z the same, Z errors m2+ m3-, Z vacuum coin"
      : "decoy tails: X n1+ n2- m1+ m2+ vacuum, Z the same, Z errors m2-"
    let items: [FailureBudget.Item]
    let composition: String
    if options.proof != .sound {
      let events = intensities == 3 ? 21 : 19
      items = [
        .init(
          event: "all events, as printed", count: events, probabilityEach: each, contribution: Double(events) * each)
      ]
      composition = "as published"
    } else if options.composition == .tup24 {
      let e = secrecy / 3
      let small = e * e / Double(tails + 1)
      items = [
        .init(
          event: tailNames + "; phase-error sampling", count: tails + 1, probabilityEach: small, contribution: 2 * e),
        .init(event: "privacy amplification", count: 1, probabilityEach: e, contribution: e),
      ]
      composition = "all failures under the square root (tup24)"
    } else {
      items = [
        .init(event: tailNames, count: tails, probabilityEach: each, contribution: Double(tails) * each),
        .init(
          event: "phase-error sampling, probability eps^2, smoothing eps", count: 1, probabilityEach: each * each,
          contribution: 2 * each),
        .init(event: "privacy amplification", count: 1, probabilityEach: each, contribution: each),
      ]
      composition = "tails linearly, sampling under the square root"
    }
    return FailureBudget(items: items, secrecy: secrecy, correctness: options.correctness, composition: composition)
  }
}
