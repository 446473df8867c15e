// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  private static let sheet = "derived in the sns sheet"
  private static let decoys = "Yu et al. 2019, arXiv:1807.09891; signs derived in the sns sheet"
  private static let balance = "derived; Hu et al. 2020, arXiv:1908.05073 where balanced"

  static func classicalFailure(_ events: String) -> Quantity {
    Quantity(
      .estimation, "eps_c", "failure probability of each of \(events) classical events", .exact, "TFS-15", sheet)
  }
  static func quantumFailure(_ events: String) -> Quantity {
    Quantity(
      .estimation, "eps_q", "failure probability of each of \(events) events about phase errors", .exact, "TFS-15",
      sheet)
  }
  /// Of both failure probabilities, with every event under one root, and with the accounting as published.
  static let root = Quantity.Origin("TFS-16", sheet)
  static let linear = Quantity.Origin("TFS-28", "Jiang et al. 2021, arXiv:2102.00739, from memory")
  static let aliceWeight = Quantity(
    .estimation, "W_A", "untagged share of Alice's signals", .exact, "TFS-7", balance)
  static let bobWeight = Quantity(.estimation, "W_B", "untagged share of Bob's signals", .exact, "TFS-7", balance)
  static let leastVacuum = Quantity(
    .estimation, "H_L", "announced rounds in which nobody emits, at least", .lowerBound, "TFS-9", sheet)
  static let mostVacuum = Quantity(
    .estimation, "H_U", "announced rounds in which nobody emits, at most", .upperBound, "TFS-9", sheet)
  static let wrongClicks = Quantity(
    .estimation, "T_U", "wrong clicks in the slice, emission divided out", .upperBound, "TFS-11", sheet)
  static let cell = Quantity(
    .estimation, "cell", "cell of the vacuum number with the shortest key", .exact, "TFS-13", sheet)
  // From here on values are those of the cell with the shortest key: by themselves no bounds, only the length is.
  static let aliceYield = Quantity(.estimation, "Y10", "yield of one photon of Alice", .estimate, "TFS-10", decoys)
  static let bobYield = Quantity(.estimation, "Y01", "yield of one photon of Bob", .estimate, "TFS-10", decoys)
  static let phaseErrorYield = Quantity(
    .estimation, "t", "yield of one photon with a phase error", .estimate, "TFS-11, TFS-11a", sheet)
  static let phaseErrors = Quantity(
    .estimation, "Nph", "phase errors among the untagged bits", .estimate, "TFS-12", sheet, unit: "counts")
  static let untaggedBits = Quantity(.estimation, "n_1", "untagged bits", .estimate, "TFS-12", sheet, unit: "bit")
  static let untaggedZeros = Quantity(.estimation, "u0", "untagged zeros", .estimate, "TFS-18", sheet, unit: "bit")
  static let untaggedOnes = Quantity(.estimation, "u1", "untagged ones", .estimate, "TFS-18", sheet, unit: "bit")
  static let untaggedPairs = Quantity(
    .estimation, "kL", "untagged pairs", .estimate, "TFS-18", "Hoeffding 1963, theorem 4; derived in the sns sheet",
    unit: "bit")
  static let pairError = Quantity(.estimation, "p_s", "phase error of a pair", .estimate, "TFS-20", sheet)
  static let logFactor = Quantity(
    .estimation, "lnA", "price of the statement on coherent attacks, nats", .estimate, "TFS-22", sheet)
  static let pairPhaseErrors = Quantity(
    .estimation, "SU", "phase errors among the untagged pairs", .estimate, "TFS-23", sheet, unit: "counts")
  package static let phaseError = Quantity(
    .estimation, "eph", "phase-error fraction", .estimate, "TFS-13", sheet,
    column: .init("phase_error", "phase-error fraction of what becomes key"))
  static let spinError = Quantity.Origin("TFS-23", sheet)
  static let simpleError = Quantity.Origin("TFS-25", sheet)

  static var estimates: [Quantity] {
    [classicalFailure("‹n›"), quantumFailure("‹n›")].flatMap { [$0, $0.by(root), $0.by(linear)] } + [
      aliceWeight, bobWeight, leastVacuum, mostVacuum, wrongClicks, cell, aliceYield, bobYield, phaseErrorYield,
      phaseErrors, untaggedBits, untaggedZeros, untaggedOnes, untaggedPairs, pairError, logFactor, pairPhaseErrors,
      pairPhaseErrors.by(linear), phaseError, phaseError.by(spinError), phaseError.by(simpleError),
    ]
  }

  static let leakage = Quantity(
    .keyLength, "leak_EC", "announced by error correction", .estimate, "TFS-14", unit: "bit")
  static let pairCost = Quantity(
    .keyLength, "cost", "hashing and verification", .exact, "TFS-17", sheet, unit: "bit")
  static let plainCost = Quantity(
    .keyLength, "cost", "hashing, verification, number of zeros", .exact, "TFS-17, TFS-17a", sheet, unit: "bit")
  package static let floor = Quantity(
    .keyLength, "length_simple", "length without the theorem on pairs", .lowerBound, "TFS-25", sheet, unit: "bit",
    column: .init("length_simple", "length of the key that needs no theorem on pairs"))
  static let rawLength = Quantity(
    .keyLength, "length_raw", "secret bits before rounding", .lowerBound, "TFS-13, TFS-14", sheet, unit: "bit",
    role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the secret key", .lowerBound, "TFS-13, TFS-14", sheet, unit: "bit", role: .length)
  static let pairLength = Quantity.Origin("TFS-24", sheet)
  static let rate = Quantity(
    .keyLength, "rate", "secret bits per round", .lowerBound, "TFS-14", sheet, unit: "bit/pulse")
  package static let ratePerUse = Quantity(
    .keyLength, "rate_use", "secret bits per use of the channel, reference pulses and guard slots included",
    .lowerBound, "TFS-14", "sns sheet, section 7", unit: "bit/pulse", column: .init("rate_per_use"))

  static var key: [Quantity] {
    let lengths = [rawLength, length].flatMap { [$0, $0.by(pairLength)] }
    return [leakage, leakage.given, pairCost, pairCost.by(linear), plainCost]
      + ([floor] + lengths + [rate, ratePerUse]).flatMap { [$0, $0.directed(.estimate)] }
      + RoundingCertificate.quantities
  }
}

extension FiniteKey {
  /// From the counts to what is paid.
  static func trace(
    _ e: FiniteEstimate<Double>, _ counts: Observations, _ options: FiniteKeyOptions, _ settings: Settings
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let shares = FailureShares(options)
    let each = shares.each
    let there = "in the cell of the shortest key; by itself no bound"
    let p = SettingProbabilities<Double>(settings)
    func failure(_ q: Quantity) -> Quantity {
      switch options.accounting {
      case .split: q
      case .root: q.by(Q.root)
      case .published: q.by(Q.linear)
      }
    }
    var list: [TraceEntry] = [
      failure(Q.classicalFailure("\(shares.classicalEvents)"))(each.classical),
      failure(Q.quantumFailure("\(shares.quantumEvents)"))(each.quantum), Q.aliceWeight(p.untagged.alice),
      Q.bobWeight(p.untagged.bob), Q.leastVacuum(e.vacuum.lower.value), Q.mostVacuum(e.vacuum.upper.value),
      Q.wrongClicks(e.sliceErrors.value), Q.cell(Double(e.cell.index + 1)),
      Q.aliceYield(e.cell.yields.alice.value, note: there), Q.bobYield(e.cell.yields.bob.value, note: there),
      Q.phaseErrorYield(e.cell.phaseErrorYield.value, note: there),
      Q.phaseErrors(e.cell.phaseErrors.value, note: there),
    ]
    if let untagged = e.cell.untagged {
      list += pairTrace(untagged, options, there)
    } else {
      list.append(Q.untaggedBits(e.cell.secretBits.value, note: there))
    }
    let phaseError =
      options.scheme == .sns
      ? Q.phaseError : Q.phaseError.by(options.method == .spin ? Q.spinError : Q.simpleError)
    let measured = if case .measured = options.leakage { true } else { false }
    let cost =
      options.scheme == .sns ? Q.plainCost : options.accounting == .published ? Q.pairCost.by(Q.linear) : Q.pairCost
    return list + [
      phaseError(
        e.cell.phaseError.value,
        note: e.cell.phaseError.value >= 0.5 ? "held to 1/2: the bound is \(e.cell.uncapped)" : there),
      (measured ? Q.leakage.given : Q.leakage)(e.leakage.value), cost(e.cost),
    ]
  }

  private static func pairTrace(
    _ untagged: FiniteEstimate<Double>.Untagged, _ options: FiniteKeyOptions, _ there: String
  ) -> [TraceEntry] {
    typealias Q = Quantities
    var list = [
      Q.untaggedZeros(untagged.zeros.value, note: there), Q.untaggedOnes(untagged.ones.value, note: there),
      Q.untaggedPairs(untagged.pairs.pairs.value, note: there),
    ]
    guard options.method == .spin else { return list }
    let isPublished = options.accounting == .published
    if let p = untagged.pairs.pairError { list.append(Q.pairError(p, note: there)) }
    if let a = untagged.pairs.logFactor, !isPublished { list.append(Q.logFactor(a, note: there)) }
    if let s = untagged.pairs.phaseErrors {
      list.append((isPublished ? Q.pairPhaseErrors.by(Q.linear) : Q.pairPhaseErrors)(s.value, note: there))
    }
    return list
  }

  /// What is left, per round and per use of the channel.
  static func lengthTrace(
    _ options: FiniteKeyOptions, raw: Double, bits: Double, floor: Double?, rounds: Double, share: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    func proven(_ q: Quantity) -> Quantity { options.accounting == .published ? q.directed(.estimate) : q }
    func length(_ q: Quantity) -> Quantity { proven(options.scheme == .sns ? q : q.by(Q.pairLength)) }
    var list: [TraceEntry] = []
    if let floor { list.append(proven(Q.floor)(floor, note: "the floor beside the length of the method spin")) }
    return list + [
      length(Q.rawLength)(raw), length(Q.length)(bits), proven(Q.rate)(bits / rounds),
      proven(Q.ratePerUse)(
        bits / rounds * share,
        note: share < 1 ? "\(share) of all pulse slots are rounds; compare this with bounds per use" : nil),
    ]
  }
}
