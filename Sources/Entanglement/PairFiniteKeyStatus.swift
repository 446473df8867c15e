// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension PairFiniteKey {
  /// What a result may be used for: the table of the photons sheet, section 9.
  static func securityStatus(
    _ counts: PairCounts, _ receivers: PairReceivers, _ options: PairFiniteKeyOptions, leakageIsRefuted: Bool
  ) -> (SecurityStatus, [String]) {
    var open: [String] = []
    if options.isInfiniteBlock { open.append("the limit of infinite blocks is not composable") }
    if counts.origin == .expected { open.append("the counts are expected ones, not those of a run") }
    if counts.origin == .measured, counts.pulses == nil, counts.durationSeconds == nil {
      open.append("neither the duration nor the number of pulses, fixed before the run, is stated")
    }
    if case .estimated = options.leakage { open.append("the leakage of error correction is estimated, not measured") }
    if leakageIsRefuted { open.append(ShannonRule.warning) }
    if counts.origin == .measured, !receivers.unstated.isEmpty {
      open.append("not stated of the receivers: \(receivers.unstated.joined(separator: ", "))")
    }
    if !receivers.deadTime.isCovered {
      open.append(
        "dead time (\(receivers.deadTime.rawValue)): earlier clicks decide which detectors are alive, which no proof covers"
      )
    }
    guard open.isEmpty else { return (.planning, open) }
    let form: String
    switch (counts.samples.keyMode, options.sampling) {
    case (_, .binomial): form = "derived: independent test labels with a least probability (PH-15)"
    case (.both, _): form = "derived: key from both bases, two sampling bounds share one failure probability (PH-12)"
    case (.one, _):
      form = "structure of Tomamichel, Lim, Gisin, Renner 2012, arXiv:1103.4130; variable length by blocks"
    case (.pooled, _): form = "structure of Tomamichel, Leverrier 2017, arXiv:1506.08458; variable length by blocks"
    }
    return (.certified, ["coherent attacks, composable, variable length, source untrusted; \(form)"])
  }

  /// Where ε_sec goes (PH-13).
  static func budget(_ options: PairFiniteKeyOptions, _ keyMode: PairKeyMode) -> FailureBudget {
    let each = options.secrecy / 3
    let count = keyMode == .both ? 2 : 1
    return FailureBudget(
      items: [
        .init(
          event: count == 1
            ? "phase-error sampling, probability eps^2, smoothing eps"
            : "phase-error sampling of two bases, probabilities together eps^2, smoothing eps", count: count,
          probabilityEach: each * each / Double(count), contribution: 2 * each),
        .init(event: "privacy amplification", count: 1, probabilityEach: each, contribution: each),
      ], secrecy: options.secrecy, correctness: options.correctness,
      composition: "sampling under the square root (2 eps), hashing eps")
  }

  /// The assumptions to print with every result (section 2a).
  static func assumptions(
    _ counts: PairCounts, _ receivers: PairReceivers, _ options: PairFiniteKeyOptions
  ) -> [String] {
    var list = [
      "nothing is assumed about the source: it may be Eve's",
      "fixed duration or fixed total number of coincidences, never a number per basis",
      "each user draws the basis anew for every event and announces it after the last detection",
      "coincidences are paired from public time tags alone, each tag used once; windows chosen before errors are known",
      "all clicks of a user within a fixed merging time are one event; double clicks are given a random bit, clicks in both bases a random basis and bit",
      "Alice, whose string is the key, measures two conjugate bases with identical threshold detectors (squashing)",
      "Bob's detection does not depend on his basis",
      "threshold detectors for any light: no control by bright light, no after-pulses beyond the dead time, no emission from the receiver, no delays that tell which detector fired",
      "bits sent for error correction are all counted, in a prefix-free transcript; verification by a two-universal tag",
      "the errors of key rounds stay secret like the key, or ceil(log2(n + 1)) bits for each count are added to the leakage",
    ]
    switch counts.samples.keyMode {
    case .one: break
    case .pooled:
      list.append("both bases have probability exactly 1/2 at both users by active choice")
      list.append("the disclosed subset is drawn at random after sifting, its size fixed before any error is known")
    case .both:
      list.append(
        "the disclosed subsets are drawn at random after sifting, their sizes fixed before any error is known")
    }
    if case .binomial(let z) = options.sampling {
      list.append("every agreed round is a test round independently with a probability of at least \(z)")
    } else if counts.samples.keyMode != .pooled {
      list.append("basis probabilities are constant over the block")
    }
    if case .passive = receivers.aliceBasis {
      list.append(
        "Alice's splitting ratio holds for every wavelength, time, mode and polarisation, and for dark counts")
    }
    if case .passive = receivers.bobBasis {
      list.append("Bob's splitting ratio holds for every wavelength, time, mode and polarisation, and for dark counts")
    }
    return list
  }
}
