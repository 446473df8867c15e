// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

@Suite("What a result may be used for")
struct StatusTests {
  private func analyse(
    scheme: Scheme = .aopp, method: PairingMethod = .spin, leakage: ErrorCorrectionLeakage = .measured(bits: 70000),
    declarations: Declarations = .complete, share: Double = 1, _ change: (inout Observations) -> Void = { _ in }
  ) throws -> SecretKeyRate {
    var c = Bench.measured
    change(&c)
    return try FiniteKey.analyse(
      c, Bench.paired.settings, FiniteKeyOptions(scheme: scheme, method: method, leakage: leakage),
      declarations: declarations, signalSlotShare: share)
  }

  @Test("Measured counts, measured leakage and all declarations: certified, with the label of the sheet")
  func certified() throws {
    let spin = try analyse()
    #expect(spin.analysis.status == .certified && spin.analysis.calculation == "tf.aopp.finite.counts")
    #expect(spin.analysis.statusReasons.contains { $0.contains("with a theorem of its own (TFS-21)") })
    let simple = try analyse(method: .simple)
    #expect(simple.analysis.status == .certified)
    #expect(simple.analysis.statusReasons.contains { $0.contains("without the theorem") })
    // Both lengths say what they rest on, in the words of all families.
    let words = BasisOfTrust.derived.rawValue
    #expect(spin.analysis.basis == .derived && simple.analysis.basis == .derived)
    #expect(spin.analysis.statusReasons[0].ranges(of: words).count == 2)
    #expect(simple.analysis.statusReasons[0].ranges(of: words).count == 1)
    #expect(spin.assumptions.contains { $0.contains("stay secret like the key") })
    let plain = try analyse(scheme: .sns, leakage: .measured(bits: 4e8))
    #expect(plain.analysis.status == .certified && plain.analysis.calculation == "tf.sns.finite.counts")
  }

  @Test("The floor that does not need the theorem stands beside the length")
  func floor() throws {
    let spin = try analyse()
    let simple = try analyse(method: .simple)
    #expect(spin.value("length_simple") == simple.lengthBits)
    #expect((simple.lengthBits ?? 0) > 0 && (simple.lengthBits ?? 0) < (spin.lengthBits ?? 0) / 2)
    #expect(simple.value("length_simple") == nil)
    #expect(spin.warnings.contains { $0.contains("TFS-25") })
  }

  @Test("Expected counts, assumed leakage or a missing declaration: planning")
  func planning() throws {
    #expect(
      try FiniteKey.analyse(
        Bench.paired.counts, Bench.paired.settings, Bench.paired.options
      ).analysis.status == .planning)
    let assumed = try analyse(leakage: .estimated(efficiency: 1.16))
    #expect(assumed.analysis.status == .planning && assumed.analysis.statusReasons[0].hasPrefix("leak assumed"))
    let open = try analyse(declarations: Declarations())
    #expect(open.analysis.status == .planning && open.analysis.statusReasons.count == 7)
    for change: (inout Declarations) -> Void in [
      { $0.phaseReferenceFixedBefore = .open }, { $0.acceptance = .open }, { $0.randomisation = .open },
      { $0.disclosedAsPrescribed = .open }, { $0.fixedBefore = .open }, { $0.pairedUniformly = .open },
      { $0.pairsAnnouncedUnordered = .open },
    ] {
      var d = Declarations.complete
      change(&d)
      let rate = try analyse(declarations: d)
      #expect(rate.analysis.status == .planning && rate.analysis.statusReasons.count == 1)
      #expect(rate.lengthBits == (try analyse().lengthBits))
    }
    // Without pairing nothing need be said of it.
    var d = Declarations.complete
    d.pairedUniformly = .open
    d.pairsAnnouncedUnordered = .broken
    #expect(try analyse(scheme: .sns, leakage: .measured(bits: 4e8), declarations: d).analysis.status == .certified)
  }

  @Test("Outside every proof: slice numbers, discrete phases, a fitted reference, other disclosures")
  func comparison() throws {
    for change: (inout Declarations) -> Void in [
      { $0.acceptance = .sliceNumbers(16) }, { $0.randomisation = .discrete(16) },
      { $0.phaseReferenceFixedBefore = .broken }, { $0.disclosedAsPrescribed = .broken }, { $0.fixedBefore = .broken },
    ] {
      var d = Declarations.complete
      change(&d)
      let rate = try analyse(declarations: d)
      #expect(rate.analysis.status == .comparisonOnly)
      #expect(rate.analysis.statusReasons[0].hasPrefix("outside every proof"))
    }
    var published = FiniteKeyOptions(scheme: .aopp, accounting: .published, cells: 1, leakage: .measured(bits: 70000))
    published.secrecy = 1e-10
    let rate = try FiniteKey.analyse(Bench.measured, Bench.paired.settings, published, declarations: .complete)
    #expect(rate.analysis.status == .comparisonOnly && rate.value("length_simple") == nil)
    #expect((rate.failureBudget?.total ?? 0) > 2.1e-9)
    let asymptotic = try AsymptoticAnalysis.analyse(Bench.paired.setup, Bench.paired.settings, .aopp, efficiency: 1.16)
    #expect(asymptotic.analysis.status == .comparisonOnly)
  }

  @Test("Pairs announced in order or not paired uniformly are refused")
  func refused() throws {
    var d = Declarations.complete
    d.pairsAnnouncedUnordered = .broken
    #expect { try analyse(declarations: d) } throws: { ($0 as? InputError)?.quantity == "pairs_announced" }
    d = .complete
    d.pairedUniformly = .broken
    #expect { try analyse(declarations: d) } throws: { ($0 as? InputError)?.quantity == "pairing" }
    d = .complete
    d.acceptance = .sliceNumbers(1)
    #expect { try analyse(declarations: d) } throws: { ($0 as? InputError)?.quantity == "acceptance" }
    d = .complete
    d.randomisation = .discrete(1)
    #expect { try analyse(declarations: d) } throws: { ($0 as? InputError)?.quantity == "phase_randomisation" }
  }

  @Test("A leakage below Shannon's limit of the counted errors is raised to it and certifies nothing")
  func shannon() throws {
    let limit = try #require(StatedLeakage.rule(Bench.measured, FiniteKeyOptions(scheme: .aopp))?.leastLeakage)
    // n h(m/n) − ½ log2(8 m (1 − m/n)) − log2(1/ε_cor), computed apart.
    #expect(relativeDifference(limit, 54450.7018836592) < 1e-12)
    let below = try analyse(leakage: .measured(bits: (limit - 2).rounded(.down)))
    #expect(below.analysis.status == .planning && below.value("leak_EC") == limit)
    #expect(below.analysis.statusReasons[0].contains("Shannon"))
    let at = try analyse(leakage: .measured(bits: limit.rounded(.up)))
    #expect(at.analysis.status == .certified && at.warnings.contains { $0.contains("better than any known code") })
    #expect((below.rawLengthBits ?? 0) >= (at.rawLengthBits ?? 0) - 1)
    // Without counted errors the leakage cannot be held against anything.
    let unknown = try analyse(leakage: .measured(bits: 0)) { $0.pairs?.errors = nil }
    #expect(unknown.analysis.status == .planning && unknown.value("leak_EC") == 0)
    #expect(unknown.analysis.statusReasons.count == 1 && unknown.analysis.statusReasons[0].contains("not counted"))
    // Without pairing zeros and ones are two classes: less than pooled.
    let plain = FiniteKeyOptions(scheme: .sns)
    let two = try #require(StatedLeakage.rule(Bench.measured, plain)?.leastLeakage)
    let n = Bench.measured.keyBits
    let m = (Bench.measured.zeroErrors ?? 0) + (Bench.measured.oneErrors ?? 0)
    let e = m / n
    let pooled = -n * (e * Double.log(e) + (1 - e) * Double.log(1 - e)) / Double.log(2)
    #expect(two < 0.99 * pooled && two > 0.5 * pooled)
  }

  @Test("The budget adds up to the secrecy parameter")
  func budget() throws {
    for scheme in Scheme.allCases {
      for accounting in [Accounting.split, .root] {
        for method in PairingMethod.allCases {
          let options = FiniteKeyOptions(scheme: scheme, accounting: accounting, method: method, secrecy: 3e-9)
          let b = FiniteKey.budget(options)
          #expect(relativeDifference(b.total, 3e-9) < 1e-12)
          let (c, q) = (b.items[0], b.items[1])
          // What the events really cost: n_c ε_c + 2 √(n_q ε_q), or all under the root.
          let classical = Double(c.count) * c.probabilityEach
          let quantum = Double(q.count) * q.probabilityEach
          let spent =
            accounting == .split ? classical + 2 * quantum.squareRoot() : 2 * (classical + quantum).squareRoot()
          #expect(relativeDifference(spent + b.items[2].contribution, 3e-9) < 1e-12)
          #expect(c.count == (scheme == .aopp ? 9 : 7))
          let bounds = scheme == .aopp && method == .spin ? 3 : 2
          #expect(q.count == (accounting == .split ? bounds + 1 : bounds))
        }
      }
    }
  }

  @Test("Reference pulses are uses of the channel: the rate per use stands beside the rate per round")
  func uses() throws {
    let rate = try analyse(share: 0.4)
    #expect(rate.value("rate") == rate.ratePerPulse)
    #expect(rate.value("rate_use") == (rate.ratePerPulse ?? 0) * 0.4)
    #expect(rate.lengthBits == (try analyse().lengthBits))
    #expect { try analyse(share: 0) } throws: { ($0 as? InputError)?.quantity == "signal_slot_share" }
    var setup = Bench.paired.setup
    setup.signalSlotShare = 0.4
    #expect(setup.bitsPerSecond(ratePerRound: 1e-5) == nil)
    setup.repetitionRateHz = 1e9
    #expect(relativeDifference(setup.bitsPerSecond(ratePerRound: 1e-5) ?? 0, 4000) < 1e-14)
  }

  @Test("The trace names equation, unit and direction of what it prints")
  func trace() throws {
    let rate = try analyse()
    for symbol in [
      "pzA", "Delta", "N", "n_oo", "m_D", "nt_aopp", "eps_c", "W_A", "H_L", "T_U", "Y10", "t", "Nph", "u0", "kL", "p_s",
      "lnA", "SU", "eph", "leak_EC", "cost", "length_simple", "length_raw", "length", "rate", "rate_use",
    ] {
      #expect(rate.trace.count { $0.symbol == symbol } == 1, "\(symbol)")
    }
    for entry in rate.trace where [.estimation, .keyLength].contains(entry.stage) && entry.direction != .input {
      #expect(!entry.equation.isEmpty || !entry.source.isEmpty, "\(entry.symbol)")
    }
    #expect(rate.assumptions.contains { $0.contains("uniformly at random") })
    #expect(!(try analyse(scheme: .sns, leakage: .measured(bits: 4e8)).assumptions.contains { $0.contains("paired") }))
  }
}
