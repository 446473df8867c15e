// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import KeyRate
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ctrl-C, and the signal with which batch systems end a job, as cancellation: a run ends between two evaluations,
/// keeps what it has and leaves no half-written file. A second signal does not wait for the evaluation under way, which
/// may take a minute where linear programs are large; what points were kept for `--resume` stays.
enum Interruption {
  /// The last signal that cancelled something; 0 if there was none.
  private static let lastSignal = Mutex<Int32>(0)

  /// The exit status of a run that a signal ended.
  static var status: Int32 {
    lastSignal.withLock { $0 } == SIGTERM ? CommandFailure.Status.terminated : CommandFailure.Status.interrupted
  }

  /// Runs work in a task that SIGINT and SIGTERM cancel. Afterwards a signal ends the program at once again.
  ///
  /// The signal comes through a queue of Dispatch: searches occupy the threads of the cooperative
  /// pool, where a handler would not be reached.
  static func cancelling<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { @Sendable in
        let isFirst = lastSignal.withLock { last in
          defer { last = number }
          return last == 0
        }
        guard isFirst else {
          let words = "interrupted twice; the evaluation under way was given up\n"
          _ = words.withCString { write(STDERR_FILENO, $0, strlen($0)) }
          _exit(status)
        }
        task.cancel()
      }
      source.activate()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    return try await task.value
  }
}
