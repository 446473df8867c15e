import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ctrl-C as cancellation, so that a run ends between two evaluations and leaves no half-written file.
enum Interruption {
  /// Runs work in a task that the interrupt signal cancels.
  ///
  /// The signal comes through a queue of Dispatch: searches occupy the threads of the cooperative
  /// pool, where a handler would not be reached.
  static func cancelling<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
    let task = Task { try await work() }
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { @Sendable in task.cancel() }
    source.activate()
    defer {
      source.cancel()
      signal(SIGINT, SIG_DFL)
    }
    return try await task.value
  }
}
