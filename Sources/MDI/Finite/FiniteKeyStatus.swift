// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

extension FiniteKey {
  /// Whether the tails are bounds; a normal approximation is none.
  static func isBound(_ options: FiniteKeyOptions) -> Bool {
    options.bound != .gaussian && options.accounting == .phaseError
  }

  static func lengthEquation(_ options: FiniteKeyOptions, isFour: Bool) -> String {
    guard isFour else { return options.accounting == .curty2014Complete ? "MDI-51" : "MDI-34" }
    return options.scan == .double ? "MDI-40" : "MDI-38"
  }

  static func optionList(_ options: FiniteKeyOptions, isFour: Bool, _ origin: CountsOrigin)
    -> [AnalysisDescription.Option]
  {
    var list: [AnalysisDescription.Option] = [
      .init("accounting", options.accounting.rawValue), .init("fluctuations", options.bound.rawValue),
    ]
    if isFour {
      list.append(.init("joint bounds", options.joint ? "yes" : "no"))
      list.append(.init("scan", options.scan.rawValue))
    }
    if options.errorCorrectionInClear { list.append(.init("error correction in clear", "yes (MDI-29a)")) }
    if options.vacuumBits { list.append(.init("bits of Alice's vacuum", "yes")) }
    switch options.leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "estimated with f_EC = \(f)"))
    }
    list.append(.init("counts", origin.rawValue))
    return list
  }

  /// What a result may be used for: the table of the mdi sheet, section 14.
  static func securityStatus(
    _ origin: CountsOrigin, _ options: FiniteKeyOptions, isFour: Bool, leaks: Bool, isRefused: Bool,
    shannon: ShannonRule
  ) -> (SecurityStatus, [String]) {
    if let published = comparison(options) { return (.comparisonOnly, [published] + conditions(options)) }
    var open: [String] = []
    if origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if isRefused { open.append("the counts contradict the settings: they certify nothing") }
    switch options.leakage {
    case .estimated: open.append("the leakage of error correction is estimated, not measured")
    case .measured(let bits): if shannon.refutes(bits) { open.append(ShannonRule.warning) }
    }
    if options.accounting == .phaseError, !options.errorCorrectionInClear {
      if !options.encryptsMessages {
        open.append("not declared: messages of error correction and verification encrypted with key charged elsewhere")
      }
      if !options.hashesDually { open.append("not declared: a dual universal2 family of hash functions") }
    }
    if leaks {
      open.append(
        "a leaking vacuum (MDI-38a) is for planning until the leakage is documented; certify with three intensities")
    }
    guard open.isEmpty else { return (.planning, open + conditions(options)) }
    let form = isFour && options.scan == .double ? "; double scan, formulation of the mdi sheet, section 5.5" : ""
    return (
      .certified,
      ["coherent attacks, composable, variable length; counterfactual sampling of the mdi sheet, section 5.1" + form]
        + conditions(options)
    )
  }

  /// Why a result is for comparison with the literature alone, or nil.
  private static func comparison(_ options: FiniteKeyOptions) -> String? {
    if options.bound == .gaussian { return "not composable: Gaussian fluctuations are not a bound (MDI-28)" }
    switch options.accounting {
    case .phaseError: return nil
    case .curty2014:
      let vacuum = options.vacuumBits ? "; with bits of Alice's vacuum, an idea of the same paper" : ""
      return "linear composition as published by Curty et al. 2014, not confirmed for virtual events (MDI-30)" + vacuum
    case .curty2014Complete:
      return
        "the complete analysis as published by Curty et al. 2014, each Bell state by itself, originals not read again (MDI-51)"
    }
  }

  /// What the laboratory has to see to for the length to hold; printed with every length (sections 5.1, 5.3).
  static func conditions(_ options: FiniteKeyOptions) -> [String] {
    [
      options.accounting != .phaseError
        ? "holds, as far as published, with universal hashing; error correction and verification may be in clear"
        : options.errorCorrectionInClear
          ? "holds for any universal hashing, error correction and verification in clear (MDI-29a)"
          : "holds with dual universal hashing, and error correction and verification encrypted with key from a pool; otherwise ask for error_correction_in_clear (MDI-29a)",
      "holds if settings and bits stay private until the relay's last announcement of the block",
    ]
  }

  /// Where ε_sec goes (MDI-29, MDI-30).
  static func budget(_ options: FiniteKeyOptions, isFour: Bool) -> FailureBudget {
    let bounds = isFour ? FourIntensityAnalysis.bounds(options.scan) : ThreeIntensityAnalysis.bounds(options)
    let each = options.eachFailure(bounds: bounds)
    let double = options.scan == .double ? ", errors below" : ""
    let names =
      isFour
      ? "gain sum (5), vacuum side (6), error cell, single-photon pairs, phase errors" + double
      : "yield cells (7), error cells (4), single-photon pairs, phase errors"
        + (options.vacuumBits ? ", vacuum (3)" : "")
    guard options.accounting == .phaseError else {
      let secrecy = options.secrecy
      let isComplete = options.accounting == .curty2014Complete
      // Of the complete analysis as many terms for each Bell state, in the same sum.
      return FailureBudget(
        items: [
          .init(
            event: (isComplete ? "all terms" : names) + "; smoothing and hashing, as published",
            count: options.linearTerms(bounds: bounds), probabilityEach: each, contribution: secrecy)
        ], secrecy: secrecy, correctness: options.correctness,
        composition: isComplete
          ? "linear, as published, shared by the Bell states (MDI-51)" : "linear, as published (MDI-30)")
    }
    // sqrt(2 (n ε1 + 2^−ζ)) with n ε1 = 2^−ζ = ε²/4: the two halves of ε² under the root.
    let shared = options.sharedSecrecy
    let half = shared * shared / 4
    // Under one root the shares do not add: half the secrecy each is how they are told.
    let note = options.errorCorrectionInClear ? "; 1.25 of it with messages in clear (MDI-29a)" : ""
    return FailureBudget(
      items: [
        .init(event: names, count: bounds, probabilityEach: each, contribution: options.secrecy / 2),
        .init(event: "privacy amplification", count: 1, probabilityEach: half, contribution: options.secrecy / 2),
      ], secrecy: options.secrecy, correctness: options.correctness,
      composition: "all failures under one square root: sqrt(2 (n eps_1 + 2^-zeta))" + note)
  }

  /// The assumptions to print with every length (sections 5.1 and 5.3).
  static func assumptions(_ options: FiniteKeyOptions, isFour: Bool, leaks: Bool) -> [String] {
    var list = [
      "phase-randomised coherent pulses with Poissonian photon number and exactly known intensities",
      "settings and bits drawn independently for every pulse with the stated probabilities (a-priori ones, not observed frequencies)",
      "settings and bits stay private until the relay's last announcement of the block",
      "perfect single-photon states: no state-preparation flaws, no Trojan horse, no memory of earlier pulses",
      "number of pulse pairs fixed before the run; the relay and its detectors are not trusted",
    ]
    if isFour {
      list.append(
        leaks
          ? "vacuum pulses leak no more than the stated mean photon number"
          : "vacuum pulses are exactly empty")
    }
    if options.vacuumBits { list.append("the key is Alice's bits; Bob corrects his") }
    if options.accounting != .phaseError {
      list.append("universal hashing, as published; error correction and verification may be sent in clear")
    } else if options.errorCorrectionInClear {
      list.append("any universal hashing; error correction and verification may be sent in clear (MDI-29a)")
    } else {
      list.append(
        "privacy amplification with a dual universal hash family (modified Toeplitz or random full-rank matrix)")
      list.append(
        "messages of error correction and verification encrypted with a pool of key; the length is the net gain")
    }
    return list
  }
}
