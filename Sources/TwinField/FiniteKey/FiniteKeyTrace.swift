// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>,
    _ forecast: Forecast, raw: Double, bits: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let isSecret = counts.origin == .measured && options.keyErrors == .secret
    let secret = isSecret ? KeyErrorDisclosure.note("TF-33a") : nil
    var list = settings.trace(probabilities: true) + counts.trace(secret: secret)
    list += [
      Q.decoyEvents(Double(e.shares.decoyEvents)), Q.concentrationEvents(Double(e.shares.concentrationEvents)),
    ]
    let isLinear = options.composition == .linear
    func shared(_ q: Quantity) -> Quantity { isLinear ? q : q.by(Q.rootShares) }
    list += [
      shared(Q.decoyExponent)(e.shares.decoyTail.value), shared(Q.concentrationExponent)(e.shares.concentration.value),
    ]
    for (i, row) in e.means.enumerated() {
      for (j, mean) in row.enumerated() {
        list += [
          Q.leastMean("\(i + 1)", "\(j + 1)")(mean.lower), Q.largestMean("\(i + 1)", "\(j + 1)")(mean.upper),
        ]
      }
    }
    if !e.means.isEmpty { list.append(Q.beyondCutoff(e.beyondCutoff.value)) }
    for pair in PhotonPair.equalParity(upTo: options.pairCutoff) {
      guard let value = e.pairs[pair] else { continue }
      list.append(Q.pairSuccesses("\(pair.n)", "\(pair.m)")(value))
    }
    if let bound = e.keyCountBound { list.append(Q.keyCountBound(bound.value)) }
    list += predictions(options, e, forecast)
    if !e.pairs.isEmpty {
      list.append((e.tuned.tail ? Q.testSum : Q.testSum.by(Q.azumaSum))(e.testSum.value))
      list += e.tails.enumerated().map {
        (isLinear ? Q.parityWeight("\($0)") : Q.parityWeight("\($0)").by(Q.plainTail))($1)
      }
      list += [
        (options.method == .joint ? Q.phaseErrorSum.by(Q.jointSum) : Q.phaseErrorSum)(e.phaseErrorSum.value),
        (e.tuned.phaseErrors ? Q.phaseErrors : Q.phaseErrors.by(Q.azumaErrors))(e.phaseErrors.value),
      ]
    }
    let measured = if case .measured = options.leakage { true } else { false }
    let certified = options.composition != .curras2021 && counts.origin == .measured
    func length(_ q: Quantity) -> Quantity { certified ? q : q.directed(.estimate) }
    return list + [
      Q.phaseError(
        e.phaseError.value,
        note: e.phaseErrorUncapped >= 0.5 ? "capped at 1/2: the bound is \(e.phaseErrorUncapped)" : nil),
      Q.bitError(e.bitError, note: secret),
    ] + leastLeakage(counts, options, secret) + [
      (measured ? Q.leakage.directed(.input) : Q.leakage)(e.leakage.value)
    ] + (options.keyErrors == .secret ? [] : [Q.announcement(e.announcement)]) + [
      Q.penalty(e.penalty.value), length(Q.rawLength)(raw), length(Q.length)(bits),
    ]
  }

  /// What the concentration bound is tuned for; nothing where it is the bounds of the same analysis.
  private static func predictions(
    _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>, _ forecast: Forecast
  ) -> [TraceEntry] {
    typealias Q = Quantities
    guard let predictions = e.predictions, forecast != .evaluated else { return [] }
    func form(_ q: Quantity) -> Quantity { forecast == .successes ? q.by(Q.standardLink) : q.given }
    func used(_ isUsed: Bool) -> String? { isUsed ? nil : "not used: this term is bounded by TF-29" }
    let pairs = PhotonPair.equalParity(upTo: options.pairCutoff).compactMap { pair in
      predictions.pairs[pair].map {
        form(Q.predictedPair("\(pair.n)", "\(pair.m)"))($0, note: used(e.tuned.pairs.contains(pair)))
      }
    }
    return pairs
      + [
        predictions.testCount.map { form(Q.predictedTests)($0, note: used(e.tuned.tail)) },
        predictions.phaseErrors.map { form(Q.predictedErrors)($0, note: used(e.tuned.phaseErrors)) },
      ].compactMap { $0 }
  }

  /// λ_min, where the counts and the leakage were measured.
  private static func leastLeakage(_ counts: Observations, _ options: FiniteKeyOptions, _ secret: String?)
    -> [TraceEntry]
  {
    guard case .measured = options.leakage, let rule = counts.shannonRule(correctness: options.correctness) else {
      return []
    }
    return [Quantities.leastLeakage(rule.leastLeakage, note: secret)]
  }
}
