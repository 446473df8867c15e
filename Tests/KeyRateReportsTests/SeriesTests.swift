// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReports

@Suite struct SeriesTests {
  @Test func seriesFromColumns() throws {
    var table = try Table(columns: [
      .init("x", meaning: ""), .init("y", meaning: ""), .init("low", meaning: ""), .init("high", meaning: ""),
    ])
    try table.append([.integer(0), .number(0.5), .number(0.25), .number(1)])
    try table.append([.number(50), .number(.infinity), .empty, .text("none")])
    try table.append([.number(60), .empty, .empty, .empty])
    let series = try Series("s", from: table, x: "x", y: "y", low: "low", high: "high", rows: 0..<2)
    #expect(series.points.count == 2)
    #expect(series.points[0] == .init(x: 0, y: 0.5, low: 0.25, high: 1))
    #expect(series.points[1].y == .infinity)
    #expect(series.points[1].low?.isNaN == true)
    #expect(series.source?.rows == 0..<2)
    var changed = series
    changed.points.removeLast()
    #expect(changed.source == nil)
    #expect(throws: TableError.rowsOutside(1..<9, count: 3)) {
      try Series("s", from: table, x: "x", y: "y", rows: 1..<9)
    }
    #expect(throws: TableError.unknownColumn("z", known: ["x", "y", "low", "high"])) {
      try Series("s", from: table, x: "x", y: "z")
    }
  }

  @Test func joinedPointsStandInTheirPlaces() throws {
    var table = try Table(columns: [.init("x", meaning: ""), .init("y", meaning: "")])
    for (x, y) in [(0.0, 4.0), (1, 2), (2, 0)] { try table.append([.number(x), .number(y)]) }
    var line = try Series("s", from: table, x: "x", y: "y", dropsToFloor: true)
    line.join([.init(x: 1.5, y: 1), .init(x: 0.5, y: 3), .init(x: 0.7, y: .nan)])
    #expect(line.points.map(\.x) == [0, 0.5, 1, 1.5, 2])
    #expect(line.points.map(\.y) == [4, 3, 2, 1, 0])
    #expect(line.source != nil)
    var falling = Series("s", points: [.init(x: 2, y: 0), .init(x: 1, y: 2)])
    falling.join([.init(x: 1.5, y: 1)])
    #expect(falling.points.map(\.x) == [2, 1.5, 1])
  }

  @Test func stylesAreDistinct() {
    let series = (0..<24).map { Series("\($0)", points: []) }
    let styles = ResolvedStyle.resolve(series, fontSize: 15)
    for first in styles.indices {
      for second in styles.indices where second > first { #expect(styles[first] != styles[second]) }
    }
    #expect(Colour.palette(-1).hexOnLight == Colour.palette(5).hexOnLight)
    #expect(Colour.palette(.min).className != nil)
    #expect(Colour.rgb(red: 0, green: 255, blue: 10).hexOnLight == "#00ff0a")
  }
}
