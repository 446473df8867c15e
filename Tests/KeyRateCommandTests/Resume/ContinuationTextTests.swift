// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import KeyRateCommand

@Suite("How to continue")
struct ContinuationTextTests {
  @Test("The command is the same with --resume, once")
  func command() {
    #expect(
      ContinuationText.command(["sweep", "link.toml", "-o", "figures/link"])
        == "keyrate sweep link.toml -o figures/link --resume")
    #expect(ContinuationText.command(["sweep", "a", "--resume", "-o", "b"]) == "keyrate sweep a --resume -o b")
  }

  @Test("A shell reads the words back as they were")
  func shell() throws {
    let words = [
      "sweep", "two words.toml", "--set", "sweep.values=[1, 2]", "", "it's", "$HOME", "a\"b", "*", "~", "a;b", "ü",
      "\\",
      "-o", "x`y", "#", "!", "a&b", "(", "tab\there", "=", "%",
    ]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let line = ContinuationText.command(words).replacing("keyrate ", with: "printf '%s\\n' ", maxReplacements: 1)
    process.arguments = ["-c", line]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(output == (words + ["--resume"]).map { $0 + "\n" }.joined())
  }
}
