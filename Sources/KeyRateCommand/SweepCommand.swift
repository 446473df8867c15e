import ArgumentParser
import KeyRate

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

      Examples:
        keyrate sweep gys-2004 --output gys
        keyrate sweep gys-2004 --set sweep.points=9
        keyrate sweep link.toml --set sweep.points=21 --jobs 4 --output figures/link
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The files to write, without extension: PATH.csv, .svg, .json, .gp.", valueName: "path"))
  var output: String?

  @Option(name: .shortAndLong, help: "How many points are worked on at once; as many as processors if left out.")
  var jobs: Int?

  @OptionGroup var search: SearchOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    if let jobs, !(1...4096).contains(jobs) { throw ValidationError("--jobs \(jobs): must be between 1 and 4096") }
    if let output, output.isEmpty || output.hasSuffix("/") {
      throw ValidationError("--output \(output): give a file name without extension")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let file = try input.read()
      let options = search.options
      let jobs = jobs ?? Machine.processors
      // What would stop the writing is found before the work, not after it.
      let path = output.map(SweepCommand.withoutExtension)
      if let path {
        try SweepRun.checkOverlays(of: file, documentPath: input.file)
        try SweepCommand.checkFolder(of: path)
      }
      let progress = ProgressLine()
      defer { progress.clear() }
      let run = try await Interruption.cancelling {
        try await SweepRun.carryOut(file, jobs: jobs, options: options, progress: progress.show)
      }
      progress.clear()
      if let path {
        let files = try run.files(at: path, documentPath: input.file)
        try AtomicFiles.write(files)
        if !format.json { print(files.map { "wrote \($0.path)" }.joined(separator: "\n")) }
      }
      if format.json {
        print(run.json.text)
      } else if path == nil {
        print(try run.overview())
      }
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
