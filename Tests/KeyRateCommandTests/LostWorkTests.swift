// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateBounds
import KeyRateTestSupport
import Testing

@testable import KeyRateCommand

@Suite("Work that must not be lost")
struct LostWorkTests {
  static let overlay = Fixtures.sweep + "[[overlay]]\nfile = \"overlay.csv\"\nlabel = \"own\"\nx = \"x\"\ny = \"y\"\n"

  @Test("An output that the same call reads is refused before anything is computed")
  func ownInputs() throws {
    let table = "x,y\n1,1e-3\n"
    let folder = try TestFolder([
      "link.toml": Self.overlay, "overlay.csv": table, "figure.csv": Self.overlay,
      "map.svg": MapTests.optimised, "claim.json": SmallClaim.text, "deep/link.toml": Self.overlay,
      "deep/overlay.csv": table, "a.csv": Fixtures.finite,
    ])
    let link = folder.url.appendingPathComponent("alias.json")
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "link.toml")
    let before = try folder.names
    for (arguments, victim) in [
      (["sweep", "link.toml", "--output", "overlay"], "overlay.csv"),
      (["sweep", "link.toml", "--output", "./overlay.svg"], "overlay.csv"),
      (["sweep", "deep/link.toml", "--output", "deep/overlay"], "overlay.csv"),
      (["sweep", "figure.csv", "--output", "figure"], "figure.csv"),
      (["sweep", "link.toml", "--output", "alias"], "alias.json"),
      (["map", "map.svg", "--output", "map"], "map.svg"),
      (["reach", "figure.csv", "--output", "figure"], "figure.csv"),
      (["validate", "claim.json", "--output", "claim"], "claim.json"),
      (["compare", "a.csv", "link.toml", "--from", "0", "--to", "9", "--points", "2", "--output", "a"], "a.csv"),
    ] {
      let run = try folder.keyrate(arguments)
      #expect(run.status == 2, "\(arguments): \(run.errors)")
      #expect(run.errors.contains("\(victim): would be overwritten, and the same call reads"), "\(run.errors)")
      #expect(run.output == "")
      #expect(try folder.names == before)
    }
    #expect(try folder.read("overlay.csv") == table)
    #expect(try folder.read("figure.csv") == Self.overlay)
  }

  @Test("A target that cannot be written is found before the search")
  func targets() throws {
    let folder = try TestFolder(["link.toml": Fixtures.sweep, "out.gp/keep": "", "m.json/keep": "", "r.html/keep": ""])
    try folder.write(MapTests.optimised, to: "map.toml")
    try folder.write(SmallClaim.text, to: "claim.toml")
    let before = try folder.names
    for arguments in [
      ["sweep", "link.toml", "--set", "sweep.points=100000", "--output", "out"], ["map", "map.toml", "--output", "m"],
      ["validate", "claim.toml", "--output", "r"],
    ] {
      let run = try folder.keyrate(arguments)
      #expect(run.status == 2)
      #expect(run.errors.contains("cannot be written: is a directory"), "\(run.errors)")
      #expect(try folder.names == before)
    }
  }

  #if os(Linux)
    @Test(
      "What standard output does not take is a failure",
      arguments: ["rate link.toml", "rate link.toml --json", "parameters list", "sweep link.toml", "parameters keys"])
    func standardOutput(arguments: String) throws {
      let folder = try TestFolder(["link.toml": Fixtures.sweep])
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "'\(try TestFolder.program().path)' \(arguments) > /dev/full"]
      process.currentDirectoryURL = folder.url
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 2)
      #expect(text.contains("standard output: cannot be written: the disk is full"), "\(text)")
    }
  #endif

  @Test("The protocol can be set, and what people call protocols is understood")
  func protocols() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    let mdi = try folder.keyrate("rate", "link.toml", "--set", "protocol=mdi")
    // The same keys describe another protocol, and are judged as such.
    #expect(mdi.status == 0 && mdi.output.contains("MDI"), "\(mdi.output) \(mdi.errors)")
    let cv = try folder.keyrate("rate", "link.toml", "--set", "protocol=cv")
    #expect(cv.status == 2 && cv.errors.contains("is not a known key"), "\(cv.errors)")
    #expect(try folder.keyrate("rate", "link.toml", "--set", "protocol=bb84").status == 0)
    for (word, hint) in [
      ("tf", "did you mean \"twin-field\"?"), ("tf-qkd", "did you mean \"twin-field\"?"),
      ("mdi-qkd", "did you mean \"mdi\"?"), ("BBM92", "did you mean \"bbm92\"?"),
      ("sns-aopp", "did you mean \"aopp\"?"), ("sending-or-not-sending", "did you mean \"sns\"?"),
      ("cv-qkd", "did you mean \"cv\"?"),
      ("bb48", "did you mean \"bb84\"?"),
    ] {
      let run = try folder.keyrate("rate", "link.toml", "--set", "protocol=\(word)")
      #expect(run.status == 2 && run.errors.contains(hint), "\(run.errors)")
    }
    #expect(try folder.keyrate("rate", "gys").errors.contains("did you mean gys-2004?"))
  }

  @Test("Keys and values that are nearly right come with what is right")
  func hints() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    let visibility = try folder.keyrate("rate", "link.toml", "--set", "detector.visibility=0.98")
    #expect(
      visibility.errors.contains("did you mean detector.misalignment = (1 - visibility) / 2?"), "\(visibility.errors)")
    for value in [".5", "-.5", "5."] {
      let run = try folder.keyrate("rate", "link.toml", "--set", "detector.efficiency=\(value)")
      #expect(run.errors.contains("write a digit before and after the point"), "\(run.errors)")
    }
  }

  @Test("A wrong key does not hide a wrong value, a wrong order or a wrong sum")
  func together() throws {
    let text = Fixtures.given.replacing("[0.5, 0.1, 2e-4]", with: "[0.1, 0.5, 2e-4]").replacing(
      "[0.7, 0.2, 0.1]", with: "[0.7, 0.2, 0.2]"
    ).replacing("efficiency = 0.1", with: "efficiency = 10\ncolour = 3")
    let folder = try TestFolder(["link.toml": text])
    let errors = try folder.keyrate("rate", "link.toml").errors
    for part in ["colour: is not a known key", "efficiency = 10", "falling order", "must sum to 1"] {
      #expect(errors.contains(part), "\(part) in \(errors)")
    }
  }

  @Test("A point that breaks an invariant is left out with its reason, and the rest is written")
  func violation() async throws {
    await #expect(throws: (any Error).self) {
      try await CommandFailure.reporting {
        try CommandFailure.report([InvariantViolation(statement: "a = 2 exceeds b = 1", inputs: "made up")])
      }
    }
    try CommandFailure.report([])
  }
}
