// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateCalculations
import KeyRateReading
import KeyRateOptimisation
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Published sets and claims of MDI-QKD")
struct MDISetTests {
  private func best(_ link: LinkProblem) throws -> SecretKeyRate {
    let point = try link.search.map { try Optimiser.maximise($0).point } ?? []
    return try link.evaluate(point)
  }

  @Test("Lo, Curty and Qi 2012: key beyond 40 dB, three intensities close behind, single photons ahead")
  func lcq() throws {
    let plan = try ParameterFolder.file("published/lo-curty-qi-2012.toml").sweep()
    func rate(_ label: String, _ km: Double) throws -> Double {
      let curve = try #require(plan.curves.first { $0.label == label })
      return try best(plan.link(curve, at: km)).ratePerPulse ?? 0
    }
    #expect(try rate("infinitely many decoys", 205) > 0)
    #expect(try rate("infinitely many decoys", 250) == 0)
    let infinite = try rate("infinitely many decoys", 100)
    let three = try rate("three intensities, infinite data", 100)
    #expect(three < infinite && three > 0.8 * infinite)
    #expect(try rate("single-photon sources", 100) > infinite)
  }

  @Test("Curty et al. 2014: 1 Mbit over 75 km with 1e13 pairs, and more in either accounting")
  func curty() throws {
    let plan = try ParameterFolder.file("published/curty-2014.toml").sweep()
    func result(_ label: String) throws -> SecretKeyRate {
      let curve = try #require(plan.curves.first { $0.label == label })
      return try best(plan.link(curve, at: 75))
    }
    let own = try result("default accounting")
    let published = try result("accounting of the paper")
    // The order of the published million, from the paper's own analysis, and far below the tighter one.
    let complete = try result("complete analysis of the paper")
    #expect((3e5...2e6).contains(complete.lengthBits ?? 0) && complete.analysis.status == .comparisonOnly)
    #expect((own.lengthBits ?? 0) > 1.4e7 && (published.lengthBits ?? 0) > 1.9e7)
    #expect(own.analysis.status == .planning && published.analysis.status == .comparisonOnly)
  }

  @Test("Four intensities beat three; scan and joint bounds help; Gaussian results are not composable")
  func zhou() throws {
    let plan = try ParameterFolder.file("published/zhou-yu-wang-2016.toml").sweep()
    func result(_ label: String) throws -> SecretKeyRate {
      let curve = try #require(plan.curves.first { $0.label == label })
      return try best(plan.link(curve, at: 75))
    }
    let scanned = try result("joint bounds, scan").lengthBits ?? 0
    let joint = try result("without scan").lengthBits ?? 0
    let plain = try result("neither").lengthBits ?? 0
    let gaussian = try result("Gaussian, not composable")
    #expect(scanned > 3.4e7 && scanned > joint && joint > plain && plain > 0)
    #expect((gaussian.lengthBits ?? 0) > scanned)
    #expect(gaussian.analysis.status == .comparisonOnly)
    #expect(gaussian.warnings.contains { $0.contains("not composable") })
  }

  @Test("Wang, Xu and Lo 2019: settings of their own reach further than equal ones on unequal arms")
  func wang() throws {
    let plan = try ParameterFolder.file("published/wang-xu-lo-2019.toml").sweep()
    func rate(_ label: String) throws -> Double {
      let curve = try #require(plan.curves.first { $0.label == label })
      return try best(plan.link(curve, at: 60)).ratePerPulse ?? 0
    }
    let own = try rate("settings of their own")
    let equal = try rate("equal settings")
    #expect(own > 0 && own > 3 * equal)
  }

  @Test("The source of the adaptive example wins from a loss that the program names")
  func adaptive() throws {
    let rate = try ParameterFolder.file("examples/mdi-adaptive.toml").link().evaluate([])
    let from = try #require(rate.value("beats_from_dB"))
    let words = rate.analysis.statusReasons.joined(separator: "\n")
    #expect(from > 15 && words.contains("beats the repeaterless bound from"))
    let poor = try ParameterFile(
      text: ParameterFolder.text("examples/mdi-adaptive.toml"), fileName: "f",
      settings: [("source.down_conversion", "0.001")]
    ).link().evaluate([])
    #expect(poor.analysis.statusReasons.joined().contains("at no channel loss up to 200"))
    #expect(poor.value("beats_from_dB") == nil)
  }

  @Test("The counts of the examples give the keys that the sheet's tables give, certified with measured leakage")
  func runs() throws {
    let four = try ParameterFolder.file("examples/mdi-counts.toml").run(reading: .beside("")).result
    #expect(four.analysis.status == .certified)
    #expect(four.lengthBits == 10_555_856_237)
    let three = try ParameterFolder.file("examples/mdi-three-intensity-counts.toml").run(reading: .beside("")).result
    #expect(three.analysis.status == .planning)
    #expect(three.lengthBits == 36_640_703)
    for result in [four, three] {
      #expect(result.analysis.statusReasons.contains { $0.contains("MDI-29a") })
      #expect(result.assumptions.contains { $0.contains("private until the relay's last announcement") })
    }
  }

  @Test("The background of two detectors is asked about")
  func background() throws {
    let rate = try ParameterFile(
      text:
        "protocol = \"mdi\"\nlink.loss_db = 10\nsecurity.analysis = \"infinite-decoys\"\nsource.intensities = [0.5]\n",
      fileName: "f", settings: [("detector.dark_count_probability", "6.02e-6")]
    ).link().evaluate([])
    #expect(rate.warnings.contains { $0.contains("per detector it is 3.01e-6") })
  }

  /// The optima of the mdi sheet, section 9, less half a unit of their last printed digit.
  static let optima: [(inputs: String, quantity: String, value: Double)] = [
    (#""LA_km":30.35,"LB_km":30.35,"N":3.1e12,"om":5e-4"#, "3 rate", 2.1795e-6),
    (#""LA_km":41.6,"LB_km":41.6,"N":7.3e12"#, "4 rate", 1.7895e-6),
    (#""LA_km":10,"LB_km":60,"N":1e13,"symmetric":false"#, "4 rate", 3.1045e-6),
    (#""LA_km":10,"LB_km":60,"N":1e12,"symmetric":false"#, "4 rate", 6.8235e-7),
    (#""LA_km":10,"LB_km":60,"N":1e12"#, "4 rate", 5.755e-9),
  ]

  @Test("The optimiser reaches the sheet's optima from every seed", arguments: optima.indices)
  func seeds(index: Int) throws {
    let (inputs, words, value) = Self.optima[index]
    let parts = words.split(separator: " ")
    let calculation = try #require(Calculation.named("mdi.optimise.finite\(parts[0])"))
    // Twelve variables take a second each without optimisation by the compiler: fewer seeds here, all 20 by
    // `keyrate selftest` on a table with the input `seed`.
    let count = inputs.contains("false") ? 3 : 20
    for seed in 1...count {
      let row = try CalculationInputs(
        json:
          "{\"alpha_dB_km\":0.2,\"eta_d\":0.145,\"pd\":3.01e-6,\"e_d\":0.015,\"f_EC\":1.16,\"seed\":\(seed),\(inputs)}")
      guard case .number(let rate)? = try calculation.evaluate(row)[String(parts[1])] else {
        Issue.record("no rate")
        return
      }
      #expect(rate >= value, "seed \(seed): \(rate)")
    }
  }
}
