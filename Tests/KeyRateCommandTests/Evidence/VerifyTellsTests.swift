// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateTestSupport
import Testing

@testable import KeyRateCommand

@Suite("What verify and validate tell besides")
struct VerifyTellsTests {
  static let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
  static let known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

  static func folder() throws -> TestFolder {
    let folder = try TestFolder(["claim.toml": SmallClaim.text, "key": secret, "public": known])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: folder.url.appendingPathComponent("key").path)
    return folder
  }

  @Test("A rendering that is not there is told and fails nothing")
  func missingRendering() throws {
    let folder = try Self.folder()
    #expect(try folder.keyrate("validate", "claim.toml", "--output", "r", "--skip-selftest").errors == "")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("r.md"))
    let run = try folder.keyrate("verify", "r.json")
    #expect(run.status == 0)
    #expect(run.output.contains("note: r.md is not beside the report and was not compared"))
    #expect(run.output.contains("r.html: the same numbers"))
    #expect(run.output.contains("not recomputed: /installation/platform"))
  }

  @Test("A report that reproduces and fails its signature says both")
  func both() throws {
    let folder = try Self.folder()
    _ = try folder.keyrate("validate", "claim.toml", "--output", "r", "--sign", "key", "--skip-selftest")
    try folder.write(Data(repeating: 65, count: 64).base64EncodedString(), to: "other.sig")
    let run = try folder.keyrate("verify", "r.json", "--signature", "other.sig", "--public-key", "public")
    #expect(run.status == 1)
    #expect(run.output.contains("signature: NOT valid for this report and this key"))
    #expect(run.output.contains("reproduced: SHA-256 of the body"))
    #expect(run.output.contains("but the signature is NOT valid"))
    #expect(!run.output.contains("NOT reproduced"))
  }

  @Test("A private key that others can read is warned of")
  func readable() throws {
    let folder = try Self.folder()
    let command = ["validate", "claim.toml", "--output", "r", "--sign", "key", "--skip-selftest"]
    #expect(try folder.keyrate(command).errors == "")
    let path = folder.url.appendingPathComponent("key").path
    for (mode, whom) in [(0o644, "everybody"), (0o640, "its group"), (0o604, "everybody")] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let run = try folder.keyrate(command)
      #expect(run.errors.contains("the private key key can be read by \(whom) on this machine"), "\(run.errors)")
    }
  }
}
