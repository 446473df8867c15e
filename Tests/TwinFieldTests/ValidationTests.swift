// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import Testing

@testable import TwinField

@Suite("Inputs that cannot be are refused by name and reason")
struct ValidationTests {
  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return error is InputError ? "\(error)" : "not an InputError: \(error)" }
  }

  @Test("Links")
  func links() {
    func refused(_ change: (inout Setup) -> Void) -> String? {
      var setup = Benchmark.setup
      change(&setup)
      return message { try setup.validate() }
    }
    #expect(refused { _ in } == nil)
    let pd =
      "must be at least 0.0 and below 1.0; a dark-count rate in counts per second has to be multiplied by the pulse window"
    #expect(refused { $0.darkCountProbability = 1 } == "pd = 1.0: " + pd)
    #expect(refused { $0.darkCountProbability = -1e-9 } == "pd = -1e-09: " + pd)
    #expect(refused { $0.darkCountProbability = .nan } == "pd = nan: " + pd)
    #expect(refused { $0.darkCountProbability = 0.999 } == nil)
    let angle = "must be at least -3.141592653589793 and at most 3.141592653589793; in radians, not degrees"
    #expect(refused { $0.polarisationAngle = 16.3 } == "theta = 16.3: " + angle)
    #expect(refused { $0.phaseOffset = -3.2 } == "phi = -3.2: " + angle)
    #expect(refused { $0.phaseOffset = -Double.pi } == nil)
    #expect(
      refused { $0.repetitionRateHz = 0 } == "rep_rate = 0.0: must be above 0.0 and at most 1000000000000000.0; in Hz")
    #expect(refused { $0.repetitionRateHz = 1e9 } == nil)
    var noisy = Benchmark.setup
    #expect(noisy.warnings.isEmpty)
    noisy.darkCountProbability = 0.002
    #expect(noisy.warnings.count == 1)
  }

  @Test("Settings")
  func settings() {
    func refused(_ needs: Settings.Needs = .probabilities, _ change: (inout Settings) -> Void) -> String? {
      var settings = Benchmark.settings
      change(&settings)
      return message { try settings.validate(needs) }
    }
    #expect(refused { _ in } == nil)
    let s = "must be above 0.0 and at most 5.0; mean photons per key pulse, usually 0.01 to 0.04"
    #expect(refused(.signals) { $0.alice.signalIntensity = 0 } == "sA = 0.0: " + s)
    #expect(refused(.signals) { $0.bob.signalIntensity = 5.1 } == "sB = 5.1: " + s)
    #expect(refused(.signals) { $0.bob.testIntensities = [] } == nil)
    #expect(
      refused(.decoys) { $0.bob.testIntensities = [0.4] }
        == "muB = [0.4]: must have 2 to 8 intensities; one intensity alone bounds no yield")
    #expect(
      refused(.decoys) { $0.alice.testIntensities = (0..<9).map { 0.9 - 0.1 * Double($0) } }?.hasPrefix("muA") == true)
    #expect(
      refused(.decoys) { $0.alice.testIntensities = [0.4, -0.1, 0.01] }
        == "muA = -0.1: must be at least 0.0 and at most 5.0; mean photons per pulse, usually below 1")
    for mu in [[0.1, 0.4, 1e-4], [0.4, 0.4, 0.1], [0.4, 0.1, 0.1]] {
      #expect(
        refused(.decoys) { $0.bob.testIntensities = mu }
          == "muB = \(mu): intensities must be in falling order; strongest first, no two alike")
    }
    #expect(refused(.decoys) { $0.alice.testProbabilities = [] } == nil)
    #expect(
      refused { $0.alice.testProbabilities = [0.5, 0.5] }
        == "pA = [0.5, 0.5]: must have one probability for each of the 3 intensities")
    #expect(
      refused { $0.bob.testProbabilities = [0.5, 0.5, 0] }
        == "pB = 0.0: must be above 0.0 and at most 1.0; every intensity must be sent")
    #expect(
      refused { $0.alice.testProbabilities = [0.25, 0.25, 0.25] }
        == "pA = [0.25, 0.25, 0.25]: must sum to 1, not 0.75; probabilities given the test mode, without the key pulses"
    )
    #expect(
      refused { $0.alice.testProbabilities = [0.2, 0.3, 0.5 + 9e-13] } == nil
        && refused { $0.bob.testProbabilities = [0.2, 0.3, 0.5 + 2e-12] } != nil)
    let mode =
      "must be above 0.0 and below 1.0; without key rounds there is no key, without test rounds nothing is known about it"
    for p in [0.0, 1, 1.2, -0.1] {
      #expect(refused { $0.keyModeProbability = p } == "pX = \(p): " + mode)
      #expect(refused { $0.bobKeyModeProbability = p } == "pX_bob = \(p): " + mode)
    }
    #expect(refused(.decoys) { $0.keyModeProbability = 1 } == nil)
  }

  @Test("Options")
  func options() {
    func refused(_ change: (inout FiniteKeyOptions) -> Void) -> String? {
      var o = FiniteKeyOptions()
      change(&o)
      return message { try o.validate() }
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.pairCutoff = -1 } == "S = -1: must be from 0 to 30; 4 to 12 is usual")
    #expect(refused { $0.pairCutoff = 31 } == "S = 31: must be from 0 to 30; 4 to 12 is usual")
    #expect(
      refused { $0.pairCutoff = 12 }
        == "ncut = 10: must be from S = 12 to 30; every pair that is treated one by one must be a variable of the linear program"
    )
    #expect(refused { $0.photonCutoff = 31 }?.hasPrefix("ncut = 31: must be from S = 4 to 30") == true)
    let epsilon = "must be above 0.0 and below 1.0; 1e-10 is usual"
    #expect(refused { $0.secrecy = 0 } == "eps_sec = 0.0: " + epsilon)
    #expect(refused { $0.secrecy = 1 } == "eps_sec = 1.0: " + epsilon)
    #expect(refused { $0.correctness = -1 } == "eps_cor = -1.0: " + epsilon)
    func parts(_ estimation: Double, _ amplification: Double) -> String? {
      refused { $0 = FiniteKeyOptions(explicitShares: .init(estimation: estimation, amplification: amplification)) }
    }
    #expect(parts(0, 1e-9) == "eps_PE = 0.0: " + epsilon && parts(1e-20, 1e-9) == nil)
    #expect(parts(1e-9, 2) == "eps_PA = 2.0: " + epsilon)
    #expect(
      refused { $0.explicitShares = .init(estimation: 1e-20, amplification: 1e-9) }
        == "eps_PE = 1e-20: has no meaning with composition = linear, whose shares are fixed; give eps_sec, or composition = root"
    )
    for composition in SecrecyComposition.allCases {
      let all = refused {
        $0 = FiniteKeyOptions(composition: composition, secrecy: 0.5, correctness: 0.5)
      }
      #expect(
        all
          == "eps_sec = 0.5: secrecy and correctness must sum to less than 1, not 1.0; such a key may be known to everybody; 1e-10 is usual"
      )
      #expect(refused { $0 = FiniteKeyOptions(composition: composition, secrecy: 0.5, correctness: 0.4) } == nil)
    }
    // 2 √ε_PE + ε_PA.
    #expect(parts(0.16, 0.2)?.contains("must sum to less than 1") == true && parts(0.04, 0.2) == nil)
    #expect(
      refused { $0.analysesTried = 0 }
        == "analyses_tried = 0: must be from 1 to 1000000; 1 if only one analysis was planned")
    #expect(
      refused { $0.leakage = .measured(bits: -5) }
        == "leak_EC = -5.0: must be at least 0.0 and at most 1e+18; bits sent for reconciliation")
    let f = "f_EC = 0.99: must be at least 1.0 and at most 100.0; 1 is the Shannon limit; 1.1 to 1.2 is usual"
    #expect(refused { $0.leakage = .estimated(efficiency: 0.99) } == f)
    func asymptotic(_ o: AsymptoticOptions) -> String? { message { try o.validate() } }
    #expect(asymptotic(AsymptoticOptions(errorCorrectionEfficiency: 0.99)) == f)
    #expect(asymptotic(AsymptoticOptions(pairCutoff: 12)) == nil)
    #expect(asymptotic(AsymptoticOptions(estimation: .linearProgram, pairCutoff: 12))?.hasPrefix("ncut = 10") == true)
    #expect(
      asymptotic(AsymptoticOptions(estimation: .analytic, method: .joint))
        == "phase_error_method = joint: needs linear programs; the closed forms and the true yields have no common worst case"
    )
  }

  @Test("Counts")
  func counts() {
    func refused(_ change: (inout Observations) -> Void) -> String? {
      var counts = Benchmark.counts.rounded
      change(&counts)
      return message { try counts.validate(Benchmark.settings) }
    }
    #expect(refused { _ in } == nil)
    #expect(
      refused { $0.rounds = 0 }
        == "N = 0.0: must be at least 1.0 and at most 1e+18; every round emitted, whatever was chosen or detected")
    #expect(refused { $0.keyCount = -1 } == "MX = -1.0: must be at least 0.0 and at most 1e+18")
    #expect(refused { $0.keyErrors = .nan } == "EX = nan: must be at least 0.0 and at most 1e+18")
    #expect(
      refused {
        $0.keyCount = 100
        $0.keyErrors = 101
      } == "EX = 101.0: cannot exceed the key-mode successes MX = 100.0; errors are a part of the successes")
    #expect(
      refused { $0.testCounts = [[1, 2, 3], [4, 5, 6]] }
        == "MZ = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]: must have 3 rows of 3 counts, one for each pair of intensities")
    #expect(refused { $0.testCounts[2] = [1, 2] }?.hasPrefix("MZ = ") == true)
    #expect(refused { $0.testCounts[1][2] = -5 } == "MZ[2][3] = -5.0: must be at least 0.0 and at most 1e+18")
    let whole = "must be a whole number; give the counts of the run, not rates or averages"
    #expect(refused { $0.keyErrors += 0.5 }?.hasSuffix(whole) == true)
    #expect(refused { $0.testCounts[0][1] = 3.5 } == "MZ[1][2] = 3.5: " + whole)
    #expect(refused { $0.rounds += 0.5 } == "N = 1000000000000.5: " + whole)
    #expect(
      refused { $0.rounds = 1e8 }
        == "N = 100000000.0: cannot be below the \(Benchmark.counts.rounded.successes) successful rounds MX + MZ; "
        + "N counts every round emitted, also those that Charlie discarded")
    #expect(message { try Benchmark.counts.validate(Benchmark.settings) } == nil)
  }

  @Test("Predictions")
  func predictions() {
    func refused(_ counts: Observations, _ change: (inout Predictions) -> Void) -> String? {
      var p = Benchmark.predictions()
      p.testCount = (p.testCount ?? 0) * 1.01
      change(&p)
      return message { try FiniteKey.check(counts, Benchmark.settings, FiniteKeyOptions(), .given(p)) }
    }
    let measured = Benchmark.counts.rounded
    #expect(refused(measured) { _ in } == nil)
    #expect(
      refused(measured) { $0.pairs[PhotonPair(1, 3)] = -1 }?.hasPrefix("pred[1,3] = -1.0: must be at least 0.0") == true
    )
    #expect(refused(measured) { $0.testCount = .infinity }?.hasPrefix("pred[tail] = inf: must be at least 0.0") == true)
    #expect(refused(measured) { $0.phaseErrors = .nan }?.hasPrefix("pred[ph] = nan: must be at least 0.0") == true)
    let fitted = refused(measured) { $0.testCount = measured.testCount }
    #expect(fitted?.contains("looks fitted to the data: the observed M_Z is \(measured.testCount)") == true)
    // Planning with the model's own expectation is no fit.
    #expect(refused(Benchmark.counts) { $0.testCount = Benchmark.counts.testCount } == nil)
  }

  @Test("Every entry point checks; nothing traps")
  func entryPoints() {
    let counts = Benchmark.counts
    var bad = FiniteKeyOptions()
    bad.pairCutoff = 12
    #expect(message { _ = try FiniteKey.estimate(counts, Benchmark.settings, bad) } != nil)
    #expect(message { _ = try FiniteKey.enclosure(counts, Benchmark.settings, bad) } != nil)
    #expect(message { _ = try FiniteKey.analyse(counts, Benchmark.settings, bad) } != nil)
    let options = AsymptoticOptions(estimation: .linearProgram)
    #expect(
      message { _ = try AsymptoticAnalysis.estimate(Benchmark.setup, signals(0.02), options) }?.hasPrefix("muA") == true
    )
    #expect(
      message { _ = try AsymptoticAnalysis.estimate(link(1, 1, pd: 1), signals(0.02), .init()) }?.hasPrefix("pd")
        == true)
  }

  @Test("Comparison protocols")
  func comparisons() {
    func refused(_ scheme: ComparisonProtocol, _ change: (inout ComparisonProtocol.Choices) -> Void) -> String? {
      var choices = ComparisonProtocol.Choices(intensity: 0.3)
      change(&choices)
      return message { try choices.validate(scheme) }
    }
    for scheme in ComparisonProtocol.allCases {
      #expect(refused(scheme) { _ in } == nil)
      let name = scheme == .sendingOrNotSending || scheme == .oddParityPairing ? "muz" : "mu"
      #expect(refused(scheme) { $0.intensity = 0 } == "\(name) = 0.0: must be above 0.0 and at most 5.0")
      #expect(refused(scheme) { $0.errorCorrectionEfficiency = 0.9 }?.hasPrefix("f_EC = 0.9") == true)
      let slices = scheme == .lucamarini2018 || scheme == .phaseMatching
      #expect(refused(scheme) { $0.phaseSlices = 1 } == (slices ? "M = 1: must be from 2 to 1024; 16 is usual" : nil))
      #expect((refused(scheme) { $0.sendingProbability = 1 } != nil) == (name == "muz"))
      #expect((refused(scheme) { $0.pairingLength = 0 } != nil) == (scheme == .modePairing))
      #expect((refused(scheme) { $0.keyFraction = 0 } != nil) == (scheme == .lucamarini2018))
    }
  }
}
