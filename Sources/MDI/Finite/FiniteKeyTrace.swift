// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  private static let zhou = "Zhou, Yu, Wang 2016, arXiv:1509.08389; mdi sheet, section 5.5"
  private static let curty = "Curty et al. 2014, arXiv:1307.1081; mdi sheet, section 5"

  static func threeIntensityTrace(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions,
    _ e: FiniteEstimate<Double>
  ) -> [TraceEntry] {
    var list: [TraceEntry] = []
    for (party, choice) in [("A", choices.alice), ("B", choices.bob)] {
      for (k, name) in ["mu", "nu", "om"].enumerated() {
        list.append(
          .init(
            .settings, "\(name)_\(party)", "intensity \(k + 1), party \(party)", choice.intensities.list[k],
            unit: "photon/pulse", direction: .input))
        list.append(
          .init(
            .settings, "pI_\(party)[\(k + 1)]", "probability of intensity \(k + 1), party \(party)",
            choice.probabilities.list[k], direction: .input))
        list.append(
          .init(
            .settings, "pZ_\(party)[\(k + 1)]", "probability of the Z basis at intensity \(k + 1), party \(party)",
            choice.keyBasis.list[k], direction: .input))
      }
    }
    list.append(.init(.observations, "N", "pulse pairs emitted", counts.pulses, unit: "pair", direction: .input))
    let seen: TraceEntry.Direction = counts.origin == .measured ? .input : .expectation
    let equation = counts.origin == .measured ? "" : "MDI-10"
    for i in 0..<3 {
      for j in 0..<3 {
        for (symbol, meaning, table) in [
          ("nZ", "announcements in Z", counts.keyBasis), ("nX", "announcements in X", counts.testBasis),
          ("mX", "errors in X", counts.testErrors),
        ] {
          list.append(
            .init(
              .observations, "\(symbol)[\(i + 1),\(j + 1)]", "\(meaning), intensities \(i + 1) and \(j + 1)",
              table[i, j], unit: "counts", equation: equation, direction: seen))
        }
      }
    }
    list.append(
      .init(
        .observations, "mZss", "errors of the signals in Z", counts.keyErrors, unit: "counts", equation: equation,
        direction: seen))
    let isComplete = options.accounting == .curty2014Complete
    list.append(
      isComplete
        ? TraceEntry(
          .estimation, "eps_1", "each of \(PublishedAnalysis.terms) failure terms of a Bell state", e.eachFailure,
          equation: "MDI-51", source: curty, direction: .exact, note: "bounds MDI-27")
        : tails(options, bounds: ThreeIntensityAnalysis.bounds(options)))
    list += [
      .init(
        .estimation, "Y11_L", "yield of single-photon pairs", e.yield.value, equation: isComplete ? "MDI-51" : "MDI-31",
        source: curty,
        direction: direction(options, .lowerBound),
        note: e.clamps.contains(.yield) ? "raised to 0: the counts certify no yield" : nil),
      .init(
        .estimation, "t11_U", "error yield of single-photon pairs in X", e.errorYield.value,
        equation: isComplete ? "MDI-51" : "MDI-32", source: curty, direction: direction(options, .upperBound),
        note: e.clamps.contains(.errors) ? "raised to 0: the data are refused" : nil),
    ]
    if options.vacuumBits {
      list.append(
        .init(
          .estimation, "S0_L", "key bits of Alice's vacuum pulses", e.vacuum.value, unit: "counts",
          equation: "MDI-34", source: "mdi sheet, section 5.4", direction: direction(options, .lowerBound)))
    }
    return list + pairsTrace(options, e, pairs: isComplete ? "MDI-51" : "MDI-33", source: curty, areBounds: true)
  }

  static func fourIntensityTrace(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions,
    _ e: FiniteEstimate<Double>
  ) -> [TraceEntry] {
    var list: [TraceEntry] = []
    for (party, c) in [("A", choices.alice), ("B", choices.bob)] {
      for (name, meaning, value) in [
        ("z", "signal", c.signal), ("y", "strong decoy", c.strongDecoy), ("x", "weak decoy", c.weakDecoy),
        ("o", "vacuum", c.vacuum),
      ] {
        list.append(
          .init(
            .settings, "\(name)_\(party)", "intensity of the \(meaning), party \(party)", value, unit: "photon/pulse",
            direction: .input))
      }
      for (name, meaning, value) in [
        ("z", "signal", c.signalProbability), ("y", "strong decoy", c.strongProbability),
        ("x", "weak decoy", c.weakProbability), ("o", "vacuum", c.vacuumProbability),
      ] {
        list.append(
          .init(
            .settings, "p\(name)_\(party)", "probability of the \(meaning), party \(party)", value, direction: .input))
      }
    }
    list.append(.init(.observations, "N", "pulse pairs emitted", counts.pulses, unit: "pair", direction: .input))
    let seen: TraceEntry.Direction = counts.origin == .measured ? .input : .expectation
    let equation = counts.origin == .measured ? "" : "MDI-10"
    for (symbol, meaning, value) in [
      ("n_zz", "announcements, both signals", counts.zz), ("m_zz", "errors among them", counts.zzErrors),
      ("n_xx", "announcements, both weak decoys", counts.xx), ("m_xx", "errors among them", counts.xxErrors),
      ("n_yy", "announcements, both strong decoys", counts.yy), ("n_xo", "weak decoy and vacuum", counts.xo),
      ("n_ox", "vacuum and weak decoy", counts.ox), ("n_yo", "strong decoy and vacuum", counts.yo),
      ("n_oy", "vacuum and strong decoy", counts.oy), ("n_oo", "both vacuum", counts.oo),
    ] {
      list.append(
        .init(.observations, symbol, meaning, value, unit: "counts", equation: equation, direction: seen))
    }
    list.append(tails(options, bounds: FourIntensityAnalysis.bounds(options.scan)))
    let leaks = choices.alice.vacuum > 0 || choices.bob.vacuum > 0
    let lower = direction(options, .lowerBound)
    let upper = direction(options, .upperBound)
    if let g = e.gainSum {
      list.append(
        .init(
          .estimation, "G_L", "weighted gains of the decoys", g.value, equation: leaks ? "MDI-38a" : "MDI-35",
          source: zhou, direction: lower))
    }
    if let h = e.vacuumSide {
      let note = e.clamps.contains(.vacuumSide) ? "its ends were put in order at or above 0" : nil
      list.append(
        .init(
          .estimation, "H_L", "announcements with vacuum on one side", h.lower.value,
          equation: leaks ? "MDI-38a" : "MDI-36", source: zhou, direction: lower, note: note))
      list.append(
        .init(
          .estimation, "H_U", "announcements with vacuum on one side", h.upper.value,
          equation: leaks ? "MDI-38a" : "MDI-36", source: zhou, direction: upper, note: note))
    }
    if let scanned = e.scanned {
      list.append(
        .init(
          .estimation, "H", "where in its range the key is shortest", scanned.vacuumSide,
          equation: lengthEquation(options, isFour: true), source: zhou, direction: .estimate))
    }
    // At the H of the shortest key: only the length that they give together is a bound.
    let areBounds = options.scan == .off
    let there = areBounds ? nil : "at the H of the shortest key; by itself no bound"
    list += [
      .init(
        .estimation, "s11_L", "yield of single-photon pairs", e.yield.value, equation: "MDI-37", source: zhou,
        direction: areBounds ? lower : .estimate,
        note: e.clamps.contains(.yield) ? "raised to 0: the counts certify no yield" : there),
      .init(
        .estimation, "t11_U", "error yield of single-photon pairs in X", e.errorYield.value, equation: "MDI-37",
        source: zhou, direction: areBounds ? upper : .estimate,
        note: e.clamps.contains(.errors) ? "raised to 0" : there),
    ]
    return list
      + pairsTrace(options, e, pairs: lengthEquation(options, isFour: true), source: zhou, areBounds: areBounds)
  }

  private static func direction(_ options: FiniteKeyOptions, _ bound: TraceEntry.Direction) -> TraceEntry.Direction {
    options.bound == .gaussian ? .estimate : bound
  }

  private static func tails(_ options: FiniteKeyOptions, bounds: Int) -> TraceEntry {
    TraceEntry(
      .estimation, "eps_1", "failure probability of each of \(bounds) bounds", options.eachFailure(bounds: bounds),
      equation: options.accounting == .phaseError ? "MDI-29" : "MDI-30", source: "mdi sheet, section 5.3",
      direction: .exact, note: "bounds \(options.bound.equation)")
  }

  /// From single-photon pairs to what is paid.
  private static func pairsTrace(
    _ options: FiniteKeyOptions, _ e: FiniteEstimate<Double>, pairs equation: String, source: String, areBounds: Bool
  ) -> [TraceEntry] {
    func direction(_ bound: TraceEntry.Direction) -> TraceEntry.Direction {
      areBounds ? Self.direction(options, bound) : .estimate
    }
    let measured: Bool
    if case .measured = options.leakage { measured = true } else { measured = false }
    return [
      .init(
        .estimation, "S11_L", "single-photon pairs in the key", e.pairs.value, unit: "counts", equation: equation,
        source: source, direction: direction(.lowerBound)),
      .init(
        .estimation, "Nph_U", "phase errors among them", e.phaseErrors.value, unit: "counts", equation: equation,
        source: source, direction: direction(.upperBound)),
      .init(
        .estimation, "e_ph", "phase-error fraction", e.phaseError.value, equation: equation, source: source,
        direction: direction(.upperBound),
        note: e.clamps.contains(.phaseError) ? "capped at 1/2" : nil),
      .init(.keyLength, "n", "sifted key bits", e.detections, unit: "bit", direction: .exact),
      .init(.keyLength, "qber", "error rate of the key", e.errorRate, direction: .exact),
      .init(
        .keyLength, "leak_EC", "announced by error correction", e.leakage.value, unit: "bit", equation: "MDI-34",
        direction: measured ? .input : .estimate),
      .init(
        .keyLength, "cost", "hashing and verification", e.cost, unit: "bit",
        equation: options.accounting == .phaseError
          ? (options.errorCorrectionInClear ? "MDI-29a" : "MDI-29")
          : options.accounting == .curty2014 ? "MDI-30" : "MDI-51",
        source: "mdi sheet, section 5.3", direction: .exact),
    ]
  }
}
