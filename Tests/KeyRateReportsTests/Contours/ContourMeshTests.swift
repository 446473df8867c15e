// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateReports

/// Lines and regions of equal value, against functions whose lines are known.
@Suite struct ContourMeshTests {
  /// A mesh over the unit square with `count` columns and rows.
  static func mesh(_ count: Int, _ function: (Double, Double) -> Double?) -> ContourMesh {
    let places = (0..<count).map { Double($0) / Double(count - 1) }
    return ContourMesh(
      u: places, v: places, values: places.flatMap { v in places.map { function($0, v) } }, borders: [:])
  }

  /// The area inside the outlines; holes run the other way and count against it.
  static func area(_ region: ContourMesh.Region) -> Double {
    region.outlines.reduce(0) { sum, line in
      let points = line.points
      return sum
        + zip(points, points.dropFirst() + points.prefix(1)).reduce(0) { $0 + ($1.0.u * $1.1.v - $1.1.u * $1.0.v) / 2 }
    }
  }

  @Test func aPlaneIsExact() {
    let mesh = Self.mesh(7) { 2 * $0 + 3 * $1 }
    for level in [0.3, 1, 1.77, 2.5, 4.9] {
      let region = mesh.region(above: level)
      #expect(region.levelLines.count == 1)
      for point in region.levelLines.flatMap(\.points) { #expect(abs(2 * point.u + 3 * point.v - level) < 1e-12) }
    }
    // Below 1 the line cuts off a triangle with sides level/2 and level/3.
    #expect(abs(Self.area(mesh.region(above: 0.6)) - (1 - 0.3 * 0.2 / 2)) < 1e-12)
    #expect(mesh.region(above: 5.1).outlines.isEmpty)
    #expect(abs(Self.area(mesh.region(above: -.infinity)) - 1) < 1e-12)
  }

  @Test func aCircleIsFoundToSecondOrder() {
    func error(_ count: Int) -> Double {
      let mesh = Self.mesh(count) { 0.16 - ($0 - 0.5) * ($0 - 0.5) - ($1 - 0.5) * ($1 - 0.5) }
      let region = mesh.region(above: 0.06)
      #expect(region.levelLines.count == 1)
      #expect(region.levelLines.first?.isClosed == true)
      let radii = region.levelLines.flatMap(\.points).map { ($0.u - 0.5) * ($0.u - 0.5) + ($0.v - 0.5) * ($0.v - 0.5) }
      #expect(abs(Self.area(region) - 0.1 * .pi) < 2.5 / Double(count * count))
      return radii.map { abs($0.squareRoot() - 0.1.squareRoot()) }.max() ?? .infinity
    }
    let (coarse, fine) = (error(21), error(81))
    #expect(coarse < 0.003)
    // Four times as many columns: sixteen times as near.
    #expect(coarse / fine > 10 && coarse / fine < 25, "\(coarse) and \(fine)")
  }

  @Test func aRidgeBetweenTwoHillsIsOneRegionAndAValleyTwo() {
    // A single quadrangle, high at two opposite corners: the mean decides.
    let mesh = Self.mesh(2) { u, v in u == v ? 1 : 0 }
    let low = mesh.region(above: 0.4)
    #expect(low.outlines.count == 1)
    #expect(low.levelLines.count == 2)
    let high = mesh.region(above: 0.6)
    #expect(high.outlines.count == 2)
    #expect(high.levelLines.count == 2)
    // The same from the other diagonal.
    let turned = Self.mesh(2) { u, v in u == v ? 0 : 1 }
    #expect(abs(Self.area(turned.region(above: 0.4)) - Self.area(low)) < 1e-12)
    // Halfway up the regions are complements of one another.
    #expect(abs(Self.area(low) + Self.area(turned.region(above: 0.6)) - 1) < 1e-12)
  }

  @Test func aPlaceWithoutAValueIsNotCovered() {
    let hole = ContourMesh(
      u: [0, 0.5, 1], v: [0, 0.5, 1], values: [1, 1, 1, 1, nil, 1, 1, 1, 1], borders: [:])
    // Each quadrangle keeps the half away from the hole.
    #expect(abs(Self.area(hole.region(above: 0)) - 0.5) < 1e-12)
    #expect(hole.region(above: 0).borderLines.count == 1)
    // Two opposite corners without the others are not joined, and cover nothing.
    let diagonal = ContourMesh(u: [0, 1], v: [0, 1], values: [1, nil, nil, 1], borders: [:])
    #expect(abs(Self.area(diagonal.region(above: 0))) < 1e-12)
    let none = ContourMesh(u: [0, 1], v: [0, 1], values: [nil, nil, nil, nil], borders: [:])
    #expect(none.region(above: 0).outlines.isEmpty)
  }

  @Test(arguments: [(0.0, 0.5), (0.5, 0.875), (1.0, 1.0)])
  func aBorderReachesAsFarAsIsKnown(reach: Double, area: Double) {
    let borders = [1, 2].map {
      (ContourMesh.Edge(inside: $0, outside: 3), ContourMesh.Border(reach: reach, value: 0.25))
    }
    let mesh = ContourMesh(
      u: [0, 1], v: [0, 1], values: [1, 1, 1, nil], borders: Dictionary(uniqueKeysWithValues: borders))
    #expect(abs(Self.area(mesh.region(above: -.infinity)) - area) < 1e-12)
    // The value at the end of the border counts: above a level over it less is left.
    if reach > 0 { #expect(Self.area(mesh.region(above: 0.5)) < area - 1e-3) }
  }

  @Test func randomFieldsKeepTheirBooks() {
    var random = SplitMix64(seed: 4711)
    for _ in 0..<200 {
      let columns = Int.random(in: 2...7, using: &random)
      let rows = Int.random(in: 2...7, using: &random)
      func rising(_ count: Int) -> [Double] {
        var sum = 0.0
        let steps = (0..<count).map { _ -> Double in
          sum += Double.random(in: 0.1...1, using: &random)
          return sum
        }
        return steps.map { ($0 - steps[0]) / (sum - steps[0]) }
      }
      let (u, v) = (rising(columns), rising(rows))
      // Some equal values: levels that go through corners are the awkward ones.
      let values = (0..<(columns * rows)).map { _ -> Double? in
        let value = Double(Int.random(in: -4...8, using: &random))
        return value < -2 ? nil : value / 4
      }
      let mesh = ContourMesh(u: u, v: v, values: values, borders: [:])
      let mirrored = ContourMesh(u: u, v: v, values: values.map { $0.map { -$0 } }, borders: [:])
      let whole = Self.area(mesh.region(above: -.infinity))
      var before = whole
      for level in [-0.5, -0.1, 0, 0.25, 0.6, 1, 1.9] {
        let region = mesh.region(above: level)
        let area = Self.area(region)
        #expect(area <= before + 1e-12)
        before = area
        // What is not above lies below: two routes to the same area.
        let below = Self.area(mirrored.region(above: (-level).nextUp))
        #expect(abs(area + below - whole) < 1e-9, "level \(level): \(area) and \(below) of \(whole)")
        for line in region.levelLines { #expect(line.points.allSatisfy { $0.value == level }) }
      }
    }
  }

  @Test func theSameFieldGivesTheSameLines() {
    let meshes = (0..<3).map { _ in Self.mesh(20) { ($0 - 0.3) * ($1 - 0.6) } }
    let lines = meshes.map { $0.region(above: 0.05).outlines }
    #expect(lines[0] == lines[1] && lines[1] == lines[2])
  }

  @Test func simplifiedLinesStayNear() {
    let line = (0...400).map { step -> Position in
      let angle = Double(step) * 2 * .pi / 401
      return Position(
        x: 100 * decimalPower(0) * (1 + 0.3 * ContourMeshTests.sine(angle)), y: 80 * ContourMeshTests.sine(angle + 1))
    }
    for isClosed in [false, true] {
      let short = LineSimplification.simplified(line, isClosed: isClosed, tolerance: 0.2)
      #expect(short.count < 120 && short.count > 8)
      let ring = isClosed ? short + short.prefix(1) : short
      for point in line {
        let nearest = zip(ring, ring.dropFirst()).map { Self.distance(point, $0, $1) }.min() ?? .infinity
        #expect(nearest <= 0.2 + 1e-9)
      }
    }
    let straight = (0...50).map { Position(x: Double($0), y: 2 * Double($0)) }
    #expect(LineSimplification.simplified(straight, isClosed: false, tolerance: 0.01).count == 2)
  }

  /// A wave between -1 and 1, smooth enough for lines.
  private static func sine(_ x: Double) -> Double {
    let turns = x / (2 * .pi)
    let part = turns - turns.rounded(.down)
    return part < 0.5 ? 16 * part * (0.5 - part) : -16 * (part - 0.5) * (1 - part)
  }

  private static func distance(_ p: Position, _ a: Position, _ b: Position) -> Double {
    let length = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)
    let part = length > 0 ? min(max(((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length, 0), 1) : 0
    let (dx, dy) = (p.x - a.x - part * (b.x - a.x), p.y - a.y - part * (b.y - a.y))
    return (dx * dx + dy * dy).squareRoot()
  }
}
