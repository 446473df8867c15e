// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Where there is no key, and why")
struct FiniteKeyEdgeTests {
  private let options = FiniteKeyOptions(photonCutoff: 6)

  private func analyse(
    _ counts: Observations, _ settings: Settings = Benchmark.settings, _ options: FiniteKeyOptions? = nil,
    _ predictions: Forecast = .untuned
  ) throws -> SecretKeyRate {
    try FiniteKey.analyse(counts, settings, options ?? self.options, predictions: predictions)
  }

  /// The benchmark's counts, changed.
  private func counts(_ change: (inout Observations) -> Void) -> Observations {
    var counts = Benchmark.counts.rounded
    change(&counts)
    return counts
  }

  @Test("Nothing detected in either mode")
  func noDetections() throws {
    for (name, counts) in [
      (
        "key mode",
        counts {
          $0.keyCount = 0
          $0.keyErrors = 0
        }
      ),
      ("test mode", counts { $0.testCounts = $0.testCounts.map { $0.map { _ in 0 } } }),
    ] {
      let rate = try analyse(counts)
      #expect(rate.lengthBits == 0 && rate.ratePerPulse == 0)
      #expect(rate.reasonForZero == ReasonForZero(.noDetections, detail: name))
      let e = try FiniteKey.enclosure(counts, Benchmark.settings, options)
      #expect(e.obstacle?.kind == .noDetections && e.phaseError.value.upper == 0.5 && e.rawLength.upper < 0)
    }
    // A dark link.
    let dark = Observations.expected(link(0, 0), Benchmark.settings, rounds: 1e10)
    #expect(try analyse(dark).reasonForZero?.kind == .noDetections)
  }

  @Test("Signals as bright as the strongest decoy on either side")
  func brightSignals() throws {
    var bright = Benchmark.settings
    bright.bob.signalIntensity = 0.4
    let rate = try analyse(counts { _ in }, bright)
    #expect(rate.reasonForZero?.description == "signal intensity not below the strongest decoy")
    #expect(rate.lengthBits == 0)
    bright = Benchmark.settings
    bright.alice.signalIntensity = 0.5
    #expect(try analyse(counts { _ in }, bright).reasonForZero?.kind == .signalAboveDecoys)
    bright.alice.signalIntensity = 0.3999
    #expect(try analyse(counts { _ in }, bright).reasonForZero?.kind == .phaseErrorTooLarge)
  }

  @Test("Counts that contradict one another")
  func contradiction() throws {
    for changed in [
      counts { $0.testCounts[0][0] = 0 }, counts { $0.testCounts[2][2] *= 1000 }, counts { $0.testCounts[1][1] *= 3 },
    ] {
      for method in PhaseErrorMethod.allCases {
        var o = options
        o.method = method
        let rate = try analyse(changed, Benchmark.settings, o)
        #expect(rate.reasonForZero?.description == "inconsistent test-basis data" && rate.lengthBits == 0)
        #expect(rate.trace.allSatisfy { $0.symbol != "Sigma_ph" })
      }
    }
  }

  @Test("Blocks too small, too many errors, too much told")
  func reasons() throws {
    let small = counts {
      $0.keyCount = 77
      $0.keyErrors = 1
      $0.testCounts = [[27, 25, 33], [25, 15, 12], [34, 13, 0]]
    }
    #expect(try analyse(small).reasonForZero?.kind == .blockTooSmall)
    let one = counts {
      $0.keyCount = 1
      $0.keyErrors = 0
      $0.testCounts = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
      $0.rounds = 2
    }
    #expect(try analyse(one).reasonForZero?.kind == .blockTooSmall)
    let few = Observations.expected(Benchmark.setup, Benchmark.settings, rounds: 1e8)
    #expect(try analyse(few).reasonForZero?.kind == .phaseErrorTooLarge)
    #expect(
      try analyse(counts { $0.keyErrors = $0.keyCount * 0.2 }.rounded).reasonForZero?.kind == .leakageExceedsSecrecy)
    var o = options
    o.leakage = .measured(bits: 9e7)
    #expect(try analyse(counts { _ in }, Benchmark.settings, o).reasonForZero?.kind == .leakageExceedsSecrecy)
  }

  @Test("What is left after error correction does not pay for hashing")
  func penalties() throws {
    let secret = try FiniteKey.estimate(counts { _ in }, Benchmark.settings, options, predictions: .untuned)
    let left = secret.rawLength + secret.leakage.value
    var o = options
    o.leakage = .measured(bits: (left + 50).rounded())
    let rate = try analyse(counts { _ in }, Benchmark.settings, o)
    #expect(rate.reasonForZero?.kind == .penaltiesExceedEntropy && rate.lengthBits == 0)
    // One bit of key is a key.
    o.leakage = .measured(bits: left.rounded() - 2)
    let least = try analyse(counts { _ in }, Benchmark.settings, o)
    #expect((1...3).contains(least.lengthBits ?? 0) && least.reasonForZero == nil)
  }

  @Test("Half the bits wrong or more: no key, whatever is disclosed; bits are never flipped")
  func bitErrors() throws {
    for share in [0.5, 0.7, 0.97, 1] {
      let wrong = counts {
        // Even, so that exactly a half is among the shares.
        $0.keyCount = 61_986_366
        $0.keyErrors = ($0.keyCount * share).rounded(.up)
      }
      for leakage in [ErrorCorrectionLeakage.estimated(efficiency: 1), .measured(bits: 0)] {
        var o = options
        o.leakage = leakage
        let rate = try analyse(wrong, Benchmark.settings, o)
        #expect(rate.lengthBits == 0 && rate.ratePerPulse == 0, "\(share) \(leakage)")
        #expect(rate.reasonForZero?.kind == .bitErrorTooLarge)
      }
    }
  }

  @Test("A length is a whole number of bits, from the lower end where counts were measured")
  func wholeBits() throws {
    let measured = counts { _ in }
    let rate = try analyse(measured)
    let e = try FiniteKey.estimate(measured, Benchmark.settings, options, predictions: .untuned)
    let interval = try FiniteKey.enclosure(measured, Benchmark.settings, options, predictions: .untuned)
    #expect(rate.rawLengthBits == min(e.rawLength, interval.rawLength.lower))
    #expect(rate.lengthBits == rate.rawLengthBits.map { $0.rounded(.down) } && (rate.lengthBits ?? 0) > 0)
    #expect(rate.ratePerPulse == (rate.lengthBits ?? 0) / 1e12 && rate.pulses == 1e12)
    #expect(rate.value("length") == rate.lengthBits && rate.value("Nph") == e.phaseErrors.value)
  }

  @Test("What a result may be used for (section 16)")
  func status() throws {
    func status(_ counts: Observations, _ change: (inout FiniteKeyOptions) -> Void) -> (SecurityStatus, [String]) {
      var o = options
      change(&o)
      return FiniteKey.securityStatus(counts, o, .successes)
    }
    let measured = counts { _ in }
    let (certified, proof) = status(measured) { $0.leakage = .measured(bits: 1e7) }
    #expect(certified == .certified && proof.count == 1 && proof[0].contains("derived, unpublished (TF-18, TF-31)"))
    let (root, published) = status(measured) {
      $0.leakage = .measured(bits: 1e7)
      $0.composition = .root
    }
    #expect(root == .certified && !published[0].contains("unpublished"))
    let (joint, derived) = status(measured) {
      $0.leakage = .measured(bits: 1e7)
      $0.method = .joint
    }
    #expect(joint == .certified && derived[0].contains("derived, unpublished (TF-37)"))
    let (assumed, open) = status(measured) { _ in }
    #expect(assumed == .planning && open.contains { $0.contains("leak assumed") })
    let (expected, why) = status(Benchmark.counts) { $0.leakage = .measured(bits: 1e7) }
    #expect(expected == .planning && why == ["the counts are expected ones, not those of a run"])
    #expect(
      status(measured) {
        $0.leakage = .measured(bits: 1e7)
        $0.composition = .curras2021
      }.0 == .comparisonOnly)
    let rate = try analyse(measured)
    #expect(rate.analysis.calculation == "tf.cal.finite.counts" && rate.analysis.status == .planning)
    #expect(try analyse(Benchmark.counts).analysis.calculation == "tf.cal.finite")
    #expect(rate.analysis.title == "Twin-field (Curty-Azuma-Lo), three decoys, finite key")
    #expect(rate.warnings.contains { $0.contains("no prediction tunes the concentration bound") })
  }

  @Test("Users who differ have bounds of their own, even where their counts mirror one another")
  func mirroredCounts() throws {
    let settings = Settings(
      alice: SideSettings(signalIntensity: 0.02, testIntensities: [0.8, 0.1], testProbabilities: [0.5, 0.5]),
      bob: SideSettings(signalIntensity: 0.02, testIntensities: [0.3, 0.1], testProbabilities: [0.5, 0.5]),
      keyModeProbability: 0.5)
    var mirrored = counts { _ in }
    mirrored.testCounts = [[90000, 40000], [40000, 9000]]
    let program = try #require(CountsProgram(mirrored, settings, cutoff: 5, DecoyTailExponent(Interval(50))))
    let both = program.upperBounds([PhotonPair(0, 2), PhotonPair(2, 0)], effort: .full)
    let few = try #require(both.values[PhotonPair(0, 2)])
    let many = try #require(both.values[PhotonPair(2, 0)])
    #expect(relativeDifference(few, many) > 0.05)
    let alone = program.upperBounds([PhotonPair(2, 0)], effort: .full)
    #expect(relativeDifference(alone.values[PhotonPair(2, 0)] ?? 0, many) < 1e-9)
  }
}
