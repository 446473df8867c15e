// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateCalculations
import KeyRateOptimisation
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments
@testable import KeyRateReading

@Suite("Files of sending-or-not-sending")
struct SendingOrNotSendingFilesTests {
  private func run(_ text: String) throws -> SecretKeyRate {
    try ParameterFile(text: text, fileName: "run.toml").run(reading: .beside("run.toml")).result
  }

  @Test("A file gives what the named calculation gives at the same settings", arguments: ["sns", "aopp"])
  func calculation(word: String) throws {
    // Without pairing most signals would be errors if they were sent often.
    let (eps, bobEps) = word == "sns" ? ("0.03", "0.035") : ("0.15", "0.17")
    let text = """
      protocol = "\(word)"
      link.alice_loss_db = 24
      link.bob_loss_db = 26
      source.signal_window_probability = 0.85
      source.weak_probability = 0.8
      source.strong_probability = 0.1
      source.weak_intensity = 0.05
      source.bob_weak_intensity = 0.07
      source.strong_intensity = 0.4
      source.signal_intensity = 0.48
      source.sending_probability = \(eps)
      source.bob_sending_probability = \(bobEps)
      source.slice_width_rad = 0.4
      source.mixed_rounds = false
      detector.efficiency = 0.9
      detector.dark_count_probability = 1e-9
      detector.misalignment = 0.02
      security.pulses = 1e13
      security.composition = "root"
      security.cells = 5
      """
    let link = try ParameterFile(text: text, fileName: "f.toml").link()
    #expect(link.search == nil)
    let rate = try link.evaluate([])
    let inputs = """
      {"LA_km":120,"LB_km":130,"alpha_dB_km":0.2,"eta_d":0.9,"pd":1e-9,"e_d":0.02,"pz":0.85,"p1":0.8,"p2":0.1,
      "a1":0.05,"a1B":0.07,"a2":0.4,"z":0.48,"eps":\(eps),"epsB":\(bobEps),"Delta":0.4,"mixed":false,"N":1e13,
      "accounting":"root","cells":5}
      """
    let calculation = try #require(Calculation.named("tf.\(word).finite"))
    let expected = try calculation.evaluate(CalculationInputs(json: inputs))
    #expect(CalculationValue.number(rate.lengthBits ?? -1) == expected["length"] && (rate.lengthBits ?? 0) > 0)
    #expect(rate.analysis.status == .planning)
    #expect(link.settings([]).count == 15)
  }

  @Test("Counts with every declaration are certified; the floor without the theorem stands beside the length")
  func certified() throws {
    let text = try ParameterFolder.text("examples/aopp-counts.toml")
    let rate = try run(text)
    #expect(rate.analysis.status == .certified && rate.lengthBits == 90_465_264)
    #expect(rate.value("length_simple") == 35_006_330)
    #expect(rate.value("rate_use") == (rate.ratePerPulse ?? 0) * 0.5)
    let simple = try run(text + "phase_errors = \"simple\"\n")
    #expect(simple.lengthBits == 35_006_330 && simple.value("length_simple") == nil)
    let plain = try run(SendingOrNotSendingText.plainRun + SendingOrNotSendingText.declarations)
    #expect(plain.analysis.calculation == "tf.sns.finite.counts" && plain.analysis.status != .comparisonOnly)
  }

  @Test(
    "A declaration that is left out makes it planning, one that breaks the proof a comparison",
    arguments: [
      ("phase_reference = \"fixed-before\"", "phase_reference = \"fitted\""),
      ("acceptance = \"phase-difference\"", "acceptance = \"slice-numbers\"\nacceptance_slices = 16"),
      ("phase_randomisation = \"continuous\"", "phase_randomisation = \"discrete\"\nphases = 16"),
      ("disclosed_after_run = true", "disclosed_after_run = false"),
      ("settings_fixed_before_run = true", "settings_fixed_before_run = false"),
      ("pairing = \"uniform\"", nil), ("pairs_announced = \"unordered\"", nil),
    ])
  func declarations(kept: String, broken: String?) throws {
    let whole = SendingOrNotSendingText.run + SendingOrNotSendingText.pairDeclarations
    let best = try run(whole)
    #expect(best.analysis.status == .certified && whole.contains(kept))
    let open = try run(whole.replacing(kept + "\n", with: ""))
    #expect(open.analysis.status == .planning && open.analysis.statusReasons.count == 1)
    #expect(open.lengthBits == best.lengthBits)
    guard let broken else { return }
    let outside = try run(whole.replacing(kept, with: broken))
    #expect(outside.analysis.status == .comparisonOnly)
    #expect(outside.analysis.statusReasons.allSatisfy { $0.hasPrefix("outside every proof") })
  }

  @Test("Reference pulses are uses of the channel: rates per second count them, rates per round do not")
  func slots() throws {
    let text = "protocol = \"sns\"\nlink.loss_db = 40\nsource.repetition_rate_hz = 1e9\nsecurity.pulses = 1e12\n"
    let all = try ParameterFile(text: text, fileName: "f.toml").link()
    let half = try ParameterFile(text: text + "source.signal_slot_share = 0.4\n", fileName: "f.toml").link()
    #expect(all.repetitionRateHz == 1e9 && half.repetitionRateHz == 4e8)
    let point = try #require(all.search.map { try Optimiser.maximise($0).point })
    let (one, other) = (try all.evaluate(point), try half.evaluate(point))
    #expect(one.ratePerPulse == other.ratePerPulse && (one.ratePerPulse ?? 0) > 0)
    #expect(other.value("rate_use") == (one.value("rate_use") ?? 0) * 0.4)
    #expect(other.warnings.contains { $0.contains("rate_use") } && one.warnings.isEmpty)
  }

  @Test("The finite key of a file lies below that of infinite data, and both below one repeater")
  func infinite() throws {
    for word in ["sns", "aopp"] {
      let file = try ParameterFile(
        text: "protocol = \"\(word)\"\nlink.loss_db = 45\nsecurity.pulses = 1e13\n", fileName: "f.toml")
      func best(_ link: LinkProblem) throws -> Double {
        try link.evaluate(try link.search.map { try Optimiser.maximise($0).point } ?? []).ratePerPulse ?? 0
      }
      let finite = try best(try file.link())
      let link = try #require(try file.withInfiniteData()).link()
      let infinite = try best(link)
      let limit = try #require(link.ceilingPerMode?.ratePerPulse)
      #expect(finite > 0 && finite < infinite && infinite < limit)
      #expect(finite > 0.3 * infinite)
    }
  }

  @Test("Counts in a table are those of the document; rows of one event are added")
  func table() throws {
    let declared = SendingOrNotSendingText.pairDeclarations
    let here = try run(
      SendingOrNotSendingText.run.replacing("pairs_kept", with: "zero_errors = 502611349\npairs_kept") + declared)
    let there = try ParameterFile(text: SendingOrNotSendingText.runWithFile + declared, fileName: "run.toml").run(
      reading: CountsSource { TextFile(name: $0, text: SendingOrNotSendingText.table) }
    ).result
    #expect(here.analysis.status == .certified && (here.lengthBits ?? 0) > 0)
    #expect(here.lengthBits == there.lengthBits && here.trace == there.trace && here.analysis == there.analysis)
  }

  @Test("A link of one state is the steady link; one that varies gives counts of its states")
  func varying() throws {
    let settings = """
      protocol = "aopp"
      security.pulses = 1e12
      detector.dark_count_probability = 1e-8
      source.signal_window_probability = 0.85
      source.weak_probability = 0.8
      source.strong_probability = 0.1
      source.weak_intensity = 0.05
      source.strong_intensity = 0.4
      source.signal_intensity = 0.48
      source.sending_probability = 0.27
      source.slice_width_rad = 0.4

      """
    func rate(_ link: String) throws -> SecretKeyRate {
      try ParameterFile(text: settings + link, fileName: "f.toml").link().evaluate([])
    }
    let steady = try rate("link.loss_db = 44\n")
    let one = try rate("[[link.sample]]\nweight = 1\nloss_db = 44\n")
    #expect(one.lengthBits == steady.lengthBits && one.trace == steady.trace && (one.lengthBits ?? 0) > 0)
    let two = try rate(
      "[[link.sample]]\nduration_s = 3\nloss_db = 40\n[[link.sample]]\nduration_s = 5\nloss_db = 50\n")
    let (a, b) = (try rate("link.loss_db = 40\n"), try rate("link.loss_db = 50\n"))
    for symbol in ["n_1o", "n_2o", "m_D", "n0", "n1", "n_oo"] {
      let sum = (a.value(symbol) ?? 0) * 3 / 8 + (b.value(symbol) ?? 0) * 5 / 8
      #expect(abs((two.value(symbol) ?? 0) / sum - 1) < 1e-12, "\(symbol)")
    }
    #expect((two.lengthBits ?? 0) > (b.lengthBits ?? 0) && (two.lengthBits ?? 0) < (a.lengthBits ?? 0))
    #expect(two.trace.first { $0.symbol == "etaA" }?.note?.contains("2 states") == true)
  }

  @Test("The old names of the asymptotic curves stay with the twin-field family")
  func oldNames() throws {
    for scheme in ["sending-or-not-sending", "sns-aopp"] {
      let file = try ParameterFile(
        text: "protocol = \"twin-field\"\nlink.loss_db = 45\nsource.scheme = \"\(scheme)\"\n", fileName: "f.toml")
      let link = try file.link()
      #expect(try link.evaluate(link.search?.variables.map { _ in 0.5 } ?? []).analysis.status == .comparisonOnly)
    }
  }
}
