// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate

/// `keyrate merge`: a sweep out of its shards.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "The curves of a sweep whose points were searched in shards.",
    discussion: """
      `keyrate sweep FILE --shard i/n --output PATH` searches one part of the points of a sweep, on any \
      machine and in any order, and writes PATH.i-of-n.shard. Out of all n parts merge makes the files of the \
      sweep, byte for byte what `keyrate sweep FILE --output PATH` would have written.

      The shards bring the parameter file, the values set and the files that it names along; merge needs \
      nothing else. It refines every point from its neighbours, which a shard cannot do, and evaluates the \
      optima. A shard of other parameters, of another seed or version, one that is missing, unfinished or \
      there twice is refused. Without --output the table is printed.

      Examples:
        keyrate sweep link.toml --shard 1/2 --output link
        keyrate sweep link.toml --shard 2/2 --output link
        keyrate merge link.1-of-2.shard link.2-of-2.shard --output link
      A job script for Slurm: Parameters/cluster/sweep-array.sbatch.
      """)

  @Argument(
    help: ArgumentHelp("The shards, all of one sweep, in any order.", valueName: "shard"),
    completion: .file(extensions: ["shard"]))
  var shards: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The files to write, without extension: PATH.csv, .svg, .json, .gp.", valueName: "path"))
  var output: String?

  @Option(name: .shortAndLong, help: "How many points are worked on at once; as many as processors if left out.")
  var jobs: Int?

  @OptionGroup var tables: TableOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    try SweepCommand.check(jobs: jobs)
    try SweepCommand.check(output: output)
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let path = output.map(SweepCommand.withoutExtension)
      if let path {
        try OutputTargets.check(path, endings: [".csv", ".svg", ".json", ".gp"], reading: shards)
      }
      let merge = try SweepMerge(reading: shards)
      let jobs = jobs ?? Processors.available
      let progress = ProgressLine()
      defer { progress.clear() }
      let (run, refusals) = try await Interruption.cancelling {
        let work = try SweepWork(merge.file, options: merge.options)
        let journal = try merge.journal(for: work)
        let run = try await work.carryOut(jobs: jobs, journal: journal, report: progress.show)
        return (run, journal.refusals)
      }
      progress.clear()
      if refusals > 0 {
        CommandFailure.note(
          "\(refusals) findings came from another build, or from a machine that rounds differently, and had to be made anew"
        )
      }
      try SweepCommand.write(
        run, path: path, documentPath: merge.source.name, json: format.json, plainCSV: tables.plainCsv)
      try CommandFailure.report(run.violations)
    }
  }
}
