// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateCommand

@Suite("The words of the progress line")
struct ProgressTextTests {
  static let middle = SweepRun.Progress(completed: 34, total: 82, share: 0.373, bestRate: 3.2149e-4)

  static func line(_ progress: SweepRun.Progress = middle, elapsed: Double = 26.2, width: Int) -> String {
    ProgressText.line(progress, elapsed: elapsed, width: width)
  }

  @Test("What does not fit is left out, the least important first")
  func widths() {
    #expect(
      Self.line(width: 119)
        == "[###########...................] 37 %, 0:44 left, 34/82 points, 1.3/s, best 0.000321 bit/pulse")
    // A terminal of 80 columns has room for everything.
    #expect(Self.line(width: 79) == "[#####..........] 37 %, 0:44 left, 34/82 points, 1.3/s, best 0.000321 bit/pulse")
    #expect(Self.line(width: 61) == "37 %, 0:44 left, 34/82 points, 1.3/s, best 0.000321 bit/pulse")
    #expect(Self.line(width: 60) == "[#######..............] 37 %, 0:44 left, 34/82 points, 1.3/s")
    #expect(Self.line(width: 40) == "37 %, 0:44 left, 34/82 points, 1.3/s")
    #expect(Self.line(width: 30) == "37 %, 0:44 left, 34/82 points")
    #expect(Self.line(width: 26) == "[##......] 37 %, 0:44 left")
    #expect(Self.line(width: 20) == "37 %, 0:44 left")
    #expect(Self.line(width: 7) == "37 %")
    #expect(Self.line(width: 3) == "")
  }

  @Test("No line is wider than it may be, whatever it has to say")
  func neverTooWide() {
    var generator = SplitMix64(seed: 20)
    for _ in 0..<2000 {
      let total = Int.random(in: 1...100_000, using: &generator)
      let completed = Int.random(in: 0...total, using: &generator)
      let progress = SweepRun.Progress(
        completed: completed, total: total, restored: Int.random(in: 0...total, using: &generator),
        share: Double.random(in: 0...1, using: &generator),
        bestRate: Bool.random(using: &generator) ? Double.random(in: 0...1, using: &generator) : nil)
      let width = Int.random(in: -2...130, using: &generator)
      let line = Self.line(progress, elapsed: Double.random(in: 0...1e9, using: &generator), width: width)
      #expect(line.count <= max(width, 0))
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.isASCII })
    }
  }

  @Test("Nothing is claimed before it is known")
  func beginning() {
    let start = SweepRun.Progress(completed: 0, total: 82, share: 0)
    #expect(Self.line(start, elapsed: 0, width: 60) == "[..............................] 0 %, 0/82 points")
    // What an earlier run had found says nothing about the speed of this one.
    let resumed = SweepRun.Progress(completed: 40, total: 82, restored: 40, share: 0.44, bestRate: 1e-3)
    #expect(
      Self.line(resumed, elapsed: 0.1, width: 79)
        == "[#############.................] 44 %, 40/82 points, best 0.001 bit/pulse")
  }

  @Test("The remaining time counts only the work of this run")
  func remaining() {
    #expect(ProgressText.remaining(SweepRun.Progress(completed: 5, total: 10, share: 0.5), elapsed: 8) == 8)
    let resumed = SweepRun.Progress(completed: 5, total: 10, restored: 4, share: 0.45, bestRate: nil)
    #expect(abs((ProgressText.remaining(resumed, elapsed: 9) ?? 0) - 55) < 1e-9)
    #expect(ProgressText.remaining(SweepRun.Progress(completed: 10, total: 10, share: 1), elapsed: 8) == 0)
  }

  @Test(
    "Times",
    arguments: [
      (0, "0:00"), (7.4, "0:07"), (59.6, "1:00"), (750, "12:30"), (3600, "1:00:00"), (11_105, "3:05:05"),
      (187_300, "2 d 4 h"), (Double.infinity, "34722 d 5 h"), (-3, "0:00"),
    ])
  func durations(seconds: Double, words: String) {
    #expect(ProgressText.duration(seconds) == words)
  }
}
