// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: DecoyEstimate<Double>,
    bits: Double
  ) -> [TraceEntry] {
    let two = settings.intensities.count == 3
    let paper = two ? "Lim et al. 2014, arXiv:1311.7129" : "Rusca et al. 2018, arXiv:1801.03443"
    let estimates = EstimateEquations(two: two, options.proof, paper: paper)
    var list = settingsTrace(settings) + countsTrace(counts)
    // Two sampling forms are not bounds (BB-29, BB-30): what rests on them has no direction.
    let isBound = options.sampling != .limGamma && options.sampling != .yin2020
    func add(
      _ stage: TraceEntry.Stage, _ symbol: String, _ meaning: String, _ value: Double, _ unit: String,
      _ equation: String, _ source: String, _ direction: TraceEntry.Direction, clamp: DecoyClamps? = nil,
      _ clampNote: String = "clipped to its range"
    ) {
      let note = clamp.map { e.clamps.contains($0) ? clampNote : nil } ?? nil
      list.append(
        TraceEntry(
          stage, symbol, meaning, value, unit: unit, equation: equation, source: source, direction: direction,
          note: note))
    }
    add(.estimation, "tau0", "probability of an empty pulse", e.tau0, "", "BB-20", paper, .exact)
    add(.estimation, "tau1", "probability of a single-photon pulse", e.tau1, "", "BB-20", paper, .exact)
    if !options.isInfiniteBlock {
      let log: Double = options.tailLog(intensities: settings.intensities.count)
      add(
        .estimation, "L", "ln(1/eps) of each decoy tail", log, "", options.statistics.equation,
        options.statistics.source, .exact, clamp: .tails, "some tail bounds clipped to [0, n]")
    }
    add(
      .estimation, "sX0", "vacuum detections, key basis", e.keyVacuum.value, "counts", estimates.vacuum.equation,
      estimates.vacuum.source, estimates.lower, clamp: .keyVacuum)
    if let upper = e.keyVacuumUpper {
      add(
        .estimation, "sX0U", "vacuum detections, key basis", upper.value, "counts", "BB-40", "bb84 sheet; A16",
        .upperBound, clamp: .keyVacuumUpper, "held to the errors or detections of its basis")
    }
    add(
      .estimation, "sX1", "single-photon detections, key basis", e.keySingle.value, "counts",
      estimates.single.equation, estimates.single.source, estimates.lower, clamp: .keySingle)
    if let upper = e.testVacuumUpper {
      add(
        .estimation, "sZ0U", "vacuum detections, test basis", upper.value, "counts", "BB-40", "bb84 sheet; A16",
        .upperBound, clamp: .testVacuumUpper, "held to the errors or detections of its basis")
    } else {
      add(
        .estimation, "sZ0", "vacuum detections, test basis", e.testVacuum.value, "counts", estimates.vacuum.equation,
        estimates.vacuum.source, estimates.lower, clamp: .testVacuum)
    }
    add(
      .estimation, "sZ1", "single-photon detections, test basis", e.testSingle.value, "counts",
      estimates.single.equation, estimates.single.source, estimates.lower, clamp: .testSingle)
    add(
      .estimation, "vZ1", "single-photon errors, test basis", e.testErrors.value, "counts", estimates.errors.equation,
      estimates.errors.source, estimates.upper, clamp: .testErrors)
    add(
      .estimation, "phiX", "phase-error fraction of the key basis", e.phaseError.value, "",
      options.sampling.equation, options.sampling.source, isBound ? .upperBound : .estimate, clamp: .phaseError,
      "capped at 1/2")
    add(.keyLength, "nX", "sifted key bits", e.detections, "bit", "", "", .exact)
    let qber = e.detections > 0 ? e.errors / e.detections : 0
    add(.keyLength, "qberX", "error rate of the key basis", qber, "", "", "", .exact)
    let measured: Bool
    if case .measured = options.leakage { measured = true } else { measured = false }
    add(
      .keyLength, "leak_EC", "announced by error correction", e.leakage.value, "bit", "BB-35", "",
      measured ? .input : .estimate)
    if !two && options.proof == .sound {
      add(
        .keyLength, "leakPE", "announcing the errors of the key basis", e.announcement, "bit", "BB-45", "bb84 sheet",
        .upperBound)
    }
    // Only a sound proof makes the length a bound.
    let direction: TraceEntry.Direction = isBound && options.proof == .sound ? .lowerBound : .estimate
    let final = lengthEquation(two: two, options)
    add(
      .keyLength, "penalty", "hashing, verification and announcements", e.penalty.value, "bit", final.0, final.1,
      .exact)
    add(.keyLength, "length_raw", "secret bits before rounding", e.rawLength, "bit", final.0, final.1, direction)
    add(.keyLength, "length", "length of the secret key", bits, "bit", final.0, final.1, direction)
    return list
  }

  private static func lengthEquation(two: Bool, _ options: FiniteKeyOptions) -> (String, String) {
    if options.isInfiniteBlock { return ("BB-16", "limit of infinite blocks") }
    switch options.proof {
    case .lim2014: return ("BB-37", "Lim et al. 2014, arXiv:1311.7129, Eq. 1")
    case .rusca2018: return ("BB-46", "Rusca et al. 2018, arXiv:1801.03443")
    case .satquma2022: return ("BB-74", "Sidhu et al. 2022, arXiv:2012.07829, public tool")
    case .sound:
      let base = two ? "BB-36" : "BB-45"
      if options.composition == .tup24, options.penalty == .lim {
        return (base + ", BB-38, BB-39", "Tupkary et al. 2024, arXiv:2408.17349; bb84 sheet, section 4a")
      }
      if options.composition == .tup24 { return (base + ", BB-38", "Tupkary et al. 2024, arXiv:2408.17349") }
      if options.penalty == .lim { return (base + ", BB-39", "bb84 sheet, section 4a") }
      return (base, "bb84 sheet, section 4a")
    }
  }

  static func settingsTrace(_ settings: Settings) -> [TraceEntry] {
    var list: [TraceEntry] = []
    for (k, value) in settings.intensities.list.enumerated() {
      list.append(
        .init(.settings, "mu\(k + 1)", "intensity \(k + 1)", value, unit: "photon/pulse", direction: .input))
    }
    for (k, value) in settings.probabilities.list.enumerated() {
      list.append(.init(.settings, "p\(k + 1)", "probability of intensity \(k + 1)", value, direction: .input))
    }
    return list
  }

  static func countsTrace(_ counts: Observations) -> [TraceEntry] {
    let direction: TraceEntry.Direction = counts.origin == .measured ? .input : .expectation
    let equation = counts.origin == .measured ? "" : "BB-9"
    var list: [TraceEntry] = []
    if let pulses = counts.pulses {
      list.append(.init(.observations, "N", "pulses sent", pulses, unit: "pulse", direction: .input))
    }
    for (symbol, meaning, values) in [
      ("nX", "detections, key basis", counts.keyDetections), ("mX", "errors, key basis", counts.keyErrors),
      ("nZ", "detections, test basis", counts.testDetections), ("mZ", "errors, test basis", counts.testErrors),
    ] {
      for (k, value) in values.list.enumerated() {
        list.append(
          .init(
            .observations, "\(symbol)[\(k + 1)]", "\(meaning), intensity \(k + 1)", value, unit: "counts",
            equation: equation, direction: direction))
      }
    }
    return list
  }
}

/// Which equations the estimates of an analysis come from, and whether they are bounds.
private struct EstimateEquations {
  let vacuum: (equation: String, source: String)
  let single: (equation: String, source: String)
  let errors: (equation: String, source: String)
  let lower: TraceEntry.Direction
  let upper: TraceEntry.Direction

  init(two: Bool, _ proof: Proof, paper: String) {
    if proof == .satquma2022 {
      let tool = "Sidhu et al. 2022, arXiv:2012.07829, public tool"
      vacuum = ("BB-72", tool)
      single = ("BB-73", tool)
      errors = ("BB-71, BB-73", tool)
      // Its vacuum count may exceed the true one, and single photons and errors rest on it.
      lower = .estimate
      upper = .estimate
      return
    }
    vacuum = two ? ("BB-31", paper + ", Eq. 2") : ("BB-41", paper + ", A19")
    single = two ? ("BB-32", paper + ", Eq. 3") : ("BB-42", paper + ", A17")
    errors = two ? ("BB-33", paper + ", Eq. 4") : ("BB-43", paper + ", A22")
    lower = .lowerBound
    upper = .upperBound
  }
}
