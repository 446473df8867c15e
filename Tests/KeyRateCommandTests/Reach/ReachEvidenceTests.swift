// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("What is said of each value of a reach")
struct ReachEvidenceTests {
  @Test("Every optimum has its evidence in the table and in the document")
  func evidence() throws {
    let folder = try TestFolder(["link.toml": Fixtures.finite])
    let arguments = ["reach", "link.toml", "--points", "5", "--to", "100", "--output", "tried"]
    let run = try folder.keyrate(arguments + ["--json"])
    #expect(run.status == 0, "\(run.errors)")
    let csv = try SweepCSV(folder.read("tried.csv"))
    #expect(csv.columns.suffix(5) == ["evaluations", "starts", "spread", "active_bounds", "verdict"])
    #expect(csv.rows.count == 5)
    #expect(try csv.numbers("evaluations").allSatisfy { $0 > 50 })
    #expect(try csv.numbers("starts").allSatisfy { $0 >= 1 })
    #expect(try csv.numbers("spread").allSatisfy { $0 >= 0 })
    #expect(try csv.texts("verdict").allSatisfy { $0.contains("polished start") })
    let document = try JSONDecoder().decode(JSON.self, from: Data(run.output.utf8))
    let points = try #require(document["answers"]?.list.first?["points"]?.list)
    let evaluations: [Double?] = points.map { $0["optimisation"]?["evaluations"]?.number }
    #expect(evaluations == (try csv.numbers("evaluations")))
    #expect(points.map { $0["verdict"]?.text ?? "" } == (try csv.texts("verdict")))
  }

  /// A published form at settings at which it claims more than the link can give.
  static let impossible = """
    title = "Too much"
    protocol = "bb84"
    [link]
    loss_db = 60
    [source]
    intensities = [0.5, 0.05, 2e-4]
    intensity_probabilities = [0.9, 1e-6, 0.099999]
    key_basis_probability = 0.5
    [detector]
    model = "satquma2022"
    efficiency = 0.1
    dark_count_probability = 6e-7
    misalignment = 0.005
    afterpulse_probability = 0.04
    [security]
    proof = "satquma2022"
    pulses = 1e10

    """

  @Test("A rate that no link could give is never quoted without saying so")
  func labelled() throws {
    let folder = try TestFolder(["link.toml": Self.impossible])
    let reach = try folder.keyrate("reach", "link.toml", "--output", "tried")
    #expect(reach.output.contains("68308 bit; not a possible rate: "))
    let csv = try SweepCSV(folder.read("tried.csv"))
    let labelled = try csv.texts("verdict").map { $0.hasPrefix("not a possible rate: ") }
    #expect(labelled.contains(true) && labelled.contains(false))
    for (isLabelled, isMet) in zip(labelled, try csv.texts("met")) where isLabelled { #expect(isMet == "yes") }

    let compare = try folder.keyrate("compare", "link.toml", "--from", "0", "--to", "80", "--points", "5")
    #expect(
      compare.output.hasSuffix(
        """

        Too much: as published, comparison only
        Too much: not a possible rate at 3 of 5 values: the form is not sound there

        """), "\(compare.output)")
    // The figures say so as well.
    let axis = ["--from", "0", "--to", "80", "--points", "5", "--output", "c"]
    #expect(try folder.keyrate(["compare", "link.toml"] + axis).status == 0)
    #expect(try SVGWords.read(folder.read("c.svg")).contains("not a possible rate at 3 of 5 values"))
    let sides = ["--x", "link.loss_db=20:60:2", "--y", "detector.efficiency=0.1:0.2:2", "--output", "m"]
    #expect(try folder.keyrate(["map", "link.toml"] + sides).status == 0)
    #expect(try SVGWords.read(folder.read("m.svg")).contains("Not a possible rate at 2 of 4 places"))
    let map = try folder.keyrate(
      "map", "link.toml", "--x", "link.loss_db=20:60:2", "--y", "detector.efficiency=0.1:0.2:2")
    #expect(
      map.output.hasSuffix(
        """

        Decoy BB84, two decoys, finite key: as published, comparison only
        not a possible rate at 2 of 4 places: the form is not sound there

        """), "\(map.output)")
  }
}
