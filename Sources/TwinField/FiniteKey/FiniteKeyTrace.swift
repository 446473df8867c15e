// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  private static let curras = "Curras-Lorenzo et al. 2021, arXiv:1910.11407"
  private static let kato = "Kato 2020, arXiv:2002.04357"
  private static let azuma = "Azuma 1967, Hoeffding 1963"

  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>,
    _ predictions: Predictions?, raw: Double, bits: Double
  ) -> [TraceEntry] {
    var list = settings.trace(probabilities: true) + countsTrace(counts)
    func add(
      _ symbol: String, _ meaning: String, _ value: Double, _ unit: String, _ equation: String, _ source: String,
      _ direction: TraceEntry.Direction, stage: TraceEntry.Stage? = nil, note: String? = nil
    ) {
      list.append(
        TraceEntry(
          stage ?? .estimation, symbol, meaning, value, unit: unit, equation: equation, source: source,
          direction: direction,
          note: note))
    }
    add("K", "estimates that may fail", Double(e.events), "", "TF-18", "tf sheet", .exact)
    add("ln(1/eps_1)", "failure exponent of each", e.logInverseFailure, "", "TF-18, TF-19", "tf sheet", .exact)
    for (i, row) in e.means.enumerated() {
      for (j, mean) in row.enumerated() {
        let source = "Zhang et al. 2017, arXiv:1611.02524"
        let indices = "[\(i + 1)][\(j + 1)]"
        add("E_L" + indices, "mean of MZ\(indices)", mean.lower, "counts", "TF-21", source, .lowerBound)
        add("E_U" + indices, "mean of MZ\(indices)", mean.upper, "counts", "TF-21", source, .upperBound)
      }
    }
    if !e.means.isEmpty {
      add(
        "N_out", "test successes with more than ncut photons on a side", e.beyondCutoff.value, "counts", "TF-23",
        "tf sheet", .upperBound)
    }
    for pair in PhotonPair.equalParity(upTo: options.pairCutoff) {
      guard let value = e.pairs[pair] else { continue }
      add(
        "M_U(\(pair))", "test successes with \(pair.n) and \(pair.m) photons", value, "counts", "TF-22, TF-14",
        "linear program, certified by weak duality", .upperBound)
      if let predicted = predictions?.pairs[pair], e.tuned.pairs.contains(pair) {
        let isModel = counts.origin == .expected
        add(
          "L~(\(pair))", "the same as predicted before the run", predicted, "counts", isModel ? "TF-34" : "", "",
          isModel ? .expectation : .input)
      }
    }
    if !e.pairs.isEmpty {
      add(
        "SU(MZ)", "sum of probabilities of all test successes", e.testSum.value, "counts",
        e.tuned.tail ? "TF-27" : "TF-29", e.tuned.tail ? kato : azuma, .upperBound)
      for (j, tail) in e.tails.enumerated() {
        add("W_\(j)", "weight of pairs beyond S, parity \(j)", tail, "", "TF-31", "tf sheet", .upperBound)
      }
      add(
        "Sigma_ph", "sum of phase-error probabilities", e.phaseErrorSum.value, "counts",
        options.method == .joint ? "TF-31, TF-37" : "TF-31", curras, .upperBound)
      add(
        "Nph", "phase errors of the key", e.phaseErrors.value, "counts",
        e.tuned.phaseErrors ? "TF-32, TF-28" : "TF-32, TF-29",
        curras, .upperBound)
    }
    let capped = e.phaseErrorUncapped >= 0.5
    add(
      "eph", "phase-error fraction of the key", e.phaseError.value, "", "TF-32", curras, .upperBound,
      note: capped ? "capped at 1/2: the bound is \(e.phaseErrorUncapped)" : nil)
    add("eX", "bit error rate of the key", e.bitError, "", "TF-17", "", .exact, stage: .keyLength)
    let measured: Bool
    if case .measured = options.leakage { measured = true } else { measured = false }
    add(
      "leak_EC", "announced by error correction", e.leakage.value, "bit", "TF-33", "", measured ? .input : .estimate,
      stage: .keyLength)
    add(
      "penalty", "verification and privacy amplification", e.penalty.value, "bit", "TF-33", curras, .exact,
      stage: .keyLength)
    let certified = options.composition == .derived
    let direction: TraceEntry.Direction = certified && counts.origin == .measured ? .lowerBound : .estimate
    add(
      "length_raw", "secret bits before rounding", raw, "bit", "TF-33", curras + ", Eq. 4", direction,
      stage: .keyLength)
    add(
      "length", "length of the secret key", bits, "bit", "TF-33", curras + ", Eq. 4", direction, stage: .keyLength)
    return list
  }

  static func countsTrace(_ counts: Observations) -> [TraceEntry] {
    let measured = counts.origin == .measured
    let direction: TraceEntry.Direction = measured ? .input : .expectation
    let equation = measured ? "" : "TF-17"
    var list: [TraceEntry] = [
      .init(.observations, "N", "rounds", counts.rounds, unit: "pulse", direction: .input),
      .init(
        .observations, "MX", "successful rounds in key mode", counts.keyCount, unit: "counts", equation: equation,
        direction: direction),
      .init(
        .observations, "EX", "bit errors among them", counts.keyErrors, unit: "counts", equation: equation,
        direction: direction),
    ]
    for (i, row) in counts.testCounts.enumerated() {
      for (j, value) in row.enumerated() {
        list.append(
          .init(
            .observations, "MZ[\(i + 1)][\(j + 1)]",
            "successful test rounds, intensity \(i + 1) of Alice and \(j + 1) of Bob", value, unit: "counts",
            equation: equation, direction: direction))
      }
    }
    list.append(
      .init(
        .observations, "MZ", "successful test rounds, all", counts.testCount, unit: "counts", equation: equation,
        direction: direction))
    return list
  }
}

extension Settings {
  /// The choices of both users, for the trace of a result.
  func trace(probabilities: Bool, decoys: Bool = true) -> [TraceEntry] {
    var list: [TraceEntry] = []
    for (side, letter, name) in [(alice, "A", "Alice"), (bob, "B", "Bob")] {
      list.append(
        .init(
          .settings, "s" + letter, "key intensity of \(name)", side.signalIntensity, unit: "photon/pulse",
          direction: .input))
      guard decoys else { continue }
      for (k, value) in side.testIntensities.enumerated() {
        list.append(
          .init(
            .settings, "mu\(letter)[\(k + 1)]", "test intensity \(k + 1) of \(name)", value, unit: "photon/pulse",
            direction: .input))
      }
      guard probabilities else { continue }
      for (k, value) in side.testProbabilities.enumerated() {
        list.append(
          .init(
            .settings, "p\(letter)[\(k + 1)]", "its probability in test mode, intensity \(k + 1) of \(name)", value,
            direction: .input))
      }
    }
    guard probabilities else { return list }
    list.append(.init(.settings, "pX", "probability of the key mode", keyModeProbability, direction: .input))
    if bobKeyModeProbability != keyModeProbability {
      list.append(.init(.settings, "pX_bob", "the same at Bob", bobKeyModeProbability, direction: .input))
    }
    return list
  }
}
