// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Settings {
  /// What was chosen, for the trace of a result.
  var trace: [TraceEntry] {
    var list: [TraceEntry] = []
    for (u, user, name) in [(users.alice, "A", "Alice"), (users.bob, "B", "Bob")] {
      for (symbol, meaning, value, unit) in [
        ("pz", "probability of a signal window", u.signalWindowProbability, ""),
        ("p0", "vacuum in a decoy window", u.vacuumProbability, ""),
        ("p1", "weak decoy in a decoy window", u.weakProbability, ""),
        ("p2", "strong decoy in a decoy window", u.strongProbability, ""),
        ("a1", "weak decoy", u.weakIntensity, "photon/pulse"),
        ("a2", "strong decoy", u.strongIntensity, "photon/pulse"),
        ("z", "signal", u.signalIntensity, "photon/pulse"),
        ("eps", "probability of sending in a signal window", u.sendingProbability, ""),
      ] {
        list.append(.init(.settings, symbol + user, "\(meaning), \(name)", value, unit: unit, direction: .input))
      }
    }
    list.append(
      .init(.settings, "Delta", "full width of the accepted slice", sliceWidth, unit: "rad", direction: .input))
    return list
  }
}

extension Observations {
  /// What was counted, for the trace of a result.
  func trace(_ scheme: Scheme) -> [TraceEntry] {
    let seen: TraceEntry.Direction = origin == .measured ? .input : .expectation
    let equation = origin == .measured ? "" : "TFS-5"
    func entry(_ symbol: String, _ meaning: String, _ value: Double, _ from: String? = nil) -> TraceEntry {
      .init(
        .observations, symbol, meaning, value, unit: "counts", equation: from ?? equation, direction: seen)
    }
    var list = [
      TraceEntry(.observations, "N", "rounds", rounds, unit: "round", direction: .input),
      entry("n_oo", "one click, nobody sent", vacuum), entry("n_1o", "weak decoy of Alice alone", weak.alice),
      entry("n_o1", "weak decoy of Bob alone", weak.bob), entry("n_2o", "strong decoy of Alice alone", strong.alice),
      entry("n_o2", "strong decoy of Bob alone", strong.bob),
      entry("m_D", "accepted pairs of weak decoys, wrong detector", sliceErrors),
      entry("n0", "key bits that are 0 at Bob", zeros), entry("n1", "key bits that are 1 at Bob", ones),
    ]
    if let zeroErrors { list.append(entry("m0", "errors among the zeros", zeroErrors)) }
    if let oneErrors { list.append(entry("m1", "errors among the ones", oneErrors)) }
    if scheme == .aopp, let pairs {
      let from = origin == .measured ? "" : "TFS-6"
      list.append(entry("nt_aopp", "pairs kept", pairs.kept, from))
      if let errors = pairs.errors { list.append(entry("m_aopp", "errors among the kept pairs", errors, from)) }
    }
    return list
  }
}

extension FiniteKey {
  private static let sheet = "derived in the sns sheet"
  private static let decoys = "Yu et al. 2019, arXiv:1807.09891; signs derived in the sns sheet"

  /// From the counts to what is paid.
  static func trace(
    _ e: FiniteEstimate<Double>, _ counts: Observations, _ options: FiniteKeyOptions, _ settings: Settings
  ) -> [TraceEntry] {
    let shares = FailureShares(options)
    let each = shares.each
    let there = "in the cell of the shortest key; by itself no bound"
    let p = SettingProbabilities<Double>(settings)
    var list: [TraceEntry] = [
      .init(
        .estimation, "eps_c", "failure probability of each of \(shares.classicalEvents) classical events",
        each.classical, equation: options.accounting == .split ? "TFS-15" : "TFS-16", source: sheet, direction: .exact),
      .init(
        .estimation, "eps_q", "failure probability of each of \(shares.quantumEvents) events about phase errors",
        each.quantum, equation: options.accounting == .split ? "TFS-15" : "TFS-16", source: sheet, direction: .exact),
      .init(
        .estimation, "W_A", "untagged share of Alice's signals", p.untagged.alice, equation: "TFS-7",
        source: "derived; Hu et al. 2020, arXiv:1908.05073 where balanced", direction: .exact),
      .init(
        .estimation, "W_B", "untagged share of Bob's signals", p.untagged.bob, equation: "TFS-7",
        source: "derived; Hu et al. 2020, arXiv:1908.05073 where balanced", direction: .exact),
      .init(
        .estimation, "H_L", "announced rounds in which nobody emits", e.vacuum.lower.value, equation: "TFS-9",
        source: sheet, direction: .lowerBound),
      .init(
        .estimation, "H_U", "announced rounds in which nobody emits", e.vacuum.upper.value, equation: "TFS-9",
        source: sheet, direction: .upperBound),
      .init(
        .estimation, "T_U", "wrong clicks in the slice, emission divided out", e.sliceErrors.value,
        equation: "TFS-11", source: sheet, direction: .upperBound),
      .init(
        .estimation, "cell", "cell of the vacuum number with the shortest key", Double(e.cell.index + 1),
        equation: "TFS-13", source: sheet, direction: .exact),
      .init(
        .estimation, "Y10", "yield of one photon of Alice", e.cell.yields.alice.value, equation: "TFS-10",
        source: decoys, direction: .estimate, note: there),
      .init(
        .estimation, "Y01", "yield of one photon of Bob", e.cell.yields.bob.value, equation: "TFS-10", source: decoys,
        direction: .estimate, note: there),
      .init(
        .estimation, "t", "yield of one photon with a phase error", e.cell.phaseErrorYield.value,
        equation: "TFS-11, TFS-11a", source: sheet, direction: .estimate, note: there),
      .init(
        .estimation, "Nph", "phase errors among the untagged bits", e.cell.phaseErrors.value, unit: "counts",
        equation: "TFS-12", source: sheet, direction: .estimate, note: there),
    ]
    if let untagged = e.cell.untagged {
      list += pairTrace(untagged, options, there)
    } else {
      list.append(
        .init(
          .estimation, "n_1", "untagged bits", e.cell.secretBits.value, unit: "bit", equation: "TFS-12",
          source: sheet, direction: .estimate, note: there))
    }
    let measured: Bool
    if case .measured = options.leakage { measured = true } else { measured = false }
    list += [
      .init(
        .estimation, "eph", "phase-error fraction", e.cell.phaseError.value,
        equation: options.scheme == .sns ? "TFS-13" : options.method == .spin ? "TFS-23" : "TFS-25", source: sheet,
        direction: .estimate,
        note: e.cell.phaseError.value >= 0.5 ? "held to 1/2: the bound is \(e.cell.uncapped)" : there),
      .init(
        .keyLength, "leak_EC", "announced by error correction", e.leakage.value, unit: "bit", equation: "TFS-14",
        direction: measured ? .input : .estimate),
      .init(
        .keyLength, "cost", "hashing, verification" + (options.scheme == .sns ? ", number of zeros" : ""), e.cost,
        unit: "bit", equation: options.scheme == .sns ? "TFS-17, TFS-17a" : "TFS-17", source: sheet,
        direction: .exact),
    ]
    return list
  }

  private static func pairTrace(
    _ untagged: FiniteEstimate<Double>.Untagged, _ options: FiniteKeyOptions, _ there: String
  ) -> [TraceEntry] {
    var list: [TraceEntry] = [
      .init(
        .estimation, "u0", "untagged zeros", untagged.zeros.value, unit: "bit", equation: "TFS-18", source: sheet,
        direction: .estimate, note: there),
      .init(
        .estimation, "u1", "untagged ones", untagged.ones.value, unit: "bit", equation: "TFS-18", source: sheet,
        direction: .estimate, note: there),
      .init(
        .estimation, "kL", "untagged pairs", untagged.pairs.pairs.value, unit: "bit", equation: "TFS-18",
        source: "Hoeffding 1963, theorem 4; derived in the sns sheet", direction: .estimate, note: there),
    ]
    guard options.method == .spin else { return list }
    if let p = untagged.pairs.pairError {
      list.append(
        .init(
          .estimation, "p_s", "phase error of a pair", p, equation: "TFS-20", source: sheet, direction: .estimate,
          note: there))
    }
    if let a = untagged.pairs.logFactor {
      list.append(
        .init(
          .estimation, "lnA", "price of the coherent-attack statement, nats", a, equation: "TFS-22", source: sheet,
          direction: .estimate, note: there))
    }
    if let s = untagged.pairs.phaseErrors {
      list.append(
        .init(
          .estimation, "SU", "phase errors among the untagged pairs", s.value, unit: "counts",
          equation: options.accounting == .published ? "TFS-28" : "TFS-23", source: sheet, direction: .estimate,
          note: there))
    }
    return list
  }

  /// What is left, per round and per use of the channel.
  static func lengthTrace(
    _ options: FiniteKeyOptions, raw: Double, bits: Double, floor: Double?, rounds: Double, share: Double
  ) -> [TraceEntry] {
    let equation = options.scheme == .sns ? "TFS-13, TFS-14" : "TFS-24"
    let direction: TraceEntry.Direction = options.accounting == .published ? .estimate : .lowerBound
    var list: [TraceEntry] = []
    if let floor {
      list.append(
        .init(
          .keyLength, "length_simple", "length without the theorem on pairs", floor, unit: "bit", equation: "TFS-25",
          source: sheet, direction: direction, note: "the floor beside the length of the method spin"))
    }
    list += [
      .init(
        .keyLength, "length_raw", "secret bits before rounding", raw, unit: "bit", equation: equation, source: sheet,
        direction: direction),
      .init(
        .keyLength, "length", "length of the secret key", bits, unit: "bit", equation: equation, source: sheet,
        direction: direction),
      .init(
        .keyLength, "rate", "secret bits per round", bits / rounds, unit: "bit/pulse", equation: "TFS-14",
        source: sheet, direction: direction),
      .init(
        .keyLength, "rate_use", "secret bits per use of the channel, reference pulses and guard slots included",
        bits / rounds * share, unit: "bit/pulse", equation: "TFS-14", source: "sns sheet, section 7",
        direction: direction,
        note: share < 1 ? "\(share) of all pulse slots are rounds; compare this with bounds per use" : nil),
    ]
    return list
  }
}
