// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateOptimisation
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Relays, budgets and fading in files")
struct ContinuousVariablePlanningTests {
  private func link(_ name: String, _ settings: (key: String, value: String)...) throws -> LinkProblem {
    try ParameterFile(
      text: ParameterFolder.text(name), fileName: ParameterFolder.path + name, settings: settings
    ).link()
  }

  private func rate(_ link: LinkProblem) throws -> SecretKeyRate {
    try link.evaluate(link.search.map { try Optimiser.maximise($0).point } ?? [])
  }

  /// The row of the sheet's table, section 11.
  @Test("CV-MDI over 10 km: the asymptotic rate of the sheet, above what was published with finite size")
  func hajomer() throws {
    let link = try link("published/hajomer-2025.toml")
    let found = try rate(link).ratePerPulse ?? 0
    #expect(abs(found - 0.18042522) < 1e-8 && found > 0.13)
    #expect(link.repetitionRateHz == 2e7)
    #expect(link.bounds.map(\.column) == ["plob", "single_repeater"])
  }

  @Test("An arm is a length or a loss; the share of a link says the same")
  func arms() throws {
    let name = "examples/cv-mdi.toml"
    let variances = (key: "source.modulation_variance", value: "20")
    let bob = (key: "source.bob_modulation_variance", value: "40")
    let lengths = try rate(link(name, variances, bob))
    let losses = try rate(
      link(
        name, variances, bob, (key: "link.alice_loss_db", value: "0.1"), (key: "link.bob_loss_db", value: "2")))
    #expect(abs((lengths.ratePerPulse ?? 0) - (losses.ratePerPulse ?? 1)) < 1e-12)
    let share = try rate(
      link(
        name, variances, bob, (key: "link.distance_km", value: "10.5"),
        (key: "link.alice_share", value: "\(0.5 / 10.5)")))
    #expect(abs((lengths.ratePerPulse ?? 0) - (share.ratePerPulse ?? 1)) < 1e-12)
    // Both settings are open unless given, and open again when they are freed.
    let open = try link(name)
    #expect(open.search?.variables.map(\.name) == ["modulation variance, Alice", "modulation variance, Bob"])
    #expect(try rate(open).ratePerPulse ?? 0 >= lengths.ratePerPulse ?? 1)
    let file = try ParameterFile(
      text: ParameterFolder.text("published/hajomer-2025.toml"), fileName: "f.toml")
    #expect(try file.leavingSettingsOpen().link().search?.variables.count == 2)
  }

  @Test("The other user's data make another key; the relay beside the encoder reaches farther")
  func keyFrom() throws {
    let name = "examples/cv-mdi.toml"
    let alice = try rate(link(name)).rawRatePerPulse ?? 0
    let bob = try rate(link(name, (key: "security.key_from", value: "bob"))).rawRatePerPulse ?? 0
    #expect(alice > bob)
  }

  @Test("A sweep of CV-MDI draws every curve to its end")
  func sweep() throws {
    let plan = try ParameterFolder.file("examples/cv-mdi.toml").sweep()
    #expect(plan.curves.count == 3)
    for curve in plan.curves {
      let near = try rate(plan.link(curve, at: 2)).ratePerPulse ?? 0
      let far = try rate(plan.link(curve, at: 40)).ratePerPulse ?? 0
      #expect(near > far && near > 0.1)
    }
  }

  @Test("A budget in place of a stated noise, and a stated noise in place of a budget, by --set")
  func displacement() throws {
    let name = "examples/cv-noise-budget.toml"
    let va = (key: "source.modulation_variance", value: "5")
    let budget = try rate(link(name, va))
    let xi = try #require(budget.value("xi"))
    #expect(budget.trace.filter { $0.symbol.hasPrefix("xi_") && $0.stage == .setup }.count == 8)
    #expect(budget.warnings.contains { $0.contains("budget") })
    let stated = try rate(link(name, va, (key: "link.excess_noise", value: "\(xi)")))
    #expect(stated.value("xi_budget") == nil)
    // The same noise stated, with the transmittance that phase noise hides, is a little better.
    #expect(stated.ratePerPulse ?? 0 > budget.ratePerPulse ?? 1)
    #expect((stated.ratePerPulse ?? 0) * (1 - 2e-3) < budget.ratePerPulse ?? 0)
    let other = try rate(
      link(
        "examples/continuous-variables.toml", (key: "noise.other", value: "0.005"), va,
        (key: "plot.bounds", value: "[\"plob\"]")))
    let plain = try rate(link("examples/continuous-variables.toml", va))
    #expect(abs((other.ratePerPulse ?? 0) - (plain.ratePerPulse ?? 1)) < 1e-12)
  }

  @Test("Tables of a budget have a column for each of its lines; limits stay those of the channel")
  func columns() throws {
    let budget = try link("examples/cv-noise-budget.toml")
    #expect(budget.diagnostics.filter { $0.column.hasPrefix("xi_") }.count == 7)
    #expect(budget.bounds.map(\.column) == ["plob"])
    let plain = try link("examples/continuous-variables.toml")
    #expect(plain.bounds.map(\.column) == ["plob", "thermal"])
    let lower = try link(
      "examples/continuous-variables.toml", (key: "plot.bounds", value: "[\"thermal-lower\"]"))
    #expect(lower.bounds.map(\.column) == ["plob", "thermal", "thermal_lower"])
    #expect(lower.bounds.map(\.isDrawn) == [false, false, true])
    #expect(lower.bounds.map(\.isUpper) == [true, true, false])
    let fading = try link("examples/cv-fading.toml")
    #expect(fading.bounds[0].ratePerPulse > fading.bounds[1].ratePerPulse)
    #expect(fading.lossDecibel > 4.9 && fading.lossDecibel < 5)
  }

  @Test("General attacks cost key and are for planning")
  func general() throws {
    let name = "examples/continuous-variables.toml"
    let ten = (key: "security.symbols", value: "1e10")
    let collective = try rate(link(name, ten))
    let general = try rate(link(name, ten, (key: "security.attacks", value: "general")))
    #expect((general.ratePerPulse ?? 0) > 0 && (general.ratePerPulse ?? 1) < 0.85 * (collective.ratePerPulse ?? 0))
    #expect(general.analysis.status == .planning && general.analysis.calculation == "cv.gaussian.general")
    #expect(general.trace.contains { $0.equation == "CV-47" })
  }

  @Test("A set whose values are recalled says so at every one")
  func huang() throws {
    let text = try ParameterFolder.text("published/huang-2016.toml")
    let values = text.split(separator: "\n").filter { $0.contains(" = ") && $0.contains("#") }
    #expect(values.count >= 9 && values.allSatisfy { $0.contains("assumed") })
    #expect(try rate(link("published/huang-2016.toml")).ratePerPulse ?? 0 > 1e-5)
  }
}
