// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateDocuments
import KeyRateText

/// `keyrate compare`: several protocols on one axis.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Several protocols on one axis, with the bounds that no protocol beats.",
    discussion: """
      Draws any number of files or published sets over the length of the fibre or the loss of the channel, each \
      optimised at every point where its settings are open. PLOB, and the bound of one repeater where a station \
      stands in the middle, are drawn once; crossings with PLOB are marked. Each file keeps its own devices. \
      Its [[curve]]s and [[overlay]]s are left out, unless --curves asks for the curves.

      Without --from, --to and --points the axis covers the files' own sweeps. The output does not depend on the \
      number of jobs. Without --output the table is printed.

      With --output every point is kept as soon as it is found, in PATH.1.resume for the first curve and so on. \
      Ctrl-C (or SIGTERM) leaves the finished points in PATH.csv, whose head says that it is incomplete; the same \
      command with --resume goes on and ends with the same bytes as a run that was never interrupted.

      A file can describe a comparison, with paths beside it or names of published sets:
        title = "Two classics"
        [comparison]
        files = ["gys-2004", "curty-azuma-lo-2019"]
        axis = "loss_db"
        from = 0
        to = 60
        points = 7
        with_asymptotic = true

      Examples:
        keyrate compare gys-2004 kth-2002 --output classics
        keyrate compare gys-2004 link.toml --axis loss_db --from 0 --to 20 --points 3
        keyrate compare link.toml --with-asymptotic --points 3 --output figures/ours
        keyrate compare gys-2004 kth-2002 --output classics --resume
      """)

  @Argument(
    help: "Parameter files (TOML) or names of published sets; or one file with [comparison].",
    completion: .file(extensions: ["toml"]))
  var files: [String]

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Sets a key in every file, over what the file says; can be repeated.", valueName: "key=value"))
  var settings: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The files to write, without extension: PATH.csv, .svg, .json, .gp.", valueName: "path"))
  var output: String?

  @Flag(help: "Continue a comparison that was interrupted, from PATH.1.resume and so on; begin if there are none.")
  var resume = false

  /// The words of `--axis`.
  enum AxisWord: String, ExpressibleByArgument, CaseIterable {
    case distance = "distance_km"
    case loss = "loss_db"
  }

  @Option(name: .long, help: "What the files are drawn over; the length if every file has one, else the loss.")
  var axis: AxisWord?

  @Option(name: .long, parsing: .unconditional, help: ArgumentHelp("First value of the axis.", valueName: "value"))
  var from: Double?

  @Option(name: .long, parsing: .unconditional, help: ArgumentHelp("Last value of the axis.", valueName: "value"))
  var to: Double?

  @Option(name: .long, help: "How many values, ends included.")
  var points: Int?

  /// The words of `--unit`.
  enum UnitWord: String, ExpressibleByArgument, CaseIterable {
    case perPulse = "per-pulse"
    case perSecond = "per-second"
  }

  @Option(name: .long, help: "Rates per pulse, or per second: then every file needs source.repetition_rate_hz.")
  var unit: UnitWord?

  @Flag(
    name: .long, help: "Draws files with finite blocks with infinite data too, dashed in the same colour.")
  var withAsymptotic = false

  @Flag(name: .long, help: "Draws each [[curve]] of a file instead of the file as it stands.")
  var curves = false

  @Option(
    name: .customLong("label"), parsing: .singleValue,
    help: ArgumentHelp("A name in the legend, one for each file in their order; else their titles.", valueName: "name"))
  var labels: [String] = []

  @Option(name: .shortAndLong, help: "How many points are worked on at once; as many as processors if left out.")
  var jobs: Int?

  @OptionGroup var tables: TableOptions
  @OptionGroup var search: SearchOptions
  @OptionGroup var format: OutputOptions

  func validate() throws {
    try SweepCommand.check(jobs: jobs)
    try SweepCommand.check(output: output)
    if resume, output == nil { throw ValidationError("--resume: give the --output of the comparison to continue") }
    if let points, !(2...10_000).contains(points) {
      throw ValidationError("--points \(points): must be between 2 and 10000")
    }
    for (name, value) in [("--from", from), ("--to", to)] {
      guard let value, !(value >= 0 && value.isFinite) else { continue }
      throw ValidationError("\(name) \(value): must be a number, 0 or more")
    }
    if let from, let to, !(from < to) { throw ValidationError("--to \(to): must be above --from \(from)") }
    if !labels.isEmpty, labels.count != files.count, files.count > 1 {
      throw ValidationError("--label: give one for each of the \(files.count) files, found \(labels.count)")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let (plan, members) = try read()
      let options = search.options
      let jobs = jobs ?? Processors.available
      let path = output.map(SweepCommand.withoutExtension)
      if let path {
        let named = zip(plan.files, members).flatMap { OutputTargets.inputs(of: $1.table, at: member($0)) }
        try OutputTargets.check(path, endings: [".csv", ".svg", ".json", ".gp"], reading: files + named)
      }
      try await KeptComparison(
        plan: plan, members: members, options: options, jobs: jobs, path: path, resumes: resume
      ).run { run in
        if let path {
          try StandardOutput.files(run.files(at: path, plainCSV: tables.plainCsv), silently: format.json)
        }
        if format.json {
          try StandardOutput.document(run.json.text, terminator: "")
        } else if path == nil {
          try StandardOutput.write(run.overview())
        }
      }
    }
  }

  /// The comparison, and its files.
  private func read() throws -> (ComparisonPlan, [ParameterFile]) {
    let sources = try files.map(ParameterSource.find)
    var plan = ComparisonPlan(title: "", files: files)
    var texts = sources
    for (index, source) in sources.enumerated() {
      guard try ComparisonPlan.isDescribed(by: source.text, fileName: source.name) else { continue }
      guard files.count == 1 else {
        throw DocumentError(
          position: SourcePosition(file: source.name), path: "comparison",
          problem: "describes a comparison of its own", hint: "give it alone")
      }
      plan = try ComparisonPlan(text: source.text, fileName: source.name)
      texts = try plan.files.map { try Self.member($0, beside: files[index]) }
    }
    guard labels.isEmpty || labels.count == texts.count else {
      throw DocumentError(
        position: SourcePosition(file: "--label"),
        problem: "give one for each of the \(texts.count) files, found \(labels.count)")
    }
    if !labels.isEmpty { plan.labels = labels }
    if let axis { plan.axis = LinkAxis(rawValue: axis.rawValue) }
    plan.from = from ?? plan.from
    plan.to = to ?? plan.to
    plan.points = points ?? plan.points
    if let unit, let word = SweepPlan.Unit(rawValue: unit.rawValue) { plan.unit = word }
    plan.hasInfiniteData = plan.hasInfiniteData || withAsymptotic
    plan.hasCurves = plan.hasCurves || curves
    let pairs = try InputOptions.pairs(settings)
    let members = try texts.map { try Self.file($0, settings: pairs) }
    if plan.title.isEmpty { plan.title = members.map(\.title).joined(separator: ", ") }
    return (plan, members)
  }

  /// A file with the values set; what is wrong with these names the file, since there are several.
  private static func file(_ source: TextFile, settings: [DocumentSource.Setting]) throws -> ParameterFile {
    do {
      return try DocumentSource(name: source.name, text: source.text, settings: settings).parameters()
    } catch let errors as DocumentErrors {
      throw DocumentErrors(
        errors.errors.map { error in
          guard error.position?.file.hasPrefix("--set") ?? false else { return error }
          var named = error
          named.problem += " (in \(source.name))"
          return named
        })
    }
  }

  /// The path of a member as this call sees it.
  private func member(_ name: String) -> String {
    files.count == 1 && !files.contains(name) ? RelativePath.resolve(name, beside: files[0]) : name
  }

  /// A file that a comparison names: a path beside it, or a published set.
  private static func member(_ name: String, beside document: String) throws -> TextFile {
    let path = RelativePath.resolve(name, beside: document)
    if !Machine.exists(path), let set = EmbeddedFiles.publishedSet(named: name) {
      return TextFile(name: set.name, text: set.text)
    }
    return try TextFile.read(path)
  }
}
