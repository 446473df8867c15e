// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateText

/// `keyrate validate`: a claim to a verdict with evidence.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Whether a claimed key rate is possible, and under which assumptions.",
    discussion: """
      A claim is a parameter file with [claim] (who claims how much), [[evidence]] for each value (uncertainty, \
      coverage factor, source) and, if there was a run, its [counts]. Four lines of argument decide: the ceiling \
      of any protocol, the best settings of the stated protocol, the stated settings, the counts. The worst case \
      over the uncertainties supports, the best case refutes; what lies between, and what is left out, is not \
      decidable. The report says everything once in JSON, in Markdown and in HTML.

      Exit status: 0 supported, 1 not supported, 4 not decidable with the given data, 2 bad input.

      Examples:
        keyrate validate claim.toml --output report
        keyrate validate claim.toml --skip-selftest --json

      With --sign laboratory.pem the report is signed; an Ed25519 key is made by \
      openssl genpkey -algorithm ed25519 -out laboratory.pem.
      """)

  @Argument(help: "A claim (TOML), or - for standard input.", completion: .file(extensions: ["toml"]))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The report to write, without extension: PATH.json, .md, .html.", valueName: "path"))
  var output: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "An Ed25519 private key (PEM): writes the detached signature of PATH.json as PATH.json.sig.", valueName: "file"))
  var sign: String?

  @Flag(name: .long, help: "Leave out the self-test; the report then says that the installation is not qualified.")
  var skipSelftest = false

  @Flag(
    name: .long,
    help: "Certify by published theorems alone: lengths that rest on a derivation of this project support nothing.")
  var publishedOnly = false

  @OptionGroup var search: SearchOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    if let output, output.isEmpty || output.hasSuffix("/") {
      throw ValidationError("--output \(output): give a file name without extension")
    }
    if sign != nil, output == nil { throw ValidationError("--sign needs --output") }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let inputs = try ReportInputs.read(file)
      let key = try sign.map { try TextFile.read($0) }
      if let sign, let warning = Machine.warningOfReaders(sign) { CommandFailure.note(warning) }
      let path = output.map(ValidateCommand.withoutExtension)
      if let path {
        let named = inputs.files.map { RelativePath.resolve($0.name, beside: file) }
        try OutputTargets.check(
          path, endings: [".json", ".md", ".html"] + (sign == nil ? [] : [".json.sig"]),
          reading: [file] + named + [sign].compactMap(\.self))
      }
      let options = ExaminationOptions(
        seed: search.options.seed, runsSelfTest: !skipSelftest, isPublishedOnly: publishedOnly)
      let report = try await Interruption.cancelling {
        try EvidenceReport.make(inputs, options: options, program: .current)
      }
      if let path {
        var files = report.files(at: path)
        if let key {
          let text = report.document(installation: Installation.json).text
          files.append(.init(path: path + ".json.sig", text: try ReportSignature.sign(text, with: key)))
        }
        try AtomicFiles.write(files)
        if !format.json {
          try StandardOutput.write(report.summary + files.map { "wrote \($0.path.printable)" }.joined(separator: "\n"))
        }
      } else if !format.json {
        try StandardOutput.write(report.summary, terminator: "")
      }
      if format.json { try StandardOutput.document(report.document(installation: Installation.json).text) }
      switch report.verdict.outcome {
      case .supported: return
      case .notSupported: throw ExitCode(CommandFailure.Status.checkFailed)
      case .notDecidable: throw ExitCode(CommandFailure.Status.notDecidable)
      }
    }
  }

  /// `report.json` means `report`: the extensions are ours.
  static func withoutExtension(_ path: String) -> String {
    for ending in [".json", ".md", ".html"] where path.hasSuffix(ending) && path.count > ending.count {
      return String(path.dropLast(ending.count))
    }
    return path
  }
}
