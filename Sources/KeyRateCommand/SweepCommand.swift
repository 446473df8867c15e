// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateText

/// `keyrate sweep`: curves.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Curves of the key rate: CSV, SVG, JSON and a gnuplot script.",
    discussion: """
      The file says what is swept, and each [[curve]] what it changes:
        [sweep]
        variable = "link.distance_km"
        from = 0
        to = 200
        points = 41

        [[curve]]
        label = "twice the misalignment"
        detector.misalignment = 0.02

      Open settings are optimised at every point. The output does not depend on the number of jobs. \
      Without --output the table is printed.

      With --output every point is kept in PATH.resume as soon as it is found. Ctrl-C (or SIGTERM) leaves \
      the finished points in PATH.csv, whose head says that it is incomplete. The same command with --resume \
      goes on and ends with the same bytes as a run that was never interrupted; PATH.resume is then gone.

      With --shard 3/8 only the third of eight parts of the points is searched and written to \
      PATH.3-of-8.shard, for clusters. Out of all eight parts `keyrate merge` makes the files of the sweep.

      Examples:
        keyrate sweep gys-2004 --output gys
        keyrate sweep gys-2004 --set sweep.points=9
        keyrate sweep link.toml --set sweep.points=21 --jobs 4 --output figures/link
        keyrate sweep link.toml --output figures/link --resume
        keyrate sweep link.toml --shard 3/8 --output figures/link
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The files to write, without extension: PATH.csv, .svg, .json, .gp.", valueName: "path"))
  var output: String?

  @Flag(help: "Continue a run that was interrupted, from PATH.resume or the shard's file; begin if there is none.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Search only part i of n of the points and write PATH.i-of-n.shard for keyrate merge.", valueName: "i/n"))
  var shard: String?

  @Option(name: .shortAndLong, help: "How many points are worked on at once; as many as processors if left out.")
  var jobs: Int?

  @OptionGroup var tables: TableOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    try Self.check(jobs: jobs)
    try Self.check(output: output)
    if resume, output == nil { throw ValidationError("--resume: give the --output of the run to continue") }
    guard let shard else { return }
    guard SweepShard(shard) != nil else {
      throw ValidationError(
        "--shard \(shard): must be a part and the number of parts, from 1/n to n/n with n up to \(SweepShard.largestCount)"
      )
    }
    guard output != nil else { throw ValidationError("--shard: needs --output, where the shards are to meet") }
    if format.json { throw ValidationError("--json: a shard has no result yet; give --json to keyrate merge") }
  }

  static func check(jobs: Int?) throws {
    if let jobs, !(1...4096).contains(jobs) { throw ValidationError("--jobs \(jobs): must be between 1 and 4096") }
  }

  static func check(output: String?) throws {
    if let output, output.isEmpty || output.hasSuffix("/") {
      throw ValidationError("--output \(output): give a file name without extension")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let source = try input.source()
      let file = try source.parameters()
      // What would stop the writing is found before the work, not after it.
      let path = output.map(SweepCommand.withoutExtension)
      if let path {
        try SweepRun.checkOverlays(of: file, documentPath: input.file)
        let part = shard.flatMap { SweepShard($0) }
        try OutputTargets.check(
          part?.path(for: path) ?? path, endings: part == nil ? OutputTargets.figures : [""],
          reading: OutputTargets.inputs(of: file.table, at: input.file))
      }
      try await KeptSweep(
        file: file, source: source, options: search.options, jobs: jobs ?? Processors.available, path: path,
        shard: shard.flatMap { SweepShard($0) }, resumes: resume
      ).run { run in
        try Self.write(
          run, path: path, documentPath: input.file, json: format.json, plainCSV: tables.plainCsv)
        return run.violations
      }
    }
  }

  /// Writes or prints a finished sweep.
  static func write(_ run: SweepRun, path: String?, documentPath: String, json: Bool, plainCSV: Bool) throws {
    if let path {
      try StandardOutput.files(
        run.files(at: path, documentPath: documentPath, plainCSV: plainCSV), silently: json)
    }
    if json {
      try StandardOutput.document(run.json.text)
    } else if path == nil {
      try StandardOutput.write(run.overview())
    }
  }

  /// Refuses a path whose folder does not exist.
  static func checkFolder(of path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    guard !Machine.isFolder(folder) else { return }
    throw DocumentError(
      position: SourcePosition(file: path), problem: "cannot be written: the directory \(folder) does not exist")
  }

  /// `figure.svg` means `figure`: the extensions are ours.
  static func withoutExtension(_ path: String) -> String {
    for ending in [".csv", ".svg", ".json", ".gp"] where path.hasSuffix(ending) && path.count > ending.count {
      return String(path.dropLast(ending.count))
    }
    return path
  }
}
