// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import Testing

@testable import KeyRateEvidence

/// The examples of the bounds sheet, section 7.3.
@Suite("Nothing refutes or supports by a default")
struct ClaimRuleTests {
  private func ceiling(_ text: String) throws -> Argument {
    CeilingArgument(try ClaimFile(text: text, fileName: "claim.toml")).argument
  }

  private func claim(
    _ what: String, link: String, stations: Int? = 0, protocolName: String = "bb84", evidence: String = ""
  ) -> String {
    """
    protocol = "\(protocolName)"
    [claim]
    \(what)
    \(stations.map { "stations = \($0)" } ?? "")
    [link]
    \(link)
    \(evidence)
    """
  }

  private static let loss20 = """
    [[evidence]]
    key = "link.loss_db"
    uncertainty = 0.2
    coverage_factor = 2
    source = "measured"
    """

  @Test("E1 a distance without attenuation: no ceiling, not decidable, the loss is asked for")
  func distanceAlone() throws {
    let text = claim(
      "bits_per_second = 1.2e6\nclock_hz = 1e9", link: "distance_km = 100\nmodes_per_pulse = 2")
    #expect(try ceiling(text).conclusion == .notEvaluated)
    let e = try ClaimFixtures.examine(text)
    #expect(e.verdict.outcome == .notDecidable)
    #expect(e.missing.contains { $0.keys.contains(LinkKeys.attenuationDbPerKm.path) })
  }

  @Test("E2 loss with uncertainty: impossible; without it, without modes or stations: undecided")
  func ceilingOfALoss() throws {
    let what = "bits_per_second = 32e6\nclock_hz = 1e9"
    let link = "loss_db = 20\nmodes_per_pulse = 2"
    let found = try ceiling(claim(what, link: link, evidence: Self.loss20))
    #expect(found.conclusion == .impossible && abs((found.limit ?? 0) - 31.08e6) < 1e4)
    #expect(try ceiling(claim(what, link: link)).conclusion == .exceedsUncertified)
    #expect(try ceiling(claim(what, link: "loss_db = 20", evidence: Self.loss20)).conclusion == .notEvaluated)
    #expect(try ceiling(claim(what, link: link, stations: nil, evidence: Self.loss20)).conclusion == .notEvaluated)
    #expect(try ClaimFixtures.examine(claim(what, link: link)).verdict.outcome == .notDecidable)
    #expect(try ClaimFixtures.examine(claim(what, link: link, evidence: Self.loss20)).verdict.isImpossible)
  }

  @Test("E3 a length without epsilons: D = 0.999")
  func length() throws {
    let evidence = Self.loss20.replacing("0.2", with: "0.1")
    let found = try ceiling(
      claim(
        "length_bits = 1.6e7", link: "loss_db = 10\nmodes_per_pulse = 1",
        evidence: "[security]\npulses = 1e8\n" + evidence))
    #expect(found.conclusion == .impossible && abs((found.limit ?? 0) / 1.576e7 - 1) < 1e-3)
  }

  @Test("5 Gb/s at 10 dB from a clock of 1 GHz is impossible whatever else is unsaid")
  func clockAndLoss() throws {
    let found = try ceiling(
      claim("bits_per_second = 5e9\nclock_hz = 1e9", link: "loss_db = 10\nmodes_per_pulse = 2", evidence: Self.loss20))
    #expect(found.conclusion == .impossible)
  }

  @Test("E6 continuous variables without stated modes: undecided")
  func modes() throws {
    let what = "rate_per_pulse = 0.02\nsifting = \"included\""
    let text = claim(what, link: "loss_db = 20", protocolName: "cv", evidence: Self.loss20)
    #expect(try ceiling(text).conclusion == .notEvaluated)
    let two = claim(what, link: "loss_db = 20\nmodes_per_pulse = 2", protocolName: "cv", evidence: Self.loss20)
    #expect(try ceiling(two).conclusion == .consistent)
    let one = claim(what, link: "loss_db = 20\nmodes_per_pulse = 1", protocolName: "cv", evidence: Self.loss20)
    #expect(try ceiling(one).conclusion == .impossible)
  }

  @Test("E10 the number of stations decides at 60 dB")
  func stations() throws {
    func limit(_ stations: Int) throws -> Double? {
      try ceiling(
        claim("bits_per_second = 1\nclock_hz = 1e9", link: "loss_db = 60\nmodes_per_pulse = 1", stations: stations)
      ).limit
    }
    let (direct, relayed) = (try limit(0) ?? 0, try limit(1) ?? 0)
    #expect(abs(direct - 1442.7) < 0.1 && abs(relayed - 1.4434e6) < 1e2)
  }

  @Test("E4 an honest key is not refuted by f_EC and epsilons that nobody has stated")
  func unsaidReconciliation() throws {
    // Above what f_EC = 1.16 gives, below what Shannon allows.
    let file = try ClaimFile(text: ClaimFixtures.text("gys-2004"), fileName: "gys-2004.toml")
    let rate = try #require(try ClaimedLink(file, search: .init(seed: 1)).rate)
    var text = try ClaimFixtures.text("gys-2004")
    text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter {
        !$0.hasPrefix("error_correction_efficiency") && !$0.hasPrefix("rate_per_pulse")
          && !$0.hasPrefix("bits_per_second")
      }
      .joined(separator: "\n")
    text = text.replacing("[claim]\n", with: "[claim]\nrate_per_pulse = \(rate * 1.02)\nsifting = \"included\"\n")
      .replacing("sifting = \"included\"\nsifting", with: "sifting")
    guard let e = try? ClaimFixtures.examine(text) else { return }
    #expect(e.verdict.outcome != .notSupported, "\(e.verdict.reasons)")
  }

  @Test("E5 counts without evidence for the source are not decided, with it the least over the box decides")
  func evidenceOfTheSource() throws {
    let complete = try ClaimFixtures.text("cv-run")
    #expect(try ClaimFixtures.examine(complete).verdict.outcome == .supported)
    let without = complete.replacing(
      """
      [[evidence]]
      key = "source.modulation_variance"
      relative_uncertainty = 0.005
      coverage_factor = 2
      source = "certificate"
      reference = "fictitious certificate S-4"

      """, with: "")
    let e = try ClaimFixtures.examine(without)
    #expect(e.verdict.outcome == .notDecidable)
    #expect(e.missing.contains { $0.keys.first?.contains("source.modulation_variance") ?? false })
    #expect(e.counts.box?.missing == ["source.modulation_variance"])
  }

  @Test("E9 perfect counts of a bench say nothing about 1000 km")
  func place() throws {
    let text = try ClaimFixtures.changed(
      "cv-run", [("loss_db = 5\n", "distance_km = 1000\n"), ("key = \"link.loss_db\"", "key = \"link.distance_km\"")])
    let e = try ClaimFixtures.examine(text)
    #expect(e.verdict.outcome == .notDecidable)
  }

  @Test("A published theorem alone: lengths of this project's derivations support nothing")
  func published() throws {
    let text = try ClaimFixtures.text("cv-run")
    let e = try Examination(
      ReportInputs(claim: TextFile(name: "claim.toml", text: text)),
      options: ExaminationOptions(runsSelfTest: false, isPublishedOnly: true))
    #expect(e.verdict.outcome == .notDecidable && e.counts.deciding?.result.analysis.status == .planning)
  }
}
