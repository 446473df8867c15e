// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReports

@Suite struct FigureTests {
  /// A figure with curves that end at zero, and a bound.
  static func rates() -> Figure {
    let curves = (0..<3).map { curve in
      Series(
        "N = 10^{\(8 + curve)}",
        points: (0...40).map { step in
          let x = Double(step) * 5
          return .init(x: x, y: max(0, decimalPower(-2 - x / 50) - decimalPower(-4 - Double(curve) / 2)))
        }, dropsToFloor: curve == 0)
    }
    let bound = Series(
      "bound <1 & \"2\">", points: (0...40).map { .init(x: Double($0) * 5, y: decimalPower(-Double($0) / 10)) },
      role: .bound)
    return Figure(
      title: "Rates & <bounds>", summary: "Three block sizes.", horizontalAxis: Axis("Distance", unit: "km"),
      topAxis: SecondaryAxis("Loss", unit: "dB", slope: 0.2),
      verticalAxis: Axis("Rate", unit: "bits per pulse", scale: .logarithmic), series: curves + [bound],
      caption: "Small print with 10^{-6}.", dataFile: "a & b.csv")
  }

  /// Whether tags are balanced and no bare `&` or `<` is left: enough to find broken escaping.
  static func isWellFormed(_ svg: String) -> Bool {
    var open: [Substring] = []
    var rest = svg[...]
    while let start = rest.firstIndex(of: "<") {
      let text = rest[..<start]
      if text.contains(">") || !entitiesAreWhole(text) { return false }
      guard let end = rest[start...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if !entitiesAreWhole(tag) || tag.contains("<") || tag.count(where: { $0 == "\"" }) % 2 != 0 { return false }
      if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
      let name = tag.prefix { $0 != " " }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else {
        open.append(name)
      }
    }
    return open.isEmpty
  }

  private static func entitiesAreWhole(_ text: Substring) -> Bool {
    text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
      ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { part.hasPrefix($0) }
    }
  }

  @Test func documentHasWhatItMust() throws {
    let svg = try Self.rates().svg()
    #expect(Self.isWellFormed(svg))
    #expect(svg.contains("<title>Rates &amp; &lt;bounds&gt;</title>"))
    #expect(svg.contains("<desc>Three block sizes. Rate (bits per pulse) against Distance (km): N = 10^8; "))
    #expect(svg.contains("purl.org/dc/elements/1.1/\">a &amp; b.csv</source></metadata>"))
    #expect(svg.contains("10<tspan"))
    #expect(svg.contains("\u{2212}"))
    #expect(svg.contains(">Loss (dB)</text>"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    #expect(svg.hasSuffix("</svg>\n"))
  }

  @Test func theSameFigureGivesTheSameBytes() throws {
    let first = try Self.rates().svg()
    for _ in 0..<3 { #expect(try Self.rates().svg() == first) }
  }

  @Test func boundsAreDrawnBeforeCurvesAndLegendsLast() throws {
    let svg = try Self.rates().svg()
    let bound = try #require(svg.range(of: "<title>bound"))
    let curve = try #require(svg.range(of: "<title>N = 10^8"))
    let axis = try #require(svg.range(of: ">Distance (km)</text>"))
    let legend = try #require(svg.range(of: ">bound &lt;1 &amp; &quot;2&quot;&gt;</text>"))
    #expect(bound.lowerBound < curve.lowerBound)
    #expect(curve.lowerBound < axis.lowerBound)
    #expect(axis.lowerBound < legend.lowerBound)
  }

  @Test func backgrounds() throws {
    var figure = Self.rates()
    #expect(try figure.svg().contains("<rect width=\"720\" height=\"480\" fill=\"#ffffff\"/>"))
    #expect(try !figure.svg().contains("<style>"))
    figure.background = .transparent
    #expect(try !figure.svg().contains("<rect width=\"720\""))
    figure.background = .adaptive
    let adaptive = try figure.svg()
    #expect(adaptive.contains("prefers-color-scheme: dark"))
    #expect(adaptive.contains("stroke=\"#0072b2\" class=\"kr-s-c0\""))
    #expect(Self.isWellFormed(adaptive))
  }

  @Test func anyDataIsDrawn() throws {
    let odd: [Double] = [
      0, -0.0, 1, -1, .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, 1e-300,
      .greatestFiniteMagnitude,
    ]
    var sets: [[Series.Point]] = [[], [.init(x: 1, y: 1)], [.init(x: 0, y: 0)], [.init(x: .nan, y: .nan)]]
    sets.append(odd.flatMap { x in odd.map { .init(x: x, y: $0, low: -$0, high: x) } })
    sets += odd.map { value in [.init(x: value, y: value), .init(x: value, y: 1), .init(x: 2, y: value)] }
    for points in sets {
      for scale in [Axis.Scale.linear, .logarithmic] {
        for role in [Series.Role.curve, .bound, .measured] {
          let series = Series("s", points: points, role: role, dropsToFloor: true)
          var figure = Figure(
            title: "", horizontalAxis: Axis("x", scale: scale), verticalAxis: Axis("y", scale: scale), series: [series],
            markers: points.map { VerticalMarker(at: $0.x, label: "m") })
          #expect(try Self.isWellFormed(figure.svg()))
          figure.horizontalAxis.lower = 0.5
          figure.panels[0].verticalAxis.upper = 2
          let svg = try figure.svg()
          #expect(Self.isWellFormed(svg))
          #expect(!svg.contains("nan") && !svg.contains("=\"inf"))
        }
      }
    }
  }

  @Test func emptyPanelsSayWhy() throws {
    func svg(_ points: [Series.Point], _ scale: Axis.Scale, to upper: Double? = nil) throws -> String {
      try Figure(
        title: "t", horizontalAxis: Axis("x"), verticalAxis: Axis("y", scale: scale, to: upper),
        series: [Series("s", points: points)]
      ).svg()
    }
    #expect(try svg([], .linear).contains(">no points to draw</text>"))
    #expect(try svg([.init(x: 1, y: 0)], .logarithmic).contains("no values above zero"))
    #expect(try svg([.init(x: 1, y: 5)], .linear, to: 2).contains("no points within these axes"))
    #expect(try svg([.init(x: 1, y: 0)], .logarithmic).contains(">s (nothing to draw)</text>"))
    #expect(try !svg([.init(x: 1, y: 0)], .linear).contains("nothing to draw"))
    #expect(try svg([.init(x: 1, y: 3)], .linear).contains("<circle"))
  }

  @Test func impossibleFiguresAreErrors() {
    var figure = Self.rates()
    figure.panels = []
    #expect(throws: FigureError.noPanels) { try figure.svg() }
    figure = Self.rates()
    figure.size = FigureSize(width: 60, height: 60)
    #expect(throws: FigureError.self) { try figure.svg() }
    figure.size = FigureSize(width: .nan, height: 60)
    #expect(throws: FigureError.self) { try figure.svg() }
    figure = Self.rates()
    figure.panels = Array(repeating: figure.panels[0], count: 40)
    #expect(throws: FigureError.self) { try figure.svg() }
  }

  @Test func panelsShareTheHorizontalAxis() throws {
    var figure = Self.rates()
    figure.panels.append(
      Panel(verticalAxis: Axis("p"), series: [Series("p", points: [.init(x: 0, y: 0.1), .init(x: 300, y: 0.9)])]))
    figure.panels[0].letter = "(a)"
    let layout = try FigurePlan(figure).layout
    #expect(layout.areas[0].frame.x == layout.areas[1].frame.x)
    #expect(layout.areas[0].frame.width == layout.areas[1].frame.width)
    #expect(layout.areas[0].horizontal == layout.areas[1].horizontal)
    #expect(layout.areas[0].horizontal.upper == 300)
    #expect(layout.areas[0].frame.bottom < layout.areas[1].frame.y)
    let svg = try figure.svg()
    #expect(svg.components(of: ">Distance (km)</text>") == 1)
    #expect(svg.contains("font-weight=\"bold\""))
  }
}

extension String {
  /// How often a text occurs.
  func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.range(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}

extension StringProtocol {
  /// The first occurrence of a text.
  func range(of part: String) -> Range<Index>? {
    ranges(of: part).first
  }
}
