// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension Quantities {
  static let rounds = Quantity(.observations, "N", "rounds", .input, unit: "round")
  static let vacuumCount = expected("n_oo", "one click, nobody sent")
  static let weakAlice = expected("n_1o", "weak decoy of Alice alone")
  static let weakBob = expected("n_o1", "weak decoy of Bob alone")
  static let strongAlice = expected("n_2o", "strong decoy of Alice alone")
  static let strongBob = expected("n_o2", "strong decoy of Bob alone")
  static let sliceErrors = expected("m_D", "accepted pairs of weak decoys, wrong detector")
  static let zeros = expected("n0", "key bits that are 0 at Bob")
  static let ones = expected("n1", "key bits that are 1 at Bob")
  static let zeroErrors = expected("m0", "errors among the zeros")
  static let oneErrors = expected("m1", "errors among the ones")
  static let keyBits = Quantity(
    .observations, "nt", "key bits, n0 + n1", .exact, "TFS-5", unit: "counts", role: .siftedBits)
  static let keptPairs = expected("nt_aopp", "pairs kept", "TFS-6", .siftedBits)
  static let pairErrors = expected("m_aopp", "errors among the kept pairs", "TFS-6", .errors)
  package static let bitErrorRate = Quantity(
    .observations, "Ez", "error rate of the key bits", .exact, "TFS-5", column: .init("error_rate"), role: .errorRate)
  package static let pairErrorRate = Quantity(
    .observations, "E_aopp", "error rate of the kept pairs", .exact, "TFS-6", column: .init("error_rate"),
    role: .errorRate)

  private static func expected(
    _ symbol: String, _ meaning: String, _ equation: String = "TFS-5", _ role: Quantity.Role? = nil
  ) -> Quantity {
    Quantity(.observations, symbol, meaning, .expectation, equation, unit: "counts", role: role)
  }

  static var counts: [Quantity] {
    [rounds]
      + [
        vacuumCount, weakAlice, weakBob, strongAlice, strongBob, sliceErrors, zeros, ones, zeroErrors, oneErrors,
        keptPairs, pairErrors,
      ].flatMap { [$0, $0.given] } + [keyBits, bitErrorRate, pairErrorRate]
  }
}

extension Observations {
  /// What was counted, for the trace of a result.
  func trace(_ scheme: Scheme) -> [TraceEntry] {
    typealias Q = Quantities
    func seen(_ q: Quantity, _ value: Double) -> TraceEntry { (origin == .measured ? q.given : q)(value) }
    var list = [
      Q.rounds(rounds), seen(Q.vacuumCount, vacuum), seen(Q.weakAlice, weak.alice), seen(Q.weakBob, weak.bob),
      seen(Q.strongAlice, strong.alice), seen(Q.strongBob, strong.bob), seen(Q.sliceErrors, sliceErrors),
      seen(Q.zeros, zeros), seen(Q.ones, ones),
    ]
    if let zeroErrors { list.append(seen(Q.zeroErrors, zeroErrors)) }
    if let oneErrors { list.append(seen(Q.oneErrors, oneErrors)) }
    switch scheme {
    case .sns:
      list.append(Q.keyBits(keyBits))
      if let zeroErrors, let oneErrors, keyBits > 0 {
        list.append(Q.bitErrorRate((zeroErrors + oneErrors) / keyBits))
      }
    case .aopp:
      guard let pairs else { break }
      list.append(seen(Q.keptPairs, pairs.kept))
      guard let errors = pairs.errors else { break }
      list.append(seen(Q.pairErrors, errors))
      if pairs.kept > 0 { list.append(Q.pairErrorRate(errors / pairs.kept)) }
    }
    return list
  }
}
