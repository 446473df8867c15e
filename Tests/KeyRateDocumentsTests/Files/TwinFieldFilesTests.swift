// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import KeyRateOptimisation
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Twin-field files")
struct TwinFieldFilesTests {
  private func link(_ text: String, _ settings: (key: String, value: String)...) throws -> LinkProblem {
    try ParameterFile(text: text, fileName: "f.toml", settings: settings).link()
  }

  private func message(_ text: String, _ settings: (key: String, value: String)...) -> String {
    MalformedFile("", text, settings: settings, says: "").message
  }

  private func best(_ link: LinkProblem) throws -> SecretKeyRate {
    try link.evaluate(try link.search.map { try Optimiser.maximise($0).point } ?? [])
  }

  private func bound(_ link: LinkProblem, _ column: String) -> Double? {
    link.bounds.first { $0.column == column }?.ratePerPulse
  }

  // MARK: Published sets

  @Test("Curty, Azuma, Lo 2019: the limits of the region above the repeaterless bound (tf sheet, section 4)")
  func crossings() throws {
    let plan = try ParameterFolder.file("published/curty-azuma-lo-2019.toml").sweep()
    let curve = try #require(plan.curves.first { $0.label == "infinitely many decoys" })
    for (loss, isAbove) in [(35.3, false), (35.5, true), (100.5, true), (101, false)] {
      let link = try plan.link(curve, at: loss)
      let rate = try best(link).ratePerPulse ?? 0
      #expect((rate > (bound(link, "plob") ?? 0)) == isAbove, "\(loss) dB: \(rate)")
    }
  }

  @Test("Curras-Lorenzo et al. 2021: the rates of the tf sheet, section 11, at the break-even block")
  func blocks() throws {
    let text = try ParameterFolder.text("published/curras-lorenzo-2021.toml")
    let joint = [(key: "security.phase_errors", value: "joint"), (key: "security.pair_cutoff", value: "6")]
    let published = [(key: "security.composition", value: "root"), (key: "security.prediction", value: "expected")]
    func rate(_ settings: [(key: String, value: String)]) throws -> Double {
      try ParameterFile(text: text, fileName: "f.toml", settings: settings).link().evaluate([]).ratePerPulse ?? 0
    }
    let plob = try #require(bound(link(text), "plob"))
    // As first published here: only the joint bound exceeds the repeaterless one.
    let (former, formerJoint) = (try rate(published), try rate(published + joint))
    #expect(abs(former / 2.4229e-6 - 1) < 1e-4)
    #expect(abs(formerJoint / 2.9175e-6 - 1) < 1e-4)
    #expect(2.4229e-6 < plob && plob < 2.9175e-6)
    // Linear, evaluated: the separate one as well.
    let (separate, together) = (try rate([]), try rate(joint))
    #expect(abs(together / 3.8538e-6 - 1) < 1e-4 && separate < together && separate > 1.2 * plob)
  }

  @Test("Grasselli and Curty 2019: two decoys are enough to beat the repeaterless bound")
  func twoDecoys() throws {
    let link = try ParameterFolder.file("published/grasselli-curty-2019.toml").link()
    let rate = try link.evaluate([])
    #expect((rate.ratePerPulse ?? 0) > (bound(link, "plob") ?? 1))
    #expect(rate.analysis.title.contains("two decoys"))
  }

  @Test("Zhou et al. 2023: the asymptotic rate lies above the published ratios to the bound")
  func modePairing() throws {
    let text = try ParameterFolder.text("published/zhou-2023-mode-pairing.toml")
    for (distance, ratio) in [("413", 1.80), ("508", 4.08)] {
      let link = try link(text, (key: "link.distance_km", value: distance))
      let rate = try best(link)
      #expect((rate.ratePerPulse ?? 0) > ratio * (bound(link, "plob") ?? 1), "\(distance) km")
      #expect(rate.analysis.status == .comparisonOnly)
    }
  }

  @Test("Zhong et al. 2019 and 2021: above the repeaterless bound where the abstracts say so")
  func experiments() throws {
    for (name, loss) in [("zhong-2019", "40"), ("zhong-2021", "50")] {
      let link = try link(ParameterFolder.text("published/\(name).toml"), (key: "link.loss_db", value: loss))
      #expect((try best(link).ratePerPulse ?? 0) > (bound(link, "plob") ?? 1), "\(name)")
    }
  }

  @Test("Formulas for comparison are marked", arguments: ["lucamarini-2018", "ma-zeng-zhou-2018"])
  func comparison(name: String) throws {
    let link = try ParameterFolder.file("published/\(name).toml").link()
    let rate = try link.evaluate(link.search?.variables.map { _ in 0.5 } ?? [])
    #expect(rate.analysis.status == .comparisonOnly)
    #expect(rate.analysis.statusReasons.contains { $0.contains("heuristic") } == (name == "lucamarini-2018"))
  }

  // MARK: What a new value replaces

  private static let arms =
    TwinFieldText.noLink + "link.alice_distance_km = 80\nlink.bob_distance_km = 130\nsource.key_intensity = 0.02\n"

  @Test("A loss, a length or a transmittance takes the place of the arms")
  func overArms() throws {
    #expect(try link(Self.arms).lossDecibel == 42)
    for (key, value, expected) in [
      ("link.loss_db", "50", 50.0), ("link.distance_km", "200", 40), ("link.transmittance", "1e-4", 40),
    ] {
      let link = try link(Self.arms, (key: key, value: value))
      #expect(abs(link.lossDecibel - expected) < 1e-9, "\(key)")
      // The middle is in the middle again.
      let half = -log2(1 - pow(10, -expected / 20))
      #expect(abs((bound(link, "single_repeater") ?? 0) / half - 1) < 1e-9, "\(key)")
    }
  }

  @Test("Both arms take the place of the whole and of the share; one arm alone is not enough")
  func overWhole() throws {
    let whole =
      TwinFieldText.noLink + "link.distance_km = 200\nlink.alice_share = 0.4\nlink.attenuation_db_per_km = 0.2\n"
    let losses = try link(
      whole, (key: "link.alice_loss_db", value: "11"), (key: "link.bob_loss_db", value: "22"))
    #expect(abs(losses.lossDecibel - 33) < 1e-9)
    let lengths = try link(
      whole, (key: "link.alice_distance_km", value: "50"), (key: "link.bob_distance_km", value: "60"))
    #expect(abs(lengths.lossDecibel - 22) < 1e-9)
    #expect(
      message(whole, (key: "link.alice_loss_db", value: "11"))
        == "--set link.alice_loss_db = 11: needs link.bob_loss_db beside it")
    // Of two arms that are given, one may be changed.
    #expect(abs(try link(Self.arms, (key: "link.bob_distance_km", value: "80")).lossDecibel - 32) < 1e-9)
    #expect(try link(Self.arms, (key: "link.alice_excess_loss_db", value: "3")).lossDecibel == 45)
  }

  @Test("A number of decoys takes the place of the lists, a list that of the number")
  func decoys() throws {
    let lists =
      TwinFieldText.finite + """
        source.key_intensity = 0.02
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.test_probabilities = [0.2, 0.3, 0.5]
        source.key_mode_probability = 0.7
        """
    #expect(try link(lists).search == nil)
    let four = try link(lists, (key: "source.decoys", value: "4"))
    #expect(four.settings(four.search?.variables.map { _ in 0.5 } ?? []).filter { $0.isFree }.count == 7)
    #expect(
      message(lists, (key: "source.test_intensities", value: "[0.3, 1e-4]")).hasPrefix(
        "f.toml:6:1: source.test_probabilities = [0.2, 0.3, 0.5]: must have 2 values, found 3"))
    let two = try link(
      TwinFieldText.finite + "source.decoys = 3\nsource.weakest_intensity = 1e-3",
      (key: "source.test_intensities", value: "[0.3, 1e-4]"))
    let columns = two.settings(two.search?.variables.map { _ in 0.5 } ?? []).map { $0.column }
    #expect(columns.filter { $0.hasPrefix("test_intensity_") }.count == 2)
  }

  @Test("Another analysis or another protocol leaves out what means nothing to it")
  func analyses() throws {
    let full =
      TwinFieldText.finite + """
        security.secrecy = 1e-9
        security.correctness = 1e-9
        security.pair_cutoff = 4
        source.key_intensity = 0.02
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.test_probabilities = [0.2, 0.3, 0.5]
        source.key_mode_probability = 0.7
        detector.misalignment = 0.02
        detector.dark_count_probability = 1e-8
        """
    let finite = try link(full).evaluate([])
    let decoys = try link(full, (key: "security.analysis", value: "asymptotic")).evaluate([])
    let infinite = try link(full, (key: "security.analysis", value: "infinite-decoys")).evaluate([])
    #expect((finite.ratePerPulse ?? 0) > 0)
    #expect((finite.ratePerPulse ?? 1) < (decoys.ratePerPulse ?? 0))
    #expect((decoys.ratePerPulse ?? 1) < (infinite.ratePerPulse ?? 0))
    for scheme in TwinFieldKeys.Scheme.allCases where scheme.comparison != nil {
      let link = try link(full, (key: "source.scheme", value: scheme.rawValue))
      let rate = try link.evaluate(link.search?.variables.map { _ in 0.5 } ?? [])
      #expect(rate.analysis.status == .comparisonOnly, "\(scheme.rawValue)")
      #expect(link.search != nil, "\(scheme.rawValue): another protocol has another best intensity")
    }
    #expect(
      message(full, (key: "source.scheme", value: "sns-aopp"), (key: "security.pulses", value: "1e10"))
        == "--set security.pulses = 1e10: has no meaning with source.scheme = \"sns-aopp\"; leave it out")
  }

  @Test("An angle takes the place of the misalignment, dark counts per second that of a probability, and back")
  func detectors() throws {
    let text = TwinFieldText.infiniteDecoys + "detector.misalignment = 0.02\ndetector.dark_count_probability = 1e-8\n"
    let given = (key: "source.key_intensity", value: "0.02")
    let plain = try link(text, given).evaluate([])
    let angle = try link(text, given, (key: "detector.polarisation_angle_rad", value: "0.28379410920832787"))
      .evaluate([])
    #expect(abs((angle.ratePerPulse ?? 0) / (plain.ratePerPulse ?? 1) - 1) < 1e-12)
    let rate = try link(
      text, given, (key: "detector.dark_count_rate_hz", value: "10"), (key: "detector.gate_s", value: "1e-9")
    ).evaluate([])
    #expect(abs((rate.ratePerPulse ?? 0) / (plain.ratePerPulse ?? 1) - 1) < 1e-9)
    let parts = TwinFieldText.finite + "security.estimation_failure = 1e-21\nsecurity.amplification_failure = 1e-11\n"
    #expect(try link(parts, (key: "security.secrecy", value: "1e-9")).search != nil)
  }

  // MARK: Sweeps

  @Test("Sweeps over one arm, over the block and over the key intensity with given settings")
  func sweeps() throws {
    func rates(_ text: String, _ sweep: String) throws -> [Double] {
      let plan = try ParameterFile(text: text + "[sweep]\n" + sweep, fileName: "f.toml").sweep()
      let curve = try #require(plan.curves.first)
      return try plan.values.map { try plan.link(curve, at: $0).evaluate([]).ratePerPulse ?? 0 }
    }
    let infinite =
      TwinFieldText.infiniteDecoys
      + "source.key_intensity = 0.02\ndetector.dark_count_probability = 1e-8\ndetector.misalignment = 0.02\n"
    let arm = try rates(infinite, "variable = \"link.alice_excess_loss_db\"\nvalues = [0, 3, 6, 30]")
    #expect(zip(arm, arm.dropFirst()).allSatisfy { $0 > $1 } && arm.last == 0, "\(arm)")
    let intensity = try rates(infinite, "variable = \"source.key_intensity\"\nvalues = [0.001, 0.035, 0.2]")
    #expect(intensity[1] > intensity[0] && intensity[1] > intensity[2], "\(intensity)")
    let finite =
      TwinFieldText.finite + """
        source.key_intensity = 0.02
        source.test_intensities = [0.4, 0.1, 1e-4]
        source.test_probabilities = [0.2, 0.3, 0.5]
        source.key_mode_probability = 0.7
        detector.dark_count_probability = 1e-8
        detector.misalignment = 0.02

        """
    let block = try rates(
      finite,
      "variable = \"security.pulses\"\nscale = \"logarithmic\"\nfrom = 1e9\nto = 1e13\npoints = 5")
    #expect(zip(block, block.dropFirst()).allSatisfy { $0 <= $1 } && block[0] == 0, "\(block)")
    // The benchmark of section 7.6 of the tf sheet.
    #expect(abs(block[3] / 2.2673e-5 - 1) < 1e-4, "\(block)")
  }
}
