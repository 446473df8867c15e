// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateDocuments

/// `keyrate optimise`: the best settings.
struct OptimiseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimise", abstract: "The best settings for a link, with the evidence for them.",
    discussion: """
      Optimises the settings that the file leaves out. If it gives them all, all are optimised and the \
      given ones are compared with the best. No search can prove that nothing better exists; the evidence \
      is how many starts end at the same optimum, and which settings ended on a limit of the search (active \
      bounds). With --write the settings stand in a file that rate, analyse and a laboratory can read, with the \
      keys of [counts] as comments for the run.

      Examples:
        keyrate optimise lim-2014 --set link.distance_km=100
        keyrate optimise gys-2004 --set 'source.intensities=["optimise", 0.05, 0]'
        keyrate optimise link.toml --seed 7 --json
        keyrate optimise link.toml --write run.toml
      """, aliases: ["optimize"])

  @OptionGroup var input: InputOptions
  @Option(
    name: .long, help: "Write a file with the settings found, for the run.", completion: .file(extensions: ["toml"]))
  var write: String?
  @OptionGroup var search: SearchOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      if let write {
        try SweepCommand.checkFolder(of: write)
        try AtomicFiles.probe([write], reading: OutputTargets.inputs(of: file.table, at: input.file))
      }
      let options = search.options
      let given = try file.link()
      if given.search != nil {
        let best = try await Interruption.cancelling { try LinkEvaluation.of(given, options: options) }
        try show(file, best, given: nil)
      } else {
        let before = try LinkEvaluation.of(given)
        let open = try file.leavingSettingsOpen()
        let best = try await Interruption.cancelling { try LinkEvaluation.of(open.link(), options: options) }
        try show(open, best, given: before)
      }
    }
  }

  private func show(_ file: ParameterFile, _ best: LinkEvaluation, given: LinkEvaluation?) throws {
    let written = try write.map { AtomicFiles.File(path: $0, text: try SettingsText.of(file, best)) }
    if output.json {
      try StandardOutput.document(ResultJSON.document(file, best, given: given).text)
      if let written { try StandardOutput.files([written], silently: true) }
      return
    }
    try StandardOutput.write(ResultText.summary(file, best))
    if let search = best.optimisation { try StandardOutput.write("\n" + ResultText.starts(search)) }
    if let given, let a = given.result.ratePerPulse, let b = best.result.ratePerPulse {
      try StandardOutput.write("\n" + ResultText.comparison(given: a, best: b))
    }
    if let written {
      try StandardOutput.write("")
      try StandardOutput.files([written], silently: false)
    }
  }
}
