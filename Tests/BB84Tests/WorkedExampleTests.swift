// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("Worked examples of the sheet, section 11")
struct WorkedExampleTests {
  /// The printed digits: twelve of them.
  private func expect(_ got: Double, _ printed: Double, _ name: String) {
    if relativeDifference(got, printed) > 6e-12 { Issue.record("\(name) = \(got), the sheet prints \(printed)") }
  }

  private func estimate(_ options: FiniteKeyOptions, twoDecoys: Bool) throws -> DecoyEstimate<Double> {
    twoDecoys
      ? try FiniteKey.estimate(Example.twoDecoyCounts, Example.twoDecoySettings, options)
      : try FiniteKey.estimate(Example.oneDecoyCounts, Example.oneDecoySettings, options)
  }

  @Test("Two decoys, relative-entropy tails")
  func twoDecoys() throws {
    let e = try estimate(FiniteKeyOptions(), twoDecoys: true)
    expect(e.keyVacuum.value, 11834.2265001, "s0_X")
    expect(e.keySingle.value, 1543400.45363, "s1_X")
    expect(e.testVacuum.value, 19.8765541607, "s0_Z")
    expect(e.testSingle.value, 12074.1481739, "s1_Z")
    expect(try #require(e.testVacuumErrors).value, 2.84449834693, "v0L_Z")
    expect(e.testErrors.value, 353.155501653, "v1_Z")
    #expect(!e.contradicts)
    #expect(e.clamps.contains(.testErrors) && !e.clamps.contains(.testSingle))
    expect(e.phaseError.value, 0.0477199143616, "phi_X")
    expect(e.errors / e.detections, 0.0116454511371, "QBER_X")
    expect(e.leakage.value, 290790.438298, "lambda_EC")
    expect(e.penalty.value, 123.267483321, "penalty")
    expect(e.rawLength, 837368.247466, "l_raw")
    #expect(e.announcement == 0)
    let rate = try FiniteKey.analyse(Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
    #expect(rate.lengthBits == 837368)
    #expect(rate.reasonForZero == nil)
    // The interval may only lower it, and by next to nothing.
    let raw = try #require(rate.rawLengthBits)
    #expect(raw <= e.rawLength && e.rawLength - raw < 1e-3)
    expect(try estimate(FiniteKeyOptions(composition: .tup24), twoDecoys: true).rawLength, 745737.091348, "tup24")
    expect(try estimate(FiniteKeyOptions(penalty: .lim), twoDecoys: true).rawLength, 837215.016437, "penalty lim")
  }

  @Test("Two decoys, Hoeffding's tails: no single photons in the test basis")
  func twoDecoysHoeffding() throws {
    let options = FiniteKeyOptions(statistics: .hoeffding)
    let e = try estimate(options, twoDecoys: true)
    #expect(e.keyVacuum.value == 0 && e.testVacuum.value == 0 && e.testSingle.value == 0)
    #expect(e.clamps.contains(.testSingle) && e.clamps.contains(.tails))
    expect(e.keySingle.value, 1375233.50276, "s1_X")
    expect(e.testErrors.value, 356, "v1_Z")
    #expect(e.phaseError.value == 0.5)
    expect(e.penalty.value, 123.267483321, "penalty")
    expect(e.rawLength, -290913.705782, "l_raw")
    let rate = try FiniteKey.analyse(Example.twoDecoyCounts, Example.twoDecoySettings, options)
    #expect(rate.lengthBits == 0)
    #expect(rate.reasonForZero?.description == "no single-photon events certified (Z)")
  }

  @Test("Two decoys as published in 2014")
  func lim2014() throws {
    for (proof, errors) in [(Proof.lim2014, 1866.87483131), (.lim2014Clipped, 356)] {
      let e = try estimate(FiniteKeyOptions(proof: proof), twoDecoys: true)
      expect(e.keySingle.value, 1374098.29574, "s1_X")
      expect(e.testErrors.value, errors, "v1_Z")
      expect(e.penalty.value, 276.498511653, "penalty")
      expect(e.rawLength, -291066.93681, "l_raw")
    }
  }

  @Test("One decoy, relative-entropy tails")
  func oneDecoy() throws {
    let e = try estimate(FiniteKeyOptions(), twoDecoys: false)
    expect(try #require(e.keyVacuumUpper).value, 28824.2915591, "s0U_X")
    expect(e.keySingle.value, 1596140.87164, "s1_X")
    expect(try #require(e.testVacuumUpper).value, 1119.79460514, "s0U_Z")
    expect(e.testSingle.value, 24244.2960513, "s1_Z")
    #expect(e.testVacuumErrors?.value == 0 && !e.contradicts)
    expect(e.testErrors.value, 621, "v1_Z")
    #expect(e.clamps.contains(.testErrors))
    expect(e.phaseError.value, 0.0374393539487, "phi_X")
    expect(e.leakage.value, 297192.685203, "lambda_EC")
    #expect(e.announcement == 41)
    expect(e.penalty.value, 163.882193165, "penalty")
    expect(e.rawLength, 930992.030745, "l_raw")
    let rate = try FiniteKey.analyse(Example.oneDecoyCounts, Example.oneDecoySettings, FiniteKeyOptions())
    #expect(rate.lengthBits == 930992)
    expect(try estimate(FiniteKeyOptions(composition: .tup24), twoDecoys: false).rawLength, 877956.236963, "tup24")
    expect(try estimate(FiniteKeyOptions(penalty: .lim), twoDecoys: false).rawLength, 930838.414427, "penalty lim")
  }

  @Test("One decoy as published in 2018")
  func rusca2018() throws {
    let e = try estimate(FiniteKeyOptions(proof: .rusca2018Clipped), twoDecoys: false)
    expect(try #require(e.keyVacuumUpper).value, 40722.7708623, "s0U_X")
    expect(e.keySingle.value, 1536248.49453, "s1_X")
    expect(try #require(e.testVacuumUpper).value, 2639.12894585, "s0U_Z")
    expect(e.testSingle.value, 16258.3468531, "s1_Z")
    expect(e.testErrors.value, 621, "v1_Z")
    expect(e.phaseError.value, 0.0529430155837, "phi_X")
    expect(e.leakage.value, 297192.685203, "lambda_EC")
    #expect(e.announcement == 0)
    expect(e.penalty.value, 275.632172197, "penalty")
    expect(e.rawLength, 779795.958378, "l_raw")
    let printed = try estimate(FiniteKeyOptions(proof: .rusca2018), twoDecoys: false)
    expect(printed.testErrors.value, 1039.17000296, "v1_Z, printed")
    expect(printed.phaseError.value, 0.0826356518582, "phi_X, printed")
    expect(printed.rawLength, 606769.603967, "l_raw, printed")
  }

  @Test("Counts like those of a published 50 km experiment: vacuum errors subtract")
  func fieldCounts() throws {
    let e = try FiniteKey.estimate(Example.fieldCounts, Example.fieldSettings, Example.fieldOptions)
    expect(e.keyVacuum.value, 202932013.804, "s0_X")
    expect(e.keySingle.value, 3029722854.03, "s1_X")
    expect(e.testVacuum.value, 846279.924424, "s0_Z")
    expect(e.testSingle.value, 11861600.9257, "s1_Z")
    expect(try #require(e.testVacuumErrors).value, 419835.972082, "v0L_Z")
    expect(e.testErrors.value, 400710.027918, "v1_Z")
    expect(e.phaseError.value, 0.0343198114622, "phi_X")
    let rate = try FiniteKey.analyse(Example.fieldCounts, Example.fieldSettings, Example.fieldOptions)
    #expect(rate.lengthBits == 1_167_716_240)
    // The errors of each intensity change nothing with two decoys.
    var counts = Example.fieldCounts
    counts.keyErrorTotal = nil
    counts.keyErrors = ByIntensity(215_549_208, 0, 0)
    #expect(try FiniteKey.estimate(counts, Example.fieldSettings, Example.fieldOptions).rawLength == e.rawLength)
  }
}
