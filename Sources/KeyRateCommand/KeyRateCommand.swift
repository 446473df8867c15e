// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// The command `keyrate`.
@main
struct KeyRateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keyrate",
    abstract: "Secret-key rates of quantum-key-distribution links that one can stand behind.",
    discussion: """
      A parameter file (TOML) describes a link: fibre, source, detectors, security. KeyRate evaluates it, \
      optimises what the file leaves open, sweeps it, compares it with others, and turns the counts of a run \
      into a key length, with every step traced to an equation.

      Begin with a published set, then make it your own:
        keyrate parameters list
        keyrate rate gys-2004
        keyrate rate gys-2004 --set link.distance_km=50
        keyrate parameters show gys-2004 > link.toml
        keyrate parameters check link.toml

      Exit status: 0 done (a rate of zero is a result), 1 a check failed or a target is met nowhere, 2 bad input, 3 an internal \
      invariant was violated, 4 a claim is not decidable, 64 wrong usage, 130 interrupted (143 if by SIGTERM).
      Shell completions: keyrate --generate-completion-script bash (or zsh, fish).
      """,
    version: "\(KeyRateProgram.name) \(KeyRateProgram.version)",
    subcommands: [
      RateCommand.self,
      OptimiseCommand.self,
      SweepCommand.self,
      MergeCommand.self,
      CompareCommand.self,
      MapCommand.self,
      AnalyseCommand.self,
      ExplainCommand.self,
      EquationCommand.self,
      ReachCommand.self,
      SensitivityCommand.self,
      ValidateCommand.self,
      VerifyCommand.self,
      SelfTestCommand.self,
      ParametersCommand.self,
    ])
}
