// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

/// What the README shows is what the commands print, and its library example compiles and runs.
@Suite("README")
struct ReadmeTests {
  /// A command of a `console` block with the lines shown below it.
  private struct Example {
    let arguments: [String]
    let lines: [String]
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func examples() throws -> [Example] {
    let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    var examples: [Example] = []
    for block in text.components(separatedBy: "```console\n").dropFirst() {
      let body = block.components(separatedBy: "\n```").first ?? ""
      var lines = body.components(separatedBy: "\n")
      let command = lines.removeFirst()
      #expect(command.hasPrefix("$ keyrate "), "\(command)")
      examples.append(
        Example(arguments: command.dropFirst("$ keyrate ".count).split(separator: " ").map(String.init), lines: lines))
    }
    return examples
  }

  @Test("Every number of the tutorial is printed by the command above it")
  func console() throws {
    let examples = try Self.examples()
    #expect(examples.count >= 7)
    let folder = try TestFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("Parameters"),
      withDestinationURL: Self.root.appendingPathComponent("Parameters"))
    for example in examples {
      let run = try folder.keyrate(example.arguments)
      let printed = (run.output + run.errors).components(separatedBy: "\n")
      let name = example.arguments.joined(separator: " ")
      // The lines shown stand in the output in this order; `…` stands for lines left out.
      var rest = printed[...]
      var mayJump = false
      for line in example.lines {
        if line == "…" {
          mayJump = true
          continue
        }
        let index = mayJump ? rest.firstIndex(of: line) : (rest.first == line ? rest.startIndex : nil)
        guard let index else {
          Issue.record("keyrate \(name) does not print: \(line)")
          break
        }
        rest = rest[(index + 1)...]
        mayJump = false
      }
    }
  }

  @Test("The library example gives a key")
  func library() throws {
    let link = Setup(
      channel: Transmittance(lossDecibel: 20) ?? .one, detectorEfficiency: Transmittance(0.2) ?? .one,
      backgroundProbability: 6e-7, misalignment: 0.01)
    let settings = Settings(
      intensities: ByIntensity(0.49, 0.083, 0), probabilities: ByIntensity(0.92, 0.06, 0.02),
      keyBasisProbability: 0.93)
    let counts = Simulation.observations(link, settings, block: .pulses(1e11))
    let key = try FiniteKey.analyse(counts, settings, FiniteKeyOptions())
    #expect((key.lengthBits ?? 0) > 1e7 && key.reasonForZero == nil)
  }
}
