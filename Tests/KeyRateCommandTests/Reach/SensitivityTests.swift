// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("Sensitivity")
struct SensitivityTests {
  static func study(_ text: String, reoptimise: Bool = false) throws -> Sensitivity {
    try #require(try Sensitivity.all(of: ReachTests.file(text), reoptimise: reoptimise).first)
  }

  static func line(_ study: Sensitivity, _ path: String) throws -> Sensitivity.Line {
    try #require(study.lines.first { $0.path == path }, "no \(path)")
  }

  @Test("A rate proportional to a number has elasticity 1, one that it does not depend on has none")
  func proportional() throws {
    let study = try Self.study(Fixtures.asymptotic + "sifting_factor = 0.25\n")
    let sifting = try Self.line(study, "security.sifting_factor")
    #expect(abs(try #require(sifting.elasticity) - 1) < 1e-9)
    #expect(abs(try #require(sifting.down?.relativeChange) + 0.01) < 1e-12)
    #expect(try Self.line(study, "source.repetition_rate_hz").elasticity == 0)
  }

  @Test("Each change is that of the file with the number set")
  func direct() throws {
    let study = try Self.study(Fixtures.given)
    let base = try #require(try ReachTests.file(Fixtures.given).link().evaluate([]).rawRatePerPulse)
    var checked = 0
    for line in study.lines where line.kind == .input {
      for step in [line.down, line.up].compactMap(\.self) {
        let file = try ReachTests.file(Fixtures.given, (line.path, "\(step.value)"))
        let rate = try #require(try file.link().evaluate([]).rawRatePerPulse)
        #expect(try #require(step.relativeChange) == rate / base - 1, "\(line.path)")
        checked += 1
      }
    }
    #expect(checked >= 16)
    // One element of a list, the others held.
    let signal = try #require(try Self.line(study, "source.intensities[1]").up)
    #expect(abs(signal.value - 0.505) < 1e-15)
    let moved = try ReachTests.file(Fixtures.given, ("source.intensities", "[\(signal.value), 0.1, 2e-4]"))
    #expect(try moved.link().evaluate([]).rawRatePerPulse == base + signal.change)
    // Of probabilities the others share the rest as before.
    let share = try #require(try Self.line(study, "source.intensity_probabilities[1]").up)
    #expect(abs(share.value - 0.707) < 1e-15)
    let shares = try ReachTests.file(
      Fixtures.given, ("source.intensity_probabilities", "[0.707, \(0.293 * 2 / 3), \(0.293 / 3)]"))
    let rate = try #require(try shares.link().evaluate([]).rawRatePerPulse)
    #expect(abs(rate - base - share.change) <= 1e-9 * base)
  }

  @Test("A number that goes by two names has one line", arguments: [false, true])
  func oneLine(reoptimise: Bool) throws {
    let text = Fixtures.finite.replacing("decoys = 2", with: "decoys = 2\nweakest_intensity = 2e-4")
    let study = try Self.study(text, reoptimise: reoptimise)
    #expect(try Self.line(study, "source.intensities[3]").value == 2e-4)
    #expect(!study.lines.contains { $0.path == "source.weakest_intensity" })
  }

  @Test("Sorted by size, and what is zero or at its limit says why it does not move")
  func order() throws {
    let study = try Self.study(Fixtures.asymptotic)
    let sizes = study.lines.map(\.size)
    #expect(sizes == sizes.sorted(by: >))
    #expect(try Self.line(study, "source.intensities[3]").downObstacle == "it is 0, and 1 % of it is nothing")
    let fraction = try Self.line(study, "source.signal_fraction")
    #expect(fraction.upObstacle == "1.01 is refused: it must be greater than 0 and at most 1")
    #expect(fraction.down != nil && fraction.up == nil)
    let decoys = try Self.line(study, "link.modes_per_pulse")
    #expect(decoys.upObstacle == "it is a whole number, and 1 % of 1 is no step")
  }

  @Test("At an optimum inside, settings do nothing to first order, so inputs do the same with and without searching")
  func envelope() throws {
    let held = try Self.study(Fixtures.finite)
    let free = try Self.study(Fixtures.finite, reoptimise: true)
    #expect(!held.isReoptimised && free.isReoptimised)
    #expect(held.lines.count { $0.isOptimised } == 6)
    for line in held.lines where line.isOptimised {
      // 1 % of a probability near 1 is no small step: the slope of intensities only.
      let isIntensity = line.path.hasPrefix("source.intensities")
      let elasticity = try #require(line.elasticity)
      #expect(!isIntensity || abs(elasticity) < 0.001, "\(line.path)")
      #expect(try #require(line.down?.change) <= 1e-9 * (held.centre.result.rawRatePerPulse ?? 0), "\(line.path)")
      #expect(try #require(line.up?.change) <= 1e-9 * (held.centre.result.rawRatePerPulse ?? 0), "\(line.path)")
    }
    for line in held.lines where line.kind == .input {
      guard let elasticity = line.elasticity else { continue }
      let other = try Self.line(free, line.path)
      #expect(abs(try #require(other.elasticity) - elasticity) <= 0.02 * max(1, abs(elasticity)), "\(line.path)")
      // Searching again never loses.
      for (a, b) in [(line.down, other.down), (line.up, other.up)] {
        if let a, let b { #expect(b.change >= a.change - 1e-6 * (held.centre.result.rawRatePerPulse ?? 0)) }
      }
    }
  }

  @Test("Every family has its inputs and settings in the table", arguments: ReachFamiliesTests.files)
  func families(text: String) throws {
    let study = try Self.study(text)
    #expect(study.lines.contains { $0.kind == .input && $0.size > 0 })
    #expect(study.lines.contains { $0.kind == .setting })
    let settings = study.lines.count { $0.kind == .setting }
    #expect(settings == study.centre.settings.count)
    #expect(study.ceilings.first.map { $0.share > 0 && $0.share < 10 } == true)
  }

  @Test("A setting at a limit of the search is named, and a missing key says so instead of a percentage")
  func limits() throws {
    let text = Fixtures.asymptotic.replacing("intensities = [0.5, 0.1, 0]\n", with: "decoys = 2\n")
    let study = try Self.study(text)
    #expect(study.activeBounds.first?.place == "search")
    #expect(study.activeBounds.first?.description == "decoy intensity at its lower bound")
    let far = try Self.study(Fixtures.given.replacing("distance_km = 50", with: "distance_km = 400"))
    #expect(far.lines.allSatisfy { $0.up?.relativeChange == nil && $0.elasticity == nil })
    #expect(far.activeBounds.contains { $0.place == "key" })
  }
}
