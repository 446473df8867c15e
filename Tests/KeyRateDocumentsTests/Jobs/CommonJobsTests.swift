// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateCalculations
import KeyRateReading
import Foundation
import KeyRateDocuments
import KeyRateOptimisation
import Testing

@Suite("The common jobs of the field")
struct CommonJobsTests {
  private func job(_ letter: String, _ settings: [(key: String, value: String)]) throws -> LinkProblem {
    let name = "benchmarks/job-\(letter).toml"
    return try ParameterFile(text: try ParameterFolder.text(name), fileName: name, settings: settings).link()
  }

  private func best(_ link: LinkProblem, seed: UInt64) throws -> OptimisationResult {
    try Optimiser.maximise(try #require(link.search), options: OptimisationOptions(seed: seed))
  }

  /// The best known raw lengths of job A, from other code; 0 where there is no key.
  private func bestOfJobA() throws -> [(loss: Int, bits: Double)] {
    let lines = try ParameterFolder.text("benchmarks/job-a-best-known.csv").split(separator: "\n")
    return lines.compactMap { line in
      let cells = line.split(separator: ",")
      guard cells.count == 2, let loss = Int(cells[0]), let bits = Double(cells[1]) else { return nil }
      return (loss, bits)
    }
  }

  @Test("Job A: the best known length at every fifth loss and every loss near the end, whatever the seed")
  func jobA() throws {
    let table = try bestOfJobA()
    #expect(table.count == 41)
    for (loss, bits) in table where bits > 0 && (loss % 5 == 0 || loss >= 28) {
      for seed in [UInt64(1), 2, 20_140_203] {
        let link = try job("a", [("link.loss_db", "\(loss)")])
        let found = try best(link, seed: seed)
        let raw = try #require(try link.evaluate(found.point).rawLengthBits)
        #expect(abs(raw / bits - 1) < 1e-6, "\(loss) dB, seed \(seed): \(raw), not \(bits)")
      }
    }
  }

  @Test("Job A beyond 29 dB: no key, and none is claimed", arguments: [30, 31, 33, 36, 40])
  func jobAWithoutKey(loss: Int) throws {
    let link = try job("a", [("link.loss_db", "\(loss)")])
    let result = try link.evaluate(try best(link, seed: 1).point)
    #expect(result.lengthBits == 0 && result.reasonForZero != nil)
  }

  @Test("Job B: the best rate and intensity at 20 dB")
  func jobB() throws {
    let link = try job("b", [])
    let found = try best(link, seed: 1)
    let rate = try #require(try link.evaluate(found.point).ratePerPulse)
    #expect(abs(rate / 3.0323258e-4 - 1) < 1e-8)
    let mu = try #require(link.settings(found.point).first?.value)
    #expect(abs(mu - 0.883220) < 2e-6)
  }

  @Test("Every job is a sweep of a link with open settings")
  func files() throws {
    for letter in ["a", "b", "c"] {
      let name = "benchmarks/job-\(letter).toml"
      let file = try ParameterFile(text: try ParameterFolder.text(name), fileName: name)
      let link = try file.link()
      #expect(file.hasSweep && link.search != nil)
    }
  }
}
