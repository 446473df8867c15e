// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateReports

@Suite struct GnuplotTests {
  private func table() throws -> Table {
    var table = try Table(columns: [
      .init("x", meaning: ""), .init("it_s", meaning: ""), .init("a \"b\"", meaning: ""),
    ])
    try table.append([.number(1), .number(0.5), .number(2)])
    try table.append([.number(2), .empty, .number(3)])
    return table
  }

  @Test func columnsAreReadFromTheFile() throws {
    let series = try Series("10^{-3} at 5_km", from: table(), x: "x", y: "it_s", rows: 0..<1)
    let figure = Figure(
      title: "t \\", horizontalAxis: Axis("x"), verticalAxis: Axis("y", scale: .logarithmic), series: [series])
    let script = try GnuplotScript(figure: figure, dataFile: "it's.csv", output: .svg("o.svg")).text()
    #expect(script.hasPrefix("# 't \\'\n"))
    #expect(
      script.contains(
        "'it''s.csv' every ::0::0 using (column('x')):(column('it_s') > 0 ? column('it_s') : NaN) with lines"))
    #expect(script.contains("title '10^{\u{2212}3} at 5\\_km'"))
    #expect(script.contains("set logscale y 10"))
    #expect(script.contains("set datafile separator comma"))
    #expect(!script.contains("<< EOD"))
    #expect(try script == GnuplotScript(figure: figure, dataFile: "it's.csv", output: .svg("o.svg")).text())
  }

  @Test func otherDataIsWrittenIntoTheScript() throws {
    let series = try Series("s", from: table(), x: "x", y: "a \"b\"")
    let figure = Figure(title: "t", horizontalAxis: Axis("x"), verticalAxis: Axis("y"), series: [series])
    let script = try GnuplotScript(figure: figure, dataFile: "d.csv", output: .pdf("o.pdf")).text()
    #expect(script.contains("$panel1_series1 << EOD\nx,y,low,high\n1.0,2.0,2.0,2.0\n2.0,3.0,3.0,3.0\nEOD\n"))
    #expect(!script.contains("d.csv"))
    #expect(script.contains("set terminal pdfcairo enhanced color size 7.5in,5in"))
  }

  @Test func panelsAndTopAxis() throws {
    var figure = FigureTests.rates()
    figure.panels.append(Panel(verticalAxis: Axis("p"), series: [], letter: "(b)"))
    figure.markers = [VerticalMarker(at: 50, label: "here")]
    let script = try GnuplotScript(figure: figure, dataFile: nil, output: .svg("o.svg")).text()
    #expect(script.contains("set multiplot layout 2,1"))
    #expect(script.contains("set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)"))
    #expect(script.contains("set arrow 1 from first 50.0, graph 0 to first 50.0, graph 1 nohead"))
    #expect(script.contains("set x2tics 5\n") || script.contains("set x2tics 10\n"))
  }

  @Test func anyDataGivesAScriptWithoutInfinities() throws {
    let odd: [Double] = [0, 1, -1, .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude]
    for scale in [Axis.Scale.linear, .logarithmic] {
      for value in odd {
        let points: [Series.Point] = odd.map { .init(x: $0, y: value, low: -value, high: $0) }
        let figure = Figure(
          title: "", horizontalAxis: Axis("x", scale: scale), verticalAxis: Axis("y", scale: scale),
          series: [Series("s", points: points, role: .measured)], markers: [VerticalMarker(at: value, label: "m")])
        let script = try GnuplotScript(figure: figure, dataFile: nil, output: .svg("x.svg")).text()
        #expect(!script.contains("inf,") && !script.contains("nan"), "\(value)")
      }
    }
  }
}
