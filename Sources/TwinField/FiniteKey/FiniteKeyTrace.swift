// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  /// Every quantity from the counts to the key, with equation, source and direction.
  static func trace(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>,
    _ predictions: Predictions?, raw: Double, bits: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    var list = settings.trace(probabilities: true) + counts.trace
    list += [Q.events(Double(e.events)), Q.failureExponent(e.logInverseFailure)]
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
      if let predicted = predictions?.pairs[pair], e.tuned.pairs.contains(pair) {
        let model = Q.predictedPair("\(pair.n)", "\(pair.m)")
        list.append((counts.origin == .expected ? model : model.given)(predicted))
      }
    }
    if !e.pairs.isEmpty {
      list.append((e.tuned.tail ? Q.testSum : Q.testSum.by(Q.azumaSum))(e.testSum.value))
      list += e.tails.enumerated().map { Q.parityWeight("\($0)")($1) }
      list += [
        (options.method == .joint ? Q.phaseErrorSum.by(Q.jointSum) : Q.phaseErrorSum)(e.phaseErrorSum.value),
        (e.tuned.phaseErrors ? Q.phaseErrors : Q.phaseErrors.by(Q.azumaErrors))(e.phaseErrors.value),
      ]
    }
    let measured = if case .measured = options.leakage { true } else { false }
    let certified = options.composition == .derived && counts.origin == .measured
    func length(_ q: Quantity) -> Quantity { certified ? q : q.directed(.estimate) }
    return list + [
      Q.phaseError(
        e.phaseError.value,
        note: e.phaseErrorUncapped >= 0.5 ? "capped at 1/2: the bound is \(e.phaseErrorUncapped)" : nil),
      Q.bitError(e.bitError), (measured ? Q.leakage.directed(.input) : Q.leakage)(e.leakage.value),
      Q.penalty(e.penalty.value), length(Q.rawLength)(raw), length(Q.length)(bits),
    ]
  }
}
