// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Foundation
import Synchronization

/// A counter for objectives.
final class Counter: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func increase() {
    count.withLock { $0 += 1 }
  }
}

/// Cancels a search that is under way and counts what it does afterwards.
///
/// Counting calls says what a clock cannot: other tests may occupy all threads when the task that
/// waits for the search should go on.
final class CancellationWatch: Sendable {
  private let before = Counter()
  private let after = Counter()
  private let isCancelled = Mutex(false)
  private let hasStarted = DispatchSemaphore(value: 0)

  var callsBeforeCancellation: Int { before.value }
  var callsAfterCancellation: Int { after.value }

  /// To be called by the objective.
  func noteCall() {
    if isCancelled.withLock({ $0 }) {
      after.increase()
    } else {
      if before.value == 0 { hasStarted.signal() }
      before.increase()
    }
  }

  /// Cancels a twentieth of a second after the first call.
  func cancelSoon(_ cancel: @escaping @Sendable () -> Void) {
    // On a thread of Dispatch: the search may occupy the pool of the tasks.
    DispatchQueue.global().async { [self] in
      hasStarted.wait()
      usleep(50_000)
      cancel()
      isCancelled.withLock { $0 = true }
    }
  }
}
