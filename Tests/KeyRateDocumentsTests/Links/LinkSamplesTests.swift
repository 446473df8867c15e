// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateReading
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import KeyRateDocuments

/// A family's file with everything given but its link.
private struct FamilyFile: Sendable {
  let name: String
  let hasStation: Bool
  let text: String

  static let all = [
    FamilyFile(
      name: "bb84 finite", hasStation: false,
      text: """
        protocol = "bb84"
        [source]
        intensities = [0.5, 0.15, 0]
        intensity_probabilities = [0.7, 0.2, 0.1]
        key_basis_probability = 0.9
        repetition_rate_hz = 1e9
        [detector]
        efficiency = 0.3
        dark_count_probability = 1e-7
        misalignment = 0.01
        dead_time_s = 1e-8
        [security]
        pulses = 1e11
        """),
    FamilyFile(
      name: "bb84 asymptotic", hasStation: false,
      text: """
        protocol = "bb84"
        [source]
        intensities = [0.5, 0.1, 0]
        [detector]
        efficiency = 0.3
        dark_count_probability = 1e-7
        misalignment = 0.01
        [security]
        analysis = "asymptotic"
        """),
    FamilyFile(
      name: "twin-field", hasStation: true,
      text: """
        protocol = "twin-field"
        [source]
        key_intensity = 0.02
        test_intensities = [0.4, 0.1, 1e-4]
        [detector]
        dark_count_probability = 1e-8
        misalignment = 0.02
        [security]
        analysis = "asymptotic"
        """),
    FamilyFile(
      name: "mdi", hasStation: true,
      text: """
        protocol = "mdi"
        [source]
        intensities = [0.4, 0.2, 0.05]
        intensity_probabilities = [0.6, 0.05, 0.25]
        [detector]
        efficiency = 0.6
        dark_count_probability = 1e-8
        misalignment = 0.01
        [security]
        pulses = 1e13
        """),
    FamilyFile(
      name: "cv", hasStation: false,
      text: """
        protocol = "cv"
        [source]
        modulation_variance = 5
        [detector]
        efficiency = 0.6
        electronic_noise = 0.05
        [security]
        analysis = "asymptotic"
        """),
    FamilyFile(
      name: "cv-mdi", hasStation: true,
      text: """
        protocol = "cv-mdi"
        [source]
        modulation_variance = 20
        bob_modulation_variance = 20
        [detector]
        efficiency = 0.98
        electronic_noise = 0.01
        """),
    FamilyFile(
      name: "bbm92", hasStation: true,
      text: """
        protocol = "bbm92"
        [source]
        mean_pairs = 0.05
        key_basis_probability = 0.9
        [detector]
        efficiency = 0.6
        dark_count_probability = 1e-7
        misalignment = 0.01
        [security]
        pulses = 1e11
        """),
    FamilyFile(
      name: "bbm92 continuous", hasStation: true,
      text: """
        protocol = "bbm92"
        [source]
        pump = "continuous"
        pair_rate_hz = 1e7
        key_basis_probability = 0.9
        [detector]
        efficiency = 0.6
        user_dark_rate_hz = 500
        coincidence_window_s = 5e-10
        jitter_s = 2e-10
        dead_time_s = 4e-8
        misalignment = 0.01
        [security]
        duration_s = 1e4
        """),
    FamilyFile(
      name: "single-photon", hasStation: false,
      text: """
        protocol = "bb84"
        source = { kind = "single-photon", mean_photons = 0.5, g2 = 0.01, key_basis_probability = 0.9 }
        detector = { efficiency = 0.8, dark_count_probability = 1e-7, misalignment = 0.01 }
        security = { pulses = 1e12 }
        """),
    FamilyFile(
      name: "weak-coherent", hasStation: false,
      text: """
        protocol = "bb84"
        source = { kind = "weak-coherent", mean_photons = 0.02 }
        detector = { efficiency = 0.8, dark_count_probability = 1e-7, misalignment = 0.01 }
        security = { analysis = "asymptotic" }
        """),
    FamilyFile(
      name: "passive decoys", hasStation: false,
      text: """
        protocol = "bb84"
        [source]
        kind = "heralded"
        mean_pairs = 0.1
        herald_efficiency = 0.6
        passive_decoy = true
        key_basis_probability = 0.9
        [detector]
        efficiency = 0.8
        dark_count_probability = 1e-7
        misalignment = 0.01
        [security]
        pulses = 1e12
        """),
  ]

  /// Families that have a rule for several samples, and stray light in them.
  static let varying = all.indices.filter { all[$0].name != "cv-mdi" }

  /// What continuous variables say of the link besides.
  var noise: String {
    switch name {
    case "cv": "excess_noise = 0.002\nexcess_noise_reference = \"input\"\n"
    case "cv-mdi":
      "alice_excess_noise = 0.001\nbob_excess_noise = 0.001\nexcess_noise_reference = \"input\"\nalice_share = 0.05\n"
    default: ""
    }
  }

  /// A loss at which there is a key.
  var loss: Double { ["twin-field": 40, "mdi": 20, "cv": 5, "cv-mdi": 2, "weak-coherent": 5][name] ?? 15 }

  func problem(_ link: String) throws -> LinkProblem {
    try ParameterFile(text: text + "\n[link]\n" + noise + link, fileName: "f.toml").link()
  }

  func rate(_ link: String) throws -> SecretKeyRate { try problem(link).evaluate([]) }
}

@Suite("Links of several samples, through every family's reader")
struct LinkSamplesTests {
  private func rows(_ rows: [(weight: String, loss: String)]) -> String {
    rows.map { "[[link.sample]]\nweight = \($0.weight)\n\($0.loss)\n" }.joined()
  }

  @Test(
    "One sample is the ordinary file to the last bit; two equal ones are, to rounding",
    arguments: FamilyFile.all.indices)
  func steady(index: Int) throws {
    let family = FamilyFile.all[index]
    let file = try family.problem("loss_db = \(family.loss)")
    let plain = try file.evaluate([])
    #expect((plain.ratePerPulse ?? 0) > 0, "\(family.name) has no key at \(family.loss) dB")
    let samples = [rows([("1", "loss_db = \(family.loss)")]), rows([("1.0", "loss_db = \(family.loss)\ntime_s = 3")])]
    for text in samples {
      let one = try family.problem(text)
      #expect(try one.evaluate([]) == plain, "\(family.name)")
      #expect(one.bounds == file.bounds && one.lossDecibel == family.loss)
    }
    let duration = rows([("1", "loss_db = \(family.loss)")]).replacing("weight = 1", with: "duration_s = 217.5")
    #expect(try family.rate(duration) == plain)
    guard family.name != "cv-mdi" else { return }
    let two = try family.rate(rows([("0.3", "loss_db = \(family.loss)"), ("0.7", "loss_db = \(family.loss)")]))
    let difference = relativeDifference(two.rawRatePerPulse ?? 0, plain.rawRatePerPulse ?? 1)
    #expect(difference < 1e-7, "\(family.name): \(difference)")
  }

  @Test(
    "Several samples: order does not matter, no rate above the averaged ceiling, noise costs key",
    arguments: FamilyFile.varying)
  func several(index: Int) throws {
    let family = FamilyFile.all[index]
    let list = [
      ("0.5", "loss_db = \(family.loss)"), ("0.25", "loss_db = \(family.loss - 1)"),
      ("0.25", "loss_db = \(family.loss + 1.5)"),
    ]
    let problem = try family.problem(rows(list))
    let rate = try problem.evaluate([])
    let other = try family.rate(rows(list.reversed()))
    #expect(relativeDifference(rate.rawRatePerPulse ?? 0, other.rawRatePerPulse ?? 1) < 1e-7)
    #expect((rate.ratePerPulse ?? 0) > 0 && problem.link?.samples.count == 3)
    let ceiling = try #require(problem.ceilingPerMode).ratePerPulse
    #expect((rate.ratePerPulse ?? 1) <= ceiling)
    // The ceiling is the average over the states, above that of the mean.
    let states = try list.map { try #require(family.problem(rows([("1", $0.1)])).ceilingPerMode).ratePerPulse }
    #expect(relativeDifference(ceiling, states[0] / 2 + states[1] / 4 + states[2] / 4) < 1e-12)
    let mean = try family.problem("loss_db = \(problem.lossDecibel)")
    // Of the arms the mean is another one than the root of the mean product.
    if !family.hasStation { #expect(ceiling > (try #require(mean.ceilingPerMode)).ratePerPulse) }
    // Where both users receive, light that is not said whose it is has no meaning.
    guard !family.name.hasPrefix("bbm92") else {
      #expect(throws: DocumentErrors.self) {
        try family.problem(rows(list.map { ($0.0, $0.1 + "\nbackground_photons = 1e-6") }))
      }
      return
    }
    // Stray light never helps.
    let key = family.name == "cv" ? "photons_per_mode = 1e-4" : "background_photons = 1e-6"
    let lit = try family.rate(rows(list.map { ($0.0, $0.1 + "\n" + key) }))
    #expect((lit.rawRatePerPulse ?? 1) < (rate.rawRatePerPulse ?? 0))
    // Fading costs continuous variables key at the same mean.
    if family.name == "cv" { #expect((rate.ratePerPulse ?? 1) < (try mean.evaluate([]).ratePerPulse ?? 0)) }
  }

  @Test("Arms can be given one by one, or share a loss", arguments: [2, 3, 6, 7])
  func arms(index: Int) throws {
    let family = FamilyFile.all[index]
    let half = family.loss / 2
    let shared = try family.rate(rows([("1", "loss_db = \(family.loss)")]))
    let apart = try family.rate(rows([("1", "alice_loss_db = \(half)\nbob_loss_db = \(half)")]))
    #expect(shared == apart)
    let asymmetric = try family.rate("alice_share = 0.4\n" + rows([("1", "loss_db = \(family.loss)")]))
    #expect(asymmetric == (try family.rate("alice_share = 0.4\nloss_db = \(family.loss)")))
  }

  /// LK-5: w = 2 m at the channel output, whatever the plane of the stated noise.
  @Test("Photons in the mode of the local oscillator are excess noise")
  func modes() throws {
    let cv = FamilyFile.all[4]
    let m = 1e-4
    let lit = try cv.rate(rows([("1", "transmittance = 0.25\nphotons_per_mode = \(m)")]))
    let stated = try ParameterFile(
      text: cv.text
        + "\n[link]\ntransmittance = 0.25\nexcess_noise = \(0.002 + 2 * m / 0.25)\nexcess_noise_reference = \"input\"",
      fileName: "f.toml"
    ).link().evaluate([])
    #expect(relativeDifference(lit.rawRatePerPulse ?? 0, stated.rawRatePerPulse ?? 1) < 1e-12)
    let relay = FamilyFile.all[5]
    let dark = try relay.rate("loss_db = 2")
    let bright = try relay.rate(rows([("1", "loss_db = 2\nphotons_per_mode = \(m)")]))
    #expect((bright.rawRatePerPulse ?? 1) < (dark.rawRatePerPulse ?? 0))
  }

  @Test("A steady statement takes the place of samples, and the other way round")
  func displacement() throws {
    let family = FamilyFile.all[0]
    let text = family.text + "\n[link]\n" + rows([("0.5", "loss_db = 10"), ("0.5", "loss_db = 20")])
    let set = try ParameterFile(text: text, fileName: "f.toml", settings: [(key: "link.loss_db", value: "15")]).link()
    #expect(set.link?.isSteady == true && set.lossDecibel == 15)
    #expect(LinkStatement { $0 == "link.sample" } == .samples && LinkStatement { _ in false } == nil)
    let file = try ParameterFile(text: text, fileName: "f.toml")
    #expect(file.linkStatement == .samples && file.obstacle(to: .loss) != nil)
    #expect(throws: DocumentError.self) { try file.lengthKey() }
  }
}
