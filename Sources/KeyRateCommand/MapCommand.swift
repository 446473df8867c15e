// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateText

/// `keyrate map`: a rate over two quantities.
struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "The key rate over two quantities: filled contours, CSV, JSON and a gnuplot script.",
    discussion: """
      Any two numbers of a link span the map; open settings are optimised at every place. The file can say which:
        [map.x]
        variable = "link.distance_km"
        from = 0
        to = 150
        points = 7

        [map.y]
        variable = "detector.misalignment"
        from = 0.005
        to = 0.08
        points = 5

      or the command line, as KEY=FROM:TO:POINTS, with :log after it for even ratios. The link is taken as it \
      stands, without the [sweep] and the [[curve]]s of the file. The output does not depend on the number of jobs. \
      Without --output the table is printed. With it every search is kept in PATH.resume as soon as it is found; \
      after Ctrl-C the same command with --resume goes on and ends with the same bytes.

      Examples:
        keyrate map map.toml --output figures/map
        keyrate map link.toml --x link.loss_db=0:30:3 --y detector.efficiency=0.1:1:3
        keyrate map link.toml --x link.loss_db=5:9:2 --y security.pulses=1e8:1e9:2:log
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The key along the horizontal axis with its values.", valueName: "key=from:to:points"))
  var x: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The key along the vertical axis with its values.", valueName: "key=from:to:points"))
  var y: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The files to write, without extension: PATH.csv, .svg, .json, .gp.", valueName: "path"))
  var output: String?

  @Flag(help: "Continue a run that was interrupted, from PATH.resume; begin if there is none.")
  var resume = false

  @Option(name: .shortAndLong, help: "How many places are worked on at once; as many as processors if left out.")
  var jobs: Int?

  @OptionGroup var tables: TableOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    try SweepCommand.check(jobs: jobs)
    try SweepCommand.check(output: output)
    if resume, output == nil { throw ValidationError("--resume: give the --output of the run to continue") }
    _ = try directions()
  }

  /// What `--x` and `--y` set.
  private func directions() throws -> [DocumentSource.Setting] {
    try [("x", x), ("y", y)].flatMap { name, text -> [DocumentSource.Setting] in
      guard let text else { return [] }
      let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let parts =
        sides.count == 2 ? sides[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init) : []
      let isLogarithmic = parts.count == 4 && ["log", "logarithmic"].contains(parts[3])
      guard !sides[0].isEmpty, parts.count == 3 || isLogarithmic, parts.allSatisfy({ !$0.isEmpty }) else {
        throw ValidationError(
          "--\(name) \(text): write KEY=FROM:TO:POINTS, with :log after it for even ratios, "
            + "for example --\(name) link.loss_db=0:40:21")
      }
      return [
        .init(key: "map.\(name).variable", value: sides[0]), .init(key: "map.\(name).from", value: parts[0]),
        .init(key: "map.\(name).to", value: parts[1]),
        .init(key: "map.\(name).points", value: parts[2]),
        .init(key: "map.\(name).scale", value: isLogarithmic ? "logarithmic" : "linear"),
      ]
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let given = try input.source()
      let source = DocumentSource(name: given.name, text: given.text, settings: given.settings + (try directions()))
      let file = try source.parameters()
      let options = search.options
      let jobs = jobs ?? Processors.available
      let path = output.map(SweepCommand.withoutExtension)
      if let path {
        try OutputTargets.check(
          path, endings: OutputTargets.figures, reading: OutputTargets.inputs(of: file.table, at: input.file))
      }
      let kept = KeptSearches(file: file, source: source, options: options, path: path, resumes: resume)
      try await kept.run { memo, progress in
        try await MapRun.carryOut(file, jobs: jobs, options: options, memo: memo, progress: progress.show)
      } writing: { run in
        try write(run, path: path)
      }
    }
  }

  private func write(_ run: MapRun, path: String?) throws {
    if let path {
      try StandardOutput.files(run.files(at: path, plainCSV: tables.plainCsv), silently: format.json)
    }
    if format.json {
      try StandardOutput.document(run.json.text, terminator: "")
    } else if path == nil {
      try StandardOutput.write(run.overview())
    }
    try CommandFailure.report(run.violations)
  }
}
