// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

/// Links as they are described from Swift.
@Suite("Front door: links")
struct LinkTests {
  private func link() throws -> Link {
    var link = try Link(.bb84)
    link[.distanceKilometres] = 60
    link[.intensities] = [0.5, 0.1, 0]
    link[.repetitionRateHertz] = 1e8
    link[.detectorEfficiency] = 0.1
    link[.darkCountProbability] = 1e-6
    link[.misalignment] = 0.01
    link[.analysis] = "asymptotic"
    return link
  }

  @Test("Typed values give the digits of the file that says the same")
  func sameAsFile() throws {
    let typed = try link().evaluate()
    let written = try Link(text: Fixtures.asymptotic).evaluate()
    let rate = try #require(typed.key.ratePerPulse)
    #expect(rate > 0 && rate == written.key.ratePerPulse)
    #expect(
      typed.key.trace == written.key.trace && typed.settings == written.settings && typed.limits == written.limits)
    #expect(typed.bitsPerSecond == 1e8 * rate && typed.lossDecibel == 12)
  }

  @Test("A file and the command that prints it agree")
  func sameAsCommand() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic, "run.toml": Fixtures.twoDecoyCounts])
    let path = folder.url.appendingPathComponent("link.toml").path
    let evaluation = try Link(contentsOf: path).evaluate()
    #expect(try folder.keyrate("rate", path, "--json").output == evaluation.json + "\n")
    #expect(try folder.keyrate("rate", path).output == evaluation.summary + "\n")
    #expect(try folder.keyrate("explain", path).output == evaluation.explanation + "\n")
    let run = try Link(contentsOf: folder.url.appendingPathComponent("run.toml").path)
    #expect(run.isRun)
    #expect(try folder.keyrate("analyse", "run.toml", "--json").output == run.analyse().json + "\n")
  }

  @Test("What says the same gives way; nil leaves a parameter out")
  func changes() throws {
    var link = try link()
    #expect(link[.distanceKilometres] == 60 && link[.intensities] == [0.5, 0.1, 0] && link[.analysis] == "asymptotic")
    link[.lossDecibel] = 10
    #expect(link[.distanceKilometres] == nil && link[.lossDecibel] == 10)
    #expect(try link.evaluate().lossDecibel == 10)
    #expect(try link.evaluate().search == nil)
    link[.intensities] = nil
    #expect(link[.intensities] == nil)
    #expect(try link.evaluate().search != nil)
    #expect(link[.decoys] == nil && link.with(.decoys, 1)[.decoys] == 1)
  }

  @Test("A value that cannot be is thrown, with its name, the range and the slip")
  func refusals() throws {
    func message(_ change: (inout Link) -> Void) throws -> String {
      var link = try link()
      change(&link)
      let error = #expect(throws: DocumentErrors.self) { try link.evaluate() }
      return "\(error?.description ?? "")"
    }
    #expect(
      try message { $0[.detectorEfficiency] = 4.5 }
        == "detector.efficiency = 4.5: must be greater than 0 and at most 1; a fraction, not percent")
    #expect(try message { $0[.transmittance] = 1.2 }.contains("link.transmittance = 1.2"))
    #expect(try message { $0[.keyIntensity] = 0.1 }.contains("source.key_intensity"))
    #expect(throws: (any Error).self) { try Link(published: "gys-2005") }
    #expect(throws: DocumentErrors.self) { try Link(text: "protocol = \"bb48\"") }
    #expect(throws: DocumentErrors.self) { try Link(.bb84).evaluate() }
    #expect(throws: (any Error).self) { try link().with(.lossDecibel, .nan).evaluate() }
  }

  @Test("Settings that are given are compared with the best")
  func optimise() throws {
    let given = try link().evaluate()
    let best = try link().optimise()
    #expect(best.givenRatePerPulse == given.key.ratePerPulse)
    #expect((best.key.ratePerPulse ?? 0) > (given.key.ratePerPulse ?? 0))
    #expect(best.settings.contains(where: \.isOptimised) && !given.settings.contains(where: \.isOptimised))
    #expect(best.search?.status == .converged)
  }

  @Test("Curves, maps, reach and sensitivities of a typed link")
  func curves() async throws {
    let link = try link()
    let sweep = try await link.sweep(.distanceKilometres, over: [0, 60, 600], jobs: 2)
    let points = try #require(sweep.curves.first?.points)
    #expect(points.map(\.value) == [0, 60, 600] && sweep.variable == "link.distance_km" && sweep.unit == "km")
    #expect(try points[1].ratePerPulse == link.evaluate().key.ratePerPulse)
    #expect(points[2].ratePerPulse == 0)
    let map = try await link.map(.lossDecibel, over: [5, 12], .misalignment, over: [0.01, 0.5])
    #expect(map.places.count == 4 && map.places[1].ratePerPulse == points[1].ratePerPulse)
    #expect(map.places[3].ratePerPulse == 0 && map.places[3].reason != nil)
    let reach = try await link.reach(points: 9)
    let highest = try #require(reach.highest)
    let last = try link.with(.distanceKilometres, highest).evaluate()
    #expect((last.key.ratePerPulse ?? 0) > 0)
    #expect(reach.answers.first?.intervals.first?.endsInside == true)
    let lines = try link.sensitivities().lines
    #expect(lines.contains { $0.path == "detector.efficiency" && ($0.elasticity ?? 0) > 0 })
    let both = try await Comparison.of(
      [link, link.with(.misalignment, 0.02)], along: .distanceKilometres, from: 0...60, points: 2)
    #expect(both.curves.count == 2 && both.curves[0].points[1].ratePerPulse == points[1].ratePerPulse)
    await #expect(throws: DocumentError.self) {
      try await Comparison.of([link], along: .misalignment, from: 0...0.1, points: 2)
    }
    let folder = try TestFolder()
    let names = try sweep.write(to: folder.url.appendingPathComponent("s").path).map { $0.suffix(3) }
    #expect(names == ["csv", "svg", "son", ".gp"])
  }

  @Test("A claim is judged, and its report is reproduced")
  func claim() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let claim = try Claim(contentsOf: root.appendingPathComponent("Parameters/claims/doctored-above-plob.toml").path)
    let report = try claim.validate(runsSelfTest: false)
    #expect(report.verdict.outcome == .notSupported && report.verdict.isImpossible)
    #expect(try ClaimReport.differences(in: report.json).isEmpty)
    #expect(try !ClaimReport.differences(in: report.json.replacing("not supported", with: "supported")).isEmpty)
  }

  @Test("Every family has a name, and every published set can be read")
  func names() throws {
    let named: [Family] = [
      .bb84, .twinField, .sendingOrNotSending, .oddParityPairing, .mdi, .continuousVariable, .continuousVariableRelay,
    ]
    #expect(named.allSatisfy { Family.all.contains($0) })
    for family in Family.all { #expect(try Family(named: family.name) == family) }
    #expect(throws: DocumentError.self) { try Family(named: "bb48") }
    for set in PublishedSet.all { #expect(try !Link(published: set.name).title().isEmpty) }
  }
}
