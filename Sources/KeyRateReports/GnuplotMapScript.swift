// SPDX-License-Identifier: GPL-3.0-or-later
/// A gnuplot script that draws a map from the CSV file of its table: one coloured box per place, with the contour
/// lines of the figure.
///
/// The boxes show the values themselves, without interpolation; places without a value are grey. Made for
/// gnuplot 5.4 or later.
package struct GnuplotMapScript: Sendable, Equatable {
  /// The columns of the CSV file.
  package struct Columns: Sendable, Equatable {
    /// Horizontal places, vertical places, values.
    package let x, y, value: String

    /// Names of columns.
    package init(x: String, y: String, value: String) {
      self.x = x
      self.y = y
      self.value = value
    }
  }

  /// The figure, of one panel with contours.
  package var figure: Figure
  /// The CSV file, as seen from where the script runs.
  package var dataFile: String
  /// Its columns.
  package var columns: Columns
  /// What the script writes.
  package var output: GnuplotScript.Output

  /// Makes a script.
  package init(figure: Figure, dataFile: String, columns: Columns, output: GnuplotScript.Output) {
    self.figure = figure
    self.dataFile = dataFile
    self.columns = columns
    self.output = output
  }

  /// The script; a figure without contours gives one that draws nothing.
  ///
  /// - Throws: ``FigureError``, as ``Figure/svg()`` does.
  package func text() throws(FigureError) -> String {
    let plan = try FigurePlan(figure)
    let script = GnuplotScript(figure: figure, dataFile: dataFile, output: output)
    var lines = ["# " + GnuplotText.quoted(RichText(figure.title).plainText), "set encoding utf8", "set minussign"]
    lines += script.terminal
    lines += ["set datafile separator comma", "set datafile commentschars '#'", "set datafile columnheaders", ""]
    guard let contours = plan.contours.first.flatMap(\.self), let panel = figure.panels.first,
      let area = plan.layout.areas.first
    else { return lines.joined(separator: "\n") + "\n" }
    lines += contourLines(contours, area)
    lines += script.axisSettings("x", area.horizontal) + script.axisSettings("y", area.vertical)
    lines += [
      "set xlabel \(GnuplotText.enhanced(figure.horizontalAxis.title))",
      "set ylabel \(GnuplotText.enhanced(panel.verticalAxis.title))",
      "set cblabel \(GnuplotText.enhanced(contours.map.axis.title))",
      "set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind fillcolor rgb '#e8e8e8' fillstyle solid noborder",
    ]
    lines += colours(contours)
    let grid = contours.map.grid
    let (x, y) = (GnuplotText.column(columns.x), GnuplotText.column(columns.y))
    let (xEnds, yEnds) = (ends(x, grid.x, area.horizontal.scale), ends(y, grid.y, area.vertical.scale))
    let value = GnuplotText.column(columns.value)
    let isLogarithmic = contours.map.axis.scale == .logarithmic
    // A place without a value has no box: gnuplot would draw it in the colour of the page.
    let place = isLogarithmic ? "(\(value) > 0 ? \(x) : NaN)" : "(\(x))"
    lines += [
      "plot \(GnuplotText.quoted(dataFile)) using \(place):(\(y)):\(xEnds):\(yEnds):(\(value)) \\",
      "    with boxxyerror fillstyle solid noborder linecolor palette notitle, \\",
      "  $lines using 1:2 with lines linecolor rgb '\(Colour.ink.hexOnLight)' linewidth 0.7 notitle", "unset output",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The lower and the upper end of the boxes: halfway to the next place, in the measure of the axis.
  private func ends(_ column: String, _ places: [Double], _ scale: Axis.Scale) -> String {
    // With uneven places the smallest distance is taken, so that no box hides another one's place.
    if scale == .logarithmic {
      let ratio = zip(places, places.dropFirst()).map { $1 / $0 }.min() ?? 1
      let half = GnuplotText.number(ratio.squareRoot())
      return "(\(column)/\(half)):(\(column)*\(half))"
    }
    let step = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 0
    let half = GnuplotText.number(step / 2)
    return "(\(column)-\(half)):(\(column)+\(half))"
  }

  /// The palette and the range of the colours.
  private func colours(_ plan: ContourPlan) -> [String] {
    let stops = (0...8).map { index -> String in
      let share = Double(index) / 8
      return "\(NumberText.significant(share)) '\(SequentialPalette.colour(share).hexOnLight)'"
    }
    var lines = ["set palette defined (\(stops.joined(separator: ", ")))"]
    let isLogarithmic = plan.map.axis.scale == .logarithmic
    let levels = plan.levels.levels
    guard let first = levels.first, let last = levels.last, first < last else { return lines }
    let ends = [first, last].map { GnuplotText.number(isLogarithmic ? decimalPower($0) : $0) }
    if isLogarithmic {
      lines.append("set logscale cb 10")
      if last - first >= 2 { lines.append("set format cb '10^{%T}'") }
    }
    // The range is open at its upper end: values above the last level have their own colour.
    lines.append("set cbrange [\(ends[0]):*]")
    return lines
  }

  /// The contour lines in the coordinates of the axes.
  private func contourLines(_ plan: ContourPlan, _ area: PlotArea) -> [String] {
    let frame = area.frame
    func value(_ share: Double, _ axis: ResolvedAxis) -> String {
      let coordinate = axis.lower + share * (axis.upper - axis.lower)
      return NumberText.significant(axis.scale == .logarithmic ? decimalPower(coordinate) : coordinate, digits: 6)
    }
    var lines = ["$lines << EOD", "x,y"]
    for line in plan.regions.flatMap(\.levelLines) + plan.base.borderLines {
      let positions = LineSimplification.simplified(
        ContourPlan.positions(line, in: frame), isClosed: line.isClosed, tolerance: 0.02 * figure.size.fontSize)
      let closed = line.isClosed ? positions + positions.prefix(1) : positions
      lines += closed.map { position in
        let across = (position.x - frame.x) / frame.width
        let up = (frame.bottom - position.y) / frame.height
        return "\(value(across, area.horizontal)),\(value(up, area.vertical))"
      }
      lines.append("")
    }
    return lines + ["EOD", ""]
  }
}
