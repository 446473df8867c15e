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
    expect(e.keyVacuum.value, 11836.7356051, "s0_X")
    expect(e.keySingle.value, 1543465.59903, "s1_X")
    expect(e.testVacuum.value, 19.9436750766, "s0_Z")
    expect(e.testSingle.value, 12081.5200813, "s1_Z")
    expect(e.testErrors.value, 356, "v1_Z")
    #expect(e.clamps.contains(.testErrors) && !e.clamps.contains(.testSingle))
    expect(e.phaseError.value, 0.0479590699687, "phi_X")
    expect(e.errors / e.detections, 0.0116454511371, "QBER_X")
    expect(e.leakage.value, 290790.438298, "lambda_EC")
    expect(e.penalty.value, 123.081264512, "penalty")
    expect(e.rawLength, 835825.302653, "l_raw")
    #expect(e.announcement == 0)
    let rate = try FiniteKey.analyse(Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
    #expect(rate.lengthBits == 835825)
    #expect(rate.reasonForZero == nil)
    // The interval may only lower it, and by next to nothing.
    let raw = try #require(rate.rawLengthBits)
    #expect(raw <= e.rawLength && e.rawLength - raw < 1e-3)
    expect(try estimate(FiniteKeyOptions(composition: .tup24), twoDecoys: true).rawLength, 745902.329133, "tup24")
    expect(try estimate(FiniteKeyOptions(penalty: .lim), twoDecoys: true).rawLength, 835671.885406, "penalty lim")
  }

  @Test("Two decoys, Hoeffding's tails: no single photons in the test basis")
  func twoDecoysHoeffding() throws {
    let options = FiniteKeyOptions(statistics: .hoeffding)
    let e = try estimate(options, twoDecoys: true)
    #expect(e.keyVacuum.value == 0 && e.testVacuum.value == 0 && e.testSingle.value == 0)
    #expect(e.clamps.contains(.testSingle) && e.clamps.contains(.tails))
    expect(e.keySingle.value, 1375503.80076, "s1_X")
    expect(e.testErrors.value, 356, "v1_Z")
    #expect(e.phaseError.value == 0.5)
    expect(e.penalty.value, 123.081264512, "penalty")
    expect(e.rawLength, -290913.519563, "l_raw")
    let rate = try FiniteKey.analyse(Example.twoDecoyCounts, Example.twoDecoySettings, options)
    #expect(rate.lengthBits == 0)
    #expect(rate.reasonForZero?.description == "no single-photon events certified (Z)")
  }

  @Test("Two decoys as published in 2014")
  func lim2014() throws {
    let e = try estimate(FiniteKeyOptions(proof: .lim2014), twoDecoys: true)
    expect(e.keySingle.value, 1374098.29574, "s1_X")
    expect(e.penalty.value, 276.498511653, "penalty")
    expect(e.rawLength, -291066.93681, "l_raw")
  }

  @Test("One decoy, relative-entropy tails")
  func oneDecoy() throws {
    let e = try estimate(FiniteKeyOptions(), twoDecoys: false)
    expect(try #require(e.keyVacuumUpper).value, 28824.2915591, "s0U_X")
    expect(e.keySingle.value, 1596140.87164, "s1_X")
    expect(try #require(e.testVacuumUpper).value, 1119.79460514, "s0U_Z")
    expect(e.testSingle.value, 24244.2960513, "s1_Z")
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
    let e = try estimate(FiniteKeyOptions(proof: .rusca2018), twoDecoys: false)
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
  }
}
