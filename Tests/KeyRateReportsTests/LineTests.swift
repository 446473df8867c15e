// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateReports

@Suite struct LineTests {
  private func area(_ scale: Axis.Scale = .logarithmic) -> PlotArea {
    let ticks = AxisTicks(ticks: [], multiplierExponent: nil)
    return PlotArea(
      frame: Rectangle(x: 0, y: 0, width: 100, height: 100),
      horizontal: ResolvedAxis(scale: .linear, lower: 0, upper: 10, ticks: ticks),
      vertical: scale == .linear
        ? ResolvedAxis(scale: .linear, lower: 0, upper: 1, ticks: ticks)
        : ResolvedAxis(scale: .logarithmic, lower: -10, upper: 0, ticks: ticks))
  }

  private func series(_ values: [Double], drops: Bool = false) -> Series {
    Series("s", points: values.enumerated().map { .init(x: Double($0), y: $1) }, dropsToFloor: drops)
  }

  @Test func valuesThatCannotBeDrawnBreakTheLine() {
    let runs = area().runs(of: series([1, 0.1, 0, 0.1, -1, 1, 1, .nan, .infinity, 1]))
    #expect(runs.map(\.count) == [2, 1, 2, 1])
    let linear = area(.linear).runs(of: series([1, 0.1, 0, 0.1, -1, .nan, 1]))
    #expect(linear.map(\.count) == [5, 1])
  }

  @Test func dropsEndAtTheLastPointAboveZero() throws {
    let runs = area().runs(of: series([0, 0.1, 0.01, 0, 0, 1, .nan, 1, -1], drops: true))
    try #require(runs.count == 3)
    #expect(runs[0].map(\.x) == [10, 10, 20, 20])
    #expect(runs[0].first?.y == 100 && runs[0].last?.y == 100)
    #expect(runs[1].map(\.x) == [50, 50])
    // Neither a missing nor a negative value says that the rate is zero.
    #expect(runs[2].count == 1)
  }

  @Test func linesAreCutAtTheFrame() throws {
    let lines = area(.linear).lines(of: series([0.5, 3, 0.5, -5, 0.5, 1e300, -1e300, 0.5]))
    try #require(lines.count == 5)
    for position in lines.joined() {
      #expect(area().frame.expanded(by: 0.011).contains(position))
    }
    #expect(lines[0].count == 2)
    #expect(abs((lines[0].last?.x ?? 0) - 2) < 0.01)
    #expect(area(.linear).lines(of: series([7, 8, 9])).isEmpty)
    #expect(area(.linear).lines(of: series([7, .nan, 0.5, .nan])).map(\.count) == [1])
  }

  @Test func clippingKeepsTheSlope() {
    var generator = SplitMix64(seed: 4)
    let frame = Rectangle(x: 0, y: 0, width: 10, height: 5)
    func random() -> Double { Double(generator.next() % 4000) / 100 - 15 }
    for _ in 0..<3000 {
      let (start, end) = (Position(x: random(), y: random()), Position(x: random(), y: random()))
      let inside = (0...400).map { step in
        let part = Double(step) / 400
        return Position(x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y))
      }.filter(frame.contains)
      guard let clip = frame.clip(start, end) else {
        #expect(inside.isEmpty, "\(start) \(end)")
        continue
      }
      for point in [clip.start, clip.end] {
        #expect(frame.expanded(by: 1e-9).contains(point))
        let cross = (point.x - start.x) * (end.y - start.y) - (point.y - start.y) * (end.x - start.x)
        #expect(cross.magnitude < 1e-9)
      }
    }
  }

  @Test func errorBarsRunToTheEdgeWithoutACap() throws {
    let area = area()
    func bar(_ low: Double?, _ high: Double?) -> ErrorBar? {
      ErrorBar(of: .init(x: 5, y: 1e-5, low: low, high: high), at: Position(x: 50, y: 50), in: area)
    }
    let whole = try #require(bar(1e-6, 1e-4))
    #expect((whole.bottom.y, whole.top.y) == (60, 40))
    #expect(whole.hasBottomCap && whole.hasTopCap)
    let open = try #require(bar(-1e-6, .infinity))
    #expect((open.bottom.y, open.top.y) == (100, 0))
    #expect(!open.hasBottomCap && !open.hasTopCap)
    #expect(bar(nil, nil) == nil)
    #expect(bar(.nan, .nan) == nil)
    #expect(bar(nil, 1e-4)?.bottom.y == 50)
  }
}
