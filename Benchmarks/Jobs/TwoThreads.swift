// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch

/// Threads of their own for work of two jobs.
///
/// The harness waits for asynchronous work on one of the two threads of the usual pool; a sweep of two jobs
/// would be measured on the other one alone.
final class TwoThreads: TaskExecutor {
  static let shared = TwoThreads()
  private let queue = DispatchQueue(label: "two jobs", qos: .userInitiated, attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let work = UnownedJob(job)
    queue.async { work.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Carries out work whose tasks run on these threads.
  static func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
    try await withTaskExecutorPreference(shared) { try await work() }
  }
}
