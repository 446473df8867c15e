// SPDX-License-Identifier: GPL-3.0-or-later
/// Triangles that cover the part of a grid where there are values.
///
/// A quadrangle of four values is cut into four triangles around the mean in its middle: no corner is preferred,
/// and a saddle is decided by the mean, in the same way for every level. Where some corners have no value, the part
/// that is covered ends at the border points of its edges, and two opposite corners alone are not joined.
///
/// Values that span decades are compared by their logarithms. Next to a border, where they fall to nothing within
/// one quadrangle, a straight fall of the values themselves comes nearer to the truth, and is taken there.
struct ContourMesh {
  /// A corner of triangles: its place along the axes, 0 to 1, and its value on the scale of the levels.
  struct Vertex: Equatable {
    var u: Double
    var v: Double
    var value: Double
  }

  private(set) var vertices: [Vertex] = []
  /// Triples of vertices, counterclockwise.
  private(set) var triangles: [(Int, Int, Int)] = []
  /// From which vertex on vertices stand on the border of what is covered, inside the grid.
  private(set) var borderVertices: Set<Int> = []
  /// The vertices from which values fall to nothing: those of the border, and middles beside it.
  private var steepVertices: Set<Int> = []
  private let isLogarithmic: Bool

  /// Covers a grid.
  ///
  /// - Parameters:
  ///   - u: the places of the columns along the horizontal axis, 0 to 1.
  ///   - v: the places of the rows along the vertical axis.
  ///   - values: the values on the scale of the levels, row by row; nil where there is none.
  ///   - borders: where edges between a value and none end.
  ///   - isLogarithmic: whether the scale of the levels is the log10 of what is drawn.
  init(u: [Double], v: [Double], values: [Double?], borders: [Edge: Border], isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic
    let columns = u.count
    var vertexOfPlace: [Int: Int] = [:]
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      vertexOfPlace[index] = vertices.count
      vertices.append(Vertex(u: u[index % columns], v: v[index / columns], value: value))
    }
    var vertexOfEdge: [Edge: Int] = [:]
    for row in 0..<max(0, v.count - 1) {
      for column in 0..<max(0, columns - 1) {
        let first = row * columns + column
        let corners = [first, first + 1, first + 1 + columns, first + columns]
        let found = corners.map { vertexOfPlace[$0] }
        let known = found.count { $0 != nil }
        if known == 0 { continue }
        if known == 4 {
          fan(found.compactMap(\.self))
          continue
        }
        // Walks around the quadrangle; each stretch of corners with values becomes a polygon of its own.
        var polygons: [[Int]] = []
        var current: [Int] = []
        let start = found.firstIndex { $0 == nil } ?? 0
        for step in 0..<4 {
          let here = (start + step) % 4
          let next = (here + 1) % 4
          switch (found[here], found[next]) {
          case (nil, let inside?):
            current = [border(corners[next], corners[here], inside, u, v, columns, borders, &vertexOfEdge), inside]
          case (let inside?, nil):
            current.append(border(corners[here], corners[next], inside, u, v, columns, borders, &vertexOfEdge))
            polygons.append(current)
            current = []
          case (_, let inside?): current.append(inside)
          case (nil, nil): break
          }
        }
        for polygon in polygons { fan(polygon) }
      }
    }
  }

  /// An edge from a place with a value to one without.
  struct Edge: Hashable {
    var inside: Int
    var outside: Int
  }

  /// How far an edge reaches, and the value there.
  struct Border {
    var reach: Double
    var value: Double
  }

  /// The vertex where an edge ends.
  private mutating func border(
    _ inside: Int, _ outside: Int, _ vertex: Int, _ u: [Double], _ v: [Double], _ columns: Int,
    _ borders: [Edge: Border], _ known: inout [Edge: Int]
  ) -> Int {
    let edge = Edge(inside: inside, outside: outside)
    if let index = known[edge] { return index }
    let end = borders[edge] ?? Border(reach: 0, value: vertices[vertex].value)
    let reach = min(max(end.reach, 0), 1)
    let from = vertices[vertex]
    let index = vertices.count
    vertices.append(
      Vertex(
        u: from.u + reach * (u[outside % columns] - from.u), v: from.v + reach * (v[outside / columns] - from.v),
        value: end.value))
    known[edge] = index
    borderVertices.insert(index)
    steepVertices.insert(index)
    return index
  }

  /// Cuts a polygon, counterclockwise and convex, into triangles around its middle.
  private mutating func fan(_ corners: [Int]) {
    guard corners.count > 3 else {
      if corners.count == 3 { triangles.append((corners[0], corners[1], corners[2])) }
      return
    }
    let share = 1 / Double(corners.count)
    var middle = Vertex(u: 0, v: 0, value: 0)
    for corner in corners {
      middle.u += share * vertices[corner].u
      middle.v += share * vertices[corner].v
      middle.value += share * vertices[corner].value
    }
    let index = vertices.count
    if isLogarithmic, corners.contains(where: borderVertices.contains) {
      middle.value = decimalLogarithm(corners.reduce(0) { $0 + share * decimalPower(vertices[$1].value) })
      steepVertices.insert(index)
    }
    vertices.append(middle)
    for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) { triangles.append((a, b, index)) }
  }
}

extension ContourMesh {
  /// A closed line around a region, or a piece of one.
  struct Line: Equatable {
    var points: [Vertex]
    var isClosed: Bool
  }

  /// The regions of values of at least a level.
  struct Region {
    /// Closed lines around the regions, the region to the left.
    var outlines: [Line]
    /// The parts of the outlines along which the value is the level.
    var levelLines: [Line]
    /// The parts along which what is covered ends inside the grid.
    var borderLines: [Line]
  }

  /// The regions where the value is at least a level; everything that is covered for minus infinity.
  func region(above level: Double) -> Region {
    var crossings: [DirectedEdge: Int] = [:]
    var points = vertices
    /// The point of an edge at which the level is crossed, the same from both sides.
    func crossing(_ a: Int, _ b: Int) -> Int {
      let (low, high) = a < b ? (a, b) : (b, a)
      if let known = crossings[DirectedEdge(from: low, to: high)] { return known }
      let p = vertices[low]
      let q = vertices[high]
      let isSteep = isLogarithmic && (steepVertices.contains(low) || steepVertices.contains(high))
      let (here, from, to) =
        isSteep
        ? (decimalPower(level), decimalPower(p.value), decimalPower(q.value)) : (level, p.value, q.value)
      let part = min(max((here - from) / (to - from), 0), 1)
      crossings[DirectedEdge(from: low, to: high)] = points.count
      points.append(Vertex(u: p.u + part * (q.u - p.u), v: p.v + part * (q.v - p.v), value: level))
      return points.count - 1
    }
    // Edges between two parts of the region run in both directions and cancel; the outline is left.
    var edges: Set<DirectedEdge> = []
    for (a, b, c) in triangles {
      var polygon: [Int] = []
      for (p, q) in [(a, b), (b, c), (c, a)] {
        let isInside = vertices[p].value >= level
        if isInside { polygon.append(p) }
        if isInside != (vertices[q].value >= level) { polygon.append(crossing(p, q)) }
      }
      guard polygon.count >= 3 else { continue }
      for (p, q) in zip(polygon, polygon.dropFirst() + polygon.prefix(1)) {
        if edges.remove(DirectedEdge(from: q, to: p)) == nil { edges.insert(DirectedEdge(from: p, to: q)) }
      }
    }
    let loops = Self.loops(edges)
    func isLevel(_ a: Int, _ b: Int) -> Bool { a >= vertices.count && b >= vertices.count }
    func isBorder(_ a: Int, _ b: Int) -> Bool { borderVertices.contains(a) && borderVertices.contains(b) }
    return Region(
      outlines: loops.map { Line(points: $0.map { points[$0] }, isClosed: true) },
      levelLines: loops.flatMap { Self.pieces(of: $0, where: isLevel) }.map { piece in
        Line(points: piece.indices.map { points[$0] }, isClosed: piece.isClosed)
      },
      borderLines: loops.flatMap { Self.pieces(of: $0, where: isBorder) }.map { piece in
        Line(points: piece.indices.map { points[$0] }, isClosed: piece.isClosed)
      })
  }

  private struct DirectedEdge: Hashable {
    var from: Int
    var to: Int
  }

  /// Joins edges into closed lines, always in the same order.
  private static func loops(_ edges: Set<DirectedEdge>) -> [[Int]] {
    var following: [Int: [Int]] = [:]
    for edge in edges.sorted(by: { ($0.from, $0.to) > ($1.from, $1.to) }) {
      following[edge.from, default: []].append(edge.to)
    }
    var loops: [[Int]] = []
    for start in following.keys.sorted() {
      while var next = following[start]?.popLast() {
        var loop = [start]
        while next != start {
          loop.append(next)
          // Every point has as many edges in as out, so that a walk can only end where it began.
          guard let after = following[next]?.popLast() else { break }
          next = after
        }
        loops.append(loop)
      }
    }
    return loops
  }

  /// The longest stretches of a closed line whose edges satisfy a condition.
  private static func pieces(
    of loop: [Int], where holds: (Int, Int) -> Bool
  ) -> [(indices: [Int], isClosed: Bool)] {
    let count = loop.count
    let flags = loop.indices.map { holds(loop[$0], loop[($0 + 1) % count]) }
    guard let gap = flags.firstIndex(of: false) else { return [(loop, true)] }
    var pieces: [(indices: [Int], isClosed: Bool)] = []
    var piece: [Int] = []
    for step in 1...count {
      let here = (gap + step) % count
      if flags[here] {
        if piece.isEmpty { piece.append(loop[here]) }
        piece.append(loop[(here + 1) % count])
      } else if !piece.isEmpty {
        pieces.append((piece, false))
        piece = []
      }
    }
    return pieces
  }
}
