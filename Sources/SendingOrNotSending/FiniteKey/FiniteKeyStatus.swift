// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

extension FiniteKey {
  /// What a result may be used for: the table of the sns sheet, section 7.
  ///
  /// - Parameter check: how the stated leakage stands to what correcting the counted errors takes.
  static func securityStatus(
    _ origin: Observations.Origin, _ options: FiniteKeyOptions, _ declarations: Declarations,
    _ check: StatedLeakage
  ) -> (status: SecurityStatus, reasons: [String]) {
    if options.accounting == .published {
      return (
        .comparisonOnly,
        [
          "as published: linear accounting of virtual events and no factor A, not confirmed for coherent attacks (TFS-28)"
        ]
      )
    }
    var open: [String] = []
    if origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if case .estimated = options.leakage { open.append("leak assumed: error correction's disclosure is a forecast") }
    switch check {
    case .met, .beyondKnownCodes: break
    case .below: open.append(ShannonRule.warning)
    case .uncounted: open.append("errors of the key not counted: the leakage cannot be held against Shannon's limit")
    }
    if origin == .measured {
      let uncovered = declarations.uncovered
      guard uncovered.isEmpty else {
        return (.comparisonOnly, uncovered.map { "outside every proof of the sheet: " + $0 })
      }
      open += declarations.missing(options.scheme)
    }
    guard open.isEmpty else { return (.planning, open) }
    return (.certified, [proof(options)])
  }

  private static func proof(_ options: FiniteKeyOptions) -> String {
    let general = "coherent attacks, composable, variable length"
    let basis = BasisOfTrust.derived.said()
    switch (options.scheme, options.method) {
    case (.sns, _): return general + "; sns sheet, sections 3.2 to 3.5; " + basis
    case (.aopp, .spin):
      return general + "; sns sheet, section 4.3; " + basis + ", with a theorem of its own (TFS-21); "
        + BasisOfTrust.derived.said(of: "length_simple") + ", without that theorem (TFS-25)"
    case (.aopp, .simple): return general + "; sns sheet, section 4.4; " + basis + ", without the theorem TFS-21"
    }
  }

  /// Where ε_sec goes (TFS-15, TFS-16).
  static func budget(_ options: FiniteKeyOptions) -> FailureBudget {
    let shares = FailureShares(options)
    let (nc, nq) = (shares.classicalEvents, shares.quantumEvents)
    let (c, q) = shares.each
    let isPaired = options.scheme == .aopp
    let classical =
      "six test counts" + (isPaired ? ", untagged zeros, ones and pairs" : " (vacuum both ways), untagged bits")
    var quantum = "wrong clicks in the slice, phase errors"
    if isPaired, options.method == .spin { quantum += " of bits and of pairs" }
    if options.accounting == .split { quantum += ", vacuum of test rounds" }
    let quarter = options.secrecy / 4
    let amplification: (Double) -> FailureBudget.Item = {
      .init(event: "privacy amplification", count: 1, probabilityEach: $0, contribution: $0)
    }
    switch options.accounting {
    case .split:
      return FailureBudget(
        items: [
          .init(event: classical, count: nc, probabilityEach: c, contribution: quarter),
          .init(event: quantum, count: nq, probabilityEach: q, contribution: 2 * quarter), amplification(quarter),
        ], secrecy: options.secrecy, correctness: options.correctness,
        composition: "n_c eps_c + 2 sqrt(n_q eps_q) + eps_PA (TFS-15)")
    case .root:
      // Under one root the shares do not add: each group is shown with its part of it.
      let all = Double(nc + nq)
      return FailureBudget(
        items: [
          .init(event: classical, count: nc, probabilityEach: c, contribution: 2 * quarter * Double(nc) / all),
          .init(event: quantum, count: nq, probabilityEach: q, contribution: 2 * quarter * Double(nq) / all),
          amplification(2 * quarter),
        ], secrecy: options.secrecy, correctness: options.correctness,
        composition: "2 sqrt((n_c + n_q) eps) + eps_PA (TFS-16)")
    case .published:
      return FailureBudget(
        items: [
          .init(
            event: "every tail, hashing and verification, as published", count: 22, probabilityEach: options.secrecy,
            contribution: 22 * options.secrecy)
        ], secrecy: 22 * options.secrecy, correctness: options.secrecy,
        composition: "linear, as published, each term xi (TFS-28)")
    }
  }

  /// The assumptions to print with every result (sns sheet, section 1).
  static func assumptions(_ options: FiniteKeyOptions) -> [String] {
    var list = [
      "phase-randomised coherent pulses, phases continuous and uniform, intensities exactly known",
      "vacuum and not sending are exactly empty; no correlations between pulses, no side channels, no Trojan light",
      "windows, intensities and sending drawn independently for every round with the stated probabilities; nothing is assumed about Charlie, his detectors, his phase reference or the channel",
      "one phase reference per round, by one rule, announced before windows or phases are disclosed; acceptance by the phase difference alone",
      "windows and intensities disclosed after the last click of the block; phases of no other rounds than announced pairs of weak decoys",
      "fixed before the run: N, settings, slice, cells, method, accounting; the leak allowance is reserved",
    ]
    if options.scheme == .aopp {
      list += [
        "zeros and ones paired uniformly at random after all clicks; pairs announced as unordered positions",
        "the bit at the earlier position of a kept pair is the key bit; unpaired bits and pairs of even parity are discarded",
      ]
    } else {
      list.append("error correction never announces which positions are zeros; everything that is sent is counted")
    }
    list.append(
      "the errors of the key and what is computed from them stay secret like the key, or ceil(log2(n + 1)) bits for each count are added to the leakage"
    )
    return list
  }
}
