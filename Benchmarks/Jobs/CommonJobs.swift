// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReading

extension BenchmarkJob {
  /// A common job from `Parameters/benchmarks`, with values set over those of the file.
  static func job(_ letter: String, _ settings: [(key: String, value: String)] = []) throws -> ParameterFile {
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try TextFile.read("/\(package)/Parameters/benchmarks/job-\(letter).toml")
    return try ParameterFile(text: file.text, fileName: file.name, settings: settings)
  }

  /// The best settings of a file.
  static func optimum(_ file: ParameterFile) throws -> @Sendable (Int) throws -> Void {
    let problem = try file.link().search
    return { count in for _ in 0..<count { consume(try problem.map { try Optimiser.maximise($0) }) } }
  }

  /// The jobs on which programs of the field are compared: single points and curves of 41.
  static var common: [BenchmarkJob] {
    [("a", "two decoys, satquma2022"), ("b", "infinitely many decoys")].flatMap { letter, name in
      [
        BenchmarkJob("job \(letter.uppercased()), \(name), optimised point") { try optimum(try job(letter)) },
        BenchmarkJob(
          sweep: "job \(letter.uppercased()), 41 optimised points, two jobs",
          limits: Limits(warmupRounds: 1, seconds: 4)
        ) {
          try job(letter)
        },
      ]
    }
  }
}
