// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateReports

/// The words and the bar of a progress line.
enum ProgressText {
  /// Wider bars tell no more.
  private static let widestBar = 30
  private static let narrowestBar = 8

  /// A line of at most `width` characters: the more there is room for, the more it says.
  ///
  /// - Parameters:
  ///   - elapsed: the seconds since the run began.
  static func line(_ progress: SweepRun.Progress, elapsed: Double, width: Int) -> String {
    let share = min(1, max(0, progress.share))
    var words = ["\(Int((100 * share).rounded(.down))) %"]
    var more: [String] = []
    if let left = remaining(progress, elapsed: elapsed) { more.append("\(duration(left)) left") }
    more.append("\(progress.completed)/\(progress.total) points")
    let fresh = progress.completed - progress.restored
    if fresh > 0, elapsed > 0 {
      more.append("\(NumberText.significant(Double(fresh) / elapsed, digits: 2))/s")
    }
    if let best = progress.bestRate { more.append("best \(NumberText.significant(best, digits: 3)) bit/pulse") }
    for word in more {
      let next = words + [word]
      guard next.joined(separator: ", ").count <= width else { break }
      words = next
    }
    let text = words.joined(separator: ", ")
    guard text.count <= width else { return "" }
    let room = min(widestBar, width - text.count - 3)
    return room < narrowestBar ? text : bar(share, width: room) + " " + text
  }

  /// A bar of a number of characters, between brackets.
  static func bar(_ share: Double, width: Int) -> String {
    let full = Int((Double(width) * min(1, max(0, share))).rounded(.down))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
  }

  /// The seconds that the rest will take if it goes on as so far; nil while nothing is known.
  static func remaining(_ progress: SweepRun.Progress, elapsed: Double) -> Double? {
    // What an earlier run had found costs no time; of its curves refining remains.
    let before = 0.9 * Double(progress.restored) / Double(max(progress.total, 1))
    let gained = progress.share - before
    guard progress.completed > progress.restored, gained > 0, elapsed > 0 else { return nil }
    return elapsed * max(0, 1 - progress.share) / gained
  }

  /// Seconds as `0:07`, `12:30`, `3:05:00` or `2 d 4 h`.
  static func duration(_ seconds: Double) -> String {
    // A hundred years are enough, and fit.
    let whole = Int(min(max(seconds, 0), 3e9).rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (days, hours, minutes) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60)
    if days > 0 { return "\(days) d \(hours) h" }
    if hours > 0 { return "\(hours):\(two(minutes)):\(two(whole % 60))" }
    return "\(minutes):\(two(whole % 60))"
  }
}
