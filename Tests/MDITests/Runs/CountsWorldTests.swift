// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("Whether any yields agree with the counts (MDI-34b, MDI-38b)")
struct CountsWorldTests {
  /// The run of the sheet: 10.6 Gbit; with yy missing the bounds alone would certify 27 Gbit.
  private let choice = FourIntensityChoice(
    signal: 0.331, strongDecoy: 0.1689, weakDecoy: 0.03707, signalProbability: 0.631, strongProbability: 0.0374,
    weakProbability: 0.211)
  private var choices: PerParty<FourIntensityChoice> { PerParty(both: choice) }

  private func world(_ counts: FourIntensityCounts) -> CountsWorld { counts.world(choices, FiniteKeyOptions()) }

  private func expected(_ loss: Double = 10) -> FourIntensityCounts {
    let arm = Transmittance(lossDecibel: loss) ?? .one
    let setup = Setup(
      channels: PerParty(both: arm), detectorEfficiency: Transmittance(0.6) ?? .one, darkCountProbability: 1e-7,
      misalignment: 0.01)
    var counts = FourIntensityCounts.expected(setup, choices, pulses: 4e13)
    counts.origin = .measured
    for path in [
      \FourIntensityCounts.zz, \.zzErrors, \.xx, \.xxErrors, \.yy, \.xo, \.ox, \.yo, \.oy, \.oo,
    ] { counts[keyPath: path] = counts[keyPath: path].rounded() }
    return counts
  }

  @Test("Honest counts pass; yy missing or small, xo missing, zz cut, errors of half the pairs do not")
  func examples() throws {
    let good = expected()
    #expect(world(good).isAccepted && world(good).consistency > 0.3)
    let rate = try FiniteKey.analyse(good, choices, FiniteKeyOptions())
    #expect((rate.lengthBits ?? 0) > 0 && rate.value("consistency") == world(good).consistency)
    let wrong: [(String, (inout FourIntensityCounts) -> Void)] = [
      ("yy = 0", { $0.yy = 0 }), ("yy small", { $0.yy = (0.7 * $0.yy).rounded() }), ("xo = 0", { $0.xo = 0 }),
      ("zz small", { $0.zz = (0.3 * $0.zz).rounded() }), ("errors", { $0.xxErrors = (0.98 * $0.xx).rounded() }),
    ]
    for (name, change) in wrong {
      var counts = good
      change(&counts)
      counts.zzErrors = min(counts.zzErrors, counts.zz)
      let result = try FiniteKey.analyse(counts, choices, FiniteKeyOptions())
      #expect(!world(counts).isAccepted, "\(name)")
      #expect(result.lengthBits == 0 && result.analysis.status != .certified, "\(name)")
      #expect(
        result.reasonForZero?.kind == .countsContradictSettings || result.reasonForZero?.kind == .inconsistentData,
        "\(name): \(String(describing: result.reasonForZero))")
    }
    // What the bounds alone would have given, and the reason in words.
    var missing = good
    missing.yy = 0
    let alone = try FiniteKey.estimate(missing, choices, FiniteKeyOptions()).rawLength
    #expect(alone > 1.5 * (rate.rawLengthBits ?? 0))
    let refused = try FiniteKey.analyse(missing, choices, FiniteKeyOptions())
    #expect(refused.reasonForZero?.description == "counts contradict the settings")
  }

  @Test("Drawn counts of random links are accepted")
  func drawn() {
    var random = SplitMix64(seed: 5150)
    for _ in 0..<50 {
      let link = RandomLink(&random)
      let counts = link.fourCounts.drawn(&random)
      let world = counts.world(link.four, FiniteKeyOptions())
      if !world.isAccepted { Issue.record("refused with s = \(world.consistency): \(link)") }
    }
  }

  @Test("Nothing below the Shannon limit is certified, and the limit is paid (MDI-34c)")
  func leakage() throws {
    let good = expected()
    let rate = try FiniteKey.analyse(
      good, choices, FiniteKeyOptions(errorCorrectionInClear: true, leakage: .measured(bits: 17)))
    #expect(rate.analysis.status == .planning)
    #expect(rate.warnings.contains { $0.hasPrefix(ShannonRule.warning) })
    #expect(rate.value("leak_EC") == rate.value("leak_EC_min"))
    #expect((rate.value("leak_EC_min") ?? 0) > 1e6)
  }
}
