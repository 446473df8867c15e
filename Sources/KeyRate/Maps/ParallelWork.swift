// SPDX-License-Identifier: GPL-3.0-or-later
/// The same work for many items, a few at a time.
enum ParallelWork {
  /// The results in the order of the items, whatever the number of jobs; an item that fails keeps its error.
  ///
  /// - Throws: `CancellationError` when the surrounding task is cancelled.
  static func map<Item: Sendable, Value: Sendable>(
    _ items: [Item], jobs: Int, progress: @escaping @Sendable (Double) -> Void = { _ in },
    work: @escaping @Sendable (Item) throws -> Value
  ) async throws -> [Result<Value, any Error>] {
    try await withThrowingTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
      var waiting = items.indices.makeIterator()
      func startNext() {
        guard let index = waiting.next() else { return }
        let item = items[index]
        group.addTask {
          try Task.checkCancellation()
          do {
            return (index, .success(try work(item)))
          } catch let error as CancellationError {
            throw error
          } catch {
            return (index, .failure(error))
          }
        }
      }
      for _ in 0..<Swift.min(Swift.max(1, jobs), items.count) { startNext() }
      var results = [Result<Value, any Error>?](repeating: nil, count: items.count)
      var done = 0
      while let (index, result) = try await group.next() {
        results[index] = result
        done += 1
        progress(Double(done) / Double(items.count))
        startNext()
      }
      return results.compactMap(\.self)
    }
  }
}
