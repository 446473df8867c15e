// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// What a run of the program left behind.
struct Outcome {
  /// The exit status, or the number of the signal that ended the program.
  let status: Int32
  /// Whether a signal ended the program.
  let wasKilled: Bool
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String

  /// Standard output as one JSON document; anything before or after it is an error.
  ///
  /// `JSONSerialization` judges whether it is well formed, but it is not exact in the last digit of
  /// numbers, so the decoder reads them.
  func json() throws -> JSON {
    _ = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return try JSONDecoder().decode(JSON.self, from: Data(output.utf8))
  }

  /// A number of the document.
  func number(_ name: String) throws -> Double { try #require(json()[name]?.number, "no number \(name)") }
}

/// A folder of its own for a test, in which it runs the program; it is removed with the object.
final class TestFolder: Sendable {
  let url: URL
  /// Where the program's output is caught, so that ``names`` shows only what the program wrote.
  private let streams: URL

  init() throws {
    let base = FileManager.default.temporaryDirectory.appendingPathComponent("keyrate-tests-\(UUID().uuidString)")
    url = base.appendingPathComponent("work")
    streams = base.appendingPathComponent("streams")
    for folder in [url, streams] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  /// A folder with some files.
  convenience init(_ files: [String: String]) throws {
    try self.init()
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ bytes: Data, to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// The names in the folder, hidden files included, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  /// Runs the program to its end.
  func keyrate(_ arguments: String..., input: String = "") throws -> Outcome {
    try keyrate(arguments, input: input)
  }

  /// Runs the program to its end.
  func keyrate(_ arguments: [String], input: String = "") throws -> Outcome {
    try start(arguments, input: input).finish()
  }

  /// Starts the program.
  func start(_ arguments: [String], input: String = "") throws -> RunningProgram {
    let mark = UUID().uuidString
    func stream(_ name: String) throws -> (URL, FileHandle) {
      let file = streams.appendingPathComponent("\(mark)-\(name)")
      try Data().write(to: file)
      return (file, try FileHandle(forUpdating: file))
    }
    let (inputFile, _) = try stream("in")
    try Data(input.utf8).write(to: inputFile)
    let (outputFile, output) = try stream("out")
    let (errorFile, errors) = try stream("err")
    let process = Process()
    process.executableURL = try Self.program()
    process.arguments = arguments
    process.currentDirectoryURL = url
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = output
    process.standardError = errors
    // The width of help texts must not depend on who runs the tests.
    var environment = ProcessInfo.processInfo.environment
    for name in ["COLUMNS", "LINES", "SAP_SHELL"] { environment[name] = nil }
    process.environment = environment
    try process.run()
    return RunningProgram(process: process, output: outputFile, errors: errorFile)
  }

  /// The built program, beside the test bundle or in the package's build folder. Without it a test fails.
  static func program() throws -> URL {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var folders = [Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
    folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    folders += ["debug", "release"].map { package.appendingPathComponent(".build").appendingPathComponent($0) }
    let candidates = folders.map { $0.appendingPathComponent("keyrate") }
    let found = candidates.first { file in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
    }
    return try #require(found, "the program keyrate has not been built: swift build --build-tests")
  }
}

/// The program while it runs.
struct RunningProgram {
  let process: Process
  let output: URL
  let errors: URL

  /// Waits for the end.
  func finish() throws -> Outcome {
    process.waitUntilExit()
    let outcome = Outcome(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: try String(contentsOf: output, encoding: .utf8), errors: try String(contentsOf: errors, encoding: .utf8))
    if process.arguments?.contains("--json") ?? false, outcome.output.hasPrefix("{") {
      // Whatever a test is about: no document leaves the program that the schema does not describe.
      let problems = try JSONSchema.results.get().violations(of: outcome.output)
      #expect(problems.isEmpty, "\(process.arguments ?? []): \(problems.prefix(5))")
    }
    return outcome
  }
}
