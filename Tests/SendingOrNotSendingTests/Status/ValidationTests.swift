// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import Testing

@testable import SendingOrNotSending

@Suite("Refused inputs and refused data")
struct ValidationTests {
  private func quantity(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? InputError)?.quantity }
    return nil
  }

  private func settings(_ change: (inout Settings) -> Void) -> String? {
    var s = Bench.paired.settings
    change(&s)
    return quantity { try s.validate() }
  }

  @Test("Settings out of range are refused by their symbol")
  func settings() {
    #expect(settings { _ in } == nil)
    #expect(settings { $0.users.alice.weakIntensity = 0.5 } == "a1A")
    #expect(settings { $0.users.bob.weakIntensity = 0.4 } == "a1B")
    #expect(settings { $0.users.alice.weakIntensity = 0 } == "a1A")
    #expect(settings { $0.users.bob.strongIntensity = .nan } == "a2B")
    #expect(settings { $0.users.bob.signalIntensity = -1 } == "zB")
    #expect(settings { $0.users.alice.sendingProbability = 0 } == "epsA")
    #expect(settings { $0.users.alice.sendingProbability = 1 } == "epsA")
    #expect(settings { $0.users.bob.signalWindowProbability = 1 } == "pzB")
    #expect(settings { $0.users.alice.weakProbability = 0.9 } == "p0A")
    #expect(settings { $0.users.alice.strongProbability = 0 } == "p2A")
    #expect(settings { $0.sliceWidth = 3.5 } == "Delta")
    #expect(settings { $0.sliceWidth = 0 } == "Delta")
    #expect(settings { $0.sliceWidth = Settings.sliceWidth(leastCosine: 2) } == "Delta")
  }

  private func setup(_ change: (inout Setup) -> Void) -> String? {
    var s = Bench.paired.setup
    change(&s)
    return quantity { try s.validate() }
  }

  @Test("Hardware out of range")
  func hardware() {
    #expect(setup { _ in } == nil)
    #expect(setup { $0.darkCountProbability = 1 } == "pd")
    #expect(setup { $0.misalignment = 0.6 } == "e_d")
    #expect(setup { $0.signalSlotShare = 0 } == "signal_slot_share")
    #expect(setup { $0.signalSlotShare = 1.01 } == "signal_slot_share")
    #expect(setup { $0.repetitionRateHz = 0 } == "rep_rate")
  }

  private func counts(_ change: (inout Observations) -> Void) -> InputError? {
    var c = Bench.measured
    change(&c)
    do { try c.validate(Bench.paired.settings) } catch { return error }
    return nil
  }

  @Test("Counts that cannot be are refused by name")
  func counted() throws {
    #expect(counts { _ in } == nil)
    #expect(counts { $0.sliceErrors = 3e11 }?.quantity == "m_D")
    #expect(counts { $0.vacuum = -1 }?.quantity == "n_oo")
    #expect(counts { $0.weak.alice = 1.5 }?.allowed == "must be a whole number")
    #expect(counts { $0.weak.bob = .nan }?.quantity == "n_o1")
    #expect(counts { $0.rounds = 0 }?.quantity == "N")
    #expect(counts { $0.pairs = .init(kept: 216_919_824) }?.quantity == "nt_aopp")
    #expect(counts { $0.pairs = .init(kept: 100, errors: 101) }?.quantity == "m_aopp")
    #expect(counts { $0.zeroErrors = 375_505_767 }?.quantity == "m0")
    #expect(counts { $0.oneErrors = 1e12 }?.quantity == "m1")
    // Rounds of two signal windows counted as vacuum: the slip is named.
    let hint = try #require(counts { $0.vacuum = 9e11 }?.hint)
    #expect(hint.contains("two signal windows"))
    // One above the ceiling of seven standard deviations, and just at it.
    let p = SettingProbabilities<Double>(Bench.paired.settings)
    for (share, name, set) in [
      (p.bothWeak, "m_D", { $0.sliceErrors = $1 }), (p.strong.alice, "n_2o", { $0.strong.alice = $1 }),
      (p.strong.bob, "n_o2", { $0.strong.bob = $1 }), (p.ns + p.ss, "n0", { $0.zeros = $1 }),
      (p.sn + p.nn, "n1", { $0.ones = $1 }),
    ] as [(Double, String, (inout Observations, Double) -> Void)] {
      let mean = 1e12 * share
      let most = (mean + 7 * mean.squareRoot() + 10).rounded(.down)
      #expect(counts { set(&$0, most) } == nil)
      #expect(counts { set(&$0, most + 1) }?.quantity == name)
    }
  }

  @Test("Options and missing counts")
  func options() {
    func refused(_ change: (inout FiniteKeyOptions) -> Void) -> String? {
      var o = FiniteKeyOptions(scheme: .aopp, leakage: .measured(bits: 1))
      change(&o)
      return quantity { _ = try FiniteKey.estimate(Bench.measured, Bench.paired.settings, o) }
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.secrecy = 0 } == "eps_sec")
    #expect(refused { $0.secrecy = 1 } == "eps_sec")
    #expect(refused { $0.correctness = 1e-200 } == "eps_cor")
    #expect(
      refused {
        $0.secrecy = 0.6
        $0.correctness = 0.5
      } == "eps_sec")
    #expect(refused { $0.cells = 0 } == "cells")
    #expect(refused { $0.cells = 100_000 } == "cells")
    #expect(refused { $0.leakage = .measured(bits: -1) } == "leak_EC")
    #expect(refused { $0.leakage = .estimated(efficiency: 0.9) } == "f_EC")
    #expect(refused { $0.accounting = .published } == "accounting")
    var unpaired = Bench.measured
    unpaired.pairs = nil
    #expect(
      quantity {
        _ = try FiniteKey.estimate(unpaired, Bench.paired.settings, .init(scheme: .aopp, leakage: .measured(bits: 1)))
      } == "nt_aopp")
    unpaired.zeroErrors = nil
    #expect(quantity { _ = try FiniteKey.estimate(unpaired, Bench.paired.settings, .init(scheme: .sns)) } == "leak_EC")
  }

  private func contradiction(_ scheme: Scheme = .aopp, _ change: (inout Observations) -> Void) throws -> String? {
    var c = Bench.measured
    (c.zeroErrors, c.oneErrors) = (nil, nil)
    change(&c)
    let options = FiniteKeyOptions(scheme: scheme, leakage: .measured(bits: 70000))
    let rate = try FiniteKey.analyse(c, Bench.paired.settings, options, declarations: .complete)
    let reason = rate.reasonForZero
    guard reason?.kind == .inconsistentData else { return nil }
    #expect(rate.lengthBits == 0 && rate.ratePerPulse == 0)
    return reason?.detail
  }

  @Test("Data that no source of the model makes leave no key, each for its own reason")
  func contradictions() throws {
    #expect(try contradiction { _ in } == nil)
    #expect(try contradiction { $0.vacuum = 40_000_000 } == "Alice's weak decoy clicks less than vacuum")
    #expect(
      try contradiction {
        $0.vacuum = 20000
        $0.sliceErrors = 0
      } == "fewer wrong clicks in the slice than vacuum alone makes")
    #expect(try contradiction { $0.weak.bob = 0 } == "Bob's weak decoy clicks less than vacuum")
    #expect(
      try contradiction { $0.strong.alice = 7_830_239 } == "Alice's strong decoy clicks less than the weak one allows")
    #expect(
      try contradiction { $0.strong.bob = 7_830_239 } == "Bob's strong decoy clicks less than the weak one allows")
    #expect(
      try contradiction {
        $0.zeros = 100_000_000; $0.pairs = .init(kept: 0)
      } == "more untagged zeros than zeros")
    #expect(
      try contradiction {
        $0.ones = 100_000_000; $0.pairs = .init(kept: 0)
      } == "more untagged ones than ones")
    #expect(try contradiction { $0.pairs = .init(kept: 40_000_000) } == "more untagged pairs than kept pairs")
    #expect(
      try contradiction(.sns) {
        $0.zeros = 1e8
        $0.ones = 1e8
        $0.pairs = nil
      } == "more untagged bits than bits")
  }

  @Test("Reasons for zero: no light, few counts, errors, leakage, costs")
  func reasons() throws {
    func reason(_ scheme: Scheme = .aopp, leak: Double = 70000, _ change: (inout Observations) -> Void) throws
      -> ReasonForZero.Kind?
    {
      var c = Bench.measured
      change(&c)
      return try FiniteKey.analyse(
        c, Bench.paired.settings, FiniteKeyOptions(scheme: scheme, leakage: .measured(bits: leak))
      ).reasonForZero?.kind
    }
    #expect(try reason { _ in } == nil)
    #expect(try reason { $0.sliceErrors = 1e6 } == .phaseErrorTooLarge)
    #expect(try reason(leak: 1e9) { _ in } == .leakageExceedsSecrecy)
    #expect(
      try reason {
        $0 = Observations(
          vacuum: 0, weak: PerUser(both: 0), strong: PerUser(both: 0), sliceErrors: 0, zeros: 0, ones: 0,
          pairs: .init(kept: 0), rounds: 1e12, origin: .measured)
      } == .noDetections)
    #expect(
      try reason(.sns) {
        $0 = Observations(
          vacuum: 0, weak: PerUser(both: 0), strong: PerUser(both: 0), sliceErrors: 0, zeros: 10, ones: 10,
          rounds: 1e12, origin: .measured)
      } == .noSinglePhotonEvents)
    let small = try FiniteKey.estimate(
      Bench.measured, Bench.paired.settings, FiniteKeyOptions(scheme: .aopp, leakage: .measured(bits: 0)))
    #expect(try reason(leak: (small.entropy - 50).rounded(.down)) { _ in } == .penaltiesExceedEntropy)
  }
}
