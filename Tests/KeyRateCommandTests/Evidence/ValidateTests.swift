// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@testable import KeyRateCommand

@Suite("Validate and verify")
struct ValidateTests {
  static let claims = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Parameters/claims")

  static func claim(_ name: String) throws -> String {
    try String(contentsOf: claims.appendingPathComponent(name + ".toml"), encoding: .utf8)
  }

  @Test("Every doctored claim of the repository fails, and the report says with what")
  func doctored() throws {
    let expected = [
      "doctored-above-plob": "ceiling", "doctored-error-correction": "error_correction_efficiency",
      "doctored-epsilons": "failure_budget", "doctored-counts": "sifted_bits",
      "doctored-dark-counts": "source_of_detector.dark_count_probability", "doctored-length": "length",
    ]
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.claims.path)
      .filter { $0.hasPrefix("doctored-") }.map { String($0.dropLast(5)) }
    #expect(Set(names) == Set(expected.keys))
    for (name, binding) in expected {
      let folder = try TestFolder([name + ".toml": Self.claim(name)])
      let run = try folder.keyrate("validate", name + ".toml", "--skip-selftest")
      #expect(run.status == CommandFailure.Status.checkFailed, "\(name): \(run.errors)")
      #expect(run.output.contains("decided by: \(binding)\n"), "\(name): \(run.output)")
    }
  }

  @Test("A report is written three times, verified, and the same in another folder")
  func reproducible() throws {
    let first = try TestFolder(["bb84-run.toml": Self.claim("bb84-run")])
    let second = try TestFolder(["deep/er/bb84-run.toml": Self.claim("bb84-run")])
    let run = try first.keyrate("validate", "bb84-run.toml", "--output", "report", "--skip-selftest")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(try first.names == ["bb84-run.toml", "report.html", "report.json", "report.md"])
    _ = try second.keyrate("validate", "deep/er/bb84-run.toml", "--output", "other.json", "--skip-selftest")
    #expect(try first.read("report.json") == second.read("other.json"))
    #expect(try first.read("report.html") == second.read("other.html"))
    let verified = try first.keyrate("verify", "report.json")
    #expect(verified.status == 0)
    #expect(verified.output.contains("report.html: the same numbers"))
    // A digit of the report, and one of the page beside it.
    let text = try first.read("report.json")
    try first.write(text.replacing("\"certified\": {", with: "\"certified\" : {"), to: "layout.json")
    #expect(try first.keyrate("verify", "layout.json").status == 1)
    try first.write(first.read("report.md").replacing("260000000", with: "270000000"), to: "report.md")
    let page = try first.keyrate("verify", "report.json")
    #expect(page.status == 1)
    #expect(page.output.contains("report.md line"))
  }

  @Test("Exit statuses and messages")
  func statuses() throws {
    let folder = try TestFolder([
      "open.toml": "protocol = \"bb84\"\n[claim]\nrate_per_pulse = 1e-3\n",
      "wrong.toml":
        "protocol = \"bb84\"\n[claim]\nrate_per_puls = 1e-3\n[[evidence]]\nkey = \"detector.eficiency\"\nsource = \"certificat\"\n[detector]\nefficiency = 0.1\n",
      "none.json": "{}",
    ])
    let open = try folder.keyrate("validate", "open.toml", "--skip-selftest")
    #expect(open.status == CommandFailure.Status.notDecidable)
    #expect(open.output.contains("verdict: not decidable with the given data"))
    #expect(open.output.contains("link.loss_db"))
    let wrong = try folder.keyrate("validate", "wrong.toml")
    #expect(wrong.status == 2)
    #expect(
      wrong.errors.contains(
        "wrong.toml:3:1: claim.rate_per_puls: is not a known key; did you mean claim.rate_per_pulse?"))
    #expect(wrong.errors.contains("did you mean detector.efficiency?"))
    #expect(wrong.errors.contains("did you mean \"certificate\"?"))
    #expect(try folder.keyrate("verify", "none.json").status == 2)
    #expect(try folder.keyrate("verify", "missing.json").status == 2)
    #expect(try folder.keyrate("validate", "open.toml", "--output", "no/where").status == 2)
    #expect(try folder.keyrate("validate", "open.toml", "--sign", "key").status == 64)
    #expect(try folder.keyrate("verify", "none.json", "--signature", "x").status == 64)
    #expect(try folder.names == ["none.json", "open.toml", "wrong.toml"])
  }

  @Test("A signature belongs to one report")
  func signed() throws {
    let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    let known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    let folder = try TestFolder([
      "open.toml": "protocol = \"bb84\"\n[claim]\nrate_per_pulse = 1e-3\n", "key": secret, "public": known,
    ])
    let run = try folder.keyrate("validate", "open.toml", "--output", "r", "--sign", "key", "--skip-selftest")
    #expect(run.status == CommandFailure.Status.notDecidable)
    let good = try folder.keyrate("verify", "r.json", "--signature", "r.json.sig", "--public-key", "public")
    #expect(good.status == 0, "\(good.output) \(good.errors)")
    #expect(good.output.contains("signature: valid"))
    try folder.write(folder.read("r.json").replacing("0.001", with: "0.002"), to: "r.json")
    let bad = try folder.keyrate("verify", "r.json", "--signature", "r.json.sig", "--public-key", "public")
    #expect(bad.status == 1)
    #expect(bad.output.contains("signature: NOT valid"))
  }
}
