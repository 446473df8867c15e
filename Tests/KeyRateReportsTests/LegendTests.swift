// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReports

@Suite struct LegendTests {
  @Test func legendsGoWhereNothingIsHidden() throws {
    let frame = Rectangle(x: 0, y: 0, width: 400, height: 300)
    var map = DataMap(frame: frame)
    let free = try #require(Legend.bestPlace(width: 100, height: 60, in: map, margin: 8))
    #expect(free.hidden == 0)
    #expect(free.frame == Rectangle(x: 292, y: 8, width: 100, height: 60))
    // A falling curve leaves the upper right corner free, a rising one does not.
    map.mark(line: [Position(x: 0, y: 0), Position(x: 400, y: 300)])
    #expect(Legend.bestPlace(width: 100, height: 60, in: map, margin: 8)?.frame == free.frame)
    map.mark(line: [Position(x: 0, y: 300), Position(x: 400, y: 0)])
    let second = try #require(Legend.bestPlace(width: 100, height: 60, in: map, margin: 8))
    #expect(second.hidden == 0)
    #expect(second.frame != free.frame)
    #expect(map.hidden(by: second.frame) == 0)
    #expect(map.hidden(by: free.frame) > 0)
    #expect(Legend.bestPlace(width: 500, height: 60, in: map, margin: 8) == nil)
  }

  @Test func densePointsWeighNoMoreThanALine() {
    let frame = Rectangle(x: 0, y: 0, width: 400, height: 300)
    var coarse = DataMap(frame: frame)
    coarse.mark(line: [Position(x: 10, y: 10), Position(x: 390, y: 10)])
    var fine = DataMap(frame: frame)
    fine.mark(line: (10...390).map { Position(x: Double($0), y: 10) })
    #expect(coarse.hidden(by: frame) == fine.hidden(by: frame))
  }

  @Test func fullPanelsHaveTheirLegendOutside() throws {
    let waves: [Series] = (0..<12).map { wave in
      let points: [Series.Point] = (0...200).map { step in
        let height = (step * (wave + 3) + 17 * wave) % 100
        return Series.Point(x: Double(step), y: Double(height))
      }
      return Series("wave \(wave)", points: points)
    }
    let figure = Figure(title: "full", horizontalAxis: Axis("x"), verticalAxis: Axis("y"), series: waves)
    let plan = try FigurePlan(figure)
    let legend = try #require(plan.legends.first)
    #expect(!legend.hasGround)
    #expect(!legend.frame.intersects(plan.layout.areas[0].frame))
    #expect(legend.frame.right <= 720 && legend.frame.bottom <= 480)
    #expect(legend.legend.entries.map { $0.lines[0].plainText } == waves.map(\.label))
  }

  @Test func legendBelowStaysOnThePage() throws {
    var figure = FigureTests.rates()
    figure.legend = .below
    let plan = try FigurePlan(figure)
    let frame = try #require(plan.legends.first?.frame)
    #expect(frame.x >= 0 && frame.right <= 720 && frame.bottom <= 480)
    #expect(frame.y > plan.layout.areas[0].frame.bottom)
  }

  @Test func markerLabelsDoNotOverlap() throws {
    var figure = FigureTests.rates()
    figure.markers = [60, 62, 64, 66].map { VerticalMarker(at: $0, label: "crossing at \($0) km") }
    let labels = try FigurePlan(figure).markerLabels
    #expect(labels.count == 4)
    for first in labels.indices {
      for second in labels.indices where second > first {
        #expect(!labels[first].frame.intersects(labels[second].frame))
      }
    }
  }
}
