// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateDocuments
import KeyRateReading
import Testing

@testable import KeyRateEvidence

/// A family registered here alone does all that the others do: no other room has to be told of it.
@Suite("A family that is not in the program")
struct ToyFamilyTests {
  private static let text = """
    title = "Toy link"
    protocol = "toy"

    [link]
    distance_km = 20

    [source]
    repetition_rate_hz = 1e9

    [detector]
    efficiency = 0.2
    dark_count_probability = 1e-6
    misalignment = 0.01

    """

  private func file(_ more: String = "", _ settings: (String, String)...) throws -> ParameterFile {
    try ProtocolFamily.$guests.withValue([.toy]) {
      try ParameterFile(
        text: Self.text + more, fileName: "toy.toml", settings: settings.map { (key: $0.0, value: $0.1) })
    }
  }

  @Test("Its setting is searched, and given, and has a range")
  func rates() throws {
    let best = try LinkEvaluation.of(file().link())
    let rate = try #require(best.result.ratePerPulse)
    let mu = try #require(best.settings.first)
    #expect(rate > 0 && mu.isFree)
    let given = try LinkEvaluation.of(file("", ("source.toy_intensity", "\(mu.value)")).link())
    #expect(given.optimisation == nil && given.result.ratePerPulse == rate)
    let narrow = try LinkEvaluation.of(file("[search]\ntoy_intensity = [0.5, 0.6]\n").link())
    #expect(abs(narrow.settings[0].value - 0.5) < 1e-9)
    #expect(try #require(narrow.result.ratePerPulse) < rate)
  }

  @Test("Its messages are those of every family")
  func messages() {
    func message(_ more: String) -> String {
      do {
        _ = try file(more).link()
        return "nothing is wrong"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message("[search]\ntoy_intensity = [0.5, 0.4]\n").contains(
        "search.toy_intensity = [0.5, 0.4]: must rise from its first number to its second"))
    #expect(message("[search]\ntoy_intensty = [0.5, 0.4]\n").contains("toy_intensity"))
    #expect(message("[source.toy]\nintensity = 2\n").contains("[source.toy]: is not a known table"))
    #expect(throws: DocumentErrors.self) { try ParameterFile(text: Self.text, fileName: "toy.toml") }
  }

  @Test("Sweeps, curves and inverse questions know it")
  func curves() async throws {
    let curves = """
      [sweep]
      from = 0
      to = 60
      points = 4
      [[curve]]
      label = "good"
      [[curve]]
      label = "bad"
      detector.dark_count_probability = 1e-4

      """
    let run = try await SweepRun.carryOut(file(curves), jobs: 2)
    #expect(run.curves.count == 2)
    #expect(try run.table().columns.contains { $0.name == "error_rate" })
    let question = Reach.Question(
      variable: "link.distance_km", target: .ratePerPulse(1e-6), from: 0, to: 100, points: 9)
    let answer = try #require(try await Reach.answer(question, of: file(), jobs: 2).answers.first)
    #expect(answer.crossings.count == 1)
  }

  @Test("A claim of it comes to a verdict")
  func claims() throws {
    let claim = Self.text + "[claim]\nrate_per_pulse = 1\n"
    let examination = try ProtocolFamily.$guests.withValue([.toy]) {
      try Examination(
        ReportInputs(claim: TextFile(name: "claim.toml", text: claim)), options: ExaminationOptions(runsSelfTest: false)
      )
    }
    // How many stations it has is unsaid, so that no limit of physics is evaluated, and it has no run.
    #expect("\(examination.verdict.outcome)" == "notDecidable")
  }
}
