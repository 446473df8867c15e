import KeyRateSecurity
import RealModule

extension FiniteKey {
  /// Whether the tails are bounds; a normal approximation is none.
  static func isBound(_ options: FiniteKeyOptions) -> Bool {
    options.bound != .gaussian && options.accounting == .phaseError
  }

  static func lengthEquation(_ options: FiniteKeyOptions, isFour: Bool) -> String {
    guard isFour else { return "MDI-34" }
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
    switch options.leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "estimated with f_EC = \(f)"))
    }
    list.append(.init("counts", origin.rawValue))
    return list
  }

  /// What a result may be used for: the table of the mdi sheet, section 14.
  static func securityStatus(
    _ origin: CountsOrigin, _ options: FiniteKeyOptions, isFour: Bool, leaks: Bool
  ) -> (SecurityStatus, [String]) {
    if options.bound == .gaussian {
      return (.comparisonOnly, ["not composable: Gaussian fluctuations are not a bound (MDI-28)"])
    }
    if options.accounting == .curty2014 {
      return (
        .comparisonOnly,
        ["linear composition as published by Curty et al. 2014, not confirmed for virtual events (MDI-30)"]
      )
    }
    var open: [String] = []
    if origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if case .estimated = options.leakage { open.append("the leakage of error correction is estimated, not measured") }
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

  /// What the laboratory has to see to for the length to hold; printed with every length (sections 5.1, 5.3).
  static func conditions(_ options: FiniteKeyOptions) -> [String] {
    [
      options.errorCorrectionInClear
        ? "holds for any universal hashing, error correction and verification in clear (MDI-29a)"
        : "holds with dual universal hashing, and error correction and verification encrypted with key from a pool; otherwise ask for error_correction_in_clear (MDI-29a)",
      "holds if settings and bits stay private until the relay's last announcement of the block",
    ]
  }

  /// Where ε_sec goes (MDI-29, MDI-30).
  static func budget(_ options: FiniteKeyOptions, isFour: Bool) -> FailureBudget {
    let bounds = isFour ? FourIntensityAnalysis.bounds(options.scan) : ThreeIntensityAnalysis.bounds
    let each = options.eachFailure(bounds: bounds)
    let double = options.scan == .double ? ", errors below" : ""
    let names =
      isFour
      ? "gain sum (5), vacuum side (6), error cell, single-photon pairs, phase errors" + double
      : "yield cells (7), error cells (4), single-photon pairs, phase errors"
    guard options.accounting == .phaseError else {
      let secrecy = options.secrecy
      return FailureBudget(
        items: [
          .init(
            event: names + "; smoothing and hashing, as published", count: 6 + 5 * bounds, probabilityEach: each,
            contribution: secrecy)
        ], secrecy: secrecy, correctness: options.correctness, composition: "linear, as published (MDI-30)")
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
    if options.errorCorrectionInClear {
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
