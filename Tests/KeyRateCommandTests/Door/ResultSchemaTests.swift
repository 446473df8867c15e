// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

/// The JSON Schema of results. Every document that any test of the commands has printed is held to it besides.
@Suite("Schema of results")
struct ResultSchemaTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test("Each command's document is of one kind, and of the right one")
  func kinds() throws {
    let schema = try JSONSchema.results.get()
    let folder = try TestFolder([
      "a.toml": Fixtures.asymptotic, "run.toml": Fixtures.twoDecoyCounts,
      "sweep.toml": Fixtures.asymptotic + "[sweep]\nvalues = [10, 600]\n",
    ])
    let claim = Self.root.appendingPathComponent("Parameters/claims/doctored-above-plob.toml").path
    let cases: [(kind: String, arguments: [String])] = [
      ("evaluation", ["rate", "a.toml"]), ("evaluation", ["optimise", "a.toml"]),
      ("evaluation", ["explain", "a.toml"]),
      ("run", ["analyse", "run.toml"]), ("run", ["explain", "run.toml"]), ("sweep", ["sweep", "sweep.toml"]),
      ("comparison", ["compare", "a.toml", "--axis", "loss_db", "--from", "0", "--to", "20", "--points", "2"]),
      ("map", ["map", "a.toml", "--x", "link.distance_km=10:20:2", "--y", "detector.misalignment=0.01:0.02:2"]),
      ("reach", ["reach", "a.toml", "--points", "5"]),
      ("tolerances", ["reach", "a.toml", "--tolerances", "--variable", "detector.misalignment"]),
      ("sensitivity", ["sensitivity", "a.toml"]), ("report", ["validate", claim, "--skip-selftest"]),
      ("selfTest", ["selftest", "table.csv"]),
    ]
    try folder.write(
      """
      id,calculation,inputs,quantity,expected,rtol,check,provenance
      a,bounds.plob,"{""eta"": 0.5}",K,2,1e-9,equals,wrong on purpose
      b,no.such,"{}",K,1,1e-9,equals,unknown on purpose

      """, to: "table.csv")
    for (kind, arguments) in cases {
      let run = try folder.keyrate(arguments + ["--json"])
      #expect(try schema.kinds(of: run.output) == [kind], "\(arguments): \(run.errors)")
    }
    #expect(Set(cases.map(\.kind)) == Set(schema.documents))
  }

  @Test("A document that lacks a member, has one too many or a value of another kind is refused")
  func violations() throws {
    let schema = try JSONSchema.results.get()
    let text = try Link(published: "gys-2004").evaluate().json
    #expect(try schema.violations(of: text) == [])
    let faults = [
      ("\"loss_db\"", "\"loss\""), ("\"status\": \"planning\"", "\"status\": \"fine\""),
      ("\"direction\": \"input\"", "\"direction\": 3"), ("\"rate_per_pulse\": ", "\"rate_per_pulse\": [],\n\"x\": "),
    ]
    for (old, new) in faults {
      let doctored = text.replacing(old, with: new, maxReplacements: 1)
      #expect(doctored != text)
      #expect(try !schema.violations(of: doctored).isEmpty, "\(new)")
    }
  }

  @Test("The file of a figure is the document of its command, and meets the schema")
  func files() throws {
    let schema = try JSONSchema.results.get()
    let folder = try TestFolder(["sweep.toml": Fixtures.asymptotic + "[sweep]\nvalues = [10, 600]\n"])
    _ = try folder.keyrate("sweep", "sweep.toml", "--output", "s")
    #expect(try schema.kinds(of: folder.read("s.json")) == ["sweep"])
  }

  @Test("The schema that the library carries is the file of the repository, and names its version")
  func embedded() throws {
    let file = Self.root.appendingPathComponent(
      "Reports/schema/keyrate-results-\(ResultSchema.version).schema.json")
    #expect(try String(contentsOf: file, encoding: .utf8) == ResultSchema.text)
    #expect(ResultSchema.text.contains("\"$id\": \"urn:keyrate:results:\(ResultSchema.version)\""))
    #expect(ResultSchema.text.contains("https://json-schema.org/draft/2020-12/schema"))
  }
}
