// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateText

/// `keyrate verify`: a report, computed anew.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recomputes a report from the files inside it and compares every digit.",
    discussion: """
      The report is the JSON file that `keyrate validate --output` wrote. Its claim and the files that the claim \
      names are inside it; nothing else is read. If the Markdown and HTML files of the same name lie beside it, \
      they are compared too, and if one is missing, that is told. What the report says of the machine it was made on \
      cannot be recomputed; it is shown. Every place that differs is named as a JSON pointer.

      Exit status: 0 reproduced, 1 something differs or the signature is not valid, 2 not a report.

      Example:
        keyrate verify report.json

      A signed report: verify report.json --signature report.json.sig --public-key laboratory-public.pem.
      """)

  @Argument(help: "A report (JSON).", completion: .file(extensions: ["json"]))
  var report: String

  @Option(name: .long, help: ArgumentHelp("The detached signature of the report.", valueName: "file"))
  var signature: String?

  @Option(name: .long, help: ArgumentHelp("The Ed25519 public key (PEM) of whoever signed.", valueName: "file"))
  var publicKey: String?

  func validate() throws {
    if (signature == nil) != (publicKey == nil) {
      throw ValidationError("--signature and --public-key belong together")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try TextFile.read(report)
      var isGood = true
      if let signature, let publicKey {
        isGood = try ReportSignature.verify(
          file.text, signature: TextFile.read(signature), key: TextFile.read(publicKey))
        try StandardOutput.write(isGood ? "signature: valid" : "signature: NOT valid for this report and this key")
      }
      let found = try await Interruption.cancelling {
        try Verification.check(file, program: .current) { inputs, options in
          try EvidenceReport.make(inputs, options: options, program: .current)
        }
      }
      for note in found.notes { try StandardOutput.write("note: \(note)") }
      for difference in found.differences.prefix(50) { try StandardOutput.write(VerifyCommand.line(difference)) }
      if found.differences.count > 50 { try StandardOutput.write("… and \(found.differences.count - 50) more") }
      var others = 0
      if found.isReproduced { others = try differingRenderings(found) }
      if !isGood, found.isReproduced, others == 0 {
        try StandardOutput.write(
          "reproduced: SHA-256 of the body \(found.bodySHA256), but the signature is NOT valid for it")
        throw ExitCode(CommandFailure.Status.checkFailed)
      }
      guard isGood, found.isReproduced, others == 0 else {
        try StandardOutput.write("NOT reproduced")
        throw ExitCode(CommandFailure.Status.checkFailed)
      }
      try StandardOutput.write("reproduced: SHA-256 of the body \(found.bodySHA256)")
    }
  }

  /// Compares the Markdown and HTML files beside the report.
  ///
  /// - Returns: how many differ.
  private func differingRenderings(_ found: Verification) throws -> Int {
    guard report.hasSuffix(".json") else { return 0 }
    let stem = String(report.dropLast(".json".count))
    var count = 0
    for (ending, expected) in found.renderings {
      guard Machine.exists(stem + ending) else {
        try StandardOutput.write("note: \(stem)\(ending) is not beside the report and was not compared")
        continue
      }
      let text = try TextFile.read(stem + ending).text
      if let difference = Verification.firstDifference(text, expected) {
        count += 1
        try StandardOutput.write("\(stem)\(ending) " + VerifyCommand.line(difference))
      } else {
        try StandardOutput.write("\(stem)\(ending): the same numbers")
      }
    }
    return count
  }

  private static func line(_ d: Verification.Difference) -> String {
    "\(d.path): the report says \(d.recorded), computed \(d.recomputed)".printable
  }
}
