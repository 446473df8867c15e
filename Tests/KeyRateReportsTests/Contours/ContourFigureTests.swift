// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import KeyRateReports

/// Maps as drawings.
@Suite struct ContourFigureTests {
  /// A rate that falls with both variables and ends; one place can be unknown.
  static func map(_ count: Int = 30, unknown: Int? = nil, borders: [GridBorder] = []) throws -> ContourMap {
    let x = (0..<count).map { 200 * Double($0) / Double(count - 1) }
    let y = (0..<count).map { 0.1 * Double($0) / Double(count - 1) }
    var values = y.flatMap { b in
      x.map { a in max(0, decimalPower(-1 - a / 40) * (1 - 8 * b) - 3e-6) }
    }
    if let unknown { values[unknown] = .nan }
    return ContourMap(
      grid: try ScalarGrid(x: x, y: y, values: values),
      axis: Axis("Key rate", unit: "bits per pulse", scale: .logarithmic, longestSpan: 12), borders: borders,
      zeroLabel: "no key", unknownLabel: "failed")
  }

  static func figure(_ map: ContourMap) -> Figure {
    Figure(
      title: "A map of <rates> & more",
      horizontalAxis: Axis("Distance", unit: "km", from: map.grid.x.first, to: map.grid.x.last),
      panels: [
        Panel(
          verticalAxis: Axis("Misalignment", from: map.grid.y.first, to: map.grid.y.last), series: [], contours: map)
      ])
  }

  /// The fill colours of the document, in its order.
  static func fills(_ svg: String) -> [String] {
    svg.components(separatedBy: " fill=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  @Test func theDocumentHasRegionsLinesNamesAndAKey() throws {
    let map = try Self.map()
    let svg = try Self.figure(map).svg()
    #expect(FigureTests.isWellFormed(svg))
    let levels = try ContourPlan.levels(of: map)
    #expect(levels.levels == [-8, -7, -6, -5, -4, -3, -2])
    // Each band is filled once as a region and once in the key.
    for level in levels.levels.indices {
      let colour = levels.colour(from: level).hexOnLight
      #expect(Self.fills(svg).filter { $0 == colour }.count >= 2 || level == levels.levels.count - 1, "level \(level)")
    }
    for power in ["6", "5", "4", "3", "2"] { #expect(svg.contains("\u{2212}\(power)</tspan>")) }
    #expect(svg.contains(">no key</text>"))
    #expect(!svg.contains(">failed</text>"))
    #expect(svg.contains("Key rate (bits per pulse)"))
    #expect(svg.contains("<desc>Filled contours: Key rate (bits per pulse)."))
    #expect(!svg.contains("no points"))
    #expect(try Self.figure(map).svg() == svg)
  }

  @Test func unknownPlacesAreMarkedAndNotFilled() throws {
    let svg = try Self.figure(Self.map(unknown: 7 * 30 + 5)).svg()
    #expect(svg.contains(">failed</text>"))
    let all = try ScalarGrid(x: [0, 1], y: [0, 1], values: [.nan, .nan, .nan, .nan])
    let axis = Axis("Key rate", scale: .logarithmic)
    #expect(FigureTests.isWellFormed(try Self.figure(ContourMap(grid: all, axis: axis)).svg()))
    let zeros = try ScalarGrid(x: [0, 1], y: [0, 1], values: [0, 0, 0, 0])
    #expect(try Self.figure(ContourMap(grid: zeros, axis: axis, zeroLabel: "no key")).svg().contains("no key"))
  }

  @Test func aFineMapStaysSmall() throws {
    let svg = try Self.figure(Self.map(140)).svg()
    #expect(svg.utf8.count < 100_000, "\(svg.utf8.count)")
  }

  @Test func namesOfLinesStandApartAndInside() throws {
    let map = try Self.map(60)
    let plan = try FigurePlan(Self.figure(map))
    let contours = try #require(plan.contours.first ?? nil)
    #expect(contours.labels.count >= 4)
    let frame = plan.layout.areas[0].frame
    for (index, label) in contours.labels.enumerated() {
      let axis = ContourLabels.axis(of: label)
      #expect(axis.allSatisfy(frame.contains))
      #expect(label.angle > -90 && label.angle <= 90)
      for other in contours.labels[(index + 1)...] {
        for a in axis {
          for b in ContourLabels.axis(of: other) {
            #expect((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) > label.size * label.size)
          }
        }
      }
    }
  }

  @Test func aLineIsInterruptedByItsName() {
    let label = ContourPlan.Label(
      level: 0, line: 0, start: 3, end: 5, text: RichText("x"), middle: Position(x: 4, y: 0), angle: 0, size: 10)
    let parts = ContourLabels.cut((0...10).map { Position(x: Double($0), y: 0) }, around: label)
    #expect(parts.map { [$0.first?.x, $0.last?.x] } == [[0, 3], [5, 10]])
  }

  @Test func levelsSuitTheirRange() throws {
    func levels(_ values: [Double], _ axis: Axis) throws -> [String] {
      let coordinates = values.compactMap { ResolvedAxis.coordinate(of: $0, on: axis.scale) }
      return try ContourLevels(coordinates, axis: axis).labels.map(\.plainText)
    }
    let rate = Axis("Rate", scale: .logarithmic, longestSpan: 12)
    #expect(try levels([2e-5, 0.3], rate) == ["10^\u{2212}4", "10^\u{2212}3", "10^\u{2212}2", "10^\u{2212}1"])
    #expect(try levels([0.03, 0.6], rate) == ["0.05", "0.1", "0.2", "0.5"])
    #expect(try levels([0.31, 0.42], rate) == ["0.32", "0.34", "0.36", "0.38", "0.4", "0.42"])
    // A single point at 1e-30 does not take all colours.
    #expect(try levels([1e-30, 1e-3], rate).count == 13)
    #expect(try levels([3, 3], Axis("Length")).count >= 2)
    #expect(try levels([], rate).count >= 1)
    let limited = Axis("Rate", scale: .logarithmic, from: 1e-4, to: 1)
    #expect(
      try levels([1e-9, 0.5], limited) == ["10^\u{2212}4", "10^\u{2212}3", "10^\u{2212}2", "10^\u{2212}1", "10^0"])
    #expect(throws: FigureError.self) { try levels([1], Axis("Rate", scale: .logarithmic, from: 1, to: 1e-3)) }
  }

  @Test func lightnessRisesWithTheValue() throws {
    func luminance(_ share: Double) throws -> Double {
      guard case .rgb(let red, let green, let blue) = SequentialPalette.colour(share) else {
        throw FigureError.noPanels
      }
      func linear(_ c: UInt8) -> Double {
        let x = Double(c) / 255
        return x <= 0.04045 ? x / 12.92 : decimalPower(2.4 * decimalLogarithm((x + 0.055) / 1.055))
      }
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
    let shares = (0...40).map { Double($0) / 40 }
    let values = try shares.map(luminance)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    // Twelve bands differ from their neighbours as seen in grey.
    let bands = try (0..<12).map { try luminance((Double($0) + 0.5) / 12) }
    for (a, b) in zip(bands, bands.dropFirst()) { #expect((b + 0.05) / (a + 0.05) > 1.12) }
    #expect(try luminance(-1) == luminance(0) && luminance(.nan) == luminance(0) && luminance(2) == luminance(1))
  }

  @Test func gridsMustBeGrids() {
    #expect(throws: ContourError.tooSmall(direction: "columns", count: 1)) {
      try ScalarGrid(x: [1], y: [1, 2], values: [1, 2])
    }
    #expect(throws: ContourError.notRising(direction: "rows")) {
      try ScalarGrid(x: [1, 2], y: [1, 1], values: [1, 2, 3, 4])
    }
    #expect(throws: ContourError.wrongCount(expected: 4, got: 3)) {
      try ScalarGrid(x: [1, 2], y: [1, 2], values: [1, 2, 3])
    }
    #expect(ContourError.wrongCount(expected: 4, got: 3).description == "the map has 3 values for 4 places")
  }

  @Test func theGnuplotScriptReadsTheTable() throws {
    let script = try GnuplotMapScript(
      figure: Self.figure(Self.map()), dataFile: "a.csv",
      columns: .init(x: "distance_km", y: "misalignment", value: "rate"),
      output: .svg("a-gnuplot.svg")
    ).text()
    let places = "using (column('rate') > 0 ? column('distance_km') : NaN):(column('misalignment')):"
    #expect(script.contains("plot 'a.csv' \(places)"))
    #expect(script.contains(":(column('rate')) \\\n    with boxxyerror"))
    #expect(script.contains("$lines << EOD"))
    #expect(script.contains("set logscale cb 10"))
    #expect(script.contains("set cbrange [1e-08:*]"))
  }
}
