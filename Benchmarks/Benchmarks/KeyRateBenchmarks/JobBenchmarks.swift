// SPDX-License-Identifier: GPL-3.0-or-later
import Benchmark
import KeyRate

/// A common job from `Parameters/benchmarks`, with values set over those of the file.
func job(_ letter: String, _ settings: [(key: String, value: String)] = []) throws -> ParameterFile {
  let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
  let file = try TextFile.read("/\(package)/Parameters/benchmarks/job-\(letter).toml")
  return try ParameterFile(text: file.text, fileName: file.name, settings: settings)
}

/// The jobs on which programs of the field are compared: single points and curves of 41.
func commonJobs() {
  for (letter, name) in [("a", "two decoys, satquma2022"), ("b", "infinitely many decoys")] {
    Benchmark("job \(letter.uppercased()), \(name), optimised point") { benchmark in
      let problem = try job(letter).link().search
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(try problem.map { try Optimiser.maximise($0) }) }
    }
    Benchmark(
      "job \(letter.uppercased()), 41 optimised points, two jobs",
      configuration: .init(warmupIterations: 1, maxDuration: .seconds(4))
    ) { benchmark in
      let file = try job(letter)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        blackHole(try await TwoThreads.run { try await SweepRun.carryOut(file, jobs: 2) })
      }
    }
  }
}
