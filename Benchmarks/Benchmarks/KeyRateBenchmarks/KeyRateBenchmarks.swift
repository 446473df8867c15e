// SPDX-License-Identifier: GPL-3.0-or-later
import Benchmark
import KeyRateBenchmarkJobs

/// The jobs that users wait for, in the harness.
let benchmarks: @Sendable () -> Void = {
  for job in BenchmarkJob.all {
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock, .throughput], timeUnits: .nanoseconds, warmupIterations: job.limits.warmupRounds,
      scalingFactor: job.repetitions == 1000 ? .kilo : .one, maxDuration: .seconds(job.limits.seconds),
      maxIterations: job.limits.samples)
    switch job.preparation {
    case .inline(let prepare):
      Benchmark(job.name, configuration: configuration) { benchmark in
        let work = try prepare()
        benchmark.startMeasurement()
        try work(benchmark.scaledIterations.count)
      }
    case .tasks(let prepare):
      Benchmark(job.name, configuration: configuration) { benchmark in
        let work = try prepare()
        benchmark.startMeasurement()
        try await work(benchmark.scaledIterations.count)
      }
    }
  }
}
