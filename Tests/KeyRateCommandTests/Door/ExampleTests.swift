// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

/// The programs of `Examples/`. They are compiled without access to anything that is not public.
@Suite("Examples")
struct ExampleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func lines(_ name: String, _ arguments: [String] = [], status: Int32 = 0) throws -> [String] {
    let process = Process()
    process.executableURL = try TestFolder.program().deletingLastPathComponent().appendingPathComponent(name)
    process.arguments = arguments
    process.currentDirectoryURL = Self.root
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == status, "\(name)")
    return String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
  }

  @Test("The README shows the first of them, word for word")
  func readme() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let blocks = text.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let source = try String(
      contentsOf: Self.root.appendingPathComponent("Examples/Quickstart/main.swift"), encoding: .utf8)
    let program = source.components(separatedBy: "\n").dropFirst().joined(separator: "\n")
    #expect(blocks == [program])
  }

  @Test("A link in typed values gives a key, and a link that is too long a reason")
  func quickstart() throws {
    let lines = try lines("ExampleQuickstart")
    let bits = try #require(lines.first?.split(separator: " ").first.flatMap { Double($0) })
    #expect(bits > 1e7 && lines[0].hasSuffix("bit; planning"))
    #expect(lines.contains { $0.hasPrefix("intensity_1 ") })
    #expect(lines.contains { $0.hasSuffix("lower bound") || $0.hasSuffix("upper bound") })
    #expect(lines.suffix(2).first == "error correction leakage exceeds secrecy")
  }

  @Test("Curves are swept, inverted and compared")
  func curves() throws {
    let folder = try TestFolder()
    let lines = try lines("ExampleCurves", [folder.url.path])
    #expect(
      lines.contains("vacuum and weak decoy: 1e-6 bit/pulse up to 133.606 km, from 0 km, where the search begins")
        || lines.contains { $0.contains("133.606 km") })
    #expect(
      try folder.names == [
        "comparison.csv", "comparison.gp", "comparison.json", "comparison.svg",
        "sweep.csv", "sweep.gp", "sweep.json", "sweep.svg",
      ])
  }

  @Test("The counts of a run give a certified length, and counts that cannot be are refused")
  func measuredRun() throws {
    let lines = try lines("ExampleMeasuredRun")
    #expect(lines.first?.hasSuffix("bit, certified") ?? false)
    #expect(lines.contains { $0.hasPrefix("certified against rounding") })
    #expect(lines.contains { $0.hasPrefix("refused: counts.key_basis_errors") })
  }

  @Test("A claim above the ceiling is refuted")
  func claim() throws {
    let lines = try lines("ExampleClaim", ["Parameters/claims/doctored-above-plob.toml"])
    #expect(lines.first == "not supported impossible for any protocol")
    #expect(lines.contains("differences: 0"))
  }
}
