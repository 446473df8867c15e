// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateOptimisation
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Published parameter sets")
struct PublishedSetTests {
  @Test("The program carries every set, byte for byte")
  func embedded() throws {
    let names = ParameterFolder.names(in: "published")
    #expect(EmbeddedFiles.publishedSets.map(\.name).sorted() == names.map { String($0.dropFirst("published/".count)) })
    for name in names {
      let short = String(name.dropFirst("published/".count).dropLast(".toml".count))
      #expect(EmbeddedFiles.publishedSet(named: short)?.text == (try ParameterFolder.text(name)))
    }
  }

  /// The greatest distance of a sweep of every 10 m with key, by halving.
  private func cutOff(_ plan: SweepPlan, _ curve: SweepPlan.Curve, between low: Double, and high: Double) throws
    -> Double
  {
    var (low, high) = (low, high)
    while high - low > 0.01 {
      let middle = (low + high) / 2
      let rate = try plan.link(curve, at: middle).evaluate([]).ratePerPulse ?? 0
      if rate > 0 { low = middle } else { high = middle }
    }
    return low
  }

  @Test("Ma et al. 2005: key ends at 142.05 km with infinitely many decoys, at 140.55 km with vacuum and weak decoy")
  func gys() throws {
    let plan = try ParameterFolder.file("published/gys-2004.toml").sweep()
    let vacuumWeak = try #require(plan.curves.first { $0.label == "vacuum and weak decoy" })
    let infinite = try #require(plan.curves.first { $0.label == "infinitely many decoys" })
    #expect(abs(try cutOff(plan, infinite, between: 100, and: 150) - 142.05) < 0.1)
    #expect(abs(try cutOff(plan, vacuumWeak, between: 100, and: 150) - 140.55) < 0.1)
  }

  /// The best rate of a link per pulse.
  private func best(_ link: LinkProblem) throws -> SecretKeyRate {
    let point = try link.search.map { try Optimiser.maximise($0).point } ?? []
    return try link.evaluate(point)
  }

  @Test("Lim et al. 2014: 1e9 detections give about 1.7 times the rate of 1e7 at 100 km")
  func lim() throws {
    let plan = try ParameterFolder.file("published/lim-2014.toml").sweep()
    func rate(_ label: String) throws -> Double {
      let curve = try #require(plan.curves.first { $0.label == label })
      return try best(plan.link(curve, at: 100)).ratePerPulse ?? 0
    }
    let ratio = try rate("10^{9} detections, as published") / rate("10^{7} detections, as published")
    #expect(abs(ratio - 1.79) < 0.01)
    // The sound analysis has more key than the published one here, not less.
    #expect(try rate("10^{7} detections, default analysis") > rate("10^{7} detections, as published"))
  }

  @Test(
    "Boaron et al. 2018: the published rate is below the best rate of the model, the error rate is the published one",
    arguments: [
      ("251", 4900, 0.005), ("302", 790, 0.004), ("354", 62, 0.007), ("404", 6.5, 0.010), ("421", 0.25, 0.021),
    ])
  func boaron(name: String, bitsPerSecond: Double, errorRate: Double) throws {
    let file = try ParameterFolder.file("published/boaron-2018-\(name)km.toml")
    let rate = try best(file.link())
    let model = (rate.ratePerPulse ?? 0) * 2.5e9
    #expect(model > bitsPerSecond)
    #expect(model < 20 * bitsPerSecond)
    let qber = try #require(rate.trace.first { $0.symbol == "qberX" }?.value)
    #expect(abs(qber - errorRate) < 0.0005)
    #expect(file.notes.contains { $0.contains("\(bitsPerSecond.plain) bit/s") })
  }

  @Test("Published formulas are marked as comparisons", arguments: ["lim-2014", "rusca-2018", "boaron-2018-251km"])
  func status(name: String) throws {
    let link = try ParameterFolder.file("published/\(name).toml").link()
    let rate = try link.evaluate(link.search?.variables.map { _ in 0.5 } ?? [])
    #expect(rate.analysis.status == .comparisonOnly)
  }
}
