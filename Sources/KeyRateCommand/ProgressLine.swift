// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Synchronization

/// A line on a terminal that tells how far a run has come; silent elsewhere.
final class ProgressLine: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

  init() { isShown = StandardError.isTerminal && !StandardError.isDumb }

  /// Shows a share from 0 to 1.
  func show(_ share: Double) {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    draw { width in
      var text = "\(Int((100 * min(1, max(0, share))).rounded(.down))) %"
      // Too little has been done before that to say how long the rest takes.
      if share >= 0.02, share < 1 { text += ", \(ProgressText.duration(elapsed * (1 - share) / share)) left" }
      let room = min(30, width - text.count - 3)
      return room < 8 ? (text.count <= width ? text : "") : ProgressText.bar(share, width: room) + " " + text
    }
  }

  /// Shows how far a sweep has come.
  func show(_ progress: SweepRun.Progress) {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    draw { ProgressText.line(progress, elapsed: elapsed, width: $0) }
  }

  /// Takes the line away.
  func clear() {
    let wasDrawn = lastDrawn.withLock { last in
      defer { last = nil }
      return last != nil
    }
    if isShown, wasDrawn { StandardError.put("\r\u{1B}[K") }
  }

  /// Draws a line that is no wider than the terminal, ten times a second at most.
  private func draw(_ line: (_ width: Int) -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let isDue = lastDrawn.withLock { last in
      if let last, now - last < .milliseconds(100) { return false }
      last = now
      return true
    }
    // The last column stays free: some terminals begin a new line when it is written to.
    if isDue { StandardError.put("\r" + line(StandardError.width - 1) + "\u{1B}[K") }
  }
}
