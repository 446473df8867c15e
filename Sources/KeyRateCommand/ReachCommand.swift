// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateReports
import KeyRateText

/// `keyrate reach`: inverse questions.
struct ReachCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach", abstract: "How far, how long, how bad: where a link still gives a key.",
    discussion: """
      Without options: the largest distance (or loss, if the file gives a loss) at which there is any key. \
      --variable asks the same of any other number of the file: the largest dark count probability, the worst \
      efficiency, the smallest block. A target asks for more than any key. Open settings are optimised at every \
      value. All crossings are reported, those where key begins too; a quoted value is one at which the key was \
      computed, never one between. --tolerances starts from the operating point of the file instead, holds its \
      settings, and says how far each input may move alone and how far all of them together. Where no value \
      meets the target, the answer says what limits it, and the exit status is 1. With --output every search is kept \
      in PATH.resume as soon as it is found; after Ctrl-C the same command with --resume goes on.

      Examples:
        keyrate reach gys-2004
        keyrate reach gys-2004 --target-rate 1e-6
        keyrate reach link.toml --smallest-block --target-length 1e6
        keyrate reach link.toml --variable detector.dark_count_probability --json
        keyrate reach link.toml --variable detector.misalignment --output figures/e
        keyrate reach gys-2004 --set link.distance_km=50 --tolerances
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "The number that is moved; the length of the link if left out. With --tolerances it can be repeated.",
      valueName: "key"))
  var variable: [String] = []

  @Flag(name: .long, help: "Moves the size of the block: how long until the first key?")
  var smallestBlock = false

  @Flag(name: .long, help: "How far the inputs may move from the operating point of the file, at its settings.")
  var tolerances = false

  @Option(name: .long, parsing: .unconditional, help: "The key asked for, in bits per pulse.")
  var targetRate: Double?

  @Option(name: .long, parsing: .unconditional, help: "The key asked for, in bits per second.")
  var targetBitsPerSecond: Double?

  @Option(name: .long, parsing: .unconditional, help: "The key asked for, in bits of the whole block.")
  var targetLength: Double?

  @Option(name: .long, parsing: .unconditional, help: "The lower end of the search; chosen for the key if left out.")
  var from: Double?

  @Option(name: .long, parsing: .unconditional, help: "The upper end of the search; chosen for the key if left out.")
  var to: Double?

  @Option(name: .long, help: "How many values are tried before crossings are refined.")
  var points = 33

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Writes the values that were tried to PATH.csv.", valueName: "path"))
  var output: String?

  @Flag(help: "Continue a run that was interrupted, from PATH.resume; begin if there is none.")
  var resume = false

  @Option(name: .shortAndLong, help: "How many values are worked on at once; as many as processors if left out.")
  var jobs: Int?

  @OptionGroup var tables: TableOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var format: OutputOptions

  private var targets: [(option: String, value: Double, target: KeyTarget)] {
    [
      targetRate.map { ("--target-rate", $0, .ratePerPulse($0)) },
      targetBitsPerSecond.map { ("--target-bits-per-second", $0, .bitsPerSecond($0)) },
      targetLength.map { ("--target-length", $0, .length($0)) },
    ].compactMap(\.self)
  }

  func validate() throws {
    try SweepCommand.check(jobs: jobs)
    if !(3...10_000).contains(points) { throw ValidationError("--points \(points): must be between 3 and 10000") }
    if targets.count > 1 {
      throw ValidationError("\(targets.map(\.option).joined(separator: " and ")): give one target")
    }
    if let (option, value, _) = targets.first, !(value > 0 && value.isFinite) {
      throw ValidationError("\(option) \(value): must be greater than 0; without a target any key is asked for")
    }
    for (option, value) in [("--from", from), ("--to", to)] {
      if let value, !value.isFinite { throw ValidationError("\(option) \(value): must be a number") }
    }
    if let from, let to, !(from < to) {
      throw ValidationError("--from \(from) --to \(to): the lower end must be below the upper end")
    }
    if !tolerances, variable.count > 1 {
      throw ValidationError("--variable \(variable[1]): one key can be moved at a time; several go with --tolerances")
    }
    if smallestBlock, !variable.isEmpty || tolerances {
      throw ValidationError("--smallest-block: moves the block and goes with neither --variable nor --tolerances")
    }
    if tolerances {
      for (option, isGiven) in [("--from", from != nil), ("--to", to != nil), ("--output", output != nil)] where isGiven
      {
        throw ValidationError("\(option): does not go with --tolerances")
      }
    }
    if resume, output == nil { throw ValidationError("--resume: give the --output of the run to continue") }
    try SweepCommand.check(output: output)
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let source = try input.source()
      let file = try source.parameters()
      let options = search.options
      let jobs = jobs ?? Processors.available
      let target = targets.first?.target ?? .anyKey
      let path = output.map(SweepCommand.withoutExtension)
      if let path {
        try OutputTargets.check(
          path, endings: OutputTargets.table, reading: OutputTargets.inputs(of: file.table, at: input.file))
      }
      if tolerances {
        let variables = variable
        let boxes = try await Interruption.cancelling {
          try ToleranceBox.all(of: file, variables: variables, target: target, options: options)
        }
        try format.write(document: { ToleranceBox.json(boxes, file) }, words: { ToleranceBox.summary(boxes, file) })
        return
      }
      let asked = try variable.first ?? (smallestBlock ? file.blockKey : file.lengthKey())
      let question = Reach.Question(variable: asked, target: target, from: from, to: to, points: points)
      let kept = KeptSearches(file: file, source: source, options: options, path: path, resumes: resume)
      try await kept.run { memo, progress in
        try await Reach.answer(question, of: file, jobs: jobs, options: options, memo: memo, progress: progress.show)
      } writing: { reach in
        try write(reach, path: path)
      }
    }
  }

  private func write(_ reach: Reach, path: String?) throws {
    if let path {
      let csv = AtomicFiles.File(
        path: path + ".csv", text: try reach.table().csv(header: reach.header, isPlain: tables.plainCsv))
      try AtomicFiles.write([csv])
      if !format.json { try StandardOutput.write("wrote \(csv.path.printable)\n") }
    }
    try format.write(document: { reach.json }, words: { reach.summary })
    try CommandFailure.report(reach.violations)
    if reach.isNeverMet {
      // Whoever asked for a target in a script must not have to read the answer to learn that there is none.
      for answer in reach.answers {
        let curve = answer.label.map { LabelText.plain($0) + ": " } ?? ""
        StandardError.write("keyrate: " + curve + reach.statement(answer))
      }
      throw ExitCode(CommandFailure.Status.checkFailed)
    }
  }
}
